//! Emits the derive variant: the emitted crate as it would be with serde derives.
//!
//! In: the files of an emitted crate. Out: the same files, in which each struct and enum derives its traits, and the data half of the
//! runtime comes from `derive-runtime/`. Only benchmarks use it.
//!
//! Kept: every type, field (related entities are decoded at once), comment, constant, request, page and parameter; requests, paths, queries and filters of the runtime; request
//! bodies, partial updates, response bodies and enums of derived types; `Clone`, `Debug`, `Default`, `PartialEq`, and texts of dates. Enums
//! stay open through `#[serde(untagged)]` on the variant for unknown members.
//!
//! Lost: explicit nulls, values of a different kind than documented (decoding of the object fails), case-insensitive decoding of enums,
//! numbers in strings, hiding of secrets, a list of undocumented members, `into_derived`; without `flatten`, also undocumented members. The
//! variant therefore does less than the emitted crate.

mod items;
mod runtime;

use std::collections::BTreeMap;
use std::fmt;

/// Texts by path.
pub type Files = BTreeMap<String, String>;

/// The form of the models in a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Serde derives; undocumented members are dropped.
    Plain,
    /// Serde derives; undocumented members go to a map through `#[serde(flatten)]`.
    Flatten,
    /// Declarations alone, which can be neither decoded nor encoded: a lower bound.
    Structs,
}

/// The part of the crate that is included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole crate.
    Full,
    /// Models and the runtime.
    Models,
    /// The runtime alone: the cost of a crate without types.
    Runtime,
}

/// The emitted code has a form that this module does not know.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {what} (the shape of emitted code has changed: update bench/src/derive and bench/derive-runtime)")]
pub struct VariantError {
    path: String,
    what: String,
}

impl VariantError {
    fn new(path: &str, what: impl fmt::Display) -> Self {
        VariantError { path: path.to_owned(), what: what.to_string() }
    }
}

/// Returns the variant of an emitted crate.
///
/// # Errors
/// Fails if the emitted code has a form that this module does not know.
pub fn variant(files: &Files, form: Form, scope: Scope) -> Result<Files, VariantError> {
    let mut out = Files::new();
    for (path, text) in scoped(files, scope)? {
        if path.starts_with("src/models/") || path.starts_with("src/parameters/") {
            out.insert(path.clone(), items::file(&path, &text, form)?);
        } else if !path.starts_with("src/runtime/") {
            out.insert(path, text);
        }
    }
    runtime::overlay(files, form, &mut out)?;
    Ok(out)
}

/// Returns the files of `scope`, as emitted.
///
/// # Errors
/// Fails if `lib.rs` is not Rust.
pub fn scoped(files: &Files, scope: Scope) -> Result<Files, VariantError> {
    let mut out: Files = files.clone();
    out.retain(|path, _| path.starts_with("src/"));
    let modules: &[&str] = match scope {
        Scope::Full => return Ok(out),
        Scope::Models => &["models", "runtime"],
        Scope::Runtime => &["runtime"],
    };
    out.retain(|path, _| {
        let module = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        module == "lib" || modules.contains(&module)
    });
    let path = "src/lib.rs";
    let text = files.get(path).ok_or_else(|| VariantError::new(path, "is not there"))?;
    let mut file = syn::parse_file(text).map_err(|e| VariantError::new(path, e))?;
    file.items.retain(|item| match item {
        syn::Item::Mod(item) => modules.iter().any(|module| item.ident == module),
        _ => true,
    });
    // Items that are no longer used are not an error here.
    file.attrs.push(syn::parse_quote!(#![allow(dead_code, unused_imports, unused_macros)]));
    out.insert(path.to_owned(), prettyplease::unparse(&file));
    Ok(out)
}

#[cfg(test)]
mod tests;
