//! The client: sends requests to the service.
//!
//! In: a [`Request`](crate::runtime::Request), and the base URL and tokens of a service. Out: the decoded response, or one
//! [`Error`].
//!
//! The [`Exchange`] decides what happens in a call, and performs no I/O: it takes events, and says what to do next. A
//! driver does what it says.

#[cfg(feature = "azure")]
mod azure;
mod build_error;
mod call;
mod challenge;
mod changes;
mod check;
mod clock;
mod cursor;
mod download;
mod drive;
mod drive_blocking;
mod error;
mod exchange;
mod head;
mod headers;
mod host;
mod items;
mod list;
mod observe;
mod pages;
mod permissions;
mod random;
mod response;
mod retry;
mod send;
mod service;
mod shared;
mod task;
// The client's own tests use it too.
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod to_http;
mod token;
mod token_cache;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
#[cfg(feature = "reqwest")]
mod transport_reqwest;
#[cfg(feature = "blocking")]
mod transport_ureq;
mod walk;

pub mod prelude;

#[cfg(feature = "azure")]
pub use azure::{AzureCredential, UnsupportedClaims};
pub use build_error::{BuildError, BuildErrorKind};
pub use call::{Attempt, Broken, Call, CallOptions, Event, Mode, Now, Step, Success};
pub use changes::{Change, Changes, Removed};
pub use check::{CheckRequest, Finding, FindingKind};
pub use clock::Clock;
pub use cursor::{Cursor, InvalidCursor};
pub use download::{Download, DownloadReader};
pub use drive::Driver;
pub use drive_blocking::BlockingDriver;
pub use error::{Error, ErrorKind, Source};
pub use exchange::Exchange;
pub use head::Head;
pub use headers::Headers;
pub use host::{Home, HomeUrl, RefusedUrl, RefusedUrlReason, Target};
pub use items::Items;
pub use list::ListRequest;
pub use observe::{CallView, Deprecation, FailureView, Hook, RequestView, ResponseView};
pub use pages::{Blocking, ListPage, Pages};
pub use permissions::{CallerPermissions, NeededPermission, Permissions, Use};
pub use random::Random;
pub use response::Response;
pub use retry::{Backoff, Failure, RetryPolicy, is_repeatable};
pub use send::SendRequest;
pub use service::{Builder, Client};
pub use shared::{Shared, workload};
pub use task::BoxFuture;
pub use to_http::{InvalidHttpRequest, ToHttp};
pub use token::{Token, TokenNeed, TokenSource, token_async, token_fn};
pub use token_cache::{AccessToken, AccessTokenSource, TokenCache};
pub use transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
#[cfg(feature = "reqwest")]
pub use transport_reqwest::Reqwest;
#[cfg(feature = "blocking")]
pub use transport_ureq::Ureq;
