//! Plans the tree of request functions.
//!
//! In: the operations. Out: [`Module`]s that mirror the paths, with one [`Function`] for each operation. [`place`] and [`apart`]
//! choose the names.

mod apart;
mod argument;
mod comment;
mod path;
mod permissions;
mod place;
mod success;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::areas::{AreaSet, Areas};
use crate::model::{Api, Body, Operation, Parameter, ParameterLocation, ResponseBody, TypeRef};

use super::collisions::Collisions;
use super::docs;
use super::items::{Argument, BodyPlan, Function, Gate, Module, ResponsePlan, RustType};
use super::models::Models;
use super::names::{Role, RustName, Scope};
use crate::odata::Method;
use place::FunctionPlace;

/// The input for request functions in addition to the operations.
pub struct Requests<'a> {
    /// Types and documentation.
    pub models: &'a Models<'a>,
    /// The constant of each page.
    pub pages: &'a BTreeMap<String, RustName>,
    /// The Rust type of each page's parameter object.
    pub parameters: &'a BTreeMap<String, RustType>,
}

/// Plans all request functions, in modules.
pub fn requests(api: &Api, requests: &Requests<'_>, collisions: &mut Collisions) -> Module {
    let mut root = Module::default();
    let collections = place::collections(api);
    let mut places: Vec<FunctionPlace> = api
        .operations
        .par_iter()
        .map(|operation| place::place(operation, &collections, requests.models.renames))
        .collect();
    apart::overloads(api, &mut places);
    apart::placeholders(api, &mut places);
    let mut scopes: BTreeMap<Vec<RustName>, Scope> = BTreeMap::new();
    let mut named = Vec::new();
    for (operation, place) in api.operations.iter().zip(places) {
        let scope = scopes.entry(place.modules.clone()).or_default();
        let (name, collision) = scope.add(&place.name, Role::Value, Some(operation.span));
        collisions.note(collision, operation.span, &format!("{} {}", operation.method, operation.path));
        named.push((place.modules, name));
    }
    let described = comment::described(api, requests.models.areas, &named);
    let functions: Vec<_> = (0..named.len())
        .into_par_iter()
        .map(|number| {
            let elsewhere = described.get(number).and_then(Option::as_deref);
            let mut found = Collisions::default();
            (function(api, requests, number, named[number].1.clone(), elsewhere, &mut found), found)
        })
        .collect();
    for ((modules, _), (function, found)) in named.iter().zip(functions) {
        collisions.extend(found);
        let mut module = &mut root;
        for part in modules {
            module = module.modules.entry(part.clone()).or_default();
        }
        module.functions.push(function);
    }
    describe(&mut root, "");
    gates(&mut root, requests.models.areas.all(), requests.models.areas);
    root
}

/// Returns the areas in which any function of a module or its submodules is available.
fn available(module: &Module, areas: &Areas) -> AreaSet {
    let own = module.functions.iter().map(|function| areas.of_request(function.operation));
    own.chain(module.modules.values().map(|child| available(child, areas))).fold(AreaSet::default(), AreaSet::union)
}

/// Sets the gates that are narrower than the gate of their module, which is available in `around`.
fn gates(module: &mut Module, around: AreaSet, areas: &Areas) {
    for function in &mut module.functions {
        function.gate = areas.gate(areas.of_request(function.operation), around);
    }
    for child in module.modules.values_mut() {
        let inside = available(child, areas);
        child.gate = areas.gate(inside, around);
        gates(child, inside, areas);
    }
}

/// Sets the documentation of each module.
fn describe(module: &mut Module, path: &str) {
    for (name, child) in &mut module.modules {
        let path = if path.is_empty() { name.plain().to_owned() } else { format!("{path}::{}", name.plain()) };
        child.docs = vec![format!("Requests below `{path}`.")];
        describe(child, &path);
    }
}

