//! Reports lists of values that the model does not contain.
//!
//! In: the facts of all pages, the finished [`Api`] and the diagnostics so far. Out: a diagnostic for each unread table of values that no enum
//! contains (`unused-values`), and for each row that lists values of a property which the enum of the property lacks (`conflicting-enum`), or
//! whose property remains a string (`unused-values`). Rows of a type's own page that describe an inherited property again may be narrower. The
//! check covers what other passes skip: inherited rows, rows of request bodies, and placeholders of JSON representations (`"a | b"`).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Spanned, lint};
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{Api, Enum, Property, TypeName, TypeRef};
use crate::odata::Primitive;

use super::agree::declared;
use super::agree::rows::{BodyTable, is_identifier};
use super::names::Names;
use super::representations::Shown;
use crate::resolve::enums::agreement::{TO_COME, listed};

/// How many values a message lists.
const SHOWN: usize = 5;

/// Reports the lists of all rows and the tables of values.
pub fn check(
    facts: &[PageFacts],
    shown: &[Shown<'_>],
    tables: &[BodyTable<'_>],
    names: &Names,
    api: &Api,
    diagnostics: &mut Diagnostics,
) {
    let known: BTreeMap<&TypeName, BTreeSet<String>> = api.enums.iter().map(|(name, ty)| (name, members(ty))).collect();
    for table in facts.iter().flat_map(|page| &page.value_tables) {
        table_of_values(table, &known).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    }
    let lints = [lint::CONFLICTING_ENUM.id, lint::UNUSED_VALUES.id];
    let own = diagnostics.list().iter().filter(|found| lints.contains(&found.lint.id));
    let mut reported: BTreeSet<(FileId, usize)> =
        own.filter_map(|found| found.span).map(|span| (span.file, span.start)).collect();
    // A row of the type itself (`is_own`) describes an inherited property again, for this type only.
    let mut check_row = |of: &TypeName, row: &PropertyFacts, is_own: bool| {
        let Some((owner, property)) = declared(api, of, &row.name) else { return };
        let Some(diagnostic) = difference(row, owner, property, &known) else { return };
        let is_unused = diagnostic.lint.id == lint::UNUSED_VALUES.id;
        if is_unused && (is_own && of != owner || names_all(property, row)) {
            return;
        }
        if reported.insert((row.span.file, row.span.start)) {
            diagnostics.push(diagnostic.related(property.span, "the property is documented here"));
        }
    };
    for resource in facts.iter().flat_map(|page| &page.resources) {
        if let Some(owner) = names.type_of(resource) {
            resource.properties.iter().for_each(|row| check_row(owner, row, true));
        }
    }
    for shown in shown {
        shown.members().for_each(|(_, row)| check_row(&shown.ty, row, true));
    }
    for table in tables {
        table.rows().for_each(|row| check_row(&table.ty, row, false));
    }
}

/// Returns the diagnostic of a table of values, unless an enum has all of them: then the table only explains its members.
fn table_of_values(table: &Spanned<Vec<String>>, known: &BTreeMap<&TypeName, BTreeSet<String>>) -> Option<Diagnostic> {
    let values = &table.value;
    if values.is_empty()
        || known.values().any(|members| values.iter().all(|value| members.contains(&value.to_lowercase())))
    {
        return None;
    }
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{}`", cut(value))).collect();
    if values.len() > SHOWN {
        shown.push(format!("{} more", values.len() - SHOWN));
    }
    let message = format!("nothing is read from this table of values: {}", shown.join(", "));
    let hint = "put it below a heading with the name of the property or enum, such as `shade values`";
    Some(Diagnostic::new(lint::UNUSED_VALUES, table.span, message).hint(hint))
}

fn cut(value: &str) -> String {
    value.chars().take(60).collect()
}

/// Returns whether the description of a property has all values of another row of it, without a phrase that introduces them as a list.
fn names_all(property: &Property, row: &PropertyFacts) -> bool {
    let Some(list) = &row.facets.values else { return false };
    let text = property.description.plain();
    let words: BTreeSet<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).collect();
    property.span != row.span && list.values.iter().all(|value| words.contains(value.as_str()))
}

/// The lower-case names of an enum's members.
fn members(ty: &Enum) -> BTreeSet<String> {
    ty.members.iter().map(|member| member.name.to_lowercase()).collect()
}

/// The values of a row that its property cannot have.
fn difference(
    row: &PropertyFacts,
    owner: &TypeName,
    property: &Property,
    known: &BTreeMap<&TypeName, BTreeSet<String>>,
) -> Option<Diagnostic> {
    let list = row.facets.values.as_ref().filter(|list| list.introduced)?;
    match property.ty.element() {
        TypeRef::Enum(name) => {
            let members = known.get(name)?;
            // Lists often leave these out, so they are not a difference.
            let is_left_out = |value: &str| {
                value == TO_COME || ["null", "string", "empty"].iter().any(|word| value.eq_ignore_ascii_case(word))
            };
            let values = list.values.iter().filter(|value| !list.requested.contains(value)).map(String::as_str);
            let is_new = |value: &&str| !members.contains(&value.to_lowercase()) && !is_left_out(value);
            let new: Vec<&str> = values.filter(is_new).collect();
            let message = format!("the enum `{}` of the property does not contain {}", name.short(), listed(&new));
            let hint = "list the same values in both places";
            (!new.is_empty()).then(|| Diagnostic::new(lint::CONFLICTING_ENUM, row.span, message).hint(hint))
        }
        TypeRef::Primitive(Primitive::String)
            if list.values.len() > 1 && list.values.iter().all(|value| is_identifier(value)) =>
        {
            let message = format!("the values of `{}` of `{}` are listed only here", row.name, owner.short());
            let hint = "the property remains a string: list the values on the page of its type";
            Some(Diagnostic::new(lint::UNUSED_VALUES, row.span, message).hint(hint))
        }
        _ => None,
    }
}
