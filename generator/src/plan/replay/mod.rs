//! Plans the test that replays every example through the bindings.
//!
//! In: the examples of the [`Api`] and the planned functions. Out: a [`Replay`] with, for each page, calls with arguments, bodies and
//! query options, and the types that responses decode to.

mod calls;
mod filter;
mod options;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::extract::{ExampleBody, JsonBlock};
use crate::model::{Api, Deviation, Example, Given, Match, Parameter, Reason, TypeName};

pub use calls::{Calls, Sending, calls};
pub use filter::{Condition, Operand};
pub use options::{CallOption, PropertyPath};

use super::examples;
use super::items::{Argument, BodyPlan, Function, Model, Module, Path, Plan, ResponsePlan, RustType, Struct};
use super::names::{Role, RustName, rust_name};

/// The test.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// The cases, by module.
    pub modules: BTreeMap<RustName, Vec<Case>>,
    /// The navigation properties whose values the test looks into: the struct and the constant of each.
    pub related: Vec<(Path, RustName)>,
}

/// A case to replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its name in messages: page and number of the example.
    pub name: String,
    /// What to replay.
    pub kind: CaseKind,
}

/// What to replay.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseKind {
    /// The JSON representation of a type.
    Representation {
        /// The type.
        ty: RustType,
        /// The JSON.
        text: String,
    },
    /// A request body.
    Body {
        /// Its type.
        ty: RustType,
        /// The JSON.
        text: String,
        /// JSON pointers to the members that the generator reported.
        explained: Vec<String>,
    },
    /// A request.
    Request(Box<Call>),
    /// A response body.
    ResponseBody {
        /// Its type.
        response: ResponsePlan,
        /// The body.
        text: String,
        /// JSON pointers to the members that the generator reported.
        explained: Vec<String>,
        /// Whether the page shows it inside `value`.
        wrapped: bool,
    },
    /// A response body of a status that is not a success.
    Failure(String),
    /// An empty response to a request that otherwise returns this.
    Empty(ResponsePlan),
    /// A request or response that is left out, for a reason that the generator reported.
    Left(Reason),
}

/// A request rebuilt with the bindings.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `GET`
    pub method: String,
    /// The example's path and query.
    pub target: String,
    /// The modules below `requests`, followed by the function.
    pub function: Vec<RustName>,
    /// The arguments in the path and the query.
    pub arguments: Vec<CallArgument>,
    /// The request body: its plan and the text of the example.
    pub body: Option<(BodyPlan, String)>,
    /// The type to which the response is cast.
    pub cast: Option<Path>,
    /// Query options.
    pub options: Vec<CallOption>,
    /// Whether only the count is requested.
    pub count: bool,
    /// The response body, after the cast.
    pub response: ResponsePlan,
    /// The headers of the example, without those that the client or the connection sets.
    pub headers: Vec<(String, String)>,
    /// The response that the example shows, if it is a success.
    pub reply: Option<Reply>,
}

/// A response to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The path template of the request.
    pub template: String,
    /// The status.
    pub status: u16,
    /// The body; empty if there is none.
    pub body: String,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub enum CallArgument {
    /// Text.
    Text(String),
    /// The signed-in user.
    Me,
    /// The runtime's `NULL`.
    Null,
    /// A number or Boolean, as a Rust literal.
    Plain(String),
    /// A value of this type, converted from a text, or from the runtime's `NULL` if there is none.
    Made(RustType, Option<String>),
    /// An optional argument.
    Optional(Option<Box<CallArgument>>),
}

/// Plans the replay of all examples.
#[must_use]
pub fn replay(api: &Api, plan: &Plan, paths: &BTreeMap<TypeName, Path>) -> Replay {
    let planner = Planner { api, functions: functions(&plan.requests), structs: structs(plan), paths };
    let mut out = BTreeMap::new();
    for shown in api.representations.iter().filter(|shown| shown.json.value.is_object()) {
        let Some(path) = paths.get(&shown.ty) else { continue };
        let kind = CaseKind::Representation { ty: RustType::Model(path.clone()), text: text(&shown.json) };
        push(&mut out, &shown.page, format!("{}, representation", shown.page), kind);
    }
    for example in &api.examples {
        for kind in planner.cases(example) {
            push(&mut out, &example.page, format!("{}, example {}", example.page, example.number), kind);
        }
    }
    Replay { modules: out, related: related(api, &planner.structs) }
}

/// Returns the call that produces the request of an example; `None` if it matches no function.
#[must_use]
pub fn call(api: &Api, plan: &Plan, example: &Example) -> Option<Call> {
    let structs = structs(plan);
    let paths = structs.iter().map(|(path, item)| (TypeName(item.odata_type.clone()), path.clone())).collect();
    Planner { api, functions: functions(&plan.requests), structs, paths: &paths }.call(example)
}

