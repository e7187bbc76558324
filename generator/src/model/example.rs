//! Examples, matched with the operations of the model.
//!
//! In: an [`Example`] and the [`Api`]. Out: its JSON, and the documented response that it shows.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::odata::{ExampleBody, ExampleFacts, JsonBlock, TypeName};

use super::{Api, Findings, ResponseBody, TypeRef};

/// An example, matched with an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The page.
    pub page: String,
    /// The example's number on its page, from 1.
    pub number: usize,
    /// Request and response as on the page.
    pub facts: ExampleFacts,
    /// The operation that its request calls, and the arguments.
    pub matched: Option<Match>,
    /// The operation whose response it shows, an index in [`Api::operations`]. This is the operation of its request; else of its page, if
    /// all operations of that page have the same response.
    pub shows: Option<usize>,
    /// Whether its request goes to a host other than the service's.
    pub elsewhere: bool,
    /// The type of a message that the service sends: the body of a request to another host that names its type.
    pub sent: Option<TypeName>,
    /// How it deviates from the model.
    pub findings: Findings,
}

/// An argument of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A value, percent-decoded, without quotes.
    Text(String),
    /// The literal `null`.
    Null,
    /// Omitted.
    Omitted,
}

impl Given {
    /// Returns whether it stands for a value: `{id}`, `<id>`. A GUID in braces is a value.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        let Given::Text(text) = self else { return false };
        let is_guid =
            |inner: &str| inner.len() == 36 && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        [('{', '}'), ('<', '>')].into_iter().any(|(first, last)| {
            let inner = text.strip_prefix(first).and_then(|text| text.strip_suffix(last));
            inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains([first, last]) && !is_guid(inner))
        })
    }
}

/// How an example's request matches an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index in [`Api::operations`].
    pub operation: usize,
    /// Arguments, percent-decoded, in the order of the operation's parameters. The first one is `me` if [`Match::me`] is set.
    pub arguments: Vec<Given>,
    /// The first argument that is quoted where the documented one is not, or the other way round.
    pub misquoted: Option<usize>,
    /// Query options that the template does not have, percent-decoded, in order; `None` if no `=` follows the name.
    pub query: Vec<(String, Option<String>)>,
    /// The derived type that the response is cast to.
    pub cast: Option<TypeName>,
    /// Whether `/$count` follows.
    pub count: bool,
    /// Whether the first argument is the signed-in user: the example has `/me` for `/users/{id}`.
    pub me: bool,
    /// Path and query, without host and version: arguments and query as the example has them, everything else as documented.
    pub target: String,
    /// Whether the example spells the path differently: letter case, namespaces, the order of arguments.
    pub respelled: bool,
}

impl Match {
    /// Returns the values of `$select` and `$expand`.
    fn selections(&self) -> impl Iterator<Item = &str> {
        let is_selection = |name: &str| {
            let name = name.strip_prefix('$').unwrap_or(name);
            name.eq_ignore_ascii_case("select") || name.eq_ignore_ascii_case("expand")
        };
        self.query.iter().filter(move |(name, _)| is_selection(name)).filter_map(|(_, value)| value.as_deref())
    }

    /// Returns the names in `$select` and `$expand`, at all levels.
    #[must_use]
    pub fn requested(&self) -> BTreeSet<&str> {
        let names = self.selections().flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
        names.filter(|name| !name.is_empty()).collect()
    }

    /// Returns the properties of the response that `$select` and `$expand` name. Names of types and placeholders are left out.
    pub fn selected(&self) -> impl Iterator<Item = &str> {
        let mut depth = 0_usize;
        let parts = self.selections().flat_map(move |value| {
            value.split(move |c| {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c == ',' && depth == 0
            })
        });
        let names = parts.filter_map(|part| part.trim().split(['(', '/', ':', ' ']).next());
        names.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
    }
}

impl Example {
    /// Returns the JSON of an example's request.
    #[must_use]
    pub fn request_json(&self) -> Option<&JsonBlock> {
        match &self.facts.request.as_ref()?.body {
            ExampleBody::Json(block) => Some(block),
            _ => None,
        }
    }

    /// Returns the JSON of an example's response.
    #[must_use]
    pub fn response_json(&self) -> Option<&JsonBlock> {
        match &self.facts.response.as_ref()?.body {
            ExampleBody::Json(block) => Some(block),
            _ => None,
        }
    }

    /// Returns the value of a response, without an envelope that its page shows around it.
    #[must_use]
    pub fn response_value(&self) -> Option<&Value> {
        let value = &self.response_json()?.value;
        if self.findings.wrapped { value.get(ENVELOPE) } else { Some(value) }
    }
}

/// Returns the response that an example shows: the documented one, with the request's `$count` or type cast applied.
#[must_use]
pub fn shown_response<'a>(api: &'a Api, example: &Example) -> Option<Cow<'a, ResponseBody>> {
    let documented = &api.operations.get(example.shows?)?.response;
    let Some(matched) = &example.matched else { return Some(Cow::Borrowed(documented)) };
    if matched.count {
        return Some(Cow::Owned(ResponseBody::Count));
    }
    let cast = matched.cast.clone().map(TypeRef::Type);
    Some(match (documented, cast) {
        (ResponseBody::Value(_), Some(cast)) => Cow::Owned(ResponseBody::Value(cast)),
        (ResponseBody::Collection(_), Some(cast)) => Cow::Owned(ResponseBody::Collection(cast)),
        _ => Cow::Borrowed(documented),
    })
}

/// Returns whether an example shows the response of a request to a reference, whose path ends in `/$ref`.
#[must_use]
pub fn shows_reference(api: &Api, example: &Example) -> bool {
    let operation = example.shows.and_then(|shown| api.operations.get(shown));
    operation.is_some_and(|operation| operation.path.ends_with("/$ref"))
}

/// The member that has the object in an envelope.
const ENVELOPE: &str = "value";

/// Returns the object that an example shows inside an envelope, `{"value": {…}}`, although the service sends it without one. All responses
/// on generated pages look like that.
#[must_use]
pub fn unwrapped<'a>(api: &Api, response: &ResponseBody, block: &'a JsonBlock) -> Option<&'a Value> {
    let ResponseBody::Value(TypeRef::Type(name)) = response else { return None };
    let members = block.value.as_object()?;
    let inner = members.get(ENVELOPE).filter(|value| value.is_object())?;
    let alone = members.keys().all(|name| name == ENVELOPE || name.contains('@'));
    (alone && !api.ancestors(name).any(|ty| ty.has_property(ENVELOPE))).then_some(inner)
}
