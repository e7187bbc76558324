//! `docbindgen diff`

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::console::Console;
use super::export::print;
use super::{Exit, Settings, When};
use crate::diff::input::{Input, InputError, find, read};
use crate::diff::print::{Report, github, html, json, markdown, text};
use crate::diff::{ChangeKind, Class, Filter, Threshold, compare, select};
use crate::formats::shell::word;
use crate::pipeline::{RunError, count};

/// Compare two editions of the reference: what changes in the API, in the bindings, and in their version number
///
/// Each side is a docs folder, a model that `docbindgen export` wrote, or REV:path, a folder in a revision of a git repository, which is
/// read without a checkout. docbindgen.toml of each side applies to it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// The old edition: a docs folder, a model (.json), or REV:path such as main:docs
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new edition, in one of the same forms
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// In which form
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// File to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also write one page of HTML, with a table to filter and the lines of both sides
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Exit with 1 if a change that is shown is of this level or above. Several levels, separated by commas or each with its own
    /// option: one of them is enough, so that major,breaking fails for changes that break programs of either kind
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = threshold())]
    fail_on: Vec<Threshold>,
    /// Show only changes of this level or above. Several levels, separated by commas or each with its own option: one is enough
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = threshold())]
    level: Vec<Threshold>,
    /// Show only changes of this class, or of one of several, separated by commas or each with its own option
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = class())]
    class: Vec<Class>,
    /// Show only changes of this kind, such as property-added, or of one of several, separated by commas or each with its own
    /// option. `docbindgen kinds` lists them
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    kind: Vec<&'static ChangeKind>,
    /// Compare only the requests that match, and what they reach; may be given several times. `**` stands for any number of
    /// segments, `*` and `{...}` for one: '/users/**', 'GET /groups/{id}/members'
    #[arg(long, value_name = "PATTERN")]
    select: Vec<String>,
    /// Folder in the git repository of REV:path [default: the current folder]
    #[arg(long, value_name = "DIR")]
    repository: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Print errors and the changes only
    #[arg(long, short)]
    quiet: bool,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// With the format text, print at most N changes of each kind, 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

const EXAMPLES: &str = "\
Examples:
  docbindgen diff main:docs docs
      what the pages in the folder change, compared with the branch main
  docbindgen diff v1.2.0:docs HEAD:docs --format markdown --fail-on major
      for a pull request: a comment, and exit code 1 if the bindings need a major version
  docbindgen diff old.json docs --html changes.html
      a page to browse, against a model that docbindgen export wrote
  docbindgen diff main:docs docs --class service-changed --level breaking
      only what breaks programs because the service changed

Exit codes: 0 fine, changes included; 1 a change of a level of --fail-on, or no request that --select matches; 2 wrong usage or a \
side that cannot be read.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Each change with the lines of both sides
    Text,
    /// For a pull request: the summary first, the changes folded
    Markdown,
    /// Everything; generator/schema/diff.schema.json is its schema
    Json,
    /// Annotations of GitHub Actions
    Github,
}

impl Diff {
    /// Returns the options that decide what is compared and shown, each as one word.
    fn options(&self) -> Vec<String> {
        // All fields are named, so that a further option is not forgotten.
        #[rustfmt::skip]
        let Diff {
            level, class, kind, select, repository, settings,
            old: _, new: _, format: _, out: _, html: _, fail_on: _, quiet: _, color: _, limit: _,
        } = self;
        let levels = level.iter().filter_map(|level| Threshold::ALL.iter().find(|(_, known, _)| known == level));
        let classes = class.iter().filter_map(|class| CLASSES.iter().find(|(_, known)| known == class));
        let repository = repository.iter().map(|folder| ("repository", folder.to_string_lossy().into_owned()));
        let options = levels.map(|(name, ..)| ("level", (*name).to_owned()));
        let options = options.chain(classes.map(|(name, _)| ("class", (*name).to_owned())));
        let options = options.chain(kind.iter().map(|kind| ("kind", kind.id.to_owned())));
        let options = options.chain(select.iter().map(|pattern| ("select", pattern.clone()))).chain(repository);
        options.map(|(name, value)| format!("--{name}={value}")).chain(settings_as_options(settings)).collect()
    }
}

/// Returns the settings as options, each as one word.
fn settings_as_options(Settings { api_version, config, preset }: &Settings) -> impl Iterator<Item = String> {
    let api_version = api_version.iter().map(|version| format!("--api-version={version}"));
    let config = config.iter().map(|path| format!("--config={}", path.display()));
    api_version.chain(config).chain(preset.iter().map(|preset| format!("--preset={}", preset.name)))
}

