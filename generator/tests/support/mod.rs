//! Shared by the tests: pages from the folders, and the pipeline over pages in memory.

#![allow(dead_code, reason = "each test uses some of it")]

pub mod case;
pub mod command;
pub mod emitted_crate;
pub mod git;
pub mod sample_crate;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docbindgen::areas::Areas;
use docbindgen::config::{Config, Layout};
use docbindgen::diagnostics::{Diagnostics, Sources};
use docbindgen::extract::PageFacts;
use docbindgen::load::DocSet;
use docbindgen::model::Api;
use docbindgen::pipeline::{self, Outcome};

/// The results of all stages for some pages.
pub struct Made {
    pub sources: Sources,
    pub facts: Vec<PageFacts>,
    pub api: Api,
    pub areas: Areas,
    pub diagnostics: Diagnostics,
    /// Rust files, including the runtime, by path below the crate.
    pub files: BTreeMap<String, String>,
}

impl Made {
    /// Returns the diagnostics, one line each: `path:line:column: lint: message`.
    pub fn messages(&self) -> Vec<String> {
        messages(&self.sources, &self.diagnostics)
    }

    /// Returns the ids of the diagnostics' lints.
    pub fn drawn(&self) -> Vec<&'static str> {
        self.diagnostics.list().iter().map(|d| d.lint.id).collect()
    }
}

pub fn messages(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let line = |d: &docbindgen::diagnostics::Diagnostic| {
        let place = d.span.map_or(String::new(), |span| {
            let (line, column) = sources.line_column(span);
            format!("{}:{line}:{column}: ", sources.file(span.file).path)
        });
        format!("{place}{}: {}", d.lint.id, d.message)
    };
    diagnostics.list().iter().map(line).collect()
}

/// Runs the pipeline over `set`.
pub fn make(set: &DocSet) -> Made {
    make_with(set, &Config::default())
}

/// Like [`make`], with a configuration. No manifest is generated.
pub fn make_with(set: &DocSet, config: &Config) -> Made {
    let config = Config { layout: Layout::Sources, ..config.clone() };
    let (facts, _) = pipeline::facts(set);
    let outcome = pipeline::run_set(set.clone(), &config).unwrap_or_else(|error| panic!("{error}"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("generated files are UTF-8");
    let files = outcome.files.iter().filter(|(path, _)| path.as_str().ends_with(".rs"));
    let files = files.map(|(path, bytes)| (path.as_str().to_owned(), text(bytes))).collect();
    let Outcome { sources, api, areas, diagnostics, .. } = outcome;
    Made { sources, facts, api, areas, diagnostics, files }
}

/// Returns the docs folders in `DOCBINDGEN_CORPORA`, separated as in `PATH`.
pub fn corpora() -> Vec<PathBuf> {
    let list = std::env::var_os("DOCBINDGEN_CORPORA").unwrap_or_default();
    std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect()
}

/// Returns whether results are accepted instead of compared: `DOCBINDGEN_BLESS` is set.
pub fn is_blessed() -> bool {
    std::env::var_os("DOCBINDGEN_BLESS").is_some()
}

/// Returns `generator/`.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder of the workspace.
pub fn workspace() -> PathBuf {
    package().parent().expect("the generator is in the workspace").to_owned()
}

/// Returns every file in `folder` and its subfolders: text by path with `/`.
pub fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|e| panic!("{}: {e}", at.display())) {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let parts: Vec<_> =
                    path.strip_prefix(folder).expect("below").iter().map(|p| p.to_string_lossy()).collect();
                let text = String::from_utf8_lossy(&fs::read(&path).expect("a readable file")).replace("\r\n", "\n");
                found.insert(parts.join("/"), text);
            }
        }
    }
    found
}
