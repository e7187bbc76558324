//! Reads `monikerRange` in the front matter, the versions that a whole page is for.
//!
//! In: the front matter and the version to generate. Out: whether the page is for other versions. The value is read in every form that
//! YAML has for it: plain and quoted, folded and literal, lists. If its meaning is uncertain, the page is kept and the range is reported.

use std::collections::BTreeSet;

use super::front_matter::FrontMatter;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::load::DocSet;

/// The key in lower case, without word separators.
const KEY: &str = "monikerrange";

/// Returns whether the page is for other versions only, and diagnostics for a range that cannot be read.
pub(super) fn excludes(set: &DocSet, file: FileId, front: &FrontMatter) -> (bool, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let Some((_, _, at)) = front.entries.iter().find(|(key, ..)| is_key(key)) else { return (false, diagnostics) };
    let text = &set.sources.file(file).text;
    let range = value(text.get(at.start..front.end).unwrap_or_default());
    let span = Span::new(file, at.start, at.end);
    if matches!(range.trim_matches([' ', '|']), "" | "~" | "null" | "Null" | "NULL") {
        return (false, diagnostics);
    }
    if !range.contains(|c: char| c.is_alphanumeric()) || range.split([',', '|']).any(is_unclear) {
        let short: String = range.trim().chars().take(100).collect();
        let message = format!("the `monikerRange` `{short}` cannot be read; the page is read for every version");
        let hint = "write names with `>=`, `<` or `||` between them: `>=graph-rest-1.0 || graph-rest-beta`";
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_ZONE, span, message).hint(hint));
        return (false, diagnostics);
    }
    let mut unknown = Vec::new();
    let admitted = set.zones.admit(&range, &set.version, &mut unknown);
    let mut reported = BTreeSet::new();
    for name in unknown.iter().filter(|name| reported.insert(name.to_lowercase())) {
        let short: String = name.chars().take(100).collect();
        let message = format!("`{short}` is not in `[zones]`");
        let hint = "add the name to `[zones]` of docbindgen.toml; the page is read for every version until then";
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_ZONE, span, message).hint(hint));
    }
    (!admitted && unknown.is_empty(), diagnostics)
}

fn is_key(key: &str) -> bool {
    let letters = key.chars().filter(|c| !matches!(c, '-' | '_' | '"' | '\''));
    letters.map(|c| c.to_ascii_lowercase()).eq(KEY.chars())
}

/// Returns the range at the start of `text`, without quotes and comments. List items become alternatives.
///
/// `text` extends to the end of the front matter.
fn value(text: &str) -> String {
    let mut range = String::new();
    for (number, line) in text.lines().enumerate() {
        let is_continued = line.starts_with([' ', '\t', '#']) || line.trim().is_empty() || item(line).is_some();
        if number > 0 && !is_continued {
            break;
        }
        let line = without_comment(line.trim());
        match item(line) {
            Some(item) if number > 0 => {
                range.push_str(" || ");
                range.push_str(item);
            }
            _ if number == 0 && is_block_indicator(line) => {}
            _ => {
                range.push(' ');
                range.push_str(line);
            }
        }
    }
    range.replace(['"', '\'', '[', ']'], " ")
}

/// Returns the text after the `-` of a list item.
fn item(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('-')?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(rest)
}

fn without_comment(line: &str) -> &str {
    let starts = |at: usize| at == 0 || line[..at].ends_with([' ', '\t']);
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| starts(*at));
    line[..comment.unwrap_or(line.len())].trim_end()
}

/// Returns whether the value is on the lines below: `>`, `|`, `>-`, `|2+`.
fn is_block_indicator(line: &str) -> bool {
    let rest = line.strip_prefix(['>', '|']);
    rest.is_some_and(|rest| rest.len() <= 2 && rest.chars().all(|c| matches!(c, '-' | '+' | '1'..='9')))
}

