//! Puts samples in Rust into a documentation repository (docs/samples.md).
//!
//! In: the pages, and a [`Sample`] for each request of their examples. Out: [`Placed`]: a file for each sample, and the pages with a tab for
//! it. Nothing is written. A second run over the changed pages changes nothing.

mod group;
mod insert;
mod name;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned, lint};
use crate::fix::Replacements;
use crate::load::{DocSet, directives};
use crate::model::{Api, Example};
use crate::output::FileSet;
use crate::parse::{Layout, layout};
use group::{Page, Site};
use insert::{Edits, Request, Style};

pub use insert::Changes;
pub use name::{FOLDER, is_file};

/// The request of an example, and its sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The page, as [`PageSource::path`](crate::load::PageSource::path).
    pub page: String,
    /// The number of the example on the page, from 1.
    pub number: usize,
    /// The fence of the request.
    pub span: Span,
    /// The name in its annotation.
    pub name: Option<Spanned<String>>,
    /// The code, or why there is none.
    pub code: Result<String, String>,
}

/// Returns a sample for each request in the examples of `api`. `codes` are their codes, in order, or why there is none.
pub fn of_examples(api: &Api, codes: Vec<Result<String, String>>) -> Vec<Sample> {
    let sample = |(example, code): (&Example, Result<String, String>)| {
        let request = example.facts.request.as_ref()?;
        let (page, name) = (example.page.clone(), request.name.clone());
        Some(Sample { page, number: example.number, span: request.span, name, code })
    };
    api.examples.iter().zip(codes).filter_map(sample).collect()
}

/// What [`place`] does.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Whether pages are changed.
    pub insert: bool,
    /// Whether requests without tabs get a group.
    pub new_groups: bool,
    /// The output folder, relative to the version's folder: `` if they are the same, `..` if it is the one above. `None` if neither of them
    /// contains the other.
    pub out: Option<&'a str>,
}

/// The result of [`place`].
#[derive(Debug, Default)]
pub struct Placed {
    /// The files of the samples, by path in the output folder.
    pub files: FileSet,
    /// The changed pages.
    pub pages: BTreeMap<FileId, String>,
    /// Samples with the name of another one, and those that cannot be shown.
    pub diagnostics: Diagnostics,
    /// The changes of the pages.
    pub changes: Changes,
    /// The number of examples without a sample, by reason.
    pub refused: BTreeMap<String, usize>,
    /// A target on the changed pages that does not lead to the output folder, if there is one.
    pub elsewhere: Option<String>,
}

/// A sample, and what its page says about it.
struct Placement<'a> {
    sample: &'a Sample,
    /// The file with the request, if it is the page itself.
    file: Option<FileId>,
    site: Option<Site>,
    /// Its possible names, best first.
    names: Vec<String>,
}

/// Names the samples, and shows them on their pages.
#[must_use]
pub fn place(set: &DocSet, samples: &[Sample], options: &Options<'_>) -> Placed {
    let files: BTreeSet<FileId> = samples.iter().filter_map(|sample| file_of(set, sample)).collect();
    let layouts: Vec<(FileId, Layout)> = files.into_par_iter().map(|file| (file, layout(set, file))).collect();
    let layouts: BTreeMap<FileId, Layout> = layouts.into_iter().collect();
    let placements = placements(set, samples, &layouts);
    let wanted: Vec<Vec<String>> = placements.iter().map(|placement| placement.names.clone()).collect();
    let names = name::choose(&wanted);

    let mut placed = Placed::default();
    let mut requests: BTreeMap<FileId, Vec<Request>> = BTreeMap::new();
    for (placement, named) in placements.iter().zip(names) {
        let Sample { span, code, .. } = placement.sample;
        match code {
            Ok(code) => {
                placed.report_name(&placements, placement.sample, &named);
                // Names are different and short, and consist of permitted characters.
                let _ = placed.files.insert(format!("{FOLDER}/{}", name::file(&named.name)), snippet(code));
            }
            Err(reason) => *placed.refused.entry(reason.clone()).or_default() += 1,
        }
        let passed = code.is_ok();
        if let Some(file) = placement.file {
            let request = Request { span: *span, site: placement.site, name: named.name, passed };
            requests.entry(file).or_default().push(request);
        } else if passed && options.insert {
            let message = "the sample is not shown: the page includes the request from another file";
            placed.problem(*span, message, "add the tab by hand, in the form that docs/samples.md shows");
        }
    }
    if options.insert {
        for (file, mut requests) in requests {
            requests.sort_by_key(|request| request.span);
            requests.dedup_by_key(|request| request.span);
            if let Some(layout) = layouts.get(&file) {
                placed.edit(set, file, layout, &requests, options);
            }
        }
    }
    placed.diagnostics.sort();
    placed
}

