//! The tree of request functions.
//!
//! In: the operations. Out: [`Module`]s that mirror the paths, with one [`Function`] each. Names by one table:
//!
//! | request | function |
//! |---|---|
//! | GET on a collection, on one thing | `list`, `get` |
//! | POST on a collection | `create` |
//! | PATCH, PUT, DELETE | `update`, `replace`, `delete` |
//! | GET, POST, PUT, DELETE of `…/$ref` | `get_ref`, `add_ref`, `set_ref`, `remove_ref` |
//! | GET, PUT, PATCH, DELETE of `…/content`, `…/$value` | `get_content`, `set_content`, `update_content`, `delete_content` |
//! | GET of `…/$count` | `count` |
//! | an action, a function | its own name |
//! | several functions of one name | `_with_address` behind it: their arguments |
//! | a cast `…/microsoft.graph.group` | a module `as_group` |
//! | through `root:/{item-path}:` | `_by_path` behind the name |
//! | through an alternate key `groups(uniqueName='…')` | `_by_unique_name` behind the name |

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;
use crate::extract::Caller;
use crate::extract::path::{ArgumentValue, Segment};
use crate::extract::type_expr::Primitive;
use crate::model::{Answer, Api, Body, Operation, OperationKind, OperationPage, Parameter, Place, TypeRef};

use crate::overrides::Renames;

use super::docs;
use super::items::{AnswerPlan, Argument, BodyPlan, Function, Module, Piece, RustType};
use super::models::Models;
use super::names::{Collision, Role, RustName, Scope, rust_name};

/// What request functions need besides the operations.
pub struct Requests<'a> {
    /// Types and documentation.
    pub models: &'a Models<'a>,
    /// The constant of each page.
    pub pages: &'a BTreeMap<String, RustName>,
    /// The Rust type of each page's parameter object.
    pub parameters: &'a BTreeMap<String, RustType>,
}

/// Modules nest no deeper, or compilers overflow their stack: what lies below stands in the last one. Real paths need half of it.
const MAX_MODULES: usize = 24;

/// All request functions, in modules.
pub fn requests(api: &Api, requests: &Requests<'_>, collisions: &mut Vec<(Collision, Span, String)>) -> Module {
    let mut root = Module::default();
    let collections = collections(api);
    let mut scopes: BTreeMap<Vec<RustName>, Scope> = BTreeMap::new();
    let places = api.operations.iter().map(|operation| place(operation, &collections, requests.models.renames));
    let places = tell_overloads_apart(api, places.collect());
    for (number, (operation, place)) in api.operations.iter().zip(places).enumerate() {
        let scope = scopes.entry(place.modules.clone()).or_default();
        let (name, collision) = scope.add(&place.name, Role::Value, Some(operation.span));
        if let Some(collision) = collision {
            collisions.push((collision, operation.span, format!("{} {}", operation.method, operation.path)));
        }
        let function = function(api, requests, number, operation, name);
        let mut module = &mut root;
        for part in &place.modules {
            module = module.modules.entry(part.clone()).or_default();
        }
        module.functions.push(function);
    }
    describe(&mut root, "");
    root
}

/// Names the overloads of a function by their arguments: `range` and `range(address='…')` are `range` and `range_with_address`.
fn tell_overloads_apart(api: &Api, mut places: Vec<FunctionPlace>) -> Vec<FunctionPlace> {
    let mut wanted: BTreeMap<(Vec<RustName>, RustName), usize> = BTreeMap::new();
    let key = |place: &FunctionPlace| (place.modules.clone(), rust_name(&place.name, Role::Value));
    for place in &places {
        *wanted.entry(key(place)).or_default() += 1;
    }
    for (operation, place) in api.operations.iter().zip(&mut places) {
        let arguments = called_with(&operation.template.segments);
        if wanted[&key(place)] > 1 && !arguments.is_empty() {
            place.name = format!("{} with {}", place.name, arguments.join(" and "));
        }
    }
    places
}

