//! `docbindgen explain`, `docbindgen lints` and `docbindgen kinds`

use std::io::{self, Write};

use clap::Args;

use super::Exit;
use super::export::print;
use crate::diagnostics::{Level, Lint};
use crate::diff::ChangeKind;

/// Explain a lint, or a kind of change: what it reports, why it matters, what to do
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The id, as printed in brackets in messages: warning[todo-placeholder], major[property-removed]
    #[arg(value_name = "ID")]
    id: String,
}

/// List every kind of change that `diff` finds, with its levels on the wire and in Rust
#[derive(Debug, Args)]
pub(super) struct Kinds {}

/// List every lint with its level
#[derive(Debug, Args)]
pub(super) struct Lints {}

pub(super) fn explain(args: &Explain) -> Exit {
    if let Some(kind) = ChangeKind::find(&args.id) {
        return finish(&explain_kind(kind));
    }
    let Some(lint) = Lint::find(&args.id) else {
        let lint = Lint::similar(&args.id).map(|lint| lint.id);
        let hint = match lint.or_else(|| ChangeKind::similar(&args.id).map(|kind| kind.id)) {
            Some(id) => format!("did you mean `{id}`?"),
            None => "`docbindgen lints` and `docbindgen kinds` list them".to_owned(),
        };
        let id = args.id.escape_debug();
        let _ = writeln!(io::stderr(), "error: there is no lint and no kind of change `{id}`: {hint}");
        return Exit::Usage;
    };
    let Lint { id, summary, help, .. } = lint;
    let (other, bound) = match (lint.level, lint.is_on) {
        (Level::Error, _) => ("warning", "error"),
        (_, true) => ("allow", "note, warning, error"),
        (_, false) => ("note", "warning, error"),
    };
    finish(&format!(
        "{level}[{id}]: {summary}\n\n{help}\n\nIts level is set in docbindgen.toml:\n\n  [lints]\n  {id} = \"{other}\"   # or {bound}\n",
        level = lint.default_level(),
        help = wrap(help),
    ))
}

pub(super) fn list(_: &Lints) -> Exit {
    let width = Lint::all().map(|lint| lint.id.len()).max().unwrap_or(0);
    let lines = Lint::all().map(|lint| format!("{:7}  {:width$}  {}\n", lint.default_level(), lint.id, lint.summary));
    finish(&lines.collect::<String>())
}

fn explain_kind(kind: &ChangeKind) -> String {
    let ChangeKind { id, wire, rust, summary, explanation } = kind;
    let wire = if wire.received == wire.sent {
        wire.received.name().to_owned()
    } else {
        format!("{} in responses, {} in request bodies", wire.received.name(), wire.sent.name())
    };
    format!("{id}: {summary}\n\n{}\n\nOn the wire: {wire}\nIn Rust: {}\n", wrap(explanation), rust.name())
}

pub(super) fn list_kinds(_: &Kinds) -> Exit {
    let width = ChangeKind::all().map(|kind| kind.id.len()).max().unwrap_or(0);
    let lines = ChangeKind::all().map(|kind| {
        let wire = kind.wire.received.max(kind.wire.sent).name();
        format!("{wire:20}  {:5}  {:width$}  {}\n", kind.rust.name(), kind.id, kind.summary)
    });
    finish(&lines.collect::<String>())
}

fn finish(text: &str) -> Exit {
    if print(text).is_ok() { Exit::Fine } else { Exit::Usage }
}

/// Lines of at most 80 characters.
fn wrap(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 {
            let fits = column + 1 + length <= 80;
            out.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        out.push_str(word);
        column += length;
    }
    out
}
