//! Annotations whose `blockType`, or one of whose keys, is misspelt, and misspelt labels and alerts. Readers of examples find nothing in such
//! a fence, and cannot tell that something was meant.
//!
//! In: the outline of a page, and its text. Out: diagnostics. The values that tools know are data: [`BLOCK_TYPES`].

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, lint};
use crate::lint::options::narrowed;
use crate::similar::similar;

use super::Subject;

/// The values of `blockType`.
const BLOCK_TYPES: &[&str] = &["request", "response", "resource", "example", "ignored", "samples", "simulatedResponse"];

/// Reports the annotations of a page.
pub(super) fn check(subject: &Subject<'_>, sources: &Sources, out: &mut Diagnostics) {
    for misspelt in &subject.outline.misspelt_keys {
        let (key, intended) = (&misspelt.written.value, misspelt.intended);
        let span = narrowed(sources, misspelt.written.span, &format!("\"{key}\""));
        let message = format!("`{key}` is not a key of annotations");
        out.push(Diagnostic::new(lint::ANNOTATION_KEY, span, message).hint(format!("write `{intended}`")));
    }
    for misspelt in &subject.outline.misspelt_marks {
        let (mark, intended) = (&misspelt.written.value, misspelt.intended);
        let span = narrowed(sources, misspelt.written.span, mark);
        let is_alert = intended.starts_with('[');
        let message = match is_alert {
            true => format!("`{mark}` is not read as an alert"),
            false => format!("`{mark}` is not the label of the namespace"),
        };
        let hint = if is_alert { format!("write `> {intended}`, in a quote") } else { format!("write `{intended}`") };
        out.push(Diagnostic::new(lint::MISSPELT_MARK, span, message).hint(hint));
    }
    for written in &subject.outline.block_types {
        if BLOCK_TYPES.iter().any(|known| known.eq_ignore_ascii_case(&written.value)) {
            continue;
        }
        // Other tools have values of their own. A quote that is missing makes the next line a part of the value.
        let first =
            written.value.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
        let Some(intended) = similar(first, BLOCK_TYPES.iter().copied()) else { continue };
        let shown: String = written.value.split_whitespace().next().unwrap_or_default().chars().take(40).collect();
        let message = format!("`{shown}` is not a `blockType`");
        let diagnostic = Diagnostic::new(lint::BLOCK_TYPE, written.span, message);
        out.push(diagnostic.hint(format!("write `\"blockType\": \"{intended}\"`")));
    }
}
