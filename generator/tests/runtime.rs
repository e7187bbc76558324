//! Tests of the runtime that travels in the output, with models as the generator emits them.

#[allow(dead_code, unused_imports, reason = "in a generated crate all of it is public")]
#[path = "../runtime/mod.rs"]
mod runtime;

#[path = "runtime/answers.rs"]
mod answers;
#[path = "runtime/inheritance.rs"]
mod inheritance;
#[path = "runtime/models.rs"]
mod models;
#[path = "runtime/numbers.rs"]
mod numbers;
#[path = "runtime/queries.rs"]
mod queries;
#[path = "runtime/requests.rs"]
mod requests;
#[path = "runtime/round_trips.rs"]
mod round_trips;
#[path = "runtime/texts.rs"]
mod texts;
#[path = "runtime/wide.rs"]
mod wide;
