//! Query options that are arguments of an operation.
//!
//! In: the request lines of an operation, and the rows of its pages' tables. Out: the names of the options
//! (docs/format.md#query-strings-of-request-lines).

use std::collections::BTreeSet;

use crate::extract::path::{RequestTemplate, Segment};
use crate::model::Property;
use crate::resolve::requests::arguments::is_of;
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::words::camel;

/// Returns whether a row describes a custom query option: neither a system query option nor a parameter of the request line.
///
/// `$deltatoken` and `$skiptoken` begin with `$` but are not system query options (OData URL conventions §5.1): services put them into
/// continuation links. A row documents that clients may send them, too.
pub fn is_custom_option(template: &RequestTemplate, query: &[String], row: &Property) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@');
    let own = row.name.strip_prefix('$').unwrap_or(&row.name);
    let name = camel(own).to_lowercase();
    let in_path = template.segments.iter().any(|segment| match segment {
        Segment::Placeholder(text) => text.split('|').any(|text| camel(text).to_lowercase() == name),
        Segment::Call { arguments, .. } => arguments.iter().any(|argument| is_of(argument, &row.name)),
        _ => false,
    });
    !name.is_empty()
        && own.chars().all(is_name)
        && !is_system_option(own)
        && !in_path
        && !query.iter().any(|own| own.eq_ignore_ascii_case(&row.name))
}

/// Returns the query options of an operation's request lines: required ones, which every line has, and optional ones.
///
/// System query options (`$…`) are excluded: the caller chooses among those that the page lists.
pub fn of_lines(stated: &[&(RequestLine<'_>, RequestTemplate)]) -> (Vec<String>, Vec<String>) {
    let lines: Vec<BTreeSet<String>> =
        stated.iter().map(|(_, template)| names(template).map(str::to_lowercase).collect()).collect();
    let mut seen = BTreeSet::new();
    let all = stated.iter().flat_map(|(_, template)| names(template));
    let new = all.filter(|name| seen.insert(name.to_lowercase())).map(str::to_owned);
    let (required, mut optional): (Vec<_>, Vec<_>) =
        new.partition(|name| lines.iter().all(|line| line.contains(&name.to_lowercase())));
    // Services may accept system query options without `$`.
    optional.retain(|name| !is_system_option(name));
    (required, optional)
}

/// Returns whether this is a system query option without its `$`.
fn is_system_option(name: &str) -> bool {
    crate::extract::QUERY_OPTIONS.iter().any(|option| option.trim_start_matches('$').eq_ignore_ascii_case(name))
}

/// Returns the query options of a request line that are arguments.
fn names(template: &RequestTemplate) -> impl Iterator<Item = &str> {
    let is_argument = |(name, value): &&(String, String)| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            && !value.is_empty()
            && !matches!(value.as_str(), "true" | "false")
    };
    template.query.iter().filter(is_argument).map(|(name, _)| name.as_str())
}
