//! Declared names and the pages that declare them.
//!
//! In: declarations. Out: [`Names`], which looks names up, ignoring case.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{EnumFacts, PageFacts, ResourceFacts, SkipReason};
use crate::model::TypeName;
use crate::odata::primitive_names;
use crate::resolve::words::singular;
use crate::similar::{hint_for, missing_page_hint};

use super::{DEFAULT_NAMESPACE, Meaning, qualify};

/// Every declared name, and every page.
#[derive(Debug, Default)]
pub struct Names {
    /// Declared names by lower-case qualified name.
    qualified: BTreeMap<String, (TypeName, Meaning)>,
    /// Lower-case qualified names by lower-case short name.
    short: BTreeMap<String, BTreeSet<String>>,
    /// Lower-case qualified names of types by the name of a set's elements ([`element_name`]).
    sets: BTreeMap<String, BTreeSet<String>>,
    /// Page paths by lower-case path.
    pages: BTreeMap<String, String>,
    /// Why pages have no facts, by path.
    skipped: BTreeMap<String, SkipReason>,
    /// Declared names by page path, in order.
    declared: BTreeMap<String, Vec<TypeName>>,
    /// Enums by page path and fragment of the heading that describes them.
    anchors: BTreeMap<(String, String), TypeName>,
}

impl Names {
    /// Creates names from the pages of a run, without any declaration.
    #[must_use]
    pub fn new(facts: &[PageFacts]) -> Names {
        let pages = facts.iter().map(|page| (page.path.to_lowercase(), page.path.clone())).collect();
        let skipped = facts.iter().filter_map(|page| Some((page.path.clone(), page.skipped?))).collect();
        Names { pages, skipped, ..Names::default() }
    }

    /// Declares a name on a page. Returns the name as declared first.
    ///
    /// The first spelling and the first meaning of a name win.
    pub fn declare(&mut self, name: &TypeName, meaning: Meaning, page: &str) -> (TypeName, Meaning) {
        let key = name.0.to_lowercase();
        let entry = self.qualified.entry(key.clone()).or_insert_with(|| (name.clone(), meaning)).clone();
        self.sets.entry(element_name(name.short())).or_default().insert(key.clone());
        self.short.entry(name.short().to_lowercase()).or_default().insert(key);
        let on_page = self.declared.entry(page.to_owned()).or_default();
        if !on_page.contains(&entry.0) {
            on_page.push(entry.0.clone());
        }
        entry
    }

    /// Declares that the heading with this fragment describes an enum.
    pub fn declare_anchor(&mut self, page: &str, fragment: &str, name: &TypeName) {
        self.anchors.entry((page.to_owned(), fragment.to_lowercase())).or_insert_with(|| name.clone());
    }

    /// Removes enums, by lower-case qualified name, that turned out to be the values of properties.
    pub fn forget(&mut self, enums: &BTreeSet<String>) {
        for key in enums {
            if self.qualified.get(key).is_none_or(|(_, meaning)| *meaning != Meaning::Enum) {
                continue;
            }
            let Some((name, _)) = self.qualified.remove(key) else { continue };
            forget_in(&mut self.short, &name.short().to_lowercase(), key);
            forget_in(&mut self.sets, &element_name(name.short()), key);
        }
        for names in self.declared.values_mut() {
            names.retain(|name| {
                !enums.contains(&name.0.to_lowercase()) || self.qualified.contains_key(&name.0.to_lowercase())
            });
        }
    }

    /// Returns the declared name with this qualified spelling, ignoring case.
    #[must_use]
    pub fn qualified(&self, name: &str) -> Option<(&TypeName, Meaning)> {
        self.qualified.get(&name.trim_start_matches('#').to_lowercase()).map(|(name, meaning)| (name, *meaning))
    }

