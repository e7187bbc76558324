//! Front matter: keys that pages of a kind need, and the declared kind of a page.
//!
//! In: the outline of a page, and the keys that the other pages have. Out: diagnostics. The values of `doc_type` are data:
//! [`PAGE_TYPES`].

use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, lint};
use crate::parse::Folder;

use super::conventions::Conventions;
use super::known::Reported;
use super::{PageKind, Subject};

/// The values of `doc_type`, and the pages that have them. Pages of the last kind have no facts.
const PAGE_TYPES: &[(&str, Option<PageKind>)] = &[
    ("apiPageType", Some(PageKind::Requests)),
    ("resourcePageType", Some(PageKind::Type)),
    ("enumPageType", Some(PageKind::Enum)),
    ("conceptualPageType", None),
];

/// Reports the front matter of a page.
pub(super) fn check(subject: &Subject<'_>, conventions: &Conventions, reported: &Reported, out: &mut Diagnostics) {
    if let Some(kind) = subject.kind.filter(|_| !reported.has_unread_front_matter(subject.page.file)) {
        keys(subject, kind, conventions, out);
    }
    if let Some(doc_type) = &subject.outline.doc_type {
        page_type(subject, doc_type, out);
    }
}

/// Reports the keys that nearly all pages of this kind have, and this one has not.
fn keys(subject: &Subject<'_>, kind: PageKind, conventions: &Conventions, out: &mut Diagnostics) {
    let own = &subject.outline.keys;
    let missing: Vec<&String> = conventions.keys(kind).iter().filter(|key| !own.contains_key(*key)).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
    let message = match subject.outline.front_matter {
        Some(_) => format!("the front matter lacks {}", names.join(", ")),
        None => format!("the page has no front matter with {}", names.join(", ")),
    };
    let lines = missing.iter().map(|key| match conventions.value(kind, key) {
        Some(value) => format!("`{key}: {}`", value.chars().take(60).collect::<String>()),
        None => format!("`{key}` with a value of its own"),
    });
    let hint = format!("add {}, as on most pages of this kind", lines.collect::<Vec<_>>().join(", "));
    let span = subject.outline.front_matter.unwrap_or_else(|| subject.span());
    let diagnostic = Diagnostic::new(lint::FRONT_MATTER_KEY, span, message);
    out.push(diagnostic.hint(hint));
}

/// Reports a `doc_type` that is misspelt, or that of other pages.
fn page_type(subject: &Subject<'_>, doc_type: &Spanned<String>, out: &mut Diagnostics) {
    let written = doc_type.value.trim();
    let own = subject.kind.and_then(|kind| PAGE_TYPES.iter().find(|(_, known)| *known == Some(kind)));
    let known = PAGE_TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(written));
    let shown: String = written.chars().take(60).collect();
    let (message, right) = match (known, own) {
        (None, _) => {
            let Some(intended) = intended(written) else { return };
            (format!("`{shown}` is not a type of page"), own.map_or(intended, |own| own.0))
        }
        (Some((_, declared)), Some((right, _))) if is_other(subject, *declared) => {
            (format!("`{shown}` is not the kind of this page"), *right)
        }
        _ => return,
    };
    let diagnostic = Diagnostic::new(lint::PAGE_TYPE, doc_type.span, message);
    out.push(diagnostic.hint(format!("write `{right}`")));
}

/// Returns whether the declared kind contradicts what the page describes. Pages may describe more than one kind of thing.
fn is_other(subject: &Subject<'_>, declared: Option<PageKind>) -> bool {
    let page = subject.page;
    match declared {
        Some(PageKind::Requests) => page.operation.is_none(),
        Some(PageKind::Type) => page.resources.is_empty() && (page.enums.is_empty() || page.operation.is_some()),
        Some(PageKind::Enum) => page.enums.is_empty(),
        // An overview may have requests, and describe a type in passing.
        None => subject.outline.folder == Folder::Api && page.operation.is_some(),
    }
}

/// Returns the type of page that a misspelt value probably means.
fn intended(written: &str) -> Option<&'static str> {
    const MAX_LENGTH: usize = 40;
    let lower = written.to_lowercase();
    let near = PAGE_TYPES.iter().filter(|_| lower.len() <= MAX_LENGTH).filter_map(|(known, _)| {
        let distance = strsim::damerau_levenshtein(&lower, &known.to_lowercase());
        (distance <= known.len() / 4).then_some((distance, *known))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::intended;

    #[test]
    fn misspelt_types_are_recognized() {
        assert_eq!(intended("resourcePageType_"), Some("resourcePageType"));
        assert_eq!(intended("apiPagetpye"), Some("apiPageType"));
        assert_eq!(intended("toolkitPage"), None);
    }
}
