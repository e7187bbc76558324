//! Tests of the runtime, with models as the generator emits them.

mod embedded_files;
mod errors;
mod inheritance;
mod models;
mod numbers;
mod paging;
mod queries;
mod related;
mod requests;
mod response_bodies;
mod round_trips;
mod setters;
mod text_types;
mod traits;
mod undocumented_values;
mod wide;
