//! The table `[zones]`: the API versions of the docs platform's zones and monikers.
//!
//! In: names of zones (`:::zone pivot="graph-v1"`) and monikers (`:::moniker range=">=graph-rest-1.0"`), each with versions. Out: whether a
//! zone applies to the generated version.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use toml::Spanned;

use super::Problem;
use crate::diagnostics::lint;

/// The wildcard for every version.
const EVERY: &str = "*";

/// The versions of names that `docbindgen.toml` does not list. `docs` and `chromeless` are the targets of `:::zone target="…"`: the
/// published page, and the same page embedded in another product, which repeats parts of it in other words.
const DEFAULTS: &[(&str, &[&str])] = &[
    ("beta", &["beta"]),
    ("chromeless", &[]),
    ("docs", &[EVERY]),
    ("graph-beta", &["beta"]),
    ("graph-preview", &["beta"]),
    ("graph-rest-1.0", &["v1.0"]),
    ("graph-rest-beta", &["beta"]),
    ("graph-v1", &["v1.0"]),
    ("v1", &["v1.0"]),
    ("v1.0", &["v1.0"]),
];

/// Names of zones and monikers, each with its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zones {
    /// Versions by lower-case name.
    names: BTreeMap<String, Vec<String>>,
}

impl Default for Zones {
    fn default() -> Self {
        let owned = |(name, versions): &(&str, &[&str])| {
            ((*name).to_owned(), versions.iter().map(|version| (*version).to_owned()).collect())
        };
        Zones { names: DEFAULTS.iter().map(owned).collect() }
    }
}

/// Returns whether a text is a version, or `*`.
fn is_entry(text: &str) -> bool {
    text == EVERY || super::check::is_version(text)
}

/// Returns the versions of an entry: one, or a list.
fn versions(value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(version) => Some(vec![version]),
        toml::Value::Array(values) => values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// Adds the entries of a file to `zones`.
pub(super) fn read(
    entries: BTreeMap<String, Spanned<toml::Value>>,
    mut zones: Zones,
    problems: &mut Vec<Problem>,
) -> Zones {
    for (name, entry) in entries {
        let range = entry.span();
        let Some(versions) = versions(entry.into_inner()) else {
            let message = format!("`{name}` in `[zones]` is neither a version nor a list of versions");
            let hint = "write one version, `\"v1.0\"`, a list, `[\"v1.0\", \"beta\"]`, or `\"*\"` for every version";
            problems.push(Problem::new(lint::CONFIG_INVALID, range, message).hint(hint));
            continue;
        };
        for version in versions.iter().filter(|version| !is_entry(version)) {
            let message = format!("`{name}` in `[zones]` names `{version}`, which is not a version of an API");
            let hint = "write letters, digits, `.`, `-` and `_`, as in `v1.0`, or `*` for every version";
            problems.push(Problem::new(lint::CONFIG_INVALID, range.clone(), message).hint(hint));
        }
        zones.names.insert(name.to_lowercase(), versions);
    }
    zones
}

impl Zones {
    /// Returns whether a zone for `range` applies to `version`. Names that are not in the table are added to `unknown` and taken to apply
    /// to every version.
    ///
    /// Ranges: `graph-v1`, `a,b`, `graph-rest-1.0 || graph-rest-beta`, `>=graph-rest-1.0`.
    pub(crate) fn admit<'t>(&self, range: &'t str, version: &str, unknown: &mut Vec<&'t str>) -> bool {
        let mut admitted = false;
        for alternative in range.split([',', '|']).filter(|part| !part.trim().is_empty()) {
            admitted |= self.all(alternative, version, unknown);
        }
        admitted
    }

    /// Returns whether the table has the name, but not for `version`.
    pub(crate) fn excludes(&self, name: &str, version: &str) -> bool {
        self.names.get(&name.to_lowercase()).is_some_and(|versions| !compare("", versions, version))
    }

    /// Returns whether all comparisons of one alternative hold: `>=a <b`.
    fn all<'t>(&self, alternative: &'t str, version: &str, unknown: &mut Vec<&'t str>) -> bool {
        let mut rest = alternative.trim();
        let mut holds = true;
        while !rest.is_empty() {
            let operator = &rest[..rest.len() - rest.trim_start_matches(['<', '>', '=', '!']).len()];
            let from = rest[operator.len()..].trim_start();
            let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '=' | '!' | '&'));
            let (name, after) = from.split_at(end.unwrap_or(from.len()));
            rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '&');
            if !name.is_empty() {
                match self.names.get(&name.to_lowercase()) {
                    Some(versions) => holds &= compare(operator, versions, version),
                    None => unknown.push(name),
                }
            }
        }
        holds
    }
}

/// Returns whether `version` is in this relation to one of `versions`.
fn compare(operator: &str, versions: &[String], version: &str) -> bool {
    let test = |declared: &String| {
        let order = if declared == EVERY { Ordering::Equal } else { order(version).cmp(&order(declared)) };
        match operator {
            ">=" => order.is_ge(),
            ">" => order.is_gt(),
            "<=" => order.is_le(),
            "<" => order.is_lt(),
            "!=" | "!" => order.is_ne(),
            _ => order.is_eq(),
        }
    };
    versions.iter().any(test)
}

/// Returns the sort key of a version: numbers in order, then versions with a word instead of a number (`beta`).
fn order(version: &str) -> (bool, Vec<u64>, String) {
    let lower = version.to_lowercase();
    let numbers: Option<Vec<u64>> = lower.trim_start_matches('v').split('.').map(|part| part.parse().ok()).collect();
    match numbers {
        // `v1` and `v1.0` are the same.
        Some(mut numbers) => {
            while numbers.len() > 1 && numbers.last() == Some(&0) {
                numbers.pop();
            }
            (false, numbers, String::new())
        }
        None => (true, Vec::new(), lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(range: &str, version: &str) -> bool {
        let mut unknown = Vec::new();
        let admitted = Zones::default().admit(range, version, &mut unknown);
        assert!(unknown.is_empty(), "{range}: {unknown:?}");
        admitted
    }

    #[test]
    fn ranges_admit_their_versions() {
        for (range, v1, beta) in [
            ("graph-v1", true, false),
            ("Graph-Preview", false, true),
            ("graph-rest-1.0", true, false),
            ("graph-v1, graph-preview", true, true),
            ("graph-rest-1.0 || graph-rest-beta", true, true),
            (">=graph-rest-1.0", true, true),
            (">= graph-rest-1.0 < graph-rest-beta", true, false),
            ("> graph-rest-1.0", false, true),
            ("<graph-rest-beta", true, false),
            ("!= graph-rest-beta", true, false),
            ("docs", true, true),
            ("chromeless", false, false),
        ] {
            assert_eq!((admits(range, "v1.0"), admits(range, "beta")), (v1, beta), "{range}");
        }
    }

    #[test]
    fn unknown_names_apply_to_every_version() {
        let mut unknown = Vec::new();
        assert!(Zones::default().admit("graph-v1 || graph-rest-2.0", "beta", &mut unknown));
        assert_eq!(unknown, ["graph-rest-2.0"]);
    }

    #[test]
    fn versions_are_ordered_by_number() {
        let mut versions = ["beta", "v2.0", "v10.0", "v1.0"];
        versions.sort_by_key(|version| order(version));
        assert_eq!(versions, ["v1.0", "v2.0", "v10.0", "beta"]);
        assert_eq!(order("v1"), order("v1.0"));
    }
}
