//! A comparison as text for people, with the lines of both sides.
//!
//! In: [`Report`]. Out: for each change a block in the style of rustc; at the end the counts.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::pages::Pages;
use super::{Group as Changes, Report, labels, reason, values};
use crate::diagnostics::{clean_message, excerpt};
use crate::diff::change::{RustLevel, Severity};
use crate::export::json::form::Location;
use crate::pipeline::{count, grouped};

/// Returns the report as text: of each kind at most `limit` changes, all of them for 0.
#[must_use]
pub fn text(report: &Report, coloured: bool, limit: usize) -> String {
    if report.changes.is_empty() {
        return report.no_changes() + "\n";
    }
    let printer = Printer {
        pages: [Pages::of(report.old), Pages::of(report.new)],
        renderer: if coloured { Renderer::styled() } else { Renderer::plain() },
    };
    let mut out = String::new();
    let mut printed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left_out = 0;
    for group in &report.groups {
        let so_far = printed.entry(group.change.kind.id).or_default();
        *so_far += 1;
        if limit > 0 && *so_far > limit {
            left_out += group.count();
            continue;
        }
        out += &printer.group(group);
        out += "\n\n";
    }
    if left_out > 0 {
        out += &format!("{} not shown; `--limit 0` shows all\n\n", count(left_out, "more change"));
    }
    out + &summary(report)
}

/// The last lines: what a reader needs who reads nothing else.
fn summary(report: &Report) -> String {
    let [wire, class] = report.counts();
    let rust = |level| grouped(report.of_rust(level));
    format!(
        "{}: {wire}\n{} major, {} minor and {} without effect in Rust; {class}\nnext version of the bindings: {}\n",
        report.how_many(),
        rust(RustLevel::Major),
        rust(RustLevel::Minor),
        rust(RustLevel::None),
        report.next_version(),
    )
}

struct Printer<'a> {
    pages: [Pages<'a>; 2],
    renderer: Renderer,
}

impl Printer<'_> {
    fn group(&self, changes: &Changes<'_>) -> String {
        let change = changes.change;
        let level = match change.severity() {
            Severity::Breaking => Level::ERROR,
            Severity::Compatible => Level::WARNING,
            Severity::Documentation => Level::NOTE,
        };
        let name = match change.rust {
            RustLevel::None => change.wire.name().to_owned(),
            rust => format!("{}, {}", change.wire.name(), rust.name()),
        };
        let more = changes.more().map_or_else(String::new, |more| format!(" {more}"));
        let title = format!("`{}`{more}: {}", change.subject, change.kind.summary);
        let title = level.with_name(name).primary_title(clean_message(&title)).id(change.kind.id);
        let mut group = Group::with_title(title);
        let spans = [&change.old_span, &change.new_span];
        for ((pages, location), label) in self.pages.iter().zip(spans).zip(labels(change)) {
            if let Some(location) = location {
                group = place(group, pages, location, label);
            }
        }
        for (label, value) in values(change) {
            group = group.element(Level::NOTE.with_name(label).message(clean_message(value)));
        }
        group = group.element(Level::NOTE.with_name("class").message(change.class.name()));
        for evidence in &change.evidence {
            group =
                group.element(Level::NOTE.with_name("evidence").message(clean_message(&reason(evidence, &self.pages))));
        }
        self.renderer.render(&[group])
    }
}

fn place<'r>(group: Group<'r>, pages: &Pages, location: &Location, label: &'static str) -> Group<'r> {
    let origin = Origin::path(pages.path(location)).line(location.line).char_column(location.column);
    let Some((file, range)) = pages.range(location) else { return group.element(origin) };
    let excerpt = excerpt(file, range);
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .annotation(AnnotationKind::Primary.span(excerpt.range).label(label));
    if excerpt.cut_left {
        // The renderer counts columns in the text that it gets, so a line without its beginning needs an explicit position.
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(pages.path(location)))
}
