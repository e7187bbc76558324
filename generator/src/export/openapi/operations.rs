//! Operations.
//!
//! In: [`Operation`], and the facts of its pages. Out: an operation object.

use serde_json::{Map, Value, json};

use crate::export::markdown::markdown;
use crate::extract::PermissionFacts;
use crate::model::{Api, Operation};

use super::messages::{request_body, responses};
use super::parameters::parameters;
use super::{add, mark, text};

/// Returns one operation. `named` is the operation whose parameter names appear in the path.
pub fn operation(operation: &Operation, named: &Operation, api: &Api) -> Value {
    let page = operation.pages.first().and_then(|path| api.pages.get(path));
    let mut out = Map::new();
    if let Some(page) = page {
        add(&mut out, "summary", text(page.title.clone()));
        add(&mut out, "description", text(markdown(&page.description)));
        mark(&mut out, "deprecated", page.deprecated.is_some());
    }
    out.insert("x-kind".to_owned(), json!(operation.kind));
    out.insert("x-pages".to_owned(), json!(operation.pages));
    let parameters = parameters(operation, named, page);
    add(&mut out, "parameters", (!parameters.is_empty()).then_some(parameters));
    add(&mut out, "requestBody", request_body(operation, api));
    out.insert("responses".to_owned(), responses(operation, api));
    if let Some(page) = page.filter(|page| !page.permissions.is_empty()) {
        out.insert("x-permissions".to_owned(), page.permissions.iter().map(permission).collect());
    }
    Value::Object(out)
}

fn permission(facts: &PermissionFacts) -> Value {
    let mut out = Map::new();
    out.insert("caller".to_owned(), json!(facts.caller));
    add(&mut out, "condition", facts.condition.clone());
    out.insert("permissions".to_owned(), json!(facts.permissions));
    Value::Object(out)
}