/// The arguments of the functions in a path: their names, and the literals that stand for them.
fn called_with(segments: &[Segment]) -> Vec<String> {
    let calls = segments.iter().filter_map(|segment| match segment {
        Segment::Call { arguments, .. } => Some(arguments),
        _ => None,
    });
    calls
        .flatten()
        .map(|argument| match (&argument.name, &argument.value) {
            (Some(name), ArgumentValue::Placeholder(_)) => name.clone(),
            (Some(name), ArgumentValue::Literal(text)) => format!("{name} {text}"),
            (None, ArgumentValue::Placeholder(text) | ArgumentValue::Literal(text)) => text.clone(),
        })
        .collect()
}

/// A line on top of each module.
fn describe(module: &mut Module, path: &str) {
    for (name, child) in &mut module.modules {
        let path = if path.is_empty() { name.plain().to_owned() } else { format!("{path}::{}", name.plain()) };
        child.docs = vec![format!("Requests below `{path}`.")];
        describe(child, &path);
    }
}

/// Where a function goes and what it asks to be called.
struct FunctionPlace {
    modules: Vec<RustName>,
    name: String,
}

/// Paths (as the modules see them) of which it is known that they are collections: what stands in parentheses behind them is a key.
fn collections(api: &Api) -> BTreeSet<Vec<String>> {
    api.operations
        .iter()
        .filter(|operation| matches!(operation.kind, OperationKind::List | OperationKind::Create))
        .map(|operation| words(&operation.template.segments))
        .collect()
}

fn words(segments: &[Segment]) -> Vec<String> {
    segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Literal(name) | Segment::Call { name, .. } => Some(name.to_lowercase()),
            _ => None,
        })
        .collect()
}

fn place(operation: &Operation, collections: &BTreeSet<Vec<String>>, renames: &Renames) -> FunctionPlace {
    let segments = &operation.template.segments;
    let mut modules = Vec::new();
    let mut suffix = String::new();
    for (at, segment) in segments.iter().enumerate() {
        let is_last = at + 1 == segments.len();
        match segment {
            Segment::Literal(name) => {
                if !(is_last && ends_in_name(operation)) {
                    modules.push(module_name(name));
                }
            }
            Segment::Call { name, arguments } => {
                let is_key = !arguments.is_empty() && collections.contains(&words(&segments[..=at]));
                if !(is_last && ends_in_name(operation)) {
                    modules.push(module_name(name));
                }
                if is_key {
                    let by: Vec<&str> = arguments.iter().filter_map(|a| a.name.as_deref()).collect();
                    suffix.push_str(&format!(" by {}", by.join(" and ")));
                }
            }
            Segment::ItemPath { anchor, .. } => {
                if let Segment::Literal(name) = anchor.as_ref() {
                    modules.push(module_name(name));
                }
                suffix.push_str(" by path");
            }
            Segment::Placeholder(_) | Segment::Ellipsis => {}
        }
    }
    modules.truncate(MAX_MODULES);
    let name = match renames.of_request(&operation.method, &operation.template) {
        Some(name) => name.to_owned(),
        None => format!("{}{suffix}", function_name(operation)),
    };
    FunctionPlace { modules, name }
}

/// Whether the last word of the path is the function's name, or says what kind of request it is, and so is no module.
fn ends_in_name(operation: &Operation) -> bool {
    match (&operation.kind, operation.template.segments.last()) {
        (OperationKind::Action(_) | OperationKind::Function(_), _) => true,
        (_, Some(Segment::Literal(name))) => {
            name.starts_with('$') || name.eq_ignore_ascii_case("content") && is_content(&operation.kind)
        }
        _ => false,
    }
}

fn is_content(kind: &OperationKind) -> bool {
    matches!(kind, OperationKind::GetContent | OperationKind::SetContent | OperationKind::DeleteContent)
}

fn module_name(segment: &str) -> RustName {
    match segment.rsplit_once('.') {
        Some((_, own)) if own.starts_with(|c: char| c.is_ascii_lowercase()) && segment.contains("graph") => {
            rust_name(&format!("as {own}"), Role::Module)
        }
        _ => rust_name(segment, Role::Module),
    }
}

