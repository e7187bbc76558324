//! Diagnostics as text for people.
//!
//! In: [`Diagnostic`]s and the [`Sources`] they point into. Out: text in the style of rustc
//! (`warning[lint]: message`, `--> path:line:column`, the line with the span underlined, a hint), or one line for each diagnostic, for
//! build scripts. Text from a page is cleaned before it is printed.

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

use super::excerpt::{clean, clean_message, excerpt};
use super::{Diagnostic, Level, Note, Sources, Span};

/// Prints the diagnostics of one run.
#[derive(Debug, Clone)]
pub struct Printer<'a> {
    sources: &'a Sources,
    prefix: String,
    renderer: Renderer,
}

impl<'a> Printer<'a> {
    /// Prints without colours. Paths begin with `docs`, the docs folder as the user wrote it.
    #[must_use]
    pub fn new(sources: &'a Sources, docs: &str) -> Self {
        Printer { sources, prefix: prefix(docs), renderer: Renderer::plain() }
    }

    /// Turns colours (ANSI escape sequences) on or off.
    #[must_use]
    pub fn coloured(mut self, yes: bool) -> Self {
        self.renderer = if yes { Renderer::styled() } else { Renderer::plain() };
        self
    }

    /// Returns the diagnostic with its source line, in several lines, without a final line break.
    #[must_use]
    pub fn full(&self, diagnostic: &Diagnostic) -> String {
        let Diagnostic { lint, level, span, message, hint, related, .. } = diagnostic;
        self.print(Some(lint.id), *level, *span, message, hint.as_deref(), related)
    }

    /// Returns a message that no lint reports, in the same form.
    #[must_use]
    pub fn note(&self, note: &Note) -> String {
        let Note { level, span, message, hint, related } = note;
        self.print(None, *level, *span, message, hint.as_deref(), related)
    }

    fn print(
        &self,
        id: Option<&'static str>,
        severity: Level,
        span: Option<Span>,
        message: &str,
        hint: Option<&str>,
        related: &[(Span, String)],
    ) -> String {
        let title = level(severity).primary_title(clean_message(message));
        let title = match id {
            Some(id) => title.id(id),
            None => title,
        };
        let mut group = Group::with_title(title);
        if let Some(span) = span {
            group = self.place(group, span);
        }
        if let Some(hint) = hint {
            group = group.element(Title::HELP.message(clean_message(hint)));
        }
        let mut report = vec![group];
        for (span, label) in related {
            let title = Title::NOTE.secondary_title(clean_message(label));
            report.push(self.place(Group::with_title(title), *span));
        }
        self.renderer.render(&report)
    }

    /// Returns the diagnostic in one line: `path:line:column: message [lint]`.
    #[must_use]
    pub fn line(&self, diagnostic: &Diagnostic) -> String {
        let message = clean_message(&diagnostic.message);
        let lint = diagnostic.lint.id;
        match diagnostic.span {
            Some(span) => {
                let (line, column) = self.sources.line_column(span);
                format!("{}:{line}:{column}: {message} [{lint}]", self.path(span))
            }
            None => format!("{message} [{lint}]"),
        }
    }

    fn path(&self, span: Span) -> String {
        let path = &self.sources.file(span.file).path;
        // A configuration file from elsewhere is not in the docs folder, and neither is standard input (`<stdin>`).
        let is_elsewhere = std::path::Path::new(path).is_absolute() || path.starts_with('<');
        let prefix = if is_elsewhere { "" } else { &self.prefix };
        format!("{prefix}{}", clean(path))
    }

    fn place<'r>(&self, group: Group<'r>, span: Span) -> Group<'r> {
        let excerpt = excerpt(self.sources.file(span.file), span.start..span.end);
        let mut snippet = Snippet::source(excerpt.text)
            .line_start(excerpt.line)
            .annotation(AnnotationKind::Primary.span(excerpt.range));
        if !excerpt.cut_left {
            snippet = snippet.path(self.path(span));
            return group.element(snippet);
        }
        // The renderer counts columns in the text that it gets, so a line without its beginning needs an explicit position.
        let (line, column) = self.sources.line_column(span);
        group.element(Origin::path(self.path(span)).line(line).char_column(column)).element(snippet)
    }
}

