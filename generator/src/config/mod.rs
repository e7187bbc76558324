//! `docbindgen.toml`, in the docs folder: settings and corrections that the pages cannot contain.
//!
//! In: the file's text, and the preset that it starts from. Out: [`Config`], and a diagnostic for each fault in it. A malformed file stops the run: without its names and
//! overrides, the bindings would be different. An unknown lint is only a warning, so that one file works with several versions of
//! docbindgen.
//!
//! ```toml
//! preset = "graph"                                   # settings to start from; the other keys override them
//! version = "v1.0"                                   # of the API; else the folder's name
//! base-url = "https://graph.microsoft.com/{version}" # root of the service
//! include-roots = ["../includes"]                    # where [!INCLUDE] may look, besides the docs folder
//! layout = "crate"                                   # or "sources": no Cargo.toml, no README.md
//! examples = false                                   # or true: with tests of the examples and requests
//! select = ["/users/**", "GET /groups/{id}"]         # emit these requests and what they reach; else all
//! default-areas = ["users"]                          # features that are on by default; else docbindgen chooses one
//!
//! [areas]                                            # a feature each: products of pages, first segments of paths
//! mail = ["outlook"]
//! users = ["users", "/me"]
//!
//! [zones]                                            # versions of zones and monikers; "*" is every version, [] none
//! "graph-canary" = "beta"
//!
//! [reference-url]                                    # {page}: file name without .md; {version}: v1.0; {moniker}: 1.0
//! api = "https://learn.microsoft.com/graph/api/{page}?view=graph-rest-{moniker}"
//! resources = "https://learn.microsoft.com/graph/api/resources/{page}?view=graph-rest-{moniker}"
//!
//! [crate]
//! name = "graph-bindings"
//! version = "0.1.0"
//! description = "Typed bindings for Microsoft Graph"
//! license = "MIT OR Apache-2.0"                      # of the generated crate; else it declares none
//!
//! [docs]
//! license = "CC-BY-4.0"                              # of the pages, whose text is in comments and examples
//! attribution = "the authors of the pages"
//! descriptions = true                                # or false: comments without text of the pages
//! samples = true                                     # or false: comments without code samples
//!
//! [client]
//! name = "Graph"                                     # of its type; else Client
//! version = "0.1"                                    # of published packages of client and runtime, or path = "…"; else embedded
//!
//! [client.clouds]                                    # further addresses of the service, as constants
//! china = "https://microsoftgraph.chinacloudapi.cn/{version}"
//!
//! [lints]                                            # allow, note, warning or error
//! todo-placeholder = "allow"
//!
//! [[override]]
//! page = "resources/user.md"                         # optional: only the facts of this page
//! type = "user"
//! property = "aboutMe"
//! action = "retype"                                  # rename, retype, add, drop or skip-page
//! to = "String"
//! reason = "the table says Integer"
//! ```

mod areas;
mod check;
mod client;
mod file;
mod form;
mod licence;
mod lints;
mod overrides;
mod preset;
pub mod reference;
mod zones;

pub(crate) use areas::is_area_name;
pub use areas::{AreaEntry, AreaKey, AreaTable};
pub(crate) use check::{is_crate_name, is_version};
pub use client::{Client, Packages};
pub use licence::identifiers as license_identifiers;
pub use lints::{LintLevel, LintLevels};
pub use overrides::{Action, Override, Target};
pub use preset::Preset;
pub use zones::Zones;

use std::ops::Range;
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostics::{Diagnostic, FileId, Lint, Span};

/// The file's name, in the docs folder.
pub const CONFIG_FILE: &str = "docbindgen.toml";

/// The licence of the runtime, a part of every generated crate.
const RUNTIME_LICENSE: &str = "MIT OR Apache-2.0";

