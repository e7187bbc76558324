//! Entity and complex types: partial pages merged, bases found, properties resolved.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: [`Type`]s with properties of their own; what a base declares is
//! not repeated, whatever the pages repeat.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::type_expr::{TypeExpr, TypeRef as Written};
use crate::extract::{BaseFact, BaseSource, BodyKind, Facets, PageFacts, PropertyFacts, ResourceFacts};
use crate::model::{Doc, Kind, Property, Type, TypeName, TypeRef};

use super::names::{Meaning, Names, qualify};
use super::synthetic::Synthetic;

/// A statement about a type and the page that makes it.
struct Stated<'a> {
    page: &'a str,
    resource: &'a ResourceFacts,
}

/// What is being put together about one type.
struct Draft<'a> {
    name: TypeName,
    span: Span,
    stated: Vec<Stated<'a>>,
    /// Rows of request tables, for a type that no page describes.
    body_rows: Vec<(&'a str, &'a PropertyFacts)>,
    base: Option<TypeName>,
}

/// All types of the pages, ordered by name.
pub fn resolve_types(
    facts: &[PageFacts],
    names: &mut Names,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeName, Type> {
    let mut drafts = collect(facts, names, diagnostics);
    find_bases(&mut drafts, names, diagnostics);
    break_cycles(&mut drafts, diagnostics);
    let lines = ancestor_lines(&drafts);
    let order = base_first(&lines);
    let mut types: BTreeMap<TypeName, Type> = BTreeMap::new();
    for name in order {
        let Some(draft) = drafts.get(&name) else { continue };
        let inherited = inherited_names(&name, &lines, &types);
        let ty = build(draft, &inherited, names, synthetic, diagnostics);
        types.insert(name, ty);
    }
    set_kinds(&mut types);
    types
}

/// One draft for each declared type; a type that only a request's table describes is declared from that.
fn collect<'a>(
    facts: &'a [PageFacts],
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeName, Draft<'a>> {
    let mut drafts: BTreeMap<TypeName, Draft<'a>> = BTreeMap::new();
    for page in facts {
        for resource in &page.resources {
            let written = qualify(&resource.name, None);
            let Some((name, Meaning::Type)) = names.qualified(&written.0) else { continue };
            let name = name.clone();
            let draft = drafts.entry(name.clone()).or_insert_with(|| Draft::new(name, resource.span));
            draft.stated.push(Stated { page: &page.path, resource });
        }
    }
    for page in facts {
        let Some(operation) = &page.operation else { continue };
        let (BodyKind::Resource(body) | BodyKind::Partial(Some(body))) = &operation.body.kind else { continue };
        let TypeExpr::Named(written) = element(body) else { continue };
        if operation.body.rows.is_empty() {
            continue;
        }
        // The link's target is reported where the body is resolved; here only the name counts.
        let known = names.resolve(written, &page.path, operation.namespace.as_deref(), &mut Diagnostics::default());
        let name = match known {
            Some((name, Meaning::Type)) if drafts.get(&name).is_none_or(|draft| draft.stated.is_empty()) => name,
            None => declare_from_body(written, operation.namespace.as_deref(), &page.path, names, diagnostics),
            Some(_) => continue,
        };
        let draft = drafts.entry(name.clone()).or_insert_with(|| Draft::new(name, written.span));
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
            format!("`{}` is known from this request's table only", name.short()),
        )
        .hint("add the page of the type: a request's table may leave properties out"),
    );
    names.declare(&name, Meaning::Type, page).0
}

fn element(ty: &TypeExpr) -> &TypeExpr {
    match ty {
        TypeExpr::Collection(inner) => element(inner),
        other => other,
    }
}

impl Draft<'_> {
    fn new(name: TypeName, span: Span) -> Self {
        Draft { name, span, stated: Vec::new(), body_rows: Vec::new(), base: None }
    }

    fn bases(&self) -> impl Iterator<Item = (&str, &BaseFact)> {
        self.stated.iter().flat_map(|stated| stated.resource.bases.iter().map(|base| (stated.page, base)))
    }
}

