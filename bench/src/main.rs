//! Measures how fast docbindgen generates, and how fast the generated code compiles and runs.
//!
//! In: a folder of pages. Out: tables on standard output, and in BENCHMARKS.md on request. Comparisons are ratios within one run; seconds
//! are specific to one machine.

mod bare;
mod bodies;
mod cold;
mod commands;
mod compile;
mod corpus;
mod crates;
mod derive;
mod error;
mod machine;
mod measure;
mod pairs;
mod report;
mod serve;
mod stats;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main()
}
