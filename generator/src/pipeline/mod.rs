//! Runs all stages in order: from a docs folder to the files of its bindings.
//!
//! In: the folder and [`Options`]. Out: [`Outcome`]; nothing is written. The command, the build script and the tests call [`run`] and
//! differ only in how they use the result.

mod config_file;
mod error;
mod report;
mod samples;
mod stages;
mod summary;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub use error::{Nothing, RunError};
pub use report::{PageReport, Report};
pub use samples::{ExampleCode, NoSample, Planned, plan_pages};
pub use stages::GenerateError;
pub use summary::Summary;
pub(crate) use summary::{count, grouped};

use rayon::prelude::*;

use crate::areas::{self, Areas};
use crate::config::{Config, Layout, Preset};
use crate::diagnostics::{Diagnostics, Sources};
use crate::extract::{PageFacts, SkipReason};
use crate::lint;
use crate::load::{self, DocSet, LoadOptions, PageSource, Place};
use crate::model::Api;
use crate::output::FileSet;
use crate::overrides::{self, Renames};
use crate::parallel::{drop_aside, in_pool};
use crate::plan::surface::Surface;
use crate::resolve;
use crate::select::{has_descriptions, remove_descriptions, select};
use crate::timings::Timings;

/// Options of the caller. They take precedence over `docbindgen.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The configuration file to use instead of `docbindgen.toml` in the docs folder; paths in it are relative to that folder.
    pub config: Option<PathBuf>,
    /// The preset to start from, instead of the one in the configuration.
    pub preset: Option<&'static Preset>,
    /// Version of the API.
    pub version: Option<String>,
    /// Name of the generated crate.
    pub crate_name: Option<String>,
    /// The contents of the output folder.
    pub layout: Option<Layout>,
    /// Whether to emit the tests that replay the examples and send each request, regardless of the configuration.
    pub examples: bool,
    /// Whether to leave the text of pages out, regardless of the configuration.
    pub no_descriptions: bool,
    /// Patterns of the requests to emit, instead of the configured ones; empty for the configured ones.
    pub select: Vec<String>,
    /// The number of threads; by default one for each core. It does not affect the outcome.
    pub threads: Option<NonZero<usize>>,
    /// Texts to use instead of those of these files, by the path that diagnostics show.
    pub texts: BTreeMap<String, String>,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// Every text that was read.
    pub sources: Sources,
    /// Its diagnostics, sorted, with levels as configured.
    pub diagnostics: Diagnostics,
    /// The model of the API.
    pub api: Api,
    /// The areas that it is divided into.
    pub areas: Areas,
    /// Root of the service.
    pub base_url: String,
    /// The files to write.
    pub files: FileSet,
    /// Whether comments contain text of pages whose licence or authors are not configured.
    pub unlicensed: bool,
    /// Counts of the above.
    pub summary: Summary,
    /// The result for each page.
    pub report: Report,
    /// The time of each stage.
    pub timings: Timings,
}

/// The model of all pages, without any output.
#[derive(Debug)]
pub struct Reading {
    /// Every text that was read.
    pub sources: Sources,
    /// The diagnostics of reading, sorted, with levels as configured.
    pub diagnostics: Diagnostics,
    /// The model of the API, with descriptions, before any selection.
    pub api: Api,
    /// The public items of the bindings of this model.
    pub surface: Surface,
    /// Counts of the above.
    pub summary: Summary,
}

/// The pages and their model, for commands that edit pages.
#[derive(Debug)]
pub struct Pages {
    /// Every text that was read, and the pages among them.
    pub set: DocSet,
    /// The configuration.
    pub config: Config,
    /// The diagnostics of reading, until [`Pages::finish`] as the stages report them.
    pub diagnostics: Diagnostics,
    /// The model of the API, with descriptions, before any selection.
    pub api: Api,
    /// The names that `docbindgen.toml` gives.
    pub renames: Renames,
    /// Counts of the above.
    pub summary: Summary,
}

/// The progress of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The current stage.
    pub stage: &'static str,
    /// Pages completed in this stage.
    pub done: usize,
    /// Total number of pages; 0 if the stage does not process pages one by one.
    pub total: usize,
}

/// Generates the bindings of the pages in `docs`.
///
/// # Errors
/// Fails if there are no pages, or `docbindgen.toml` is invalid. Faults of pages are diagnostics in the outcome.
pub fn run(docs: &Path, options: &Options) -> Result<Outcome, RunError> {
    run_with(docs, options, &|_| {})
}

