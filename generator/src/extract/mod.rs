//! A page to what it states.
//!
//! In: [`Page`](crate::parse::Page). Out: [`PageFacts`]. Needs no other page, so pages can be read in any order.

mod facts;
mod flat;
pub mod http_message;
pub mod json;
pub mod path;
mod pattern;
pub mod type_expr;

pub use facts::*;
