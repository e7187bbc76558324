//! Whole references, which are not part of the repository.
//!
//! In: a docs folder, and a command that scores an exported description. Out: the figures that the tests print.

use std::path::PathBuf;

use crate::{Failure, shell};

/// Docs folders to read, separated as in `PATH`. The first one is also tested in every other way.
pub const CORPORA: &str = "DOCBINDGEN_CORPORA";

/// The command that scores the OpenAPI description of the first corpus; `{}` is replaced by its path.
pub const SCORE: &str = "DOCBINDGEN_SCORE";

/// What to read.
#[derive(clap::Args)]
pub struct Options {
    /// A docs folder.
    docs: PathBuf,
    /// A command that scores the exported OpenAPI description; `{}` is replaced by its path.
    #[arg(long, value_name = "COMMAND")]
    score: Option<String>,
    /// Compiles each area by itself, under clippy and rustdoc too.
    #[arg(long)]
    every_area: bool,
    /// Accepts the present figures.
    #[arg(long)]
    bless: bool,
}

/// Runs the tests that read a corpus, and prints its figures.
///
/// # Errors
/// Fails if the folder cannot be read or a test fails.
pub fn run(options: &Options) -> Result<(), Failure> {
    let docs = options.docs.canonicalize().map_err(|error| format!("{}: {error}", options.docs.display()))?;
    let tests = [
        "test",
        "--locked",
        "--release",
        "-p",
        "docbindgen",
        "--test",
        "corpus",
        "--test",
        "naive",
        "--",
        "--nocapture",
    ];
    let mut command = shell::cargo(&tests);
    command.env(CORPORA, docs);
    if let Some(score) = &options.score {
        command.env(SCORE, score);
    }
    if options.every_area {
        command.env("DOCBINDGEN_EVERY_AREA", "1");
    }
    if options.bless {
        command.env(crate::bless::BLESS, "1");
    }
    shell::run(&mut command)
}
