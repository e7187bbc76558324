//! The positions in which pages refer to types.
//!
//! In: the facts of a page. Out: every reference on it as an [`Occurrence`]: the namespace in which its name is looked up, and which of its
//! faults are reported. Destructuring omits `..`, so that a new fact with a type has to be added here.

use crate::diagnostics::Span;
use crate::extract::{
    BaseFact, BaseSource, BodyFacts, BodyKind, Facets, MethodFacts, OperationFacts, PageFacts, PropertyFacts,
    ResourceFacts, ResponseFacts,
};
use crate::model::TypeName;
use crate::odata::{TypeExpr, WrittenType};

use super::Names;
use super::find::Found;

/// The faults of a reference that are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults<'n> {
    /// None: nothing depends on the reference.
    Nothing,
    /// A link to a page that does not exist.
    MissingPage,
    /// Faults of the link, and a name that no page describes, if a pass uses the type.
    Type,
    /// The same, whether or not it is used, for the base of this type.
    Base(&'n TypeName),
    /// An unknown name, and one with different capitalisation, at the span of an example's annotation.
    Annotation(Span),
}

/// A reference in its position.
#[derive(Debug)]
pub struct Occurrence<'f, 'n> {
    /// The reference.
    pub written: &'f WrittenType,
    /// The page that writes it.
    pub page: &'f str,
    /// The namespace of names without one; `None` for the default.
    pub namespace: Option<&'f str>,
    /// The faults to report.
    pub faults: Faults<'n>,
}

impl<'f> Occurrence<'f, '_> {
    /// Finds the meaning of the reference.
    #[must_use]
    pub fn find(&self, names: &Names) -> Found {
        names.find(self.written, self.page, self.namespace)
    }

    /// Returns the occurrence with the faults that depend on the names of all enums.
    #[must_use]
    pub fn late(&self) -> Occurrence<'f, 'static> {
        let faults = match self.faults {
            Faults::Annotation(span) => Faults::Annotation(span),
            Faults::Type => Faults::Type,
            Faults::Nothing | Faults::MissingPage | Faults::Base(_) => Faults::Nothing,
        };
        Occurrence { written: self.written, page: self.page, namespace: self.namespace, faults }
    }
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
#[derive(Debug, Default)]
pub struct Positions<'f, 'n> {
    /// Names of types.
    pub names: Vec<Occurrence<'f, 'n>>,
    /// Alternatives.
    pub alternatives: Vec<&'f [TypeExpr]>,
}

/// What the references of one part of a page have in common.
#[derive(Clone, Copy)]
struct Part<'f> {
    page: &'f str,
    namespace: Option<&'f str>,
}

impl<'f, 'n> Positions<'f, 'n> {
    /// Adds the references of a page.
    pub fn page(&mut self, page: &'f PageFacts, names: &'n Names) {
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
            typed_fences: _,
            value_tables: _,
            shown_hosts: _,
            outline: _,
            links: _,
            anchors: _,
            unknown_options: _,
            skipped: _,
        } = page;
        for resource in resources {
            let namespace = resource.name.rsplit_once('.').map(|(namespace, _)| namespace);
            self.resource(resource, Part { page: path, namespace }, names.type_of(resource));
        }
        if let Some(operation) = operation {
            self.operation(operation, path);
        }
    }

    /// Adds the reference in a row that JSON shows.
    pub fn shown(&mut self, ShownRow { page, owner, row }: ShownRow<'f>) {
        self.row_type(page, owner.namespace(), row);
    }

    /// Adds the type of a row.
    pub fn row_type(&mut self, page: &'f str, namespace: &'f str, row: &'f PropertyFacts) {
        self.ty(&row.ty, Part { page, namespace: Some(namespace) }, Faults::Type);
    }

    /// Adds the references of a type's statement. `owner` is the type; `None` if the name is an enum's.
    fn resource(&mut self, resource: &'f ResourceFacts, part: Part<'f>, owner: Option<&'n TypeName>) {
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
        for BaseFact { base, source } in bases {
            // Rows name the declaring type for each property: an unknown one has no effect there.
            let faults = owner.filter(|_| *source != BaseSource::Row).map_or(Faults::Nothing, Faults::Base);
            base.iter().for_each(|base| self.name(base, part, faults));
        }
        derived.iter().for_each(|derived| self.name(derived, part, Faults::Nothing));
        values.iter().for_each(|values| self.ty(values, part, Faults::Type));
        properties.iter().chain(navigation).chain(shown).for_each(|row| self.row(row, part));
        for MethodFacts { name: _, page: _, returns, span: _ } in methods {
            // A broken link in this column has no effect elsewhere.
            returns.iter().for_each(|ty| self.ty(ty, part, Faults::Nothing));
        }
    }

    fn operation(&mut self, operation: &'f OperationFacts, page: &'f str) {
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
                    errors: _,
                    span: _,
                },
            examples,
        } = operation;
        let part = Part { page, namespace: namespace.as_deref() };
        let BodyFacts { kind, rows, formats: _, span: _ } = body;
        match kind {
            BodyKind::Resource(ty) | BodyKind::Partial(Some(ty)) => self.sentence(ty, part),
            BodyKind::None | BodyKind::Stream | BodyKind::Partial(None) | BodyKind::Parameters | BodyKind::Unstated => {
            }
        }
        rows.iter().for_each(|row| self.row(row, part));
        for row in path_parameters.iter().chain(query_parameters).chain(function_parameters) {
            self.ty(&row.ty, part, Faults::Type);
        }
        response.iter().for_each(|ty| self.sentence(ty, part));
        // A word in bold or code may mean anything.
        marked.iter().for_each(|ty| self.ty(ty, part, Faults::Nothing));
        for response in examples.iter().filter_map(|example| example.response.as_ref()) {
            // Without a request line, the page has no operation.
            let span = response.ty_span.filter(|_| !requests.is_empty());
            let faults = span.map_or(Faults::Nothing, Faults::Annotation);
            response.ty.iter().for_each(|ty| self.ty(ty, part, faults));
        }
    }

    /// Adds the references of a row: its type, and the types from which it is inherited.
    fn row(&mut self, row: &'f PropertyFacts, part: Part<'f>) {
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
                    required_on_create: _,
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
        self.ty(ty, part, Faults::Type);
        inherited_from.iter().for_each(|base| self.name(base, part, Faults::MissingPage));
    }

    /// Adds the references in a sentence. A link whose text is a phrase may lead to anything, so it is a type only if its page describes one.
    fn sentence(&mut self, ty: &'f TypeExpr, part: Part<'f>) {
        self.ty(ty, part, if ty.has_phrase() { Faults::Nothing } else { Faults::Type });
    }

    /// Adds the references in a type expression.
    fn ty(&mut self, ty: &'f TypeExpr, part: Part<'f>, faults: Faults<'n>) {
        match ty {
            TypeExpr::Named(written) => self.name(written, part, faults),
            TypeExpr::Collection(element) => self.ty(element, part, faults),
            TypeExpr::OneOf(all) => {
                let each = if faults == Faults::Type { faults } else { Faults::Nothing };
                all.iter().for_each(|ty| self.ty(ty, part, each));
                self.alternatives.push(all);
            }
            // Extraction has already reported text that no rule understands.
            TypeExpr::Primitive(_) | TypeExpr::Unknown(_) => {}
        }
    }

    fn name(&mut self, written: &'f WrittenType, Part { page, namespace }: Part<'f>, faults: Faults<'n>) {
        self.names.push(Occurrence { written, page, namespace, faults });
    }
}
