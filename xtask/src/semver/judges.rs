//! Holds the findings of cargo-semver-checks against the changes of `docbindgen diff`.
//!
//! In: the public items and the types of the old edition, the changes, and the findings. Out: faults: findings that no major change explains, and
//! major changes that no finding names.

use std::collections::{BTreeMap, BTreeSet};

use docbindgen::diff::{Change, Comparison, Item, RustLevel, Subject};
use docbindgen::model::TypeName;
use docbindgen::pipeline::Reading;
use docbindgen::plan::surface::{Source, Surface};

use super::findings::{Finding, Named};

/// Kinds that change types of fields, arguments and results, or conversions: cargo-semver-checks has no lints for them.
pub const NOT_COVERED: [&str; 25] = [
    "base-changed",
    "base-removed",
    "body-changed",
    "enum-became-flags",
    "enum-lost-flags",
    "navigation-became-property",
    "navigation-retyped",
    "parameter-became-optional",
    "parameter-became-required",
    "parameter-retyped",
    "property-became-navigation",
    "property-enum-changed",
    "property-narrowed",
    "property-retyped",
    "property-type-lost",
    "property-type-resolved",
    "property-values-listed",
    "property-values-unlisted",
    "property-widened",
    "response-added",
    "response-became-certain",
    "response-became-optional",
    "response-changed",
    "response-removed",
    "rust-signature-changed",
];

/// Kinds after which an item is gone, or has another name.
const GONE: [&str; 17] = [
    "enum-removed",
    "enum-renamed",
    "member-removed",
    "member-renamed",
    "navigation-removed",
    "navigation-renamed",
    "operation-moved",
    "operation-removed",
    "page-removed",
    "page-renamed",
    "property-moved-to-derived",
    "property-removed",
    "property-renamed",
    "rust-item-removed",
    "rust-item-renamed",
    "type-removed",
    "type-renamed",
];

/// Kinds after which a type has lost ancestors.
const LOST_ANCESTORS: [&str; 2] = ["base-changed", "base-removed"];

/// Kinds after which a function takes more or fewer arguments.
const ARGUMENTS: [&str; 7] = [
    "body-added",
    "body-removed",
    "parameter-became-optional",
    "parameter-became-required",
    "parameter-removed",
    "required-parameter-added",
    "rust-signature-changed",
];

/// The lint for functions that take more or fewer arguments.
pub const PARAMETER_COUNT: &str = "function_parameter_count_changed";

/// Kinds after which the struct of parameters is gone.
const LOST_PARAMETERS: [&str; 3] = ["body-changed", "body-removed", "operation-removed"];

/// The old edition: what its items belong to.
pub struct Old {
    surface: Surface,
    /// The items by path.
    by_path: BTreeMap<String, Source>,
    /// Each type with its ancestors, nearest first, with the properties that each declares.
    lines: BTreeMap<String, Vec<(String, BTreeSet<String>)>>,
    /// The paths of the functions, by the operations.
    functions: BTreeMap<String, String>,
    /// The operations of each page.
    pages: BTreeMap<String, BTreeSet<String>>,
}

impl Old {
    /// Returns what the items of a reading belong to.
    pub fn new(reading: &Reading) -> Old {
        let Reading { api, surface, .. } = reading;
        let declared = |name: &TypeName| {
            let own = |ty: &docbindgen::model::Type| {
                let properties = ty.properties.iter().chain(&ty.navigation);
                (ty.name.0.clone(), properties.map(|property| property.name.clone()).collect())
            };
            api.ancestors(name).map(own).collect()
        };
        let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for operation in &api.operations {
            for page in &operation.pages {
                let text = format!("{} {}", operation.method.as_str(), operation.path);
                pages.entry(page.clone()).or_default().insert(form(&text));
            }
        }
        Old {
            by_path: surface.items.iter().map(|(source, item)| (item.path.clone(), source.clone())).collect(),
            lines: api.types.keys().map(|name| (name.0.clone(), declared(name))).collect(),
            functions: surface
                .items
                .iter()
                .filter_map(|(source, item)| Some((operation(source)?, item.path.clone())))
                .collect(),
            surface: surface.clone(),
            pages,
        }
    }
}