fn function_name(operation: &Operation) -> String {
    let name = match &operation.kind {
        OperationKind::List => "list",
        OperationKind::Get => "get",
        OperationKind::Create => "create",
        OperationKind::Update => "update",
        OperationKind::Replace => "replace",
        OperationKind::Delete => "delete",
        OperationKind::GetRef => "get_ref",
        OperationKind::AddRef => "add_ref",
        OperationKind::SetRef => "set_ref",
        OperationKind::RemoveRef => "remove_ref",
        OperationKind::GetContent => "get_content",
        OperationKind::SetContent if operation.method == "PATCH" => "update_content",
        OperationKind::SetContent => "set_content",
        OperationKind::DeleteContent => "delete_content",
        OperationKind::Count => "count",
        OperationKind::Action(name) | OperationKind::Function(name) => name,
    };
    name.to_owned()
}

fn function(api: &Api, requests: &Requests<'_>, number: usize, operation: &Operation, name: RustName) -> Function {
    // `body` and `content` are arguments of the emitted functions' own.
    let mut scope = Scope::with_reserved(&["body", "content", "reference"]);
    let arguments: Vec<Argument> = operation
        .parameters
        .iter()
        .map(|parameter| Argument {
            name: scope.add(&parameter.name, Role::Value, None).0,
            place: parameter.place,
            plain: plain_type(parameter),
        })
        .collect();
    let query = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.place == Place::Query)
        .map(|(index, parameter)| (parameter.placeholder.clone(), index))
        .collect();
    Function {
        docs: function_docs(api, requests, operation, &arguments),
        deprecated: operation.pages.iter().find_map(|page| api.pages.get(page)?.deprecated.as_deref()).map(docs::note),
        name,
        method: method(&operation.method),
        template: operation.path.clone(),
        pages: operation.pages.iter().filter_map(|page| requests.pages.get(page).cloned()).collect(),
        arguments,
        path: pieces(operation),
        query,
        body: operation.body.as_ref().map(|body| body_plan(requests, operation, body)),
        answer: answer_plan(requests, &operation.answer),
        operation: number,
    }
}

/// The variant of the runtime's `Method`.
fn method(text: &str) -> &'static str {
    match text {
        "POST" => "Post",
        "PATCH" => "Patch",
        "PUT" => "Put",
        "DELETE" => "Delete",
        "HEAD" => "Head",
        _ => "Get",
    }
}

/// The Rust type of an argument that is not passed as text.
fn plain_type(parameter: &Parameter) -> Option<&'static str> {
    Some(match parameter.plain()? {
        Primitive::Boolean => "bool",
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 => "i32",
        Primitive::Int64 => "i64",
        _ => "f64",
    })
}

/// The path as literal text and arguments, neighbouring text joined.
fn pieces(operation: &Operation) -> Vec<Piece> {
    let mut writer = Pieces::default();
    for segment in &operation.template.segments {
        writer.text("/");
        writer.segment(segment);
    }
    writer.list
}

#[derive(Default)]
struct Pieces {
    list: Vec<Piece>,
    next: usize,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.list.last_mut() {
            Some(Piece::Literal(last)) => last.push_str(text),
            _ => self.list.push(Piece::Literal(text.to_owned())),
        }
    }

    fn argument(&mut self) {
        self.list.push(Piece::Argument(self.next));
        self.next += 1;
    }

    fn segment(&mut self, segment: &Segment) {
        match segment {
            Segment::Literal(text) => self.text(&literal(text)),
            Segment::Placeholder(_) => self.argument(),
            Segment::Ellipsis => self.text("..."),
            Segment::Call { name, arguments } => {
                self.text(&format!("{}(", literal(name)));
                for (number, argument) in arguments.iter().enumerate() {
                    if number > 0 {
                        self.text(",");
                    }
                    if let Some(name) = &argument.name {
                        self.text(&format!("{}=", literal(name)));
                    }
                    if let Some(enum_type) = &argument.enum_type {
                        self.text(&literal(enum_type));
                    }
                    match &argument.value {
                        // The runtime puts the quotes around a quoted argument, and doubles those in it.
                        ArgumentValue::Placeholder(_) => self.argument(),
                        ArgumentValue::Literal(text) if argument.quoted => self.text(&format!("'{}'", literal(text))),
                        ArgumentValue::Literal(text) => self.text(&literal(text)),
                    }
                }
                self.text(")");
            }
            Segment::ItemPath { anchor, placeholders, closed } => {
                self.segment(anchor);
                self.text(":");
                for _ in placeholders {
                    self.text("/");
                    self.argument();
                }
                if *closed {
                    self.text(":");
                }
            }
        }
    }
}

