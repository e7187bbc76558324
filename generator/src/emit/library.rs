//! `lib.rs`: the documentation of the crate, and its modules.
//!
//! In: [`Plan`]. Out: tokens, and the sections that the readme repeats.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;
use crate::plan::names::RustName;

use super::client;
use super::file::EmitError;
use super::introduction::{self, OfPages};
use super::tokens::inner_docs;

/// Returns the documentation of the crate.
///
/// # Errors
/// Fails if a sample is not valid Rust, which is a bug of the emitter.
pub fn about(plan: &Plan, krate: &RustName) -> Result<Vec<String>, EmitError> {
    let title = format!("Typed bindings of the {} reference.", plan.version);
    let mut text = vec![
        title,
        String::new(),
        "* [`models`]: the types, one struct or open enum each".to_owned(),
        "* [`requests`]: one function for each documented method and path, in modules that mirror the path".to_owned(),
        "* [`parameters`]: the parameters of actions".to_owned(),
        "* [`pages`]: the permissions, query options and statuses on each reference page".to_owned(),
        "* [`runtime`]: the types and traits that these modules use".to_owned(),
        "* `client`: sends requests, with the feature `reqwest` or `blocking`".to_owned(),
        "* `examples`: a service for tests that responds with the examples of the reference, with the feature `testing`".to_owned(),
        "* [`prelude`]: the items that most programs import".to_owned(),
        String::new(),
    ];
    text.extend(samples(plan, krate, "#")?);
    text.extend(versions());
    text.extend(areas(plan));
    text.extend(licences(plan, "#"));
    Ok(text)
}

/// Returns the sections that the readme repeats.
///
/// # Errors
/// The same as [`about`].
pub fn readme(plan: &Plan, krate: &RustName) -> Result<Vec<String>, EmitError> {
    let mut text = samples(plan, krate, "##")?;
    text.extend(licences(plan, "##"));
    Ok(text)
}

fn samples(plan: &Plan, krate: &RustName, heading: &str) -> Result<Vec<String>, EmitError> {
    let of_pages = OfPages { shown: &plan.shown, samples: &plan.samples };
    let sections = |introduction| introduction::sections(introduction, &of_pages, krate, heading);
    plan.introduction.as_ref().map(sections).transpose().map(Option::unwrap_or_default)
}

fn licences(plan: &Plan, heading: &str) -> Vec<String> {
    let heading = (!plan.licences.is_empty()).then(|| [format!("{heading} Licences"), String::new()]);
    heading.into_iter().flatten().chain(plan.licences.iter().cloned()).collect()
}

/// `lib.rs`, with the documentation of the crate.
pub fn library(plan: &Plan, about: &[String]) -> TokenStream {
    let text = inner_docs(about);
    let features = (!plan.areas.is_empty()).then(|| quote!(#![cfg_attr(docsrs, feature(doc_cfg))]));
    let limit = plan.recursion_limit.map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let (client, items) = (client::modules(&plan.client), client::items(&plan.client));
    quote! {
        #text
        #![forbid(unsafe_code)]
        #limit
        #features
        #![allow(deprecated)]
        #![allow(rustdoc::redundant_explicit_links)]
        #[cfg(feature = "testing")]
        #[rustfmt::skip]
        pub mod examples;
        #[rustfmt::skip]
        pub mod models;
        #[rustfmt::skip]
        pub mod pages;
        #[rustfmt::skip]
        pub mod parameters;
        #[rustfmt::skip]
        pub mod requests;
        #client
        #items
    }
}

/// Returns the section of `lib.rs` about versions. The manifest has the same rule for cargo-semver-checks.
fn versions() -> Vec<String> {
    [
        "# Versions",
        "",
        "A new property of a type is a new field, and a minor change. Build structs with `..Default::default()`, as the samples do, and end",
        "patterns of structs with `..`. Enums get new variants in minor versions as well.",
        "",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Returns the section of `lib.rs` about features.
fn areas(plan: &Plan) -> Vec<String> {
    if plan.areas.is_empty() {
        return Vec::new();
    }
    let mut text: Vec<String> = [
        "# Features",
        "",
        "Each area of the API is a feature: its requests, and the types these send and return. `full` has all of them. A property that",
        "leads to a type of an area that is off has no field; what the service sends for it is kept in `extra` and written back.",
        "",
        "| feature | requests | types |",
        "|---|---|---|",
    ]
    .map(str::to_owned)
    .to_vec();
    text.extend(plan.areas.iter().map(|area| {
        let note = if area.default { ", on by default" } else { "" };
        format!("| `{}`{note} | {} | {} |", area.name, area.requests, area.types)
    }));
    text.push(String::new());
    text
}
