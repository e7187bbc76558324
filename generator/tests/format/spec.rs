//! Reads the specification.
//!
//! In: the markdown of `docs/format.md`. Out: [`Spec`]: the rules with their examples, the anchors of all headings, and what is wrong with
//! the document. Reading never fails; every problem names its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::SPEC;
use super::compare::Expected;

/// The document.
#[derive(Debug, Default)]
pub struct Spec {
    /// The rules in order.
    pub rules: Vec<Rule>,
    /// The anchors of all headings of the second and third level.
    pub anchors: BTreeSet<String>,
    /// Problems of the document itself, one message each.
    pub problems: Vec<String>,
}

/// A rule: a heading of the third level, a numbered paragraph, and examples.
#[derive(Debug, Default)]
pub struct Rule {
    /// `4.3`: the number of the section and of the rule in it.
    pub number: String,
    /// The text of the heading.
    pub title: String,
    /// The line of the heading.
    pub line: usize,
    /// The examples in order.
    pub examples: Vec<Example>,
}

/// Some pages and their expected facts.
#[derive(Debug)]
pub struct Example {
    /// The line of its first fence.
    pub line: usize,
    /// The pages and other files.
    pub files: Vec<File>,
    /// The expected facts.
    pub facts: Expected,
}

/// A file of an example.
#[derive(Debug)]
pub struct File {
    /// Path below the docs folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Spec {
    /// Reads the document.
    pub fn read(text: &str) -> Spec {
        let mut reader = Reader::new(text);
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            reader.event(&event, &range);
        }
        reader.finish()
    }
}

/// The element that the reader is in.
enum Inside {
    Nothing,
    Heading(HeadingLevel, String),
    /// The text of a paragraph, and its first strong words.
    Paragraph(Option<String>, bool),
    Fence(String, String),
}

