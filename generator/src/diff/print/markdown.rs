//! A comparison as markdown for a pull request: the summary first, the changes folded.
//!
//! In: [`Report`]. Out: GitHub-flavoured markdown of at most [`MAX_COMMENT`] bytes. Texts of pages are in code spans, where they can be
//! neither markup nor mentions.

use super::pages::Pages;
use super::{Group, Report, place_of, values};
use crate::diagnostics::clean;
use crate::diff::change::{Bump, Change, RustLevel, WireLevel};
use crate::export::json::form::Location;
use crate::formats::shell::word;
use crate::pipeline::count;

/// The size of a comment on GitHub, in characters. It is counted in bytes, which are never fewer.
const LIMIT: usize = 65_536;
/// The size of the markdown. The rest of a comment is for a marker, which tells it from other comments.
pub const MAX_COMMENT: usize = LIMIT - 100;

/// Space that is kept for the note about what was left out, besides the command.
const RESERVE: usize = 300;
/// A longer command is not shown.
const MAX_COMMAND: usize = 4_000;
/// Space for the last item of a section, which counts the rest.
const MORE: usize = 60;
/// Maximum number of characters of a value, which may be a description.
const MAX_VALUE: usize = 160;

/// Sections of the details: title, and whether a change belongs there. The first one that fits counts.
type Section = (&'static str, fn(&Change) -> bool);
const SECTIONS: [Section; 5] = [
    ("breaking for callers", |change| change.wire == WireLevel::BreakingForCallers),
    ("breaking for senders", |change| change.wire == WireLevel::BreakingForSenders),
    ("major in Rust only", |change| change.rust == RustLevel::Major),
    ("compatible", |change| change.wire == WireLevel::Compatible),
    ("documentation only", |_| true),
];

/// Returns the report as markdown. `options` are those of the command that chose the changes, each as one word of a command line.
#[must_use]
pub fn markdown(report: &Report, options: &[String]) -> String {
    let mut out = head(report);
    let pages = [Pages::of(report.old), Pages::of(report.new)];
    let mut sections: Vec<Vec<&Group<'_>>> = vec![Vec::new(); SECTIONS.len()];
    for group in &report.groups {
        if let Some(index) = SECTIONS.iter().position(|(_, belongs)| belongs(group.change)) {
            sections[index].push(group);
        }
    }
    let command = command(report, options);
    let reserve = RESERVE + command.len();
    let mut left_out = 0;
    let mut waiting = sections.iter().filter(|groups| !groups.is_empty()).count();
    for ((title, _), groups) in SECTIONS.iter().zip(&sections).filter(|(_, groups)| !groups.is_empty()) {
        // Each section gets an equal share of the space that is left.
        let space = MAX_COMMENT.saturating_sub(out.len() + reserve) / waiting.max(1);
        left_out += section(title, groups, &pages, space, &mut out);
        waiting -= 1;
    }
    if left_out > 0 {
        out += &format!(
            "\n{} left out, because a comment has at most {LIMIT} characters. To see all of them{command}",
            count(left_out, "change"),
        );
    }
    out
}

/// Returns the end of the sentence about changes that were left out: what to do.
fn command(report: &Report, options: &[String]) -> String {
    let sides = [&report.old.label, &report.new.label].map(|label| label.as_str());
    let words = sides.into_iter().chain(options.iter().map(String::as_str)).map(argument);
    let command = format!("docbindgen diff {} --limit=0", words.collect::<Vec<_>>().join(" "));
    if command.len() > MAX_COMMAND {
        return ", run `docbindgen diff` with the same options and `--format=text --limit=0`.\n".to_owned();
    }
    format!(":\n\n```sh\n{command}\n```\n")
}

/// The part that is not folded.
fn head(report: &Report) -> String {
    let mut out = format!("### API changes: {}\n\n", headline(report));
    if report.changes.is_empty() {
        return out + &inline(&report.no_changes()) + "\n";
    }
    out += &format!("{} → {}\n\n", code(&report.old.label), code(&report.new.label));
    out += "| on the wire | major in Rust | minor | none |\n|:--|--:|--:|--:|\n";
    for level in WireLevel::ALL.iter().rev() {
        let of = |rust| report.changes.iter().filter(|change| change.wire == *level && change.rust == rust).count();
        let cells = RustLevel::ALL.iter().rev().map(|rust| match of(*rust) {
            0 => String::new(),
            n => n.to_string(),
        });
        let cells: Vec<String> = cells.collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            out += &format!("| {} | {} |\n", level.name(), cells.join(" | "));
        }
    }
    let [_, class] = report.counts();
    out += &format!("\n{}: {class}.\n", report.how_many());
    for side in [report.old, report.new] {
        if side.unreadable > 0 {
            let pages = count(side.unreadable, "page");
            out += &format!(
                "\n> {pages} of {} could not be read; what they document counts as missing.\n",
                code(&side.label)
            );
        }
    }
    out
}

