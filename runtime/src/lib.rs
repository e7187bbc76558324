//! The runtime of generated crates, as a separate package.
//!
//! In: the modules in `src/runtime/`, which use only `serde`, `serde_json`, `base64` and `percent-encoding`, and with
//! the feature of that name `jiff`, `time`, `chrono` or `rust_decimal`. Out: [`runtime`], tested and documented here,
//! and [`FILES`], the text of these modules, which the generator writes into every crate.

#[allow(dead_code, reason = "only generated code uses the macros and the items in their expansions")]
pub mod runtime;

#[cfg(test)]
mod tests;

/// Embeds files from the folder `runtime`.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("runtime/", $name)))),*]
    };
}

/// The files of the runtime: the name in the folder `runtime` and the text, sorted by name.
pub const FILES: &[(&str, &str)] = embed![
    "compare.rs",
    "conversions.rs",
    "debug.rs",
    "decimal.rs",
    "decimal_rust.rs",
    "decode.rs",
    "decode_decimal.rs",
    "derived.rs",
    "encode.rs",
    "error.rs",
    "exact.rs",
    "expand.rs",
    "extra.rs",
    "filter.rs",
    "flags.rs",
    "json.rs",
    "literal.rs",
    "macros.rs",
    "mod.rs",
    "model.rs",
    "names.rs",
    "number.rs",
    "object.rs",
    "open_enum.rs",
    "operation.rs",
    "patch.rs",
    "path.rs",
    "property.rs",
    "query.rs",
    "reference.rs",
    "request.rs",
    "response_body.rs",
    "scalar.rs",
    "segment.rs",
    "text.rs",
    "text_chrono.rs",
    "text_jiff.rs",
    "text_time.rs",
    "undocumented.rs",
    "wire.rs",
];
