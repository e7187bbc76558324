//! Where each stage is called, and what it needs of the configuration.

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::emit;
use crate::extract::PageFacts;
use crate::load::{DocSet, PageSource};
use crate::model::Api;
use crate::output::FileSet;
use crate::parse;
use crate::plan::{PlanOptions, plan};
use crate::resolve;

use super::RunError;

/// Parse and extract: what one page states.
pub(super) fn facts(set: &DocSet, page: &PageSource) -> (PageFacts, Diagnostics) {
    let (_, diagnostics) = parse::parse(set, page);
    // STUB: extract is not merged yet: `let (facts, found) = extract::extract(&page); diagnostics.extend(found);`
    let facts = PageFacts {
        file: page.file,
        path: page.path.clone(),
        title: String::new(),
        resources: Vec::new(),
        enums: Vec::new(),
        operation: None,
        skipped: Some(crate::extract::SkipReason::Empty),
    };
    (facts, diagnostics)
}

/// Resolve: what all pages together state.
pub(super) fn resolve(set: &DocSet, facts: &[PageFacts]) -> (Api, Diagnostics) {
    resolve::resolve(&set.version, facts)
}

/// Plan and emit: `src/**`.
pub(super) fn emit(api: &Api, config: &Config) -> Result<(FileSet, Diagnostics), RunError> {
    let page_url = |path: &str| config.reference_url.of(path, &api.version);
    let options = PlanOptions { page_url: &page_url, site: &config.reference_url.site };
    let (plan, diagnostics) = plan(api, &options);
    let mut files = FileSet::default();
    for (path, text) in emit::emit(&plan).map_err(RunError::Emit)? {
        files.insert(path, text).map_err(RunError::Files)?;
    }
    Ok((files, diagnostics))
}
