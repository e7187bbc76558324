//! The edits that show samples on a page.
//!
//! In: the layout of a page, and the requests on it with the names of their samples. Out: [`Edits`]: replacements, counts, and why a sample
//! cannot be shown.

use std::collections::BTreeMap;
use std::ops::Range;

use super::group::{Lines, Page, Site, Snippet, line_end};
use super::name::Target;
use crate::diagnostics::Span;
use crate::parse::TabMarker;

/// A request on the page.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Its fence.
    pub span: Span,
    /// Its site, if it has a group of tabs.
    pub site: Option<Site>,
    /// The name of its sample, whether or not it passed.
    pub name: String,
    /// Whether there is a sample.
    pub passed: bool,
}

/// How samples are shown.
pub(super) struct Style<'a> {
    /// Whether requests without tabs get a group.
    pub new_groups: bool,
    /// The path from the page to the folder that contains those of the languages, ending in `/`.
    pub snippets: &'a str,
    /// The first include of a snippet on the page.
    pub model: Option<Snippet<'a>>,
}

/// Numbers of changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Tabs added to groups.
    pub added: usize,
    /// Tabs whose include changed.
    pub updated: usize,
    /// Tabs removed because their sample no longer exists.
    pub removed: usize,
    /// New groups.
    pub groups: usize,
    /// Samples of requests without a group.
    pub without_group: usize,
}

/// Why the sample of a request is not shown, or is still shown: the message and the hint.
pub(super) type Problem = (Span, &'static str, &'static str);

/// The edits of a page.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// Ranges with their new text, in order; no two are equal.
    pub replacements: BTreeMap<(usize, usize), String>,
    pub changes: Changes,
    pub problems: Vec<Problem>,
}

impl Edits {
    /// Adds a replacement. Insertions at one place follow each other.
    fn replace(&mut self, at: Range<usize>, text: &str) {
        self.replacements.entry((at.start, at.end)).or_default().push_str(text);
    }

    fn problem(&mut self, span: Span, message: &'static str, hint: &'static str) {
        self.problems.push((span, message, hint));
    }
}

/// Returns the edits of a page. `requests` are in the order of the page.
pub(super) fn edits(page: Page<'_>, requests: &[Request], style: &Style<'_>) -> Edits {
    let mut edits = Edits::default();
    let mut sites: BTreeMap<Site, Vec<&Request>> = BTreeMap::new();
    for request in requests {
        match request.site {
            Some(site) => sites.entry(site).or_default().push(request),
            None if !request.passed => {}
            None if style.new_groups => new_group(page, request, style, &mut edits),
            None => edits.changes.without_group += 1,
        }
    }
    for (site, requests) in sites {
        if requests.iter().all(|request| request.passed) {
            show(page, site, &requests, style, &mut edits);
        } else {
            hide(page, site, &requests, &mut edits);
        }
    }
    edits
}

/// Returns the directives that include the samples of these requests: in the spelling of the group, else in that of the page.
fn directives(page: Page<'_>, site: Option<Site>, requests: &[&Request], style: &Style<'_>) -> Vec<String> {
    let model = site.and_then(|site| page.snippet(site));
    let model = model.as_ref().or(style.model.as_ref());
    let default = |name: &str| {
        let target = Target { text: "", prefix: style.snippets, language: "", separator: '/', name: "" };
        format!("[!INCLUDE [sample-code]({})]", target.of(name))
    };
    let of = |name: &str| model.map_or_else(|| default(name), |model| page.directive(model, name));
    requests.iter().map(|request| of(&request.name)).collect()
}

/// Adds the tab of a group, or updates it.
fn show(page: Page<'_>, site: Site, requests: &[&Request], style: &Style<'_>, edits: &mut Edits) {
    let (Some(first), Some(group)) = (requests.first(), page.group(site)) else { return };
    let directives = directives(page, Some(site), requests, style);
    if let Some(own) = page.own(site).next() {
        return update(page, own, first.span, requests, directives, edits);
    }
    if !group.closed {
        let hint = "close the group with a line `---` after its last tab";
        return edits.problem(first.span, "the sample is not shown: its group of tabs is not closed", hint);
    }
    if let Some(slot) = page.slot(site) {
        edits.replace(slot.at..slot.at, &slot.tab(directives));
        edits.changes.added += 1;
    }
}

