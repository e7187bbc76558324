//! The headers of a sample's request.
//!
//! In: the headers of an example. Out: those that a program sets.

use crate::extract::http_message::is_header_value;
use crate::plan::items::BodyPlan;

/// A header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The call that sets it.
    pub call: HeaderCall,
}

/// The call that sets a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderCall {
    /// A method for this header, which takes the value.
    Own(&'static str),
    /// A method for this header and value.
    Fixed(&'static str),
    /// `.header(name, value)`
    Any,
}

/// The methods of the runtime that set one header, by the header's name in lower case.
const OWN: [(&str, &str); 6] = [
    ("accept", "accept"),
    ("content-type", "content_type"),
    ("if-match", "if_match"),
    ("if-none-match", "if_none_match"),
    ("prefer", "prefer"),
    ("workbook-session-id", "workbook_session_id"),
];

/// The header of queries that need the eventual consistency of the directory, and its value.
const EVENTUAL: (&str, &str) = ("consistencylevel", "eventual");

/// Headers that the client sets (RFC 9110 §11), or the connection (RFC 9112 §6, §9).
const OTHERS: [&str; 5] = ["authorization", "connection", "content-length", "host", "transfer-encoding"];

/// The media type of JSON (RFC 8259 §11).
const JSON: &str = "application/json";

/// Returns the headers that a request with them sends: once each, with all of its values, and only text that a header can have. Those that
/// the bindings set to the same value are left out.
pub fn headers(shown: &[(String, String)], body: Option<&BodyPlan>) -> Vec<Header> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (name, value) in shown {
        let (name, value) = (name.trim(), value.trim());
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let is_sent = !name.is_empty()
            && name.chars().all(is_token)
            && is_header_value(value)
            && !OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other));
        match out.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
            _ if !is_sent => {}
            Some((_, values)) => *values = format!("{values}, {value}"),
            None => out.push((name.to_owned(), value.to_owned())),
        }
    }
    out.retain(|(name, value)| !is_default(name, value, body));
    out.into_iter().map(|(name, value)| Header { call: call(&name, &value), name, value }).collect()
}

/// Returns the call that sets a header.
fn call(name: &str, value: &str) -> HeaderCall {
    let name = name.to_ascii_lowercase();
    if (name.as_str(), value) == EVENTUAL {
        return HeaderCall::Fixed("consistency_level_eventual");
    }
    OWN.iter().find(|(own, _)| *own == name).map_or(HeaderCall::Any, |(_, method)| HeaderCall::Own(method))
}

/// Returns whether the bindings send this header by themselves, or whether it has no meaning: a type of content that is not sent.
fn is_default(name: &str, value: &str, body: Option<&BodyPlan>) -> bool {
    let is_json = value.eq_ignore_ascii_case(JSON);
    match name.to_ascii_lowercase().as_str() {
        "content-type" => body.is_none() || is_json && !matches!(body, Some(BodyPlan::Bytes)),
        "accept" => is_json,
        _ => false,
    }
}