pub(super) fn run(args: &Diff) -> Exit {
    let mut console = Console::plain(args.color, args.quiet);
    let sides = match read_sides(args) {
        // The process ends after this command: freeing all texts and models would only take time.
        Ok(sides) => ManuallyDrop::new(sides),
        Err(error) => return refuse(&error, &mut console),
    };
    let (old, new) = &*sides;
    about_sides(old, new, &args.settings, &mut console);
    let mut comparison = compare(&old.edition, &new.edition);
    let unmatched = select(&mut comparison, [&old.edition, &new.edition], &args.select);
    for pattern in &unmatched {
        console.note(&format!("warning: `{pattern}` matches no request of either side"));
    }
    if !args.select.is_empty() && unmatched.len() == args.select.len() {
        console.error("nothing was compared: no request matches; correct the selection (`--select`)");
        return Exit::Found;
    }
    let filter = Filter { levels: args.level.clone(), classes: args.class.clone(), kinds: args.kind.clone() };
    let report = Report::new(old, new, &comparison, &filter);
    if let Err(message) = write(args, &report) {
        console.error(&message);
        return Exit::Usage;
    }
    let failing = report.changes.iter().filter(|change| args.fail_on.iter().any(|level| level.admits(change))).count();
    if failing == 0 {
        return Exit::Fine;
    }
    console.error(&format!("{} of a level of `--fail-on`", count(failing, "change")));
    Exit::Found
}

fn read_sides(args: &Diff) -> Result<(Input, Input), InputError> {
    let repository = args.repository.as_deref();
    let (old, new) = (find(&args.old, repository)?, find(&args.new, repository)?);
    read((&args.old, &old), (&args.new, &new), &args.settings.options())
}

fn refuse(error: &InputError, console: &mut Console) -> Exit {
    if let InputError::Pages(label, error) = error
        && let RunError::Config(sources, diagnostics) | RunError::Nothing(sources, diagnostics, _) = &**error
    {
        console.diagnostics_of(label, sources, diagnostics);
    }
    console.error(&error.to_string());
    Exit::Usage
}

/// Says what a reader should know about the sides before the changes.
fn about_sides(old: &Input, new: &Input, settings: &Settings, console: &mut Console) {
    let options: String = settings_as_options(settings).map(|option| format!(" {}", word(&option))).collect();
    for side in [old, new] {
        let Some(summary) = &side.summary else { continue };
        let found = format!("{}, {}", count(summary.errors, "error"), count(summary.warnings, "warning"));
        let how = if side.is_on_disk {
            format!("`docbindgen check --docs {}{options}` lists them", word(&side.label))
        } else {
            "`docbindgen check` lists them in a checkout".to_owned()
        };
        console.note(&format!("{}: {} with {found}; {how}", side.label, count(summary.pages, "page")));
        if side.unreadable > 0 {
            let pages = count(side.unreadable, "page");
            // Said even to those who want the changes only: these may be wrong.
            console.line(&format!(
                "warning: {pages} of `{}` could not be read; what they document counts as missing",
                side.label
            ));
        }
    }
    let is_older = old.committed.zip(new.committed).is_some_and(|(old, new)| new < old);
    if is_older || (old.is_on_disk && new.committed.is_some()) {
        console.note(&format!(
            "warning: `{}` is older than `{}`; the first argument is the old edition",
            new.label, old.label
        ));
    }
}

fn write(args: &Diff, report: &Report) -> Result<(), String> {
    if let Some(path) = &args.html {
        write_file(path, &html(report))?;
    }
    let text = match args.format {
        Format::Text => text(report, is_coloured(args), args.limit),
        Format::Markdown => markdown(report, &args.options()),
        Format::Json => json(report).map_err(|error| format!("the changes cannot be written as JSON: {error}"))?,
        Format::Github => github(report, &args.fail_on),
    };
    match &args.out {
        Some(path) => write_file(path, &text),
        None => print(&text).map_err(|error| format!("cannot write to standard output: {error}")),
    }
}

fn write_file(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// Whether standard output gets colours.
fn is_coloured(args: &Diff) -> bool {
    match args.color {
        When::Always => args.out.is_none(),
        When::Never => false,
        When::Auto => args.out.is_none() && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
    }
}

/// Parses a level. Help lists all of them.
fn threshold() -> impl TypedValueParser<Value = Threshold> {
    let all = Threshold::ALL.iter().map(|(name, _, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(all).try_map(|name| {
        Threshold::ALL.iter().find(|(known, ..)| *known == name).map(|(_, level, _)| *level).ok_or("unknown level")
    })
}

/// The classes as arguments.
const CLASSES: [(&str, Class); 3] = [
    ("service-changed", Class::ServiceChanged),
    ("documentation-corrected", Class::DocumentationCorrected),
    ("unclear", Class::Unclear),
];

/// Parses a class. Help lists all of them.
fn class() -> impl TypedValueParser<Value = Class> {
    PossibleValuesParser::new(CLASSES.map(|(name, _)| name)).try_map(|name| {
        CLASSES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class).ok_or("unknown class")
    })
}

fn kind(text: &str) -> Result<&'static ChangeKind, String> {
    ChangeKind::find(text).ok_or_else(|| match ChangeKind::similar(text) {
        Some(kind) => format!("there is no kind `{text}`: did you mean `{}`?", kind.id),
        None => "there is no such kind: `docbindgen kinds` lists them".to_owned(),
    })
}
