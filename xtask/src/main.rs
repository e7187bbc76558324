//! The tasks of this repository, run as `cargo xtask TASK`.
//!
//! In: a checkout. Out: checks, generated documents, accepted test results and scaffolding. `.ci/run` installs tools and runs `cargo xtask ci`.

mod bless;
mod ci;
mod codegen;
mod corpus;
mod scaffold;
mod semver;
mod shell;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Why a task failed: a message for the person who ran it.
type Failure = Box<dyn std::error::Error>;

/// Tasks of the docbindgen repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs everything a change has to pass.
    Ci(ci::Options),
    /// Updates the generated parts of the documents, the lint pages and the schema.
    Codegen {
        /// Reports outdated files instead of updating them.
        #[arg(long)]
        check: bool,
    },
    /// Accepts the present results: bindings, generated documents, schema and snapshots.
    Bless,
    /// Adds a lint: its constant and its pair of pages.
    NewLint(scaffold::NewLint),
    /// Adds a test case: a folder of pages that the snapshot tests find by themselves.
    NewCase {
        /// The name of the folder, in lower case with `-`.
        name: String,
    },
    /// Runs the tests over a whole reference and prints its figures.
    Corpus(corpus::Options),
    /// Compares the Rust levels of `docbindgen diff` with the findings of cargo-semver-checks.
    Semver(semver::Options),
    /// Checks the layers, the citations, the length of files and the words of the glossary.
    Tidy,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Ci(options) => ci::run_all(&options),
        Task::Codegen { check } => codegen::run(check),
        Task::Bless => bless::run(),
        Task::NewLint(lint) => scaffold::new_lint(&lint),
        Task::NewCase { name } => scaffold::new_case(&name),
        Task::Corpus(options) => corpus::run(&options),
        Task::Semver(options) => semver::run(&options),
        Task::Tidy => tidy::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
