//! The command line.
//!
//! In: arguments. Out: tables on standard output, progress on standard error, and an exit code: 0 for success, 1 if measuring failed or a
//! ratio is beyond its limit, 2 for wrong usage.

mod bare;
mod client;
mod compile;
mod diff;
mod features;
mod gate;
mod generate;
mod growth;
mod peers;
mod programs;
mod run_time;
mod samples;
mod serve;

use std::io::{IsTerminal, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use clap::{Args, Parser, Subcommand};

use crate::crates::{self, Generated, write_if_changed};
use crate::error::MeasureError;
use crate::machine;
use crate::report::{Section, replace};

const EXAMPLES: &str = "\
Examples:
  cargo run --release -p bench -- compile --runs 1
      how fast the bindings of docs-input compile
  cargo run --release -p bench -- generate --docs ../v1.0
      how fast bindings of other pages are generated
  cargo run --release -p bench -- diff ../v1.0-2020 --docs ../v1.0
      how fast two editions are compared
  cargo run --release -p bench -- all --write
      everything, into BENCHMARKS.md
  cargo run --release -p bench -- gate
      for CI: fails if a ratio is beyond its limit

Exit codes: 0 fine; 1 measuring failed, or a ratio is beyond its limit; 2 wrong usage.";

/// Measures how fast docbindgen generates, and how fast what it generates compiles and runs
#[derive(Debug, Parser)]
#[command(name = "bench", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generating: cold, with nothing changed, after one edited page; its stages, memory, and the bare cost of reading and formatting
    Generate(Common),
    /// Compiling: the emitted crate, one with serde derives, and programs that use them
    Compile(Common),
    /// Decoding and encoding: emitted models, serde derives and JSON values
    RunTime(Common),
    /// Growth of the cost of generating, compiling and decoding with two and three times the pages
    Growth(Common),
    /// Sending requests over loopback: the client, its bare transports, and a peer
    Client(Common),
    /// Samples in comments: the emitted crate with and without them
    Samples(Common),
    /// Features of the client: what each of them costs to compile
    Features(Common),
    /// Comparing two editions, beside checking and generating
    Diff(diff::Diff),
    /// Programs that send requests: their compilation from nothing, their size, and a peer
    Programs(Common),
    /// All of these in sequence, but for `diff`, which needs two editions
    All(Common),
    /// A short form of all for CI, on docs-input: fails if a ratio is beyond its limit
    Gate(gate::Gate),
    /// Does the work of the bare cost once, for the gate to measure
    #[command(hide = true)]
    Bare(bare::Bare),
    /// Serves fixed responses, for the programs of `client`
    #[command(hide = true)]
    Serve(serve::Serve),
}

/// Options of every command.
#[derive(Debug, Args)]
struct Common {
    /// The docs folder [default: docs-input]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Number of runs of each measurement; the median counts
    #[arg(long, value_name = "N", default_value = "3")]
    runs: NonZero<usize>,
    /// Write the results to BENCHMARKS.md, in place of those of an earlier run
    #[arg(long)]
    write: bool,
}

/// Runs the command in the process's arguments.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(common) => common.run(&[generate::section]),
        Command::Compile(common) => common.run(&[compile::section]),
        Command::RunTime(common) => common.run(&[run_time::section]),
        Command::Growth(common) => common.run(&[growth::section]),
        Command::Client(common) => common.run(&[client::section]),
        Command::Samples(common) => common.run(&[samples::section]),
        Command::Features(common) => common.run(&[features::section]),
        Command::Diff(diff) => diff.common.run_each([|subject: &Subject| diff.section(subject)]),
        Command::Programs(common) => common.run(&[programs::section]),
        Command::All(common) => common.run(&ALL),
        Command::Gate(gate) => gate.run(),
        Command::Bare(bare) => bare.run(),
        Command::Serve(serve) => serve.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// All measurements.
const ALL: [Measurement; 8] = [
    generate::section,
    compile::section,
    run_time::section,
    growth::section,
    samples::section,
    client::section,
    features::section,
    programs::section,
];

/// The input of a measurement.
struct Subject {
    /// The docs folder.
    docs: PathBuf,
    /// The title of the pages in documents, which contain no paths of the machine.
    title: String,
    /// The crate generated from them.
    generated: Generated,
    /// Number of runs of each measurement.
    runs: usize,
}

type Measurement = fn(&Subject) -> Result<Section, MeasureError>;

impl Common {
    fn run(&self, measurements: &[Measurement]) -> Result<(), MeasureError> {
        self.run_each(measurements.iter().copied())
    }

    fn run_each<M>(&self, measurements: impl IntoIterator<Item = M>) -> Result<(), MeasureError>
    where
        M: Fn(&Subject) -> Result<Section, MeasureError>,
    {
        let subject = Subject::new(self.docs.as_deref(), self.runs.get())?;
        for measurement in measurements {
            let mut section = measurement(&subject)?;
            section.text = format!("{}\n{}\n", section.text.trim_end(), footer(&subject));
            println!("{}", section.text);
            if self.write {
                write(&section)?;
            }
        }
        Ok(())
    }
}

impl Subject {
    fn new(docs: Option<&Path>, runs: usize) -> Result<Self, MeasureError> {
        let docs = docs.map_or_else(|| root().join("docs-input"), Path::to_owned);
        let generated = crates::generate(&docs)?;
        Ok(Subject { title: title(&docs), docs, generated, runs })
    }
}

/// Returns the title of a docs folder: its name.
fn title(docs: &Path) -> String {
    let name = docs.canonicalize().ok().and_then(|docs| Some(docs.file_name()?.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| "pages".to_owned())
}

/// Returns the last lines of a section: the pages, the runs, the machine and the day.
fn footer(subject: &Subject) -> String {
    let Generated { pages, types, requests, .. } = &subject.generated;
    let runs = subject.runs;
    format!(
        "\n`{}`: {pages} pages, {types} types, {requests} requests. {}. {runs} run{} each.",
        subject.title,
        machine::line(),
        if runs == 1 { "" } else { "s" }
    )
}

/// Returns the root of the repository.
fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap_or(root)
}

/// Returns a folder in the build folder for the crates to measure.
fn work(name: &str) -> Result<PathBuf, MeasureError> {
    let folder = root().join("target/bench").join(name);
    fs::create_dir_all(&folder).map_err(MeasureError::disk(&folder))?;
    Ok(folder)
}

fn write(section: &Section) -> Result<(), MeasureError> {
    let path = root().join("BENCHMARKS.md");
    let old = match fs::read_to_string(&path) {
        Ok(old) => old,
        Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(MeasureError::Disk(path, e)),
    };
    write_if_changed(&path, &replace(&old, section))
}

/// Shows what is being done, in a line that the next message replaces.
fn progress(what: &str) {
    let mut out = io::stderr().lock();
    if out.is_terminal() {
        // Failure to show progress is not an error.
        let _ = write!(out, "\r\x1b[K{what}");
        let _ = out.flush();
    } else {
        let _ = writeln!(out, "{what}");
    }
}

/// Ends the line of [`progress`].
fn done() {
    let mut out = io::stderr().lock();
    if out.is_terminal() {
        let _ = write!(out, "\r\x1b[K");
    }
}
