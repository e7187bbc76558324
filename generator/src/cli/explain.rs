//! `docbindgen explain` and `docbindgen lints`

use std::io::{self, Write};

use clap::Args;

use super::Exit;
use super::export::print;
use crate::diagnostics::{Level, Lint};

/// Explain a lint: what it reports, why it matters, what to do
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The id, as printed in brackets in messages: warning[todo-placeholder]
    #[arg(value_name = "LINT")]
    id: String,
}

/// List every lint with its level
#[derive(Debug, Args)]
pub(super) struct Lints {}

pub(super) fn explain(args: &Explain) -> Exit {
    let Some(lint) = Lint::find(&args.id) else {
        let hint = match Lint::similar(&args.id) {
            Some(lint) => format!("did you mean `{}`?", lint.id),
            None => "`docbindgen lints` lists them".to_owned(),
        };
        let _ = writeln!(io::stderr(), "error: there is no lint `{}`: {hint}", args.id.escape_debug());
        return Exit::Usage;
    };
    let Lint { id, summary, help, .. } = lint;
    finish(&format!(
        "{level}[{id}]: {summary}\n\n{help}\n\nIts level is set in docbindgen.toml:\n\n  [lints]\n  {id} = \"{other}\"{bound}\n",
        level = name(lint.level),
        help = wrap(help),
        other = if lint.level == Level::Error { "warning" } else { "allow" },
        bound = if lint.level == Level::Error { "   # or error" } else { "   # or note, warning, error" },
    ))
}

pub(super) fn list(_: &Lints) -> Exit {
    let width = Lint::all().map(|lint| lint.id.len()).max().unwrap_or(0);
    let lines = Lint::all().map(|lint| format!("{:7}  {:width$}  {}\n", name(lint.level), lint.id, lint.summary));
    finish(&lines.collect::<String>())
}

fn finish(text: &str) -> Exit {
    if print(text).is_ok() { Exit::Fine } else { Exit::Usage }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
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
