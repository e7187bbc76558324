//! Examples, matched with the operations of the model.
//!
//! In: an [`Example`] and the [`Api`]. Out: its JSON, the type of a message that the service sends, and the response it shows.

use std::borrow::Cow;

use serde_json::Value;

use crate::odata::{ExampleBody, ExampleFacts, JsonBlock, TypeName};

use super::{Answer, Api, TypeRef};

/// An example, matched with an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The page.
    pub page: String,
    /// The example's number on its page, from 1.
    pub number: usize,
    /// Request and response as the page has them.
    pub facts: ExampleFacts,
    /// Which operation its request is: index in [`Api::operations`]; the arguments in the order of its parameters, decoded; the rest of the query.
    pub matched: Option<Match>,
    /// Whose answer its response is: that of the operation of its request, else of its page if all operations of that answer the
    /// same. Index in [`Api::operations`].
    pub shows: Option<usize>,
    /// Whether its request goes to another host than the service's.
    pub elsewhere: bool,
}

/// An argument of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A value, percent-decoded, without quotes.
    Text(String),
    /// The literal `null`.
    Null,
    /// Left out.
    Omitted,
}

/// How an example's request is an operation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index in [`Api::operations`].
    pub operation: usize,
    /// Arguments, in the order of the operation's parameters. The first one is `me` where [`Match::me`] says so.
    pub arguments: Vec<Given>,
    /// The first argument that has quotes where the documented one has none, or the other way round.
    pub misquoted: Option<usize>,
    /// Query options that the template does not have, percent-decoded, in order; `None` where no `=` follows the name.
    pub query: Vec<(String, Option<String>)>,
    /// The derived type that the answer is cast to.
    pub cast: Option<TypeName>,
    /// Whether `/$count` follows.
    pub count: bool,
    /// Whether the first argument is the user who is signed in: the example has `/me` for `/users/{id}`.
    pub me: bool,
    /// Path and query, without host and version: arguments and query as the example has them, everything else as documented.
    pub target: String,
    /// Whether the example spells the path otherwise: letter case, namespaces, the order of arguments.
    pub respelled: bool,
}

impl Example {
    /// The JSON of an example's request.
    #[must_use]
    pub fn request_json(&self) -> Option<&JsonBlock> {
        match &self.facts.request.as_ref()?.body {
            ExampleBody::Json(block) => Some(block),
            _ => None,
        }
    }

    /// The JSON of an example's response.
    #[must_use]
    pub fn response_json(&self) -> Option<&JsonBlock> {
        match &self.facts.response.as_ref()?.body {
            ExampleBody::Json(block) => Some(block),
            _ => None,
        }
    }
}

/// The type of a message that the service sends to the caller: the body of a request to another host, which names its type.
#[must_use]
pub fn sent_type<'a>(api: &'a Api, example: &Example) -> Option<&'a TypeName> {
    let ExampleBody::Json(block) = &example.facts.request.as_ref().filter(|_| example.elsewhere)?.body else {
        return None;
    };
    let stated = block.value.get("@odata.type")?.as_str()?.trim_start_matches('#');
    api.types.keys().find(|name| name.0.eq_ignore_ascii_case(stated))
}

/// The answer that an example's response shows: the documented one, counted or cast as the request says.
#[must_use]
pub fn shown_answer<'a>(api: &'a Api, example: &Example) -> Option<Cow<'a, Answer>> {
    let documented = &api.operations.get(example.shows?)?.answer;
    let Some(matched) = &example.matched else { return Some(Cow::Borrowed(documented)) };
    if matched.count {
        return Some(Cow::Owned(Answer::Count));
    }
    let cast = matched.cast.clone().map(TypeRef::Type);
    Some(match (documented, cast) {
        (Answer::Value(_), Some(cast)) => Cow::Owned(Answer::Value(cast)),
        (Answer::Collection(_), Some(cast)) => Cow::Owned(Answer::Collection(cast)),
        _ => Cow::Borrowed(documented),
    })
}

/// An object that an example shows inside an envelope, `{"value": {…}}`, although the service sends it without: pages that were
/// written by a program have all their answers like that.
#[must_use]
pub fn unwrapped<'a>(api: &Api, answer: &Answer, block: &'a JsonBlock) -> Option<&'a Value> {
    let Answer::Value(TypeRef::Type(name)) = answer else { return None };
    let members = block.value.as_object()?;
    let inner = members.get("value").filter(|value| value.is_object())?;
    let alone = members.keys().all(|name| name == "value" || name.contains('@'));
    (alone && !api.ancestors(name).any(|ty| ty.has_property("value"))).then_some(inner)
}
