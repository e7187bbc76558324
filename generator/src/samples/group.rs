//! The tab group of a request.
//!
//! In: the layout of a page, and the span of a request. Out: its [`Site`]: the group, the tabs of other languages, the tab in Rust, and how
//! the page spells them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::name::{LANGUAGE, Target, clean};
use crate::diagnostics::Span;
use crate::parse::{Layout, TabGroup, TabMarker};

/// The label of the tab.
const LABEL: &str = "Rust";

/// A page under edit.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub layout: &'a Layout,
}

/// Where the tab of a request is, or will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site {
    /// The index of the group.
    group: usize,
    /// The index of the tab with the request, or of the first tab if the request precedes the group.
    anchor: usize,
}

/// A line to insert before a tab or the end of a group, and how its neighbours are spelled.
pub(super) struct Slot {
    pub at: usize,
    lines: Lines,
    marker: String,
    has_blank: bool,
}

/// The range of an include directive of a snippet, and its target.
pub(super) type Snippet<'a> = (&'a Range<usize>, Target<'a>);

/// What lines of a page begin and end with.
pub(super) struct Lines {
    prefix: String,
    end: &'static str,
}

impl Lines {
    /// Returns the lines with prefix and line end. Empty lines have no trailing white space.
    pub fn join(&self, lines: impl IntoIterator<Item = String>) -> String {
        lines.into_iter().fold(String::new(), |out, line| out + (self.prefix.clone() + &line).trim_end() + self.end)
    }

    /// Returns the prefix and the line end of the line at `line`, up to `upto`. List markers become spaces.
    pub fn of(text: &str, line: Range<usize>, upto: usize) -> Self {
        let blank = |c: char| if matches!(c, ' ' | '\t' | '>') { c } else { ' ' };
        let prefix = text.get(line.start..upto).unwrap_or_default().chars().map(blank).collect();
        Lines { prefix, end: line_end(text, line.end) }
    }
}

/// Returns the line end at `at`; at the end of the text, that of the text's first line.
pub(super) fn line_end(text: &str, at: usize) -> &'static str {
    let rest = text.get(at..).unwrap_or_default();
    let rest = if rest.is_empty() { text.find('\n').map_or("", |at| &text[at.saturating_sub(1)..]) } else { rest };
    if rest.starts_with("\r\n") { "\r\n" } else { "\n" }
}

impl<'a> Page<'a> {
    /// Returns the number of groups that begin before an offset.
    fn groups_before(self, at: usize) -> usize {
        self.layout.groups.partition_point(|group| group.tabs.first().is_some_and(|tab| tab.line.start <= at))
    }

    /// Returns the site of the request at `span`: the group whose HTTP tab contains it, or a group without such a tab that follows it.
    pub fn site(self, span: Span) -> Option<Site> {
        let next = self.groups_before(span.start);
        let contains = |tab: &TabMarker| tab.is_http && tab.content.contains(&span.start);
        let inside = next.checked_sub(1).and_then(|index| {
            let anchor = self.layout.groups.get(index)?.tabs.iter().position(contains)?;
            Some(Site { group: index, anchor })
        });
        let follows = || self.layout.groups.get(next).is_some_and(|group| self.follows(group, span));
        inside.or_else(|| follows().then_some(Site { group: next, anchor: 0 }))
    }

    /// Returns whether the span is inside a group, in any tab.
    pub fn is_in_group(self, span: Span) -> bool {
        let before = self.groups_before(span.start).checked_sub(1).and_then(|index| self.layout.groups.get(index));
        before.is_some_and(|group| span.start < group.end)
    }

    fn follows(self, group: &TabGroup, span: Span) -> bool {
        let Some(first) = group.tabs.first().filter(|first| !first.other_version) else { return false };
        let between = self.text.get(span.end..first.line.start);
        between.is_some_and(|text| text.trim().is_empty()) && !group.tabs.iter().any(|tab| tab.is_http)
    }

    fn text_of(self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub fn group(self, site: Site) -> Option<&'a TabGroup> {
        self.layout.groups.get(site.group)
    }

    /// Returns the language of a tab, and its condition: the second part of the id with its `/`, or nothing.
    fn id(self, tab: &TabMarker) -> (&'a str, &'a str) {
        let id = self.text_of(&tab.id);
        id.split_at(id.find('/').unwrap_or(id.len()))
    }

