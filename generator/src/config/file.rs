//! The shape of `docbindgen.toml`, as serde reads it.
//!
//! In: the file's text. Out: its unchecked entries, with their ranges.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::Layout;
use super::overrides::Entry;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    pub version: Option<Spanned<String>>,
    pub base_url: Option<Spanned<String>>,
    pub include_roots: Option<Vec<PathBuf>>,
    pub layout: Option<Layout>,
    pub examples: Option<bool>,
    #[serde(default)]
    pub select: Vec<String>,
    #[serde(default)]
    pub reference_url: ReferenceUrl,
    #[serde(default, rename = "crate")]
    pub krate: Crate,
    #[serde(default)]
    pub areas: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub zones: BTreeMap<String, Spanned<toml::Value>>,
    pub default_areas: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub lints: BTreeMap<Spanned<String>, Spanned<super::LintLevel>>,
    #[serde(default, rename = "override")]
    pub overrides: Vec<Spanned<Entry>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferenceUrl {
    pub api: Option<Spanned<String>>,
    pub resources: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Crate {
    pub name: Option<Spanned<String>>,
    pub version: Option<Spanned<String>>,
    pub description: Option<String>,
    pub license: Option<Spanned<String>>,
}
