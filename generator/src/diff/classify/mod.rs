//! Tells changes of the service from corrections of the documentation.
//!
//! In: the changes, and both editions; nothing else is read. Out: a [`Class`] for each change, with its evidence.
//!
//! The rules are a table. The first rule that finds evidence decides; where none does, the change is unclear. An exported model has neither
//! texts nor examples, so that most changes from it are unclear.

mod mentions;
mod properties;
mod types;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use crate::export::json::form::{Location, Model, Operation};

use super::change::{Change, Class, Evidence, Item, Side};
use super::edition::Edition;
use super::items::{signature, without_names};
use super::kinds::{ChangeKind, any, operations, pages, properties as property_kinds, types as type_kinds};
use super::text::operation_text;
use super::usage::{members, name_of, received};

use mentions::Mentions;

/// A rule: the kinds that it applies to, and the function that looks for evidence.
struct Rule {
    kinds: &'static [&'static ChangeKind],
    find: Find,
}

type Find = fn(&Judge<'_>, &Change) -> Option<Evidence>;

/// The rules, those that need the strongest evidence first.
const RULES: [Rule; 24] = [
    Rule { kinds: NEW_TYPES, find: types::typed_property },
    Rule { kinds: NEW_TYPES, find: types::missing_page },
    Rule { kinds: NEW_TYPES, find: types::known_page },
    Rule { kinds: NEW_TYPES, find: types::mentioned },
    Rule { kinds: NEW_TYPES, find: types::unheard_of },
    Rule { kinds: NEW_PROPERTIES, find: properties::shown },
    Rule { kinds: NEW_PROPERTIES, find: properties::key },
    Rule { kinds: NEW_PROPERTIES, find: properties::requested },
    Rule { kinds: NEW_PROPERTIES, find: properties::mentioned },
    Rule { kinds: NEW_PROPERTIES, find: properties::loose },
    Rule { kinds: NEW_PROPERTIES, find: properties::unheard_of },
    Rule { kinds: RETYPED, find: properties::value_shown },
    Rule { kinds: RETYPED, find: properties::new_type },
    Rule { kinds: &[property_kinds::PROPERTY_ENUM_CHANGED], find: properties::generated_enum },
    Rule { kinds: RENAMED, find: whole::capitalisation },
    Rule { kinds: &[type_kinds::ENUM_RENAMED], find: whole::text_only },
    Rule { kinds: REMOVED, find: properties::deprecated },
    Rule { kinds: REMOVED, find: properties::still_shown },
    Rule { kinds: &[type_kinds::MEMBER_ADDED], find: types::member },
    Rule { kinds: &[operations::OPERATION_ADDED], find: whole::operation },
    Rule { kinds: &[pages::PAGE_ADDED], find: whole::new_page },
    Rule { kinds: &[pages::PAGE_REMOVED], find: whole::joined_page },
    Rule { kinds: &[property_kinds::PROPERTY_MOVED_TO_BASE], find: whole::text_only },
    Rule { kinds: TEXT_ONLY, find: whole::text_only },
];

const NEW_TYPES: &[&ChangeKind] = &[type_kinds::TYPE_ADDED, type_kinds::ENUM_ADDED];
const NEW_PROPERTIES: &[&ChangeKind] =
    &[property_kinds::PROPERTY_ADDED, property_kinds::REQUIRED_PROPERTY_ADDED, property_kinds::NAVIGATION_ADDED];
const RETYPED: &[&ChangeKind] = &[
    property_kinds::PROPERTY_RETYPED,
    property_kinds::PROPERTY_WIDENED,
    property_kinds::PROPERTY_NARROWED,
    property_kinds::NAVIGATION_RETYPED,
];
const RENAMED: &[&ChangeKind] = &[
    type_kinds::TYPE_RENAMED,
    type_kinds::MEMBER_RENAMED,
    property_kinds::PROPERTY_RENAMED,
    property_kinds::NAVIGATION_RENAMED,
];
const REMOVED: &[&ChangeKind] = &[property_kinds::PROPERTY_REMOVED, property_kinds::NAVIGATION_REMOVED];
/// Kinds whose changes do not show on the wire.
const TEXT_ONLY: &[&ChangeKind] = &[
    any::DESCRIPTION_CHANGED,
    type_kinds::KEY_DOCUMENTED,
    type_kinds::MEMBER_RENUMBERED,
    property_kinds::PROPERTY_VALUES_LISTED,
    property_kinds::PROPERTY_VALUES_UNLISTED,
    property_kinds::PROPERTY_TYPE_RESOLVED,
    property_kinds::PROPERTY_TYPE_LOST,
    operations::OPERATION_KIND_CHANGED,
    operations::PARAMETER_RENAMED,
    operations::ERROR_STATUS_REMOVED,
    pages::PAGE_RENAMED,
    pages::PERMISSION_ORDER_CHANGED,
    pages::HEADER_REMOVED,
];

/// Classifies the changes.
pub(super) fn classify(changes: &mut [Change], old: &Edition, new: &Edition) {
    let judge = Judge::new(changes, old, new);
    for change in &mut *changes {
        let applying = RULES.iter().filter(|rule| rule.kinds.contains(&change.kind));
        if let Some(evidence) = applying.into_iter().find_map(|rule| (rule.find)(&judge, change)) {
            change.class = evidence.supports.unwrap_or(Class::Unclear);
            change.evidence.push(evidence);
        }
    }
    types::follow_properties(&judge, changes);
    properties::follow_types(&judge, changes);
}

/// What the rules look at.
struct Judge<'a> {
    old: &'a Edition,
    new: &'a Edition,
    /// The types and enums that only the new edition has, under any name.
    new_types: BTreeSet<String>,
    /// Where the old edition has the names of new items.
    mentions: Mentions,
    /// The properties of the new edition with each type: name of the type and of the property.
    users: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    /// The operations of both editions.
    operations: [Operations<'a>; 2],
    /// The operations of the old edition, by the last segment of their path.
    by_last_segment: BTreeMap<&'a str, Vec<&'a Operation>>,
}

impl<'a> Judge<'a> {
    fn new(changes: &[Change], old: &'a Edition, new: &'a Edition) -> Judge<'a> {
        let is_new = |change: &&Change| {
            NEW_TYPES.contains(&change.kind)
                || NEW_PROPERTIES.contains(&change.kind)
                || change.kind == type_kinds::MEMBER_ADDED
        };
        let names = changes.iter().filter(is_new).filter_map(searched);
        let new_types = changes.iter().filter(|change| NEW_TYPES.contains(&change.kind));
        Judge {
            old,
            new,
            new_types: new_types.map(|change| change.subject.name.clone()).collect(),
            mentions: Mentions::find(old, names.collect()),
            users: users(&new.model),
            operations: [&old.model, &new.model].map(Operations::new),
            by_last_segment: by_last_segment(&old.model),
        }
    }

    /// Returns whether the old edition was read from pages, so that it can be searched.
    fn can_search(&self) -> bool {
        self.old.is_of_pages()
    }

    /// Returns whether the old edition has a page with this path.
    fn had_page(&self, path: &str) -> bool {
        self.old.text(path).is_some()
    }
}

