//! The positions in which pages refer to types.
//!
//! In: the facts of a page. Out: every reference on it with its [`Position`]: the namespace in which its name is looked up, and which of its
//! faults are reported. The facts are taken apart without `..`, so that a new fact with a type has to be added here.

use std::collections::BTreeSet;

use crate::diagnostics::Span;
use crate::extract::{
    BaseFact, BaseSource, BodyFacts, BodyKind, Facets, MethodFacts, OperationFacts, PageFacts, PropertyFacts,
    ResourceFacts, ResponseFacts,
};
use crate::model::TypeName;
use crate::odata::{Method, TypeExpr, TypeRef as Written};

use super::Names;
use crate::resolve::words::{is_parameter, is_property};

/// The faults of a reference that are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report<'f> {
    /// None: another part of the pages is used instead, or nothing depends on the reference.
    Nothing,
    /// A link to a page that does not exist.
    MissingPage,
    /// Faults of the link, and a name that no page describes.
    Type,
    /// The same, for the base of this type.
    Base(&'f TypeName),
    /// An unknown name, and one with different capitalisation, at the span of an example's annotation.
    Annotation(Span),
}

/// A reference in its position.
#[derive(Debug)]
pub struct Position<'f> {
    /// The reference.
    pub written: &'f Written,
    /// The page that writes it.
    pub page: &'f str,
    /// The namespace of names without one; `None` for the default.
    pub namespace: Option<&'f str>,
    /// The faults to report.
    pub report: Report<'f>,
}

/// A property that the JSON representation of a type shows.
#[derive(Debug, Clone, Copy)]
pub struct ShownRow<'f> {
    /// The page.
    pub page: &'f str,
    /// The type.
    pub owner: &'f TypeName,
    /// The row.
    pub row: &'f PropertyFacts,
}

/// The references of pages.
#[derive(Debug)]
pub struct Positions<'f> {
    /// Names of types.
    pub names: Vec<Position<'f>>,
    /// Alternatives, and whether to report those without a common base.
    pub alternatives: Vec<(&'f [TypeExpr], bool)>,
    /// The types whose members a table describes. The JSON of other types describes theirs.
    described: &'f BTreeSet<TypeName>,
}

/// What the references of one part of a page have in common.
#[derive(Clone, Copy)]
struct Part<'f> {
    page: &'f str,
    namespace: Option<&'f str>,
}

impl<'f> Positions<'f> {
    /// Creates an empty list. `described` contains the types whose members a table describes.
    #[must_use]
    pub fn new(described: &'f BTreeSet<TypeName>) -> Self {
        Positions { names: Vec::new(), alternatives: Vec::new(), described }
    }

    /// Adds the references of a page.
    pub fn page(&mut self, page: &'f PageFacts, names: &'f Names) {
        let PageFacts {
            file: _,
            path,
            title: _,
            product: _,
            resources,
            enums: _,
            operation,
            left_out_zones: _,
            mentioned: _,
            skipped: _,
        } = page;
        for resource in resources {
            let namespace = resource.name.rsplit_once('.').map(|(namespace, _)| namespace);
            self.resource(resource, Part { page: path, namespace }, names.type_of(resource));
        }
        if let Some(operation) = operation {
            self.operation(operation, path, names);
        }
    }

    /// Adds the reference in a row that JSON shows. Faults of the JSON are reported where it is used.
    pub fn shown(&mut self, ShownRow { page, owner, row }: ShownRow<'f>) {
        self.ty(&row.ty, Part { page, namespace: Some(owner.namespace()) }, Report::Nothing);
    }

    /// Adds the references of a type's statement. `owner` is the type; `None` if the name is an enum's.
    fn resource(&mut self, resource: &'f ResourceFacts, part: Part<'f>, owner: Option<&'f TypeName>) {
        let ResourceFacts {
            name: _,
            span: _,
            heading_name: _,
            description: _,
            bases,
            derived,
            is_abstract: _,
            is_base: _,
            is_open: _,
            values,
            says_none: _,
            key: _,
            deprecated: _,
            properties,
            navigation,
            methods,
            json: _,
            shown,
            annotated: _,
        } = resource;
        let of_type = |report| if owner.is_some() { report } else { Report::Nothing };
        for BaseFact { base, source } in bases {
            // Rows name the declaring type for each property: an unknown one has no effect there.
            let base_of = owner.filter(|_| *source != BaseSource::Row);
            let report = base_of.map_or(Report::Nothing, Report::Base);
            base.iter().for_each(|base| self.name(base, part, report));
        }
        derived.iter().for_each(|derived| self.name(derived, part, Report::Nothing));
        values.iter().for_each(|values| self.ty(values, part, of_type(Report::Type)));
        for row in properties.iter().chain(navigation) {
            self.row(row, part, if is_property(&row.name) { of_type(Report::Type) } else { Report::Nothing });
        }
        let reads_json = owner.is_some_and(|owner| !self.described.contains(owner));
        for row in shown {
            self.row(row, part, if reads_json && is_property(&row.name) { Report::Type } else { Report::Nothing });
        }
        for MethodFacts { name: _, page: _, returns, span: _ } in methods {
            // A broken link in this column has no effect elsewhere.
            returns.iter().for_each(|ty| self.ty(ty, part, Report::Nothing));
        }
    }

