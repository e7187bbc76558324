//! Lowers the level in Rust of changes that the public items do not show.
//!
//! In: the items of both crates, and the changes of the models with the levels of their kinds. Out: the same changes. For example, a property
//! whose name only gets another capitalisation is still the same field.

use crate::diff::change::{Change, RustLevel};
use crate::diff::kinds::{ChangeKind, operations, pages, properties, types};
use crate::plan::surface::{Item, Source};

use super::pairing::Pairing;

/// Kinds that remove an item or give it another name.
const NAMES: [&ChangeKind; 14] = [
    types::TYPE_REMOVED,
    types::TYPE_RENAMED,
    types::ENUM_REMOVED,
    types::ENUM_RENAMED,
    types::MEMBER_REMOVED,
    types::MEMBER_RENAMED,
    properties::PROPERTY_REMOVED,
    properties::PROPERTY_RENAMED,
    properties::PROPERTY_MOVED_TO_DERIVED,
    properties::NAVIGATION_REMOVED,
    properties::NAVIGATION_RENAMED,
    operations::OPERATION_REMOVED,
    pages::PAGE_REMOVED,
    pages::PAGE_RENAMED,
];

/// Kinds that give a function another name, other arguments, or both: parameters are part of the path.
const MOVES: [&ChangeKind; 1] = [operations::OPERATION_MOVED];

/// Kinds that give a field or the result of a function another type.
const TYPES: [&ChangeKind; 16] = [
    properties::PROPERTY_RETYPED,
    properties::PROPERTY_WIDENED,
    properties::PROPERTY_NARROWED,
    properties::PROPERTY_VALUES_LISTED,
    properties::PROPERTY_VALUES_UNLISTED,
    properties::PROPERTY_ENUM_CHANGED,
    properties::PROPERTY_TYPE_RESOLVED,
    properties::PROPERTY_TYPE_LOST,
    properties::NAVIGATION_RETYPED,
    properties::PROPERTY_BECAME_NAVIGATION,
    properties::NAVIGATION_BECAME_PROPERTY,
    operations::RESPONSE_ADDED,
    operations::RESPONSE_REMOVED,
    operations::RESPONSE_CHANGED,
    operations::RESPONSE_BECAME_OPTIONAL,
    operations::RESPONSE_BECAME_CERTAIN,
];

/// Kinds that give a function other arguments.
const ARGUMENTS: [&ChangeKind; 8] = [
    operations::REQUIRED_PARAMETER_ADDED,
    operations::PARAMETER_REMOVED,
    operations::PARAMETER_RETYPED,
    operations::PARAMETER_BECAME_OPTIONAL,
    operations::PARAMETER_BECAME_REQUIRED,
    operations::BODY_ADDED,
    operations::BODY_REMOVED,
    operations::BODY_CHANGED,
];

/// What a change of an item can affect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    /// Its name, or whether it exists.
    Name,
    /// The type of a field, the result of a function.
    Type,
    /// The arguments of a function.
    Arguments,
}

impl Aspect {
    pub(super) const ALL: [Aspect; 3] = [Aspect::Name, Aspect::Type, Aspect::Arguments];

    /// Returns what changes of a kind affect, as far as the items of both crates show it.
    pub(super) fn of(kind: &ChangeKind) -> &'static [Aspect] {
        const LISTS: [(&[&ChangeKind], &[Aspect]); 4] = [
            (&NAMES, &[Aspect::Name]),
            (&MOVES, &[Aspect::Name, Aspect::Arguments]),
            (&TYPES, &[Aspect::Type]),
            (&ARGUMENTS, &[Aspect::Arguments]),
        ];
        LISTS.iter().find(|(kinds, _)| kinds.contains(&kind)).map_or(&[], |(_, aspects)| aspects)
    }

    /// Returns whether the items of both crates agree.
    pub(super) fn is_same(self, pairing: &Pairing<'_, '_>, old: &Source, [old_item, new_item]: [&Item; 2]) -> bool {
        match self {
            Aspect::Name => match old {
                Source::Type(_) | Source::Operation(..) | Source::Page(_) | Source::Parameters(_) => {
                    old_item.path == new_item.path
                }
                _ => last(&old_item.path) == last(&new_item.path),
            },
            Aspect::Type => pairing.translated(&old_item.ty) == new_item.ty,
            Aspect::Arguments => old_item.arguments.as_deref().map(|old| pairing.translated(old)) == new_item.arguments,
        }
    }
}

/// Returns the last part of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Sets the level of changes that do not show in the crate to [`RustLevel::None`].
pub(super) fn lower(pairing: &Pairing<'_, '_>, changes: &mut [Change]) {
    for change in changes.iter_mut().filter(|change| change.rust == RustLevel::Major) {
        if !shows(pairing, change) {
            change.rust = RustLevel::None;
        }
    }
}

fn shows(pairing: &Pairing<'_, '_>, change: &Change) -> bool {
    let aspects = Aspect::of(change.kind);
    if aspects.is_empty() {
        return true;
    }
    let Some(old_key) = pairing.old_key(change) else { return true };
    // A property is a field and a constant.
    let keys = [constant(&old_key), Some(old_key)];
    keys.into_iter().flatten().any(|key| match (pairing.old_item(&key), pairing.new_entry(&key)) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(old), Some((_, new))) => aspects.iter().any(|aspect| !aspect.is_same(pairing, &key, [old, new])),
    })
}

/// Returns the key of a property's constant.
fn constant(key: &Source) -> Option<Source> {
    match key {
        Source::Property(owner, name) => Some(Source::Constant(owner.clone(), name.clone())),
        Source::BodyParameter(owner, name) => Some(Source::BodyConstant(owner.clone(), name.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::kinds::any;

    /// Kinds of changes that the surface does not show, or of which it is the source.
    const OTHERS: [&ChangeKind; 8] = [
        any::RUST_ITEM_RENAMED,
        any::RUST_ITEM_REMOVED,
        any::RUST_SIGNATURE_CHANGED,
        any::AREA_REMOVED,
        any::AREA_NOT_DEFAULT,
        types::BASE_REMOVED,
        types::BASE_CHANGED,
        types::ENUM_BECAME_FLAGS,
    ];

    #[test]
    fn every_major_kind_is_compared() {
        for kind in ChangeKind::all().filter(|kind| kind.rust == RustLevel::Major) {
            let lists = [&NAMES[..], &MOVES, &TYPES, &ARGUMENTS, &OTHERS, &[types::ENUM_LOST_FLAGS]];
            assert_eq!(lists.iter().filter(|list| list.contains(&kind)).count(), 1, "{}", kind.id);
        }
    }
}
