//! The public items of a generated crate, each with the documented item that it belongs to.
//!
//! In: [`Plan`] and the [`Api`] that it was made from. Out: [`Surface`]. Comparing two surfaces shows the changes of names and signatures that
//! follow from the reference as a whole: a name that was free is taken, or the other way round.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Api;

use super::names::RustName;
use super::{Argument, BodyPlan, Function, Model, Module, Path, Plan, ResponsePlan, RustType, Struct};

/// The public items of a generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items by what they belong to.
    pub items: BTreeMap<Source, Item>,
    /// The features of areas.
    pub areas: BTreeSet<String>,
}

/// What an item belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A type or an enum, by qualified name.
    Type(String),
    /// A property of a type, own or inherited: the type and the name on the wire.
    Property(String, String),
    /// A member of an enum: the enum and the name on the wire.
    Member(String, String),
    /// An operation: its method, and its path with the names of parameters.
    Operation(String, String),
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path in the crate: `requests::users::list`.
    pub path: String,
    /// The type of a field, the arguments and the result of a function; empty for other items.
    pub signature: String,
}

impl Surface {
    /// Returns the public items of a plan.
    #[must_use]
    pub fn new(plan: &Plan, api: &Api) -> Surface {
        let mut items = BTreeMap::new();
        for (modules, models) in &plan.models {
            for model in models {
                add_model(&path_text("models", modules), model, &mut items);
            }
        }
        add_functions("requests", &plan.requests, api, &mut items);
        Surface { items, areas: plan.areas.iter().map(|area| area.name.clone()).collect() }
    }
}

fn add_model(folder: &str, model: &Model, items: &mut BTreeMap<Source, Item>) {
    match model {
        Model::Struct(plan) => add_struct(folder, plan, items),
        Model::Enum(plan) => {
            let path = format!("{folder}::{}", plan.name.plain());
            for (name, wire, _) in &plan.variants {
                let item = Item { path: format!("{path}::{}", name.plain()), signature: String::new() };
                items.insert(Source::Member(plan.odata_type.clone(), wire.clone()), item);
            }
            items.insert(Source::Type(plan.odata_type.clone()), Item { path, signature: String::new() });
        }
    }
}

fn add_struct(folder: &str, plan: &Struct, items: &mut BTreeMap<Source, Item>) {
    let path = format!("{folder}::{}", plan.name.plain());
    for field in &plan.fields {
        let item = Item { path: format!("{path}::{}", field.name.plain()), signature: type_text(&field.ty) };
        items.insert(Source::Property(plan.odata_type.clone(), field.wire.clone()), item);
    }
    items.insert(Source::Type(plan.odata_type.clone()), Item { path, signature: String::new() });
}

fn add_functions(folder: &str, module: &Module, api: &Api, items: &mut BTreeMap<Source, Item>) {
    for function in &module.functions {
        let Some(operation) = api.operations.get(function.operation) else { continue };
        let source = Source::Operation(operation.method.as_str().to_owned(), operation.path.clone());
        let path = format!("{folder}::{}", function.name.plain());
        items.insert(source, Item { path, signature: signature(function) });
    }
    for (name, inner) in &module.modules {
        add_functions(&format!("{folder}::{}", name.plain()), inner, api, items);
    }
}

/// Returns the arguments and the result of a function. Names of arguments are not part of it.
fn signature(function: &Function) -> String {
    let argument = |argument: &Argument| {
        let ty = if argument.converted {
            format!("impl Into<{}>", type_text(&argument.ty))
        } else {
            type_text(&argument.ty)
        };
        if argument.optional || argument.nullable { format!("Option<{ty}>") } else { ty }
    };
    let body = function.body.as_ref().map(|body| match body {
        BodyPlan::Json(ty) => format!("body {}", type_text(ty)),
        BodyPlan::Reference => "reference".to_owned(),
        BodyPlan::Bytes => "bytes".to_owned(),
    });
    let arguments: Vec<String> = function.arguments.iter().map(argument).chain(body).collect();
    format!("({}) -> {}", arguments.join(", "), response_text(&function.response))
}

fn response_text(response: &ResponsePlan) -> String {
    match response {
        ResponsePlan::Nothing => "()".to_owned(),
        ResponsePlan::Value(ty) => type_text(ty),
        ResponsePlan::Collection(ty) => format!("Collection<{}>", type_text(ty)),
        ResponsePlan::Scalar(ty) => format!("Scalar<{}>", type_text(ty)),
        ResponsePlan::Count => "Count".to_owned(),
        ResponsePlan::Content => "Content".to_owned(),
        ResponsePlan::Optional(inner) => format!("Option<{}>", response_text(inner)),
    }
}

fn type_text(ty: &RustType) -> String {
    match ty {
        RustType::Plain(name) | RustType::Runtime(name) => (*name).to_owned(),
        RustType::String => "String".to_owned(),
        RustType::Json => "Value".to_owned(),
        RustType::Model(Path(path)) => join(path),
        RustType::Flags(Path(path)) => format!("Flags<{}>", join(path)),
        RustType::Vec(inner) => format!("Vec<{}>", type_text(inner)),
        RustType::Boxed(inner) => format!("Box<{}>", type_text(inner)),
        RustType::Related(inner) => format!("Related<{}>", type_text(inner)),
    }
}

fn path_text(first: &str, modules: &[RustName]) -> String {
    std::iter::once(first).chain(modules.iter().map(RustName::plain)).collect::<Vec<_>>().join("::")
}

fn join(path: &[RustName]) -> String {
    path.iter().map(RustName::plain).collect::<Vec<_>>().join("::")
}