/// Returns the navigation properties of related entities whose names occur in examples.
fn related(api: &Api, structs: &BTreeMap<Path, &Struct>) -> Vec<(Path, RustName)> {
    let mut names = BTreeSet::new();
    let blocks = api.examples.iter().flat_map(|example| [example.request_json(), example.response_json()]);
    blocks.flatten().for_each(|block| member_names(&block.value, &mut names));
    let mut out = Vec::new();
    for (path, item) in structs {
        let fields = item.fields.iter().skip(item.first_related.unwrap_or(item.fields.len()));
        let shown = fields.filter(|field| names.contains(field.wire.as_str()));
        out.extend(shown.map(|field| (path.clone(), field.constant.clone())));
    }
    out
}

/// Adds the names of all members with objects or arrays, at all levels.
fn member_names<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                names.insert(name);
                member_names(value, names);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| member_names(element, names)),
        _ => {}
    }
}

/// Adds a case to the module of its page's first word, as for the facts of pages.
fn push(out: &mut BTreeMap<RustName, Vec<Case>>, page: &str, name: String, kind: CaseKind) {
    let slug = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
    let word = slug.split(['-', '_']).next().unwrap_or(slug);
    let module = rust_name(word, Role::Module);
    let is_taken = OWN.contains(&module.plain());
    let module = if is_taken { rust_name(&format!("nested {word}"), Role::Module) } else { module };
    out.entry(module).or_default().push(Case { name, kind });
}

/// The files of the test that have no cases.
const OWN: [&str; 3] = ["main", "sending", "support"];

fn text(json: &JsonBlock) -> String {
    json.value.to_string()
}

/// Returns every function with its path, by operation.
fn functions(root: &Module) -> BTreeMap<usize, (Vec<RustName>, &Function)> {
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

/// Returns every struct by its path.
fn structs(plan: &Plan) -> BTreeMap<Path, &Struct> {
    let models = rust_name("models", Role::Module);
    let mut out = BTreeMap::new();
    for (modules, list) in &plan.models {
        for model in list {
            if let Model::Struct(item) = model {
                let path = [models.clone()].into_iter().chain(modules.iter().cloned()).chain([item.name.clone()]);
                out.insert(Path(path.collect()), item);
            }
        }
    }
    out
}

fn pointers(deviations: &[Deviation]) -> Vec<String> {
    deviations.iter().map(|deviation| deviation.pointer.clone()).collect()
}

/// The input for planning the cases of an example.
struct Planner<'a> {
    api: &'a Api,
    functions: BTreeMap<usize, (Vec<RustName>, &'a Function)>,
    structs: BTreeMap<Path, &'a Struct>,
    paths: &'a BTreeMap<TypeName, Path>,
}

impl Planner<'_> {
    /// Returns the request, request body and response, or why they are left out.
    fn cases(&self, example: &Example) -> Vec<CaseKind> {
        let mut out = Vec::new();
        match &example.findings.request.obstacle {
            Some(obstacle) => out.push(CaseKind::Left(obstacle.reason)),
            None => out.extend(self.request(example)),
        }
        match &example.findings.response.obstacle {
            Some(obstacle) => out.push(CaseKind::Left(obstacle.reason)),
            None => out.extend(self.response(example)),
        }
        out
    }

    /// Returns the request, and its body if the body has a model type.
    fn request(&self, example: &Example) -> Vec<CaseKind> {
        let body = |ty: &RustType, text: &str| {
            let explained = pointers(&example.findings.request.deviations);
            CaseKind::Body { ty: ty.clone(), text: text.to_owned(), explained }
        };
        let sent = example.sent.as_ref().and_then(|name| self.paths.get(name));
        if let (Some(path), Some(json)) = (sent, example.request_json()) {
            return vec![body(&RustType::Model(path.clone()), &text(json))];
        }
        let Some(call) = self.call(example) else { return Vec::new() };
        let mut out = Vec::new();
        if let Some((BodyPlan::Json(ty), text)) = &call.body
            && *ty != RustType::Json
        {
            out.push(body(ty, text));
        }
        out.push(CaseKind::Request(Box::new(call)));
        out
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
            let value = call_argument(argument, parameter, given)?;
            Some(if argument.optional || argument.nullable {
                CallArgument::Optional(value.map(Box::new))
            } else {
                value?
            })
        });
        let body = function.body.as_ref().map(|plan| (plan.clone(), body_text(plan, &request.body)));
        let response = self.cast(matched, &function.response);
        let options = matched.query.iter().flat_map(|(name, value)| {
            options::options(name, value.as_deref().unwrap_or(""), item(&response), &self.structs)
        });
        let reply = examples::reply(self.api, operation, example);
        let template = examples::template(operation, Some(matched));
        Some(Call {
            method: request.method.to_string(),
            target: matched.target.clone(),
            function: path.clone(),
            arguments: arguments.collect::<Option<Vec<_>>>()?,
            body,
            cast: matched.cast.as_ref().and_then(|cast| self.paths.get(cast)).cloned(),
            options: options.collect(),
            count: matched.count,
            response: if matched.count { ResponsePlan::Count } else { response.clone() },
            headers: calls::headers(&request.headers),
            reply: reply.map(|(status, body)| Reply { template, status, body }),
        })
    }

    /// Returns the response of a function, cast as in the example's request.
    fn cast(&self, matched: &Match, response: &ResponsePlan) -> ResponsePlan {
        let cast = matched.cast.as_ref().and_then(|cast| self.paths.get(cast)).cloned().map(RustType::Model);
        match (response, cast) {
            (ResponsePlan::Optional(inner), Some(_)) => ResponsePlan::Optional(Box::new(self.cast(matched, inner))),
            (ResponsePlan::Value(_), Some(cast)) => ResponsePlan::Value(cast),
            (ResponsePlan::Collection(_), Some(cast)) => ResponsePlan::Collection(cast),
            (response, _) => response.clone(),
        }
    }

    /// Returns the response, if it can be checked.
    fn response(&self, example: &Example) -> Option<CaseKind> {
        let response = example.facts.response.as_ref()?;
        let explained = pointers(&example.findings.response.deviations);
        let case = |response, text, wrapped| CaseKind::ResponseBody { response, text, explained, wrapped };
        let block = match &response.body {
            ExampleBody::None if response.is_success() => return self.empty(example),
            ExampleBody::None | ExampleBody::BrokenJson(_) => return None,
            ExampleBody::Json(block) => block,
            ExampleBody::Other(_) if !response.is_success() => return None,
            ExampleBody::Other(text) => return Some(case(self.shown(example)?, text.clone(), false)),
        };
        if !response.is_success() {
            return Some(CaseKind::Failure(text(block)));
        }
        Some(case(self.shown(example)?, example.response_value()?.to_string(), example.findings.wrapped))
    }

    /// Returns a response without a body, if the request's function expects that.
    fn empty(&self, example: &Example) -> Option<CaseKind> {
        match self.shown(example)? {
            ResponsePlan::Optional(inner) => Some(CaseKind::Empty(*inner)),
            _ => None,
        }
    }

    /// Returns the plan of the response body that a response shows.
    fn shown(&self, example: &Example) -> Option<ResponsePlan> {
        let (_, function) = self.functions.get(&example.shows?)?;
        Some(match &example.matched {
            Some(matched) if matched.count => ResponsePlan::Count,
            Some(matched) => self.cast(matched, &function.response),
            None => function.response.clone(),
        })
    }
}

