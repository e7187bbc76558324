//! The label of the namespace, and alerts, that are nearly written as such.
//!
//! In: a page. Out: the misspelt words, with what was probably meant. Readers see a misspelt label, or an alert outside of a quote, as text.

use crate::diagnostics::Spanned;
use crate::parse::{Block, Page, Text};
use crate::similar::similar;

use super::context::items;
use super::facts::Misspelt;
use super::pattern::pattern;

pattern! {
    LABEL = r"^\s*(\w{7,12}\s*[:;=]?)\s*[a-z]\w*(?:\.\w+)+\s*$";
    ALERT = r"^\s*(\[!\s*(\w{2,12})\s*\])";
}

/// The label of the namespace.
const NAMESPACE: &str = "Namespace:";

/// The alerts of the docs platform.
const ALERTS: [(&str, &str); 5] = [
    ("note", "[!NOTE]"),
    ("tip", "[!TIP]"),
    ("important", "[!IMPORTANT]"),
    ("warning", "[!WARNING]"),
    ("caution", "[!CAUTION]"),
];

/// Returns the misspelt labels and alerts of a page.
pub(super) fn misspelt_marks(page: &Page) -> Vec<Misspelt> {
    let first = page.sections.first().map_or(&[][..], |section| &section.blocks);
    let of_intro = first.iter().filter_map(|block| match block {
        Block::Paragraph(text) => misspelt(text, label),
        _ => None,
    });
    let all = page.sections.iter().flat_map(|section| items(&section.blocks));
    let alerts = all.filter_map(|item| match item.block {
        Block::Paragraph(text) => misspelt(text, |text| alert(text, item.quoted)),
        _ => None,
    });
    of_intro.chain(alerts).collect()
}

fn misspelt(text: &Text, find: impl Fn(&str) -> Option<(String, &'static str)>) -> Option<Misspelt> {
    let (written, intended) = find(&text.plain())?;
    Some(Misspelt { written: Spanned::new(written, text.span?), intended })
}

/// Returns the label before a qualified name, if it is a misspelling of [`NAMESPACE`].
fn label(text: &str) -> Option<(String, &'static str)> {
    let written = LABEL.captures(text)?.get(1)?.as_str();
    let word = written.trim_end_matches([':', ';', '=', ' ']);
    let is_right = word.eq_ignore_ascii_case("namespace") && written.ends_with(':');
    (!is_right && similar(word, ["namespace"]).is_some()).then(|| (written.to_owned(), NAMESPACE))
}

/// Returns the alert that a text begins with, if it is misspelt or not in a quote.
fn alert(text: &str, is_quoted: bool) -> Option<(String, &'static str)> {
    let found = ALERT.captures(text)?;
    let (written, word) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let meant = similar(word, ALERTS.map(|(word, _)| word))?;
    let intended = ALERTS.iter().find(|(word, _)| *word == meant)?.1;
    let is_right = is_quoted && written.eq_ignore_ascii_case(intended);
    (!is_right).then(|| (written.to_owned(), intended))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_found() {
        for (text, meant) in [
            ("Namespce: sample.shop", Some("Namespace:")),
            ("Namespace sample.shop", Some("Namespace:")),
            ("Namesapce; sample.shop", Some("Namespace:")),
            ("Namespace: sample.shop", None),
            ("namespace : sample.shop", None),
            ("Example: sample.shop", None),
            ("Namespce: a shop", None),
        ] {
            assert_eq!(label(text).map(|(_, meant)| meant), meant, "{text}");
        }
        for (text, is_quoted, meant) in [
            ("[!NOET] Careful.", true, Some("[!NOTE]")),
            ("[! IMPORTANT ] Careful.", true, Some("[!IMPORTANT]")),
            ("[!WARNIG]", true, Some("[!WARNING]")),
            ("[!NOTE] Careful.", false, Some("[!NOTE]")),
            ("[!Note] Careful.", true, None),
            ("[!VIDEO https://example.com]", true, None),
            ("[!div]", true, None),
            ("A [!NOET].", true, None),
        ] {
            assert_eq!(alert(text, is_quoted).map(|(_, meant)| meant), meant, "{text}");
        }
    }
}
