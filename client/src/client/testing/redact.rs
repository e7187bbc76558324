//! Removal of secrets from recordings.
//!
//! In: the headers, URLs and bodies of requests and responses. Out: the same with secrets replaced. A second removal changes nothing, so a
//! link that a replay hands out is the recorded one when the client follows it.

use super::pattern::decode;
use crate::runtime::{is_secret_header, looks_secret};
use serde_json::{Map, Value};

/// The text that replaces a secret.
pub(super) const HIDDEN: &str = "***";

/// The header and the member of errors with the ID of a request.
const REQUEST_ID: &str = "client-request-id";

/// The query options that are secrets, besides those whose names look secret: of signed URLs and of sign-in.
const OPTIONS: [&str; 5] = ["sig", "signature", "tempauth", "code", "assertion"];

/// The query options with the position in a list. They give access to nothing, and a replay needs them to differ.
const POSITIONS: [&str; 2] = ["$skiptoken", "$deltatoken"];

/// Removes secrets. It knows the values of the request's secret headers, and removes them wherever they are.
#[derive(Debug)]
pub(super) struct Redactor {
    known: Vec<String>,
}

impl Redactor {
    /// Learns the secrets in the headers of a request.
    pub fn new(headers: &[(String, String)]) -> Self {
        let secret = headers.iter().filter(|(name, _)| is_hidden_header(name)).map(|(_, value)| value.as_str());
        // A scheme such as `Bearer` is not part of the secret (RFC 9110 §11.4).
        let known = secret.map(|value| value.split_once(' ').map_or(value, |(_, rest)| rest).to_owned());
        // Shorter values could be a part of any text.
        Self { known: known.filter(|value| value.len() >= 8).collect() }
    }

    /// Replaces the secret values of headers.
    pub fn headers(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        let redacted = |(name, value): &(String, String)| {
            let value = match name.to_ascii_lowercase().as_str() {
                name if is_hidden_header(name) => HIDDEN.to_owned(),
                "location" | "content-location" => self.url(value),
                _ => self.text(value),
            };
            (name.clone(), value)
        };
        headers.iter().map(redacted).collect()
    }

    /// Replaces secrets in a text: known ones, tokens, and those in the queries of URLs.
    pub fn text(&self, text: &str) -> String {
        let text = self.known.iter().fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN));
        text.split_inclusive(ends_word).map(|piece| self.word(piece)).collect()
    }

    /// Replaces a secret in a word, which can end with the character after it.
    fn word(&self, piece: &str) -> String {
        let (word, rest) = piece.split_at(piece.trim_end_matches(ends_word).len());
        let word = if word.starts_with("https://") || word.starts_with("http://") {
            self.url(word)
        } else if is_token(word.trim_end_matches('.')) {
            HIDDEN.to_owned()
        } else {
            word.to_owned()
        };
        word + rest
    }

    /// Replaces the secret values of the query of a URL.
    pub fn url(&self, url: &str) -> String {
        let url = self.known.iter().fold(url.to_owned(), |url, secret| url.replace(secret, HIDDEN));
        match url.split_once('?') {
            Some((path, query)) => format!("{path}?{}", self.form(query)),
            None => url,
        }
    }

    /// Replaces the secret values of a query string or a form.
    pub fn form(&self, query: &str) -> String {
        let redacted = |option: &str| match option.split_once('=') {
            Some((name, _)) if is_secret_option(&decode(name)) => format!("{name}={HIDDEN}"),
            Some((name, value)) if is_token(&decode(value)) => format!("{name}={HIDDEN}"),
            _ => option.to_owned(),
        };
        query.split('&').map(redacted).collect::<Vec<_>>().join("&")
    }

    /// Replaces secrets in JSON.
    pub fn json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => Value::Object(self.members(members)),
            other => other,
        }
    }

    fn members(&self, members: Map<String, Value>) -> Map<String, Value> {
        let redacted = |(name, value): (String, Value)| {
            let is_secret = looks_secret(&name) || name.eq_ignore_ascii_case(REQUEST_ID);
            let value = if is_secret { hide(value) } else { self.json(value) };
            (name, value)
        };
        members.into_iter().map(redacted).collect()
    }
}

/// Replaces all texts and numbers of a secret. Its form stays, so that it can still be decoded.
fn hide(value: Value) -> Value {
    match value {
        Value::String(_) => Value::String(HIDDEN.to_owned()),
        Value::Number(_) => 0.into(),
        Value::Array(items) => items.into_iter().map(hide).collect(),
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| (name, hide(value))).collect()),
        other => other,
    }
}

/// Returns whether a header is a secret, or identifies the call.
fn is_hidden_header(name: &str) -> bool {
    is_secret_header(name) || name.to_ascii_lowercase().ends_with(REQUEST_ID)
}

fn is_secret_option(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !POSITIONS.contains(&name.as_str()) && (OPTIONS.contains(&name.as_str()) || looks_secret(&name))
}

/// Returns whether a character ends a token or a URL in a text.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || "\"'<>(),;".contains(c)
}

/// Returns whether a text is a signed token (RFC 7519 §3): three parts, the first of which is the start of a JSON object in base64.
fn is_token(text: &str) -> bool {
    let parts = || text.split('.');
    let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte));
    text.starts_with("eyJ") && (3..=5).contains(&parts().count()) && parts().all(is_part)
}
