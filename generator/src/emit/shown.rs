//! The samples in comments.
//!
//! In: the plan. Out: lines of markdown for the comments of request functions and types.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::plan::names::RustName;
use crate::plan::{Path, Plan};

use super::file::EmitError;
use super::samples;

/// Lines of markdown, by what they belong to.
#[derive(Debug, Default)]
pub struct ShownSamples {
    requests: BTreeMap<usize, Vec<String>>,
    types: BTreeMap<Path, Vec<String>>,
}

impl ShownSamples {
    /// Prints the samples that comments show.
    ///
    /// # Errors
    ///
    /// Fails if a sample is not valid Rust, which is a bug of the emitter.
    pub fn new(plan: &Plan, krate: &RustName) -> Result<ShownSamples, EmitError> {
        let requests = plan.shown.requests.par_iter().filter_map(|(operation, index)| {
            let code = samples::code(&plan.samples.get(*index)?.sample, krate);
            Some(code.map(|code| (*operation, section(code))))
        });
        let types = plan.shown.types.par_iter().map(|(path, sample)| {
            let code = samples::type_code(sample, &plan.samples, krate);
            code.map(|code| (path.clone(), section(code)))
        });
        Ok(ShownSamples { requests: requests.collect::<Result<_, _>>()?, types: types.collect::<Result<_, _>>()? })
    }

    /// Returns the comment of a request function with its sample.
    pub fn request(&self, docs: &[String], operation: usize) -> Vec<String> {
        with(docs, self.requests.get(&operation))
    }

    /// Returns the comment of a type with its sample.
    pub fn ty(&self, docs: &[String], path: &Path) -> Vec<String> {
        with(docs, self.types.get(path))
    }
}

fn with(docs: &[String], section: Option<&Vec<String>>) -> Vec<String> {
    docs.iter().chain(section.into_iter().flatten()).cloned().collect()
}

/// Returns the section of a comment with code.
fn section(code: Vec<String>) -> Vec<String> {
    let before = ["", "# Example", "", "```rust"].map(str::to_owned);
    before.into_iter().chain(code).chain(["```".to_owned()]).collect()
}