    /// Returns the tabs at a site that are for the same version.
    fn tabs(self, site: Site) -> impl Iterator<Item = &'a TabMarker> {
        let group = self.group(site);
        let condition = group.and_then(|group| group.tabs.get(site.anchor)).map(|tab| self.id(tab).1);
        let tabs = group.map_or(&[][..], |group| &group.tabs);
        tabs.iter().filter(move |tab| !tab.other_version && Some(self.id(tab).1) == condition)
    }

    fn is_own(self, tab: &TabMarker) -> bool {
        self.id(tab).0.eq_ignore_ascii_case(LANGUAGE)
    }

    /// Returns the tabs of other languages.
    fn peers(self, site: Site) -> impl Iterator<Item = &'a TabMarker> {
        self.tabs(site).filter(move |tab| !tab.is_http && !self.is_own(tab))
    }

    /// Returns the tabs in Rust.
    pub fn own(self, site: Site) -> impl Iterator<Item = &'a TabMarker> {
        self.tabs(site).filter(move |tab| self.is_own(tab))
    }

    /// Returns the directives in a tab.
    pub fn includes(self, tab: &TabMarker) -> impl Iterator<Item = (&'a Range<usize>, &'a str)> {
        let before = |end: usize| self.layout.includes.partition_point(|(at, _)| at.start < end);
        let inside = self.layout.includes.get(before(tab.content.start)..before(tab.content.end));
        inside.unwrap_or_default().iter().map(|(at, target)| (at, target.as_str()))
    }

    /// Returns the directives of snippets in a tab.
    fn snippets(self, tab: &TabMarker) -> impl Iterator<Item = Snippet<'a>> {
        self.includes(tab).filter_map(|(at, target)| Some((at, Target::parse(target)?)))
    }

    /// Returns the name that other languages have for the sample of the request `index` of a site. If they disagree, the name of the
    /// annotation wins, then the most frequent name, then the first.
    pub fn peer_name(self, site: Site, index: usize, annotation: Option<&str>) -> Option<String> {
        let names = self.peers(site).filter_map(|tab| Some(clean(self.snippets(tab).nth(index)?.1.name)));
        let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        if let Some(name) = names.iter().find(|name| annotation == Some(name.as_str())) {
            return Some(name.clone());
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
        let most = counts.values().max()?;
        names.iter().find(|name| counts.get(name.as_str()) == Some(most)).cloned()
    }

    /// Returns the first directive of a snippet on the page.
    pub fn first_snippet(self) -> Option<Snippet<'a>> {
        self.layout.groups.iter().flat_map(|group| &group.tabs).find_map(|tab| self.snippets(tab).next())
    }

    /// Returns the first directive of a snippet at a site.
    pub fn snippet(self, site: Site) -> Option<Snippet<'a>> {
        self.peers(site).chain(self.own(site)).find_map(|tab| self.snippets(tab).next())
    }

    /// Returns a directive with the sample `name` as its target.
    pub fn directive(self, (at, target): &Snippet<'a>, name: &str) -> String {
        let text = self.text_of(at);
        let new = target.of(name);
        match self.target(at, target) {
            Some(range) => [&text[..range.start - at.start], &new, &text[range.end - at.start..]].concat(),
            None => text.to_owned(),
        }
    }

    /// Returns the range of the target of a directive.
    pub fn target(self, at: &Range<usize>, target: &Target<'_>) -> Option<Range<usize>> {
        let start = at.start + self.text_of(at).rfind(target.text)?;
        Some(start..start + target.text.len())
    }

    /// Returns whether a tab contains directives of samples in Rust, and nothing else.
    pub fn has_only_samples(self, tab: &TabMarker) -> bool {
        let mut at = tab.content.start;
        let mut rest = String::new();
        for (range, target) in self.includes(tab) {
            if !Target::parse(target).is_some_and(|target| target.is_own()) {
                return false;
            }
            rest += self.text_of(&(at..range.start));
            at = range.end;
        }
        rest += self.text_of(&(at..tab.content.end));
        at > tab.content.start && rest.chars().all(|c| c.is_whitespace() || c == '>')
    }

    /// Returns where a new tab belongs: before the first tab whose label follows in the alphabet, if the tabs of the other languages are in
    /// alphabetical order, else at the end of the group.
    pub fn slot(self, site: Site) -> Option<Slot> {
        let group = self.group(site)?;
        let peers: Vec<&TabMarker> = self.peers(site).collect();
        let labels: Vec<String> = peers.iter().map(|tab| self.text_of(&tab.label).to_lowercase()).collect();
        let next = peers.iter().zip(&labels).position(|(_, label)| *label > LABEL.to_lowercase());
        let next = next.filter(|_| labels.is_sorted()).unwrap_or(peers.len());
        let before = peers.get(..next).and_then(|peers| peers.last()).copied();
        let model = before.or_else(|| group.tabs.get(site.anchor))?;
        let at = peers.get(next).map_or(group.end, |tab| tab.line.start);
        let line = self.text_of(&model.line);
        let first = self.text_of(&model.content).lines().next().unwrap_or_default();
        Some(Slot {
            at,
            lines: Lines::of(self.text, model.line.clone(), model.line.start + line.find('#')?),
            marker: self.marker(model),
            has_blank: before.is_some() && first.trim_matches([' ', '\t', '>']).is_empty(),
        })
    }

    /// Returns the marker of a tab in Rust, spelled like that of `model`.
    fn marker(self, model: &TabMarker) -> String {
        let hash = self.text_of(&model.line).find('#').map_or(model.label.start, |at| model.line.start + at);
        let (open, middle) = (hash..model.label.start, model.label.end..model.id.start);
        let (open, middle, condition) = (self.text_of(&open), self.text_of(&middle), self.id(model).1);
        format!("{open}{LABEL}{middle}{LANGUAGE}{condition})")
    }

    /// Returns the markers of a new group, spelled like those of the page: for HTTP, and for Rust.
    pub fn new_markers(self) -> [String; 2] {
        let first = self.layout.groups.iter().find_map(|group| group.tabs.first());
        let open = first.and_then(|tab| self.marker(tab).split_once('[').map(|(open, _)| open.to_owned()));
        let open = open.unwrap_or_else(|| "# ".to_owned());
        [("HTTP", "http"), (LABEL, LANGUAGE)].map(|(label, id)| format!("{open}[{label}](#tab/{id})"))
    }

    /// Returns the lines of a tab, after the marker.
    pub fn content(self, tab: &TabMarker, directives: Vec<String>) -> Option<String> {
        let line = self.text_of(&tab.line);
        let lines = Lines::of(self.text, tab.line.clone(), tab.line.start + line.find('#')?);
        Some(lines.join(directives.into_iter().chain([String::new()])))
    }
}

impl Slot {
    /// Returns the lines of the tab.
    pub fn tab(&self, directives: Vec<String>) -> String {
        let blank = self.has_blank.then(String::new);
        self.lines.join([self.marker.clone()].into_iter().chain(blank).chain(directives).chain([String::new()]))
    }
}
