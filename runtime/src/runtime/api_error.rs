//! Errors that a service reports.
//!
//! In: the error object of a response body (OData JSON 4.01 §21.1), or the decode error that contains it. Out:
//! [`ApiError`], a model like those of the reference.

use super::decode_text;
use super::error::{DecodeError, write_service_error};
use super::error_body;
use super::extra::Extra;
use super::model::Model;
use super::text::DateTimeOffset;
use serde_json::Value;
use std::error::Error;
use std::fmt;

/// An error that a service reports: the object `error` of a response body (OData JSON 4.01 §21.1).
///
/// ```text
/// match request.decode(&body) {
///     Ok(user) => …,
///     Err(error) => match error.api_error() {
///         Some(error) if error.code.as_deref() == Some("Request_ResourceNotFound") => …,
///         _ => return Err(error.into()),
///     },
/// }
/// ```
pub struct ApiError {
    /// The code, for programs: `Request_ResourceNotFound`.
    pub code: Option<String>,
    /// The message, for developers.
    pub message: Option<String>,
    /// The part of the request that caused the error, such as the name of a property.
    pub target: Option<String>,
    /// The errors that together led to this one.
    pub details: Option<Vec<ApiError>>,
    /// The error as the service sees it, under its name in OData.
    pub innererror: Option<Box<InnerError>>,
    /// The error as the service sees it, under its name in Microsoft Graph, `innerError`.
    pub inner_error: Option<Box<InnerError>>,
    /// The additional members.
    pub extra: Extra,
}

super::macros::object! {
    ApiError "" {
        0 code "code", 1 message "message", 2 target "target", 3 details "details", 4 innererror "innererror",
        5 inner_error "innerError",
    }
}

/// The error as the service sees it, with a more specific code, and the IDs that the support of the service needs.
///
/// Services add members of their own, which are in `extra`.
pub struct InnerError {
    /// The code, more specific than the one around it.
    pub code: Option<String>,
    /// The message, for developers.
    pub message: Option<String>,
    /// The time of the request.
    pub date: Option<DateTimeOffset>,
    /// The ID that the service gave the request.
    pub request_id: Option<String>,
    /// The ID that the client gave the request.
    pub client_request_id: Option<String>,
    /// The error that caused this one, under its name in OData.
    pub innererror: Option<Box<InnerError>>,
    /// The error that caused this one, under its name in Microsoft Graph, `innerError`.
    pub inner_error: Option<Box<InnerError>>,
    /// The additional members.
    pub extra: Extra,
}

super::macros::object! {
    InnerError "" {
        0 code "code", 1 message "message", 2 date "date", 3 request_id "request-id",
        4 client_request_id "client-request-id", 5 innererror "innererror", 6 inner_error "innerError",
    }
}

impl ApiError {
    /// Returns the error as the service sees it, under either of its names.
    pub fn inner(&self) -> Option<&InnerError> {
        self.inner_error.as_deref().or(self.innererror.as_deref())
    }

    /// Returns the error that a response body reports, if the body is a JSON object with an `error` object.
    ///
    /// Call it for responses with an error status. Decoding a body that contains nothing else as a model reports the same
    /// error, in [`DecodeError::api_error`].
    pub fn from_body(body: &[u8]) -> Option<Self> {
        let mut value = decode_text::parse(decode_text::strip_byte_order_mark(body)).ok()?;
        let error = value.get_mut(error_body::ERROR).filter(|error| error.is_object())?;
        Self::from_json(error.take()).ok()
    }
}

/// Formats the code and the message.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_service_error(self.code.as_deref(), self.message.as_deref(), f)
    }
}

impl Error for ApiError {}

impl InnerError {
    /// Returns the error that caused this one, under either of its names.
    pub fn inner(&self) -> Option<&Self> {
        self.inner_error.as_deref().or(self.innererror.as_deref())
    }
}

impl DecodeError {
    /// Returns the error that the service reports in place of the expected content.
    pub fn api_error(&self) -> Option<ApiError> {
        let error = self.error_object()?.clone();
        ApiError::from_json(Value::Object(error)).ok()
    }
}