/// Collects the rules while the parser walks the document.
struct Reader<'a> {
    text: &'a str,
    spec: Spec,
    /// Line of the first heading with an anchor.
    anchor_lines: BTreeMap<String, usize>,
    /// Links to headings of the document, with their lines.
    links: Vec<(String, usize)>,
    inside: Inside,
    /// The number of the current section, counted from 1; sections without rules are not counted.
    section: usize,
    /// The number of rules in the current section.
    rules_in_section: usize,
    in_rule: bool,
    has_number: bool,
    /// Files of the current, incomplete example.
    files: Vec<File>,
    first_file_line: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Reader {
            text,
            spec: Spec::default(),
            anchor_lines: BTreeMap::new(),
            links: Vec::new(),
            inside: Inside::Nothing,
            section: 0,
            rules_in_section: 0,
            in_rule: false,
            has_number: false,
            files: Vec::new(),
            first_file_line: 0,
        }
    }

    fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    fn problem(&mut self, line: usize, text: &str) {
        let rule = match self.spec.rules.last() {
            Some(rule) if self.in_rule => format!("rule {} \"{}\": ", rule.number, rule.title),
            _ => String::new(),
        };
        self.spec.problems.push(format!("{SPEC}:{line}: {rule}{text}"));
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.inside = Inside::Heading(*level, String::new()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                self.inside = Inside::Fence(info.to_string(), String::new());
            }
            Event::Start(Tag::Paragraph) => self.inside = Inside::Paragraph(None, false),
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(anchor) = dest_url.strip_prefix('#') {
                    self.links.push((anchor.to_owned(), self.line(range.start)));
                }
            }
            Event::Start(Tag::Strong) => {
                if let Inside::Paragraph(strong @ None, open) = &mut self.inside {
                    *strong = Some(String::new());
                    *open = true;
                }
            }
            Event::End(TagEnd::Strong) => {
                if let Inside::Paragraph(_, open) = &mut self.inside {
                    *open = false;
                }
            }
            Event::Text(text) | Event::Code(text) => match &mut self.inside {
                Inside::Heading(_, all) | Inside::Fence(_, all) => all.push_str(text),
                Inside::Paragraph(strong, open) => {
                    // A number counts only as the first words of the paragraph.
                    let words = strong.get_or_insert_default();
                    if *open {
                        words.push_str(text);
                    }
                }
                Inside::Nothing => {}
            },
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock) => {
                match std::mem::replace(&mut self.inside, Inside::Nothing) {
                    Inside::Heading(level, text) => self.heading(level, &text, range),
                    Inside::Paragraph(strong, _) => self.paragraph(strong.as_deref(), range),
                    Inside::Fence(info, text) => self.fence(&info, text, range),
                    Inside::Nothing => {}
                }
            }
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel, text: &str, range: &Range<usize>) {
        let line = self.line(range.start);
        self.end_rule();
        self.in_rule = false;
        if !matches!(level, HeadingLevel::H2 | HeadingLevel::H3) {
            return;
        }
        let anchor = anchor(text);
        if let Some(first) = self.anchor_lines.insert(anchor.clone(), line) {
            self.problem(line, &format!("the anchor `{anchor}` is that of the heading in line {first} too"));
        }
        self.spec.anchors.insert(anchor);
        if level == HeadingLevel::H2 {
            self.section += usize::from(self.rules_in_section > 0);
            self.rules_in_section = 0;
            return;
        }
        self.rules_in_section += 1;
        self.in_rule = true;
        self.has_number = false;
        let number = format!("{}.{}", self.section + 1, self.rules_in_section);
        self.spec.rules.push(Rule { number, title: text.to_owned(), line, examples: Vec::new() });
    }

    fn paragraph(&mut self, strong: Option<&str>, range: &Range<usize>) {
        if !self.in_rule || self.has_number {
            return;
        }
        self.has_number = true;
        let Some(expected) = self.spec.rules.last().map(|rule| rule.number.clone()) else { return };
        let found = strong.unwrap_or_default();
        if found != expected {
            let found = if found.is_empty() { "no number".to_owned() } else { format!("`{found}`") };
            let line = self.line(range.start);
            self.problem(line, &format!("the paragraph has to begin with `**{expected}**`, it has {found}"));
        }
    }

    fn fence(&mut self, info: &str, text: String, range: &Range<usize>) {
        let line = self.line(range.start);
        let source = &self.text[range.clone()];
        let mark = source.trim_start().chars().next().unwrap_or('`');
        let closing = source.trim_end().lines().skip(1).last().unwrap_or_default().trim();
        if closing.len() < 3 || closing.chars().any(|c| c != mark) {
            self.problem(line, "the fence is not closed");
        }
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or_default();
        let file = words.find_map(|word| word.strip_prefix("file="));
        match (language, file) {
            (_, Some(_)) if !self.in_rule => self.problem(line, "an example belongs below the heading of a rule"),
            (_, Some(path)) => self.file(path, text, line),
            ("toml", None) if self.in_rule => self.facts(&text, line),
            (_, None) if self.in_rule => {
                self.problem(
                    line,
                    &format!("the fence `{info}` is neither a page (`markdown file=…`) nor facts (`toml`)"),
                );
            }
            (_, None) => {}
        }
    }

    fn file(&mut self, path: &str, text: String, line: usize) {
        let is_plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        if !path.split('/').all(is_plain) {
            self.problem(line, &format!("`{path}` is not a path of a file in the docs folder"));
        } else if self.files.iter().any(|file| file.path == path) {
            self.problem(line, &format!("the example has two files `{path}`"));
        } else {
            if self.files.is_empty() {
                self.first_file_line = line;
            }
            self.files.push(File { path: path.to_owned(), text });
        }
    }

    fn facts(&mut self, text: &str, line: usize) {
        let files = std::mem::take(&mut self.files);
        if files.is_empty() {
            self.problem(line, "facts without a page before them");
            return;
        }
        match Expected::parse(text, line + 1) {
            Err((line, error)) => self.problem(line, &error),
            Ok(facts) if facts.is_empty() => self.problem(line, "the example has no facts"),
            Ok(facts) => {
                let example = Example { line: self.first_file_line, files, facts };
                self.spec.rules.last_mut().expect("inside a rule").examples.push(example);
            }
        }
    }

    /// Checks the rule that ends here.
    fn end_rule(&mut self) {
        if !std::mem::take(&mut self.files).is_empty() {
            let line = self.first_file_line;
            self.problem(line, "the example has no facts");
        }
        let Some(rule) = self.spec.rules.last().filter(|_| self.in_rule) else { return };
        let (line, has_example) = (rule.line, !rule.examples.is_empty());
        if !self.has_number {
            self.problem(line, "the rule has no paragraph");
        }
        if !has_example {
            self.problem(line, "the rule has no example");
        }
    }

    fn finish(mut self) -> Spec {
        self.end_rule();
        self.in_rule = false;
        for (anchor, line) in std::mem::take(&mut self.links) {
            if !self.spec.anchors.contains(&anchor) {
                self.problem(line, &format!("the link `#{anchor}` has no heading"));
            }
        }
        if self.spec.rules.is_empty() {
            self.problem(1, "the document has no rules");
        }
        self.spec
    }
}

/// Returns the anchor that renderers give a heading: lower case, hyphens for spaces, no punctuation.
pub fn anchor(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}
