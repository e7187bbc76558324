//! Kinds of operations.
//!
//! In: a request line, the facts of its page, and the target of its path. Out: [`OperationKind`].

use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{BodyKind, InvocationKind};
use crate::model::{OperationKind, TypeRef};
use crate::odata::Method;
use crate::resolve::relations::keyed_set;
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::walk::Target;

/// Returns the kind of one operation. `has_key` tells whether another path continues this one with a key.
#[must_use]
pub fn kind(
    line: &RequestLine<'_>,
    template: &RequestTemplate,
    target: Option<&Target>,
    owner: Option<&Target>,
    has_key: bool,
) -> OperationKind {
    let method = line.request.method;
    match method {
        Method::Head => return OperationKind::Head,
        Method::Options => return OperationKind::Options,
        _ => {}
    }
    match template.segments.last() {
        Some(Segment::Literal(name)) => literal(line, name, target, owner, has_key),
        Some(segment) if keyed_set(segment).is_some() && line.facts.kind != Some(InvocationKind::Function) => {
            element(method)
        }
        Some(Segment::Call { name, arguments }) => {
            let is_key = target.is_some() || matches!(method, Method::Patch | Method::Put | Method::Delete);
            match (is_key, method) {
                (false, Method::Post) => OperationKind::Action(own_name(name)),
                (false, _) => OperationKind::Function(own_name(name)),
                // `name()` of a collection is the collection.
                (true, Method::Get) if arguments.is_empty() => read(line, target),
                _ => element(method),
            }
        }
        _ => element(method),
    }
}

/// Returns the kind of a request on a single item.
fn element(method: Method) -> OperationKind {
    match method {
        Method::Patch => OperationKind::Update,
        Method::Put => OperationKind::Replace,
        Method::Delete => OperationKind::Delete,
        Method::Post => OperationKind::Create,
        _ => OperationKind::Get,
    }
}

/// Returns the kind of a request whose path ends in a name.
fn literal(
    line: &RequestLine<'_>,
    name: &str,
    target: Option<&Target>,
    owner: Option<&Target>,
    has_key: bool,
) -> OperationKind {
    let method = line.request.method;
    match (name, method) {
        ("$ref", Method::Post) => return OperationKind::AddRef,
        ("$ref", Method::Put | Method::Patch) => return OperationKind::SetRef,
        ("$ref", Method::Delete) => return OperationKind::RemoveRef,
        ("$ref", _) => return OperationKind::GetRef,
        ("$count", _) => return OperationKind::Count,
        _ => {}
    }
    // A stream property and its bytes have the same address (OData protocol §11.2.4.1, §11.4.8).
    let is_bytes = target.is_some_and(|target| target.ty == TypeRef::Primitive(Primitive::Stream));
    if name == "$value" || is_bytes || is_stream(line, name) {
        return match method {
            Method::Get => OperationKind::GetContent,
            Method::Delete => OperationKind::DeleteContent,
            _ => OperationKind::SetContent,
        };
    }
    match method {
        Method::Get if is_function(line, name, target, owner) => OperationKind::Function(own_name(name)),
        Method::Get => read(line, target),
        Method::Post if is_action(line, name, target, has_key) => OperationKind::Action(own_name(name)),
        Method::Post => OperationKind::Create,
        other => element(other),
    }
}

/// Returns whether the request reads or writes `content` as bytes.
fn is_stream(line: &RequestLine<'_>, name: &str) -> bool {
    let answers_stream = matches!(&line.facts.response.body, Some(TypeExpr::Primitive(Primitive::Stream)));
    name.eq_ignore_ascii_case("content")
        && (line.request.method == Method::Get || line.facts.body.kind == BodyKind::Stream || answers_stream)
}

fn is_function(line: &RequestLine<'_>, name: &str, target: Option<&Target>, owner: Option<&Target>) -> bool {
    if own_name(name) == "delta" {
        return true;
    }
    if target.is_some() {
        return false;
    }
    let says_so = line.facts.kind == Some(InvocationKind::Function);
    let named = line.facts.invocation.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&own_name(name)));
    // A bound function is written with its namespace. A cast looks the same, but has a target.
    let qualified = name.contains('.');
    says_so || qualified || named && owner.is_some()
}

fn is_action(line: &RequestLine<'_>, name: &str, target: Option<&Target>, has_key: bool) -> bool {
    // A cast looks like an action, but has the name of the type that it leads to.
    let is_cast = |target: &Target| matches!(&target.ty, TypeRef::Type(ty) if ty.0.eq_ignore_ascii_case(name));
    if name.contains('.') && target.is_some_and(is_cast) {
        return false;
    }
    let named = line.facts.invocation.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&own_name(name)));
    if named || name.contains('.') && target.is_none() {
        return true;
    }
    match target {
        Some(target) if target.collection => false,
        Some(_) => {
            line.facts.kind == Some(InvocationKind::Action) && !line.page.title.to_lowercase().starts_with("create")
        }
        // Only collections have elements with keys.
        None if has_key => line.facts.kind == Some(InvocationKind::Action),
        None => {
            let creates = ["create ", "add "].iter().any(|word| line.page.title.to_lowercase().starts_with(word));
            let takes_resource =
                matches!(line.facts.body.kind, BodyKind::Resource(_)) && line.facts.response.statuses.contains(&201);
            !takes_resource || !creates && line.facts.kind.is_some()
        }
    }
}

/// Returns the kind of a GET that reads one item or a collection.
fn read(line: &RequestLine<'_>, target: Option<&Target>) -> OperationKind {
    let says_collection = line.facts.response.body.as_ref().map(|ty| matches!(ty, TypeExpr::Collection(_)));
    let is_collection = target.map_or_else(|| says_collection.unwrap_or(false), |target| target.collection);
    if is_collection { OperationKind::List } else { OperationKind::Get }
}

/// Returns the name without its namespace.
fn own_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}
