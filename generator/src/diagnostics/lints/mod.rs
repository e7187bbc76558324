//! The table of all lints: a lint is data.
//!
//! In: nothing. Out: [`Lint::all`], and one constant for each lint, in the file of the stage that reports it. Each lint about a page has a
//! pair of pages in `generator/lints/<id>/`: `bad.md` draws the lint, `good.md` does not. A test checks both.

use super::Level;
use crate::similar::similar;

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Lint {
    /// Its name: lower-case words joined by `-`. It is stable and used in configuration.
    pub id: &'static str,
    /// The default level, or the level of a lint that is off by default once it is turned on.
    pub level: Level,
    /// Whether the lint is reported by default.
    pub is_on: bool,
    /// What is wrong, in one line.
    pub summary: &'static str,
    /// Why it matters and what to do.
    pub help: &'static str,
}

/// Declares lints: `NAME "id" Level "summary" "help"`, and `ALL` with all of them in that order. The level of a lint that is off by default
/// is `Allow`.
macro_rules! lints {
    (@level Allow) => { Level::Note };
    (@level $level:ident) => { Level::$level };
    (@is_on Allow) => { false };
    (@is_on $level:ident) => { true };
    ($($name:ident $id:literal $level:ident $summary:literal $help:literal)*) => {
        use super::super::Level;
        use super::Lint;
        $(#[doc = $summary] pub const $name: &Lint = &Lint {
            id: $id, level: lints!(@level $level), is_on: lints!(@is_on $level), summary: $summary, help: $help,
        };)*
        pub(super) const ALL: &[&Lint] = &[$($name),*];
    };
}

pub mod areas;
pub mod config;
pub mod extract;
pub mod load;
pub mod names;
pub mod pages;
pub mod parse;
pub mod plan;
pub mod resolve;
pub mod samples;

impl Lint {
    /// Returns every lint, by stage.
    pub fn all() -> impl Iterator<Item = &'static Lint> {
        [
            config::ALL,
            load::ALL,
            parse::ALL,
            extract::ALL,
            pages::ALL,
            resolve::ALL,
            names::ALL,
            areas::ALL,
            plan::ALL,
            samples::ALL,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// Returns the default level as configuration spells it.
    #[must_use]
    pub fn default_level(&self) -> &'static str {
        if self.is_on { self.level.name() } else { "allow" }
    }

    /// Returns the lint with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Lint> {
        Lint::all().find(|l| l.id == id)
    }

    /// Returns the lint whose id is most similar to `id`, if any is similar.
    #[must_use]
    pub fn similar(id: &str) -> Option<&'static Lint> {
        similar(id, Lint::all().map(|lint| lint.id)).and_then(Lint::find)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut seen = std::collections::BTreeSet::new();
        for lint in Lint::all() {
            assert!(seen.insert(lint.id), "{} twice", lint.id);
            assert!(lint.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", lint.id);
            assert!(!lint.summary.ends_with('.') && lint.help.ends_with('.'), "{}", lint.id);
        }
    }

    #[test]
    fn misspelt_ids_are_found() {
        assert_eq!(Lint::similar("TODO_placeholders").map(|l| l.id), Some("todo-placeholder"));
        assert_eq!(Lint::similar("nothing like it"), None);
    }
}
