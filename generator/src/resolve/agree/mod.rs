//! Disagreements about a type between parts of the reference: tables, JSON representations, request bodies, requests.
//!
//! In: the resolved types, operations and examples, and the facts of the pages. Out: corrected types, and a diagnostic with both spans
//! for each disagreement.
//!
//! The side that wins, by kind of disagreement:
//!
//! - *Capitalisation of a name.* The more frequent spelling in example objects of the type, because examples are recorded or tested; else
//!   the more frequent spelling in all examples; else the table: it lists all properties, whereas many pages shorten the representation.
//! - *Collection or not.* The more frequent shape of the values in examples, else the table.
//! - *A member without a row.* It becomes a property ([`members`]).
//! - *A row of a request body table that the type lacks.* It becomes a property ([`rows`]).
//! - *The type that a placeholder names.* The table ([`placeholder_types`]).
//! - *The type of a row in a request body table.* The page of the type, which is written for all requests.
//! - *A navigation property that requests list.* The requests ([`collections`]).
//! - *Sentence and annotation of a response.* The type that has more members of the examples, else the sentence ([`responses`]).

pub mod collections;
mod evidence;
mod members;
mod placeholder_types;
pub mod responses;
pub mod row_types;
pub mod rows;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Api, Property, Type, TypeName, TypeRef};

use super::context::Pages;
use super::representations::Shown;

use evidence::{Evidence, Key};
use rows::BodyTable;
use statements::{Source, Statement, statements};

/// Reports disagreements between tables, JSON representations and request bodies, and corrects the types.
pub fn settle(
    api: &mut Api,
    pages: &Pages<'_>,
    shown: &[Shown<'_>],
    tables: &[BodyTable<'_>],
    diagnostics: &mut Diagnostics,
) {
    let mut cases: BTreeMap<Key, Vec<Statement<'_>>> = BTreeMap::new();
    let mut missing = Vec::new();
    let statements = statements(pages, shown, tables);
    placeholder_types::check(api, &statements, pages.links, diagnostics);
    placeholder_types::check_names(&pages.with(&api.types), shown, diagnostics);
    for statement in statements {
        match declared(api, &statement.ty, statement.name) {
            Some((owner, property)) if differs(property, &statement) => {
                cases.entry((owner.clone(), property.name.to_lowercase())).or_default().push(statement);
            }
            Some(_) => {}
            None => missing.push(statement),
        }
    }
    let wanted: BTreeSet<String> = cases.keys().map(|(_, name)| name.clone()).collect();
    let evidence = Evidence::of(api, &wanted);
    for (key, statements) in cases {
        let Some(property) = property_mut(&mut api.types, &key) else { continue };
        respell(property, &key, &statements, &evidence, diagnostics);
        reshape(property, &key, &statements, &evidence, diagnostics);
    }
    row_types::check(api, tables, pages, diagnostics);
    members::add(api, &missing, &said_empty(pages), pages, diagnostics);
}

/// Returns the types whose pages say that they have no properties.
fn said_empty(pages: &Pages<'_>) -> BTreeSet<TypeName> {
    let resources = pages.facts.iter().flat_map(|page| &page.resources).filter(|resource| resource.says_none);
    resources.filter_map(|resource| pages.names.type_of(resource)).cloned().collect()
}

/// Returns the property of a type or its ancestors with this name, ignoring case.
pub fn declared<'a>(api: &'a Api, ty: &TypeName, name: &str) -> Option<(&'a TypeName, &'a Property)> {
    let find = |ty: &'a Type| ty.properties.iter().chain(&ty.navigation).find(|p| p.name.eq_ignore_ascii_case(name));
    api.ancestors(ty).find_map(|ty| Some((&ty.name, find(ty)?)))
}

fn property_mut<'a>(types: &'a mut BTreeMap<TypeName, Type>, key: &Key) -> Option<&'a mut Property> {
    let ty = types.get_mut(&key.0)?;
    ty.properties.iter_mut().chain(&mut ty.navigation).find(|property| property.name.to_lowercase() == key.1)
}

fn differs(property: &Property, statement: &Statement<'_>) -> bool {
    property.name != statement.name
        || statement.collection.is_some_and(|collection| differs_in_shape(property, collection))
}

/// Returns whether `collection` contradicts the property's type. An untyped property may be either.
fn differs_in_shape(property: &Property, collection: bool) -> bool {
    collection != property.ty.is_collection() && property.ty != TypeRef::UNTYPED
}

/// Settles the capitalisation of a name.
fn respell(
    property: &mut Property,
    key: &Key,
    statements: &[Statement<'_>],
    evidence: &Evidence,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = BTreeSet::new();
    let others: Vec<&Statement<'_>> =
        statements.iter().filter(|other| other.name != property.name && seen.insert(&other.name)).collect();
    if others.is_empty() {
        return;
    }
    // The table comes last so that it wins a tie: `max_by_key` returns the last maximum.
    let spellings = others.iter().map(|other| other.name).chain([property.name.as_str()]);
    let weight = |name: &&str| (evidence.spelled(key, name), evidence.anywhere(name));
    let Some(winner) = spellings.max_by_key(weight).map(str::to_owned) else { return };
    let reason = match (evidence.spelled(key, &winner), evidence.anywhere(&winner)) {
        (0, 0) => "as in the table".to_owned(),
        (0, count) => format!("as in {count} examples of other types"),
        (count, _) => format!("as in examples of the type: {count}"),
    };
    for other in others {
        let (one, own, ty) = (other.name, &property.name, key.0.short());
        let is_same_page = other.source == Source::Table && other.span.file == property.span.file;
        let (message, place, advice) = if is_same_page {
            let message = format!("the rows `{one}` and `{own}` of `{ty}` differ in case only; `{winner}` is used");
            (message, "the other row", format!("keep only `{winner}`"))
        } else {
            let message = format!("`{one}` is spelled `{own}` in the table of `{ty}`; `{winner}` is used");
            (message, "in the table", format!("write `{winner}` in both places"))
        };
        diagnostics.push(
            Diagnostic::new(lint::NAME_CASE, other.span, message)
                .related(property.span, place)
                .hint(format!("names are case-sensitive: {advice}, {reason}")),
        );
    }
    property.name = winner;
}

/// Settles whether a property is a collection.
fn reshape(
    property: &mut Property,
    key: &Key,
    statements: &[Statement<'_>],
    evidence: &Evidence,
    diagnostics: &mut Diagnostics,
) {
    let is_other = |other: &&Statement<'_>| other.collection.is_some_and(|c| differs_in_shape(property, c));
    let Some(other) = statements.iter().find(is_other) else { return };
    let (arrays, others) = evidence.arrays(key);
    let used = if arrays == others { property.ty.is_collection() } else { arrays > others };
    let name = |collection: bool| if collection { "a collection" } else { "a single value" };
    let place = match other.source {
        Source::Representation => "here",
        Source::Table | Source::Body => "in this table",
    };
    let message = format!(
        "`{}` is {} {place}, elsewhere {}",
        other.name,
        name(!property.ty.is_collection()),
        name(property.ty.is_collection())
    );
    diagnostics.push(
        Diagnostic::new(lint::COLLECTION_OR_NOT, other.span, message)
            .related(property.span, format!("{} here", name(property.ty.is_collection())))
            .hint(format!("it is treated as {}; examples show {arrays} arrays and {others} other values", name(used))),
    );
    if used != property.ty.is_collection() {
        property.ty = if used { property.ty.clone().collection() } else { property.ty.element().clone() };
    }
}
