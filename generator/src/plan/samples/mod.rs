//! The examples of the reference as code.
//!
//! In: the examples of the [`Api`] and the planned functions and types. Out: a [`Sample`] of each example whose request the bindings can
//! build: variables, the typed call, the body as typed Rust, and how the response is read. The documentation, the tabs of the pages and the
//! test that replays the examples print the same samples.

mod body;
mod call;
mod filter;
mod headers;
mod options;
mod reading;
mod shown;
mod spelling;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{Api, Example, Given, Match, Operation, OperationKind, TypeName};
use crate::odata::ExampleBody;

pub use body::{Body, Change, Patch};
pub use call::{Call, CallArgument, CallBody};
pub use filter::{Condition, Operand};
pub use headers::{Header, HeaderCall};
pub use options::{CallOption, PropertyPath};
pub use reading::{CLIENT, Reading};
pub use shown::{Shown, TypeSample};
pub use value::{Expression, Link, Literal, Targets};

pub(super) use call::{body_text, call_argument};
pub(super) use shown::shown;

use super::items::{Function, Model, Module, Path, Plan, ResponsePlan, RustType, Struct};
use super::names::{Role, RustName, rust_name};
use reading::{Readings, free, is_variable};
use value::Types;

/// An example as code.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The call.
    pub call: Call,
    /// How its response is read.
    pub reading: Reading,
    /// Whether the example shows the body that its request needs. Without one, the call has an empty body.
    pub is_complete: bool,
}

/// The sample of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedSample {
    /// The index of the example in the model.
    pub example: usize,
    /// The index of its operation.
    pub operation: usize,
    /// The sample.
    pub sample: Sample,
}

/// Returns an example as code; `None` if the bindings cannot build its request. It need not be one of the reference.
#[must_use]
pub fn sample(api: &Api, plan: &Plan, example: &Example) -> Option<Sample> {
    Samples::new(api, plan, &telling(api, plan)).sample(example)
}

/// Returns the field of each type that tells what a value is.
pub(super) fn telling(api: &Api, plan: &Plan) -> BTreeMap<Path, RustName> {
    let texts = super::introduction::texts(api, &plan.models);
    texts.into_iter().map(|(path, (field, _))| (path, field.name.clone())).collect()
}

/// The input of samples.
pub(super) struct Samples<'a> {
    api: &'a Api,
    functions: BTreeMap<usize, (Vec<RustName>, &'a Function)>,
    types: Types<'a>,
    paths: &'a BTreeMap<TypeName, Path>,
    telling: &'a BTreeMap<Path, RustName>,
}

impl<'a> Samples<'a> {
    /// Prepares the samples of a plan. `telling` has the field of each type that tells what a value is.
    pub(super) fn new(api: &'a Api, plan: &'a Plan, telling: &'a BTreeMap<Path, RustName>) -> Samples<'a> {
        Samples { api, functions: functions(&plan.requests), types: types(plan), paths: &plan.paths, telling }
    }

    /// Returns the samples of all examples, in order.
    pub(super) fn all(&self) -> Vec<PlannedSample> {
        let samples = self.api.examples.par_iter().enumerate().filter_map(|(index, example)| {
            let operation = example.matched.as_ref()?.operation;
            Some(PlannedSample { example: index, operation, sample: self.sample(example)? })
        });
        samples.collect()
    }

    /// Returns the path of each type.
    pub(super) fn paths(&self) -> &'a BTreeMap<TypeName, Path> {
        self.paths
    }

