//! The licences of the parts of a generated crate.
//!
//! In: the licence and the authors of the pages, from configuration. Out: lines of markdown, for the readme and for `lib.rs`.

use crate::config::{PageText, license_identifiers};

use super::docs;

/// Returns a list: the runtime and the client if they are `embedded`, and the text of pages in comments if its licence or its authors are configured.
pub fn lines(pages: &PageText, embedded: bool) -> Vec<String> {
    let own = "`src/runtime` and `src/client` are copies of docbindgen's runtime and client, under the licence MIT or Apache-2.0, as \
               you prefer. The texts of both are in these folders.";
    let mut lines = if embedded { docs::list_item(own) } else { Vec::new() };
    if pages.descriptions && (pages.license.is_some() || pages.attribution.is_some()) {
        lines.extend(docs::list_item(&text_of_pages(pages)));
    }
    lines
}

fn text_of_pages(pages: &PageText) -> String {
    let mut out =
        "Comments and `src/examples` contain text of the reference pages, which docbindgen shortened and reformatted."
            .to_owned();
    if let Some(attribution) = &pages.attribution {
        out += &format!(" Source: {}.", docs::inline(attribution.trim().trim_end_matches('.')));
    }
    if let Some(license) = &pages.license {
        let texts = license_identifiers(license).into_iter();
        let texts = texts.map(|name| format!("<https://spdx.org/licenses/{name}.html>")).collect::<Vec<_>>().join(", ");
        let texts = if texts.is_empty() { texts } else { format!(", {texts}") };
        out += &format!(" Licence: {}{texts}.", docs::code(license));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(license: Option<&str>, attribution: Option<&str>, descriptions: bool) -> String {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let pages = PageText { license: owned(license), attribution: owned(attribution), descriptions, samples: true };
        lines(&pages, true).join("\n")
    }

    #[test]
    fn licence_and_authors_are_named_while_text_is_included() {
        let text = shown(Some("CC-BY-4.0"), Some("Somebody, https://example.org."), true).replace("\n ", "");
        assert!(text.contains("Source: Somebody, <https://example.org>."), "{text}");
        assert!(text.contains("Licence: `CC-BY-4.0`, <https://spdx.org/licenses/CC-BY-4.0.html>."), "{text}");
        for text in [shown(Some("CC-BY-4.0"), Some("Somebody"), false), shown(None, None, true)] {
            assert!(text.contains("src/runtime") && !text.contains("reference pages"), "{text}");
        }
    }

    #[test]
    fn an_attribution_is_only_text() {
        let text = shown(None, Some("a\n\n# b\n```rust\nfn c() {}\n```\n<script> [x](y) */"), true);
        assert!(text.lines().all(|line| line.starts_with("* ") || line.starts_with("  ")), "{text}");
        assert!(text.contains("\\`\\`\\`rust") && text.contains("\\<script\\> \\[x\\](y) \\*/"), "{text}");
    }
}
