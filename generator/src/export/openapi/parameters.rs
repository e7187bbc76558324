//! Parameters.
//!
//! In: an operation's parameters, and its page's headers and query options. Out: parameter objects; names are unique in each location.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::export::markdown::markdown;
use crate::extract::HeaderFacts;
use crate::model::{Operation, OperationPage, Parameter, ParameterLocation};

use super::types::schema;
use super::{add, mark, text};
use crate::odata::Method;

/// Returns all parameters. Path parameters have the names that they have in `named`, whose path is the key.
pub fn parameters(operation: &Operation, named: &Operation, page: Option<&OperationPage>) -> Vec<Value> {
    let in_path = |parameter: &&Parameter| parameter.location != ParameterLocation::Query;
    let own = operation.parameters.iter().filter(in_path);
    let names = named.parameters.iter().filter(in_path).map(|parameter| parameter.name.as_str());
    let mut out: Vec<Value> = own.zip(names).map(|(parameter, name)| argument(parameter, name, "path")).collect();
    let mut seen = BTreeSet::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query) {
        seen.insert(parameter.placeholder.to_lowercase());
        out.push(argument(parameter, &parameter.placeholder, "query"));
    }
    let Some(page) = page else { return out };
    if operation.method == Method::Get {
        let options = page.query_options.iter().filter(|option| seen.insert(option.to_lowercase()));
        out.extend(options.map(|option| query_option(option)));
    }
    let mut seen = BTreeSet::new();
    out.extend(page.headers.iter().filter(|facts| is_own(facts) && seen.insert(facts.name.to_lowercase())).map(header));
    out
}

fn argument(parameter: &Parameter, name: &str, place: &str) -> Value {
    let mut out = Map::new();
    out.insert("name".to_owned(), json!(name));
    out.insert("in".to_owned(), json!(place));
    if place == "path" || !parameter.optional {
        out.insert("required".to_owned(), json!(true));
    }
    add(&mut out, "description", text(markdown(&parameter.description)));
    out.insert("schema".to_owned(), schema(&parameter.ty));
    Value::Object(out)
}

/// Returns a system query option (OData URL conventions §5.1).
fn query_option(name: &str) -> Value {
    let ty = match name {
        "$top" | "$skip" => "integer",
        "$count" => "boolean",
        _ => "string",
    };
    json!({"name": name, "in": "query", "schema": {"type": ty}})
}

/// Returns whether a header can be a parameter; OpenAPI describes the others elsewhere (OpenAPI 3.1 §4.8.12.2).
fn is_own(header: &HeaderFacts) -> bool {
    !["accept", "content-type", "authorization"].contains(&header.name.to_lowercase().as_str())
}

fn header(header: &HeaderFacts) -> Value {
    let mut out = Map::new();
    out.insert("name".to_owned(), json!(header.name));
    out.insert("in".to_owned(), json!("header"));
    mark(&mut out, "required", header.required);
    add(&mut out, "description", text(header.value.clone()));
    out.insert("schema".to_owned(), json!({"type": "string"}));
    Value::Object(out)
}