/// All settings, with their defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Version of the API; `None` to use the folder's name.
    pub version: Option<String>,
    /// Root of the service; may contain `{version}`.
    pub base_url: String,
    /// Folders outside the docs folder that `[!INCLUDE]` may read, relative to the docs folder; `None` for the default.
    pub include_roots: Option<Vec<PathBuf>>,
    /// Whether the output is a crate or the sources of one.
    pub layout: Layout,
    /// Whether the output includes the tests that replay the examples and send each request.
    pub examples: bool,
    /// Patterns of the requests to emit; empty to emit all of them.
    pub select: Vec<String>,
    /// Parts of the API that become features.
    pub areas: AreaTable,
    /// The API versions of the zones and monikers on pages.
    pub zones: Zones,
    /// Where the reference pages are published.
    pub reference_url: ReferenceUrl,
    /// Name of the generated crate.
    pub crate_name: String,
    /// Version of the generated crate.
    pub crate_version: String,
    /// Description of the generated crate; `None` for one that names the API's version.
    pub crate_description: Option<String>,
    /// Its licence, an SPDX expression.
    pub crate_license: Option<String>,
    /// The text of the pages in the output.
    pub docs: PageText,
    /// The client of the generated crate.
    pub client: Client,
    /// Levels of lints.
    pub lints: LintLevels,
    /// The file among the sources of the run, if there is one. The ranges of overrides refer to it.
    pub file: Option<FileId>,
    /// Corrections of the pages, in order.
    pub overrides: Vec<Override>,
}

/// The licence of the pages, and whether their text is in the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    /// Their licence, an SPDX expression.
    pub license: Option<String>,
    /// Their authors, in any text.
    pub attribution: Option<String>,
    /// Whether comments contain descriptions from the pages.
    pub descriptions: bool,
    /// Whether comments contain the examples of the pages as code, if they contain descriptions.
    pub samples: bool,
}

impl Default for PageText {
    fn default() -> Self {
        PageText { license: None, attribution: None, descriptions: true, samples: true }
    }
}

/// The contents of the output folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A crate: `Cargo.toml`, `README.md`, `src/`.
    #[default]
    Crate,
    /// The sources of a package that has a manifest already: `src/` only.
    Sources,
}

/// Patterns of the addresses of published pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceUrl {
    /// For pages in `api/`.
    pub api: String,
    /// For pages in `resources/`.
    pub resources: String,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            version: None,
            base_url: "https://graph.microsoft.com/{version}".to_owned(),
            include_roots: None,
            layout: Layout::Crate,
            examples: false,
            select: Vec::new(),
            areas: AreaTable::default(),
            zones: Zones::default(),
            reference_url: ReferenceUrl::default(),
            crate_name: "api-bindings".to_owned(),
            crate_version: "0.1.0".to_owned(),
            crate_description: None,
            crate_license: None,
            docs: PageText::default(),
            client: Client::default(),
            lints: LintLevels::default(),
            file: None,
            overrides: Vec::new(),
        }
    }
}

impl Default for ReferenceUrl {
    fn default() -> Self {
        ReferenceUrl {
            api: "https://learn.microsoft.com/graph/api/{page}?view=graph-rest-{moniker}".to_owned(),
            resources: "https://learn.microsoft.com/graph/api/resources/{page}?view=graph-rest-{moniker}".to_owned(),
        }
    }
}

impl Config {
    /// Parses the file's text and lists its problems.
    ///
    /// If one of them is an error, the configuration is the default one and the run should stop.
    #[must_use]
    pub fn parse(text: &str) -> (Config, Vec<Problem>) {
        check::parse(text, None)
    }

    /// Like [`Config::parse`], but `preset` replaces the preset that the file names.
    #[must_use]
    pub fn parse_over(text: &str, preset: Option<&Preset>) -> (Config, Vec<Problem>) {
        check::parse(text, preset)
    }

    /// Returns the root of the service for a version of the API, without a trailing `/`.
    #[must_use]
    pub fn base_url(&self, version: &str) -> String {
        fill(&self.base_url, version, "").trim_end_matches('/').to_owned()
    }

    /// Returns the further roots of the service for a version of the API, by name.
    pub fn clouds(&self, version: &str) -> impl Iterator<Item = (&str, String)> {
        let url = move |url: &str| fill(url, version, "").trim_end_matches('/').to_owned();
        self.client.clouds.iter().map(move |(name, pattern)| (name.as_str(), url(pattern)))
    }

    /// Returns the published address of a page, `api/user-list.md#fragment`.
    #[must_use]
    pub fn page_url(&self, version: &str, page: &str) -> String {
        let (path, fragment) = page.split_once('#').unwrap_or((page, ""));
        let url = self.reference_url.of(path, version);
        if fragment.is_empty() { url } else { format!("{url}#{fragment}") }
    }

    /// Returns the documentation's site, to which links that start with `/` lead: scheme and host of the pages' addresses.
    #[must_use]
    pub fn site(&self) -> &str {
        let pattern = self.reference_url.api.as_str();
        let host = pattern.find("://").map_or(0, |at| at + 3);
        let end = pattern[host..].find('/').map_or(pattern.len(), |at| host + at);
        &pattern[..end]
    }

