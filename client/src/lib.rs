//! The client of generated crates, as a separate package.
//!
//! In: requests of the runtime. Out: their responses, and [`FILES`], the text of the modules in `src/client/`, which the generator writes
//! into crates that do not refer to this package. They use the runtime through `crate::runtime`, so that the same text compiles here and
//! in a generated crate.

pub use docbindgen_runtime::runtime;

pub mod client;

#[cfg(test)]
mod tests;

/// Embeds files from the folder `client`.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("client/", $name)))),*]
    };
}

/// The files of the client: the name in the folder `client` and the text, sorted by name.
pub const FILES: &[(&str, &str)] = embed![
    "azure.rs",
    "build_error.rs",
    "call.rs",
    "challenge.rs",
    "changes.rs",
    "check.rs",
    "clock.rs",
    "cursor.rs",
    "download.rs",
    "drive.rs",
    "drive_blocking.rs",
    "error.rs",
    "exchange.rs",
    "head.rs",
    "headers.rs",
    "host.rs",
    "items.rs",
    "list.rs",
    "mod.rs",
    "observe.rs",
    "pages.rs",
    "permissions.rs",
    "prelude.rs",
    "random.rs",
    "response.rs",
    "retry.rs",
    "send.rs",
    "service.rs",
    "shared.rs",
    "task.rs",
    "testing/clock.rs",
    "testing/examples.rs",
    "testing/mod.rs",
    "testing/pattern.rs",
    "testing/record.rs",
    "testing/redact.rs",
    "testing/replay.rs",
    "testing/reply.rs",
    "testing/script.rs",
    "to_http.rs",
    "token.rs",
    "token_cache.rs",
    "trace.rs",
    "transport.rs",
    "transport_reqwest.rs",
    "transport_ureq.rs",
    "walk.rs",
];
