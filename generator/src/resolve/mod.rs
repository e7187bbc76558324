//! Joins the facts of all pages into the API model.
//!
//! In: [`PageFacts`] of every page. Out: [`Api`]. Small named passes run in a fixed order: declare names and enums, link references, find
//! bases, merge types, merge requests, match examples, compare the model with the pages. References are linked once (`names/links.rs`);
//! later passes read what they mean from a `Context`. All collections are ordered, so that the same facts give the same bytes.

mod agree;
mod context;
mod enums;
mod examples;
mod hierarchy;
mod join;
mod leading;
mod names;
mod relations;
mod representations;
mod requests;
#[cfg(test)]
mod tests;
mod types;
mod unread;
mod unused_values;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{BodyKind, OperationFacts, PageFacts, PropertyFacts};
use crate::findings;
use crate::model::{Api, Enum, Operation, OperationPage, Type, TypeName, TypeRef};

use context::{Context, Pages};
use enums::agreement::Disagreements;
use enums::descriptions::EnumDescriptions;
use enums::synthetic::Synthetic;
use leading::Leading;
use names::{Meaning, Names, qualify};
use requests::operations::{RequestLine, Resolved};
use types::from_bodies::UndescribedType;
use words::is_property;

pub use examples::{Difference, Nearest, match_request, nearest};
pub(crate) use examples::{fits, is_elsewhere};
pub(crate) use names::destination;

/// Resolves all `facts` to a model.
///
/// If two pages contradict each other, the leading one (`leading.rs`) wins, whatever the order of `facts`.
#[must_use]
pub fn resolve(version: &str, facts: &[PageFacts]) -> (Api, Diagnostics) {
    let facts = &*in_order(facts);
    let mut diagnostics = Diagnostics::default();
    let leading = Leading::new(facts);

    // Names: complete after this part, except for those of enums of properties.
    let mut names = declare(facts, &mut diagnostics);
    let (mut enums, mut synthetic) = described_enums(facts, &leading, &mut names, &mut diagnostics);
    let from_bodies = types::from_bodies::declare(facts, &mut names, &mut diagnostics);

    // References: linked once.
    let shown = representations::find(facts, &names);
    let mut drafts = types::drafts::collect(facts, &from_bodies, &names, &leading);
    let rows = shown.iter().flat_map(representations::Shown::rows);
    let meanings = names::link(facts, rows, &names, &mut diagnostics);
    let ancestors = types::bases::find(&mut drafts, &meanings, &mut diagnostics);
    let mut links = meanings.with_ancestors(&ancestors);
    let returns = requests::methods::returns(facts, &names, &links);
    let pages = Pages { facts, names: &names, links: &links, leading: &leading, returns: &returns };

    // Types and operations.
    let mut types = types::resolve_types(&drafts, &ancestors, &pages, &mut synthetic, &mut diagnostics);
    agree::collections::mark(&mut types, &pages, &mut diagnostics);
    let Resolved { operations, pages: documented, keyed } =
        requests::operations::resolve_operations(&pages.with(&types), &mut synthetic, &mut diagnostics);
    let tables = agree::rows::body_tables(facts, &operations, &pages.with(&types));
    agree::rows::add(&mut types, &tables, &pages, &mut synthetic, &mut diagnostics);
    types::facets::mark(&mut types, &keyed, &operations, facts);

    // Enums of properties: their names are known from here on.
    let used = used_types(&types, &operations, &documented);
    synthetic.finish(used, &mut names, &mut enums, &mut diagnostics);
    links.complete(&names, &mut diagnostics);
    let pages = Pages { facts, names: &names, links: &links, leading: &leading, returns: &returns };

    // The model, compared with the pages.
    check_rows(&from_bodies, &pages);
    check_responses(&pages.with(&types), &mut diagnostics);
    let examples = examples::match_examples(&pages.with(&types), &operations, &mut diagnostics);
    types::abstracts::mark(&mut types, &pages, &operations, &examples);
    let representations = shown.iter().map(representations::Shown::to_model).collect();
    let (version, products) = (version.to_owned(), products(facts));
    let mut api = Api { version, types, enums, operations, pages: documented, products, examples, representations };
    agree::settle(&mut api, &pages, &shown, &tables, &mut diagnostics);
    requests::required::mark(&mut api, facts);
    links.report(&mut diagnostics);
    unused_values::check(facts, &shown, &tables, &names, &api, &mut diagnostics);
    unread::check(facts, &api, &mut diagnostics);
    let unlinked = links.unlinked();
    debug_assert!(unlinked.list().is_empty(), "passes look up references of the facts, not copies: {unlinked:?}");
    diagnostics.extend(unlinked);
    findings::update(&mut api);
    (api, diagnostics)
}

