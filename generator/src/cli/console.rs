//! Everything the command says on standard error.
//!
//! Nothing here fails: a standard error that is closed is not a reason to stop writing files.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};

use super::{Messages, When};
use crate::diagnostics::{Diagnostic, Diagnostics, Level, Note, Printer, Sources};
use crate::pipeline::{Progress, count};

/// A run shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two lines of progress.
const INTERVAL: Duration = Duration::from_millis(100);

/// Standard error, with the user's wishes about it.
pub(super) struct Console {
    err: AutoStream<std::io::Stderr>,
    coloured: bool,
    quiet: bool,
    limit: usize,
    docs: String,
    started: Instant,
    last_progress: Mutex<Option<Instant>>,
}

impl Console {
    pub(super) fn new(messages: &Messages, docs: &Path) -> Self {
        let docs = docs.to_string_lossy().into_owned();
        Console { limit: messages.limit, docs, ..Console::plain(messages.color, messages.quiet) }
    }

    /// A console that prints messages about a folder, all of them.
    pub(super) fn new_for(color: When, quiet: bool, docs: &Path) -> Self {
        Console { docs: docs.to_string_lossy().into_owned(), ..Console::plain(color, quiet) }
    }

    /// A console whose diagnostics are about no folder in particular.
    pub(super) fn plain(color: When, quiet: bool) -> Self {
        let choice = match color {
            When::Auto => AutoStream::choice(&std::io::stderr()),
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Console {
            err: AutoStream::new(std::io::stderr(), choice),
            coloured: choice != ColorChoice::Never,
            quiet,
            limit: 0,
            docs: String::new(),
            started: Instant::now(),
            last_progress: Mutex::new(None),
        }
    }

    /// Prints the diagnostics of a folder, as [`Console::diagnostics`] does.
    pub(super) fn diagnostics_of(&mut self, docs: &str, sources: &Sources, diagnostics: &Diagnostics) {
        docs.clone_into(&mut self.docs);
        self.diagnostics(sources, diagnostics.list());
    }

    /// Prints all errors, and of other diagnostics a limited number for each lint.
    pub(super) fn diagnostics<'d>(&mut self, sources: &Sources, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) {
        let printer = Printer::new(sources, &self.docs).coloured(self.coloured);
        let mut printed: BTreeMap<&str, usize> = BTreeMap::new();
        let mut left_out = 0;
        for diagnostic in diagnostics {
            if diagnostic.level != Level::Error {
                let so_far = printed.entry(diagnostic.lint.id).or_default();
                *so_far += 1;
                if self.quiet || (self.limit > 0 && *so_far > self.limit) {
                    left_out += 1;
                    continue;
                }
            }
            self.line(&format!("{}\n", printer.full(diagnostic)));
        }
        if left_out > 0 && !self.quiet {
            let left_out = count(left_out, "more message");
            self.line(&format!(
                "{left_out} not shown; `--limit 0` shows all, [lints] in docbindgen.toml turns lints off\n"
            ));
        }
    }

    /// Prints messages that no lint reports. If the user wants errors only, prints those.
    pub(super) fn notes(&mut self, sources: &Sources, notes: &[Note]) {
        let printer = Printer::new(sources, &self.docs).coloured(self.coloured);
        let quiet = self.quiet;
        for note in notes.iter().filter(|note| !quiet || note.level == Level::Error) {
            self.line(&format!("{}\n", printer.note(note)));
        }
    }

    /// An error that is about no place in a page.
    pub(super) fn error(&mut self, message: &str) {
        let (on, off) = if self.coloured { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        self.line(&format!("{on}error{off}: {message}"));
    }

    /// Something to know, unless the user wants errors only.
    pub(super) fn note(&mut self, message: &str) {
        if !self.quiet {
            self.line(message);
        }
    }

    /// A line whatever the user wants: it belongs to an error.
    pub(super) fn line(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }

    /// What to hand to a run: shows how far it is, on a terminal and if it takes long.
    pub(super) fn progress(&self) -> impl Fn(Progress) + Sync {
        let wanted = !self.quiet && std::io::stderr().is_terminal();
        move |progress| {
            if !wanted || self.started.elapsed() < PATIENCE {
                return;
            }
            // A worker that finds the lock taken has nothing newer to say.
            let Ok(mut last) = self.last_progress.try_lock() else { return };
            if last.is_some_and(|last| last.elapsed() < INTERVAL) {
                return;
            }
            *last = Some(Instant::now());
            let Progress { stage, done, total } = progress;
            let pages = if total > 0 { format!(" {done}/{total}") } else { String::new() };
            let _ = write!(std::io::stderr(), "\r{stage}{pages}{:20}\r", "");
        }
    }

    /// Clears the line that progress left.
    pub(super) fn end_progress(&mut self) {
        if self.last_progress.get_mut().is_ok_and(|last| last.take().is_some()) {
            let _ = write!(std::io::stderr(), "{:60}\r", "");
        }
    }
}
