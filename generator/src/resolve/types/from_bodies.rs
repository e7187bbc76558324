//! Types that only the table of a request describes.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: these types, declared, with their tables. Names are complete afterwards.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::type_expr::{TypeExpr, WrittenType};
use crate::extract::{BodyKind, PageFacts, PropertyFacts};
use crate::model::TypeName;
use crate::resolve::names::{Meaning, Names, qualify};

/// A type without a page, and the table of a request that describes it.
pub struct UndescribedType<'a> {
    /// The type.
    pub ty: TypeName,
    /// The page of the request.
    pub page: &'a str,
    /// The span of the type's name.
    pub span: Span,
    /// The rows.
    pub rows: &'a [PropertyFacts],
}

/// Declares each type that a request sends and no page describes, and returns its tables.
pub fn declare<'a>(
    facts: &'a [PageFacts],
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> Vec<UndescribedType<'a>> {
    let resources = facts.iter().flat_map(|page| &page.resources);
    let described: BTreeSet<TypeName> = resources.filter_map(|resource| names.type_of(resource)).cloned().collect();
    let mut tables = Vec::new();
    for page in facts {
        let Some(operation) = page.operation.as_ref().filter(|operation| !operation.body.rows.is_empty()) else {
            continue;
        };
        let (BodyKind::Resource(body) | BodyKind::Partial(Some(body))) = &operation.body.kind else { continue };
        let TypeExpr::Named(written) = body.element() else { continue };
        let namespace = operation.namespace.as_deref();
        let ty = match names.find(written, &page.path, namespace).meaning {
            Some((name, Meaning::Type)) if !described.contains(&name) => name,
            Some(_) => continue,
            None => declare_type(written, namespace, &page.path, names, diagnostics),
        };
        tables.push(UndescribedType { ty, page: &page.path, span: written.span, rows: &operation.body.rows });
    }
    tables
}

fn declare_type(
    written: &WrittenType,
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
