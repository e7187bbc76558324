//! Sample values in calls whose arguments are described in a table.
//!
//! In: the request lines of a page and its parameter tables. Out: the lines with samples of described arguments replaced by
//! placeholders, and the spans of the changed lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;

use super::facts::{PropertyFacts, RequestFacts};
use super::path::{Argument, ArgumentValue, RequestTemplate, Segment};

/// Replaces the samples. If two lines differ in the values of arguments only, these values are documented and stay; lines with different paths
/// show a sample each.
pub fn replace_samples(
    requests: &mut [RequestFacts],
    function_rows: &[PropertyFacts],
    path_rows: &[PropertyFacts],
) -> Vec<Span> {
    let fixed = fixed_arguments(requests);
    let is_fixed = |name: &str| fixed.contains(&name.to_ascii_lowercase());
    let row = |rows: &[PropertyFacts], name: &str| {
        rows.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.name.clone())
    };
    let mut spans = Vec::new();
    for request in requests {
        let mut changed = false;
        for segment in &mut request.template.segments {
            let Segment::Call { arguments, .. } = segment else { continue };
            let is_single = arguments.len() == 1;
            for argument in arguments {
                let ArgumentValue::Literal(value) = &argument.value else { continue };
                let described = match &argument.name {
                    Some(name) if is_fixed(name) => None,
                    Some(name) => row(function_rows, name).or_else(|| row(path_rows, name)),
                    // `range('address')`: the value is the name of a row. Arguments of functions are named (OData URL conventions §4.5).
                    None => {
                        let of_function = row(function_rows, value);
                        argument.name = of_function.clone().filter(|_| is_single);
                        of_function.or_else(|| row(path_rows, value))
                    }
                };
                if let Some(name) = described {
                    argument.value = ArgumentValue::Placeholder(name);
                    changed = true;
                }
            }
        }
        if changed {
            spans.push(request.span);
        }
    }
    spans
}

/// Returns the lower-case names of the arguments that have several values in lines that are otherwise equal.
fn fixed_arguments(requests: &[RequestFacts]) -> BTreeSet<String> {
    let mut values: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for RequestFacts { method, template, .. } in requests {
        for argument in template.segments.iter().flat_map(arguments) {
            let (Some(name), ArgumentValue::Literal(value)) = (&argument.name, &argument.value) else { continue };
            let path = without_values(template).to_string().to_ascii_lowercase();
            let line = (name.to_ascii_lowercase(), format!("{method} {path}"));
            values.entry(line).or_default().insert(value.clone());
        }
    }
    values.into_iter().filter(|(_, values)| values.len() > 1).map(|((name, _), _)| name).collect()
}

/// Returns a template without the values of arguments.
fn without_values(template: &RequestTemplate) -> RequestTemplate {
    let mut template = template.clone();
    for segment in &mut template.segments {
        let Segment::Call { arguments, .. } = segment else { continue };
        arguments.iter_mut().for_each(|argument| argument.value = ArgumentValue::Literal(String::new()));
    }
    template
}

fn arguments(segment: &Segment) -> &[Argument] {
    match segment {
        Segment::Call { arguments, .. } => arguments,
        _ => &[],
    }
}
