//! Rust names from configuration.
//!
//! In: the targets of `rename` overrides. Out: [`Renames`], which plan consults before it chooses a name.

use std::collections::BTreeMap;

use crate::config::Target;
use crate::extract::path::RequestTemplate;
use crate::odata::{Method, OperationKey, operation_key};

/// New names, by the kind of item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    types: BTreeMap<String, String>,
    parts: BTreeMap<(String, String), String>,
    requests: BTreeMap<OperationKey, String>,
}

impl Renames {
    pub(super) fn add(&mut self, target: &Target, to: &str) {
        let to = to.to_owned();
        match target {
            Target::Page => {}
            Target::Type(ty) => {
                self.types.insert(short(ty), to);
            }
            Target::Property { ty, name } | Target::Member { ty, name } => {
                self.parts.insert((short(ty), name.clone()), to);
            }
            Target::Request(request) => {
                if let Some(key) = super::request_key(request) {
                    self.requests.insert(key, to);
                }
            }
        }
    }

    /// Returns the name of a type: the new one, or its own short name.
    #[must_use]
    pub fn of_type<'a>(&'a self, name: &'a str) -> &'a str {
        self.types.get(&name.to_lowercase()).map_or(name, String::as_str)
    }

    /// Returns the name of a property or member of a type.
    #[must_use]
    pub fn of_part<'a>(&'a self, ty: &str, name: &'a str) -> &'a str {
        self.parts.get(&(ty.to_lowercase(), name.to_owned())).map_or(name, String::as_str)
    }

    /// Returns the new name of a request's function, if it has one.
    #[must_use]
    pub fn of_request(&self, method: Method, template: &RequestTemplate) -> Option<&str> {
        self.requests.get(&operation_key(method, template)).map(String::as_str)
    }
}

/// Returns the part after the last dot, in lower case.
fn short(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_lowercase()
}
