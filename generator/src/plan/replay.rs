//! The test that replays every example through the bindings.
//!
//! In: the examples of the [`Api`] and the planned functions. Out: [`Replay`]: for each page, calls with arguments, bodies and
//! query options, and the types that answers decode to.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::extract::{ExampleBody, JsonBlock};
use crate::lint::examples::{Deviation, request_deviations, response_deviations};
use crate::model::{Api, Example, TypeName};

use super::items::{AnswerPlan, BodyPlan, Function, Model, Module, Path, Plan, RustType, Struct};
use super::names::{Role, RustName, rust_name};

/// The cases of the test, by the module they go to.
pub type Replay = BTreeMap<RustName, Vec<Case>>;

/// One thing to replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it is called in messages: page and number of the example.
    pub name: String,
    /// What is replayed.
    pub kind: CaseKind,
}

/// What is replayed.
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
        /// Pointers to members the generator reported.
        explained: Vec<String>,
    },
    /// A request.
    Request(Box<Call>),
    /// An answer.
    Answer {
        /// Its type.
        answer: AnswerPlan,
        /// The body.
        text: String,
        /// Pointers to members the generator reported.
        explained: Vec<String>,
    },
}

/// A request rebuilt.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `GET`
    pub method: String,
    /// The example's path and query.
    pub target: String,
    /// The modules below `requests`, and the function.
    pub function: Vec<RustName>,
    /// The arguments of path and query.
    pub arguments: Vec<CallArgument>,
    /// The body: what the function takes, and the example's text.
    pub body: Option<(BodyPlan, String)>,
    /// Query options.
    pub options: Vec<CallOption>,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub enum CallArgument {
    /// Text.
    Text(String),
    /// A number or truth value: its type, and its text, which is a literal of that type.
    Plain(&'static str, String),
}

/// A query option.
#[derive(Debug, Clone, PartialEq)]
pub enum CallOption {
    /// `.select(Type::CONSTANT)`
    Select(Path, RustName),
    /// `.expand(Type::CONSTANT)`
    Expand(Path, RustName),
    /// `.orderby(Type::CONSTANT.asc())`, or `.desc()`.
    OrderBy(Path, RustName, bool),
    /// `.top(n)`
    Top(u32),
    /// `.skip(n)`
    Skip(u32),
    /// `.count()`
    Count,
    /// `.query(name, value)`
    Raw(String, String),
}

/// Plans the replay of all examples.
#[must_use]
pub fn replay(api: &Api, plan: &Plan, paths: &BTreeMap<TypeName, Path>) -> Replay {
    let functions = functions(&plan.requests);
    let structs = structs(plan);
    let mut out = Replay::new();
    for shown in &api.representations {
        let Some(path) = paths.get(&shown.ty) else { continue };
        let kind = CaseKind::Representation { ty: RustType::Model(path.clone()), text: text(&shown.json) };
        push(&mut out, &shown.page, format!("{}, representation", shown.page), kind);
    }
    for example in &api.examples {
        for kind in cases(api, example, &functions, &structs) {
            push(&mut out, &example.page, format!("{}, example {}", example.page, example.number), kind);
        }
    }
    out
}

/// Cases go to modules by the first word of their page, as the facts of pages do.
fn push(out: &mut Replay, page: &str, name: String, kind: CaseKind) {
    let slug = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
    let module = rust_name(slug.split(['-', '_']).next().unwrap_or(slug), Role::Module);
    out.entry(module).or_default().push(Case { name, kind });
}

fn text(json: &JsonBlock) -> String {
    json.value.to_string()
}

/// Every function with the modules it is in, by operation.
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

/// Every struct by its path.
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

fn cases(
    api: &Api,
    example: &Example,
    functions: &BTreeMap<usize, (Vec<RustName>, &Function)>,
    structs: &BTreeMap<Path, &Struct>,
) -> Vec<CaseKind> {
    let mut out = Vec::new();
    let Some((path, function)) = example.matched.as_ref().and_then(|matched| functions.get(&matched.operation)) else {
        return out;
    };
    if let Some(call) = call(example, path, function, structs) {
        if let Some((BodyPlan::Json(ty), text)) = &call.body
            && *ty != RustType::Json
        {
            let explained = pointers(&request_deviations(api, example));
            out.push(CaseKind::Body { ty: ty.clone(), text: text.clone(), explained });
        }
        out.push(CaseKind::Request(Box::new(call)));
    }
    out.extend(answer(api, example, function));
    out
}

fn pointers(deviations: &[Deviation]) -> Vec<String> {
    deviations.iter().map(|deviation| deviation.pointer.clone()).collect()
}

/// The call that gives an example's request; `None` where an argument is not of its type.
fn call(example: &Example, path: &[RustName], function: &Function, structs: &BTreeMap<Path, &Struct>) -> Option<Call> {
    let request = example.facts.request.as_ref()?;
    let matched = example.matched.as_ref()?;
    let arguments = function.arguments.iter().zip(&matched.arguments).map(|(argument, text)| match argument.plain {
        None => Some(CallArgument::Text(text.clone())),
        Some(plain) => plain_literal(plain, text).map(|literal| CallArgument::Plain(plain, literal)),
    });
    let body = match (&function.body, &request.body) {
        (Some(plan), ExampleBody::Json(json)) => Some((plan.clone(), text(json))),
        (Some(plan @ BodyPlan::Bytes), ExampleBody::Other(text)) => Some((plan.clone(), text.clone())),
        (Some(plan), _) => Some((plan.clone(), if *plan == BodyPlan::Bytes { String::new() } else { "{}".to_owned() })),
        (None, _) => None,
    };
    // Without a body of its own the example shows only where the request goes.
    if matches!(request.body, ExampleBody::BrokenJson(_)) {
        return None;
    }
    let item = item(&function.answer).and_then(|path| structs.get_key_value(path));
    Some(Call {
        method: request.method.clone(),
        target: matched.target.clone(),
        function: path.to_vec(),
        arguments: arguments.collect::<Option<Vec<_>>>()?,
        body,
        options: matched.query.iter().flat_map(|(name, value)| options(name, value, item)).collect(),
    })
}

fn plain_literal(plain: &str, text: &str) -> Option<String> {
    match plain {
        "bool" => text.parse::<bool>().ok().map(|value| value.to_string()),
        "i32" => text.parse::<i32>().ok().map(|value| value.to_string()),
        "i64" => text.parse::<i64>().ok().map(|value| value.to_string()),
        "f64" => text
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite() && value.to_string() == text)
            .map(|value| format!("{value:?}")),
        _ => None,
    }
}