/// Chooses each type's base: what the annotation says, else the text, else the rows (format §11).
fn find_bases(drafts: &mut BTreeMap<TypeName, Draft<'_>>, names: &Names, diagnostics: &mut Diagnostics) {
    // The other direction: a page that lists the types derived from its own.
    let mut listed: BTreeMap<TypeName, TypeName> = BTreeMap::new();
    for draft in drafts.values() {
        for stated in &draft.stated {
            for derived in &stated.resource.derived {
                let found =
                    names.resolve(derived, stated.page, Some(draft.name.namespace()), &mut Diagnostics::default());
                if let Some((name, Meaning::Type)) = found {
                    listed.entry(name).or_insert_with(|| draft.name.clone());
                }
            }
        }
    }
    let chosen: Vec<(TypeName, Option<TypeName>)> =
        drafts.values().map(|draft| (draft.name.clone(), choose_base(draft, names, diagnostics))).collect();
    for (name, base) in chosen {
        let base = base.filter(|base| *base != name && drafts.contains_key(base));
        if let Some(draft) = drafts.get_mut(&name) {
            draft.base = base;
        }
    }
    prefer_nearest_row(drafts, names);
    for (name, lister) in listed {
        // What a type states of itself comes first, and nobody is derived from their own descendant.
        if descends(drafts, &lister, &name) {
            continue;
        }
        if let Some(draft) = drafts.get_mut(&name)
            && draft.base.is_none()
        {
            draft.base = Some(lister);
        }
    }
}

/// Whether `name` is `ancestor` or inherits from it.
fn descends(drafts: &BTreeMap<TypeName, Draft<'_>>, name: &TypeName, ancestor: &TypeName) -> bool {
    let mut at = Some(name);
    for _ in 0..=drafts.len() {
        match at {
            Some(name) if name == ancestor => return true,
            Some(name) => at = drafts.get(name).and_then(|draft| draft.base.as_ref()),
            None => return false,
        }
    }
    true
}

/// The base that one type's own pages state, rows aside where there is better.
fn choose_base(draft: &Draft<'_>, names: &Names, diagnostics: &mut Diagnostics) -> Option<TypeName> {
    let mut best: Option<(BaseSource, TypeName, Span)> = None;
    for (page, fact) in draft.bases() {
        let Some(written) = &fact.base else { continue };
        let mut said = Diagnostics::default();
        match names.resolve(written, page, Some(draft.name.namespace()), &mut said) {
            Some((name, Meaning::Type)) if name == draft.name => {}
            Some((name, Meaning::Type)) => match &best {
                Some((source, first, span))
                    if *first != name && *source < BaseSource::Row && fact.source < BaseSource::Row =>
                {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::CONFLICTING_BASE,
                            written.span,
                            format!("`{}` as the base of `{}`", name.short(), draft.name.short()),
                        )
                        .related(*span, format!("here it is `{}`", first.short())),
                    );
                }
                Some((source, ..)) if *source <= fact.source => {}
                _ => best = Some((fact.source, name, written.span)),
            },
            // Rows name the declaring type for each property: saying it once, where the properties are resolved, is enough.
            _ if fact.source != BaseSource::Row => {
                diagnostics.push(
                    Diagnostic::new(
                        lint::UNRESOLVED_BASE,
                        written.span,
                        format!("no page describes `{}`, the base of `{}`", written.name, draft.name.short()),
                    )
                    .hint("add its page; until then the type stands alone"),
                );
            }
            _ => {}
        }
        if fact.source != BaseSource::Row {
            diagnostics.extend(said);
        }
    }
    best.map(|(_, name, _)| name)
}