/// Returns an argument as the function takes it: `Some(None)` if it is omitted, `None` if there is no such value.
#[expect(clippy::option_option, reason = "whether there is a value, and if so, which")]
fn call_argument(argument: &Argument, parameter: &Parameter, given: &Given) -> Option<Option<CallArgument>> {
    let text = match given {
        Given::Omitted => return Some(None),
        Given::Null => None,
        Given::Text(text) => Some(text.clone()),
    };
    Some(Some(match (&argument.ty, parameter.plain(), text) {
        (RustType::Plain(_), Some(primitive), Some(text)) => CallArgument::Plain(primitive.rust_literal(&text)?),
        (RustType::Plain(_), ..) => return None,
        (ty, _, Some(text)) if *ty == RustType::String || argument.converted => CallArgument::Text(text),
        (ty, _, None) if *ty == RustType::String || argument.converted => CallArgument::Null,
        (RustType::Runtime("Decimal"), _, None) => return None,
        (RustType::Runtime("Decimal"), Some(primitive), Some(text)) => {
            CallArgument::Made(argument.ty.clone(), Some(primitive.rust_literal(&text)?))
        }
        (ty, _, text) => CallArgument::Made(ty.clone(), text),
    }))
}

/// Returns the type that query options refer to.
fn item(response: &ResponsePlan) -> Option<&Path> {
    match response.inner() {
        ResponsePlan::Value(RustType::Model(path)) | ResponsePlan::Collection(RustType::Model(path)) => Some(path),
        _ => None,
    }
}

/// Returns the text of a request body. Without one, the example shows only the path of the request.
fn body_text(plan: &BodyPlan, shown: &ExampleBody) -> String {
    match (plan, shown) {
        (_, ExampleBody::Json(json)) => text(json),
        (BodyPlan::Bytes, ExampleBody::Other(text)) => text.clone(),
        (BodyPlan::Bytes, _) => String::new(),
        _ => "{}".to_owned(),
    }
}
