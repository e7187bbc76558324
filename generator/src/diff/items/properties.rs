//! Changes of properties: of a type, structural and navigation, and of the parameters in the body of an action.
//!
//! In: the properties of both editions. Out: changes of the properties that were added, removed, renamed or moved.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::{Change, Item, Subject};
use crate::diff::kinds::properties as kinds;
use crate::diff::pairs::{Pairs, Renamed, pairs};
use crate::diff::record::At;
use crate::diff::renames::renamed_properties;
use crate::diff::text::type_text;
use crate::diff::usage::Use;
use crate::export::json::form::{Location, Model, Property, Type};

use super::Context;
use super::facets::compare_facets;
use super::types::{Named, ancestors};

/// A property, and what it is.
pub(in crate::diff) type PropertyEntry<'a> = (&'a Property, Item);

/// What properties belong to: a type or a page.
struct Owner<'a> {
    name: &'a str,
    old: &'a Location,
    new: &'a Location,
    used: Use,
}

impl<'a> Owner<'a> {
    /// Returns a property of this owner.
    fn at(&self, (item, name): (Item, &str), old: Option<&'a Property>, new: Option<&'a Property>) -> At<'a> {
        At {
            subject: Subject::of(item, self.name, name),
            old: Some(old.map_or(self.old, |property| &property.span)),
            new: Some(new.map_or(self.new, |property| &property.span)),
            used: self.used,
        }
    }
}

/// Compares the properties that a type declares.
pub(super) fn compare<'a>(context: &Context<'a>, old: Named<'a>, new: Named<'a>, changes: &mut Vec<Change>) {
    let (old_members, new_members) = (members(old.1), members(new.1));
    let mut pairs = by_name(&old_members, &new_members);
    let owner = Owner { name: new.0, old: &old.1.span, new: &new.1.span, used: context.used(old.0, new.0) };
    if !pairs.removed.is_empty() {
        let inherited = inherited(context.new, new.0);
        pairs.removed.retain(|(property, item)| match inherited.get(&*property.name) {
            Some(found) => {
                to_base(context, &owner, (property, *item), *found, changes);
                false
            }
            None => true,
        });
    }
    if !pairs.added.is_empty() {
        // It was there by inheritance. If the base has lost it, that is a change of the base.
        let inherited = inherited(context.old, old.0);
        pairs.added.retain(|(property, item)| match inherited.get(&*property.name) {
            Some((_, declared)) => {
                let at = owner.at((*item, &property.name), Some(declared.0), Some(property));
                compare_facets(context, &at, *declared, (property, *item), changes);
                false
            }
            None => true,
        });
    }
    compare_members(context, &owner, pairs, [&old_members, &new_members], changes);
}

/// Compares the parameters in the body of an action.
pub(super) fn compare_parameters<'a>(
    context: &Context<'a>,
    page: &'a str,
    (old, old_span): (&'a [Property], &'a Location),
    (new, new_span): (&'a [Property], &'a Location),
    changes: &mut Vec<Change>,
) {
    let (old, new) = (parameters(old), parameters(new));
    let owner = Owner { name: page, old: old_span, new: new_span, used: Use::SENT };
    compare_members(context, &owner, by_name(&old, &new), [&old, &new], changes);
}

fn parameters(list: &[Property]) -> Vec<PropertyEntry<'_>> {
    list.iter().map(|property| (property, Item::BodyParameter)).collect()
}

fn by_name<'a>(old: &[PropertyEntry<'a>], new: &[PropertyEntry<'a>]) -> Pairs<PropertyEntry<'a>> {
    pairs(old.iter().copied(), new.iter().copied(), |(property, _)| &*property.name)
}

/// Returns the properties that a type declares.
fn members(ty: &Type) -> Vec<PropertyEntry<'_>> {
    let structural = ty.properties.iter().map(|property| (property, Item::Property));
    structural.chain(ty.navigation.iter().map(|property| (property, Item::Navigation))).collect()
}

