//! Runs pages and reduces the result to the facts that examples compare with.
//!
//! In: the files of an example. Out: the exported model in a shorter form (`docs/format.md` describes it), and the diagnostics.

use std::fs;

use docbindgen::config::Layout;
use docbindgen::export::json;
use docbindgen::pipeline::{Options, Outcome, RunError, run};
use serde_json::{Map, Value};

use super::compare::Found;
use super::spec::File;
use super::support::messages;

/// Runs the whole pipeline over some pages, with the test of their examples.
///
/// # Errors
/// Returns what prevents the run.
pub fn run_pages(files: &[File]) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let docs = folder.path().join("v1.0");
    for file in files {
        let path = docs.join(&file.path);
        let parent = path.parent().unwrap_or(&docs);
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, &file.text)).map_err(|error| error.to_string())?;
    }
    let options = Options { layout: Some(Layout::Crate), examples: true, ..Options::default() };
    run(&docs, &options).map_err(|error| match error {
        RunError::Config(sources, diagnostics) => messages(&sources, &diagnostics).join("; "),
        error => error.to_string(),
    })
}

/// Returns the diagnostics. Their key also contains the path of the file, unless the example is a single file.
pub fn diagnostics(outcome: &Outcome, single: bool) -> Vec<Found> {
    let found = outcome.diagnostics.list().iter();
    found
        .map(|diagnostic| {
            let id = diagnostic.lint.id;
            let key = diagnostic.span.map_or(id.to_owned(), |span| {
                let (line, _) = outcome.sources.line_column(span);
                let path = &outcome.sources.file(span.file).path;
                if single { format!("{id} {line}") } else { format!("{id} {path}:{line}") }
            });
            Found { key, message: diagnostic.message.clone() }
        })
        .collect()
}

/// Returns the facts.
///
/// # Errors
/// Fails if the model cannot be exported.
pub fn facts(outcome: &Outcome) -> Result<Value, String> {
    let mut model = json::export(&outcome.api, &outcome.sources).map_err(|error| error.to_string())?;
    shorten(&mut model);
    let keys: Vec<String> = model["operations"].as_object().map_or_else(Vec::new, |all| all.keys().cloned().collect());
    if let Some(Value::Object(examples)) = model.get_mut("examples") {
        for operation in examples.values_mut().filter_map(|example| example.get_mut("operation")) {
            let key = operation.as_u64().and_then(|index| keys.get(usize::try_from(index).ok()?));
            *operation = key.cloned().into();
        }
    }
    let pages = outcome.report.pages.iter();
    let skipped = pages.filter_map(|page| {
        let reason = serde_json::to_value(page.skipped?).unwrap_or_default();
        Some((page.path.clone(), reason))
    });
    model["skipped"] = Value::Object(skipped.collect());
    Ok(model)
}

/// Removes spans, turns arrays of named elements into tables, and writes types, bodies and statuses as text.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.shift_remove("span");
            for (key, member) in members.iter_mut() {
                match key.as_str() {
                    "type" | "values" => *member = type_text(member).into(),
                    "kind" | "body" | "response" => *member = tagged_text(member).into(),
                    "permissions" if member.is_array() => *member = permissions(member),
                    "statuses" => statuses(member),
                    _ => shorten(member),
                }
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(shorten);
            let names: Option<Vec<String>> = items.iter().map(name).collect();
            if let Some(names) = names.filter(|names| !names.is_empty()) {
                let mut table = Map::new();
                for (name, item) in names.into_iter().zip(std::mem::take(items)) {
                    let count = table.keys().filter(|key| key.split('#').next() == Some(&name)).count();
                    table.insert(if count == 0 { name } else { format!("{name}#{}", count + 1) }, item);
                }
                *value = Value::Object(table);
            }
        }
        _ => {}
    }
}

/// Returns the name of an array element: method and path of an operation, page and number of an example.
fn name(item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    if let (Some(method), Some(path)) = (text("method"), text("path")) {
        return Some(format!("{method} {path}"));
    }
    if let (Some(page), Some(number)) = (text("page"), item.get("number")) {
        return Some(format!("{page}#{number}"));
    }
    text("name").map(str::to_owned)
}

/// Returns a type: its name, or `Collection(…)`.
fn type_text(value: &Value) -> String {
    let only = value.as_object().filter(|members| members.len() == 1).and_then(|members| members.iter().next());
    match only {
        Some((key, inner)) if key == "collection" => format!("Collection({})", type_text(inner)),
        Some((_, Value::String(name))) => name.clone(),
        _ => value.to_string(),
    }
}

/// Returns an alternative and its content: `partial microsoft.graph.boat`, `function delta`, `stream`.
fn tagged_text(value: &Value) -> String {
    if let Value::String(tag) = value {
        return tag.clone();
    }
    let only = value.as_object().filter(|members| members.len() == 1).and_then(|members| members.iter().next());
    match only {
        Some((tag, Value::String(name))) => format!("{tag} {name}"),
        Some((tag, inner)) => format!("{tag} {}", type_text(inner)),
        None => value.to_string(),
    }
}

/// Returns a table from each caller, with its condition, to the alternatives: `["Boat.Read.All", "A and B"]`.
fn permissions(value: &Value) -> Value {
    let mut table = Map::new();
    for row in value.as_array().into_iter().flatten() {
        let caller = row["caller"].as_str().unwrap_or_default();
        let condition = row["condition"].as_str().map_or(String::new(), |text| format!(" ({text})"));
        let alternatives = row["permissions"].as_array().into_iter().flatten().map(|all| {
            let names: Vec<&str> = all.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            Value::from(names.join(" and "))
        });
        let alternatives: Vec<Value> = alternatives.collect();
        match table.entry(format!("{caller}{condition}")).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(all) => all.extend(alternatives),
            other => *other = alternatives.into(),
        }
    }
    Value::Object(table)
}

/// Writes the statuses of an operation as text: `200 with body`, `204`.
fn statuses(value: &mut Value) {
    for status in value.as_array_mut().into_iter().flatten() {
        if let (Some(code), Some(body)) = (status.get("code"), status.get("body").and_then(Value::as_bool)) {
            let body = if body { " with body" } else { "" };
            *status = format!("{code}{body}").into();
        }
    }
}
