//! Links in running text.
//!
//! In: a link on a page. Out: [`LinkTarget`]: a type, a page, or an address. A link that leads nowhere remains text; it is not reported.

use crate::model::LinkTarget;

use super::{Names, destination};

impl Names {
    /// Resolves a link in running text.
    #[must_use]
    pub fn link(&self, page: &str, text: &str, dest: &str) -> LinkTarget {
        if dest.contains("://") || dest.starts_with("mailto:") {
            return LinkTarget::Url(dest.to_owned());
        }
        let Some(destination) = destination(page, dest) else {
            return if dest.starts_with('/') { LinkTarget::Url(dest.to_owned()) } else { LinkTarget::None };
        };
        let Some(target) = self.page(&destination.path) else { return LinkTarget::None };
        let short = text.rsplit('.').next().unwrap_or(text);
        let declared = self.declared_on(target);
        if let Some(name) = declared.iter().find(|name| name.short().eq_ignore_ascii_case(short)) {
            return LinkTarget::Type(name.clone());
        }
        // A link to a page with a single type means that type, whatever its text.
        if let ([only], "") = (declared, destination.fragment.as_str())
            && !target.starts_with("api/")
        {
            return LinkTarget::Type(only.clone());
        }
        let fragment =
            if destination.fragment.is_empty() { String::new() } else { format!("#{}", destination.fragment) };
        LinkTarget::Page(format!("{target}{fragment}"))
    }
}
