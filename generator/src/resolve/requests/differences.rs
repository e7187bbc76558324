//! Requests that two pages document differently.
//!
//! In: what each page claims about one request. Out: a diagnostic with both places that names what differs: the request body, the required
//! parameters, the response, its status, the permissions.
//!
//! Only claims of both pages are compared: a page that does not describe a response does not contradict one that does. A page whose requests
//! have different targets describes only one of them, so it is not compared. Of two types, one of which is derived from the other, either is
//! right.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, lint};
use crate::extract::path::Segment;
use crate::extract::type_expr::TypeExpr;
use crate::extract::{BodyKind, OperationFacts, PropertyFacts, RequestFacts};
use crate::model::{Body, ResponseBody, TypeRef};
use crate::odata::{Caller, Primitive};
use crate::resolve::hierarchy::Types;
use crate::resolve::names::destination;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::RequestLine;

/// The statuses of a success (RFC 9110 §15.3).
const SUCCESS: std::ops::Range<u16> = 200..300;

/// What a page claims about a request.
pub struct Claims<'a> {
    /// The request line.
    pub line: RequestLine<'a>,
    /// The request body.
    pub body: Option<Body>,
    /// The response.
    pub response: ResponseBody,
}

/// Reports the differences between the first page of a request and the others: one diagnostic, at the first page that differs.
pub fn report(claims: &[Claims<'_>], types: Types<'_>, diagnostics: &mut Diagnostics) {
    let mut own = claims.iter().filter(|claims| !claims.line.from_example && !several_targets(&claims.line));
    let Some(first) = own.next() else { return };
    let mut pages = BTreeSet::from([first.line.page.path.as_str()]);
    let others = own.filter(|other| pages.insert(other.line.page.path.as_str()));
    let mut differing = others.filter_map(|other| Some((&other.line, differences(first, other, types)?)));
    let Some((here, with)) = differing.next() else { return };
    let there = &first.line;
    let RequestFacts { method, template, span, .. } = here.request;
    let message = format!("`{}` also documents `{method} {template}`, with {with}", there.page.path);
    let mut diagnostic = Diagnostic::new(lint::DIFFERING_REQUEST, *span, message)
        .related(there.request.span, "the same request is documented here");
    let mut hint = "make the two pages agree, or remove the request line from one of them";
    for (line, _) in differing {
        diagnostic = diagnostic.related(line.request.span, "and differently here");
        hint = "make these pages agree, or remove the request line from all but one of them";
    }
    diagnostics.push(diagnostic.hint(hint));
}

/// Keeps the diagnostics that relate two pages for the first time: pages may have several requests in common.
pub fn once_for_each_pair(diagnostics: &mut Diagnostics) {
    let mut seen: BTreeSet<(Option<FileId>, FileId)> = BTreeSet::new();
    diagnostics.retain_mut(|found| {
        let here = found.span.map(|span| span.file);
        let related = found.related.iter().map(|(span, _)| (here, span.file));
        // Every pair is remembered, so the count does not stop at the first new one.
        found.lint.id != lint::DIFFERING_REQUEST.id || related.filter(|pair| seen.insert(*pair)).count() > 0
    });
}

/// Returns what differs between two pages, for a message; `None` if nothing does. Two pages about the same type as two products use it
/// each have permissions of their own.
fn differences(first: &Claims<'_>, other: &Claims<'_>, types: Types<'_>) -> Option<String> {
    let mut differing = differing(first, other, types);
    if !have_own_types(&first.line, &other.line) {
        differing.extend(permission_difference(first.line.facts, other.line.facts));
    }
    (!differing.is_empty()).then(|| differing.join(", "))
}

/// Returns whether two pages link the same name to different pages.
fn have_own_types(first: &RequestLine<'_>, other: &RequestLine<'_>) -> bool {
    let [first, other] = [first, other].map(linked_pages);
    first.iter().any(|(name, page)| other.get(name).is_some_and(|own| own != page))
}

/// Returns the pages of types to which a page links in its description, and for its body and its response, by the lower-case name.
fn linked_pages(line: &RequestLine<'_>) -> BTreeMap<String, String> {
    let RequestLine { page, facts, .. } = line;
    let described = facts.description.iter().flat_map(|text| text.links()).map(|(name, dest, _)| (name, dest));
    let body = match &facts.body.kind {
        BodyKind::Resource(ty) | BodyKind::Partial(Some(ty)) => Some(ty),
        _ => None,
    };
    let written = body.into_iter().chain(&facts.response.body).filter_map(TypeExpr::named);
    let typed = written.filter_map(|written| Some((written.name.as_str(), written.target.as_deref()?)));
    let links = described.chain(typed).filter_map(|(name, dest)| {
        let short = name.rsplit('.').next().unwrap_or(name).trim();
        Some((short.to_lowercase(), destination(&page.path, dest)?.path))
    });
    links.collect()
}

/// Returns what differs between two pages apart from permissions, each with the first page's side.
fn differing(first: &Claims<'_>, other: &Claims<'_>, types: Types<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if states_body(first.line.facts) && states_body(other.line.facts) && bodies_differ(first, other, types) {
        out.push(format!("another request body ({})", shown_body(first.body.as_ref())));
    }
    let required = required_differently(first.line.facts, other.line.facts);
    if !required.is_empty() {
        out.push(format!("other required parameters ({})", required.join(", ")));
    }
    if states_response(first.line.facts) && states_response(other.line.facts) && responses_differ(first, other, types) {
        out.push(format!("another response ({})", shown_response(&first.response)));
    }
    out.extend(status_difference(first.line.facts, other.line.facts));
    out
}

fn states_body(facts: &OperationFacts) -> bool {
    !matches!(facts.body.kind, BodyKind::Unstated | BodyKind::Partial(None))
}

fn bodies_differ(first: &Claims<'_>, other: &Claims<'_>, types: Types<'_>) -> bool {
    match (type_of(first.body.as_ref()), type_of(other.body.as_ref())) {
        (Some(one), Some(two)) => types_differ(&one, &two, types),
        // A table of parameters and the type that has them are two descriptions of one body.
        _ => first.body.is_some() != other.body.is_some(),
    }
}

fn type_of(body: Option<&Body>) -> Option<TypeRef> {
    match body? {
        Body::Value(ty) => Some(ty.clone()),
        Body::Partial(name) => Some(TypeRef::Type(name.clone())),
        Body::Stream => Some(TypeRef::Primitive(Primitive::Stream)),
        Body::Parameters | Body::Reference => None,
    }
}

fn types_differ(one: &TypeRef, other: &TypeRef, types: Types<'_>) -> bool {
    let is_known = |ty: &TypeRef| *ty.element() != TypeRef::UNTYPED;
    is_known(one) && is_known(other) && (one.is_collection() != other.is_collection() || !related(one, other, types))
}

fn related(one: &TypeRef, other: &TypeRef, types: Types<'_>) -> bool {
    let (one, other) = (one.element(), other.element());
    let common = match (one, other) {
        (TypeRef::Type(one), TypeRef::Type(other)) => types.common_ancestor(one, other).is_some(),
        _ => false,
    };
    one == other || common || types.related(one, other)
}

/// Returns the names of the parameters that only one of two pages calls required, although both list them.
fn required_differently(first: &OperationFacts, other: &OperationFacts) -> Vec<String> {
    let differs = |row: &&PropertyFacts| {
        let own = other.rows().find(|own| own.name.eq_ignore_ascii_case(&row.name));
        own.is_some_and(|own| {
            (row.facets.required && own.facets.optional) || (row.facets.optional && own.facets.required)
        })
    };
    first.rows().filter(differs).map(|row| format!("`{}`", row.name)).collect()
}

fn states_response(facts: &OperationFacts) -> bool {
    facts.response.body.is_some() || facts.response.explicitly_empty
}

/// Returns the statuses of the first page, if the two pages have no status of a success in common.
fn status_difference(first: &OperationFacts, other: &OperationFacts) -> Option<String> {
    let successes = |facts: &OperationFacts| -> BTreeSet<u16> {
        facts.response.statuses.iter().copied().filter(|status| SUCCESS.contains(status)).collect()
    };
    let (there, here) = (successes(first), successes(other));
    let differ = !there.is_empty() && !here.is_empty() && there.is_disjoint(&here);
    let shown: Vec<String> = there.iter().map(|status| format!("`{status}`")).collect();
    differ.then(|| format!("another status ({})", shown.join(" or ")))
}

fn responses_differ(first: &Claims<'_>, other: &Claims<'_>, types: Types<'_>) -> bool {
    match (&first.response, &other.response) {
        (ResponseBody::Value(one), ResponseBody::Value(other))
        | (ResponseBody::Collection(one), ResponseBody::Collection(other))
        | (ResponseBody::Scalar(one), ResponseBody::Scalar(other)) => types_differ(one, other, types),
        (one, other) => {
            let is_known = |response: &ResponseBody| match response {
                ResponseBody::Value(ty) | ResponseBody::Scalar(ty) => *ty != TypeRef::UNTYPED,
                _ => true,
            };
            is_known(one) && is_known(other) && one != other
        }
    }
}

/// Returns the permissions that only one of two pages with permissions lists for a kind of caller.
fn permission_difference(first: &OperationFacts, other: &OperationFacts) -> Option<String> {
    let states = |facts: &OperationFacts| facts.permissions.iter().any(|row| !row.permissions.is_empty());
    if !states(first) || !states(other) || !has_one_root(first) || !has_one_root(other) {
        return None;
    }
    let [there, here] = [first, other].map(permissions);
    match (only_in(&here, &there), only_in(&there, &here)) {
        (None, None) => None,
        (Some(here), None) => Some(format!("other permissions ({here} only here)")),
        (None, Some(there)) => Some(format!("other permissions ({there} only there)")),
        (Some(here), Some(there)) => Some(format!("other permissions ({here} only here, {there} only there)")),
    }
}

/// Returns whether all requests of a page begin with the same set. A table of permissions for several sets is not about each of them.
fn has_one_root(facts: &OperationFacts) -> bool {
    let root = |request: &RequestFacts| match request.template.segments.first() {
        // The signed-in user is one of the users.
        Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me") => "users".to_owned(),
        Some(Segment::Literal(name) | Segment::Call { name, .. }) => name.to_lowercase(),
        _ => String::new(),
    };
    facts.requests.iter().map(root).collect::<BTreeSet<_>>().len() < 2
}

/// Returns the first permission that `other` lacks, with its caller.
fn only_in(one: &Permissions<'_>, other: &Permissions<'_>) -> Option<String> {
    let ((caller, _), name) = one.iter().find(|(key, _)| !other.contains_key(*key))?;
    Some(format!("`{name}` for `{}`", label(*caller)))
}

/// Returns the label of a caller's row.
fn label(caller: Caller) -> &'static str {
    match caller {
        Caller::DelegatedWork => "Delegated (work or school account)",
        Caller::DelegatedPersonal => "Delegated (personal Microsoft account)",
        Caller::Application => "Application",
    }
}

