//! The meaning of one written name.
//!
//! In: a name with its link, the page that writes it, and the page's namespace. Out: [`Found`]: the declared name that it means, and what is
//! wrong with its link. Nothing is reported here: the caller decides whether a fault counts.

use crate::diagnostics::{Diagnostic, Fix, lint};
use crate::extract::SkipReason;
use crate::model::TypeName;
use crate::odata::WrittenType;

use crate::similar::similar;

use super::destination::{Destination, destination};
use super::{Meaning, Names};

/// The maximum number of types that a hint names.
const NAMED: usize = 4;

/// What a written name means.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// The declared name; `None` if no page declares it.
    pub meaning: Option<(TypeName, Meaning)>,
    /// What is wrong with the link.
    pub fault: Option<Fault>,
    /// The page that the link leads to, if it does not tell the meaning.
    pub page: Option<String>,
}

/// A fault of a link.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The path of a page that does not exist.
    MissingPage(String),
    /// A path that differs from the page's in letter case only.
    Case {
        /// The path as written.
        written: String,
        /// The path of the page.
        page: String,
    },
    /// A name that is nearly that of the type on the page, and of no other: that one.
    Name(TypeName),
}

impl Names {
    /// Finds what a name that is written on `page` means.
    #[must_use]
    pub fn find(&self, written: &WrittenType, page: &str, namespace: Option<&str>) -> Found {
        let by_name = || self.by_name(&written.name, namespace).map(|(name, meaning)| (name.clone(), meaning));
        let Some(dest) = written.target.as_deref().and_then(|dest| destination(page, dest)) else {
            return Found { meaning: by_name(), fault: None, page: None };
        };
        let Some(target) = self.page(&dest.path) else {
            return Found { meaning: by_name(), fault: Some(Fault::MissingPage(dest.path)), page: None };
        };
        let meaning = self.on_page(target, &dest, written).or_else(by_name);
        let fault = match &meaning {
            _ if target != dest.path => Some(Fault::Case { page: target.to_owned(), written: dest.path }),
            Some((name, _)) if self.is_misspelt(&written.name, name, namespace) => Some(Fault::Name(name.clone())),
            _ => None,
        };
        let page = meaning.is_none().then(|| target.to_owned());
        Found { meaning, fault, page }
    }

    /// Returns whether `name`, in which a link to `meant` is written, is a misspelling of it: nearly the same, and the name of nothing.
    fn is_misspelt(&self, name: &str, meant: &TypeName, namespace: Option<&str>) -> bool {
        let short = name.rsplit('.').next().unwrap_or(name);
        !short.eq_ignore_ascii_case(meant.short())
            && !short.contains(char::is_whitespace)
            && similar(short, [meant.short()]).is_some()
            && !Names::is_set_of(name, meant)
            && self.by_name(name, namespace).is_none()
    }

    /// Resolves a link to an existing page: the declaration with the link's name, the one that the fragment names, or the only one.
    fn on_page(&self, target: &str, dest: &Destination, written: &WrittenType) -> Option<(TypeName, Meaning)> {
        let declared = self.declared_on(target);
        let short = written.name.rsplit('.').next().unwrap_or(&written.name);
        let fragment = dest.fragment.strip_suffix("-values").unwrap_or(&dest.fragment);
        let named = |wanted: &str| declared.iter().find(|name| name.short().eq_ignore_ascii_case(wanted));
        let types = || {
            let mut types = declared.iter().filter(|name| matches!(self.qualified(&name.0), Some((_, Meaning::Type))));
            types.next().filter(|_| types.next().is_none())
        };
        let only = || (declared.len() == 1).then(|| &declared[0]);
        let anchored = || self.anchored(target, &dest.fragment);
        let name = named(short).or_else(anchored).or_else(|| named(fragment)).or_else(only).or_else(types)?;
        self.qualified(&name.0).map(|(name, meaning)| (name.clone(), meaning))
    }
}

