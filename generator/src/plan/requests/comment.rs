//! Writes the comment of a request function.
//!
//! In: an operation and its arguments. Out: lines: description, request line, arguments, success, permissions, pages.

use std::collections::BTreeMap;

use crate::model::{Api, Operation, Parameter, ParameterLocation, TypeRef};
use crate::odata::Method;

use super::super::docs;
use super::super::items::{Argument, RustType};
use super::super::names::RustName;
use super::{Requests, permissions, success};

/// Returns, for each operation, the path of the function that has the description instead, if any.
///
/// Most pages document a few requests that differ only in their paths. The description is emitted once, for the first
/// request on the page: copies would be most of the generated code, and the compiler reads all of it.
pub fn described(api: &Api, named: &[(Vec<RustName>, RustName)]) -> Vec<Option<String>> {
    let key =
        |operation: &Operation| (!operation.pages.is_empty()).then(|| (operation.pages.clone(), operation.method));
    let mut first: BTreeMap<(Vec<String>, Method), usize> = BTreeMap::new();
    for (number, operation) in api.operations.iter().enumerate() {
        let Some(key) = key(operation) else { continue };
        let first = first.entry(key).or_insert(number);
        if operation.span < api.operations[*first].span {
            *first = number;
        }
    }
    let path = |number: usize| {
        let (modules, name) = &named[number];
        modules.iter().chain([name]).map(|part| part.plain()).collect::<Vec<_>>().join("::")
    };
    let other = |(number, operation)| {
        let first = *first.get(&key(operation)?)?;
        (first != number).then(|| path(first))
    };
    api.operations.iter().enumerate().map(other).collect()
}

/// Returns how to write the argument of a function, if its Rust type does not show it.
fn remark(parameter: &Parameter, argument: &Argument) -> Option<&'static str> {
    let is_json = matches!(parameter.ty, TypeRef::Collection(_) | TypeRef::Type(_));
    match parameter.location {
        ParameterLocation::Bare if is_json => Some(
            "a JSON value such as `[\"a\",\"b\"]`, or an alias such as `@p` whose value is set with `query(\"@p\", …)`",
        ),
        ParameterLocation::Bare | ParameterLocation::Quoted if argument.nullable => Some("`None` is null"),
        ParameterLocation::Bare | ParameterLocation::Quoted
            if parameter.nullable && !matches!(argument.ty, RustType::Plain(_)) =>
        {
            Some("`NULL` of the runtime is null")
        }
        _ => None,
    }
}

/// Returns the comment of a function. `elsewhere` is the path of the function that has the description instead, if any.
pub fn function_docs(
    api: &Api,
    requests: &Requests<'_>,
    operation: &Operation,
    arguments: &[Argument],
    elsewhere: Option<&str>,
) -> Vec<String> {
    let first = operation.pages.first().and_then(|page| api.pages.get(page));
    let title = first.map(|page| docs::plain(&page.title)).unwrap_or_default();
    let request = vec![docs::code(&format!("{} {}", operation.method, operation.path))];
    let mut listed = Vec::new();
    for (parameter, argument) in operation.parameters.iter().zip(arguments) {
        let subject = match parameter.location {
            ParameterLocation::Query => {
                format!("`{}`: query option {}", argument.name.plain(), docs::code(&parameter.placeholder))
            }
            _ => format!("`{}`", argument.name.plain()),
        };
        let remark = remark(parameter, argument);
        let subject = remark.map_or_else(|| subject.clone(), |remark| format!("{subject} ({remark})"));
        let subject = if argument.optional { format!("{subject}, optional") } else { subject };
        match (parameter.description.plain().trim(), parameter.location) {
            ("", ParameterLocation::Bare | ParameterLocation::Quoted) if remark.is_some() => {
                listed.push(format!("* {subject}"))
            }
            ("", ParameterLocation::Query) => listed.push(format!("* {subject}")),
            ("", ParameterLocation::ItemPath) => listed.push(format!("* {subject}: a path, whose slashes are kept")),
            ("", ParameterLocation::Segment) if parameter.placeholder.contains('|') => {
                listed.push(format!("* {subject}: {}", docs::code(&parameter.placeholder)));
            }
            ("", _) if argument.optional => listed.push(format!("* {subject}")),
            // The request line above shows the parameter under the same name.
            ("", _) => {}
            _ => listed.extend(docs::item(&subject, &parameter.description, requests.models.links)),
        }
    }
    let success = success::lines(api, operation);
    for option in operation.parameters.iter().filter(|parameter| parameter.is_option()) {
        let call = docs::code(&format!("query({:?}, …)", option.placeholder));
        let subject = format!("optional query option {}, set with {call}", docs::code(&option.placeholder));
        if option.description.plain().trim().is_empty() {
            listed.push(format!("* {subject}"));
        } else {
            listed.extend(docs::item(&subject, &option.description, requests.models.links));
        }
    }
    if let Some(elsewhere) = elsewhere {
        let said = docs::wrap(&format!("Documented at [`{elsewhere}`](fn@crate::requests::{elsewhere})."));
        return docs::paragraphs([title, request, listed, success, said]);
    }
    let description = first.map(|page| docs::lines(&page.description, requests.models.links)).unwrap_or_default();
    let text = if description.is_empty() { title } else { description };
    let permissions = permissions::lines(api, &operation.pages);
    docs::paragraphs([text, request, listed, success, permissions, requests.models.references(&operation.pages)])
}
