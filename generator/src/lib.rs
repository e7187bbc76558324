//! Reads API reference markdown and emits typed Rust bindings.
//!
//! In: a docs folder. Out: diagnostics, and the files of the bindings.
//!
//! The stages are pure functions over owned values; only the first and the last access the disk:
//!
//! ```text
//! folder ─load→ DocSet ─parse→ Page ─extract→ PageFacts ─overrides→ PageFacts ─resolve→ Api ─lint→ diagnostics
//!                                            Api ─areas→ Areas ─plan→ Plan ─emit→ FileSet ─→ write | check
//! ```
//!
//! Each stage is a module of the same name. A value that passes between two stages is defined in the module that produces it.

pub mod areas;
pub mod build_script;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod diff;
pub mod emit;
pub mod export;
pub mod extract;
pub mod findings;
pub mod fix;
pub mod formats;
pub mod git;
pub mod lint;
pub mod load;
pub mod model;
pub mod odata;
pub mod output;
pub mod overrides;
mod parallel;
pub mod parse;
pub mod paste;
pub mod pipeline;
pub mod plan;
pub mod resolve;
pub mod samples;
pub mod select;
mod similar;
pub mod source;
pub mod timings;
