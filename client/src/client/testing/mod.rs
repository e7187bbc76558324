//! Test doubles: a service for tests, without a network.
//!
//! In: planned, recorded or documented responses. Out: a [`Client`] that receives them, and the requests that it sent.
//!
//! | double | responses |
//! |---|---|
//! | [`Script`] | those that the test plans |
//! | [`Replay`] | those that a [`Recording`] of the real service contains |
//! | [`Examples`] | those that the reference shows |
//!
//! All of them work with asynchronous and with blocking calls, on a [`VirtualClock`]: no test waits for a delay.
//!
//! # Testing a program
//!
//! The code under test takes the client, so a test can hand it one that uses a script. The operations below are those of a generated
//! crate, which has functions for them.
//!
//! ```
//! use docbindgen_client::client::testing::{Script, block_on};
//! use docbindgen_client::client::{Client, Error, SendRequest};
//! use docbindgen_client::runtime::{Method, Operation, Path, Request};
//! use serde_json::{Value, json};
//! use std::time::Duration;
//!
//! static GET: Operation = Operation { method: Method::Get, template: "/users/{id}", pages: &[] };
//!
//! /// Returns the name of a user, if there is such a user. This is the code under test.
//! async fn name(graph: &Client, id: &str) -> Result<Option<String>, Error> {
//!     let request = Request::<Value>::new(&GET, Path::new().lit("/users/").seg(id)).query("$select", "displayName");
//!     match request.send(graph).await {
//!         Ok(user) => Ok(user["displayName"].as_str().map(str::to_owned)),
//!         Err(error) if error.is_not_found() => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//!
//! // The service wants a delay first.
//! let script = Script::new()
//!     .on(Method::Get, "/users/1").status(429).header("Retry-After", "30").then().json(&json!({ "displayName": "Ann" }))
//!     .on(Method::Get, "/users/{id}").error(404, "Request_ResourceNotFound", "There is no such user.");
//! let graph = script.client()?;
//!
//! assert_eq!(block_on(name(&graph, "1"))?.as_deref(), Some("Ann"));
//! assert_eq!(block_on(name(&graph, "2"))?, None);
//!
//! let requests = script.requests();
//! assert_eq!(requests.len(), 3);
//! assert_eq!(requests[0].query_option("$select").as_deref(), Some("displayName"));
//! assert_eq!(script.clock().slept(), Duration::from_secs(30));
//! script.finish()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clock;
mod examples;
mod pattern;
mod record;
mod redact;
mod replay;
mod reply;
mod script;

pub use clock::VirtualClock;
pub use examples::{Example, Examples};
pub use record::Recording;
pub use replay::{InvalidRecording, Replay};
pub use reply::{Deviation, Sent};
pub use script::Script;

use super::retry::Backoff;
use super::service::{Builder, Client};
use super::token::Token;
use super::transport::{BlockingTransport, Transport};

/// Waits for a future on this thread, for tests without an asynchronous runtime.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    super::task::block_on(future)
}

/// Begins a client that uses a test double.
fn builder<D>(base_url: &str, double: &D, clock: &VirtualClock) -> Builder
where
    D: Transport + BlockingTransport + Clone + 'static,
{
    Client::builder(base_url)
        .transport(double.clone())
        .blocking_transport(double.clone())
        .clock(clock.clone())
        .token(Token::new("token"))
        .options(|options| options.retry.backoff = Backoff::Quadratic)
}