/// Where only rows tell the base and they name several types, the base is the one that inherits from the others.
fn prefer_nearest_row(drafts: &mut BTreeMap<TypeName, Draft<'_>>, names: &Names) {
    let parents: BTreeMap<TypeName, Option<TypeName>> =
        drafts.values().map(|d| (d.name.clone(), d.base.clone())).collect();
    let mut changes = Vec::new();
    for draft in drafts.values() {
        if draft.bases().any(|(_, fact)| fact.source != BaseSource::Row && fact.base.is_some()) {
            continue;
        }
        let rows: BTreeSet<TypeName> = draft
            .bases()
            .filter_map(|(page, fact)| {
                names.resolve(fact.base.as_ref()?, page, Some(draft.name.namespace()), &mut Diagnostics::default())
            })
            .filter(|(name, meaning)| *meaning == Meaning::Type && *name != draft.name && parents.contains_key(name))
            .map(|(name, _)| name)
            .collect();
        let nearest = rows.iter().max_by_key(|name| (depth(name, &parents), std::cmp::Reverse((*name).clone())));
        if let Some(nearest) = nearest {
            changes.push((draft.name.clone(), nearest.clone()));
        }
    }
    for (name, base) in changes {
        if let Some(draft) = drafts.get_mut(&name) {
            draft.base = Some(base);
        }
    }
}

/// How many ancestors a type has.
fn depth(name: &TypeName, parents: &BTreeMap<TypeName, Option<TypeName>>) -> usize {
    let mut seen = BTreeSet::new();
    let mut at = name;
    while let Some(Some(parent)) = parents.get(at) {
        if !seen.insert(parent) {
            break;
        }
        at = parent;
    }
    seen.len()
}

/// Drops the base of the first type (by name) of each circle.
fn break_cycles(drafts: &mut BTreeMap<TypeName, Draft<'_>>, diagnostics: &mut Diagnostics) {
    let all: Vec<TypeName> = drafts.keys().cloned().collect();
    for name in all {
        let mut at = name.clone();
        let mut steps = 0;
        while let Some(base) = drafts.get(&at).and_then(|draft| draft.base.clone()) {
            steps += 1;
            if base == name {
                if let Some(draft) = drafts.get_mut(&name) {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::BASE_CYCLE,
                            draft.span,
                            format!("`{}` inherits from itself", name.short()),
                        )
                        .hint("one of the statements `Inherits from` is wrong"),
                    );
                    draft.base = None;
                }
                break;
            }
            if steps > drafts.len() {
                break;
            }
            at = base;
        }
    }
}

/// For each type its ancestors, nearest first.
fn ancestor_lines(drafts: &BTreeMap<TypeName, Draft<'_>>) -> BTreeMap<TypeName, Vec<TypeName>> {
    drafts
        .keys()
        .map(|name| {
            let mut line = Vec::new();
            let mut at = name;
            while let Some(base) = drafts.get(at).and_then(|draft| draft.base.as_ref()) {
                line.push(base.clone());
                at = base;
            }
            (name.clone(), line)
        })
        .collect()
}

/// Types so that each comes after its base; by name within the same depth.
fn base_first(lines: &BTreeMap<TypeName, Vec<TypeName>>) -> Vec<TypeName> {
    let mut order: Vec<(usize, &TypeName)> = lines.iter().map(|(name, line)| (line.len(), name)).collect();
    order.sort();
    order.into_iter().map(|(_, name)| name.clone()).collect()
}

/// Lower-case names of what the ancestors declare.
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

/// The finished type, but for its kind.
fn build(
    draft: &Draft<'_>,
    inherited: &BTreeSet<String>,
    names: &Names,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> Type {
    let description = draft
        .stated
        .iter()
        .find_map(|stated| {
            let text = stated.resource.description.as_ref()?;
            Some(Doc::new(text, |text, dest| names.link(stated.page, text, dest)))
        })
        .unwrap_or_default();
    let mut properties = PropertyList::default();
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
                navigation.add(row, stated.page, draft, names, synthetic, diagnostics);
            }
        }
    }
    let own = |list: PropertyList| {
        list.list.into_iter().filter(|p| !inherited.contains(&p.name.to_lowercase())).collect::<Vec<_>>()
    };
    let mut pages: Vec<String> = draft.stated.iter().map(|stated| stated.page.to_owned()).collect();
    pages.extend(draft.body_rows.iter().map(|(page, _)| (*page).to_owned()));
    pages.sort();
    pages.dedup();
    Type {
        name: draft.name.clone(),
        kind: Kind::Complex,
        base: draft.base.clone(),
        is_abstract: draft.stated.iter().any(|stated| stated.resource.is_abstract),
        is_open: draft.stated.iter().any(|stated| stated.resource.is_open),
        key: draft.stated.iter().find_map(|stated| stated.resource.key.clone()).or_else(|| inherited_key(draft)),
        deprecated: draft.stated.iter().find_map(|stated| stated.resource.deprecated.clone()),
        description,
        properties: own(properties),
        navigation: own(navigation),
        pages,
        span: draft.span,
    }
}

