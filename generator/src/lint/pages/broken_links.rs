//! Links that readers see as brackets, and rows of methods that name and link to nothing.
//!
//! In: the outline of a page, and its text. Out: a diagnostic for each. What is escaped is meant as text.

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, lint};
use crate::lint::options::narrowed;

use super::Subject;

/// Reports the links of a page.
pub(super) fn check(subject: &Subject<'_>, sources: &Sources, out: &mut Diagnostics) {
    for row in &subject.outline.unnamed_methods {
        let diagnostic = Diagnostic::new(lint::UNNAMED_METHOD, *row, "this row of methods has no name");
        out.push(diagnostic.hint("write a link to the page of the method in the first cell, or remove the row"));
    }
    for part in &subject.outline.broken_links {
        let span = narrowed(sources, part.span, &part.value);
        let text = &sources.file(span.file).text;
        let is_as_written = text.get(span.start..span.end) == Some(&part.value);
        if !is_as_written || text.get(..span.start).is_some_and(|before| before.ends_with('\\')) {
            continue;
        }
        let is_reference = part.value.starts_with('[');
        let (message, hint) = if is_reference {
            (
                format!("the link `{}` has no destination", part.value),
                "define the label: `[label]: path`, or write `[text](path)`",
            )
        } else {
            (
                format!("`{}` is not a link", part.value),
                "write `[text](path)`: close both brackets, without a blank between them",
            )
        };
        out.push(Diagnostic::new(lint::BROKEN_LINK, span, message).hint(hint));
    }
}
