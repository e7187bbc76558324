//! Enums that pages describe and that properties documented as strings have all the same.
//!
//! In: the facts of all pages, the described enums. Out: for a property documented as a string the enum it has: the one that lists the
//! same values and whose name ends in the property's, or the one of the property's own name under a heading (`x values`) that no row
//! names as a type. The latter is no type of the service's: it is marked synthetic.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::type_expr::TypeExpr;
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{Enum, Member, TypeName};

use super::names::qualify;

/// A member that stands for those to come: value lists often leave it out.
const TO_COME: &str = "unknownFutureValue";

/// The described enums, by what properties have of them.
#[derive(Default)]
pub struct Described {
    /// Members in order of their names to the enums that have them.
    by_members: BTreeMap<Vec<String>, Vec<TypeName>>,
    /// Lower-case short name to an enum that no row names.
    unnamed: BTreeMap<String, TypeName>,
    /// Those of `unnamed` that a property has.
    adopted: BTreeSet<TypeName>,
}

impl Described {
    /// What is described.
    #[must_use]
    pub fn new(facts: &[PageFacts], enums: &BTreeMap<TypeName, Enum>) -> Self {
        let mut described = Described::default();
        for (name, ty) in enums {
            let members = key(ty.members.iter().map(|member: &Member| member.name.as_str()));
            described.by_members.entry(members).or_default().push(name.clone());
        }
        let named = named(facts);
        for page in facts.iter().filter(|page| !page.resources.is_empty() || page.enums.len() > 1) {
            for stated in &page.enums {
                let name = qualify(&stated.name, None);
                let short = name.short().to_lowercase();
                if enums.contains_key(&name) && !named.contains(&short) {
                    described.unnamed.insert(short, name);
                }
            }
        }
        described
    }

    /// The enum that a string property of this name has.
    pub fn find(&mut self, property: &str, values: &[String]) -> Option<TypeName> {
        let property = property.to_lowercase();
        if let Some(name) = self.unnamed.get(&property) {
            self.adopted.insert(name.clone());
            return Some(name.clone());
        }
        let same = self.by_members.get(&key(values.iter().map(String::as_str)))?;
        let mut fitting = same.iter().filter(|name| name.short().to_lowercase().ends_with(&property));
        fitting.next().filter(|_| fitting.next().is_none()).cloned()
    }

    /// Marks the enums that are only values of string properties.
    pub fn mark(&self, enums: &mut BTreeMap<TypeName, Enum>) {
        for name in &self.adopted {
            if let Some(ty) = enums.get_mut(name) {
                ty.synthetic = true;
            }
        }
    }
}

fn key<'a>(members: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut key: Vec<String> = members.filter(|member| *member != TO_COME).map(str::to_owned).collect();
    key.sort();
    key
}

/// The lower-case short names of all types that rows name.
fn named(facts: &[PageFacts]) -> BTreeSet<String> {
    facts.iter().flat_map(rows).filter_map(|row| short_name(&row.ty)).collect()
}

fn rows(page: &PageFacts) -> Vec<&PropertyFacts> {
    let of_types = page.resources.iter().flat_map(|resource| resource.properties.iter().chain(&resource.navigation));
    let of_requests = page.operation.iter().flat_map(|operation| {
        operation.body.rows.iter().chain(&operation.function_parameters).chain(&operation.query_parameters)
    });
    of_types.chain(of_requests).collect()
}

fn short_name(ty: &TypeExpr) -> Option<String> {
    match ty {
        TypeExpr::Collection(inner) => short_name(inner),
        TypeExpr::Named(written) => Some(written.name.rsplit('.').next().unwrap_or(&written.name).to_lowercase()),
        TypeExpr::Primitive(_) | TypeExpr::OneOf(_) | TypeExpr::Unknown(_) => None,
    }
}
