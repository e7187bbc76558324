//! Enums that no page describes but whose members a row lists: `importance | Possible values are: low, normal, high`.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: [`Enum`]s, declared under the name that the type cell states;
//! the lists of all rows that state it, joined.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::extract::{OperationFacts, PageFacts, PropertyFacts};
use crate::model::{Doc, Enum, Member, TypeName};

use super::names::{Meaning, Names, qualify};

/// Finds and declares them.
pub fn listed_enums(facts: &[PageFacts], names: &mut Names) -> BTreeMap<TypeName, Enum> {
    let mut enums = BTreeMap::new();
    for page in facts {
        for resource in &page.resources {
            let name = qualify(&resource.name, None);
            for row in &resource.properties {
                note(row, page, name.namespace(), names, &mut enums);
            }
        }
        if let Some(operation) = &page.operation {
            let namespace = operation.namespace.clone().unwrap_or_else(|| super::names::DEFAULT_NAMESPACE.to_owned());
            for row in rows(operation) {
                note(row, page, &namespace, names, &mut enums);
            }
        }
    }
    for (name, listed) in &enums {
        for page in &listed.pages {
            names.declare(name, Meaning::Enum, page);
        }
    }
    enums
}

fn rows(operation: &OperationFacts) -> impl Iterator<Item = &PropertyFacts> {
    operation.body.rows.iter().chain(&operation.function_parameters).chain(&operation.query_parameters)
}

/// Adds the row's list to the enum that its type cell names, if no page declares that name.
fn note(row: &PropertyFacts, page: &PageFacts, namespace: &str, names: &Names, enums: &mut BTreeMap<TypeName, Enum>) {
    let Some(list) = row.facets.values.as_ref().filter(|list| list.introduced && list.values.len() > 1) else { return };
    let Some(written) = row.ty.named() else { return };
    // A link may lead to the enum's page whatever its text says; what it means is for the property's own resolution.
    if names.resolve(written, &page.path, Some(namespace), &mut Diagnostics::default()).is_some() {
        return;
    }
    let name = qualify(&written.name, Some(namespace));
    let listed = enums.entry(name.clone()).or_insert_with(|| Enum {
        name,
        flags: false,
        synthetic: false,
        description: Doc::default(),
        deprecated: None,
        members: Vec::new(),
        pages: Vec::new(),
        span: row.span,
    });
    listed.flags |= list.flags;
    for value in &list.values {
        if listed.members.iter().all(|member| member.name != *value) {
            listed.members.push(Member {
                name: value.clone(),
                value: None,
                description: Doc::default(),
                span: row.span,
            });
        }
    }
    if !listed.pages.contains(&page.path) {
        listed.pages.push(page.path.clone());
    }
}