/// What `$select` and its like speak of.
fn item(answer: &AnswerPlan) -> Option<&Path> {
    match answer {
        AnswerPlan::Value(RustType::Model(path)) | AnswerPlan::Collection(RustType::Model(path)) => Some(path),
        _ => None,
    }
}

/// A query option through the typed calls where these cover it.
fn options(name: &str, value: &str, item: Option<(&Path, &&Struct)>) -> Vec<CallOption> {
    typed(name, value, item).unwrap_or_else(|| vec![CallOption::Raw(name.to_owned(), value.to_owned())])
}

fn typed(name: &str, value: &str, item: Option<(&Path, &&Struct)>) -> Option<Vec<CallOption>> {
    match name {
        "$top" => value
            .parse()
            .ok()
            .map(|n: u32| vec![CallOption::Top(n)])
            .filter(|_| value.parse::<u32>().is_ok_and(|n| n.to_string() == value)),
        "$skip" => value.parse::<u32>().ok().filter(|n| n.to_string() == value).map(|n| vec![CallOption::Skip(n)]),
        "$count" if value == "true" => Some(vec![CallOption::Count]),
        "$select" => {
            let (path, item) = item?;
            value.split(',').map(|name| Some(CallOption::Select(path.clone(), constant(item, name, false)?))).collect()
        }
        "$expand" => {
            let (path, item) = item?;
            value.split(',').map(|name| Some(CallOption::Expand(path.clone(), constant(item, name, true)?))).collect()
        }
        "$orderby" => {
            let (path, item) = item?;
            let one = |part: &str| {
                let (name, descending) = match part.strip_suffix(" desc") {
                    Some(name) => (name, true),
                    None => (part, false),
                };
                Some(CallOption::OrderBy(path.clone(), constant(item, name, false)?, descending))
            };
            value.split(',').map(one).collect()
        }
        _ => None,
    }
}

fn constant(item: &Struct, name: &str, navigation: bool) -> Option<RustName> {
    item.fields
        .iter()
        .find(|field| field.wire == name && field.navigation == navigation)
        .map(|field| field.constant.clone())
}

/// The answer, where the response is a success with a body to look at.
fn answer(api: &Api, example: &Example, function: &Function) -> Option<CaseKind> {
    let response = example.facts.response.as_ref()?;
    if response.status >= 300 {
        return None;
    }
    let (text, json) = match &response.body {
        ExampleBody::Json(json) => (text(json), Some(&json.value)),
        ExampleBody::Other(text) => (text.clone(), None),
        ExampleBody::None | ExampleBody::BrokenJson(_) => return None,
    };
    let is_object = json.is_some_and(Value::is_object);
    let fits = match &function.answer {
        AnswerPlan::Value(RustType::Json) => json.is_some(),
        AnswerPlan::Value(_) | AnswerPlan::Collection(_) | AnswerPlan::Scalar(_) => is_object,
        AnswerPlan::Nothing | AnswerPlan::Count | AnswerPlan::Content => true,
    };
    if !fits {
        return None;
    }
    let explained = pointers(&response_deviations(api, example));
    Some(CaseKind::Answer { answer: function.answer.clone(), text, explained })
}
