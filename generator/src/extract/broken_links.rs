//! Links that are not written as one, so that readers see brackets.
//!
//! In: the texts of a page. Out: the parts that were probably meant as links, as written. Brackets that are no more than brackets, such as
//! `[0](a)`, are not links: a destination has a `/` or an extension, and a label of a reference has a letter.

use crate::diagnostics::Spanned;
use crate::parse::{Page, Run};

use super::links::texts;
use super::pattern::pattern;

pattern! {
    INLINE = r"(\][ \t]*\((?:[^\s()\[\]|]*(?:\.md\b|://|\./)[^\s()\[\]|]*|[/#][\w\-/#]+)\)?)" if "](" | "] " | "]	";
    SWAPPED = r"(\([^()\[\]\n]+\)\[[^\s()\[\]|]*(?:\.md\b|://|\./)[^\s()\[\]|]*\])" if ")[";
    REFERENCE = r"(?:^|[\s(,;])(\[[^\[\]\n]*\p{Alphabetic}[^\[\]\n]*\]\[[^\[\]\n]*\])(?:$|[\s).,;:])" if "][";
}

/// Returns the parts of all texts.
pub(super) fn broken_links(page: &Page) -> Vec<Spanned<String>> {
    let mut out = Vec::new();
    for text in texts(page) {
        let Some(span) = text.span else { continue };
        for run in &text.runs {
            let Run::Plain(plain) = run else { continue };
            let found = [&INLINE, &SWAPPED, &REFERENCE].into_iter().flat_map(|pattern| pattern.captures_iter(plain));
            let parts = found.filter_map(|found| found.get(1));
            out.extend(parts.map(|part| Spanned::new(part.as_str().to_owned(), span)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let page = format!("# a\n\n{text}\n\n[known]: b.md\n");
        let set = crate::load::DocSet::from_pages([("api/a.md", page)]);
        broken_links(&crate::parse::parse(&set, &set.pages[0]).0).into_iter().map(|part| part.value).collect()
    }

    #[test]
    fn what_is_nearly_a_link_is_found() {
        for (text, part) in [
            ("See [b] (b.md).", "] (b.md)"),
            ("See [b](b.md for it.", "](b.md"),
            ("|A|B|\n|:-|:-|\n|a|[b](../c/b.md#d|", "](../c/b.md#d"),
            ("See (b)[b.md].", "(b)[b.md]"),
            ("See [b][nothing].", "[b][nothing]"),
            ("See [b][].", "[b][]"),
        ] {
            assert_eq!(found(text), [part], "{text}");
        }
        for text in [
            "See [b](b.md), [b][known] and [known][].",
            "The value a[0](x) of b[1][2].",
            "See [1] (and b.md).",
            "`[b] (b.md)`",
            "A list [a, b] (or none).",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
