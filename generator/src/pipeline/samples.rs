//! The examples of pages as code.
//!
//! In: a docs folder. Out: [`Planned`], which returns the code of each example, or why there is none.

use std::path::Path;

use crate::areas;
use crate::emit::{self, EmitError};
use crate::load::Place;
use crate::model::{Example, Reason};
use crate::paste::target::Service;
use crate::plan::Plan;
use crate::plan::samples::{PlannedSample, sample};
use crate::select::select;

use super::{Nothing, Options, Pages, Progress, RunError, in_pool, load_input, nothing, stages};

/// The pages, and the plan of the bindings, for commands that show examples as code.
#[derive(Debug)]
pub struct Planned {
    /// The pages and their model, after the selection.
    pub pages: Pages,
    /// The roots of the service.
    pub service: Service,
    plan: Plan,
}

/// Why an example has no code. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoSample {
    /// It has no request.
    NoRequest,
    /// The bindings cannot build its request.
    Left(Reason),
    /// It does not show the body that its request needs.
    NoBody,
}

/// The code of an example.
#[derive(Debug)]
pub struct ExampleCode<'a> {
    /// The example.
    pub example: &'a Example,
    /// Lines of Rust, or why there are none.
    pub code: Result<Vec<String>, NoSample>,
}

/// Plans the bindings of the pages in `docs`, and stops there. Reports to `progress`, from several threads.
///
/// # Errors
/// The same as [`run`](super::run), except those of the output.
pub fn plan_pages(docs: &Path, options: &Options, progress: &(dyn Fn(Progress) + Sync)) -> Result<Planned, RunError> {
    in_pool(options.threads, || {
        let mut pages = load_input(&Place::Disk(docs.to_owned()), options, progress)?.pages(progress)?;
        let select_only = std::mem::take(&mut pages.config.select);
        if !select_only.is_empty() {
            let (api, found) = select(pages.api, &select_only);
            pages.diagnostics.extend(found);
            if api.operations.is_empty() {
                let (config, sources) = (&pages.config, pages.set.sources);
                return Err(nothing(Nothing::Selected(select_only), config, sources, pages.diagnostics));
            }
            pages.api = api;
            pages.summary.count_api(&pages.api);
        }
        let Pages { config, api, renames, .. } = &pages;
        let (areas, _) = areas::areas(api, &config.areas);
        let plan = stages::plan(api, &areas, config, renames);
        let roots = std::iter::once(&config.base_url).chain(config.client.clouds.values());
        let service = Service { version: api.version.clone(), roots: roots.cloned().collect() };
        Ok(Planned { service, plan, pages })
    })
}

impl Planned {
    /// Returns the code of each example, in order.
    ///
    /// # Errors
    /// Fails if a sample is not valid Rust, which is a bug of docbindgen.
    pub fn examples(&self) -> Result<Vec<ExampleCode<'_>>, EmitError> {
        let mut planned = self.plan.samples.iter().peekable();
        let examples = self.pages.api.examples.iter().enumerate().map(|(index, example)| {
            let code = match planned.next_if(|planned| planned.example == index) {
                Some(PlannedSample { sample, .. }) if !sample.is_complete => Err(NoSample::NoBody),
                Some(PlannedSample { sample, .. }) => Ok(emit::sample(sample, self.krate())?),
                None => Err(reason(example)),
            };
            Ok(ExampleCode { example, code })
        });
        examples.collect()
    }

    /// Returns the code in the comments of types, with the paths of the types.
    ///
    /// # Errors
    /// Fails if a sample is not valid Rust, which is a bug of docbindgen.
    pub fn types(&self) -> Result<Vec<(crate::plan::Path, Vec<String>)>, EmitError> {
        emit::type_samples(&self.plan, self.krate())
    }

    /// Returns the code of an example, which need not be one of the pages. If it does not show the body that its request needs, the code
    /// sends an empty one.
    ///
    /// # Errors
    /// Fails if a sample is not valid Rust, which is a bug of docbindgen.
    pub fn code(&self, example: &Example) -> Result<Result<Vec<String>, NoSample>, EmitError> {
        Ok(match sample(&self.pages.api, &self.plan, example) {
            Some(sample) => Ok(emit::sample(&sample, self.krate())?),
            None => Err(reason(example)),
        })
    }

    fn krate(&self) -> &str {
        &self.pages.config.crate_name
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
