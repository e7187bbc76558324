//! The shape of `docbindgen.toml`, as serde reads it.
//!
//! In: the file's text. Out: its unchecked entries, with their ranges, and [`KEYS`], the reference of the keys.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::Layout;
use super::overrides::Entry;
use super::reference::{Row, Table};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    pub version: Option<Spanned<String>>,
    pub base_url: Option<Spanned<String>>,
    pub preset: Option<Spanned<String>>,
    pub include_roots: Option<Vec<PathBuf>>,
    pub layout: Option<Layout>,
    pub examples: Option<bool>,
    pub select: Option<Vec<String>>,
    #[serde(default)]
    pub reference_url: ReferenceUrl,
    #[serde(default, rename = "crate")]
    pub krate: Crate,
    #[serde(default)]
    pub docs: Docs,
    #[serde(default)]
    pub client: super::client::Table,
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

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Docs {
    pub license: Option<Spanned<String>>,
    pub attribution: Option<Spanned<String>>,
    pub descriptions: Option<bool>,
    pub samples: Option<bool>,
}

/// The reference of the keys.
pub const KEYS: Table = Table {
    header: &["key", "meaning", "default"],
    rows: &[
        Row {
            names: &["preset"],
            cells: &["the settings to start from: `graph` ([presets](#presets)); also `--preset`", "none"],
        },
        Row { names: &["version"], cells: &["version of the API", "the name of the folder, else `v1.0`"] },
        Row {
            names: &["base-url"],
            cells: &["root of the service; `{version}` is replaced", "`https://graph.microsoft.com/{version}`"],
        },
        Row {
            names: &["include-roots"],
            cells: &[
                "folders outside the docs folder that `[!INCLUDE]` may read, relative to the docs folder",
                "`[\"../includes\"]`",
            ],
        },
        Row { names: &["layout"], cells: &["`crate`, or `sources` for a package with its own manifest", "`crate`"] },
        Row {
            names: &["examples"],
            cells: &[
                "whether to emit tests: one replays the examples of the pages, one sends every request",
                "`false`",
            ],
        },
        Row {
            names: &["select"],
            cells: &[
                "the requests to emit, with the types they reach: `/users/**`, `GET /groups/{id}`; also `--select`",
                "all",
            ],
        },
        Row {
            names: &["default-areas"],
            cells: &["the areas that are on by default", "one, chosen by [a rule](#areas)"],
        },
        Row { names: &["areas.<name>"], cells: &["what belongs to the area of this name", "first segments of paths"] },
        Row {
            names: &["zones.<name>"],
            cells: &[
                "the version, or the list of versions, that a zone or moniker of this name is for; `\"*\"` is every version, `[]` none",
                "the names that Microsoft Graph uses: `graph-v1`, `graph-preview`, `graph-rest-1.0` …",
            ],
        },
        Row {
            names: &["reference-url.api", "reference-url.resources"],
            cells: &[
                "where the pages are published; `{page}`, `{version}` and `{moniker}` (the version without `v`) are replaced",
                "the addresses of Microsoft Graph",
            ],
        },
        Row {
            names: &["crate.name", "crate.version", "crate.description"],
            cells: &["for the manifest of the crate", "`api-bindings`, `0.1.0`, a text that names the service"],
        },
        Row {
            names: &["crate.license"],
            cells: &["licence of the crate, an SPDX expression such as `MIT OR Apache-2.0`", "none"],
        },
        Row {
            names: &["docs.license"],
            cells: &[
                "licence of the pages, whose text is in comments and examples: an SPDX expression such as `CC-BY-4.0`",
                "none",
            ],
        },
        Row { names: &["docs.attribution"], cells: &["the authors of the pages, as their licence requires", "none"] },
        Row {
            names: &["docs.descriptions"],
            cells: &[
                "whether comments and examples contain text of the pages; `false` is the same as `--no-descriptions`",
                "`true`",
            ],
        },
        Row {
            names: &["docs.samples"],
            cells: &[
                "whether comments contain the examples of the pages as code; not without `docs.descriptions`",
                "`true`",
            ],
        },
        Row { names: &["client.name"], cells: &["name of the type of the client", "`Client`"] },
        Row {
            names: &["client.clouds.<name>"],
            cells: &["a further root of the service, which becomes a constant; `{version}` is replaced", "none"],
        },
        Row {
            names: &["client.path", "client.version"],
            cells: &[
                "the folder of the packages `client` and `runtime`, or the version of the published ones ([client](#client))",
                "both are a part of the generated crate",
            ],
        },
        Row {
            names: &["lints.<id>"],
            cells: &["level of a [lint](lints.md): `allow`, `note`, `warning`, `error`", "the level of the lint"],
        },
        Row { names: &["[[override]]"], cells: &["a correction of a page; any number of them", "none"] },
    ],
};
