//! `docbindgen export`

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::{Exit, Input, Output};
use crate::export::{json, openapi};

/// Print the model of the API that the bindings are made from
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    input: Input,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// File to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// The model itself: types, enums, requests, with places in the pages
    Json,
    /// An OpenAPI 3.1 description
    Openapi,
}

pub(super) fn run(args: &Export) -> Exit {
    let mut console = Console::new(&args.input.messages, &args.input.docs);
    let outcome = match args.input.run(&Output::default(), &mut console) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let exported = match args.format {
        Format::Json => json::export(&outcome.api, &outcome.sources),
        Format::Openapi => Ok(openapi::export(&outcome.api, &outcome.base_url)),
    };
    let mut text = match exported.and_then(|exported| serde_json::to_string_pretty(&exported)) {
        Ok(text) => text,
        Err(error) => {
            console.error(&format!("the model cannot be written as JSON: {error}"));
            return Exit::Found;
        }
    };
    text.push('\n');
    console.note(&outcome.summary.to_string());
    let result = match &args.out {
        None => print(&text).map_err(|error| format!("cannot write to standard output: {error}")),
        Some(path) => std::fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display())),
    };
    match result {
        Ok(()) => args.input.exit(&outcome.summary),
        Err(message) => {
            console.error(&message);
            Exit::Usage
        }
    }
}

/// Prints to standard output. The reader may close it early.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
