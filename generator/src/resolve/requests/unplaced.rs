//! Rows of path parameters that do not occur in any request line of their page.
//!
//! In: the request lines of a page and the rows of its path parameters. Out: a diagnostic for each row without a placeholder, if there are
//! more of them than placeholders without a row: rows and placeholders may have different names, so only a surplus is certain.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::OperationFacts;
use crate::model::Property;
use crate::resolve::words::camel;

/// Reports the surplus rows.
pub fn report(operation: &OperationFacts, rows: &[Property], diagnostics: &mut Diagnostics) {
    let mut placeholders: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut words = BTreeSet::new();
    for request in &operation.requests {
        let path = request.template.to_string();
        let inside = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        placeholders.extend(inside.map(|text| text.split('|').map(bare).collect()));
        // Names of arguments and query options whose value is not a placeholder.
        let keys = path.split(['(', ',', '?', '&']).filter_map(|part| part.split_once('='));
        words.extend(keys.map(|(name, _)| bare(name)));
    }
    let is_placed = |row: &&Property| {
        let name = bare(&row.name);
        words.contains(&name) || placeholders.iter().any(|names| names.contains(&name))
    };
    let (placed, left): (Vec<&Property>, Vec<&Property>) = rows.iter().partition(is_placed);
    let taken = |names: &&Vec<String>| placed.iter().any(|row| names.contains(&bare(&row.name)));
    let open = placeholders.iter().filter(|names| !taken(names)).count();
    if left.len() <= open {
        return;
    }
    for row in left {
        let message = format!("`{}` does not appear in any request line of this page", row.name);
        let hint = "add its placeholder to the request line, or remove the row";
        diagnostics.push(Diagnostic::new(lint::UNPLACED_PARAMETER, row.span, message).hint(hint));
    }
}

/// Returns a name in lower case, without separators.
fn bare(text: &str) -> String {
    camel(text).to_lowercase()
}
