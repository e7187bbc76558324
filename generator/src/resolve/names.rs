//! Declared names, and the meaning of written names and links.
//!
//! In: the facts of all pages. Out: [`Names`], which resolves a [`TypeRef`](crate::extract::type_expr::TypeRef) of a page to
//! the name of a type or enum: by the link's target, then by name, ignoring case (docs/format.md#linked-types).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::type_expr::{TypeExpr, TypeRef as Written};
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{LinkTarget, TypeName, TypeRef};
use crate::resolve::requests::parameters::singular;

/// The namespace of pages that declare none.
pub const DEFAULT_NAMESPACE: &str = "microsoft.graph";

/// The meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// An entity or complex type.
    Type,
    /// An enum.
    Enum,
}

/// Every declared name, and every page.
#[derive(Debug, Default)]
pub struct Names {
    /// Declared names by lower-case qualified name.
    qualified: BTreeMap<String, (TypeName, Meaning)>,
    /// Lower-case qualified names by lower-case short name.
    short: BTreeMap<String, BTreeSet<String>>,
    /// Lower-case qualified names of types by the name of a set's elements ([`element_name`]).
    sets: BTreeMap<String, BTreeSet<String>>,
    /// Page paths by lower-case path.
    pages: BTreeMap<String, String>,
    /// Declared names by page path, in order.
    declared: BTreeMap<String, Vec<TypeName>>,
    /// Enums by page path and fragment of the heading that describes them.
    anchors: BTreeMap<(String, String), TypeName>,
    /// Ancestors of each type, nearest first; empty until bases are known.
    ancestors: BTreeMap<TypeName, Vec<TypeName>>,
    /// Response types from tables of methods, by page path.
    returns: BTreeMap<String, TypeRef>,
}

/// The page and fragment that the destination of a link names.
#[derive(Debug, PartialEq, Eq)]
pub struct Destination {
    /// Path relative to the version's folder.
    pub path: String,
    /// The text after `#`.
    pub fragment: String,
}

/// Returns `name` with its namespace: its own, else `namespace`, else the default one.
#[must_use]
pub fn qualify(name: &str, namespace: Option<&str>) -> TypeName {
    let name = name.trim().trim_start_matches('#');
    if name.contains('.') {
        return TypeName(name.to_owned());
    }
    TypeName(format!("{}.{name}", namespace.unwrap_or(DEFAULT_NAMESPACE)))
}

impl Names {
    /// Creates names from the pages of a run, without any declaration.
    #[must_use]
    pub fn new(facts: &[PageFacts]) -> Names {
        let pages = facts.iter().map(|page| (page.path.to_lowercase(), page.path.clone())).collect();
        Names { pages, ..Names::default() }
    }

    /// Declares a name on a page. Returns the name as declared first.
    ///
    /// The first spelling and the first meaning of a name win.
    pub fn declare(&mut self, name: &TypeName, meaning: Meaning, page: &str) -> (TypeName, Meaning) {
        let key = name.0.to_lowercase();
        let entry = self.qualified.entry(key.clone()).or_insert_with(|| (name.clone(), meaning)).clone();
        self.sets.entry(element_name(name.short())).or_default().insert(key.clone());
        self.short.entry(name.short().to_lowercase()).or_default().insert(key);
        let on_page = self.declared.entry(page.to_owned()).or_default();
        if !on_page.contains(&entry.0) {
            on_page.push(entry.0.clone());
        }
        entry
    }

    /// Declares that the heading with this fragment describes an enum.
    pub fn declare_anchor(&mut self, page: &str, fragment: &str, name: &TypeName) {
        self.anchors.entry((page.to_owned(), fragment.to_lowercase())).or_insert_with(|| name.clone());
    }

    /// Removes enums, by lower-case qualified name, that turned out to be the values of properties.
    pub fn forget(&mut self, enums: &BTreeSet<String>) {
        for key in enums {
            if self.qualified.get(key).is_none_or(|(_, meaning)| *meaning != Meaning::Enum) {
                continue;
            }
            let Some((name, _)) = self.qualified.remove(key) else { continue };
            forget_in(&mut self.short, &name.short().to_lowercase(), key);
            forget_in(&mut self.sets, &element_name(name.short()), key);
        }
        for names in self.declared.values_mut() {
            names.retain(|name| {
                !enums.contains(&name.0.to_lowercase()) || self.qualified.contains_key(&name.0.to_lowercase())
            });
        }
    }

    /// Returns the declared name with this qualified spelling, ignoring case.
    #[must_use]
    pub fn qualified(&self, name: &str) -> Option<(&TypeName, Meaning)> {
        self.qualified.get(&name.trim_start_matches('#').to_lowercase()).map(|(name, meaning)| (name, *meaning))
    }

