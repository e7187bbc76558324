//! Sending requests.
//!
//! In: a request and a client. Out: the response, decoded or as it arrives.

use super::call::{Call, Mode, Success};
use super::check;
use super::download::{Download, DownloadReader};
use super::error::{Details, Error, ErrorKind, Source};
use super::host::Target;
use super::response::{self, Response};
use super::service::Client;
use super::task::BoxFuture;
use super::to_http;
use crate::runtime::{Operation, Request, ResponseBody};
use bytes::Bytes;

/// The media types that a response may have, unless the request names others: JSON is preferred.
const ACCEPT: &str = "application/json, */*;q=0.8";

/// Methods of requests that send them.
///
/// The future is lazy, and may be dropped at any time: the connection is freed.
pub trait SendRequest: Sized {
    /// The type of the response body.
    type Response: ResponseBody + 'static;

    /// Sends the request, and decodes the response.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::{Client, Error, SendRequest};
    ///
    /// async fn show_user(client: &Client) -> Result<(), Error> {
    ///     let user = users::get("ann").send(client).await?;
    ///     println!("{:?} {}", user.name, user.request_id());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails, or if the response body does not have the documented type. See [`Error`].
    fn send(self, client: &Client) -> BoxFuture<'_, Result<Response<Self::Response>, Error>>;

    /// Sends the request, and decodes the response. The thread waits.
    ///
    /// ```
    /// # #[path = "../../tests/models/mod.rs"] mod users;
    /// use docbindgen_client::client::{Client, Error, SendRequest};
    ///
    /// fn name(client: &Client) -> Result<Option<String>, Error> {
    ///     match users::get("ann").send_blocking(client) {
    ///         Ok(user) => Ok(user.into_body().name),
    ///         Err(error) if error.is_not_found() => Ok(None),
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The same as [`send`](Self::send).
    fn send_blocking(self, client: &Client) -> Result<Response<Self::Response>, Error>;

    /// Sends the request, and returns the response body as it arrives, of any size.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    fn open(self, client: &Client) -> BoxFuture<'_, Result<Response<Download>, Error>>;

    /// Sends the request, and returns a reader of the response body, of any size. The thread waits.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    fn open_blocking(self, client: &Client) -> Result<Response<DownloadReader>, Error>;
}

impl<T: ResponseBody + 'static> SendRequest for Request<T> {
    type Response = T;

    fn send(self, client: &Client) -> BoxFuture<'_, Result<Response<T>, Error>> {
        let operation = self.operation();
        let received = buffered(self.answering(), client);
        Box::pin(async move { response::decode(received.await?, operation) })
    }

    fn send_blocking(self, client: &Client) -> Result<Response<T>, Error> {
        let operation = self.operation();
        response::decode(buffered_blocking(self.answering(), client)?, operation)
    }

    fn open(self, client: &Client) -> BoxFuture<'_, Result<Response<Download>, Error>> {
        streamed(self.answering(), client)
    }

    fn open_blocking(self, client: &Client) -> Result<Response<DownloadReader>, Error> {
        let operation = self.operation();
        let call = to_call(self.answering(), client, Mode::Streamed)?;
        let (success, body) = client.run_blocking(operation, call)?;
        Ok(Response::new(DownloadReader::new(body), success))
    }
}

/// Sends a request and reads the body of the response. Like the functions below, it is compiled once for all types.
fn buffered(request: Request<()>, client: &Client) -> BoxFuture<'_, Result<Success, Error>> {
    Box::pin(async move {
        let operation = request.operation();
        let call = to_call(request, client, buffered_mode(client))?;
        Ok(client.run(operation, call)?.await?.0)
    })
}

fn buffered_blocking(request: Request<()>, client: &Client) -> Result<Success, Error> {
    let operation = request.operation();
    let call = to_call(request, client, buffered_mode(client))?;
    Ok(client.run_blocking(operation, call)?.0)
}

fn streamed(request: Request<()>, client: &Client) -> BoxFuture<'_, Result<Response<Download>, Error>> {
    Box::pin(async move {
        let operation = request.operation();
        let call = to_call(request, client, Mode::Streamed)?;
        let (success, body) = client.run(operation, call)?.await?;
        let stalled_after = client.options().stalled_after;
        Ok(Response::new(Download::new(operation, body, client.clock().clone(), stalled_after), success))
    })
}

/// Returns what to do with the body of a response that is decoded.
pub(super) fn buffered_mode(client: &Client) -> Mode {
    Mode::Buffered(client.options().largest_response)
}

/// Converts a request into a call to the service of the client.
///
/// # Errors
///
/// Returns an error if an argument is not valid in a path or a header, or if the client is strict and the request does not follow its documentation.
pub(super) fn to_call(request: Request<()>, client: &Client, mode: Mode) -> Result<Call, Error> {
    let operation = request.operation();
    if client.options().strict {
        check::refuse(&request)?;
    }
    let parts = request.into_parts().map_err(|error| invalid(operation, error))?;
    let mut headers = parts.headers;
    let is_invalid =
        |(name, value): &&(String, String)| to_http::header(name, Bytes::copy_from_slice(value.as_bytes())).is_err();
    if let Some((name, _)) = headers.iter().find(is_invalid) {
        return Err(invalid(operation, format!("the header {name:?} or its value is not valid")));
    }
    add_if_absent(&mut headers, "Accept", ACCEPT);
    add_if_absent(&mut headers, "User-Agent", client.user_agent());
    Ok(Call {
        method: parts.method,
        template: operation.template,
        target: Target::Home(client.home().below(&parts.path_and_query)),
        headers,
        body: parts.body.map(Into::into),
        mode,
        options: client.options().clone(),
    })
}

fn invalid(operation: &'static Operation, error: impl Into<Source>) -> Error {
    Error::new(Details { source: Some(error.into()), ..Details::unsent(ErrorKind::Request, operation) })
}

fn add_if_absent(headers: &mut Vec<(String, String)>, name: &str, value: &str) {
    if !headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
        headers.push((name.to_owned(), value.to_owned()));
    }
}
