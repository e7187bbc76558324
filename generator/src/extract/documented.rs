//! Sample values in calls whose arguments are described in a table.
//!
//! In: the request lines of a page and its parameter tables. Out: the lines with samples of described arguments replaced by
//! placeholders, and the spans of the changed lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;

use super::facts::{PropertyFacts, RequestFacts};
use super::path::{Argument, ArgumentValue, Segment};

/// Replaces the samples. If the lines of a page use several values for an argument, these values are documented and stay.
pub fn replace_samples(
    requests: &mut [RequestFacts],
    function_rows: &[PropertyFacts],
    path_rows: &[PropertyFacts],
) -> Vec<Span> {
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for argument in requests.iter().flat_map(|request| request.template.segments.iter()).flat_map(arguments) {
        if let (Some(name), ArgumentValue::Literal(value)) = (&argument.name, &argument.value) {
            values.entry(name.to_ascii_lowercase()).or_default().insert(value.clone());
        }
    }
    let is_fixed = |name: &str| values.get(&name.to_ascii_lowercase()).is_some_and(|values| values.len() > 1);
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

fn arguments(segment: &Segment) -> &[Argument] {
    match segment {
        Segment::Call { arguments, .. } => arguments,
        _ => &[],
    }
}
