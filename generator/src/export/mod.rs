//! The model for other programs.
//!
//! In: [`Api`](crate::model::Api). Out: JSON in one of two forms: the model itself with the span of every fact ([`json`]), or an OpenAPI
//! description ([`openapi`]). Exports decide nothing: resolve has settled every fact.

pub mod json;
mod markdown;
pub mod openapi;
