//! Decides which lists of members under headings are enums and which are the values of a property.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: the [`Scope`] of each list; names of lists that are not enums are removed.
//! A heading `x values` on the page of a type can mean either, so the rule looks at the cells:
//!
//! - A list is an *enum* if a cell of its page names it, if a type cell links to its page, or if a cell elsewhere names it (in its
//!   namespace, or qualified) and no other page describes an enum of that name. Lists on pages without types are always enums.
//! - Otherwise it contains the *values of a property*, if its page has a property of that name documented as a string, or if a row of that
//!   page links to the heading. Other pages cannot name it, and it is never merged with a list of another page.
//! - Otherwise `x property values` is unused (`unused-values`), and `x values` is an enum that nothing names yet.
//!
//! Enums with the same qualified name are merged, because cells distinguish them by name only.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::type_expr::{Primitive, TypeExpr, WrittenType};
use crate::extract::{EnumFacts, EnumScope, PageFacts, PropertyFacts};
use crate::model::TypeName;
use crate::resolve::names::{DEFAULT_NAMESPACE, Meaning, Names, destination, qualify};

/// The role of a list of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// An enum that other pages can name.
    Enum,
    /// The values of a property of its page.
    Values,
    /// Values of a property that the page does not have.
    Unused,
}

/// A list of members with its page and scope.
pub struct List<'a> {
    /// The page.
    pub page: &'a PageFacts,
    /// The list.
    pub stated: &'a EnumFacts,
    /// Its scope.
    pub scope: Scope,
    /// The lower-case name of the property that it belongs to, after `type.` if its heading names a type.
    pub property: String,
}

/// All lists of members in the order of the pages, and the enums that cells name.
pub struct Scopes<'a> {
    /// The lists.
    pub lists: Vec<List<'a>>,
    /// Enums that cells name.
    pub named: BTreeSet<TypeName>,
}

/// The references of cells to one enum.
#[derive(Default)]
struct Claims<'a> {
    /// The pages whose list a cell refers to.
    pages: BTreeSet<&'a str>,
    /// Whether a cell names the enum without referring to a page.
    anywhere: bool,
}

/// The lists of a page and the string properties that they may belong to.
#[derive(Default)]
struct Own<'a> {
    /// Lower-case qualified names of its lists.
    keys: BTreeSet<String>,
    /// Lower-case names of its string properties, alone and after `type.`.
    texts: BTreeSet<String>,
    /// The fragments of its lists that rows of string properties link to.
    linked: BTreeSet<&'a str>,
}

