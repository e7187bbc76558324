//! Tests of the parts of the client.

#[cfg(feature = "azure")]
mod azure;
mod check;
mod drive;
mod embedded_files;
mod error;
mod fakes;
mod headers;
mod host;
mod observe;
mod permissions;
mod retry;
mod secrets;
mod shared;
mod token_cache;
#[cfg(feature = "tracing")]
mod trace;
