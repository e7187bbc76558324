//! Types without properties, and the text that confirms it.
//!
//! In: a page, or one of its sections. Out: whether the text confirms that there are no properties, and a diagnostic if it does not.

use crate::diagnostics::lint;
use crate::parse::Block;

use super::context::{Context, paragraphs};
use super::naming::PageName;
use super::pattern::pattern;

pattern! {
    NONE = r"(?i)^\W*(?:none|nothing|n/?a|not applicable)\W*$|^\W*no properties\b|^\W*none[.;,]|\b(?:has|have|contains?|defines?|exposes?|there are|adds?) no (?:\w+ ){0,3}properties\b|\b(?:does not|doesn[’']t|do not|don[’']t) (?:have|contain|define|expose|add|declare) (?:any )?(?:\w+ ){0,2}(?:properties|property)\b|\bno (?:additional |own |other )?properties (?:are|is|beyond|other)\b";
}

/// Reports a type without properties, unless one of its tables was already reported as unread.
pub(super) fn report_empty(cx: &mut Context<'_>, page: &PageName, name: &str) {
    let of_tables = [lint::UNREAD_TABLE.id, lint::ROW_WITHOUT_NAME.id];
    let reported = cx.diagnostics.list().iter().any(|found| of_tables.contains(&found.lint.id));
    if let Some(span) = page.span.filter(|_| !reported) {
        let message = format!("no property of `{name}` could be read");
        let hint = "add a table of names and types below the heading `Properties`, or write `None` there";
        cx.warn(lint::EMPTY_TYPE, span, message, hint);
    }
}

/// Returns whether a section declares that there are no properties.
pub(super) fn says_none(blocks: &[Block]) -> bool {
    let texts = paragraphs(blocks);
    texts.iter().any(|text| NONE.is_match(text.plain().trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_mean_that_nothing_is_sent() {
        for text in [
            "None",
            "None.",
            "N/A",
            "No properties.",
            "This resource type has no properties.",
            "The depot doesn't have any properties.",
            "There are no documented properties.",
        ] {
            assert!(NONE.is_match(text), "{text}");
        }
        for text in ["The properties are those of a depot.", "None of these can be changed.", "It has a name."] {
            assert!(!NONE.is_match(text), "{text}");
        }
    }
}
