//! How a sample reads the response.
//!
//! In: the plan of a response body and the query options of the request. Out: a [`Reading`], with the names of its variables.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::OperationKind;
use crate::plan::items::{Path, ResponsePlan, RustType, Struct};
use crate::plan::names::{Role, RustName, rust_name};

use super::call::Call;
use super::options::CallOption;

/// How a response is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// It has no body.
    Nothing,
    /// A value is printed, or one of its fields.
    Value {
        /// The variable.
        variable: RustName,
        /// The field.
        field: Option<RustName>,
        /// Whether there may be no value.
        optional: bool,
    },
    /// The elements of all pages are printed.
    Items {
        /// The variable of the list.
        list: RustName,
        /// The variable of an element.
        item: RustName,
        /// The field of an element.
        field: Option<RustName>,
    },
    /// Changes since the last call are printed, and the position to continue from is written to a file.
    Changes,
    /// Content is written to a file.
    Content,
}

/// The name of the client in samples.
pub const CLIENT: &str = "client";

/// The input of the rules.
pub struct Readings<'a> {
    /// The structs.
    pub structs: &'a BTreeMap<Path, &'a Struct>,
    /// The field of each type that tells what a value is.
    pub telling: &'a BTreeMap<Path, RustName>,
}

impl Readings<'_> {
    /// Returns how the response of a call is read. `taken` are the variables of the call.
    pub fn reading(&self, call: &Call, kind: &OperationKind, taken: &BTreeSet<RustName>) -> Reading {
        let optional = matches!(call.response, ResponsePlan::Optional(_));
        match call.response.inner() {
            ResponsePlan::Nothing | ResponsePlan::Optional(_) => Reading::Nothing,
            ResponsePlan::Value(ty) => {
                let field = self.field(ty, &call.options);
                Reading::Value { variable: variable(ty, "value", taken), field, optional }
            }
            ResponsePlan::Scalar(_) => {
                let field = Some(rust_name("value", Role::Value));
                Reading::Value { variable: free("result", taken), field, optional }
            }
            ResponsePlan::Count => Reading::Value { variable: free("count", taken), field: None, optional },
            ResponsePlan::Content => Reading::Content,
            ResponsePlan::Collection(_) if *kind == OperationKind::Function(DELTA.to_owned()) => Reading::Changes,
            ResponsePlan::Collection(ty) => {
                let item = variable(ty, "item", taken);
                let (_, modules) = call.function.split_last().unzip();
                let module = modules.and_then(<[RustName]>::last).filter(|_| *kind == OperationKind::List);
                let list = module.filter(|module| **module != item && is_variable(module, taken));
                let list = list.cloned().unwrap_or_else(|| free("items", taken));
                Reading::Items { list, item, field: self.field(ty, &call.options) }
            }
        }
    }

    /// Returns the field to print: the first selected one, else the one that tells what a value is.
    fn field(&self, ty: &RustType, options: &[CallOption]) -> Option<RustName> {
        let RustType::Model(path) = ty else { return None };
        let is_raw =
            |option: &CallOption| matches!(option, CallOption::Raw(name, _) if name.eq_ignore_ascii_case("$select"));
        if options.iter().any(is_raw) {
            return None;
        }
        let selected = options.iter().find_map(|option| match option {
            CallOption::Select(property) => property.0.first().filter(|(owner, _)| owner == path),
            _ => None,
        });
        let selected = selected.and_then(|(_, constant)| {
            let item = self.structs.get(path)?;
            item.fields.iter().find(|field| field.constant == *constant && !field.secret)
        });
        selected.map(|field| field.name.clone()).or_else(|| self.telling.get(path).cloned())
    }
}

/// The name of the function that returns changes.
const DELTA: &str = "delta";

/// Returns a variable named after a type.
fn variable(ty: &RustType, other: &str, taken: &BTreeSet<RustName>) -> RustName {
    let name = match ty {
        RustType::Model(path) => path.0.last().map(|name| rust_name(name.plain(), Role::Value)),
        _ => None,
    };
    let name = name.filter(|name| is_variable(name, taken));
    name.unwrap_or_else(|| free(other, taken))
}

/// The length of the longest variable that is named after a type.
const LONGEST: usize = 30;

/// Returns whether a name is free, and not too long for a variable.
pub(super) fn is_variable(name: &RustName, taken: &BTreeSet<RustName>) -> bool {
    name.plain() != CLIENT && name.plain().len() <= LONGEST && !taken.contains(name)
}

/// Returns this name, or with a number if it is taken.
pub(super) fn free(name: &str, taken: &BTreeSet<RustName>) -> RustName {
    let numbered = (2..).map(|number| rust_name(&format!("{name} {number}"), Role::Value));
    let mut names = [rust_name(name, Role::Value)].into_iter().chain(numbered);
    names.find(|name| name.plain() != CLIENT && !taken.contains(name)).unwrap_or_else(|| rust_name(name, Role::Value))
}
