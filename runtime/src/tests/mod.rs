//! Tests of the runtime, with models as the generator emits them.

mod answers;
mod files;
mod inheritance;
mod models;
mod numbers;
mod queries;
mod requests;
mod round_trips;
mod texts;
mod wide;