    /// Returns the structs by their paths.
    pub(super) fn structs(&self) -> &BTreeMap<Path, &'a Struct> {
        &self.types.structs
    }

    /// Returns the function of an operation, and its path.
    pub(super) fn function(&self, operation: usize) -> Option<&(Vec<RustName>, &'a Function)> {
        self.functions.get(&operation)
    }

    /// Returns an example as code; `None` if the bindings cannot build its request.
    pub(super) fn sample(&self, example: &Example) -> Option<Sample> {
        if example.findings.request.obstacle.is_some() {
            return None;
        }
        let call = self.call(example)?;
        let operation = self.api.operations.get(example.matched.as_ref()?.operation)?;
        let taken = variables(&call.arguments);
        let readings = Readings { structs: &self.types.structs, telling: self.telling };
        // Counting and casting change what a function returns, but not what it is for.
        let kind = if call.count { &OperationKind::Count } else { &operation.kind };
        let reading = readings.reading(&call, kind, &taken);
        // Counts and other single values are texts in any case.
        let is_json = matches!(call.response.inner(), ResponsePlan::Value(_) | ResponsePlan::Collection(_));
        let reading = if is_json && shows_content(example) { Reading::Content } else { reading };
        Some(Sample { call, reading, is_complete: !lacks_body(operation, example) })
    }

    /// Returns the call that produces an example's request; `None` if there is none.
    fn call(&self, example: &Example) -> Option<Call> {
        let request = example.facts.request.as_ref()?;
        let matched = example.matched.as_ref()?;
        let (path, function) = self.functions.get(&matched.operation)?;
        let operation = self.api.operations.get(matched.operation)?;
        let parameters = &operation.parameters;
        let arguments = function.arguments.iter().zip(parameters).zip(&matched.arguments);
        let arguments = arguments.enumerate().map(|(index, ((argument, parameter), given))| {
            if matched.me && index == 0 {
                return Some(CallArgument::Me);
            }
            if argument.nullable && matches!(given, Given::Null) {
                return Some(CallArgument::Optional(None));
            }
            let value = call_argument(argument, parameter, given)?.map(|value| self.types.argument(value));
            Some(if argument.optional || argument.nullable {
                CallArgument::Optional(value.map(Box::new))
            } else {
                value?
            })
        });
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        let body = function.body.as_ref().map(|plan| {
            let written = self.types.body(plan, request.method, &request.body);
            let name = body_name(&written, plan.argument(), &variables(&arguments));
            CallBody { plan: plan.clone(), text: body_text(plan, &request.body), written: Some((name, written)) }
        });
        let response = self.cast(matched, &function.response);
        let options = matched.query.iter().flat_map(|(name, value)| {
            options::options(name, value.as_deref().unwrap_or(""), item(&response), &self.types)
        });
        let options = options.collect();
        Some(Call {
            method: request.method.to_string(),
            target: matched.target.clone(),
            function: path.clone(),
            arguments,
            cast: matched.cast.as_ref().and_then(|cast| self.paths.get(cast)).cloned(),
            options,
            count: matched.count,
            response: if matched.count { ResponsePlan::Count } else { response.clone() },
            headers: headers::headers(&request.headers, body.as_ref().map(|body| &body.plan)),
            body,
        })
    }

    /// Returns the response of a function, cast as in the example's request.
    pub(super) fn cast(&self, matched: &Match, response: &ResponsePlan) -> ResponsePlan {
        let cast = matched.cast.as_ref().and_then(|cast| self.paths.get(cast)).cloned().map(RustType::Model);
        match (response, cast) {
            (ResponsePlan::Optional(inner), Some(_)) => ResponsePlan::Optional(Box::new(self.cast(matched, inner))),
            (ResponsePlan::Value(_), Some(cast)) => ResponsePlan::Value(cast),
            (ResponsePlan::Collection(_), Some(cast)) => ResponsePlan::Collection(cast),
            (response, _) => response.clone(),
        }
    }
}

/// Returns whether an example lacks the body that its request needs. An action without required parameters needs none.
fn lacks_body(operation: &Operation, example: &Example) -> bool {
    let shows_none = example.facts.request.as_ref().is_some_and(|request| matches!(request.body, ExampleBody::None));
    let is_action = matches!(operation.kind, OperationKind::Action(_));
    shows_none && operation.body.is_some() && !(is_action && operation.required.is_empty())
}

