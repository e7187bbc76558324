//! Entity and complex types: merges partial pages, finds bases, resolves properties.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: [`Type`]s with their own properties. Properties of a base are not repeated,
//! even if pages repeat them.

pub mod abstracts;
pub mod bases;
pub mod facets;
pub mod properties;
pub mod redefined;
pub mod untyped;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::type_expr::{TypeExpr, TypeRef as Written};
use crate::extract::{BaseFact, BodyKind, PageFacts, PropertyFacts, ResourceFacts};
use crate::model::{Doc, Kind, Property, Type, TypeName};
use crate::resolve::enums::synthetic::Synthetic;
use crate::resolve::leading::Leading;
use crate::resolve::names::{Meaning, Names, qualify};
use crate::resolve::types::bases::{ancestor_lines, base_first, break_cycles, find_bases};
use crate::resolve::types::properties::PropertyList;

/// A statement about a type, with its page.
pub struct Declaration<'a> {
    /// The page.
    pub page: &'a str,
    /// The statement.
    pub resource: &'a ResourceFacts,
}

/// A type under construction.
pub struct TypeDraft<'a> {
    /// Its name.
    pub name: TypeName,
    /// The span of its first statement.
    pub span: Span,
    /// The statements of the pages.
    pub stated: Vec<Declaration<'a>>,
    /// Rows of request tables, for a type that no page describes.
    pub body_rows: Vec<(&'a str, &'a PropertyFacts)>,
    /// Its base, once chosen.
    pub base: Option<TypeName>,
}

/// Returns all types of the pages, ordered by name.
pub fn resolve_types(
    facts: &[PageFacts],
    names: &mut Names,
    leading: &Leading,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeName, Type> {
    let mut drafts = collect(facts, names, diagnostics);
    drafts.values_mut().for_each(|draft| draft.put_in_order(leading));
    find_bases(&mut drafts, names, diagnostics);
    break_cycles(&mut drafts, diagnostics);
    let lines = ancestor_lines(&drafts);
    names.set_ancestors(lines.clone());
    let order = base_first(&lines);
    let mut types: BTreeMap<TypeName, Type> = BTreeMap::new();
    let mut redefined = Vec::new();
    for name in order {
        let Some(draft) = drafts.get(&name) else { continue };
        let inherited = inherited_names(&name, &lines, &types);
        let (ty, repeated) = build(draft, &inherited, names, synthetic, diagnostics);
        // JSON samples are not reliable evidence of types.
        if describes(draft) {
            redefined.extend(repeated.into_iter().map(|property| (name.clone(), property)));
        }
        types.insert(name, ty);
    }
    redefined::report(&redefined, &types, diagnostics);
    types
}

/// Creates a draft for each declared type. A type that only the table of a request describes is declared from that table.
fn collect<'a>(
    facts: &'a [PageFacts],
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeName, TypeDraft<'a>> {
    let mut drafts: BTreeMap<TypeName, TypeDraft<'a>> = BTreeMap::new();
    for page in facts {
        for resource in &page.resources {
            let written = qualify(&resource.name, None);
            let Some((name, Meaning::Type)) = names.qualified(&written.0) else { continue };
            let name = name.clone();
            let draft = drafts.entry(name.clone()).or_insert_with(|| TypeDraft::new(name, resource.span));
            draft.stated.push(Declaration { page: &page.path, resource });
        }
    }
    for page in facts {
        let Some(operation) = &page.operation else { continue };
        let (BodyKind::Resource(body) | BodyKind::Partial(Some(body))) = &operation.body.kind else { continue };
        let TypeExpr::Named(written) = body.element() else { continue };
        if operation.body.rows.is_empty() {
            continue;
        }
        // The link's target is reported where the body is resolved; only the name matters here.
        let known = names.resolve(written, &page.path, operation.namespace.as_deref(), &mut Diagnostics::default());
        let name = match known {
            Some((name, Meaning::Type)) if drafts.get(&name).is_none_or(|draft| draft.stated.is_empty()) => name,
            None => declare_from_body(written, operation.namespace.as_deref(), &page.path, names, diagnostics),
            Some(_) => continue,
        };
        let draft = drafts.entry(name.clone()).or_insert_with(|| TypeDraft::new(name, written.span));
        draft.body_rows.extend(operation.body.rows.iter().map(|row| (page.path.as_str(), row)));
    }
    drafts
}

fn declare_from_body(
    written: &Written,
    namespace: Option<&str>,
    page: &str,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> TypeName {
    let name = qualify(&written.name, namespace);
    diagnostics.push(
        Diagnostic::new(
            lint::TYPE_FROM_BODY,
            written.span,
            format!("only the table of this request describes `{}`", name.short()),
        )
        .hint("add the page of the type: a request's table may leave properties out"),
    );
    names.declare(&name, Meaning::Type, page).0
}

impl TypeDraft<'_> {
    fn new(name: TypeName, span: Span) -> Self {
        TypeDraft { name, span, stated: Vec::new(), body_rows: Vec::new(), base: None }
    }

    /// Puts the leading page first.
    fn put_in_order(&mut self, leading: &Leading) {
        if self.stated.len() < 2 {
            return;
        }
        let rows = |resource: &ResourceFacts| resource.properties.len() + resource.navigation.len();
        self.stated.sort_by_cached_key(|stated| leading.of_type(&self.name, stated.page, rows(stated.resource)));
        if let Some(first) = self.stated.first() {
            self.span = first.resource.span;
        }
    }

    /// Returns every statement about the base, with its page.
    pub fn bases(&self) -> impl Iterator<Item = (&str, &BaseFact)> {
        self.stated.iter().flat_map(|stated| stated.resource.bases.iter().map(|base| (stated.page, base)))
    }
}

