//! The model as JSON, with the span of every fact.
//!
//! In: [`Api`] and the [`Sources`] that its spans refer to. Out: a JSON value of the published form (`schema/model.schema.json`).

pub mod form;
#[cfg(test)]
pub(crate) mod schema;

use serde_json::Value;

use crate::diagnostics::{Sources, Span};
use crate::extract::{HeaderFacts, PermissionFacts, ResponseHeaderFacts};
use crate::model::{self, Api, TypeName};

use super::markdown::markdown;
use form::{Body, Location, ResponseBody, TypeRef};

/// Returns the model in its published form.
///
/// # Errors
/// Fails if it cannot be JSON: a bug of docbindgen that no page can cause.
pub fn export(api: &Api, sources: &Sources) -> serde_json::Result<Value> {
    serde_json::to_value(form_of(api, sources))
}

/// Returns the model in its published form, as a value.
#[must_use]
pub fn form_of(api: &Api, sources: &Sources) -> form::Model {
    let writer = Writer { api, sources };
    form::Model {
        version: api.version.clone(),
        types: api.types.iter().map(|(name, ty)| (name.0.clone(), writer.ty(ty))).collect(),
        enums: api.enums.iter().map(|(name, ty)| (name.0.clone(), writer.enumeration(ty))).collect(),
        operations: api.operations.iter().map(|operation| writer.operation(operation)).collect(),
        pages: api.pages.iter().map(|(path, page)| (path.clone(), writer.page(page))).collect(),
        examples: api.examples.iter().map(|example| writer.example(example)).collect(),
    }
}

/// Returns a span in its published form.
#[must_use]
pub fn location(sources: &Sources, span: Span) -> Location {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
    Location { file: sources.file(span.file).path.clone(), line, column, end_line, end_column }
}

/// Converts facts into their published form.
struct Writer<'a> {
    api: &'a Api,
    sources: &'a Sources,
}

impl<'a> Writer<'a> {
    fn location(&self, span: Span) -> Location {
        location(self.sources, span)
    }

    fn ty(&self, ty: &'a model::Type) -> form::Type {
        form::Type {
            kind: ty.kind,
            base: ty.base.as_ref().map(name),
            is_abstract: ty.is_abstract,
            is_open: ty.is_open,
            values: ty.values.as_ref().map(type_ref),
            key: ty.key.clone(),
            deprecated: ty.deprecated.clone(),
            description: markdown(&ty.description),
            properties: self.properties(&ty.properties),
            navigation: self.properties(&ty.navigation),
            pages: ty.pages.clone(),
            product: self.api.product(&ty.pages).map(str::to_owned),
            span: self.location(ty.span),
        }
    }

    fn properties(&self, properties: &'a [model::Property]) -> Vec<form::Property> {
        properties.iter().map(|property| self.property(property)).collect()
    }

    fn property(&self, property: &'a model::Property) -> form::Property {
        form::Property {
            name: property.name.clone(),
            ty: type_ref(&property.ty),
            type_text: property.type_text.clone(),
            nullable: property.nullable,
            read_only: property.read_only,
            required: property.required,
            select_only: property.select_only,
            deprecated: property.deprecated,
            filter: property.filter.clone(),
            description: markdown(&property.description),
            span: self.location(property.span),
        }
    }

    fn enumeration(&self, ty: &'a model::Enum) -> form::Enum {
        form::Enum {
            flags: ty.flags,
            synthetic: ty.synthetic,
            deprecated: ty.deprecated.clone(),
            description: markdown(&ty.description),
            members: ty.members.iter().map(|member| self.member(member)).collect(),
            pages: ty.pages.clone(),
            product: self.api.product(&ty.pages).map(str::to_owned),
            span: self.location(ty.span),
        }
    }

    fn member(&self, member: &'a model::Member) -> form::Member {
        form::Member {
            name: member.name.clone(),
            value: member.value,
            description: markdown(&member.description),
            span: self.location(member.span),
        }
    }

