//! The command line.
//!
//! In: arguments. Out: files or standard output, messages on standard error, and an exit code: 0 fine, 1 errors found or not
//! up to date, 2 wrong usage or nothing to read. One file a verb; everything they share is in `console` and `folders`.

mod check;
mod console;
mod diff;
mod explain;
mod export;
mod folders;
mod generate;
mod patch;
mod sample;
mod samples;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Preset;
use crate::diagnostics::{Diagnostics, Sources};
use crate::pipeline::{Nothing, Options, Outcome, RunError, Summary, run_with};
use console::Console;

const EXAMPLES: &str = "\
Examples:
  docbindgen generate --docs docs/v1.0 --out graph-bindings --crate graph-bindings
      write a crate that compiles as it is
  docbindgen generate --docs api-reference/v1.0 --out graph-bindings --preset graph
      the same for the public reference of Microsoft Graph, with its areas and its licence
  docbindgen check --docs docs/v1.0 --limit 0
      only say what is wrong with the pages, all of it
  docbindgen check --docs docs/v1.0 --out graph-bindings
      for CI: also fail if the crate is not what generate would write
  docbindgen check --docs docs/v1.0 --fix
      correct what has only one correction
  docbindgen diff main:docs docs
      what the pages in docs change in the API and in the bindings, compared with the branch main
  docbindgen samples --docs docs/v1.0 --out docs/v1.0 --insert
      add a tab in Rust to the examples of the pages
  docbindgen sample user-get.md --docs docs/v1.0
      the Rust code of an example; with --stdin of a request that was copied from a page, a proxy or a browser
  docbindgen explain missing-link-target
      what a message means and what to do

Names, addresses, areas, licences, lint levels and corrections are set in docbindgen.toml in the docs folder.

Exit codes: 0 fine, warnings included; 1 errors in the pages, or not up to date; 2 wrong usage or nothing to read.";

/// Reads API reference pages (markdown) and writes typed Rust bindings
#[derive(Debug, Parser)]
#[command(name = "docbindgen", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
    Check(check::Check),
    Export(export::Export),
    Diff(diff::Diff),
    Samples(samples::Samples),
    Sample(sample::Sample),
    Explain(explain::Explain),
    Lints(explain::Lints),
    Kinds(explain::Kinds),
}

/// What every verb that reads pages takes.
#[derive(Debug, Args)]
struct Input {
    /// Folder of the pages: with api/ and resources/ in it, a folder of versions above such, or plain pages
    #[arg(long, value_name = "DIR")]
    docs: PathBuf,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    messages: Messages,
}

/// How pages are read.
#[derive(Debug, Args)]
struct Settings {
    /// Version of the API, if the docs folder has several [default: docbindgen.toml, else the folder's name]
    #[arg(long, value_name = "V", value_parser = api_version)]
    api_version: Option<String>,
    /// Configuration to use in place of docbindgen.toml in the docs folder; paths in it are relative to that folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Settings to start from; docbindgen.toml and other options override them
    #[arg(long, value_name = "NAME", value_parser = preset())]
    preset: Option<&'static Preset>,
}

impl Settings {
    /// The options of a run that only reads.
    fn options(&self) -> Options {
        Options {
            config: self.config.clone(),
            preset: self.preset,
            version: self.api_version.clone(),
            ..Options::default()
        }
    }
}

/// What the output is.
#[derive(Debug, Default, Args)]
struct Output {
    /// Name of the crate [default: docbindgen.toml, else api-bindings]
    #[arg(long = "crate", value_name = "NAME", value_parser = crate_name)]
    name: Option<String>,
    /// Add tests: one replays every example of the pages through the bindings, one sends every request
    #[arg(long)]
    examples: bool,
    /// Leave descriptions and example responses of the pages out: names, types, paths and permissions remain
    #[arg(long)]
    no_descriptions: bool,
    /// Emit only the requests that match, and what they reach; may be given several times. `**` stands for any number of
    /// segments, `*` and `{...}` for one: '/users/**', 'GET /groups/{id}/members'
    #[arg(long, value_name = "PATTERN")]
    select: Vec<String>,
}