/// Makes a tab include the samples of these requests.
fn update(
    page: Page<'_>,
    own: &TabMarker,
    span: Span,
    requests: &[&Request],
    directives: Vec<String>,
    edits: &mut Edits,
) {
    let samples: Vec<_> = page
        .includes(own)
        .filter_map(|(at, target)| Some((at, Target::parse(target).filter(Target::is_own)?)))
        .collect();
    if samples.len() == requests.len() {
        let mut changed = false;
        for ((at, target), request) in samples.iter().zip(requests) {
            if target.name.eq_ignore_ascii_case(&request.name) {
                continue;
            }
            if let Some(range) = page.target(at, target) {
                edits.replace(range, &target.of(&request.name));
                changed = true;
            }
        }
        edits.changes.updated += usize::from(changed);
    } else if page.has_only_samples(own) {
        if let Some(content) = page.content(own, directives) {
            edits.replace(own.content.clone(), &content);
            edits.changes.updated += 1;
        }
    } else {
        let hint = "remove the tab, or include the sample in it";
        edits.problem(span, "the sample is not shown: the group has a tab in Rust with other content", hint);
    }
}

/// Removes the tabs of a group that include samples which no longer exist.
fn hide(page: Page<'_>, site: Site, requests: &[&Request], edits: &mut Edits) {
    let Some(failed) = requests.iter().find(|request| !request.passed) else { return };
    for own in page.own(site) {
        let is_sample = |(_, target)| Target::parse(target).is_some_and(|target| target.is_own());
        if page.has_only_samples(own) {
            edits.replace(own.line.start..own.content.end, "");
            edits.changes.removed += 1;
        } else if page.includes(own).any(is_sample) {
            let hint = "remove the include by hand; the tab has other content too";
            edits.problem(failed.span, "the tab in Rust includes a sample that no longer exists", hint);
        }
    }
}

/// Puts a request into a new group, with its sample.
fn new_group(page: Page<'_>, request: &Request, style: &Style<'_>, edits: &mut Edits) {
    let text = page.text;
    let Some(fence) = fence(page, request.span) else {
        let hint = "add the group of tabs by hand, in the form that docs/samples.md shows";
        return edits.problem(request.span, "the sample is not shown: the request cannot be put into a group", hint);
    };
    let lines = Lines::of(text, fence.line..fence.stop, request.span.start);
    let [http, rust] = page.new_markers();
    let blank = String::new;
    let mut tab = vec![blank(), rust];
    tab.extend(directives(page, None, &[request], style));
    tab.extend([blank(), "---".to_owned()]);
    let mut after = lines.join(tab);
    if fence.stop == fence.end {
        // The last line of the page has no line end, before and after.
        after = format!("{}{}", line_end(text, fence.end), after.trim_end());
    }
    edits.replace(fence.start..fence.start, &lines.join([http]));
    edits.replace(fence.end..fence.end, &after);
    edits.changes.groups += 1;
}

/// The lines of a request.
struct Fence {
    /// The start of its first line, or of the annotation before it.
    start: usize,
    /// The start of the line of the opening fence.
    line: usize,
    /// The end of its last line, without the line end.
    stop: usize,
    /// The end of its last line, with the line end.
    end: usize,
}

/// Returns the lines of a request, if they are nothing but a closed fence and its annotation, outside of tabs, quotes and list markers.
fn fence(page: Page<'_>, span: Span) -> Option<Fence> {
    let text = page.text;
    let code = text.get(span.start..span.end)?;
    let mark = code.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = code.len() - code.trim_start_matches(mark).len();
    let last = code.lines().nth(1).and(code.lines().last())?.trim();
    let is_closed = length >= 3 && last.len() >= length && last.chars().all(|c| c == mark);
    let line = line_start(text, span.start)?;
    let annotations = &page.layout.annotations;
    let before = annotations.partition_point(|at| at.end <= span.start);
    let annotation = before.checked_sub(1).and_then(|index| annotations.get(index));
    let annotation = annotation.filter(|at| text.get(at.end..span.start).is_some_and(|text| text.trim().is_empty()));
    let start = annotation.map_or(Some(line), |at| line_start(text, at.start))?;
    let indented = |from: usize, to: usize| text.get(from..to).is_some_and(|text| text.trim().is_empty());
    let is_alone = indented(line, span.start) && annotation.is_none_or(|at| indented(start, at.start));
    let rest = text.get(span.end..)?;
    let rest = rest.split_inclusive('\n').next().unwrap_or_default();
    let end = span.end + rest.len();
    let stop = span.end + rest.trim_end_matches(['\n', '\r']).len();
    let fits = is_closed && is_alone && indented(span.end, end) && !page.is_in_group(span);
    fits.then_some(Fence { start, line, stop, end })
}

/// Returns the start of the line at `at`.
fn line_start(text: &str, at: usize) -> Option<usize> {
    Some(text.get(..at)?.rfind('\n').map_or(0, |at| at + 1))
}