fn headline(report: &Report) -> String {
    match report.bump {
        None => "none".to_owned(),
        Some(Bump::Patch) => "the bindings stay the same, **patch** version".to_owned(),
        Some(bump) => format!("the bindings need a **{}** version", bump.name()),
    }
}

/// Appends the folded list of changes as far as it fits into `space` bytes, and returns how many do not.
fn section(title: &str, groups: &[&Group<'_>], pages: &[Pages; 2], space: usize, out: &mut String) -> usize {
    let total: usize = groups.iter().map(|group| group.count()).sum();
    let mut list = format!("\n<details>\n<summary>{}: {title}</summary>\n\n", count(total, "change"));
    let close = "\n</details>\n";
    let mut printed = 0;
    for group in groups {
        let item = item(group, pages);
        if list.len() + item.len() + close.len() + MORE > space {
            break;
        }
        list += &item;
        printed += group.count();
    }
    let left_out = total - printed;
    if left_out > 0 {
        list += &format!("- and {}\n", count(left_out, "more change"));
    }
    *out += &(list + close);
    left_out
}

fn item(group: &Group<'_>, pages: &[Pages; 2]) -> String {
    let change = group.change;
    let more = group.more().map_or_else(String::new, |more| format!(" {more}"));
    let mut out = format!("- {}{more}: {}", code(&change.subject.to_string()), escape(change.kind.summary));
    let values: Vec<String> =
        values(change).into_iter().map(|(label, value)| format!("{label} {}", code(value))).collect();
    if !values.is_empty() {
        out += &format!(" ({})", values.join(", "));
    }
    out += &format!("<br>{}", change.class.name());
    if change.rust != RustLevel::None {
        out += &format!(", {} in Rust", change.rust.name());
    }
    for evidence in &change.evidence {
        out += &format!("; {}", inline(&evidence.text));
        if let Some(place) = place_of(evidence, pages) {
            out += &format!(" ({})", code(&place));
        }
    }
    // The sides are named in the head.
    let place = |location: &Location| code(&format!("{}:{}", location.file, location.line));
    let places: Vec<String> = [&change.old_span, &change.new_span].into_iter().flatten().map(place).collect();
    if !places.is_empty() {
        out += &format!("<br>{}", places.join(" → "));
    }
    out + "\n"
}

/// Returns a text of a page as a code span.
fn code(text: &str) -> String {
    let text = clean(text);
    let text = match text.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.trim() {
        "" => "(empty)".to_owned(),
        // A space keeps a backquote at either end apart from the fence; markdown removes it.
        trimmed if trimmed.starts_with('`') || trimmed.ends_with('`') => format!("{fence} {trimmed} {fence}"),
        trimmed => format!("{fence}{trimmed}{fence}"),
    }
}

/// Returns a sentence of docbindgen, whose names are in backquotes, with the names as code spans.
fn inline(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = escape(&clean(parts.next().unwrap_or_default()));
    while let Some(name) = parts.next() {
        match parts.next() {
            Some(after) => out += &(code(name) + &escape(&clean(after))),
            None => out += &escape(&clean(name)),
        }
    }
    out
}

/// Returns a text in which nothing is markup, an address or a mention.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // GitHub finds mentions and references in the rendered text; the comment separates them.
            '@' | '#' => {
                out.push(c);
                out.push_str("<!-- -->");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")
}

/// Returns a label or an option as a word in a code block.
fn argument(label: &str) -> String {
    word(&clean(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_pages_are_not_markup() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`a` ``b``", "``` `a` ``b`` ```"),
            ("@all </details>\n# x", "`@all </details> # x`"),
            (" \n ", "(empty)"),
        ] {
            assert_eq!(code(text), expected);
        }
        assert!(code(&"x".repeat(1000)).ends_with("…`"));
        assert_eq!(inline("a <b> `c` d"), "a &lt;b&gt; `c` d");
        assert_eq!(inline("@you, `x"), "@<!-- -->you, x");
        assert_eq!(escape("https://x *a* #1"), "https:<!-- -->//x \\*a\\* #<!-- -->1");
    }
}