impl<'a> Own<'a> {
    fn new(page: &'a PageFacts) -> Own<'a> {
        if page.enums.is_empty() {
            return Own::default();
        }
        let anchors: BTreeMap<String, &'a str> =
            page.enums.iter().map(|stated| (stated.anchor.to_lowercase(), stated.anchor.as_str())).collect();
        let texts = || rows(page).map(|(row, _)| row).filter(|row| is_text(row));
        Own {
            keys: page.enums.iter().map(key).collect(),
            texts: texts().map(|row| row.name.to_lowercase()).chain(owned(page)).collect(),
            linked: texts().filter_map(|row| linked(row, &page.path, |anchor| anchors.get(anchor).copied())).collect(),
        }
    }

    /// Returns whether a list belongs to a string property of the page, by name or by link.
    fn has_property_of(&self, stated: &EnumFacts) -> bool {
        stated.scope != EnumScope::Page
            && (self.property(stated).is_some() || self.linked.contains(stated.anchor.as_str()))
    }

    /// Returns the string property that the heading of a list names: `Supported shades` may name `shade`.
    fn property(&self, stated: &EnumFacts) -> Option<&str> {
        let exact = property_key(stated);
        if let Some(found) = self.texts.get(&exact) {
            return Some(found);
        }
        let of_property = stated.scope == EnumScope::Property;
        singulars(&exact).into_iter().filter(|_| of_property).find_map(|name| self.texts.get(&name)).map(String::as_str)
    }
}

/// Finds the scope of each list, and removes the names of those that are not enums.
pub fn scopes<'a>(facts: &'a [PageFacts], names: &mut Names, diagnostics: &mut Diagnostics) -> Scopes<'a> {
    for (page, stated) in lists(facts).filter(|(_, stated)| !stated.anchor.is_empty()) {
        names.declare_anchor(&page.path, &stated.anchor, &qualify(&stated.name, None));
    }
    let own: BTreeMap<&str, Own<'_>> = facts.iter().map(|page| (page.path.as_str(), Own::new(page))).collect();
    let (claims, named) = claims(facts, &own, names);
    // The scope of a list, regardless of whether a cell elsewhere names it.
    let alone = |page: &PageFacts, stated: &EnumFacts| {
        let explains = stated.scope == EnumScope::Property && has_rows(page);
        match () {
            () if stated.owner.is_some() => {
                let has_property = own.get(page.path.as_str()).is_some_and(|own| own.has_property_of(stated));
                if has_property { Scope::Values } else { Scope::Unused }
            }
            () if claims.get(&key(stated)).is_some_and(|c| c.pages.contains(page.path.as_str())) => Scope::Enum,
            () if own.get(page.path.as_str()).is_some_and(|own| own.has_property_of(stated)) => Scope::Values,
            () if explains => Scope::Unused,
            () => Scope::Enum,
        }
    };
    let described: BTreeSet<String> =
        lists(facts).filter(|(page, stated)| alone(page, stated) == Scope::Enum).map(|(_, s)| key(s)).collect();
    let scope = |page: &PageFacts, stated: &EnumFacts| {
        let anywhere = stated.owner.is_none() && claims.get(&key(stated)).is_some_and(|claims| claims.anywhere);
        if anywhere && !described.contains(&key(stated)) { Scope::Enum } else { alone(page, stated) }
    };
    let property = |page: &PageFacts, stated: &EnumFacts| {
        let own = own.get(page.path.as_str()).and_then(|own| own.property(stated));
        own.map_or_else(|| property_key(stated), str::to_owned)
    };
    let lists: Vec<List<'a>> = lists(facts)
        .map(|(page, stated)| List { page, stated, scope: scope(page, stated), property: property(page, stated) })
        .collect();
    let enums: BTreeSet<String> = lists.iter().filter(|l| l.scope == Scope::Enum).map(|l| key(l.stated)).collect();
    let others: BTreeSet<String> = lists.iter().map(|l| key(l.stated)).filter(|name| !enums.contains(name)).collect();
    names.forget(&others);
    for list in lists.iter().filter(|list| list.scope == Scope::Unused) {
        diagnostics.push(unused(list.stated));
    }
    Scopes { lists, named }
}

/// Returns every list of members with its page.
fn lists(facts: &[PageFacts]) -> impl Iterator<Item = (&PageFacts, &EnumFacts)> {
    facts.iter().flat_map(|page| page.enums.iter().map(move |stated| (page, stated)))
}

fn key(stated: &EnumFacts) -> String {
    qualify(&stated.name, None).0.to_lowercase()
}

/// Returns the lower-case name of the property in a heading, after `type.` if the heading names a type.
fn property_key(stated: &EnumFacts) -> String {
    let name = short(stated).to_lowercase();
    stated.owner.as_ref().map_or(name.clone(), |owner| format!("{}.{name}", owner.to_lowercase()))
}

/// Returns the possible singulars of a word.
fn singulars(word: &str) -> Vec<String> {
    let endings = [("ies", "y"), ("es", ""), ("s", "")];
    endings.iter().filter_map(|(many, one)| Some(format!("{}{one}", word.strip_suffix(many)?))).collect()
}

