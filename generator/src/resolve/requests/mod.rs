//! Requests: operations with parameters, request bodies and responses.
//!
//! In: the facts of all pages, the declared names and the types. Out: the operations, each method and path once, and the facts of their
//! pages.

pub mod arguments;
pub mod bodies;
pub mod differences;
pub mod errors;
pub mod kinds;
pub mod literals;
pub mod methods;
pub mod one_name;
pub mod operations;
pub mod parameters;
pub mod query;
pub mod reads;
pub mod request_lines;
pub mod required;
pub mod responses;
pub mod spelling;
pub mod success;
pub mod united;
pub mod unplaced;
pub mod walk;