fn function(
    api: &Api,
    requests: &Requests<'_>,
    number: usize,
    name: RustName,
    elsewhere: Option<&str>,
    collisions: &mut Collisions,
) -> Function {
    let operation = &api.operations[number];
    let body = operation.body.as_ref().map(|body| body_plan(requests, operation, body));
    let mut scope = Scope::with_reserved(body.as_ref().map(BodyPlan::argument).as_slice());
    let mut arguments = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.is_option()) {
        let (name, collision) = scope.add(&parameter.name, Role::Value, Some(parameter.span));
        let what = format!("{{{}}} in {} {}", parameter.placeholder, operation.method, operation.path);
        collisions.note(collision, parameter.span, &what);
        let ty = argument::argument_type(requests, parameter);
        // Text, dates and enums use `NULL` of the runtime instead.
        let by_option = matches!(ty, RustType::Plain(_) | RustType::Runtime("Decimal"));
        let nullable = parameter.nullable && !parameter.optional && by_option;
        let converted = argument::is_converted(parameter, &ty);
        let Parameter { location, optional, .. } = *parameter;
        arguments.push(Argument { name, location, ty, converted, optional, nullable });
    }
    let query = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.location == ParameterLocation::Query && !parameter.is_option())
        .map(|(index, parameter)| (parameter.placeholder.clone(), index))
        .collect();
    Function {
        gate: Gate::default(),
        docs: comment::function_docs(
            api,
            requests,
            operation,
            &arguments,
            &requests.models.links.of(requests.models.areas.of_request(number)),
            elsewhere,
        ),
        deprecated: operation.pages.first().and_then(|page| api.pages.get(page)?.deprecated.as_deref()).map(docs::note),
        name,
        method: method(operation.method),
        template: operation.path.clone(),
        pages: operation.pages.iter().filter_map(|page| requests.pages.get(page).cloned()).collect(),
        arguments,
        path: path::pieces(operation),
        query,
        body,
        required: operation.required.clone(),
        response: response_plan(requests, operation),
        operation: number,
    }
}

/// Returns the variant of the runtime's `Method`.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Delete => "Delete",
        Method::Get => "Get",
        Method::Head => "Head",
        Method::Options => "Options",
        Method::Patch => "Patch",
        Method::Post => "Post",
        Method::Put => "Put",
    }
}

fn body_plan(requests: &Requests<'_>, operation: &Operation, body: &Body) -> BodyPlan {
    match body {
        Body::Reference => BodyPlan::Reference,
        Body::Stream => BodyPlan::Bytes,
        Body::Partial(name) => BodyPlan::Json(requests.models.rust_type(&TypeRef::Type(name.clone()))),
        Body::Value(ty @ TypeRef::Type(_)) => BodyPlan::Json(requests.models.rust_type(ty)),
        Body::Value(_) => BodyPlan::Json(RustType::Json),
        Body::Parameters => {
            let own = operation.pages.iter().find_map(|page| requests.parameters.get(page));
            BodyPlan::Json(own.cloned().unwrap_or(RustType::Json))
        }
    }
}

/// Returns the response of a function, which is optional if the response may be empty.
fn response_plan(requests: &Requests<'_>, operation: &Operation) -> ResponsePlan {
    let plan = response_body_plan(requests, &operation.response);
    if operation.may_be_empty { ResponsePlan::Optional(Box::new(plan)) } else { plan }
}

fn response_body_plan(requests: &Requests<'_>, response: &ResponseBody) -> ResponsePlan {
    let ty = |ty: &TypeRef| requests.models.rust_type(ty);
    match response {
        ResponseBody::Nothing => ResponsePlan::Nothing,
        ResponseBody::Value(inner @ TypeRef::Type(_)) => ResponsePlan::Value(ty(inner)),
        ResponseBody::Value(_) => ResponsePlan::Value(RustType::Json),
        ResponseBody::Collection(inner) => ResponsePlan::Collection(ty(inner)),
        ResponseBody::Scalar(inner) => ResponsePlan::Scalar(ty(inner)),
        ResponseBody::Count => ResponsePlan::Count,
        ResponseBody::Stream => ResponsePlan::Content,
    }
}
