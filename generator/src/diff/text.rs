//! Values as texts.
//!
//! In: values of the published form. Out: the one-line texts of `before` and `after`.

use crate::export::json::form::{Body, Operation, ResponseBody, TypeRef};
use crate::extract::Caller;

/// Returns a type as `Collection(microsoft.graph.user)`.
pub(super) fn type_text(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(name) | TypeRef::Type(name) | TypeRef::Enum(name) => name.clone(),
        TypeRef::Collection(inner) => format!("Collection({})", type_text(inner)),
    }
}

/// Returns a request body.
pub(super) fn body_text(body: &Body) -> String {
    match body {
        Body::Value(ty) => type_text(ty),
        Body::Partial(name) => format!("some properties of {name}"),
        Body::Parameters => "parameters".to_owned(),
        Body::Reference => "a reference to an entity".to_owned(),
        Body::Stream => "bytes".to_owned(),
    }
}

/// Returns a response body.
pub(super) fn response_text(response: &ResponseBody) -> String {
    match response {
        ResponseBody::Nothing => "nothing".to_owned(),
        ResponseBody::Value(ty) => type_text(ty),
        ResponseBody::Collection(ty) => format!("Collection({})", type_text(ty)),
        ResponseBody::Scalar(ty) => format!("{} in `value`", type_text(ty)),
        ResponseBody::Count => "a number as text".to_owned(),
        ResponseBody::Stream => "bytes".to_owned(),
    }
}

/// Returns an operation as `GET /users/{id}`.
pub(super) fn operation_text(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns alternatives as `A.Read or B.Read and C.Read`, or `not supported`.
pub(super) fn permissions_text(alternatives: &[Vec<String>]) -> String {
    if alternatives.is_empty() {
        return "not supported".to_owned();
    }
    alternatives.iter().map(|all| all.join(" and ")).collect::<Vec<_>>().join(" or ")
}

/// Returns the name of a kind of caller.
pub(super) fn caller_text(caller: Caller) -> &'static str {
    match caller {
        Caller::DelegatedWork => "delegated, work or school account",
        Caller::DelegatedPersonal => "delegated, personal account",
        Caller::Application => "application",
    }
}

/// Returns whether two descriptions differ in more than white space, links and markup.
pub(super) fn is_other_text(old: &str, new: &str) -> bool {
    old != new && !words(old).eq(words(new))
}

/// Returns the words of a description: runs of letters and digits outside the addresses of links.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    // A link is `[text](address)`; the texts are escaped, so `](` occurs in links only.
    let parts = text.split("](").enumerate();
    let outside =
        parts.map(|(index, part)| if index == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
    outside.flat_map(|part| part.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_links_do_not_make_another_text() {
        assert!(!is_other_text("The `size` of a [box](#own.box).", "The **size** of  a [box](api/box.md)."));
        assert!(is_other_text("The size.", "The sizes."));
        assert!(is_other_text("", "New."));
    }

    #[test]
    fn permissions_are_readable() {
        let all = [vec!["A".to_owned()], vec!["B".to_owned(), "C".to_owned()]];
        assert_eq!(permissions_text(&all), "A or B and C");
        assert_eq!(permissions_text(&[]), "not supported");
    }
}
