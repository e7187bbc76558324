//! Tests of the runtime, with models as the generator emits them.

mod embedded_files;
mod inheritance;
mod models;
mod numbers;
mod queries;
mod requests;
mod response_bodies;
mod round_trips;
mod text_types;
mod wide;
