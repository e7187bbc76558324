//! Faults of the pages as a whole, beyond those that a stage reports while reading them.
//!
//! In: the [`Api`](crate::model::Api), or the facts of all pages. Out: diagnostics. Lints change nothing.

pub mod examples;
pub mod pages;
