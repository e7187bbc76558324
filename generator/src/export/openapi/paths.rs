//! Paths.
//!
//! In: the [`Operation`]s. Out: `paths`: an item for each path. Paths that differ only in the names of placeholders are the same path
//! (OpenAPI 3.1 §4.8.8).

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Api, Operation, Parameter, ParameterLocation};

use super::operations::operation;

/// The methods that a path item can have (OpenAPI 3.1 §4.8.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns all paths, in the order of the model.
pub fn paths(api: &Api) -> Map<String, Value> {
    let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
    let mut out = Map::new();
    let all: Vec<Cow<'_, Operation>> = api.operations.iter().flat_map(overloads).collect();
    for stated in all.iter().map(Cow::as_ref) {
        let method = stated.method.as_str().to_lowercase();
        if !METHODS.contains(&method.as_str()) {
            continue;
        }
        let named = *first.entry(erased(&stated.path)).or_insert(stated);
        let item = out.entry(template(named)).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(item) = item {
            item.insert(method, operation(stated, named, api));
        }
    }
    out
}

/// Returns an operation for each way to call it.
///
/// Path parameters are always required (OpenAPI 3.1 §4.8.12.2), so a function with optional arguments has one path without them and one
/// with all of them.
fn overloads(operation: &Operation) -> Vec<Cow<'_, Operation>> {
    let in_call = |parameter: &Parameter| parameter.optional && parameter.location != ParameterLocation::Query;
    let Some(short) = operation.parameters.iter().find(|p| in_call(p)).and_then(|first| without(operation, first))
    else {
        return vec![Cow::Borrowed(operation)];
    };
    let parameters = operation.parameters.iter().filter(|parameter| !in_call(parameter)).cloned().collect();
    let short = Operation { path: short, parameters, ..operation.clone() };
    vec![Cow::Owned(short), Cow::Borrowed(operation)]
}

/// Returns the path without an argument of its last call and all arguments after it.
fn without(operation: &Operation, first: &Parameter) -> Option<String> {
    let at = operation.path.rfind(&format!("{{{}}}", first.name))?;
    let cut = operation.path[..at].rfind([',', '('])?;
    let end = if operation.path[cut..].starts_with('(') { "" } else { ")" };
    Some(format!("{}{end}", &operation.path[..cut]))
}

/// Returns the path as a template; braces that enclose no parameter are literal.
fn template(operation: &Operation) -> String {
    let is_parameter = |name: &str| operation.parameters.iter().any(|parameter| parameter.name == name);
    let mut out = String::new();
    let mut rest = operation.path.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let inside = rest[at..].strip_prefix('{').and_then(|inside| inside.split_once('}'));
        match inside.filter(|(name, _)| is_parameter(name)) {
            Some((name, behind)) => {
                out.push_str(&format!("{{{name}}}"));
                rest = behind;
            }
            None => {
                out.push_str(if rest[at..].starts_with('{') { "%7B" } else { "%7D" });
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

/// Returns the path without the names of its placeholders.
fn erased(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|c| {
            let keep = !inside || *c == '}';
            inside = *c == '{' || inside && *c != '}';
            keep
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholder_names_are_ignored() {
        assert_eq!(super::erased("/a/{b}/c(d='{e}')"), "/a/{}/c(d='{}')");
    }
}
