//! The parts of an example that belong to the model.
//!
//! In: an [`Example`] and the [`Api`]. Out: its JSON, the type of a message that the service sends, and the response it shows.

use std::borrow::Cow;

use serde_json::Value;

use crate::odata::{ExampleBody, JsonBlock};

use super::{Answer, Api, Example, TypeName, TypeRef};

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
    (alone && !api.line(name).any(|ty| ty.has_property("value"))).then_some(inner)
}