    /// Returns the declared name that `name` means on a page of `namespace`.
    #[must_use]
    pub fn by_name(&self, name: &str, namespace: Option<&str>) -> Option<(&TypeName, Meaning)> {
        let name = name.trim().trim_start_matches('#');
        if let Some(found) = self.qualified(name) {
            return Some(found);
        }
        if let Some(namespace) = namespace
            && let Some(found) = self.qualified(&format!("{namespace}.{name}"))
        {
            return Some(found);
        }
        if let Some(found) = self.qualified(&format!("{DEFAULT_NAMESPACE}.{name}")) {
            return Some(found);
        }
        let short = name.rsplit('.').next().unwrap_or(name).to_lowercase();
        // `graph.user` or a mistyped namespace still means the only type of that short name. With two such types, it would be a guess.
        let one = |candidates: &BTreeSet<String>| {
            let first = candidates.first().filter(|_| candidates.len() == 1)?;
            self.qualified(first)
        };
        match self.short.get(&short) {
            Some(candidates) => one(candidates),
            // Pages that mention the **crates** object mean the type of the set's elements.
            None => self.sets.get(&element_name(name)).and_then(one).filter(|(_, meaning)| *meaning == Meaning::Type),
        }
    }

    /// Returns whether `name` means the type `found` only as the name of a set of its values.
    #[must_use]
    pub fn is_set_of(name: &str, found: &TypeName) -> bool {
        let short = name.trim().rsplit('.').next().unwrap_or(name);
        !short.eq_ignore_ascii_case(found.short()) && element_name(short) == element_name(found.short())
    }

    /// Returns the page with this path, ignoring case.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&str> {
        self.pages.get(&path.to_lowercase()).map(String::as_str)
    }

    /// Returns the names that a page declares.
    #[must_use]
    pub fn declared_on(&self, page: &str) -> &[TypeName] {
        self.declared.get(page).map_or(&[], Vec::as_slice)
    }

    /// Resolves a name that is written on `page`.
    pub fn resolve(
        &self,
        written: &Written,
        page: &str,
        namespace: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(TypeName, Meaning)> {
        let by_name = || self.by_name(&written.name, namespace).map(|(name, meaning)| (name.clone(), meaning));
        let Some(dest) = written.target.as_deref().and_then(|dest| destination(page, dest)) else {
            return by_name();
        };
        let Some(target) = self.page(&dest.path) else {
            let found = by_name();
            self.report_missing_target(written, &dest, found.as_ref().map(|(name, _)| name), diagnostics);
            return found;
        };
        if target != dest.path {
            diagnostics.push(
                Diagnostic::new(
                    lint::LINK_CASE,
                    written.span,
                    format!("the link says `{}`, the file is `{target}`", dest.path),
                )
                .hint("write the file name as it is: names are case-sensitive on some systems"),
            );
        }
        self.on_page(target, &dest, written).or_else(by_name)
    }

    /// Reports broken links in `Inherited from [x](x.md)`.
    pub fn check_inherited(&self, row: &PropertyFacts, page: &str, diagnostics: &mut Diagnostics) {
        for base in &row.facets.inherited_from {
            let dest = base.target.as_deref().and_then(|dest| destination(page, dest));
            if let Some(dest) = dest.filter(|dest| self.page(&dest.path).is_none()) {
                self.report_missing_target(base, &dest, None, diagnostics);
            }
        }
    }

    /// Resolves a link to an existing page: the declaration with the link's name, the one that the fragment names, or the only one.
    fn on_page(&self, target: &str, dest: &Destination, written: &Written) -> Option<(TypeName, Meaning)> {
        let declared = self.declared_on(target);
        let short = written.name.rsplit('.').next().unwrap_or(&written.name);
        let fragment = dest.fragment.strip_suffix("-values").unwrap_or(&dest.fragment);
        let named = |wanted: &str| declared.iter().find(|name| name.short().eq_ignore_ascii_case(wanted));
        let types = || {
            let mut types = declared.iter().filter(|name| matches!(self.qualified(&name.0), Some((_, Meaning::Type))));
            types.next().filter(|_| types.next().is_none())
        };
        let only = || (declared.len() == 1).then(|| &declared[0]);
        let anchored = || self.anchors.get(&(target.to_owned(), dest.fragment.to_lowercase()));
        let name = named(short).or_else(anchored).or_else(|| named(fragment)).or_else(only).or_else(types)?;
        self.qualified(&name.0).map(|(name, meaning)| (name.clone(), meaning))
    }

    fn report_missing_target(
        &self,
        written: &Written,
        dest: &Destination,
        found: Option<&TypeName>,
        diagnostics: &mut Diagnostics,
    ) {
        let diagnostic = Diagnostic::new(
            lint::MISSING_LINK_TARGET,
            written.span,
            format!("`{}` links to `{}`, which does not exist", written.name, dest.path),
        );
        diagnostics.push(match found.and_then(|name| self.page_of(name).map(|page| (name, page))) {
            Some((name, page)) => diagnostic.hint(format!("`{}` is described in `{page}`", name.short())),
            None => diagnostic.hint("add the page, or fix the link"),
        });
    }

    /// Returns the first page that declares `name`.
    fn page_of(&self, name: &TypeName) -> Option<&str> {
        self.declared.iter().find(|(_, names)| names.contains(name)).map(|(page, _)| page.as_str())
    }

    /// Resolves a type expression. A type that cannot be resolved is reported and becomes untyped.
    pub fn type_ref(
        &self,
        ty: &TypeExpr,
        page: &str,
        namespace: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        match ty {
            TypeExpr::Primitive(primitive) => TypeRef::Primitive(*primitive),
            TypeExpr::Collection(inner) => self.type_ref(inner, page, namespace, diagnostics).collection(),
            TypeExpr::Named(written) => match self.resolve(written, page, namespace, diagnostics) {
                Some((name, Meaning::Type)) => TypeRef::Type(name),
                Some((name, Meaning::Enum)) => TypeRef::Enum(name),
                None => {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::UNRESOLVED_TYPE,
                            written.span,
                            format!("no page describes the type `{}`", written.name),
                        )
                        .hint("it is treated as any JSON value; add a page for it or correct the name"),
                    );
                    TypeRef::UNTYPED
                }
            },
            TypeExpr::OneOf(all) => {
                let known: Vec<TypeRef> =
                    all.iter().map(|ty| self.type_ref(ty, page, namespace, diagnostics)).collect();
                let first = known.first().cloned().unwrap_or(TypeRef::UNTYPED);
                let common = known.iter().skip(1).fold(first, |one, other| self.common(&one, other));
                if common == TypeRef::UNTYPED && !known.contains(&TypeRef::UNTYPED) {
                    no_common_type(all).into_iter().for_each(|found| diagnostics.push(found));
                }
                common
            }
            // Extraction has already reported text that no rule understands.
            TypeExpr::Unknown(_) => TypeRef::UNTYPED,
        }
    }

    /// Sets the ancestors of types, nearest first.
    pub fn set_ancestors(&mut self, ancestors: BTreeMap<TypeName, Vec<TypeName>>) {
        self.ancestors = ancestors;
    }

    /// Sets the response types from tables of methods, by page path.
    pub fn set_returns(&mut self, returns: BTreeMap<String, TypeRef>) {
        self.returns = returns;
    }

    /// Returns the response type that tables of methods declare for the requests of a page.
    #[must_use]
    pub fn returned(&self, page: &str) -> Option<&TypeRef> {
        self.returns.get(page)
    }

    /// Returns the nearest type that both types are or inherit from. `entity` does not count, because every entity inherits from it.
    fn common(&self, one: &TypeRef, other: &TypeRef) -> TypeRef {
        let (TypeRef::Type(one), TypeRef::Type(other)) = (one, other) else { return TypeRef::UNTYPED };
        let line = |name: &TypeName| {
            let above = self.ancestors.get(name).map_or(&[][..], Vec::as_slice);
            std::iter::once(name).chain(above).filter(|name| name.short() != "entity").cloned().collect::<Vec<_>>()
        };
        let others = line(other);
        line(one).into_iter().find(|name| others.contains(name)).map_or(TypeRef::UNTYPED, TypeRef::Type)
    }

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

