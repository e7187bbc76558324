//! Writes the comment of a request function.
//!
//! In: an operation and its arguments. Out: lines: description, request line, arguments, required properties, success, errors, permissions, pages.
//! Requests of one page share its description, which may be long; the rest is at each function.

use std::collections::BTreeMap;

use crate::areas::Areas;
use crate::model::{Api, Operation, Parameter, ParameterLocation, TypeRef};
use crate::odata::Method;

use super::super::docs;
use super::super::items::{Argument, RustType};
use super::super::links::Links;
use super::super::names::RustName;
use super::{Requests, permissions, success};

/// Returns, for each operation, the path of the function that has the description instead, if any.
///
/// Most pages document a few requests that differ only in their paths. The description is emitted once, for the first
/// request on the page that is available whenever this one is: copies would be most of the generated code, and the
/// compiler reads all of it. A function that others refer to has the description itself: whatever comes before it and is
/// available whenever it is, is also available whenever the others are.
pub fn described(api: &Api, areas: &Areas, named: &[(Vec<RustName>, RustName)]) -> Vec<Option<String>> {
    let mut alike: BTreeMap<(&[String], Method), Vec<usize>> = BTreeMap::new();
    for (number, operation) in api.operations.iter().enumerate().filter(|(_, operation)| !operation.pages.is_empty()) {
        alike.entry((&operation.pages, operation.method)).or_default().push(number);
    }
    alike.values_mut().for_each(|numbers| numbers.sort_by_key(|number| api.operations[*number].span));
    let path = |number: usize| {
        let (modules, name) = &named[number];
        modules.iter().chain([name]).map(|part| part.plain()).collect::<Vec<_>>().join("::")
    };
    let other = |(number, operation): (usize, &Operation)| {
        let own = areas.of_request(number);
        let alike = alike.get(&(operation.pages.as_slice(), operation.method))?;
        let first = *alike.iter().find(|other| own.is_within(areas.of_request(**other)))?;
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

/// Returns a sentence with the properties that the request body must have.
fn required(operation: &Operation) -> Vec<String> {
    let names: Vec<String> = operation.required.iter().map(|name| docs::code(name)).collect();
    if names.is_empty() { Vec::new() } else { docs::wrap(&format!("Required in the body: {}.", names.join(", "))) }
}

/// Returns the comment of a function. `elsewhere` is the path of the function that has the description instead, if any.
pub fn function_docs(
    api: &Api,
    requests: &Requests<'_>,
    operation: &Operation,
    arguments: &[Argument],
    links: &Links<'_>,
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
            _ => listed.extend(docs::item(&subject, &parameter.description, links)),
        }
    }
    let required = required(operation);
    let success = success::lines(api, operation);
    let errors = success::errors(operation);
    for option in operation.parameters.iter().filter(|parameter| parameter.is_option()) {
        let call = docs::code(&format!("query({:?}, …)", option.placeholder));
        let subject = format!("optional query option {}, set with {call}", docs::code(&option.placeholder));
        if option.description.plain().trim().is_empty() {
            listed.push(format!("* {subject}"));
        } else {
            listed.extend(docs::item(&subject, &option.description, links));
        }
    }
    let description = first.map(|page| docs::lines(&page.description, links)).unwrap_or_default();
    let (text, see) = match elsewhere {
        Some(elsewhere) if !description.is_empty() => {
            (title, docs::wrap(&format!("Described at [`{elsewhere}`](fn@crate::requests::{elsewhere}).")))
        }
        _ if description.is_empty() => (title, Vec::new()),
        _ => (description, Vec::new()),
    };
    let permissions = permissions::lines(api, &operation.pages);
    let references = requests.models.references(&operation.pages);
    docs::paragraphs([text, request, listed, required, success, errors, see, permissions, references])
}