    fn operation(&self, operation: &'a model::Operation) -> form::Operation {
        form::Operation {
            method: operation.method.as_str().to_owned(),
            path: operation.path.clone(),
            kind: operation.kind.clone(),
            parameters: operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect(),
            body: operation.body.as_ref().map(body),
            required: operation.required.clone(),
            response: response(&operation.response),
            may_be_empty: operation.may_be_empty,
            statuses: operation
                .statuses
                .iter()
                .map(|status| form::Status { code: status.code, body: status.body })
                .collect(),
            errors: operation.errors.clone(),
            pages: operation.pages.clone(),
            span: self.location(operation.span),
        }
    }

    fn parameter(&self, parameter: &'a model::Parameter) -> form::Parameter {
        form::Parameter {
            name: parameter.name.clone(),
            placeholder: parameter.placeholder.clone(),
            location: parameter.location,
            optional: parameter.optional,
            ty: type_ref(&parameter.ty),
            description: markdown(&parameter.description),
            span: self.location(parameter.span),
        }
    }

    fn page(&self, page: &'a model::OperationPage) -> form::Page {
        form::Page {
            title: page.title.clone(),
            product: self.api.products.get(&page.path).cloned(),
            description: markdown(&page.description),
            deprecated: page.deprecated.clone(),
            permissions: page.permissions.iter().map(|permission| self.permission(permission)).collect(),
            headers: page.headers.iter().map(|header| self.header(header)).collect(),
            query_options: page.query_options.clone(),
            statuses: page.statuses.clone(),
            errors: page.errors.clone(),
            response_headers: page.response_headers.iter().map(|header| self.response_header(header)).collect(),
            parameters: page.parameters.as_ref().map(|object| form::ParameterObject {
                name: object.name.clone(),
                properties: self.properties(&object.properties),
            }),
            span: self.location(page.span),
        }
    }

    fn permission(&self, permission: &'a PermissionFacts) -> form::Permission {
        form::Permission {
            caller: permission.caller,
            condition: permission.condition.clone(),
            permissions: permission.permissions.clone(),
            span: self.location(permission.span),
        }
    }

    fn header(&self, header: &'a HeaderFacts) -> form::Header {
        form::Header {
            name: header.name.clone(),
            value: header.value.clone(),
            fixed: header.fixed.clone(),
            required: header.required,
            span: self.location(header.span),
        }
    }

    fn response_header(&self, header: &'a ResponseHeaderFacts) -> form::ResponseHeader {
        form::ResponseHeader {
            name: header.name.clone(),
            text: header.text.clone(),
            statuses: header.statuses.clone(),
            span: self.location(header.span),
        }
    }

    fn example(&self, example: &'a model::Example) -> form::Example {
        let request = example.facts.request.as_ref().map(|request| request.span);
        let span = request.or_else(|| example.facts.response.as_ref().map(|response| response.span));
        form::Example {
            page: example.page.clone(),
            number: example.number,
            title: example.facts.title.clone(),
            operation: example.matched.as_ref().map(|matched| matched.operation),
            span: span.map(|span| self.location(span)),
        }
    }
}

fn name(name: &TypeName) -> String {
    name.0.clone()
}

fn type_ref(ty: &model::TypeRef) -> TypeRef {
    match ty {
        model::TypeRef::Primitive(primitive) => TypeRef::Primitive(primitive.edm().to_owned()),
        model::TypeRef::Type(ty) => TypeRef::Type(name(ty)),
        model::TypeRef::Enum(ty) => TypeRef::Enum(name(ty)),
        model::TypeRef::Collection(inner) => TypeRef::Collection(Box::new(type_ref(inner))),
    }
}

fn body(body: &model::Body) -> Body {
    match body {
        model::Body::Value(ty) => Body::Value(type_ref(ty)),
        model::Body::Partial(ty) => Body::Partial(name(ty)),
        model::Body::Parameters => Body::Parameters,
        model::Body::Reference => Body::Reference,
        model::Body::Stream => Body::Stream,
    }
}

fn response(response: &model::ResponseBody) -> ResponseBody {
    match response {
        model::ResponseBody::Nothing => ResponseBody::Nothing,
        model::ResponseBody::Value(ty) => ResponseBody::Value(type_ref(ty)),
        model::ResponseBody::Collection(ty) => ResponseBody::Collection(type_ref(ty)),
        model::ResponseBody::Scalar(ty) => ResponseBody::Scalar(type_ref(ty)),
        model::ResponseBody::Count => ResponseBody::Count,
        model::ResponseBody::Stream => ResponseBody::Stream,
    }
}
