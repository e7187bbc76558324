//! What is wrong with the pages as a whole, beyond what kept a stage from understanding them.
//!
//! In: the [`Api`](crate::model::Api). Out: diagnostics. Lints look and report; they change nothing.

pub mod examples;
pub mod obstacles;
