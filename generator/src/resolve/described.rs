//! Enums that pages describe and that properties documented as strings have all the same.
//!
//! In: the facts of all pages, the described enums. Out: for a property documented as a string the enum it has: the one that lists the
//! same values and whose name ends in the property's, or one under a heading (`x values`) that no row names as a type, if the heading has
//! the property's name, or its owner's and its own. An enum that only a heading describes and that nothing names as a type is no type of
//! the service's but a list of values: it is marked synthetic, unless it bears its owner's name too.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostics;
use crate::extract::type_expr::TypeExpr;
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{Enum, Member, TypeName};

use super::names::{DEFAULT_NAMESPACE, Meaning, Names, qualify};

/// A member that stands for those to come: value lists often leave it out.
const TO_COME: &str = "unknownFutureValue";

/// The described enums, by what properties have of them.
#[derive(Default)]
pub struct Described {
    /// Members in order of their names to the enums that have them.
    by_members: BTreeMap<Vec<String>, Vec<TypeName>>,
    /// Lower-case short name to an enum that no row names.
    unnamed: BTreeMap<String, TypeName>,
    /// Those of `unnamed` that are types all the same.
    types: BTreeSet<TypeName>,
}

impl Described {
    /// What is described.
    #[must_use]
    pub fn new(facts: &[PageFacts], names: &Names, enums: &BTreeMap<TypeName, Enum>) -> Self {
        let mut described = Described::default();
        for (name, ty) in enums {
            let members = key(ty.members.iter().map(|member: &Member| member.name.as_str()));
            described.by_members.entry(members).or_default().push(name.clone());
        }
        let named = named(facts, names);
        // An enum with a page of its own is a type, used or not.
        let own: BTreeSet<TypeName> = facts
            .iter()
            .filter(|page| !is_list(page))
            .flat_map(|page| &page.enums)
            .map(|e| qualify(&e.name, None))
            .collect();
        for stated in facts.iter().filter(|page| is_list(page)).flat_map(|page| &page.enums) {
            let name = qualify(&stated.name, None);
            if enums.contains_key(&name) && !named.contains(&name) && !own.contains(&name) {
                described.unnamed.insert(name.short().to_lowercase(), name);
            }
        }
        described
    }

    /// The enum that a string property of this name has.
    pub fn find(&mut self, owner: &str, property: &str, values: &[String]) -> Option<TypeName> {
        let property = property.to_lowercase();
        if let Some(name) = self.unnamed.get(&property) {
            return Some(name.clone());
        }
        let with_owner = self.unnamed.get(&format!("{}{property}", owner.to_lowercase()));
        let found = with_owner.or_else(|| self.same_members(&property, values)).cloned()?;
        self.types.insert(found.clone());
        Some(found)
    }

    /// The only enum with these members whose name ends in the property's.
    fn same_members(&self, property: &str, values: &[String]) -> Option<&TypeName> {
        let same = self.by_members.get(&key(values.iter().map(String::as_str)))?;
        let mut fitting = same.iter().filter(|name| name.short().to_lowercase().ends_with(property));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Marks the enums that are lists of values only.
    pub fn mark(&self, enums: &mut BTreeMap<TypeName, Enum>) {
        for name in self.unnamed.values().filter(|name| !self.types.contains(name)) {
            if let Some(ty) = enums.get_mut(name) {
                ty.synthetic = true;
            }
        }
    }
}

/// Whether a page's enums stand under headings: among a type's sections, or several of them.
fn is_list(page: &PageFacts) -> bool {
    !page.resources.is_empty() || page.enums.len() > 1
}

fn key<'a>(members: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut key: Vec<String> = members.filter(|member| *member != TO_COME).map(str::to_owned).collect();
    key.sort();
    key
}

/// The enums that rows name.
fn named(facts: &[PageFacts], names: &Names) -> BTreeSet<TypeName> {
    let mut named = BTreeSet::new();
    for page in facts {
        for resource in &page.resources {
            let namespace = qualify(&resource.name, None);
            let rows = resource.properties.iter().chain(&resource.navigation);
            named.extend(rows.filter_map(|row| enum_of(&row.ty, page, namespace.namespace(), names)));
        }
        if let Some(operation) = &page.operation {
            let namespace = operation.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
            let rows = operation.body.rows.iter().chain(&operation.function_parameters);
            let rows = rows.chain(&operation.query_parameters);
            named.extend(rows.filter_map(|row: &PropertyFacts| enum_of(&row.ty, page, namespace, names)));
        }
    }
    named
}

/// The enum that a type cell names. What is wrong with it is said where the property is resolved.
fn enum_of(ty: &TypeExpr, page: &PageFacts, namespace: &str, names: &Names) -> Option<TypeName> {
    let written = ty.named()?;
    match names.resolve(written, &page.path, Some(namespace), &mut Diagnostics::default()) {
        Some((name, Meaning::Enum)) => Some(name),
        _ => None,
    }
}