/// Both judges.
pub struct Judges<'a> {
    old: &'a Old,
    new: &'a Surface,
    /// The items of the new crate by path.
    new_paths: BTreeMap<&'a str, &'a Source>,
    changes: Vec<&'a Change>,
    /// The kinds of these changes by item, owner and name.
    kinds: BTreeMap<(Item, Option<String>, String), BTreeSet<&'static str>>,
    /// The new names of types, enums, operations and pages.
    renamed: BTreeMap<String, String>,
    /// Their old names.
    old_names: BTreeMap<String, String>,
    findings: &'a [Finding],
    /// What the findings name.
    named: BTreeSet<&'a Named>,
}

impl<'a> Judges<'a> {
    pub fn new(old: &'a Old, new: &'a Surface, comparison: &'a Comparison, findings: &'a [Finding]) -> Judges<'a> {
        const RENAMED: [&str; 4] = ["enum-renamed", "operation-moved", "page-renamed", "type-renamed"];
        let renamed = comparison.changes.iter().filter(|change| RENAMED.contains(&change.kind.id));
        let renamed: BTreeMap<String, String> =
            renamed.filter_map(|change| Some((form(change.before.as_ref()?), form(change.after.as_ref()?)))).collect();
        let changes: Vec<&Change> =
            comparison.changes.iter().filter(|change| change.rust == RustLevel::Major).collect();
        let mut kinds: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for change in &changes {
            let Subject { item, owner, name } = &change.subject;
            let key = (*item, owner.as_deref().map(form), form(name));
            kinds.entry(key).or_default().insert(change.kind.id);
        }
        Judges {
            old,
            new,
            new_paths: new.items.iter().map(|(source, item)| (item.path.as_str(), source)).collect(),
            changes,
            kinds,
            old_names: renamed.iter().map(|(old, new)| (new.clone(), old.clone())).collect(),
            renamed,
            findings,
            named: findings.iter().map(|finding| &finding.named).collect(),
        }
    }

    /// Returns the number of major changes.
    pub fn changes(&self) -> usize {
        self.changes.len()
    }

    /// Returns what only one judge reports.
    pub fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.findings.iter().filter_map(|finding| self.unexplained(finding)).collect();
        for change in &self.changes {
            if !NOT_COVERED.contains(&change.kind.id) && !self.is_named(change) && !self.is_taken(change) {
                faults.push(format!("no finding names the change {} of `{}`", change.kind.id, change.subject));
            }
        }
        faults
    }

    /// Returns the kind and the subject of changes without a lint whose items are named nevertheless.
    pub fn named_though_not_covered(&self) -> Vec<(&'static str, String)> {
        let changes = self.changes.iter();
        let named = changes.filter(|change| NOT_COVERED.contains(&change.kind.id) && self.is_named(change));
        named.map(|change| (change.kind.id, change.subject.to_string())).collect()
    }

    /// Returns the fault of a finding, unless major changes explain it.
    fn unexplained(&self, finding: &Finding) -> Option<String> {
        let is_explained = match &finding.named {
            Named::Feature(name) => self.changes.iter().any(|change| {
                // `full` has all areas, and exists while there are any.
                let is_full = name == "full" && self.new.areas.is_empty();
                change.subject.item == Item::Area && (is_full || change.subject.name == *name)
            }),
            Named::Item(path) => match self.old.by_path.get(path) {
                Some(source) if finding.lint == PARAMETER_COUNT => self.takes_other_arguments(source),
                Some(source) => self.is_gone(source),
                None => return Some(format!("{finding}: the surface has no item of this path")),
            },
            Named::Module(path) => {
                // It is gone with everything in it.
                let inside = format!("{path}::");
                let items = self.old.by_path.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside));
                let mut kept = items.filter(|(_, source)| is_whole(source) && !self.is_gone(source));
                match kept.next() {
                    Some((path, _)) => {
                        return Some(format!("{finding}: no major change explains that `{path}` is gone"));
                    }
                    None => true,
                }
            }
        };
        (!is_explained).then(|| format!("{finding}: no major change explains it"))
    }

    /// Returns whether a major change of one of these kinds is about an item, by its name in the old edition.
    fn has(&self, kinds: &[&str], items: &[Item], owner: Option<&str>, name: &str) -> bool {
        let names = self.both_names(name);
        let owners = owner.map_or_else(|| vec![None], |owner| self.both_names(owner).into_iter().map(Some).collect());
        let keys = items.iter().flat_map(|item| {
            let names = &names;
            owners.iter().flat_map(move |owner| names.iter().map(|name| (*item, owner.clone(), name.clone())))
        });
        keys.filter_map(|key| self.kinds.get(&key)).any(|found| kinds.iter().any(|kind| found.contains(kind)))
    }

    /// Returns the names of an item in both editions.
    fn both_names(&self, old: &str) -> Vec<String> {
        let old = form(old);
        self.renamed.get(&old).cloned().into_iter().chain([old]).collect()
    }

    /// Returns whether major changes explain that an item is gone.
    fn is_gone(&self, source: &Source) -> bool {
        const TYPES: [Item; 2] = [Item::Type, Item::Enum];
        match source {
            Source::Type(name) | Source::Derived(name) => self.has(&GONE, &TYPES, None, name),
            Source::Variant(base, derived) => {
                self.is_gone(&Source::Derived(base.clone()))
                    || self.has(&GONE, &TYPES, None, derived)
                    || self.lost_ancestor(derived, |name, _| name == base)
            }
            Source::Property(ty, name) | Source::Constant(ty, name) => {
                // An inherited property is a field of each derived type.
                let line = self.old.lines.get(ty).into_iter().flatten();
                let mut owners = line.map(|(owner, _)| owner);
                owners.any(|owner| {
                    self.has(&GONE, &TYPES, None, owner)
                        || self.has(&GONE, &[Item::Property, Item::Navigation], Some(owner), name)
                }) || self.lost_ancestor(ty, |_, declared| declared.contains(name))
            }
            Source::Member(owner, name) => {
                self.has(&GONE, &TYPES, None, owner) || self.has(&GONE, &[Item::Member], Some(owner), name)
            }
            Source::Operation(..) => {
                operation(source).is_some_and(|text| self.has(&GONE, &[Item::Operation], None, &text))
            }
            Source::Page(path) => self.has(&GONE, &[Item::Page], None, path),
            Source::Parameters(page) => {
                let mut operations = self.old.pages.get(page).into_iter().flatten();
                self.has(&GONE, &[Item::Page], None, page)
                    || operations.any(|operation| self.has(&LOST_PARAMETERS, &[Item::Operation], None, operation))
            }
            Source::BodyParameter(page, name) | Source::BodyConstant(page, name) => {
                self.has(&GONE, &[Item::BodyParameter], Some(page), name)
                    || self.is_gone(&Source::Parameters(page.clone()))
            }
        }
    }

    /// Returns whether a type or one of its ancestors has lost the ancestor that `is_it` accepts: its name and its properties.
    fn lost_ancestor(&self, ty: &str, is_it: impl Fn(&String, &BTreeSet<String>) -> bool) -> bool {
        let line = self.old.lines.get(ty).map_or(&[][..], Vec::as_slice);
        let Some(lost) = line.iter().position(|(name, declared)| is_it(name, declared)) else { return false };
        let below = line.iter().take(lost);
        below.into_iter().any(|(name, _)| {
            self.has(&LOST_ANCESTORS, &[Item::Type], None, name)
                || name != ty && self.has(&GONE, &[Item::Type], None, name)
        })
    }

    /// Returns whether a major change explains that a function takes more or fewer arguments.
    fn takes_other_arguments(&self, source: &Source) -> bool {
        let Some(old) = operation(source) else { return false };
        let new = self.renamed.get(&old).unwrap_or(&old);
        let kinds = self.kinds.iter().filter(|((item, owner, name), _)| match item {
            Item::Operation => name == new,
            Item::Parameter => owner.as_ref() == Some(new),
            _ => false,
        });
        // Parameters are part of the path: an operation that has moved may take others.
        self.has(&["operation-moved"], &[Item::Operation], None, &old)
            || kinds.into_iter().any(|(_, kinds)| kinds.iter().any(|kind| ARGUMENTS.contains(kind)))
    }

    /// Returns the path of a change's item in the old crate.
    fn old_path<'c>(&'c self, change: &'c Change) -> Option<&'c str> {
        let Subject { item, owner, name } = &change.subject;
        if change.kind.id.starts_with("rust-item-") {
            return change.before.as_deref();
        }
        let is_old = GONE.contains(&change.kind.id);
        let old = |text: &str| self.old_names.get(&form(text)).cloned().unwrap_or_else(|| text.to_owned());
        let own = if is_old { name.clone() } else { old(name) };
        let owner = old(owner.as_deref().unwrap_or_default());
        let source = match item {
            Item::Type | Item::Enum => Source::Type(own),
            Item::Property | Item::Navigation => Source::Property(owner, name.clone()),
            Item::Member => Source::Member(owner, name.clone()),
            Item::Page => Source::Page(own),
            Item::BodyParameter => Source::BodyParameter(owner, name.clone()),
            Item::Operation | Item::Parameter => {
                let text = form(if *item == Item::Operation { &own } else { &owner });
                return self.old.functions.get(&text).map(String::as_str);
            }
            Item::Api | Item::Area | Item::Header | Item::ResponseHeader => return None,
        };
        self.old.surface.items.get(&source).map(|item| &*item.path)
    }

    /// Returns whether a finding names the item of a change, or what contains it.
    fn is_named(&self, change: &Change) -> bool {
        if change.subject.item == Item::Area {
            return self.named.contains(&Named::Feature(change.subject.name.clone()));
        }
        let Some(path) = self.old_path(change) else { return false };
        let mut around = std::iter::successors(Some(path), |path| path.rsplit_once("::").map(|(around, _)| around));
        around.any(|part| {
            self.named.contains(&Named::Item(part.to_owned()))
                || part != path && self.named.contains(&Named::Module(part.to_owned()))
        })
    }

    /// Returns whether another item has the path of an item that is gone, so that cargo-semver-checks still finds one.
    fn is_taken(&self, change: &Change) -> bool {
        let new =
            self.old_path(change).filter(|_| GONE.contains(&change.kind.id)).and_then(|path| self.new_paths.get(path));
        let Subject { owner, name, .. } = &change.subject;
        let is_same = |new: &Source, name: &str| match new {
            Source::Property(own, part) | Source::Member(own, part) | Source::BodyParameter(own, part) => {
                owner.as_ref() == Some(own) && part == name
            }
            Source::Type(own) | Source::Page(own) => own == name,
            Source::Operation(..) => operation(new) == Some(form(name)),
            _ => false,
        };
        new.is_some_and(|new| !is_same(new, name) && change.after.as_ref().is_none_or(|after| !is_same(new, after)))
    }
}

/// Returns whether an item is not part of another one.
fn is_whole(source: &Source) -> bool {
    matches!(
        source,
        Source::Type(_) | Source::Derived(_) | Source::Operation(..) | Source::Page(_) | Source::Parameters(_)
    )
}

/// Returns the operation that an item belongs to, without the names of parameters.
fn operation(source: &Source) -> Option<String> {
    let Source::Operation(method, path) = source else { return None };
    Some(form(&format!("{method} {path}")))
}

/// Returns a name, or an operation without the names of parameters and their quotes.
fn form(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.replace("'{", "{").replace("}'", "}").chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            _ => {}
        }
        out.push(c);
    }
    out
}
