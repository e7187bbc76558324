//! The shared `Debug` implementation.
//!
//! In: an object. Out: its filled slots and additional members, formatted like `#[derive(Debug)]`, with secrets hidden.

use super::exact;
use super::extra::Extra;
use super::object::{Object, Slot, SlotVisitor, View};

use serde_json::Value;
use std::fmt;

/// The text that replaces a secret.
const HIDDEN: &str = "***";

/// Formats an object.
///
/// # Errors
///
/// Returns an error if the formatter does.
pub fn debug(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = object.schema();
    let mut shown = f.debug_struct(schema.ident);
    let idents: Vec<&str> = schema.idents.split_whitespace().collect();
    object.visit(&mut SlotVisitor::new(|index, slot: &dyn Slot| {
        let ident = idents.get(index).copied().unwrap_or_default();
        let ident = ident.strip_prefix("r#").unwrap_or(ident);
        if schema.secrets.contains(&index) {
            shown.field(ident, &HIDDEN);
        } else {
            shown.field(ident, &slot.view());
        }
    }));
    let extra = object.extra();
    if !extra.is_empty() {
        let members: Vec<_> = extra.iter().map(|(name, value)| (name, value, schema.is_secret(name))).collect();
        shown.field("extra", &RedactedMembers(&members));
    }
    shown.finish()
}

/// Returns whether the name of a member suggests a secret.
///
/// The rule: the name contains `password`, `passphrase`, `secret`, `token` or `credential`, or ends with `key` or
/// `pin`, ignoring case. It applies to additional members. For fields, the generator decides.
pub fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passphrase", "secret", "token", "credential"].iter().any(|part| name.contains(part))
        || ["key", "pin"].iter().any(|end| name.ends_with(end))
}

/// Returns whether the value of the header with this name authenticates somebody: `Authorization`, `Cookie`, `X-CSRF`, `X-Auth` and their like, and
/// headers whose names look secret.
pub fn is_secret_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["authorization", "cookie", "csrf", "xsrf", "x-auth"].iter().any(|part| lower.contains(part)) || looks_secret(name)
}

/// The members of a JSON object, each with a flag that marks a documented secret. `Debug` hides the secrets.
pub(super) struct RedactedMembers<'a>(pub(super) &'a [(&'a str, &'a Value, bool)]);

impl fmt::Debug for RedactedMembers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value, secret) in self.0 {
            if *secret || looks_secret(name) {
                map.entry(name, &HIDDEN);
            } else {
                map.entry(name, &Redacted(value));
            }
        }
        map.finish()
    }
}

/// A JSON value. `Debug` hides its secrets.
pub(super) struct Redacted<'a>(pub(super) &'a Value);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => fmt::Debug::fmt(value, f),
            Value::Number(number) => fmt::Display::fmt(number, f),
            Value::String(text) => fmt::Debug::fmt(text, f),
            Value::Array(elements) => f.debug_list().entries(elements.iter().map(Redacted)).finish(),
            Value::Object(members) => {
                let members: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), value, false)).collect();
                fmt::Debug::fmt(&RedactedMembers(&members), f)
            }
        }
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            View::Absent => f.write_str("None"),
            View::Bool(value) => fmt::Debug::fmt(value, f),
            View::Int(value) => fmt::Debug::fmt(value, f),
            View::Float(value) => fmt::Debug::fmt(value, f),
            View::Decimal(text) => f.write_str(text),
            View::Text(text) | View::Member(text, _) => fmt::Debug::fmt(text, f),
            View::Flags(text, _) => fmt::Debug::fmt(text, f),
            View::Json(value) => fmt::Debug::fmt(&Redacted(value), f),
            View::Related(text) => fmt::Debug::fmt(&Redacted(&exact::to_plain(exact::parse(text))), f),
            View::Object(object) => debug(*object, f),
            View::List(list) => f.debug_list().entries((0..list.len()).map(|index| list.at(index))).finish(),
        }
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<_> = self.iter().map(|(name, value)| (name, value, false)).collect();
        fmt::Debug::fmt(&RedactedMembers(&members), f)
    }
}