    fn operation(&mut self, operation: &'f OperationFacts, page: &'f str, names: &'f Names) {
        let OperationFacts {
            description: _,
            kind: _,
            invocation: _,
            deprecated: _,
            namespace,
            permissions: _,
            requests,
            path_parameters,
            query_parameters,
            function_parameters,
            headers: _,
            query_options: _,
            option_properties: _,
            body,
            response:
                ResponseFacts {
                    statuses: _,
                    without_body: _,
                    headers: _,
                    body: response,
                    marked,
                    members: _,
                    members_span: _,
                    may_be_empty: _,
                    names_body: _,
                    explicitly_empty: _,
                    span: _,
                },
            examples,
        } = operation;
        let part = Part { page, namespace: namespace.as_deref() };
        // Without a request line, the page has no operation.
        let if_used = |report| if requests.is_empty() { Report::Nothing } else { report };
        for row in path_parameters.iter().chain(query_parameters).chain(function_parameters) {
            self.ty(&row.ty, part, if_used(Report::Type));
        }
        let shown = examples.iter().filter_map(|example| example.request.as_ref()).map(|shown| shown.method);
        let mut methods = requests.iter().map(|request| request.method).chain(shown);
        // Pages about reading and deleting repeat sentences about bodies that they do not send.
        let sends = methods.any(|method| matches!(method, Method::Post | Method::Patch | Method::Put));
        self.body(body, part, if_used(Report::Type), sends, names);
        response.iter().for_each(|ty| self.ty(ty, part, if_used(Report::Type)));
        // A word in bold or code may mean anything.
        marked.iter().for_each(|ty| self.ty(ty, part, Report::Nothing));
        for response in examples.iter().filter_map(|example| example.response.as_ref()) {
            let report = response.ty_span.map_or(Report::Nothing, |span| if_used(Report::Annotation(span)));
            response.ty.iter().for_each(|ty| self.ty(ty, part, report));
        }
    }

    /// Adds the references of a request body. `sends` tells whether a request of the page may have one.
    fn body(&mut self, body: &'f BodyFacts, part: Part<'f>, report: Report<'f>, sends: bool, names: &'f Names) {
        let BodyFacts { kind, rows, span: _ } = body;
        let described = match kind {
            BodyKind::Resource(ty) | BodyKind::Partial(Some(ty)) => Some(ty),
            BodyKind::None | BodyKind::Stream | BodyKind::Partial(None) | BodyKind::Parameters | BodyKind::Unstated => {
                None
            }
        };
        described.iter().for_each(|ty| self.ty(ty, part, if sends { report } else { Report::Nothing }));
        // Without a namespace of the page, that of the type applies to the rows that describe it.
        let of_type = || {
            let meaning = names.find(described?.named()?, part.page, None).meaning?;
            names.qualified(&meaning.0.0).map(|(name, _)| name.namespace())
        };
        let of_rows = Part { namespace: part.namespace.or_else(of_type), ..part };
        let sends_nothing = matches!(kind, BodyKind::None | BodyKind::Stream);
        for row in rows {
            let is_read = described.is_some() || !sends_nothing && is_parameter(&row.name);
            self.row(row, of_rows, if is_read { report } else { Report::Nothing });
        }
    }

    /// Adds the references of a row: its type, and the types from which it is inherited.
    fn row(&mut self, row: &'f PropertyFacts, part: Part<'f>, report: Report<'f>) {
        let PropertyFacts {
            name: _,
            span: _,
            ty,
            type_text: _,
            type_span: _,
            type_target: _,
            description: _,
            facets:
                Facets {
                    nullable: _,
                    read_only: _,
                    required: _,
                    optional: _,
                    key: _,
                    deprecated: _,
                    inherited_from,
                    inherited: _,
                    select_only: _,
                    filter: _,
                    values: _,
                },
        } = row;
        self.ty(ty, part, report);
        inherited_from.iter().for_each(|base| self.name(base, part, Report::MissingPage));
    }

    /// Adds the references in a type expression.
    fn ty(&mut self, ty: &'f TypeExpr, part: Part<'f>, report: Report<'f>) {
        match ty {
            TypeExpr::Named(written) => self.name(written, part, report),
            TypeExpr::Collection(element) => self.ty(element, part, report),
            TypeExpr::OneOf(all) => {
                let each = if report == Report::Type { report } else { Report::Nothing };
                all.iter().for_each(|ty| self.ty(ty, part, each));
                self.alternatives.push((all, report == Report::Type));
            }
            // Extraction has already reported text that no rule understands.
            TypeExpr::Primitive(_) | TypeExpr::Unknown(_) => {}
        }
    }

    fn name(&mut self, written: &'f Written, Part { page, namespace }: Part<'f>, report: Report<'f>) {
        self.names.push(Position { written, page, namespace, report });
    }
}