/// The operations of an edition.
struct Operations<'a> {
    by_name: BTreeMap<String, &'a Operation>,
    by_signature: BTreeMap<(&'a str, String), &'a Operation>,
    by_page: BTreeMap<&'a str, Vec<&'a Operation>>,
}

impl<'a> Operations<'a> {
    fn new(model: &'a Model) -> Operations<'a> {
        let mut by_page: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in &model.operations {
            for page in &operation.pages {
                by_page.entry(page).or_default().push(operation);
            }
        }
        Operations {
            by_name: model.operations.iter().map(|operation| (operation_text(operation), operation)).collect(),
            by_signature: model.operations.iter().map(|operation| (signature(operation), operation)).collect(),
            by_page,
        }
    }

    /// Returns the type that a request returns whose path is that of `operation` without its last segment; `None` if no page has it.
    fn reads_before(&self, operation: &Operation) -> Option<&'a str> {
        let (before, _) = operation.path.rsplit_once('/')?;
        received(self.by_signature.get(&("GET", without_names(before)))?)
    }
}

/// Returns the properties of each type.
fn users(model: &Model) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut users: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (owner, ty) in &model.types {
        for property in members(ty) {
            if let Some(name) = name_of(&property.ty) {
                users.entry(name).or_default().push((owner, &property.name));
            }
        }
    }
    users
}

/// Returns the operations by the last segment of their path.
fn by_last_segment(model: &Model) -> BTreeMap<&str, Vec<&Operation>> {
    let mut all: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &model.operations {
        if let Some(segment) = operation.path.rsplit('/').next() {
            all.entry(segment).or_default().push(operation);
        }
    }
    all
}

/// Returns the name to search for in texts. A single word is not distinctive: for a type, the qualified name is searched, for other items nothing.
fn searched(change: &Change) -> Option<&str> {
    let (name, short) = (&*change.subject.name, short(&change.subject.name));
    if is_distinctive(short) {
        return Some(short);
    }
    (NEW_TYPES.contains(&change.kind) && name != short).then_some(name)
}

/// Returns the part of a name after the last dot.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Returns whether a name consists of several words, so that a text that has it means this name.
fn is_distinctive(name: &str) -> bool {
    words_of_name(name) > 1
}

/// Returns the number of words in a name such as `displayName`.
fn words_of_name(name: &str) -> usize {
    let letters = name.as_bytes();
    let starts =
        letters.windows(2).filter(|pair| matches!(pair, [a, b] if !a.is_ascii_uppercase() && b.is_ascii_uppercase()));
    1 + starts.count()
}

/// Returns evidence for a class.
fn evidence(class: Class, text: String, span: Option<(Side, Location)>) -> Option<Evidence> {
    Some(Evidence { text, supports: Some(class), span })
}

/// Returns evidence that the documentation was corrected.
fn corrected(text: String, span: Option<Location>) -> Option<Evidence> {
    evidence(Class::DocumentationCorrected, text, span.map(|span| (Side::Old, span)))
}

/// Returns evidence that the service changed.
fn service(text: String) -> Option<Evidence> {
    evidence(Class::ServiceChanged, text, None)
}

/// Returns whether an item is one of a type.
fn is_of_type(item: Item) -> bool {
    matches!(item, Item::Property | Item::Navigation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_several_words_are_distinctive() {
        for (name, words) in [("size", 1), ("displayName", 2), ("isDeviceOnly", 3), ("URL", 1), ("v10_0", 1), ("", 1)] {
            assert_eq!(words_of_name(name), words, "{name}");
        }
    }

    /// docs/diff.md lists the kinds whose changes are always corrections.
    #[test]
    fn the_documentation_lists_the_kinds_that_are_always_corrections() {
        let always = RULES.iter().filter(|rule| std::ptr::fn_addr_eq(rule.find, whole::text_only as Find));
        let mut always: Vec<&str> = always.flat_map(|rule| rule.kinds).map(|kind| kind.id).collect();
        always.sort_unstable();
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diff.md")).unwrap();
        let row = text.lines().find(|line| line.starts_with("| other names and texts |")).unwrap();
        let listed: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        assert_eq!(listed, always);
    }
}
