//! `[lints]`: levels that differ from a lint's default.
//!
//! In: the entries of the table. Out: [`LintLevels`], which applies them to diagnostics.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostics::{Diagnostics, Level, Lint, lint};

/// A level in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LintLevel {
    /// Not reported at all.
    Allow,
    /// [`Level::Note`]
    Note,
    /// [`Level::Warning`]
    Warning,
    /// [`Level::Error`]
    Error,
}

/// The levels that the file sets, by lint id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LintLevels {
    levels: BTreeMap<&'static str, LintLevel>,
}

impl LintLevels {
    /// Sets a level; returns whether it was accepted unchanged.
    ///
    /// A lint that is an error by default can go no lower than a warning: something is missing from the output, and users must be told. The
    /// level of `config-invalid` cannot change.
    pub fn set(&mut self, lint: &'static Lint, level: LintLevel) -> bool {
        if lint.id == lint::CONFIG_INVALID.id {
            return level == LintLevel::Error;
        }
        let too_low = lint.level == Level::Error && matches!(level, LintLevel::Allow | LintLevel::Note);
        self.levels.insert(lint.id, if too_low { LintLevel::Warning } else { level });
        !too_low
    }

    /// Gives every diagnostic its level and removes those that are allowed. Without an entry, a lint has its default.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        diagnostics.retain_mut(|diagnostic| {
            let level = match self.levels.get(diagnostic.lint.id) {
                None => return diagnostic.lint.is_on,
                Some(LintLevel::Allow) => return false,
                Some(LintLevel::Note) => Level::Note,
                Some(LintLevel::Warning) => Level::Warning,
                Some(LintLevel::Error) => Level::Error,
            };
            diagnostic.level = level;
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostic;

    #[test]
    fn levels_are_applied_and_errors_stay_visible() {
        let mut levels = LintLevels::default();
        assert!(levels.set(lint::TODO_PLACEHOLDER, LintLevel::Allow));
        assert!(levels.set(lint::NAME_COLLISION, LintLevel::Error));
        assert!(!levels.set(lint::UNREADABLE_FILE, LintLevel::Allow));
        assert!(!levels.set(lint::CONFIG_INVALID, LintLevel::Warning));
        let mut diagnostics = Diagnostics::default();
        for lint in [lint::TODO_PLACEHOLDER, lint::NAME_COLLISION, lint::UNREADABLE_FILE, lint::CONFIG_INVALID] {
            diagnostics.push(Diagnostic::new(lint, None, "x"));
        }
        levels.apply(&mut diagnostics);
        let left: Vec<_> = diagnostics.list().iter().map(|d| (d.lint.id, d.level)).collect();
        assert_eq!(
            left,
            [("name-collision", Level::Error), ("unreadable-file", Level::Warning), ("config-invalid", Level::Error)]
        );
    }

    #[test]
    fn lints_that_are_off_are_reported_if_configured() {
        let found = |levels: &LintLevels| {
            let mut diagnostics = Diagnostics::default();
            diagnostics.push(Diagnostic::new(lint::TABLE_TABS, None, "x"));
            levels.apply(&mut diagnostics);
            diagnostics.list().iter().map(|found| found.level).collect::<Vec<_>>()
        };
        let mut levels = LintLevels::default();
        assert_eq!(found(&levels), []);
        assert!(levels.set(lint::TABLE_TABS, LintLevel::Warning));
        assert_eq!(found(&levels), [Level::Warning]);
    }
}