/// How much is said.
#[derive(Debug, Args)]
struct Messages {
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// Print at most N messages of each lint, 0 for all (errors are always printed)
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Exit with 1 on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// If standard error is a terminal and NO_COLOR is not set
    Auto,
    Always,
    Never,
}

/// How the command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Fine = 0,
    Found = 1,
    Usage = 2,
}

/// Runs the command with the arguments of this process.
#[must_use]
pub fn main() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::Generate(args) => generate::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Samples(args) => samples::run(&args),
        Command::Sample(args) => sample::run(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Lints(args) => explain::list(&args),
        Command::Kinds(args) => explain::list_kinds(&args),
    };
    ExitCode::from(exit as u8)
}

/// A run that stopped early.
struct Stopped {
    /// The texts and diagnostics up to then.
    found: Option<(Sources, Diagnostics)>,
    /// Why it stopped.
    message: String,
    exit: Exit,
}

impl Stopped {
    /// Prints what was found, and why the run stopped.
    fn report(self, console: &mut Console) -> Exit {
        if let Some((sources, diagnostics)) = &self.found {
            console.diagnostics(sources, diagnostics.list());
        }
        console.error(&self.message);
        self.exit
    }
}

impl Input {
    /// All stages, with their diagnostics printed. A run that stops early has said why.
    fn run(&self, output: &Output, console: &mut Console) -> Result<Outcome, Exit> {
        match self.attempt(output, BTreeMap::new(), console) {
            Ok(outcome) => {
                console.diagnostics(&outcome.sources, outcome.diagnostics.list());
                Ok(outcome)
            }
            Err(stopped) => Err(stopped.report(console)),
        }
    }

    /// The options of a run.
    fn options(&self, output: &Output) -> Options {
        Options {
            crate_name: output.name.clone(),
            examples: output.examples,
            no_descriptions: output.no_descriptions,
            select: output.select.clone(),
            ..self.settings.options()
        }
    }

    /// All stages. `texts` replace those of files, by their path.
    fn attempt(
        &self,
        output: &Output,
        texts: BTreeMap<String, String>,
        console: &mut Console,
    ) -> Result<Outcome, Stopped> {
        let options = Options { texts, ..self.options(output) };
        let result = run_with(&self.docs, &options, &console.progress());
        console.end_progress();
        result.map_err(Stopped::from)
    }

    /// How a finished run ends.
    fn exit(&self, summary: &Summary) -> Exit {
        let warned = self.messages.deny_warnings && summary.warnings > 0;
        if summary.errors > 0 || warned { Exit::Found } else { Exit::Fine }
    }
}

impl From<RunError> for Stopped {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Config(sources, diagnostics) => Stopped {
                found: Some((sources, diagnostics)),
                message: "nothing was done: docbindgen.toml cannot be used".to_owned(),
                exit: Exit::Usage,
            },
            RunError::Nothing(sources, diagnostics, why) => Stopped {
                found: Some((sources, diagnostics)),
                message: why.to_string(),
                exit: if matches!(why, Nothing::Selected(_)) { Exit::Found } else { Exit::Usage },
            },
            error => Stopped { found: None, message: error.to_string(), exit: Exit::Usage },
        }
    }
}

/// Parses the name of a preset. Help lists all of them.
fn preset() -> impl TypedValueParser<Value = &'static Preset> {
    let all = Preset::all().iter().map(|preset| PossibleValue::new(preset.name).help(preset.summary));
    PossibleValuesParser::new(all).try_map(|name| Preset::find(&name).ok_or("unknown preset"))
}

fn crate_name(text: &str) -> Result<String, String> {
    if crate::config::is_crate_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a crate's name is a letter, then letters, digits, `-` and `_`, and no keyword".to_owned())
    }
}

fn api_version(text: &str) -> Result<String, String> {
    if crate::config::is_version(text) {
        Ok(text.to_owned())
    } else {
        Err("a version has letters, digits, `.`, `-` and `_`, and starts with a letter or digit: `v1.0`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