/// Returns the pages ordered by path.
fn in_order(facts: &[PageFacts]) -> Cow<'_, [PageFacts]> {
    let mut facts = Cow::Borrowed(facts);
    if !facts.is_sorted_by(|a, b| a.path <= b.path) {
        facts.to_mut().sort_by(|a, b| a.path.cmp(&b.path));
    }
    facts
}

/// Returns the product of each page that has facts and names a product, by path.
fn products(facts: &[PageFacts]) -> BTreeMap<String, String> {
    let stated = facts.iter().filter(|page| page.states_something());
    stated.filter_map(|page| Some((page.path.clone(), page.product.clone()?))).collect()
}

/// Returns every name that a page declares. Annotated types come first, because they have the service's spelling.
fn declare(facts: &[PageFacts], diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::new(facts);
    for annotated in [true, false] {
        for page in facts {
            for resource in page.resources.iter().filter(|resource| resource.annotated == annotated) {
                names.declare(&qualify(&resource.name, None), Meaning::Type, &page.path);
            }
        }
    }
    for page in facts {
        for stated in &page.enums {
            let name = qualify(&stated.name, None);
            if let (kept, Meaning::Type) = names.declare(&name, Meaning::Enum, &page.path) {
                diagnostics.push(
                    Diagnostic::new(
                        lint::CONFLICTING_NAME,
                        stated.span,
                        format!("`{kept}` is declared as a type elsewhere"),
                    )
                    .hint("rename one of the two"),
                );
            }
        }
    }
    names
}

/// Returns the enums that pages and cells describe, and a start for those of properties. Declares the names of the former.
fn described_enums(
    facts: &[PageFacts],
    leading: &Leading,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> (BTreeMap<TypeName, Enum>, Synthetic) {
    let scopes = enums::scopes::scopes(facts, names, diagnostics);
    let mut disagreements = Disagreements::default();
    let mut enums = enums::resolve_enums(&scopes, names, leading, &mut disagreements);
    enums::rows::add_listed(facts, &scopes, names, &mut enums, &mut disagreements);
    let described = EnumDescriptions::new(&scopes, names, &enums, &mut disagreements);
    (enums, Synthetic::new(described, disagreements))
}

/// Returns the types of all properties, parameters and arguments.
fn used_types<'a>(
    types: &'a BTreeMap<TypeName, Type>,
    operations: &'a [Operation],
    pages: &'a BTreeMap<String, OperationPage>,
) -> impl Iterator<Item = &'a TypeRef> {
    let parameters = pages.values().filter_map(|page| page.parameters.as_ref()).flat_map(|object| &object.properties);
    let properties = types.values().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).chain(parameters);
    let arguments = operations.iter().flat_map(|operation| &operation.parameters).map(|parameter| &parameter.ty);
    properties.map(|property| &property.ty).chain(arguments)
}

/// Uses the types of body rows whose page names the type of the body, because nothing else may read them.
fn check_rows(from_bodies: &[UndescribedType<'_>], pages: &Pages<'_>) {
    // These rows are properties, in the namespace of their type.
    let undescribed: BTreeSet<&str> = from_bodies.iter().map(|table| table.page).collect();
    for page in pages.facts {
        let Some(OperationFacts { body, requests, .. }) = &page.operation else { continue };
        if requests.is_empty() || !matches!(body.kind, BodyKind::Resource(_) | BodyKind::Partial(Some(_))) {
            continue;
        }
        let is_property = |row: &PropertyFacts| is_property(&row.name) && undescribed.contains(page.path.as_str());
        for row in body.rows.iter().filter(|row| !is_property(row)) {
            pages.links.use_type(&row.ty);
        }
    }
}

/// Reports responses whose sentence and annotation contradict each other.
fn check_responses(cx: &Context<'_>, diagnostics: &mut Diagnostics) {
    for page in cx.pages.facts {
        let Some(operation) = &page.operation else { continue };
        let Some(request) = operation.requests.first() else { continue };
        agree::responses::check(&RequestLine { page, facts: operation, request, from_example: false }, cx, diagnostics);
    }
}
