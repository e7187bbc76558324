//! Samples of findings, for a person to judge how often a finding is right.
//!
//! In: a docs folder and a seed. Out: findings, spread over the lints, as a table without any text of the pages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use docbindgen::diagnostics::{Diagnostic, Level};
use docbindgen::pipeline;

use crate::Failure;

/// What to draw.
#[derive(clap::Args)]
pub struct Options {
    /// A docs folder.
    docs: PathBuf,
    /// The number of findings.
    #[arg(long, value_name = "N", default_value_t = 200)]
    count: usize,
    /// Equal seeds give equal samples.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Draws errors only.
    #[arg(long)]
    errors: bool,
}

/// Draws findings and prints them.
///
/// # Errors
/// Fails if the folder cannot be read.
pub fn run(options: &Options) -> Result<(), Failure> {
    let outcome = pipeline::run(&options.docs, &pipeline::Options::default())?;
    let mut lints: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in outcome.diagnostics.list() {
        if !options.errors || finding.level == Level::Error {
            lints.entry(finding.lint.id).or_default().push(finding);
        }
    }
    let mut random = fastrand::Rng::with_seed(options.seed);
    lints.values_mut().for_each(|findings| random.shuffle(findings));
    println!("`{}`, seed {}\n", options.docs.display(), options.seed);
    println!("| lint | level | page | line | verdict |\n|---|---|---|--:|---|");
    for finding in spread(lints, options.count) {
        let (page, line) = finding.span.map_or(("", 0), |span| {
            (outcome.sources.file(span.file).path.as_str(), outcome.sources.line_column(span).0)
        });
        println!("| `{}` | {} | {page} | {line} | |", finding.lint.id, finding.level.name());
    }
    Ok(())
}

/// Takes one finding of each lint in turn, at most `count`, and sorts them by lint and position.
fn spread<'d>(mut lints: BTreeMap<&str, Vec<&'d Diagnostic>>, count: usize) -> Vec<&'d Diagnostic> {
    let mut drawn = Vec::new();
    while drawn.len() < count && lints.values().any(|findings| !findings.is_empty()) {
        let round = lints.values_mut().filter_map(Vec::pop);
        drawn.extend(round.take(count - drawn.len()));
    }
    drawn.sort_by_key(|finding| (finding.lint.id, finding.span));
    drawn
}
