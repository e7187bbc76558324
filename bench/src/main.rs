//! Measures how fast docbindgen generates, and how fast what it generates compiles and runs.
//!
//! In: a folder of pages. Out: tables on standard output, and in BENCHMARKS.md if wished. What is said of two things is a ratio of figures
//! of one run; seconds are those of one machine.

mod bare;
mod bodies;
mod commands;
mod compile;
mod corpus;
mod crates;
mod derive;
mod error;
mod machine;
mod measure;
mod report;
mod stats;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main()
}