/// Returns the lower-case names of the string properties of a page's types, each after `type.`.
fn owned(page: &PageFacts) -> impl Iterator<Item = String> {
    page.resources.iter().flat_map(|resource| {
        let owner = resource.name.rsplit('.').next().unwrap_or(&resource.name).to_lowercase();
        let rows = resource.properties.iter().filter(|row| is_text(row));
        rows.map(move |row| format!("{owner}.{}", row.name.to_lowercase()))
    })
}

/// Returns the last part of the name in the list's heading.
pub fn short(stated: &EnumFacts) -> &str {
    stated.name.rsplit('.').next().unwrap_or(&stated.name)
}

/// Returns whether a page has rows that one of its lists can belong to.
fn has_rows(page: &PageFacts) -> bool {
    !page.resources.is_empty() || page.operation.is_some()
}

/// Returns whether a row is documented as a string.
pub fn is_text(row: &PropertyFacts) -> bool {
    *row.ty.element() == TypeExpr::Primitive(Primitive::String)
}

/// Returns the list on the row's page to which the links in its type cell and description lead, if they lead to only one.
pub fn linked<T: PartialEq>(row: &PropertyFacts, page: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut found = None;
    for dest in row.type_target.as_deref().into_iter().chain(row.description.links().map(|(_, dest, _)| dest)) {
        let Some(dest) = destination(page, dest).filter(|dest| dest.path.eq_ignore_ascii_case(page)) else { continue };
        let Some(target) = find(&dest.fragment.to_lowercase()) else { continue };
        if found.as_ref().is_some_and(|found| *found != target) {
            return None;
        }
        found = Some(target);
    }
    found
}

/// Returns the rows of properties and parameters of a page, each with its namespace.
pub fn rows(page: &PageFacts) -> impl Iterator<Item = (&PropertyFacts, String)> {
    let of_types = page.resources.iter().flat_map(|resource| {
        let namespace = qualify(&resource.name, None).namespace().to_owned();
        resource.properties.iter().map(move |row| (row, namespace.clone()))
    });
    let of_requests = page.operation.iter().flat_map(|operation| {
        let namespace = operation.namespace.clone().unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned());
        operation.rows().map(move |row| (row, namespace.clone()))
    });
    of_types.chain(of_requests)
}

/// Returns the references of cells by lower-case name of the enum, and the enums.
fn claims<'a>(
    facts: &'a [PageFacts],
    own: &BTreeMap<&'a str, Own<'a>>,
    names: &Names,
) -> (BTreeMap<String, Claims<'a>>, BTreeSet<TypeName>) {
    let mut claims: BTreeMap<String, Claims<'a>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for page in facts {
        for (row, namespace) in rows(page) {
            let Some(written) = row.ty.named() else { continue };
            let Some((name, Meaning::Enum)) = names.find(written, &page.path, Some(&namespace)).meaning else {
                continue;
            };
            let claim = claims.entry(name.0.to_lowercase()).or_default();
            let target = linked_page(written, page, names).and_then(|target| own.get_key_value(target));
            let here = own.get(page.path.as_str()).is_some_and(|own| own.keys.contains(&name.0.to_lowercase()));
            if let Some((target, _)) = target {
                claim.pages.insert(target);
            } else if here {
                claim.pages.insert(&page.path);
            } else {
                claim.anywhere |= written.name.contains('.') || name.namespace() == namespace;
            }
            named.insert(name);
        }
    }
    (claims, named)
}

/// Returns the page that a type cell links to.
fn linked_page<'a>(written: &WrittenType, page: &PageFacts, names: &'a Names) -> Option<&'a str> {
    names.page(&destination(&page.path, written.target.as_deref()?)?.path)
}

fn unused(stated: &EnumFacts) -> Diagnostic {
    let message = format!("no property of this page is called `{}`", short(stated));
    Diagnostic::new(lint::UNUSED_VALUES, stated.span, message)
        .hint("write the name of the property that has these values into the heading")
}