/// Reports alternatives without a common base type, at the first named alternative.
fn no_common_type(all: &[TypeExpr]) -> Option<Diagnostic> {
    let named: Vec<_> = all.iter().filter_map(TypeExpr::named).collect();
    let shown: Vec<String> = named.iter().map(|written| format!("`{}`", written.name)).collect();
    let message = format!("the alternatives {} have no common base type", shown.join(", "));
    let hint = "they are treated as any JSON value; name one type, or give the types a base";
    Some(Diagnostic::new(lint::DROPPED_TYPE, named.first()?.span, message).hint(hint))
}

/// Removes `key` from the names listed under `listed`, and the list once it is empty.
fn forget_in(index: &mut BTreeMap<String, BTreeSet<String>>, listed: &str, key: &str) {
    if let Some(names) = index.get_mut(listed) {
        names.remove(key);
        if names.is_empty() {
            index.remove(listed);
        }
    }
}

/// Returns the last part of a name in lower case, its words in the singular: `ordersOfDay`, `orderOfDays` and `orderOfDay` are alike.
fn element_name(name: &str) -> String {
    let short = name.trim().rsplit('.').next().unwrap_or(name);
    let mut words: Vec<String> = vec![String::new()];
    for c in short.chars() {
        if c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.iter().map(|word| singular(word)).collect()
}

/// Resolves `dest` relative to `page`; `None` for addresses outside the documentation.
#[must_use]
pub fn destination(page: &str, dest: &str) -> Option<Destination> {
    let dest = dest.trim();
    let (path, fragment) = dest.split_once('#').unwrap_or((dest, ""));
    let path = path.split('?').next().unwrap_or(path);
    if path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let fragment = fragment.to_owned();
    if path.is_empty() {
        return Some(Destination { path: page.to_owned(), fragment });
    }
    // `/graph/api/resources/x` is the published address of `resources/x.md`.
    if let Some(published) = path.strip_prefix("/graph/api/") {
        let folder = if published.starts_with("resources/") { "" } else { "api/" };
        return Some(Destination { path: format!("{folder}{}.md", published.trim_end_matches(".md")), fragment });
    }
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if !path.to_lowercase().ends_with(".md") {
        path.push_str(".md");
    }
    Some(Destination { path, fragment })
}