    /// Returns the licence of the generated crate, which joins the licences of its code and, if comments contain text of pages, of the pages.
    ///
    /// Code without a configured licence has the licence of the runtime. Returns `None` if nothing is configured.
    #[must_use]
    pub fn license(&self) -> Option<String> {
        let Some(pages) = self.docs.license.as_ref().filter(|_| self.docs.descriptions) else {
            return self.crate_license.clone();
        };
        let code = self.crate_license.as_deref().unwrap_or(RUNTIME_LICENSE);
        // `AND` binds tighter than `OR` (SPDX 2.3, annex D).
        let term = |text: &str| if text.contains(" OR ") { format!("({text})") } else { text.to_owned() };
        Some(if code == pages { code.to_owned() } else { format!("{} AND {}", term(code), term(pages)) })
    }

    /// Returns the description of the generated crate.
    #[must_use]
    pub fn crate_description(&self, version: &str) -> String {
        match &self.crate_description {
            Some(description) => description.clone(),
            None => format!("Typed bindings for {}, generated from its API reference", self.base_url(version)),
        }
    }
}

impl ReferenceUrl {
    /// Returns the address of a page, given its path relative to the version's folder (`api/user-list.md`).
    #[must_use]
    pub fn of(&self, path: &str, version: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let page = name.strip_suffix(".md").unwrap_or(name);
        let pattern = if path.starts_with("resources/") { &self.resources } else { &self.api };
        fill(pattern, version, &utf8_percent_encode(page, UNSAFE).to_string())
    }
}

/// Characters that a file name may contain and an address segment may not (RFC 3986 §3.3).
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b'\'');

fn fill(pattern: &str, version: &str, page: &str) -> String {
    let moniker = match version.strip_prefix(['v', 'V']) {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => number,
        _ => version,
    };
    pattern.replace("{version}", version).replace("{moniker}", moniker).replace("{page}", page)
}

/// A fault in the file. It becomes a [`Diagnostic`] once the file has a number among the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The lint that it belongs to.
    pub lint: &'static Lint,
    /// Where in the file.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Problem {
    fn new(lint: &'static Lint, range: Range<usize>, message: impl Into<String>) -> Self {
        Problem { lint, range, message: message.into(), hint: None }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Converts it to a diagnostic about `file`.
    #[must_use]
    pub fn diagnostic(self, file: FileId) -> Diagnostic {
        let span = Span::new(file, self.range.start, self.range.end);
        let diagnostic = Diagnostic::new(self.lint, span, self.message);
        match self.hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_licence_includes_that_of_the_pages() {
        let license = |text: &str| Config::parse(text).0.license();
        let pages = "[docs]\nlicense = \"CC-BY-4.0\"\n";
        assert_eq!(license(""), None);
        assert_eq!(license("[crate]\nlicense = \"ISC\""), Some("ISC".to_owned()));
        assert_eq!(license(pages), Some("(MIT OR Apache-2.0) AND CC-BY-4.0".to_owned()));
        assert_eq!(license(&format!("{pages}[crate]\nlicense = \"ISC\"")), Some("ISC AND CC-BY-4.0".to_owned()));
        assert_eq!(license(&format!("{pages}[crate]\nlicense = \"CC-BY-4.0\"")), Some("CC-BY-4.0".to_owned()));
        assert_eq!(license(&format!("{pages}descriptions = false")), None);
    }

    #[test]
    fn addresses_are_filled_in() {
        let config = Config::default();
        let url = &config.reference_url;
        assert_eq!(
            url.of("api/user-list-messages.md", "v1.0"),
            "https://learn.microsoft.com/graph/api/user-list-messages?view=graph-rest-1.0"
        );
        assert_eq!(
            config.page_url("beta", "resources/message.md#properties"),
            "https://learn.microsoft.com/graph/api/resources/message?view=graph-rest-beta#properties"
        );
        assert_eq!(config.site(), "https://learn.microsoft.com");
        let spaced = url.of("api/list a#b.md", "v1.0");
        assert_eq!(spaced, "https://learn.microsoft.com/graph/api/list%20a%23b?view=graph-rest-1.0");
        assert_eq!(config.base_url("v1.0"), "https://graph.microsoft.com/v1.0");
    }
}
