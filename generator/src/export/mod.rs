//! The model for other programs.
//!
//! In: [`Api`](crate::model::Api). Out: JSON, in one of two forms: the model itself with the place of every fact ([`json`]),
//! or an OpenAPI description ([`openapi`]).
//! Nothing is decided here: what an export says, resolve has found out.

pub mod json;
mod markdown;
pub mod openapi;
