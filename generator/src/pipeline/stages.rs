//! Calls the stages.
//!
//! In: the result of the previous stage. Out: the input of the next one, and diagnostics.

use crate::areas::{self, Areas};
use crate::config::{Config, Layout};
use crate::diagnostics::Diagnostics;
use crate::emit::{self, EmitError};
use crate::extract::{self, PageFacts};
use crate::load::{DocSet, PageSource};
use crate::model::Api;
use crate::output::{CrateInfo, FileSet, FileSetError, crate_files};
use crate::overrides::Renames;
use crate::parse;
use crate::plan::surface::Surface;
use crate::plan::{Plan, PlanOptions};
use crate::timings::{Timings, Work};

/// Parse and extract: returns the facts of one page.
pub(super) fn facts(set: &DocSet, page: &PageSource, parse: &Work, extract: &Work) -> (PageFacts, Diagnostics) {
    let (page, mut diagnostics) = parse.time(|| parse::parse(set, page));
    let (facts, found) = extract.time(|| extract::extract(&page));
    diagnostics.extend(found);
    (facts, diagnostics)
}

/// Why no files could be generated: a bug of docbindgen, not a fault of the input.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A file is not valid Rust.
    #[error(transparent)]
    Emit(EmitError),
    /// Two files have the same path.
    #[error(transparent)]
    Files(FileSetError),
}

fn crate_info(config: &Config, areas: &Areas, version: &str, sections: Vec<String>) -> CrateInfo {
    CrateInfo {
        name: config.crate_name.clone(),
        version: config.crate_version.clone(),
        description: config.crate_description(version),
        license: config.license(),
        page_text: config.docs.clone(),
        api_version: version.to_owned(),
        base_url: config.base_url(version),
        sections,
        packages: config.client.packages.clone(),
        areas: areas.list().collect(),
    }
}

/// Plan: what the output contains. The tests of the examples are planned if `examples` is set.
pub(super) fn planned(
    api: &Api,
    areas: &Areas,
    config: &Config,
    renames: &Renames,
    examples: bool,
) -> (Plan, Diagnostics) {
    let page_url = |page: &str| config.page_url(&api.version, page);
    let base_url = config.base_url(&api.version);
    let clouds: Vec<(String, String)> = config.clouds(&api.version).map(|(name, url)| (name.to_owned(), url)).collect();
    let options = PlanOptions {
        page_url: &page_url,
        site: config.site(),
        base_url: &base_url,
        client: &config.client,
        clouds: &clouds,
        page_text: &config.docs,
        examples,
        renames,
        areas,
    };
    crate::plan::plan(api, &options)
}

/// Plan only, without tests.
pub(super) fn plan(api: &Api, areas: &Areas, config: &Config, renames: &Renames) -> Plan {
    planned(api, areas, config, renames, false).0
}

/// Plan only: the public items of the output.
pub(super) fn surface(api: &Api, config: &Config, renames: &Renames) -> Surface {
    let (areas, _) = areas::areas(api, &config.areas);
    let plan = plan(api, &areas, config, renames);
    Surface::new(&plan, api)
}

/// Plan and emit: all files of the output.
pub(super) fn emit(
    api: &Api,
    areas: &Areas,
    config: &Config,
    renames: &Renames,
    timings: &mut Timings,
) -> Result<(FileSet, Diagnostics), GenerateError> {
    let (plan, diagnostics) = timings.time("plan", || planned(api, areas, config, renames, config.examples));
    let sources = timings.share(["emit", "format"], |[emit, format]| {
        emit::emit_with(&plan, &config.crate_name, &emit::EmitContext { emit, format })
    });
    let mut files = FileSet::default();
    for (path, text) in sources.map_err(GenerateError::Emit)? {
        files.insert(path, text).map_err(GenerateError::Files)?;
    }
    if config.layout == Layout::Crate {
        let sections = emit::readme(&plan, &config.crate_name).map_err(GenerateError::Emit)?;
        let info = crate_info(config, areas, &api.version, sections);
        crate_files(&info).and_then(|own| files.extend(own)).map_err(GenerateError::Files)?;
    }
    Ok((files, diagnostics))
}
