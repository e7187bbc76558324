//! Reports values that their enums do not contain, and bodies that are not a reference where one is documented.
//!
//! In: an [`Example`] with its findings, and the [`Api`]. Out: [`Note`]s. The code sends all of this: enums are open, and the service decides.

use std::collections::BTreeSet;

use crate::diagnostics::{Level, Note, Sources};
use crate::extract::{ExampleBody, RequestExample};
use crate::model::{Api, Body, Example, Given, Operation, TypeName, TypeRef};
use crate::similar::hint_for;
use crate::source::Span;

use super::review::{MOST, within};

/// Returns the notes about the arguments and the body of a request.
pub(super) fn values(
    api: &Api,
    example: &Example,
    operation: &Operation,
    request: &RequestExample,
    sources: &Sources,
) -> Vec<Note> {
    let given = example.matched.iter().flat_map(|matched| operation.parameters.iter().zip(&matched.arguments));
    let in_path = given.filter_map(|(parameter, given)| match (&parameter.ty, given) {
        (TypeRef::Enum(ty), Given::Text(text)) if !given.is_placeholder() => {
            let is_member = api.enums.get(ty)?.members.iter().any(|member| member.name == *text);
            (!is_member).then_some((parameter.placeholder.as_str(), ty, text.as_str(), request.url_span))
        }
        _ => None,
    });
    let block = match &request.body {
        ExampleBody::Json(block) => block.span,
        _ => request.span,
    };
    let in_body = &example.findings.request.values;
    let in_body = in_body.iter().map(|other| (other.name.as_str(), &other.ty, other.value.as_str(), block));
    let mut seen = BTreeSet::new();
    let found = in_path.chain(in_body).filter(|(name, ty, value, _)| seen.insert((*name, *ty, *value)));
    found
        .take(MOST)
        .map(|(name, ty, value, span)| note(api, name, ty, value, within(sources, span, value, 0)))
        .collect()
}

/// The member of a reference (OData JSON §4.6.4).
const ADDRESS: &str = "@odata.id";

/// Returns the notes about a body in place of a reference.
pub(super) fn reference(operation: &Operation, request: &RequestExample, sources: &Sources) -> Vec<Note> {
    let (Some(Body::Reference), ExampleBody::Json(block)) = (&operation.body, &request.body) else { return Vec::new() };
    let Some(members) = block.value.as_object() else { return Vec::new() };
    let mut notes = Vec::new();
    if !members.contains_key(ADDRESS) {
        let mut note = Note::new(Level::Warning, block.span, format!("the reference lacks `{ADDRESS}`"));
        note.hint(format!("write `{{\"{ADDRESS}\": \"…\"}}` with the address of the object"));
        notes.push(note);
    }
    for name in members.keys().filter(|name| !name.starts_with('@')).take(MOST) {
        let span = within(sources, block.span, name, 0);
        let mut note = Note::new(Level::Warning, span, format!("`{name}` is not a member of a reference"));
        note.hint(format!("remove it: a reference has only `{ADDRESS}`"));
        notes.push(note);
    }
    notes
}

/// Returns the note about a value of a property or a parameter.
fn note(api: &Api, name: &str, ty: &TypeName, value: &str, span: Span) -> Note {
    let known = api.enums.get(ty);
    let members = known.into_iter().flat_map(|known| &known.members).map(|member| member.name.as_str());
    let mut note = Note::new(Level::Warning, span, format!("`{value}` is not among the documented values of `{name}`"));
    note.hint(hint_for(value, members, "correct the value; the code sends it as it is"));
    if let Some(known) = known {
        note.related(known.span, "the values are listed here");
    }
    note
}
