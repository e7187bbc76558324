//! Reads the configuration of a run.
//!
//! In: a docs folder and the caller's options. Out: [`ConfigFile`], and from it the [`Config`] that the stages use.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Options, RunError};
use crate::config::{CONFIG_FILE, Config, Problem};
use crate::diagnostics::{Diagnostics, Level, Sources, lint as lints};
use crate::load::Place;

/// `docbindgen.toml`, read before the pages because it controls how they are read.
pub(super) struct ConfigFile {
    /// Its name in diagnostics.
    name: String,
    text: Option<String>,
    /// Its content, without the caller's options.
    pub config: Config,
    problems: Vec<Problem>,
}

/// Reads the configuration file that the options name, or that of the docs folder.
pub(super) fn read(docs: &Place, options: &Options) -> Result<ConfigFile, RunError> {
    let given = options.config.as_deref();
    let name = match given.map(std::path::absolute) {
        Some(Ok(path)) => path.to_string_lossy().into_owned(),
        _ => CONFIG_FILE.to_owned(),
    };
    let bytes = match given {
        Some(path) => fs::read(path).map(Some),
        // If the folder does not exist, load reports it.
        None => docs.read(CONFIG_FILE),
    };
    let bytes = bytes.map_err(|error| {
        RunError::ReadConfig(given.map_or_else(|| docs.shown().join(CONFIG_FILE), Path::to_owned), error)
    })?;
    let Some(bytes) = bytes else {
        let (config, problems) = Config::parse_over("", options.preset);
        return Ok(ConfigFile { name, text: None, config, problems });
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (config, mut problems) = Config::parse_over(&text, options.preset);
    if let Err(error) = std::str::from_utf8(bytes) {
        // Other faults may be consequences of this one.
        let at = error.valid_up_to();
        problems = vec![Problem {
            lint: lints::CONFIG_INVALID,
            range: at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
            message: "the configuration is not valid UTF-8".to_owned(),
            hint: Some("save the file as UTF-8".to_owned()),
        }];
    }
    if problems.iter().any(|problem| problem.lint.level == Level::Error) {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = sources.add(name, text);
        problems.into_iter().for_each(|problem| diagnostics.push(problem.diagnostic(file)));
        diagnostics.sort();
        return Err(RunError::Config(sources, diagnostics));
    }
    Ok(ConfigFile { name, text: Some(text), config, problems })
}

impl ConfigFile {
    /// Returns the folders outside the docs folder that pages may include files from.
    pub fn include_roots(&self, docs: &Path) -> Vec<PathBuf> {
        self.config.include_roots.iter().flatten().map(|root| docs.join(root)).collect()
    }

    /// Returns the configuration with the caller's options, and adds the file to the sources, so that diagnostics can show its lines.
    pub fn finish(self, options: &Options, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Config {
        let mut config = self.config;
        if let Some(text) = self.text {
            let file = sources.add(self.name, text);
            config.file = Some(file);
            self.problems.into_iter().for_each(|problem| diagnostics.push(problem.diagnostic(file)));
        }
        if let Some(name) = &options.crate_name {
            config.crate_name.clone_from(name);
        }
        config.layout = options.layout.unwrap_or(config.layout);
        config.examples |= options.examples;
        config.docs.descriptions &= !options.no_descriptions;
        if !options.select.is_empty() {
            config.select.clone_from(&options.select);
        }
        config
    }
}