impl Found {
    /// Returns the diagnostic for the fault of the link.
    pub(super) fn link_fault(&self, written: &WrittenType, names: &Names) -> Option<Diagnostic> {
        match self.fault.as_ref()? {
            Fault::MissingPage(path) => {
                let described = self.meaning.as_ref().and_then(|(name, _)| Some((name, names.page_of(name)?)));
                let hint = described.map(|(name, page)| format!("`{}` is described in `{page}`", name.short()));
                Some(missing_page(written, path, hint, names))
            }
            Fault::Name(meant) => {
                let message = format!("the link `{}` leads to the type `{}`", written.name, meant.short());
                let hint = format!("the type is used: write `{}`, or correct the link", meant.short());
                Some(Diagnostic::new(lint::MISSPELT_TYPE, written.span, message).hint(hint))
            }
            Fault::Case { written: path, page } => {
                let message = format!("the link says `{path}`, the file is `{page}`");
                let hint = "write the file name as it is: names are case-sensitive on some systems";
                let fix = written.target.as_deref().and_then(|dest| with_case_of(dest, page));
                Some(Diagnostic::new(lint::LINK_CASE, written.span, message).hint(hint).fix(fix))
            }
        }
    }

    /// Returns the hint for a name without a meaning: `missing`, or what the linked page lacks and `until`, the effect on the bindings.
    pub(super) fn unknown_hint(&self, written: &WrittenType, names: &Names, missing: &str, until: &str) -> String {
        let hint = self.page.as_deref().map(|page| format!("{}; {until}", lack(page, names)));
        names.hint_for(&written.name, hint.as_deref().unwrap_or(missing))
    }

    /// Returns the diagnostic for a link to a page that does not exist.
    pub(super) fn missing_page(&self, written: &WrittenType, names: &Names) -> Option<Diagnostic> {
        match self.fault.as_ref()? {
            Fault::MissingPage(path) => Some(missing_page(written, path, None, names)),
            Fault::Case { .. } | Fault::Name(_) => None,
        }
    }
}

/// Returns the fix that writes the path of a link as the path of `page`, from which it differs in letter case only.
fn with_case_of(dest: &str, page: &str) -> Option<Fix> {
    let path = dest.split(['#', '?']).next()?.trim();
    // Published addresses have no extension.
    let page = if path.to_lowercase().ends_with(".md") { page } else { page.strip_suffix(".md").unwrap_or(page) };
    let mut written: Vec<&str> = path.split('/').collect();
    for (part, actual) in written.iter_mut().rev().zip(page.rsplit('/')) {
        if !part.eq_ignore_ascii_case(actual) {
            break;
        }
        *part = actual;
    }
    let fixed = written.join("/");
    (fixed != path).then(|| Fix::Rename { from: path.to_owned(), to: fixed })
}

/// Returns what a page lacks to describe the type whose name links to it, and what to do.
fn lack(page: &str, names: &Names) -> String {
    let declared: Vec<String> =
        names.declared_on(page).iter().take(NAMED).map(|name| format!("`{}`", name.short())).collect();
    if !declared.is_empty() {
        return format!(
            "`{page}` describes {}: write the name of one of them, or correct the link",
            declared.join(", ")
        );
    }
    let (fault, advice) = match names.skipped(page) {
        Some(SkipReason::Unnamed) => ("does not name the type", "write `# NAME resource type` as its title"),
        Some(SkipReason::Empty) => ("is empty", "describe the type there"),
        Some(SkipReason::Unreadable) => ("cannot be read", "save it as text"),
        Some(SkipReason::OtherVersion) => ("is about other versions", "correct its `monikerRange`"),
        Some(SkipReason::Configured) => ("is left out by docbindgen.toml", "take it out of the list"),
        Some(SkipReason::Conceptual | SkipReason::NotReference) => {
            ("has no table of properties", "add one below the heading `Properties`")
        }
        Some(SkipReason::NoRequest) | None => ("describes no type", "describe the type there"),
    };
    format!("`{page}` {fault}: {advice}, or correct the link")
}

fn missing_page(written: &WrittenType, path: &str, hint: Option<String>, names: &Names) -> Diagnostic {
    let message = format!("`{}` links to `{path}`, which does not exist", written.name);
    let hint = hint.unwrap_or_else(|| names.hint_for_page(path));
    Diagnostic::new(lint::MISSING_LINK_TARGET, written.span, message).hint(hint)
}
