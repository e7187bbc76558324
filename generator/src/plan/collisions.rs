//! Reports names that had to change because they were taken.
//!
//! In: the collisions that scopes return while names are assigned. Out: a diagnostic for each, with both spans.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

use super::names::Collision;

/// The collisions so far.
#[derive(Debug, Default)]
pub struct Collisions(Diagnostics);

impl Collisions {
    /// Records the collision, if any, of `what`, which is declared at `span`.
    pub fn note(&mut self, collision: Option<Collision>, span: Span, what: &str) {
        let Some(Collision { wanted, got, first }) = collision else { return };
        let message = format!("the name `{wanted}` for `{what}` is taken; `{got}` is used instead");
        let diagnostic = Diagnostic::new(lint::NAME_COLLISION, span, message);
        self.0.push(match first {
            Some(first) => diagnostic
                .related(first, "first used here")
                .hint("rename one of the two in docbindgen.toml if that reads badly"),
            None => diagnostic.hint("the generated code uses this name; set another name in docbindgen.toml"),
        });
    }

    /// Adds the collisions of `others`.
    pub fn extend(&mut self, others: Collisions) {
        self.0.extend(others.0);
    }

    /// Returns a diagnostic for each collision.
    #[must_use]
    pub fn report(self) -> Diagnostics {
        self.0
    }
}
