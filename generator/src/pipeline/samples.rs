//! The examples of pages as code.
//!
//! In: a docs folder. Out: [`SampleReading`], which returns the code of each example, or why there is none.

use std::path::Path;

use crate::areas;
use crate::diagnostics::Diagnostics;
use crate::emit::{self, EmitError};
use crate::load::Place;
use crate::model::{Api, Example, Reason};
use crate::plan::samples::sample;
use crate::plan::{Plan, samples::PlannedSample};
use crate::source::Sources;

use super::{Options, ReadPages, RunError, in_pool, load_input, stages};

/// The model of all pages, and what code of its examples needs.
#[derive(Debug)]
pub struct SampleReading {
    /// Every text that was read.
    pub sources: Sources,
    /// The diagnostics of reading, sorted, with levels as configured.
    pub diagnostics: Diagnostics,
    /// The model of the API.
    pub api: Api,
    plan: Plan,
    krate: String,
}

/// Why an example has no code. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoSample {
    /// It has no request.
    NoRequest,
    /// The bindings cannot build its request.
    Left(Reason),
}

/// The code of an example.
#[derive(Debug)]
pub struct ExampleCode<'a> {
    /// The example.
    pub example: &'a Example,
    /// Lines of Rust, or why there are none.
    pub code: Result<Vec<String>, NoSample>,
}

/// Reads the pages in `docs`, and prepares the code of their examples.
///
/// # Errors
/// The same as [`run`](super::run), except those of the output.
pub fn read_samples(docs: &Path, options: &Options) -> Result<SampleReading, RunError> {
    in_pool(options.threads, || {
        let ReadPages { set, config, mut diagnostics, api, renames, .. } =
            load_input(&Place::Disk(docs.to_owned()), options, &|_| {})?.read(&|_| {})?;
        diagnostics.suppress(false);
        config.lints.apply(&mut diagnostics);
        diagnostics.sort();
        let (areas, _) = areas::areas(&api, &config.areas);
        let plan = stages::plan(&api, &areas, &config, &renames);
        Ok(SampleReading { sources: set.sources, diagnostics, api, plan, krate: config.crate_name.clone() })
    })
}

impl SampleReading {
    /// Returns the code of each example, in order.
    ///
    /// # Errors
    /// Fails if a sample is not valid Rust, which is a bug of docbindgen.
    pub fn examples(&self) -> Result<Vec<ExampleCode<'_>>, EmitError> {
        let mut planned = self.plan.samples.iter().peekable();
        let examples = self.api.examples.iter().enumerate().map(|(index, example)| {
            let code = match planned.next_if(|planned| planned.example == index) {
                Some(PlannedSample { sample, .. }) => Ok(emit::sample(sample, &self.krate)?),
                None => Err(reason(example)),
            };
            Ok(ExampleCode { example, code })
        });
        examples.collect()
    }

    /// Returns the code of an example, which need not be one of the pages.
    ///
    /// # Errors
    /// Fails if a sample is not valid Rust, which is a bug of docbindgen.
    pub fn code(&self, example: &Example) -> Result<Result<Vec<String>, NoSample>, EmitError> {
        Ok(match sample(&self.api, &self.plan, example) {
            Some(sample) => Ok(emit::sample(&sample, &self.krate)?),
            None => Err(reason(example)),
        })
    }
}

/// Returns why the bindings cannot build the request of an example.
fn reason(example: &Example) -> NoSample {
    let obstacle = example.findings.request.obstacle.as_ref().map(|obstacle| obstacle.reason);
    match (&example.facts.request, obstacle) {
        (None, _) => NoSample::NoRequest,
        (Some(_), Some(reason)) => NoSample::Left(reason),
        // A request to another host has no obstacle if its body is a message of the service.
        (Some(_), None) if example.elsewhere => NoSample::Left(Reason::OtherHost),
        (Some(_), None) => NoSample::Left(Reason::UnknownRequest),
    }
}