/// Returns the page of a sample, if it contains the request itself.
fn file_of(set: &DocSet, sample: &Sample) -> Option<FileId> {
    let file = set.find(&sample.page)?.file;
    (file == sample.span.file).then_some(file)
}

fn placements<'a>(set: &DocSet, samples: &'a [Sample], layouts: &BTreeMap<FileId, Layout>) -> Vec<Placement<'a>> {
    let mut order: Vec<&Sample> = samples.iter().collect();
    order.sort_by(|a, b| (&a.page, a.number, a.span).cmp(&(&b.page, b.number, b.span)));
    let mut places: BTreeMap<(FileId, Site), Vec<Span>> = BTreeMap::new();
    let located: Vec<_> = order
        .into_iter()
        .map(|sample| {
            let file = file_of(set, sample);
            let page = file.and_then(|file| {
                Some((file, Page { text: &set.sources.file(file).text, layout: layouts.get(&file)? }))
            });
            let site = page.and_then(|(file, page)| {
                let site = page.site(sample.span)?;
                places.entry((file, site)).or_default().push(sample.span);
                Some(site)
            });
            (sample, page, site)
        })
        .collect();
    let placement = |(sample, page, site): (&'a Sample, Option<(FileId, Page<'_>)>, Option<Site>)| {
        let annotation = sample.name.as_ref().map(|name| name::clean(&name.value)).filter(|name| !name.is_empty());
        let peer = page.zip(site).and_then(|((file, page), site)| {
            let spans = places.get(&(file, site))?;
            let index = spans.iter().filter(|span| **span < sample.span).count();
            page.peer_name(site, index, annotation.as_deref())
        });
        let mut names: Vec<String> = peer.into_iter().chain(annotation).collect();
        if names.is_empty() {
            names.push(of_page(sample));
        }
        Placement { sample, file: page.map(|(file, _)| file), site, names }
    };
    located.into_iter().map(placement).collect()
}

/// Returns the name of a sample whose request has none: that of the page, with the number of the example if it is not the first.
fn of_page(sample: &Sample) -> String {
    let file = sample.page.rsplit('/').next().unwrap_or_default();
    let stem = name::clean(file.split('.').next().unwrap_or_default());
    let stem = if stem.is_empty() { "example".to_owned() } else { stem };
    if sample.number > 1 { name::clean(&format!("{stem}-{}", sample.number)) } else { stem }
}

/// Returns the file of a sample: a fenced block and nothing else.
fn snippet(code: &str) -> String {
    let code = code.replace("\r\n", "\n");
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{}\n{}\n{fence}\n", name::LANGUAGE, code.trim_end())
}

/// Returns whether a file has the form of a sample: one fenced block in Rust, and nothing else.
#[must_use]
pub fn is_snippet(text: &str) -> bool {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let [first, inside @ .., last] = lines.as_slice() else { return false };
    let fence = first.strip_suffix(name::LANGUAGE).unwrap_or_default();
    fence.len() >= 3
        && fence.bytes().all(|byte| byte == b'`')
        && *last == fence
        && inside.iter().all(|line| !line.trim().starts_with(fence))
}

