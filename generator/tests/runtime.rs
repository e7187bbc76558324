//! Tests of the runtime that travels in the output, with models as the generator emits them.

#[allow(dead_code, unused_imports, reason = "in a generated crate all of it is public")]
#[path = "../runtime/mod.rs"]
mod runtime;

#[path = "runtime/models.rs"]
mod models;
