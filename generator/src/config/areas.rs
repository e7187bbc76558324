//! `[areas]` and `default-areas`: which parts of the API become features.
//!
//! In: the table of the file. Out: [`AreaTable`]. The stage `areas` compares its entries with the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::Problem;
use crate::diagnostics::lint;

/// Features that every crate has or may have, whatever its API is. No area can have one of these names.
pub const RESERVED_FEATURES: [&str; 12] = [
    "default",
    "full",
    "chrono",
    "jiff",
    "rust_decimal",
    "time",
    "azure",
    "blocking",
    "client",
    "reqwest",
    "testing",
    "tracing",
];

/// Longest feature name that package registries accept.
const MAX_NAME: usize = 64;

/// The configuration of areas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaTable {
    /// The entries of all areas: those of the file, sorted by area, then those of the preset.
    pub entries: Vec<AreaEntry>,
    /// The areas that are on by default, with their ranges in the file unless a preset has them; `None` if docbindgen chooses.
    pub default: Option<Vec<(String, Option<Range<usize>>)>>,
}

/// One entry of an area's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaEntry {
    /// The area.
    pub area: String,
    /// The product or segment that belongs to it.
    pub key: AreaKey,
    /// The range of the entry in the file; `None` for an entry of a preset.
    pub range: Option<Range<usize>>,
}

/// What an entry assigns to an area. Compared without case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AreaKey {
    /// A product that pages name in their front matter, in lower case.
    Product(String),
    /// The requests of a product whose paths begin with a segment, both in lower case. Takes precedence over the product.
    Part(String, String),
    /// The first segment of paths, in lower case: for requests of pages whose product belongs to no area.
    Segment(String),
}

impl AreaTable {
    /// Returns the area that has this key.
    #[must_use]
    pub fn area(&self, key: &AreaKey) -> Option<&str> {
        self.entries.iter().find(|entry| entry.key == *key).map(|entry| entry.area.as_str())
    }

    /// Returns the area of an item known only by its product; `None` if the product is divided.
    #[must_use]
    pub fn home(&self, product: &str) -> Option<&str> {
        let product = product.to_lowercase();
        let divides = |entry: &AreaEntry| matches!(&entry.key, AreaKey::Part(divided, _) if *divided == product);
        if self.entries.iter().any(divides) { None } else { self.area(&AreaKey::Product(product)) }
    }

    /// Returns whether docbindgen may choose the areas that are on by default: the file does not list them.
    #[must_use]
    pub fn chooses_default(&self) -> bool {
        let is_preset = |names: &Vec<(String, Option<Range<usize>>)>| {
            !names.is_empty() && names.iter().all(|(_, range)| range.is_none())
        };
        self.default.as_ref().is_none_or(is_preset)
    }

    /// Removes the ranges of all entries.
    pub(super) fn forget_ranges(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.range = None);
        self.default.iter_mut().flatten().for_each(|(_, range)| *range = None);
    }

    /// Adds the table of a preset. An area of this table replaces the preset's area of that name, and a product or path in this table
    /// leaves the preset's area.
    fn add_preset(&mut self, preset: AreaTable) {
        let names: BTreeSet<String> = self.entries.iter().map(|entry| entry.area.clone()).collect();
        let kept = |entry: &AreaEntry| !names.contains(&entry.area) && self.area(&entry.key).is_none();
        let kept: Vec<AreaEntry> = preset.entries.into_iter().filter(kept).collect();
        self.entries.extend(kept);
        self.default = self.default.take().or(preset.default);
    }
}

/// Returns whether an area can have this name: a valid feature name that is not reserved.
pub(crate) fn is_area_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(allowed)
        && !RESERVED_FEATURES.contains(&name)
}

/// Checks the table, reports its faults, and adds the entries of the preset.
pub(super) fn check(
    areas: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    default: Option<Vec<Spanned<String>>>,
    preset: AreaTable,
    problems: &mut Vec<Problem>,
) -> AreaTable {
    let mut table = AreaTable::default();
    for (name, keys) in areas {
        if !is_area_name(name.get_ref()) {
            let message = format!("`{}` is not a name for an area", name.get_ref());
            let form = format!(
                "lower-case letters, digits and `-`, a letter first; {} are taken",
                RESERVED_FEATURES.map(|name| format!("`{name}`")).join(", ")
            );
            problems.push(Problem::new(lint::CONFIG_INVALID, name.span(), message).hint(form));
            continue;
        }
        if keys.is_empty() {
            let message = format!("nothing belongs to the area `{}`", name.get_ref());
            let hint = "list products that pages name, or segments such as \"/users\"";
            problems.push(Problem::new(lint::CONFIG_INVALID, name.span(), message).hint(hint));
        }
        for key in keys {
            match entry(&table, name.get_ref(), key) {
                Ok(entry) => table.entries.push(entry),
                Err(problem) => problems.push(problem),
            }
        }
    }
    table.default = default.map(|names| {
        let names = names.into_iter().map(|name| (name.get_ref().clone(), Some(name.span())));
        names.collect()
    });
    table.add_preset(preset);
    table
}