/// Returns the lower-case names of the properties that the ancestors declare.
fn inherited_names(
    name: &TypeName,
    lines: &BTreeMap<TypeName, Vec<TypeName>>,
    types: &BTreeMap<TypeName, Type>,
) -> BTreeSet<String> {
    lines[name]
        .iter()
        .filter_map(|ancestor| types.get(ancestor))
        .flat_map(|ty| ty.properties.iter().chain(&ty.navigation))
        .map(|property| property.name.to_lowercase())
        .collect()
}

/// Builds the type, except for its kind, and returns its rows for inherited properties separately.
fn build(
    draft: &TypeDraft<'_>,
    inherited: &BTreeSet<String>,
    names: &Names,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> (Type, Vec<Property>) {
    let description = draft
        .stated
        .iter()
        .find_map(|stated| {
            let text = stated.resource.description.as_ref()?;
            Some(Doc::new(text, |text, dest| names.link(stated.page, text, dest)))
        })
        .unwrap_or_default();
    let mut properties = PropertyList::default();
    if !describes(draft) {
        add_shown(draft, inherited, &mut properties, names, synthetic, diagnostics);
    }
    let mut navigation = PropertyList::default();
    for stated in &draft.stated {
        for row in &stated.resource.properties {
            properties.add(row, stated.page, draft, names, synthetic, diagnostics);
        }
    }
    for (page, row) in &draft.body_rows {
        properties.add(row, page, draft, names, synthetic, diagnostics);
    }
    for stated in &draft.stated {
        for row in &stated.resource.navigation {
            if !properties.has(&row.name) {
                navigation.add(
                    &of_set(row, stated.page, draft, names),
                    stated.page,
                    draft,
                    names,
                    synthetic,
                    diagnostics,
                );
            }
        }
    }
    let mut repeated = Vec::new();
    let mut own = |list: PropertyList| {
        let is_own = |property: &Property| !inherited.contains(&property.name.to_lowercase());
        let (own, others): (Vec<Property>, Vec<Property>) = list.list.into_iter().partition(is_own);
        repeated.extend(others);
        own
    };
    let (properties, navigation) = (own(properties), own(navigation));
    let mut pages: Vec<String> = draft.stated.iter().map(|stated| stated.page.to_owned()).collect();
    pages.extend(draft.body_rows.iter().map(|(page, _)| (*page).to_owned()));
    let mut seen = BTreeSet::new();
    pages.retain(|page| seen.insert(page.clone()));
    let ty = Type {
        name: draft.name.clone(),
        kind: Kind::Complex,
        base: draft.base.clone(),
        is_abstract: draft.stated.iter().any(|stated| stated.resource.is_abstract),
        is_open: draft.stated.iter().any(|stated| stated.resource.is_open),
        values: draft.stated.iter().find_map(|stated| {
            let values = stated.resource.values.as_ref()?;
            Some(names.type_ref(values, stated.page, Some(draft.name.namespace()), diagnostics))
        }),
        key: draft.stated.iter().find_map(|stated| stated.resource.key.clone()).or_else(|| inherited_key(draft)),
        deprecated: draft.stated.first().and_then(|stated| stated.resource.deprecated.clone()),
        description,
        properties,
        navigation,
        pages,
        span: draft.span,
    };
    (ty, repeated)
}

/// Returns whether a table on any page, or a sentence, describes the members of the type.
fn describes(draft: &TypeDraft<'_>) -> bool {
    !draft.body_rows.is_empty() || draft.stated.iter().any(|stated| !stated.resource.properties.is_empty())
}

/// Adds the properties in the first JSON representation, because nothing else describes the type.
fn add_shown(
    draft: &TypeDraft<'_>,
    inherited: &BTreeSet<String>,
    properties: &mut PropertyList,
    names: &Names,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) {
    let Some(stated) = draft.stated.iter().find(|stated| !stated.resource.shown.is_empty()) else { return };
    for row in &stated.resource.shown {
        properties.add(row, stated.page, draft, names, synthetic, diagnostics);
    }
    let adds = stated.resource.shown.iter().any(|row| !inherited.contains(&row.name.to_lowercase()));
    if let Some(json) = stated.resource.json.as_ref().filter(|_| adds) {
        let message = format!("only this JSON describes the properties of `{}`", draft.name);
        let hint = "add a table of properties: samples do not tell types for certain";
        diagnostics.push(Diagnostic::new(lint::SHOWN_PROPERTIES, json.span, message).hint(hint));
    }
}

/// Turns a relationship into a collection if its type is written as the name of a set, `crates` for `crate`.
fn of_set<'r>(row: &'r PropertyFacts, page: &str, draft: &TypeDraft<'_>, names: &Names) -> Cow<'r, PropertyFacts> {
    let TypeExpr::Named(written) = &row.ty else { return Cow::Borrowed(row) };
    let found = names.resolve(written, page, Some(draft.name.namespace()), &mut Diagnostics::default());
    if found.is_some_and(|(name, _)| Names::is_set_of(&written.name, &name)) {
        return Cow::Owned(PropertyFacts { ty: row.ty.clone().collected(true), ..row.clone() });
    }
    Cow::Borrowed(row)
}

/// Returns the key of a type that only the table of a request describes: the property that its row marks as inherited from `entity`.
fn inherited_key(draft: &TypeDraft<'_>) -> Option<String> {
    let from_entity = |row: &PropertyFacts| row.facets.inherited_from.iter().any(|base| base.name.ends_with("entity"));
    let (_, row) = draft.body_rows.iter().find(|(_, row)| from_entity(row))?;
    Some(row.name.clone())
}