/// Returns whether an alternative has several names without an operator, or an operator without a name.
fn is_unclear(alternative: &str) -> bool {
    let is_operator = |c: char| matches!(c, '<' | '>' | '=' | '!' | '&');
    let (mut bare, mut compared) = (0, false);
    for word in alternative.split_whitespace() {
        bare += usize::from(!compared && !word.starts_with(is_operator));
        compared = word.ends_with(is_operator);
    }
    bare > 1 || compared
}

#[cfg(test)]
mod tests {
    use crate::load::DocSet;
    use crate::parse::parse;

    /// Returns whether a page with these lines in its front matter is left out for v1.0, and the messages.
    fn read(lines: &str) -> (bool, Vec<String>) {
        let text = format!("---\ntitle: x\n{lines}\nowner: graph-rest-beta\n---\n# X\n\n:::zone-end\n");
        let set = DocSet::from_pages([("resources/x.md", text)]);
        let (page, diagnostics) = parse(&set, &set.pages[0]);
        assert_eq!(page.other_version, page.sections.is_empty() && page.title.is_none(), "{lines}");
        let found = diagnostics.list().iter().filter(|found| found.lint.id != "zone-end");
        (page.other_version, found.map(|found| found.message.clone()).collect())
    }

    #[test]
    fn pages_for_other_versions_are_recognized_in_every_yaml_form() {
        for lines in [
            "monikerRange: graph-rest-beta",
            "monikerRange: \">= graph-rest-beta\"",
            "monikerRange: '>graph-rest-1.0' # not yet in v1.0",
            "monikerRange: > graph-rest-1.0",
            "MonikerRange: graph-rest-beta\r",
            "moniker_range: graph-rest-beta",
            "\"monikerRange\": graph-rest-beta",
            "monikerRange: >-\n  graph-rest-beta ||\n\n  graph-preview",
            "monikerRange: |\n  graph-rest-beta",
            "monikerRange:\n  graph-rest-beta",
            "monikerRange:\n- graph-rest-beta",
            "monikerRange: # which\n# comment\n  - 'graph-rest-beta'\n  - graph-preview",
            "monikerRange: [graph-rest-beta, \"graph-preview\"]",
            "monikerRange: [\n  graph-rest-beta,\n  graph-preview\n  ]",
            "monikerRange: \">=graph-rest-1.0\n  !=graph-rest-1.0\"",
        ] {
            assert_eq!(read(lines), (true, Vec::new()), "{lines}");
        }
    }

    #[test]
    fn pages_for_several_versions_are_kept() {
        for lines in [
            "monikerRange: graph-rest-1.0",
            "monikerRange: >=graph-rest-1.0",
            "monikerRange: graph-rest-beta ||\n  graph-rest-1.0",
            "monikerRange:\n  - graph-rest-beta\n  - graph-rest-1.0",
            "monikerRange: [ graph-rest-1.0 ]",
            "monikerRange:",
            "monikerRange: ''",
            "monikerRange: []",
            "monikerRange: ~",
            "monikerRange: >-",
            "monikerRange: # none",
            "zone_pivot_groups: graph-rest-beta",
        ] {
            assert_eq!(read(lines), (false, Vec::new()), "{lines}");
        }
    }

    #[test]
    fn uncertain_ranges_keep_the_page_and_are_reported() {
        for lines in [
            "monikerRange: graph-rest-9",
            "monikerRange: graph-rest-beta graph-rest-9",
            "monikerRange: [graph-rest-9, graph-rest-beta]",
            "monikerRange: |\n  graph-rest-beta\n  graph-preview",
            "monikerRange: >=",
            "monikerRange: graph-rest-beta >",
            "monikerRange: *beta",
            "monikerRange:\n  - name: graph-rest-beta",
            "monikerRange: \"\\x3e graph-rest-beta\"",
        ] {
            let (left_out, found) = read(lines);
            assert_eq!((left_out, found.len()), (false, 1), "{lines}: {found:?}");
        }
    }
}