    /// Returns the declared name that `name` means on a page of `namespace`.
    #[must_use]
    pub fn by_name(&self, name: &str, namespace: Option<&str>) -> Option<(&TypeName, Meaning)> {
        let name = name.trim().trim_start_matches('#');
        if let Some(found) = self.qualified(name) {
            return Some(found);
        }
        if let Some(namespace) = namespace
            && let Some(found) = self.qualified(&format!("{namespace}.{name}"))
        {
            return Some(found);
        }
        if let Some(found) = self.qualified(&format!("{DEFAULT_NAMESPACE}.{name}")) {
            return Some(found);
        }
        let short = name.rsplit('.').next().unwrap_or(name).to_lowercase();
        // `graph.user` or a mistyped namespace still means the only type of that short name. With two such types, it would be a guess.
        let one = |candidates: &BTreeSet<String>| {
            let first = candidates.first().filter(|_| candidates.len() == 1)?;
            self.qualified(first)
        };
        match self.short.get(&short) {
            Some(candidates) => one(candidates),
            // Pages that mention the **crates** object mean the type of the set's elements.
            None => self.sets.get(&element_name(name)).and_then(one).filter(|(_, meaning)| *meaning == Meaning::Type),
        }
    }

    /// Returns whether `name` means the type `found` only as the name of a set of its values.
    #[must_use]
    pub fn is_set_of(name: &str, found: &TypeName) -> bool {
        let short = name.trim().rsplit('.').next().unwrap_or(name);
        !short.eq_ignore_ascii_case(found.short()) && element_name(short) == element_name(found.short())
    }

    /// Returns the page with this path, ignoring case.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&str> {
        self.pages.get(&path.to_lowercase()).map(String::as_str)
    }

    /// Returns why a page has no facts; `None` if it has some.
    pub(super) fn skipped(&self, page: &str) -> Option<SkipReason> {
        self.skipped.get(page).copied()
    }

    /// Returns the names that a page declares.
    #[must_use]
    pub fn declared_on(&self, page: &str) -> &[TypeName] {
        self.declared.get(page).map_or(&[], Vec::as_slice)
    }

    /// Returns the type that a page describes; `None` if the name belongs to an enum.
    #[must_use]
    pub fn type_of(&self, resource: &ResourceFacts) -> Option<&TypeName> {
        self.with_meaning(&resource.name, Meaning::Type)
    }

    /// Returns the enum that a list of members describes; `None` if the name belongs to a type, or to values of a property.
    #[must_use]
    pub fn enum_of(&self, stated: &EnumFacts) -> Option<&TypeName> {
        self.with_meaning(&stated.name, Meaning::Enum)
    }

    fn with_meaning(&self, name: &str, wanted: Meaning) -> Option<&TypeName> {
        self.qualified(&qualify(name, None).0).filter(|(_, meaning)| *meaning == wanted).map(|(name, _)| name)
    }

    /// Returns `hint`, after the most similar name of a declared type or a primitive, if any is similar to the unknown name.
    pub(super) fn hint_for(&self, unknown: &str, hint: &str) -> String {
        let short = unknown.rsplit('.').next().unwrap_or(unknown);
        let declared = self.qualified.values().map(|(name, _)| name.short());
        hint_for(short, primitive_names().chain(declared), hint)
    }

    /// Returns the hint for a link to a page that does not exist.
    pub(super) fn hint_for_page(&self, missing: &str) -> String {
        missing_page_hint(missing, self.pages.values().map(String::as_str))
    }

    /// Returns the enum whose heading on a page has this fragment.
    pub(super) fn anchored(&self, page: &str, fragment: &str) -> Option<&TypeName> {
        self.anchors.get(&(page.to_owned(), fragment.to_lowercase()))
    }

    /// Returns the first page that declares `name`.
    pub(super) fn page_of(&self, name: &TypeName) -> Option<&str> {
        self.declared.iter().find(|(_, names)| names.contains(name)).map(|(page, _)| page.as_str())
    }
}

/// Removes `key` from the names listed under `listed`, and the list once it is empty.
fn forget_in(index: &mut BTreeMap<String, BTreeSet<String>>, listed: &str, key: &str) {
    if let Some(names) = index.get_mut(listed) {
        names.remove(key);
        if names.is_empty() {
            index.remove(listed);
        }
    }
}

/// Returns the last part of a name in lower case, its words in the singular: `ordersOfDay`, `orderOfDays` and `orderOfDay` are alike.
fn element_name(name: &str) -> String {
    let short = name.trim().rsplit('.').next().unwrap_or(name);
    let mut words: Vec<String> = vec![String::new()];
    for c in short.chars() {
        if c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.iter().map(|word| singular(word)).collect()
}