/// Like [`run`], but reports to `progress`, from several threads.
///
/// # Errors
/// The same as [`run`].
pub fn run_with(docs: &Path, options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, RunError> {
    in_pool(options.threads, || run_in_pool(docs, options, progress))
}

/// Like [`run`], from any place.
///
/// # Errors
/// The same as [`run`].
pub fn run_at(docs: &Place, options: &Options) -> Result<Outcome, RunError> {
    in_pool(options.threads, || load_input(docs, options, &|_| {})?.run(&|_| {}))
}

fn run_in_pool(docs: &Path, options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, RunError> {
    load_input(&Place::Disk(docs.to_owned()), options, progress)?.run(progress)
}

/// Reads the model of the pages in `docs`, and stops there.
///
/// # Errors
/// The same as [`run`], except those of the output.
pub fn read_pages(docs: &Path, options: &Options) -> Result<Reading, RunError> {
    in_pool(options.threads, || read(&Place::Disk(docs.to_owned()), options))
}

/// Like [`read_pages`], from any place.
///
/// # Errors
/// The same as [`run`], except those of the output.
pub fn read_pages_at(docs: &Place, options: &Options) -> Result<Reading, RunError> {
    in_pool(options.threads, || read(docs, options))
}

/// Like [`read_pages`], from any place, in the caller's thread pool.
///
/// # Errors
/// The same as [`run`], except those of the output.
pub(crate) fn read(docs: &Place, options: &Options) -> Result<Reading, RunError> {
    start_reading(docs, options)?.finish()
}

/// Does the part of [`read`] that all threads share.
///
/// # Errors
/// The same as [`read`].
pub(crate) fn start_reading(docs: &Place, options: &Options) -> Result<Started, RunError> {
    Ok(Started(load_input(docs, options, &|_| {})?.extract(&|_| {})))
}

/// A reading whose pages are known one by one.
pub(crate) struct Started(Extracted);

impl Started {
    /// Does the rest of [`read`], in one thread.
    ///
    /// # Errors
    /// The same as [`read`].
    pub(crate) fn finish(self) -> Result<Reading, RunError> {
        let mut pages = self.0.pages(&|_| {})?;
        pages.finish();
        let Pages { set, config, diagnostics, api, renames, summary } = pages;
        let surface = stages::surface(&api, &config, &renames);
        Ok(Reading { sources: set.sources, diagnostics, api, surface, summary })
    }
}

/// Like [`read_pages`], with the texts and the configuration, and reports to `progress`, from several threads.
///
/// # Errors
/// The same as [`run`], except those of the output.
pub fn read_set(docs: &Path, options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Result<Pages, RunError> {
    let docs = Place::Disk(docs.to_owned());
    in_pool(options.threads, || load_input(&docs, options, progress)?.pages(progress))
}

impl Pages {
    /// Applies the levels and suppressions to the diagnostics, sorts and counts them.
    pub fn finish(&mut self) {
        // A suppression may be for a finding of a later stage.
        self.diagnostics.suppress(false);
        self.config.lints.apply(&mut self.diagnostics);
        self.diagnostics.sort();
        self.summary.count_diagnostics(&self.diagnostics);
    }
}

/// Reads the configuration and the pages.
fn load_input(docs: &Place, options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Result<Input, RunError> {
    let (mut timings, started) = (Timings::default(), Instant::now());
    let file = config_file::read(docs, options)?;

    progress(Progress { stage: "reading the pages", done: 0, total: 0 });
    let load_options = LoadOptions {
        version: options.version.clone().or_else(|| file.config.version.clone()),
        include_roots: file.include_roots(docs.path()),
    };
    let (mut set, mut diagnostics) =
        timings.time("load", || load::load_from(docs, &load_options)).map_err(RunError::Load)?;
    set.sources.replace_texts(&options.texts);
    let config = file.finish(options, &mut set.sources, &mut diagnostics);
    Ok(Input { set, config, diagnostics, timings, started })
}

/// Generates the bindings of pages in memory.
///
/// # Errors
/// The same as [`run`], except those of loading.
pub fn run_set(set: DocSet, config: &Config) -> Result<Outcome, RunError> {
    let diagnostics = Diagnostics::default();
    let (timings, started) = (Timings::default(), Instant::now());
    let input = Input { set, config: config.clone(), diagnostics, timings, started };
    in_pool(None, || input.run(&|_| {}))
}

/// Returns the facts of the pages in `set`, in the order of their paths, before any override.
#[must_use]
pub fn facts(set: &DocSet) -> (Vec<PageFacts>, Diagnostics) {
    let mut timings = Timings::default();
    timings.share(["parse", "extract"], |[parse, extract]| {
        in_pool(None, || page_facts(set, |page| stages::facts(set, page, parse, extract)))
    })
}

/// Reads all pages with `read`. A page that could not be loaded also has facts: the reason.
fn page_facts(
    set: &DocSet,
    read: impl Fn(&PageSource) -> (PageFacts, Diagnostics) + Send + Sync,
) -> (Vec<PageFacts>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut facts = Vec::with_capacity(set.pages.len());
    for (page, found) in set.pages.par_iter().map(read).collect::<Vec<_>>() {
        facts.push(page);
        diagnostics.extend(found);
    }
    if !set.unread.is_empty() {
        facts.extend(set.unread.iter().map(|page| PageFacts::skipped(page.file, &page.path, SkipReason::Unreadable)));
        facts.sort_by(|a, b| a.path.cmp(&b.path));
    }
    (facts, diagnostics)
}

/// Pages in memory, and the diagnostics of loading them.
struct Input {
    set: DocSet,
    config: Config,
    diagnostics: Diagnostics,
    timings: Timings,
    started: Instant,
}

/// The facts of the pages, and what the rest of a run needs.
struct Extracted {
    input: Input,
    facts: Vec<PageFacts>,
}

/// The model of the pages, and what the rest of a run needs.
struct ReadPages {
    set: DocSet,
    config: Config,
    diagnostics: Diagnostics,
    api: Api,
    renames: Renames,
    summary: Summary,
    report: report::ReportBuilder,
    timings: Timings,
    started: Instant,
}

impl Input {
    /// Runs the stages parse and extract.
    fn extract(self, progress: &(dyn Fn(Progress) + Sync)) -> Extracted {
        let Input { mut set, config, mut diagnostics, mut timings, started } = self;
        set.zones = config.zones.clone();
        let done = std::sync::atomic::AtomicUsize::new(0);
        let (facts, found) = timings.share(["parse", "extract"], |[parse, extract]| {
            page_facts(&set, |page| {
                let facts = stages::facts(&set, page, parse, extract);
                let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                progress(Progress { stage: "parsing", done, total: set.pages.len() });
                facts
            })
        });
        diagnostics.extend(found);
        Extracted { input: Input { set, config, diagnostics, timings, started }, facts }
    }

    fn pages(self, progress: &(dyn Fn(Progress) + Sync)) -> Result<Pages, RunError> {
        self.extract(progress).pages(progress)
    }

    /// Runs all stages after load.
    fn run(self, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, RunError> {
        let ReadPages { set, config, mut diagnostics, api, renames, mut summary, report, mut timings, started } =
            self.extract(progress).resolve(progress)?;
        let (mut api, found) = timings.time("select", || select(api, &config.select));
        diagnostics.extend(found);
        if !config.select.is_empty() && api.operations.is_empty() {
            return Err(nothing(Nothing::Selected(config.select.clone()), &config, set.sources, diagnostics));
        }
        if !config.docs.descriptions {
            remove_descriptions(&mut api);
        }
        let (areas, found) = areas::areas(&api, &config.areas);
        diagnostics.extend(found);
        summary.count_api(&api);

        progress(Progress { stage: "emitting", done: 0, total: 0 });
        let is_credited = config.docs.license.is_some() && config.docs.attribution.is_some();
        let unlicensed = !is_credited && has_descriptions(&api);
        let (files, found) = stages::emit(&api, &areas, &config, &renames, &mut timings).map_err(RunError::Output)?;
        diagnostics.extend(found);

        // A selection leaves items out, with their findings.
        diagnostics.suppress(config.select.is_empty());
        config.lints.apply(&mut diagnostics);
        diagnostics.sort();
        summary.count_diagnostics(&diagnostics);
        let report = report.finish(&summary, &diagnostics);
        let base_url = config.base_url(&set.version);
        timings.rest(started.elapsed());
        Ok(Outcome {
            sources: set.sources,
            diagnostics,
            api,
            areas,
            base_url,
            files,
            unlicensed,
            summary,
            report,
            timings,
        })
    }
}

impl Extracted {
    /// Runs the stages from overrides to lint.
    fn resolve(self, progress: &(dyn Fn(Progress) + Sync)) -> Result<ReadPages, RunError> {
        let Extracted { input: Input { set, config, mut diagnostics, mut timings, started }, mut facts } = self;
        let stage = |stage| progress(Progress { stage, done: 0, total: 0 });
        let mut renames = Renames::default();
        if let Some(file) = config.file {
            let (names, found) = overrides::apply(&mut facts, &config.overrides, file);
            renames = names;
            diagnostics.extend(found);
        }
        if let Some(why) = Nothing::in_pages(&facts, &set.version) {
            return Err(nothing(why, &config, set.sources, diagnostics));
        }
        let summary = Summary::of_pages(&facts);
        let report = report::ReportBuilder::new(&facts);

        stage("resolving");
        let (api, found) = timings.time("resolve", || resolve::resolve(&set.version, &facts));
        diagnostics.extend(found);
        let found = timings.time("lint", || lint::check(&facts, &api, &set.sources, &diagnostics));
        diagnostics.extend(found);
        drop_aside(facts);
        if let Some(file) = config.file {
            diagnostics.extend(areas::check(&api, &config.areas, file));
        }
        Ok(ReadPages { set, config, diagnostics, api, renames, summary, report, timings, started })
    }

    fn pages(self, progress: &(dyn Fn(Progress) + Sync)) -> Result<Pages, RunError> {
        let ReadPages { set, config, diagnostics, api, renames, mut summary, .. } = self.resolve(progress)?;
        summary.count_api(&api);
        Ok(Pages { set, config, diagnostics, api, renames, summary })
    }
}

/// Returns the error of a run that has nothing to generate.
fn nothing(why: Nothing, config: &Config, sources: Sources, mut diagnostics: Diagnostics) -> RunError {
    config.lints.apply(&mut diagnostics);
    diagnostics.sort();
    RunError::Nothing(sources, diagnostics, why)
}
