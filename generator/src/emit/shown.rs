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
    let heading = ["", "# Example", ""].map(str::to_owned);
    heading.into_iter().chain(fenced(&code.into_iter().map(shown).collect::<Vec<_>>())).collect()
}

/// Returns code in a fenced code block that no line of it ends (CommonMark §4.5).
pub fn fenced(code: &[String]) -> Vec<String> {
    let run = |line: &String| line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
    let fence = "`".repeat(code.iter().map(run).max().unwrap_or_default().max(2) + 1);
    [format!("{fence}rust")].into_iter().chain(code.iter().cloned()).chain([fence.clone()]).collect()
}

/// Returns a line of code as rustdoc shows it: it hides lines that begin with `# `, and removes the first of two `#`.
fn shown(line: String) -> String {
    let code = line.trim_start();
    if code == "#" || code.starts_with("# ") || code.starts_with("##") {
        let indent = &line[..line.len() - code.len()];
        return format!("{indent}#{code}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(code: &[&str]) -> Vec<String> {
        code.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn lines_that_rustdoc_hides_are_shown() {
        let section = section(lines(&["    # Title", "##", "#[x]"]));
        assert_eq!(section, ["", "# Example", "", "```rust", "    ## Title", "###", "#[x]", "```"]);
    }

    #[test]
    fn code_does_not_end_its_block() {
        assert_eq!(fenced(&lines(&["  ```", "a"])), ["````rust", "  ```", "a", "````"]);
    }
}
