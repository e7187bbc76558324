//! Properties that a request body lacks.
//!
//! In: a request, and the properties that its documentation requires. Out: those that are not in its body. Sending is
//! not affected: documentation can be wrong, and the service decides.

use super::request::{Body, Request};
use std::fmt;

/// A property that is not in a request body although its documentation requires it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Missing {
    /// The JSON name.
    pub name: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request body has no `{}`, which its documentation requires", self.name)
    }
}

impl<T> Request<T> {
    /// Returns the properties that the documentation requires and the body does not have, in the order of the reference.
    ///
    /// Required are parameters of an action that their table calls required, and properties of a new entity that the
    /// page of the request or the page of the type calls required or required on creation, without a condition. An
    /// update with `PATCH` requires nothing. If several pages document the request, a row of a table counts if all of these tables
    /// require it.
    ///
    /// A property is in the body if it has a value, null included, or a link to an entity (`manager@odata.bind`). Only
    /// the body itself is examined, not the objects in it. A body that is not JSON is not checked.
    pub fn missing(&self) -> Vec<Missing> {
        let members = match self.body() {
            Some(Body::Json(json)) => json.as_object(),
            Some(Body::Bytes { .. }) => return Vec::new(),
            None => None,
        };
        let has = |name: &str| {
            let bind = format!("{name}@odata.bind");
            members.is_some_and(|members| members.contains_key(name) || members.contains_key(&bind))
        };
        self.required().filter(|name| !has(name)).map(|name| Missing { name }).collect()
    }
}
