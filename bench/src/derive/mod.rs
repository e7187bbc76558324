//! The emitter of the derive variant: what the emitted crate would be with serde derives.
//!
//! In: the files of an emitted crate. Out: the same files, in which each struct and enum derives its traits, and the runtime's data half is
//! that of `derive-runtime/`. Only benchmarks use it.
//!
//! Kept: every type, field, comment, constant, request, page and parameter; requests, paths, queries and filters of the runtime; bodies, partial
//! updates, answers and enums of derived types; `Clone`, `Debug`, `Default`, `PartialEq`, and texts of dates. Enums stay open, by
//! `#[serde(untagged)]` on the variant for others.
//!
//! Lost: explicit nulls, values of another kind than documented (they fail the object), the case-insensitive reading of enums, numbers in
//! texts, the hiding of secrets, a list of what is undocumented, `into_derived`; without `flatten` also members that are not documented.
//! So the variant does less than what it is compared with.

mod items;
mod runtime;

use std::collections::BTreeMap;
use std::fmt;

/// Path to text.
pub type Files = BTreeMap<String, String>;

/// What the models of a variant are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Serde derives; members that are not documented are dropped.
    Plain,
    /// Serde derives; members that are not documented go to a map, by `#[serde(flatten)]`.
    Flatten,
    /// Declarations alone, which can be neither read nor written: a floor.
    Structs,
}

/// How much of the crate is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// All of it.
    Full,
    /// Models and the runtime.
    Models,
    /// The runtime alone: what a crate without any type costs.
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

/// The variant of an emitted crate.
///
/// # Errors
/// When the emitted code has a form that is not known here.
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

/// The files of `scope`, as they were emitted.
///
/// # Errors
/// When `lib.rs` is not Rust.
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
    // What nothing calls any more is not a fault here.
    file.attrs.push(syn::parse_quote!(#![allow(dead_code, unused_imports, unused_macros)]));
    out.insert(path.to_owned(), prettyplease::unparse(&file));
    Ok(out)
}

#[cfg(test)]
mod tests;