/// Returns whether an example's response is content in another format than JSON, such as CSV, or its request selects one with `$format`.
fn shows_content(example: &Example) -> bool {
    let is_format = |(name, value): &(String, Option<String>)| {
        name.eq_ignore_ascii_case("$format")
            && value.as_ref().is_some_and(|value| value.contains('/') && !value.contains("json"))
    };
    if example.matched.iter().flat_map(|matched| &matched.query).any(is_format) {
        return true;
    }
    let Some(response) = example.facts.response.as_ref().filter(|response| response.is_success()) else { return false };
    let is_other = |(name, value): &(String, String)| {
        name.eq_ignore_ascii_case("content-type") && !value.to_ascii_lowercase().contains("json")
    };
    matches!(&response.body, ExampleBody::Other(text) if !text.trim().is_empty())
        && response.headers.iter().any(is_other)
}

/// Returns the variables of arguments.
fn variables(arguments: &[CallArgument]) -> BTreeSet<RustName> {
    arguments.iter().filter_map(|argument| Some(argument.variable()?.0.clone())).collect()
}

/// Returns the variable for a body: named after its type, else `other`.
fn body_name(body: &Body, other: &str, taken: &BTreeSet<RustName>) -> RustName {
    let ty = match body {
        Body::Value(Expression::Struct(literal)) if !is_parameters(&literal.ty) => literal.ty.0.last(),
        _ => None,
    };
    let name = ty.map(|name| rust_name(name.plain(), Role::Value));
    let name = name.filter(|name| is_variable(name, taken));
    let other = if matches!(body, Body::Patch(_)) { "patch" } else { other };
    name.unwrap_or_else(|| free(other, taken))
}

/// Returns whether a struct is a parameter object.
fn is_parameters(path: &Path) -> bool {
    path.0.first().is_some_and(|module| module.plain() == super::PARAMETERS)
}

/// Returns the type that query options refer to.
fn item(response: &ResponsePlan) -> Option<&Path> {
    match response.inner() {
        ResponsePlan::Value(RustType::Model(path)) | ResponsePlan::Collection(RustType::Model(path)) => Some(path),
        _ => None,
    }
}

/// Returns every function with its path, by operation.
pub(super) fn functions(root: &Module) -> BTreeMap<usize, (Vec<RustName>, &Function)> {
    fn visit<'a>(module: &'a Module, path: &[RustName], out: &mut BTreeMap<usize, (Vec<RustName>, &'a Function)>) {
        for function in &module.functions {
            let path = path.iter().cloned().chain([function.name.clone()]).collect();
            out.insert(function.operation, (path, function));
        }
        for (name, child) in &module.modules {
            let path: Vec<RustName> = path.iter().cloned().chain([name.clone()]).collect();
            visit(child, &path, out);
        }
    }
    let mut out = BTreeMap::new();
    visit(root, &[], &mut out);
    out
}

/// Returns every struct and enum by its path.
fn types(plan: &Plan) -> Types<'_> {
    let mut types = Types { structs: BTreeMap::new(), enums: BTreeMap::new() };
    let root = rust_name(super::places::ROOT, Role::Module);
    for (modules, list) in &plan.models {
        for model in list {
            let path = |name: &RustName| {
                Path([&root].into_iter().chain(modules).chain([name]).cloned().collect::<Vec<RustName>>())
            };
            match model {
                Model::Struct(item) => {
                    types.structs.insert(path(&item.name), item);
                }
                Model::Enum(item) => {
                    types.enums.insert(path(&item.name), item);
                }
            }
        }
    }
    let parameters = rust_name(super::PARAMETERS, Role::Module);
    for item in plan.parameters.values() {
        types.structs.insert(Path(vec![parameters.clone(), item.name.clone()]), item);
    }
    types
}
