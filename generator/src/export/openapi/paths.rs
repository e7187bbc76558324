//! Paths.
//!
//! In: the [`Operation`]s. Out: `paths`: an item for each path, whatever its placeholders are called (OpenAPI 3.1 §4.8.8: paths that
//! differ in these only are the same).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Api, Operation};

use super::operations::operation;

/// The methods a path item can have (OpenAPI 3.1 §4.8.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// All paths, in the order of the model.
pub fn paths(api: &Api) -> Map<String, Value> {
    let mut first: BTreeMap<String, &Operation> = BTreeMap::new();
    let mut out = Map::new();
    for stated in &api.operations {
        let method = stated.method.to_lowercase();
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

/// The path as a template: braces that are no parameter's stand for themselves.
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

/// The path with its placeholders' names left out.
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
    fn names_of_placeholders_are_left_out() {
        assert_eq!(super::erased("/a/{b}/c(d='{e}')"), "/a/{}/c(d='{}')");
    }
}