/// Returns the properties that a type inherits, with the name of the type that declares each.
fn inherited<'a>(model: &'a Model, name: &str) -> BTreeMap<&'a str, (&'a str, PropertyEntry<'a>)> {
    let mut all = BTreeMap::new();
    for (base, ty) in ancestors(model, name).skip(1) {
        for member in members(ty) {
            all.entry(&*member.0.name).or_insert((base.as_str(), member));
        }
    }
    all
}

/// Returns the names of the properties that a type has in both editions, with those that it inherits.
fn common_names<'a>(context: &Context<'a>, owner: &str, [old, new]: [&[PropertyEntry<'a>]; 2]) -> BTreeSet<&'a str> {
    let names = |list: &[PropertyEntry<'a>]| list.iter().map(|(property, _)| &*property.name).collect::<BTreeSet<_>>();
    let both = names(old).intersection(&names(new)).copied().collect::<BTreeSet<_>>();
    both.into_iter().chain(inherited(context.new, owner).into_keys()).collect()
}

fn compare_members<'a>(
    context: &Context<'a>,
    owner: &Owner<'a>,
    mut pairs: Pairs<PropertyEntry<'a>>,
    lists: [&[PropertyEntry<'a>]; 2],
    changes: &mut Vec<Change>,
) {
    let names: OnceCell<BTreeSet<&str>> = OnceCell::new();
    let has = |name: &str| names.get_or_init(|| common_names(context, owner.name, lists)).contains(name);
    for Renamed { old, new, evidence } in renamed_properties(context, &mut pairs, lists, &has) {
        let kind = if new.1 == Item::Navigation { kinds::NAVIGATION_RENAMED } else { kinds::PROPERTY_RENAMED };
        let at = owner.at((old.1, &old.0.name), Some(old.0), Some(new.0));
        changes.push(at.renamed(kind, [&old.0.name, &new.0.name], &evidence));
        pairs.both.push((old, new));
    }
    for (property, item) in &pairs.removed {
        let at = owner.at((*item, &property.name), Some(property), None);
        changes.push(removed(context, owner.name, &at, (property, *item)));
    }
    for (property, item) in &pairs.added {
        let kind = match item {
            Item::Navigation => kinds::NAVIGATION_ADDED,
            _ if property.required => kinds::REQUIRED_PROPERTY_ADDED,
            _ => kinds::PROPERTY_ADDED,
        };
        let at = owner.at((*item, &property.name), None, Some(property));
        changes.push(at.change(kind, None, Some(type_text(&property.ty))));
    }
    for (old, new) in &pairs.both {
        let at = owner.at((new.1, &new.0.name), Some(old.0), Some(new.0));
        compare_facets(context, &at, *old, *new, changes);
    }
}

/// Returns the change of a property that its type no longer has.
fn removed(context: &Context<'_>, owner: &str, at: &At<'_>, (property, item): PropertyEntry<'_>) -> Change {
    let declares = |name: &&str| {
        context.new.types.get(*name).is_some_and(|ty| members(ty).iter().any(|(own, _)| own.name == property.name))
    };
    let derived: Vec<&str> = context.descendants(owner).into_iter().filter(declares).collect();
    if !derived.is_empty() {
        let names = derived.join(", ");
        let evidence = format!("`{}` is declared by the derived types {names} now", property.name);
        return at.renamed(kinds::PROPERTY_MOVED_TO_DERIVED, [owner, &names], &[evidence]);
    }
    let kind = if item == Item::Navigation { kinds::NAVIGATION_REMOVED } else { kinds::PROPERTY_REMOVED };
    at.change(kind, Some(type_text(&property.ty)), None)
}

/// Records a property that its type has by inheritance now.
fn to_base<'a>(
    context: &Context<'_>,
    owner: &Owner<'a>,
    old: PropertyEntry<'a>,
    (base, new): (&str, PropertyEntry<'a>),
    changes: &mut Vec<Change>,
) {
    let at = owner.at((new.1, &new.0.name), Some(old.0), Some(new.0));
    let evidence = format!("the base `{base}` declares `{}`", new.0.name);
    changes.push(at.renamed(kinds::PROPERTY_MOVED_TO_BASE, [owner.name, base], &[evidence]));
    compare_facets(context, &at, old, new, changes);
}
