//! Navigation properties that a table documents as single and requests read as collections.
//!
//! In: types and the request lines of all pages. Out: these navigation properties as collections, with a note at each row.
//!
//! Requests and their examples count as evidence: a GET of the navigation path returns a collection of the type, or its example shows an
//! array of objects, or a key follows the navigation segment, whose name is plural or to which a POST adds. A GET of the same path that returns one object is evidence against it. Requests take
//! precedence over a table that omits "collection", because the sentence of a response is written for the request: in the reference of July
//! 2021, this changes 7 navigation properties, and the examples of all 7 show an array.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::model::{Type, TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::context::{Context, Pages};
use crate::resolve::hierarchy::Types;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::{RequestLine, RequestLines, key};
use crate::resolve::requests::reads;
use crate::resolve::requests::responses;
use crate::resolve::requests::walk::Walker;
use crate::resolve::words::singular;

/// The evidence of requests about a navigation property.
#[derive(Default)]
struct Shown {
    /// Requests that list it, or address one element by its key.
    many: Vec<Span>,
    /// GET requests that list it.
    lists: usize,
    /// GET requests that read one object.
    single: usize,
    /// POST requests that add to it.
    creates: usize,
}

impl Shown {
    /// Returns whether `name` is a collection. A key after a singular name may be a mistake in the path, unless requests also add to it.
    fn is_collection(&self, name: &str) -> bool {
        let keys = self.many.len() - self.lists;
        let keyed = keys > 0 && (singular(name) != name || self.creates > 0);
        self.lists > self.single || keyed && self.single == 0
    }
}

/// Turns navigation properties into collections where requests show them as such.
pub fn mark(types: &mut BTreeMap<TypeName, Type>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let mut lines: RequestLines<'_> = BTreeMap::new();
    for page in pages.facts {
        let Some(operation) = &page.operation else { continue };
        for request in &operation.requests {
            let line = RequestLine { page, facts: operation, request, from_example: false };
            let template = request.template.clone();
            lines.entry(key(request.method, &template)).or_default().push((line, template));
        }
    }
    for ((owner, name), shown) in read(&pages.with(types), &lines) {
        let navigation = types.get_mut(&owner).into_iter().flat_map(|ty| &mut ty.navigation);
        let Some(property) = navigation.into_iter().find(|property| property.name == name) else { continue };
        property.ty = property.ty.clone().collection();
        let reason = if shown.lists > 0 { "requests list it" } else { "requests address its elements by a key" };
        let message = format!("`{name}` of `{}` is documented as one object, but {reason}", owner.short());
        // A name such as `harborMaster`, of a type `harborMaster`, tells that one object is meant.
        let is_singular = matches!(property.ty.element(), TypeRef::Type(ty) if ty.short().eq_ignore_ascii_case(&name));
        let hint = if is_singular {
            "it is treated as a collection: write `collection` after the type, or correct the pages of the requests"
        } else {
            "it is treated as a collection: write `collection` after the type"
        };
        let diagnostic = Diagnostic::new(lint::LISTED_NAVIGATION, property.span, message);
        let diagnostic = match shown.many.first() {
            Some(request) => diagnostic.related(*request, if shown.lists > 0 { "listed here" } else { "a key here" }),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.hint(hint));
    }
}

/// Returns the navigation properties to change, with the evidence of requests.
fn read(cx: &Context<'_>, lines: &RequestLines<'_>) -> BTreeMap<(TypeName, String), Shown> {
    let mut walker = Walker::new(cx.types);
    reads::teach(&mut walker, lines, cx.pages.links);
    let single = single_navigation(cx.types);
    let mut found: BTreeMap<(TypeName, String), Shown> = BTreeMap::new();
    for (line, template) in lines.values().flatten() {
        for at in 1..template.segments.len() {
            let keyed = keyed(&template.segments[at]);
            let name = match &template.segments[at] {
                Segment::Literal(name) => name.as_str(),
                _ => match keyed {
                    Some(name) => name,
                    None => continue,
                },
            };
            if !single.contains(&name.to_lowercase()) {
                continue;
            }
            let Some((owner, property, ty)) = navigation(&template.segments[..at], name, cx.types, &walker) else {
                continue;
            };
            let shown = found.entry((owner, property)).or_default();
            if keyed.is_some() {
                shown.many.push(line.request.span);
            } else {
                count(line, template, at, &ty, cx, shown);
            }
        }
    }
    found.retain(|(_, name), shown| shown.is_collection(name));
    found
}

/// Returns the name before a key in parentheses: `crates('{id}')`.
fn keyed(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Call { name, arguments } => match arguments.as_slice() {
            [Argument { name: None, value: ArgumentValue::Placeholder(_), .. }] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the names of single navigation properties, in lower case.
fn single_navigation(types: Types<'_>) -> BTreeSet<String> {
    let all = types.iter().flat_map(|ty| &ty.navigation);
    all.filter(|property| !property.ty.is_collection()).map(|property| property.name.to_lowercase()).collect()
}

/// Returns the single navigation property `name` of the object that `before` leads to: its declaring type, name and type.
fn navigation(
    before: &[Segment],
    name: &str,
    types: Types<'_>,
    walker: &Walker<'_>,
) -> Option<(TypeName, String, TypeRef)> {
    let target = walker.lead(before).filter(|target| !target.collection)?;
    let TypeRef::Type(owner) = &target.ty else { return None };
    types.ancestors(owner).find_map(|ty| {
        let property = ty.navigation.iter().find(|property| property.name.eq_ignore_ascii_case(name))?;
        matches!(property.ty, TypeRef::Type(_)).then(|| (ty.name.clone(), property.name.clone(), property.ty.clone()))
    })
}

/// Counts the evidence of one request line about the navigation property at `at`.
fn count(
    line: &RequestLine<'_>,
    template: &RequestTemplate,
    at: usize,
    ty: &TypeRef,
    cx: &Context<'_>,
    shown: &mut Shown,
) {
    match template.segments.get(at + 1) {
        Some(Segment::Placeholder(_)) => shown.many.push(line.request.span),
        None if line.request.method == Method::Get && !several_targets(line) => {
            match reads::response(line, cx.pages.links) {
                Some(response) if !cx.types.related(&response.ty, ty) => {}
                Some(response) if response.collection || responses::shows_many(line, template) => {
                    shown.lists += 1;
                    shown.many.insert(0, line.request.span);
                }
                Some(_) => shown.single += 1,
                None => {}
            }
        }
        None if line.request.method == Method::Post && !several_targets(line) => shown.creates += 1,
        _ => {}
    }
}