/// The names of permissions by the kind of caller and the lower-case name.
type Permissions<'a> = BTreeMap<(Caller, String), &'a str>;

fn permissions(facts: &OperationFacts) -> Permissions<'_> {
    let names =
        facts.permissions.iter().flat_map(|row| row.permissions.iter().flatten().map(|name| (row.caller, name)));
    names.map(|(caller, name)| ((caller, name.to_lowercase()), name.as_str())).collect()
}

fn shown_body(body: Option<&Body>) -> String {
    match body {
        None => "none".to_owned(),
        Some(Body::Parameters) => "parameters".to_owned(),
        Some(Body::Reference) => "a reference".to_owned(),
        Some(Body::Stream) => "bytes".to_owned(),
        Some(Body::Value(ty)) => shown_type(ty),
        Some(Body::Partial(name)) => format!("properties of `{}`", name.short()),
    }
}

fn shown_response(response: &ResponseBody) -> String {
    match response {
        ResponseBody::Nothing => "none".to_owned(),
        ResponseBody::Count => "a number".to_owned(),
        ResponseBody::Stream => "bytes".to_owned(),
        ResponseBody::Value(ty) | ResponseBody::Scalar(ty) => shown_type(ty),
        ResponseBody::Collection(ty) => format!("a collection of {}", shown_type(ty)),
    }
}

fn shown_type(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Type(name) | TypeRef::Enum(name) => format!("`{}`", name.short()),
        TypeRef::Primitive(primitive) => format!("`{}`", primitive.edm()),
        TypeRef::Collection(element) => format!("a collection of {}", shown_type(element)),
    }
}