/// The key of a type that only a request's table describes: what its row says is inherited from `entity`.
fn inherited_key(draft: &Draft<'_>) -> Option<String> {
    let from_entity = |row: &PropertyFacts| row.facets.inherited_from.iter().any(|base| base.name.ends_with("entity"));
    let (_, row) = draft.body_rows.iter().find(|(_, row)| from_entity(row))?;
    Some(row.name.clone())
}

/// Properties by name, the first statement of each.
#[derive(Default)]
struct PropertyList {
    list: Vec<Property>,
    index: BTreeMap<String, usize>,
}

impl PropertyList {
    fn has(&self, name: &str) -> bool {
        self.index.contains_key(&name.to_lowercase())
    }

    fn add(
        &mut self,
        row: &PropertyFacts,
        page: &str,
        draft: &Draft<'_>,
        names: &Names,
        synthetic: &mut Synthetic,
        diagnostics: &mut Diagnostics,
    ) {
        // Instance annotations are not properties (OData JSON §4.6); they are reachable by name on every value.
        if row.name.contains('@') || row.name.is_empty() {
            return;
        }
        let mut property = resolve_property(row, page, Some(draft.name.namespace()), names, diagnostics);
        synthetic.apply(&mut property, row, page, draft.name.namespace(), draft.name.short(), names);
        match self.index.get(&row.name.to_lowercase()) {
            Some(at) => {
                let first = &self.list[*at];
                if first.ty != property.ty && property.ty != TypeRef::UNTYPED {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::CONFLICTING_PROPERTY,
                            property.span,
                            format!("`{}` is `{}` here", property.name, property.type_text),
                        )
                        .related(first.span, format!("and `{}` here, which is used", first.type_text)),
                    );
                }
            }
            None => {
                self.index.insert(row.name.to_lowercase(), self.list.len());
                self.list.push(property);
            }
        }
    }
}

/// A row with its type and links resolved.
pub fn resolve_property(
    row: &PropertyFacts,
    page: &str,
    namespace: Option<&str>,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Property {
    let Facets { nullable, read_only, required, deprecated, select_only, ref filter, .. } = row.facets;
    Property {
        name: row.name.clone(),
        ty: names.type_ref(&row.ty, page, namespace, diagnostics),
        type_text: row.type_text.clone(),
        nullable,
        read_only,
        required,
        select_only,
        deprecated,
        filter: filter.clone(),
        description: Doc::new(&row.description, |text, dest| names.link(page, text, dest)),
        span: row.span,
    }
}

/// An entity has a key or an entity as its base; everything else is complex.
fn set_kinds(types: &mut BTreeMap<TypeName, Type>) {
    let is_entity = |name: &TypeName| {
        let mut at = Some(name);
        while let Some(name) = at {
            let Some(ty) = types.get(name) else { return false };
            let has_id = ty.properties.iter().any(|p| p.name.eq_ignore_ascii_case("id"));
            if ty.name.short() == "entity"
                || ty.key.as_deref().is_some_and(|key| !key.is_empty())
                || (has_id && !ty.navigation.is_empty())
            {
                return true;
            }
            at = ty.base.as_ref();
        }
        false
    };
    let entities: Vec<TypeName> = types.keys().filter(|name| is_entity(name)).cloned().collect();
    for name in entities {
        if let Some(ty) = types.get_mut(&name) {
            ty.kind = Kind::Entity;
        }
    }
}
