//! The arguments of functions whose request line leaves them to a table (format §6.4).
//!
//! In: a request line and the parameter table of its page. Out: the templates it stands for, one for each overload.

use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::extract::type_expr::Primitive;
use crate::extract::{InvocationKind, OperationFacts, RequestFacts};
use crate::model::{Property, TypeRef};

/// The template with the arguments that only a table of function parameters gives (format §6.4): with those it needs, and where some may be
/// left out, which makes another overload, also with all.
#[must_use]
pub fn with_function_arguments(
    operation: &OperationFacts,
    request: &RequestFacts,
    parameters: &[Property],
) -> Vec<RequestTemplate> {
    let template = request.template.clone();
    if request.method != "GET" || operation.kind != Some(InvocationKind::Function) || is_overload(operation, request) {
        return vec![template];
    }
    let in_query = |name: &str| template.query.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    let optional = |p: &Property| p.description.plain().trim_start().to_lowercase().starts_with("optional");
    let all: Vec<&Property> = parameters.iter().filter(|p| !p.name.starts_with('$') && !in_query(&p.name)).collect();
    let needed: Vec<&Property> = all.iter().copied().filter(|p| !optional(p)).collect();
    let mut templates = vec![with_arguments(&template, &needed)];
    if needed.len() < all.len() {
        templates.push(with_arguments(&template, &all));
        templates.dedup();
    }
    templates
}

/// The template with arguments behind the word it ends in.
fn with_arguments(template: &RequestTemplate, parameters: &[&Property]) -> RequestTemplate {
    let mut template = template.clone();
    if let Some(Segment::Literal(name)) = template.segments.last()
        && !name.starts_with('$')
        // A delta function is called without arguments; its tokens are in the links it answers (Graph delta query).
        && !name.rsplit('.').next().is_some_and(|own| own.eq_ignore_ascii_case("delta"))
        && !parameters.is_empty()
    {
        let arguments = parameters.iter().map(|property| Argument {
            name: Some(property.name.clone()),
            value: ArgumentValue::Placeholder(property.name.clone()),
            quoted: is_text(&property.ty),
            enum_type: None,
        });
        let call = Segment::Call { name: name.clone(), arguments: arguments.collect() };
        template.segments.pop();
        template.segments.push(call);
    }
    template
}

/// Whether the page calls the same function with arguments elsewhere: then this line calls it without.
fn is_overload(operation: &OperationFacts, request: &RequestFacts) -> bool {
    let Some(Segment::Literal(own)) = request.template.segments.last() else { return false };
    operation.requests.iter().any(|other| match other.template.segments.last() {
        Some(Segment::Call { name, arguments }) => name.eq_ignore_ascii_case(own) && !arguments.is_empty(),
        _ => false,
    })
}

/// Whether a value of this type stands in quotes in a URL (OData ABNF, primitiveLiteral).
fn is_text(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(Primitive::Guid | Primitive::Date | Primitive::DateTimeOffset | Primitive::TimeOfDay) => {
            false
        }
        TypeRef::Primitive(primitive) => !primitive.is_plain(),
        _ => true,
    }
}
