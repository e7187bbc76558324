//! One side of a comparison.
//!
//! In: the outcome of a run over pages, or an exported model as JSON. Out: [`Edition`].

use std::collections::BTreeMap;
use std::fmt;

use super::null_members;
use crate::diagnostics::{FileId, Sources, Span};
use crate::export::json::form::{Location, Model};
use crate::export::json::{form_of, location};
use crate::model::{Api, Deviation, DeviationKind, Example};
use crate::pipeline::Reading;
use crate::plan::surface::Surface;

/// One edition of a reference.
#[derive(Debug)]
pub struct Edition {
    /// The model.
    pub(super) model: Model,
    /// What its pages tell besides, if it was read from pages.
    pages: Option<Pages>,
}

/// The texts of an edition, and the members of its JSON that its tables do not explain.
#[derive(Debug)]
struct Pages {
    sources: Sources,
    /// The public items of its bindings.
    surface: Surface,
    /// The files by path.
    paths: BTreeMap<String, FileId>,
    /// Members that no table lists, also those that are null, by the short name of their type and their own name.
    undocumented: BTreeMap<(String, String), Location>,
    /// Members with a value that does not fit their documented type.
    mistyped: BTreeMap<(String, String), Location>,
    examples: Vec<Example>,
}

/// Why an exported model cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, in lower case and without a full stop. It may repeat text of the file.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
    /// Line and column of the fault, from 1.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReadError { message, hint, position } = self;
        match position {
            Some((line, column)) => write!(f, "{line}:{column}: {message}; {hint}"),
            None => write!(f, "{message}; {hint}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl Edition {
    /// Returns the edition that was read from pages.
    #[must_use]
    pub fn of_pages(reading: Reading) -> Edition {
        let Reading { api, sources, surface, .. } = reading;
        let model = form_of(&api, &sources);
        let paths = sources.iter().map(|(id, file)| (file.path.clone(), id)).collect();
        let mut undocumented = deviating(&api, &sources, DeviationKind::Undocumented);
        for (key, span) in null_members::find(&api) {
            undocumented.entry(key).or_insert_with(|| location(&sources, span));
        }
        let mistyped = deviating(&api, &sources, DeviationKind::Mistyped);
        let examples = api.examples;
        Edition { model, pages: Some(Pages { sources, surface, paths, undocumented, mistyped, examples }) }
    }

    /// Reads a model that `docbindgen export --format json` printed.
    ///
    /// # Errors
    /// Fails if the text is not JSON, or not an exported model.
    pub fn of_json(text: &str) -> Result<Edition, ReadError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let model: Model = serde_json::from_str(text).map_err(|error| {
            let position = (error.line() > 0).then(|| (error.line(), error.column().max(1)));
            let what = if error.is_data() { "the file is not an exported model" } else { "the file is not JSON" };
            // serde_json adds the position at the end.
            let text = error.to_string();
            let why = text.rsplit_once(" at line ").map_or(&*text, |(why, _)| why);
            ReadError {
                message: format!("{what}: {}", why.escape_debug()),
                hint: "write the file with `docbindgen export --format json`",
                position,
            }
        })?;
        Ok(Edition { model, pages: None })
    }

    /// Returns the version of the API: `v1.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.model.version
    }

    /// Returns the texts of the pages. An exported model has none.
    pub(super) fn sources(&self) -> Option<&Sources> {
        self.pages.as_ref().map(|pages| &pages.sources)
    }

    /// Returns whether it was read from pages.
    #[must_use]
    pub fn is_of_pages(&self) -> bool {
        self.pages.is_some()
    }

    /// Returns the text of a page by its path in the docs folder. An exported model has no texts.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let pages = self.pages.as_ref()?;
        Some(&pages.sources.file(*pages.paths.get(path)?).text)
    }

    /// Returns the public items of its bindings. An exported model does not have the configuration that they depend on.
    pub(super) fn surface(&self) -> Option<&Surface> {
        self.pages.as_ref().map(|pages| &pages.surface)
    }

    /// Returns the examples of its pages. An exported model does not have their texts.
    pub(super) fn examples(&self) -> &[Example] {
        self.pages.as_ref().map_or(&[], |pages| &pages.examples)
    }

    /// Returns the pages with their texts, ordered by path.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages.iter().flat_map(|pages| {
            pages.paths.iter().map(|(path, id)| (path.as_str(), pages.sources.file(*id).text.as_str()))
        })
    }

    /// Returns where its JSON has a member that no table lists.
    pub(super) fn undocumented(&self, ty: &str, member: &str) -> Option<&Location> {
        self.pages.as_ref()?.undocumented.get(&(ty.to_owned(), member.to_owned()))
    }

    /// Returns where its JSON has a member with a value that does not fit its documented type.
    pub(super) fn mistyped(&self, ty: &str, member: &str) -> Option<&Location> {
        self.pages.as_ref()?.mistyped.get(&(ty.to_owned(), member.to_owned()))
    }
}

/// Returns the members of one kind in examples and JSON representations, each with its first place.
fn deviating(api: &Api, sources: &Sources, kind: DeviationKind) -> BTreeMap<(String, String), Location> {
    let mut all = BTreeMap::new();
    let mut note = |deviations: &[Deviation], span: Span| {
        for deviation in deviations.iter().filter(|deviation| deviation.kind == kind) {
            all.entry((deviation.owner.clone(), deviation.name.clone())).or_insert_with(|| location(sources, span));
        }
    };
    for shown in &api.representations {
        note(&shown.deviations, shown.json.span);
    }
    for example in &api.examples {
        for (message, json) in
            [(&example.findings.request, example.request_json()), (&example.findings.response, example.response_json())]
        {
            if let Some(json) = json {
                note(&message.deviations, json.span);
            }
        }
    }
    all
}