/// Text of a page that goes into a path as it stands: what cannot stand in a path is percent-encoded (RFC 3986 §3.3).
fn literal(text: &str) -> String {
    const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'%')
        .add(b'/')
        .add(b'\\');
    percent_encoding::utf8_percent_encode(text, PATH).to_string()
}

fn body_plan(requests: &Requests<'_>, operation: &Operation, body: &Body) -> BodyPlan {
    match body {
        Body::Reference => BodyPlan::Reference,
        Body::Stream => BodyPlan::Bytes,
        Body::Partial(name) => BodyPlan::Json(requests.models.rust_type(&TypeRef::Type(name.clone()))),
        Body::Value(ty @ TypeRef::Type(_)) => BodyPlan::Json(requests.models.rust_type(ty)),
        Body::Value(_) => BodyPlan::Json(RustType::Json),
        Body::Parameters => {
            let own = operation.pages.first().and_then(|page| requests.parameters.get(page));
            BodyPlan::Json(own.cloned().unwrap_or(RustType::Json))
        }
    }
}

fn answer_plan(requests: &Requests<'_>, answer: &Answer) -> AnswerPlan {
    let ty = |ty: &TypeRef| requests.models.rust_type(ty);
    match answer {
        Answer::Nothing => AnswerPlan::Nothing,
        Answer::Value(inner @ TypeRef::Type(_)) => AnswerPlan::Value(ty(inner)),
        Answer::Value(_) => AnswerPlan::Value(RustType::Json),
        Answer::Collection(inner) => AnswerPlan::Collection(ty(inner)),
        Answer::Scalar(inner) => AnswerPlan::Scalar(ty(inner)),
        Answer::Count => AnswerPlan::Count,
        Answer::Stream => AnswerPlan::Content,
    }
}

fn function_docs(api: &Api, requests: &Requests<'_>, operation: &Operation, arguments: &[Argument]) -> Vec<String> {
    let first = operation.pages.first().and_then(|page| api.pages.get(page));
    let description = first.map(|page| docs::lines(&page.description, requests.models.links)).unwrap_or_default();
    let title = first.map(|page| docs::wrap(&docs::code(&page.title))).unwrap_or_default();
    let request = vec![docs::code(&format!("{} {}", operation.method, operation.path))];
    let mut listed = Vec::new();
    for (parameter, argument) in operation.parameters.iter().zip(arguments) {
        let text = docs::lines(&parameter.description, requests.models.links).join(" ");
        let text = if text.is_empty() {
            format!("the path's {}", docs::code(&format!("{{{}}}", parameter.placeholder)))
        } else {
            text
        };
        let text = if parameter.place == Place::Query {
            format!("query option {}: {text}", docs::code(&parameter.placeholder))
        } else {
            text
        };
        // One line each: a broken line would have to be indented to stay in its item.
        listed.push(format!("* `{}`: {text}", argument.name.plain()));
    }
    let text = if description.is_empty() { title } else { description };
    let permissions = first.map(|page| docs::wrap(&least_privileged(page))).unwrap_or_default();
    docs::paragraphs([text, request, listed, permissions, requests.models.references(&operation.pages)])
}

/// The first alternative of each kind of caller; nothing where the page states none.
fn least_privileged(page: &OperationPage) -> String {
    let callers = [
        (Caller::DelegatedWork, "delegated"),
        (Caller::DelegatedPersonal, "personal account"),
        (Caller::Application, "application"),
    ];
    let stated: Vec<String> = callers
        .iter()
        .filter_map(|(caller, words)| {
            let least = page
                .permissions
                .iter()
                .find(|row| row.caller == *caller && row.condition.is_none())?
                .permissions
                .first()?;
            let names: Vec<String> = least.iter().map(|name| docs::code(name)).collect();
            (!names.is_empty()).then(|| format!("{} ({words})", names.join(" and ")))
        })
        .collect();
    if stated.is_empty() {
        String::new()
    } else {
        format!("Permissions, the least that will do: {}.", stated.join(", "))
    }
}