fn entry(table: &AreaTable, area: &str, written: Spanned<String>) -> Result<AreaEntry, Problem> {
    let range = written.span();
    let text = written.get_ref().trim();
    let Some(key) = key(&text.to_lowercase()) else {
        let hint = "a product such as \"outlook\", the first segment of paths, \"/users\", or both: \"intune /users\"";
        let message = format!("`{text}` is not a product or the first part of a path");
        return Err(Problem::new(lint::CONFIG_INVALID, range, message).hint(hint));
    };
    if let Some(first) = table.area(&key) {
        let message = format!("`{text}` belongs to the area `{first}` already");
        return Err(Problem::new(lint::CONFIG_INVALID, range, message).hint("remove one of the two entries"));
    }
    Ok(AreaEntry { area: area.to_owned(), key, range: Some(range) })
}

fn key(text: &str) -> Option<AreaKey> {
    let (product, segment) = match text.split_once('/') {
        None => (text, None),
        Some((product, segment)) => (product.trim(), Some(segment)),
    };
    match (product, segment) {
        (_, Some(segment)) if segment.is_empty() || segment.contains('/') => None,
        ("", None) => None,
        ("", Some(segment)) => Some(AreaKey::Segment(segment.to_owned())),
        (product, None) => Some(AreaKey::Product(product.to_owned())),
        (product, Some(segment)) => Some(AreaKey::Part(product.to_owned(), segment.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn problems(text: &str) -> Vec<(String, String)> {
        let (_, problems) = Config::parse(text);
        problems.into_iter().map(|problem| (problem.message, text[problem.range].to_owned())).collect()
    }

    #[test]
    fn products_segments_and_parts_of_products_are_assigned() {
        let (config, problems) = Config::parse(
            "default-areas = [\"mail\"]\n[areas]\nmail = [\"Outlook\", \"/Me\"]\napps = [\"intune /deviceAppManagement\", \"shop\"]\n",
        );
        assert_eq!(problems, []);
        let area = |key: AreaKey| config.areas.area(&key).map(str::to_owned);
        assert_eq!(area(AreaKey::Product("outlook".into())).as_deref(), Some("mail"));
        assert_eq!(area(AreaKey::Segment("me".into())).as_deref(), Some("mail"));
        assert_eq!(area(AreaKey::Part("intune".into(), "deviceappmanagement".into())).as_deref(), Some("apps"));
        assert_eq!(area(AreaKey::Product("intune".into())), None);
        assert_eq!((config.areas.home("SHOP"), config.areas.home("intune")), (Some("apps"), None));
        assert_eq!(config.areas.default.expect("a default")[0].0, "mail");
        assert_eq!(Config::parse("default-areas = []").0.areas.default, Some(Vec::new()));
    }

    #[test]
    fn invalid_entries_are_rejected_with_their_range() {
        for (table, at) in [
            ("default = [\"a\"]", "default"),
            ("full = [\"a\"]", "full"),
            ("jiff = [\"a\"]", "jiff"),
            ("Mail = [\"a\"]", "Mail"),
            ("\"\" = [\"a\"]", "\"\""),
            ("1st = [\"a\"]", "1st"),
            ("mail = []", "mail"),
            ("mail = [\"\"]", "\"\""),
            ("mail = [\"/\"]", "\"/\""),
            ("mail = [\"/me/messages\"]", "\"/me/messages\""),
            ("mail = [\"a\"]\npost = [\"A\"]", "\"A\""),
            ("mail = [\"/a\", \"/A\"]", "\"/A\""),
        ] {
            let found = problems(&format!("[areas]\n{table}\n"));
            assert_eq!(found.len(), 1, "{table}: {found:?}");
            assert_eq!(found[0].1, at, "{table}");
        }
    }
}
