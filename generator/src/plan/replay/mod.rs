//! Plans the test that replays every example through the bindings.
//!
//! In: the examples of the [`Api`] and their samples. Out: a [`Replay`] with, for each page, the calls of the samples and the types that
//! responses decode to.

mod calls;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::extract::{ExampleBody, JsonBlock};
use crate::model::{Api, Deviation, Example, Reason};

pub use calls::{Calls, Sending, calls};

use super::items::{BodyPlan, Path, ResponsePlan, RustType, Struct};
use super::names::{Role, RustName, Scope, rust_name};
use super::samples::{Call, PlannedSample, Samples};
use super::{examples, slug_of};

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
    Request(Box<Rebuilt>),
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
pub struct Rebuilt {
    /// The name of the function that builds it.
    pub name: RustName,
    /// The call.
    pub call: Call,
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

/// Plans the replay of all examples.
#[must_use]
pub(super) fn replay(api: &Api, samples: &Samples<'_>, planned: &[PlannedSample]) -> Replay {
    let mut planner = Planner { api, samples, names: BTreeMap::new() };
    let paths = samples.paths();
    let mut out = BTreeMap::new();
    for shown in api.representations.iter().filter(|shown| shown.json.value.is_object()) {
        let Some(path) = paths.get(&shown.ty) else { continue };
        let kind = CaseKind::Representation { ty: RustType::Model(path.clone()), text: text(&shown.json) };
        push(&mut out, &shown.page, format!("{}, representation", shown.page), kind);
    }
    let mut planned = planned.iter().peekable();
    for (index, example) in api.examples.iter().enumerate() {
        let sample = planned.next_if(|sample| sample.example == index);
        for kind in planner.cases(example, sample) {
            push(&mut out, &example.page, format!("{}, example {}", example.page, example.number), kind);
        }
    }
    Replay { modules: out, related: related(api, samples.structs()) }
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

/// Adds a case to the module of its page.
fn push(out: &mut BTreeMap<RustName, Vec<Case>>, page: &str, name: String, kind: CaseKind) {
    out.entry(module(page)).or_default().push(Case { name, kind });
}

/// Returns the module of a page: its first word, as for the facts of pages.
fn module(page: &str) -> RustName {
    let slug = slug_of(page);
    let word = slug.split(['-', '_']).next().unwrap_or(slug);
    let module = rust_name(word, Role::Module);
    let is_taken = OWN.contains(&module.plain());
    if is_taken { rust_name(&format!("nested {word}"), Role::Module) } else { module }
}

/// The files of the test that have no cases.
const OWN: [&str; 3] = ["main", "sending", "support"];

/// The function of each module that replays its cases.
const REPLAY: &str = "replay";

fn text(json: &JsonBlock) -> String {
    json.value.to_string()
}

fn pointers(deviations: &[Deviation]) -> Vec<String> {
    deviations.iter().map(|deviation| deviation.pointer.clone()).collect()
}

/// The input for planning the cases of an example.
struct Planner<'a> {
    api: &'a Api,
    samples: &'a Samples<'a>,
    /// The names of the functions in each module.
    names: BTreeMap<RustName, Scope>,
}

impl Planner<'_> {
    /// Returns the request, request body and response, or why they are left out.
    fn cases(&mut self, example: &Example, sample: Option<&PlannedSample>) -> Vec<CaseKind> {
        let mut out = Vec::new();
        match &example.findings.request.obstacle {
            Some(obstacle) => out.push(CaseKind::Left(obstacle.reason)),
            None => out.extend(self.request(example, sample)),
        }
        match &example.findings.response.obstacle {
            Some(obstacle) => out.push(CaseKind::Left(obstacle.reason)),
            None => out.extend(self.response(example)),
        }
        out
    }

    /// Returns the request, and its body if the body has a model type.
    fn request(&mut self, example: &Example, sample: Option<&PlannedSample>) -> Vec<CaseKind> {
        let body = |ty: &RustType, text: &str| {
            let explained = pointers(&example.findings.request.deviations);
            CaseKind::Body { ty: ty.clone(), text: text.to_owned(), explained }
        };
        let sent = example.sent.as_ref().and_then(|name| self.samples.paths().get(name));
        if let (Some(path), Some(json)) = (sent, example.request_json()) {
            return vec![body(&RustType::Model(path.clone()), &text(json))];
        }
        let Some(sample) = sample else { return Vec::new() };
        let call = &sample.sample.call;
        let mut out = Vec::new();
        if let Some(sent) = &call.body
            && let BodyPlan::Json(ty) = &sent.plan
            && *ty != RustType::Json
        {
            out.push(body(ty, &sent.text));
        }
        out.push(CaseKind::Request(Box::new(self.rebuilt(example, call))));
        out
    }

    /// Returns the request of an example, in a function of its own.
    fn rebuilt(&mut self, example: &Example, call: &Call) -> Rebuilt {
        let scope = self.names.entry(module(&example.page)).or_insert_with(|| Scope::with_reserved(&[REPLAY]));
        let (name, _) = scope.add(&format!("{} {}", slug_of(&example.page), example.number), Role::Value, None);
        let operation = example.matched.as_ref().and_then(|matched| self.api.operations.get(matched.operation));
        let reply = operation.and_then(|operation| {
            let (status, body) = examples::reply(self.api, operation, example)?;
            Some(Reply { template: examples::template(operation, example.matched.as_ref()), status, body })
        });
        Rebuilt { name, call: call.clone(), reply }
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
        let (_, function) = self.samples.function(example.shows?)?;
        Some(match &example.matched {
            Some(matched) if matched.count => ResponsePlan::Count,
            Some(matched) => self.samples.cast(matched, &function.response),
            None => function.response.clone(),
        })
    }
}
