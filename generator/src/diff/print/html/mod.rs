//! A comparison as one page of HTML: a table that can be filtered, with the lines of both sides.
//!
//! In: [`Report`]. Out: a document without external resources. Everything from pages is escaped, and a content security policy permits only
//! the script and the style of this module. Without the script the whole table is shown.

mod excerpt;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::pages::Pages;
use super::{Group, Report, labels, reason, values};
use crate::diagnostics::clean;
use crate::diff::change::{Class, RustLevel, WireLevel};
use excerpt::{excerpt, word_difference};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// SHA-256 of the style and of the script, in base64.
const STYLE_HASH: &str = "tOPtODsA997s7/HfuVfRu5DBKRjIJtAmGPOIXQXrkxI=";
const SCRIPT_HASH: &str = "uw0+C7uAyZ2aehgVOrXyGSGYvUBh+41q59BcU4uM6+U=";

/// Returns the report as a page of HTML.
#[must_use]
pub fn html(report: &Report) -> String {
    let mut out = String::new();
    head(report, &mut out);
    if !report.changes.is_empty() {
        form(report, &mut out);
        table(report, &mut out);
    }
    let _ = write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

fn head(report: &Report, out: &mut String) {
    let (old, new) = (escape(&report.old.label), escape(&report.new.label));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; \
         script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>API changes: {old} to {new}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>API changes</h1>\n<p><code>{old}</code> ({}) → <code>{new}</code> ({})</p>\n",
        escape(report.old.edition.version()),
        escape(report.new.edition.version()),
    );
    if report.changes.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&report.no_changes()));
        return;
    }
    let [wire, class] = report.counts();
    let _ = write!(
        out,
        "<p>Next version of the bindings: <strong>{}</strong></p>\n<p class=\"quiet\">{}: {wire}; {class}</p>\n",
        report.next_version(),
        report.how_many(),
    );
    for side in [report.old, report.new] {
        if side.unreadable > 0 {
            let _ = writeln!(
                out,
                "<p class=\"warning\">{} of <code>{}</code> could not be read; what they document counts as missing.</p>",
                crate::pipeline::count(side.unreadable, "page"),
                escape(&side.label),
            );
        }
    }
}

/// The controls, which the script shows.
fn form(report: &Report, out: &mut String) {
    out.push_str(
        "<form role=\"search\" hidden>\n<label class=\"field\">Search<input type=\"search\" name=\"search\"></label>\n",
    );
    let kinds: BTreeSet<&str> = report.changes.iter().map(|change| change.kind.id).collect();
    out.push_str("<label class=\"field\">Kind<select name=\"kind\"><option value=\"\">all kinds</option>");
    for kind in kinds {
        let _ = write!(out, "<option>{kind}</option>");
    }
    out.push_str("</select></label>\n");
    boxes("On the wire", "wire", WireLevel::ALL.iter().rev().map(|level| (level.name(), report.of_wire(*level))), out);
    boxes("In Rust", "rust", RustLevel::ALL.iter().rev().map(|level| (level.name(), report.of_rust(*level))), out);
    boxes("Class", "class", Class::ALL.iter().map(|class| (class.name(), report.of_class(*class))), out);
    out.push_str(
        "<button type=\"reset\">Show all</button>\n<button type=\"button\" id=\"open\">Open all</button>\n\
         <button type=\"button\" id=\"close\">Close all</button>\n</form>\n",
    );
}

