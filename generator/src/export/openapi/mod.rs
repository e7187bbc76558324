//! The model as an OpenAPI 3.1 description.
//!
//! In: [`Api`]. Out: a JSON value. Facts that OpenAPI cannot express are extensions:
//!
//! | on | extension | value |
//! |---|---|---|
//! | schemas | `x-odata-name` | qualified name |
//! | | `x-kind` | `entity`, `complex` or `enum` |
//! | | `x-abstract`, `x-open`, `x-flags` | `true`, or absent |
//! | | `x-key` | the key property |
//! | | `x-members` | an enum's members with numbers and descriptions |
//! | | `x-synthetic` | the enum is generated from the value list of a property documented as a string |
//! | properties | `x-navigation` | a relationship |
//! | | `x-odata-type` | the documented type, if the schema is more specific |
//! | operations | `x-kind` | the kind of operation, as in the model |
//! | | `x-pages` | the pages that document it |
//! | | `x-permissions` | as in the model |

mod messages;
mod operations;
mod parameters;
mod paths;
mod schemas;
mod types;

use serde_json::{Map, Value, json};

use crate::model::Api;

/// Returns the OpenAPI description of an API whose root is `base_url`.
#[must_use]
pub fn export(api: &Api, base_url: &str) -> Value {
    let title = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    json!({
        "openapi": "3.1.0",
        "info": {"title": title, "version": api.version},
        "servers": [{"url": base_url}],
        "paths": paths::paths(api),
        "components": {"schemas": schemas::schemas(api)},
    })
}

/// Adds the member `name`, if there is a value.
fn add(object: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value.into());
    }
}

/// Adds `name: true` if `holds`.
fn mark(object: &mut Map<String, Value>, name: &str, holds: bool) {
    add(object, name, holds.then_some(true));
}

/// Returns a text unless it is empty.
fn text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
