//! Accepting results.
//!
//! In: a checkout whose output has changed on purpose. Out: bindings, generated documents, schema and snapshots as they are now, for review with
//! `git diff`.

use crate::{Failure, codegen, shell};

/// Tells tests to accept their results instead of comparing them.
pub const BLESS: &str = "DOCBINDGEN_BLESS";

/// Updates everything that is generated and committed.
///
/// # Errors
/// Fails if a test fails for another reason than an outdated result.
pub fn run() -> Result<(), Failure> {
    shell::run(&mut shell::cargo(&["build", "--locked"]))?;
    codegen::run(false)?;
    shell::run(shell::cargo(&["test", "--locked", "--workspace"]).env(BLESS, "1").env("INSTA_UPDATE", "always"))
}