/// Returns the page or file that includes each file of a sample, by its name in [`FOLDER`]. `changed` replaces texts of `set`.
#[must_use]
pub fn included(set: &DocSet, changed: &BTreeMap<FileId, String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (id, file) in set.sources.iter() {
        let text = changed.get(&id).unwrap_or(&file.text);
        for directive in directives(text) {
            let target = name::Target::parse(directive.target).filter(name::Target::is_own);
            if let Some(target) = target {
                let name = name::file(&target.name.to_lowercase());
                found.entry(name).or_insert_with(|| file.path.clone());
            }
        }
    }
    found
}

impl Placed {
    fn problem(&mut self, span: Span, message: &str, hint: &str) {
        self.diagnostics.push(Diagnostic::new(lint::SAMPLE_NOT_SHOWN, span, message).hint(hint));
    }

    /// Reports a sample that has another name than it should have.
    fn report_name(&mut self, all: &[Placement<'_>], sample: &Sample, named: &name::Named) {
        let Some((wanted, owner)) = &named.instead_of else { return };
        let at = |sample: &Sample| sample.name.as_ref().map_or(sample.span, |name| name.span);
        let message = format!("another sample is named `{wanted}`; this one becomes `{}`", named.name);
        let mut diagnostic = Diagnostic::new(lint::SAMPLE_NAME, at(sample), message)
            .hint("give each example its own `name`, and its own include in the other languages");
        if let Some(owner) = all.get(*owner) {
            diagnostic = diagnostic.related(at(owner.sample), "the example that has the name");
        }
        self.diagnostics.push(diagnostic);
    }

    /// Edits a page.
    fn edit(&mut self, set: &DocSet, file: FileId, layout: &Layout, requests: &[Request], options: &Options<'_>) {
        let text = &set.sources.file(file).text;
        let path = set.pages.iter().find(|page| page.file == file).map_or("", |page| &page.path);
        let snippets = snippets(path, options.out);
        let page = Page { text, layout };
        let style = Style { new_groups: options.new_groups, snippets: &snippets, model: page.first_snippet() };
        let Edits { replacements, changes, problems } = insert::edits(page, requests, &style);
        for (span, message, hint) in problems {
            self.problem(span, message, hint);
        }
        self.changes.add(changes);
        let mut accepted = Replacements::default();
        accepted.accept(replacements.into_iter().map(|((start, end), new)| (start..end, new)).collect());
        let Some(after) = accepted.apply_to(text).filter(|after| after != text) else { return };
        if self.elsewhere.is_none() {
            self.elsewhere = elsewhere(path, &after, options.out);
        }
        self.pages.insert(file, after);
    }
}

impl Changes {
    fn add(&mut self, other: Changes) {
        self.added += other.added;
        self.updated += other.updated;
        self.removed += other.removed;
        self.groups += other.groups;
        self.without_group += other.without_group;
    }
}

/// Returns the path from a page to the folder `snippets` in the output folder, ending in `/`. An output folder elsewhere counts as the
/// version's folder.
fn snippets(page: &str, out: Option<&str>) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    let mut down: Vec<&str> = out.unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    while folders.first().is_some_and(|folder| down.first() == Some(folder)) {
        folders.remove(0);
        down.remove(0);
    }
    let up = folders.iter().map(|_| "..");
    let parts: Vec<&str> = up.chain(down).chain(["includes", "snippets", ""]).collect();
    parts.join("/")
}

/// Returns the first target of a sample on a page that does not lead to the output folder.
fn elsewhere(page: &str, text: &str, out: Option<&str>) -> Option<String> {
    let targets = directives(text).map(|directive| directive.target);
    let mut own =
        targets.filter_map(|target| Some((target, name::Target::parse(target).filter(name::Target::is_own)?)));
    let is_elsewhere = |prefix: &str| {
        let found = resolved(&[page.rsplit_once('/').map_or("", |(folder, _)| folder), prefix]);
        out.is_none_or(|out| found != resolved(&[out, "includes/snippets"]))
    };
    own.find(|(_, target)| is_elsewhere(target.prefix)).map(|(target, _)| target.to_owned())
}

/// Returns the parts of a path without `.` and `..`, except `..` at its beginning. Letter case does not count.
fn resolved(paths: &[&str]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in paths.iter().flat_map(|path| path.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            part => parts.push(part.to_lowercase()),
        }
    }
    parts
}
