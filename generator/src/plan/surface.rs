//! The public items of a generated crate, each with the documented item that it belongs to.
//!
//! In: [`Plan`] and the [`Api`] that it was made from. Out: [`Surface`]. Comparing two surfaces shows the changes of names and signatures that
//! follow from the reference as a whole: a name that was free is taken, or the other way round.

use std::collections::BTreeMap;

use crate::model::Api;

use super::names::RustName;
use super::{Argument, BodyPlan, Field, Function, Model, Module, Path, Plan, ResponsePlan, RustType, Struct};

/// The public items of a generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items by what they belong to.
    pub items: BTreeMap<Source, Item>,
    /// The features of areas, each with whether it is on by default.
    pub areas: BTreeMap<String, bool>,
}

/// What an item belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A type or an enum, by qualified name.
    Type(String),
    /// The enum of the types derived from a type.
    Derived(String),
    /// A type in the enum of derived types: the base and the derived type.
    Variant(String, String),
    /// A property of a type, own or inherited: the type and the name on the wire.
    Property(String, String),
    /// The constant of a property.
    Constant(String, String),
    /// A member of an enum: the enum and the name on the wire.
    Member(String, String),
    /// An operation: its method, and its path with the names of parameters.
    Operation(String, String),
    /// The constant of a page, by the page's path.
    Page(String),
    /// The struct of the parameters in the body of an action, by the page's path.
    Parameters(String),
    /// A parameter in the body of an action: the page and the name on the wire.
    BodyParameter(String, String),
    /// The constant of such a parameter.
    BodyConstant(String, String),
}

/// An item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its path in the crate: `requests::users::list`, `models::User::display_name`.
    pub path: String,
    /// The arguments of a function, without their names.
    pub arguments: Option<String>,
    /// The type of a field, the result of a function, the kind of a property's constant; empty for other items.
    pub ty: String,
}

impl Item {
    fn new(path: String) -> Item {
        Item { path, ..Item::default() }
    }

    /// Returns the type of a field, the arguments and the result of a function; an empty text for other items.
    #[must_use]
    pub fn signature(&self) -> String {
        match &self.arguments {
            Some(arguments) => format!("({arguments}) -> {}", self.ty),
            None => self.ty.clone(),
        }
    }
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
        for (page, parameters) in &plan.parameters {
            add_parameters(page, parameters, &mut items);
        }
        add_functions("requests", &plan.requests, api, &mut items);
        for page in plan.pages.values().flat_map(|file| &file.pages) {
            let path = format!("pages::{}", page.name.plain());
            items.insert(Source::Page(page.path.clone()), Item::new(path));
        }
        Surface { items, areas: plan.areas.iter().map(|area| (area.name.clone(), area.default)).collect() }
    }
}

fn add_model(folder: &str, model: &Model, items: &mut BTreeMap<Source, Item>) {
    match model {
        Model::Struct(plan) => add_struct(folder, plan, items),
        Model::Enum(plan) => {
            let path = format!("{folder}::{}", plan.name.plain());
            for (name, wire, _) in &plan.variants {
                let item = Item::new(format!("{path}::{}", name.plain()));
                items.insert(Source::Member(plan.odata_type.clone(), wire.clone()), item);
            }
            items.insert(Source::Type(plan.odata_type.clone()), Item::new(path));
        }
    }
}

fn add_struct(folder: &str, plan: &Struct, items: &mut BTreeMap<Source, Item>) {
    let ty = &plan.odata_type;
    let path = format!("{folder}::{}", plan.name.plain());
    for field in &plan.fields {
        let (item, constant) = field_items(&path, field);
        items.insert(Source::Property(ty.clone(), field.wire.clone()), item);
        items.insert(Source::Constant(ty.clone(), field.wire.clone()), constant);
    }
    if let Some(derived) = &plan.derived {
        let path = format!("{folder}::{}", derived.name.plain());
        for variant in &derived.variants {
            let item = Item::new(format!("{path}::{}", variant.name.plain()));
            items.insert(Source::Variant(ty.clone(), variant.wire.clone()), item);
        }
        items.insert(Source::Derived(ty.clone()), Item::new(path));
    }
    items.insert(Source::Type(ty.clone()), Item::new(path));
}

fn add_parameters(page: &str, plan: &Struct, items: &mut BTreeMap<Source, Item>) {
    let path = format!("parameters::{}", plan.name.plain());
    for field in &plan.fields {
        let (item, constant) = field_items(&path, field);
        items.insert(Source::BodyParameter(page.to_owned(), field.wire.clone()), item);
        items.insert(Source::BodyConstant(page.to_owned(), field.wire.clone()), constant);
    }
    items.insert(Source::Parameters(page.to_owned()), Item::new(path));
}

/// Returns the field and the constant of a property.
fn field_items(path: &str, field: &Field) -> (Item, Item) {
    let item = Item { ty: type_text(&field.ty), ..Item::new(format!("{path}::{}", field.name.plain())) };
    let kind = if field.navigation { "Navigation" } else { "Property" };
    (item, Item { ty: kind.to_owned(), ..Item::new(format!("{path}::{}", field.constant.plain())) })
}

fn add_functions(folder: &str, module: &Module, api: &Api, items: &mut BTreeMap<Source, Item>) {
    for function in &module.functions {
        let Some(operation) = api.operations.get(function.operation) else { continue };
        let source = Source::Operation(operation.method.as_str().to_owned(), operation.path.clone());
        let path = format!("{folder}::{}", function.name.plain());
        items
            .insert(source, Item { path, arguments: Some(arguments(function)), ty: response_text(&function.response) });
    }
    for (name, inner) in &module.modules {
        add_functions(&format!("{folder}::{}", name.plain()), inner, api, items);
    }
}

/// Returns the types of a function's arguments. Names are not part of its type.
fn arguments(function: &Function) -> String {
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
    function.arguments.iter().map(argument).chain(body).collect::<Vec<_>>().join(", ")
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
