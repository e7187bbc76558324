//! Tables of properties without a `Properties` heading.
//!
//! In: a type's page whose sections have no properties. Out: the tables or the JSON with the properties: below the H1, below a synonym
//! of `Properties`, or with the same members as the JSON representation.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::parse::{CodeBlock, Section, Table};

use super::context::{Context, codes, tables};
use super::pattern::pattern;
use super::tables::{Columns, clean_name, first_header};

/// First headers of tables that list operations on a type, or inputs of a request.
const OTHER_TABLES: &[&str] = &["action", "function", "header", "header name", "method", "request header", "task"];

pattern! {
    FIELDS = r"(?i)^(?:the )?(?:list of |all )?(?:\w+ )?(?:fields?|attributes?|members?|elements?|columns?|contents?|schema|data)(?: (?:of|in|and types)\b.*)?$";
}

/// Returns whether a table below the H1 of a type's page contains the type's properties.
pub(super) fn is_own(table: &Table) -> bool {
    Columns::of(table).is_property_table() && !OTHER_TABLES.contains(&first_header(table).as_str())
}

/// Returns the tables of a section without a known role that contain the type's properties.
pub(super) fn own_tables<'a>(section: &'a Section, json: Option<&Value>) -> Vec<&'a Table> {
    let named = FIELDS.is_match(section.heading.value.trim());
    tables(&section.blocks).into_iter().filter(|table| is_own(table) && (named || all_shown(table, json))).collect()
}

/// Returns the only JSON block below the H1 of a type's page: the representation without its heading. `None` if there are several.
pub(super) fn own_json<'a>(cx: &Context<'a>) -> Option<&'a CodeBlock> {
    let blocks = codes(&cx.intro()?.blocks);
    let mut json = blocks.into_iter().filter(|code| code.info == "json" && code.annotation.is_none());
    json.next().filter(|_| json.next().is_none())
}

/// Returns whether the JSON representation has all names of the table.
fn all_shown(table: &Table, json: Option<&Value>) -> bool {
    let Some(members) = json.and_then(Value::as_object) else { return false };
    let members: BTreeSet<&str> = members.keys().map(String::as_str).collect();
    let column = Columns::of(table).name.unwrap_or(0);
    let mut names = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| clean_name(cell).0);
    !table.rows.is_empty() && names.all(|name| members.contains(name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognized() {
        for heading in
            ["Fields", "Attributes", "Members of tideScore", "The fields", "Data fields", "List of attributes"]
        {
            assert!(FIELDS.is_match(heading), "{heading}");
        }
        for heading in ["Error codes", "Format of the token", "Working with fields in a form", "Remarks"] {
            assert!(!FIELDS.is_match(heading), "{heading}");
        }
    }
}