fn boxes(legend: &str, name: &str, options: impl Iterator<Item = (&'static str, usize)>, out: &mut String) {
    let _ = write!(out, "<fieldset><legend>{legend}</legend>");
    for (option, count) in options.filter(|(_, count)| *count > 0) {
        let _ = write!(
            out,
            "<label><input type=\"checkbox\" name=\"{name}\" value=\"{option}\" checked>{option} <span class=\"quiet\">{count}</span></label>"
        );
    }
    out.push_str("</fieldset>\n");
}

fn table(report: &Report, out: &mut String) {
    let _ = write!(
        out,
        "<table id=\"changes\">\n<caption id=\"count\" aria-live=\"polite\">{}</caption>\n<thead><tr>\
         <th scope=\"col\" data-sort=\"subject\">Change</th><th scope=\"col\" class=\"wire\" data-sort=\"wire\">On the wire</th>\
         <th scope=\"col\" class=\"rust\" data-sort=\"rust\">In Rust</th><th scope=\"col\" class=\"class\" data-sort=\"class\">Class</th>\
         </tr></thead>\n<tbody>\n",
        report.how_many(),
    );
    let pages = [Pages::of(report.old), Pages::of(report.new)];
    for group in &report.groups {
        row(group, &pages, out);
    }
    out.push_str("</tbody>\n</table>\n");
}

fn row(group: &Group<'_>, pages: &[Pages; 2], out: &mut String) {
    let change = group.change;
    let more = group.more().map_or_else(String::new, |more| format!(" {more}:"));
    let subject = escape(&change.subject.to_string());
    let (wire, rust, class) = (change.wire.name(), change.rust.name(), change.class.name());
    let _ = write!(
        out,
        "<tr data-count=\"{}\" data-kind=\"{}\" data-wire=\"{wire}\" data-rust=\"{rust}\" data-class=\"{class}\" data-subject=\"{subject}\" \
         data-wire-order=\"{}\" data-rust-order=\"{}\" data-class-order=\"{}\">\n<td><details><summary><code>{subject}</code>{more} {}</summary>\n",
        group.count(),
        change.kind.id,
        change.wire as u8,
        change.rust as u8,
        change.class as u8,
        escape(change.kind.summary),
    );
    body(group, pages, out);
    let colour_of_wire = match change.wire {
        WireLevel::BreakingForCallers => "bad",
        WireLevel::BreakingForSenders => "warn",
        WireLevel::Compatible => "good",
        WireLevel::Documentation => "none",
    };
    let colour_of_rust = match change.rust {
        RustLevel::Major => "bad",
        RustLevel::Minor => "good",
        RustLevel::None => "none",
    };
    let _ = write!(
        out,
        "</details></td>\n<td><span class=\"badge {colour_of_wire}\">{wire}</span></td>\
         <td><span class=\"badge {colour_of_rust}\">{rust}</span></td><td>{class}</td>\n</tr>\n"
    );
}

/// What a row shows when it is open.
fn body(group: &Group<'_>, pages: &[Pages; 2], out: &mut String) {
    let change = group.change;
    let _ = write!(out, "<div class=\"body\">\n<p>{}</p>\n<dl>", escape(change.kind.explanation));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = word_difference(before, after);
            let _ = write!(out, "<dt>before</dt><dd>{before}</dd><dt>after</dt><dd>{after}</dd>");
        }
        _ => {
            for (label, value) in values(change) {
                let _ = write!(out, "<dt>{label}</dt><dd>{}</dd>", escape(value));
            }
        }
    }
    for request in group.requests() {
        let _ = write!(out, "<dt>also</dt><dd><code>{}</code></dd>", escape(request));
    }
    for evidence in &change.evidence {
        let _ = write!(out, "<dt>evidence</dt><dd>{}</dd>", escape(&reason(evidence, pages)));
    }
    let _ = write!(out, "<dt>kind</dt><dd><code>{}</code></dd></dl>\n<div class=\"sides\">", change.kind.id);
    let spans = [&change.old_span, &change.new_span];
    for ((label, location), pages) in labels(change).into_iter().zip(spans).zip(pages) {
        if let Some(location) = location {
            let place = escape(&pages.place(location));
            let lines = pages.range(location).map(|(file, range)| excerpt(file, range)).unwrap_or_default();
            let _ = write!(out, "<figure><figcaption>{label} <code>{place}</code></figcaption>{lines}</figure>");
        }
    }
    out.push_str("</div>\n</div>");
}

/// Returns a text in which nothing is markup, and without control characters.
fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_permits_the_script_and_the_style() {
        for (text, hash, name) in [(STYLE, STYLE_HASH, "STYLE_HASH"), (SCRIPT, SCRIPT_HASH, "SCRIPT_HASH")] {
            let text = text.replace("\r\n", "\n");
            let actual = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
            assert_eq!(hash, actual, "set {name}");
            assert!(!text.contains("</"), "the text would end its element");
        }
    }

    #[test]
    fn texts_of_pages_are_escaped() {
        assert_eq!(escape("<a b=\"c\">&'\u{1b}\u{202e}"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;␛\u{fffd}");
    }
}
