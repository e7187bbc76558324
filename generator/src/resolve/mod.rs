//! Joins the facts of all pages into the API model.
//!
//! In: [`PageFacts`] of every page. Out: [`Api`]. Small named passes run in a fixed order: declare names, merge types and find their
//! bases, resolve properties and enums, merge requests, match and compare examples. All collections are ordered, so that the same facts give the same
//! bytes.

mod agree;
mod enums;
mod examples;
mod join;
mod leading;
mod names;
mod relations;
mod requests;
#[cfg(test)]
mod tests;
mod types;
mod unread;
mod unused_values;

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::PageFacts;
use crate::findings;
use crate::model::{Api, Representation, Type, TypeName};

use enums::agreement::Disagreements;
use enums::descriptions::EnumDescriptions;
use enums::synthetic::Synthetic;
use leading::Leading;
use names::{Meaning, Names, qualify};
use requests::operations::{RequestLine, Resolved};

/// Resolves all `facts` to a model.
///
/// If two pages contradict each other, the leading one (`leading.rs`) wins, whatever the order of `facts`.
#[must_use]
pub fn resolve(version: &str, facts: &[PageFacts]) -> (Api, Diagnostics) {
    let mut sorted = Vec::new();
    let facts = if facts.is_sorted_by(|a, b| a.path <= b.path) {
        facts
    } else {
        sorted.extend_from_slice(facts);
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        &sorted
    };
    let mut diagnostics = Diagnostics::default();
    let mut names = declare(facts, &mut diagnostics);
    let leading = Leading::new(facts);
    let scopes = enums::scopes::scopes(facts, &mut names, &mut diagnostics);
    let mut disagreements = Disagreements::default();
    let mut enums = enums::resolve_enums(&scopes, &names, &leading, &mut disagreements);
    enums::rows::add_listed(facts, &scopes, &mut names, &mut enums, &mut disagreements);
    let described = EnumDescriptions::new(&scopes, &names, &enums, &mut disagreements);
    let mut synthetic = Synthetic::new(described, disagreements);
    let mut types = types::resolve_types(facts, &mut names, &leading, &mut synthetic, &mut diagnostics);
    names.set_returns(requests::methods::returns(facts, &names));
    agree::collections::mark(&mut types, facts, &names, &mut diagnostics);
    let Resolved { operations, pages, keyed } =
        requests::operations::resolve_operations(facts, &names, &leading, &types, &mut synthetic, &mut diagnostics);
    let tables = agree::rows::body_tables(facts, &operations, &names, &types);
    agree::rows::add(&mut types, &tables, &names, &mut synthetic, &mut diagnostics);
    types::facets::mark(&mut types, &keyed, &operations, facts);
    let parameters = pages.values().filter_map(|page| page.parameters.as_ref()).flat_map(|object| &object.properties);
    let properties = types.values().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).chain(parameters);
    let arguments = operations.iter().flat_map(|operation| &operation.parameters).map(|parameter| &parameter.ty);
    let used = properties.map(|property| &property.ty).chain(arguments);
    synthetic.finish(used, &mut names, &mut enums, &mut diagnostics);
    check_pages(facts, &names, &types, &mut diagnostics);
    let examples = examples::match_examples(facts, &operations, &types, &mut diagnostics);
    types::abstracts::mark(&mut types, facts, &operations, &examples, &names);
    let representations = representations(facts, &names);
    let products = products(facts);
    let mut api =
        Api { version: version.to_owned(), types, enums, operations, pages, products, examples, representations };
    agree::settle(&mut api, facts, &names, &mut diagnostics);
    unused_values::check(facts, &api, &names, &mut diagnostics);
    unread::check(facts, &api, &mut diagnostics);
    findings::update(&mut api);
    (api, diagnostics)
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

/// Reports errors that do not affect the model, because other parts of the pages are used instead.
fn check_pages(facts: &[PageFacts], names: &Names, types: &BTreeMap<TypeName, Type>, diagnostics: &mut Diagnostics) {
    for page in facts {
        let body_rows = page.operation.iter().flat_map(|operation| &operation.body.rows);
        for row in page.resources.iter().flat_map(|r| r.properties.iter().chain(&r.navigation)).chain(body_rows) {
            names.check_inherited(row, &page.path, diagnostics);
        }
        let Some(operation) = &page.operation else { continue };
        let Some(request) = operation.requests.first() else { continue };
        let line = RequestLine { page, facts: operation, request, from_example: false };
        requests::bodies::check_rows(&line, names, diagnostics);
        requests::bodies::check_annotations(&line, names, diagnostics);
        agree::responses::check(&line, names, types, diagnostics);
    }
}

/// Returns the JSON representations of the pages, each with its type.
fn representations(facts: &[PageFacts], names: &Names) -> Vec<Representation> {
    let mut out = Vec::new();
    for page in facts {
        for resource in &page.resources {
            let found = names.qualified(&qualify(&resource.name, None).0);
            if let (Some(json), Some((name, Meaning::Type))) = (&resource.json, found) {
                out.push(Representation {
                    page: page.path.clone(),
                    ty: name.clone(),
                    json: json.clone(),
                    deviations: Vec::new(),
                });
            }
        }
    }
    out
}