fn level(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    }
}

/// Returns the prefix of a path relative to the docs folder: the folder as written, with `/` on every system.
fn prefix(docs: &str) -> String {
    let docs = if cfg!(windows) { docs.replace('\\', "/") } else { docs.to_owned() };
    let docs = clean(docs.trim_end_matches('/'));
    match docs.as_str() {
        "." => String::new(),
        _ => docs + "/",
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use super::*;

    fn sources(text: &str) -> (Sources, super::super::FileId) {
        let mut sources = Sources::default();
        let id = sources.add("v1.0/api/create-jobs.md", text);
        (sources, id)
    }

    #[test]
    fn full_messages_look_like_those_of_rustc() {
        let (sources, id) = sources("# Create jobs\n\n|Application|**TODO**|\n");
        let diagnostic = Diagnostic::new(lint::TODO_PLACEHOLDER, Span::new(id, 28, 36), "the cell says `TODO`")
            .hint("write the permissions")
            .related(Span::new(id, 2, 8), "the page");
        let expected = "\
warning[todo-placeholder]: the cell says `TODO`
 --> docs-input/v1.0/api/create-jobs.md:3:14
  |
3 | |Application|**TODO**|
  |              ^^^^^^^^
  |
  = help: write the permissions
note: the page
 --> docs-input/v1.0/api/create-jobs.md:1:3
  |
1 | # Create jobs
  |   ^^^^^^";
        assert_eq!(Printer::new(&sources, "docs-input/").full(&diagnostic), expected);
        let coloured = Printer::new(&sources, "docs-input").coloured(true).full(&diagnostic);
        assert!(coloured.contains("\u{1b}["));
    }

    #[test]
    fn short_messages_take_one_line() {
        let (sources, id) = sources("# Create jobs\r\n\r\n|é|x|\r\n");
        let diagnostic = Diagnostic::new(lint::TODO_PLACEHOLDER, Span::new(id, 21, 22), "first\nsecond");
        assert_eq!(
            Printer::new(&sources, "docs").line(&diagnostic),
            "docs/v1.0/api/create-jobs.md:3:4: first second [todo-placeholder]"
        );
        let nowhere = Diagnostic::new(lint::UNREADABLE_FILE, None, "gone");
        assert_eq!(Printer::new(&sources, ".").line(&nowhere), "gone [unreadable-file]");
        assert_eq!(Printer::new(&sources, "docs").full(&nowhere), "error[unreadable-file]: gone");
    }

    #[test]
    fn escapes_from_pages_do_not_reach_the_terminal() {
        let (sources, id) = sources("a \u{1b}]0;title\u{7} b\n");
        let diagnostic = Diagnostic::new(lint::TODO_PLACEHOLDER, Span::new(id, 2, 9), "says `\u{1b}[31m`")
            .hint("not \u{1b}[2J")
            .related(Span::new(id, 0, 1), "\u{202e}x");
        let text = Printer::new(&sources, ".").full(&diagnostic);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
        assert!(text.contains("--> v1.0/api/create-jobs.md:1:3"), "{text}");
    }

    #[test]
    fn a_huge_cell_gives_a_short_message_with_the_true_column() {
        let (sources, id) = sources(&format!("{}X{}", "a".repeat(1 << 20), "b".repeat(1 << 20)));
        let diagnostic =
            Diagnostic::new(lint::TODO_PLACEHOLDER, Span::new(id, 1 << 20, (1 << 20) + 1), "y".repeat(1 << 20));
        let text = Printer::new(&sources, "d").full(&diagnostic);
        assert!(text.len() < 4000, "{}", text.len());
        assert!(text.contains("d/v1.0/api/create-jobs.md:1:1048577"), "{text}");
    }
}
