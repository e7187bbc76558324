//! Changes of a property that both editions have.
//!
//! In: the property in both editions. Out: changes of its type and its facets.

use crate::diff::change::{Change, Item};
use crate::diff::kinds::{ChangeKind, properties as kinds};
use crate::diff::record::At;
use crate::diff::text::type_text;
use crate::export::json::form::{Property, TypeRef};

use super::Context;
use super::properties::PropertyEntry;

/// Compares a property of both editions.
pub(super) fn compare_facets(
    context: &Context<'_>,
    at: &At<'_>,
    (old, old_item): PropertyEntry<'_>,
    (new, new_item): PropertyEntry<'_>,
    changes: &mut Vec<Change>,
) {
    let types = [&old.ty, &new.ty];
    let kind = match (old_item, new_item) {
        (Item::Property, Item::Navigation) => Some(kinds::PROPERTY_BECAME_NAVIGATION),
        (Item::Navigation, Item::Property) => Some(kinds::NAVIGATION_BECAME_PROPERTY),
        _ if context.same_type(&old.ty, &new.ty) => None,
        (_, Item::Navigation) => Some(kinds::NAVIGATION_RETYPED),
        _ => Some(retyped(types)),
    };
    if let Some(kind) = kind {
        let [before, after] = types.map(|ty| Some(type_text(ty)));
        changes.push(at.change(kind, before, after));
    }
    for facet in &FACETS {
        let (before, after) = ((facet.is)(old), (facet.is)(new));
        if before != after {
            let text = |is: bool| is.then(|| facet.text.to_owned());
            changes.push(at.change(if after { facet.gained } else { facet.lost }, text(before), text(after)));
        }
    }
    filters(at, old, new, changes);
    let note = |property: &Property| property.deprecated.then_some("deprecated");
    changes.extend(at.deprecation(note(old), note(new)));
    changes.extend(at.description(&old.description, &new.description));
}

/// A statement about a property that holds or does not.
struct Facet {
    is: fn(&Property) -> bool,
    text: &'static str,
    gained: &'static ChangeKind,
    lost: &'static ChangeKind,
}

const FACETS: [Facet; 4] = [
    // A page that does not tell leaves null possible.
    Facet {
        is: |property| property.nullable == Some(false),
        text: "not nullable",
        gained: kinds::PROPERTY_BECAME_NON_NULL,
        lost: kinds::PROPERTY_BECAME_NULLABLE,
    },
    Facet {
        is: |property| property.read_only,
        text: "read-only",
        gained: kinds::PROPERTY_BECAME_READ_ONLY,
        lost: kinds::PROPERTY_BECAME_WRITABLE,
    },
    Facet {
        is: |property| property.required,
        text: "required",
        gained: kinds::PROPERTY_BECAME_REQUIRED,
        lost: kinds::PROPERTY_BECAME_OPTIONAL,
    },
    Facet {
        is: |property| property.select_only,
        text: "returned only on `$select`",
        gained: kinds::PROPERTY_BECAME_SELECT_ONLY,
        lost: kinds::PROPERTY_RETURNED_BY_DEFAULT,
    },
];

/// Compares the operators of `$filter`. `*` stands for operators that the page does not list.
fn filters(at: &At<'_>, old: &Property, new: &Property, changes: &mut Vec<Change>) {
    let missing = |from: &[String], other: &[String]| {
        let is_covered = |operator: &String| other.contains(operator) || operator == "*" && !other.is_empty();
        from.iter().any(|operator| !is_covered(operator) && !other.iter().any(|operator| operator == "*"))
    };
    let text = |operators: &[String]| (!operators.is_empty()).then(|| operators.join(", "));
    for (from, other, kind) in
        [(&old.filter, &new.filter, kinds::FILTER_REMOVED), (&new.filter, &old.filter, kinds::FILTER_ADDED)]
    {
        if missing(from, other) {
            changes.push(at.change(kind, text(&old.filter), text(&new.filter)));
        }
    }
}

/// Returns the kind of a change of type.
fn retyped([old, new]: [&TypeRef; 2]) -> &'static ChangeKind {
    match (old, new) {
        (TypeRef::Collection(old), TypeRef::Collection(new)) => retyped([old, new]),
        (TypeRef::Primitive(old), _) if old == UNTYPED => kinds::PROPERTY_TYPE_RESOLVED,
        (_, TypeRef::Primitive(new)) if new == UNTYPED => kinds::PROPERTY_TYPE_LOST,
        (TypeRef::Primitive(old), TypeRef::Enum(_)) if old == STRING => kinds::PROPERTY_VALUES_LISTED,
        (TypeRef::Enum(_), TypeRef::Primitive(new)) if new == STRING => kinds::PROPERTY_VALUES_UNLISTED,
        (TypeRef::Enum(_), TypeRef::Enum(_)) => kinds::PROPERTY_ENUM_CHANGED,
        (TypeRef::Primitive(old), TypeRef::Primitive(new)) => {
            let is_wider = |narrow: &str, wide: &str| WIDER.contains(&(narrow, wide));
            if is_wider(old, new) {
                kinds::PROPERTY_WIDENED
            } else if is_wider(new, old) {
                kinds::PROPERTY_NARROWED
            } else {
                kinds::PROPERTY_RETYPED
            }
        }
        _ => kinds::PROPERTY_RETYPED,
    }
}

const UNTYPED: &str = "Edm.Untyped";
const STRING: &str = "Edm.String";

/// Pairs of primitive types with the same form in JSON, of which the second one has all values of the first.
const WIDER: [(&str, &str); 19] = [
    ("Edm.Byte", "Edm.Int16"),
    ("Edm.Byte", "Edm.Int32"),
    ("Edm.Byte", "Edm.Int64"),
    ("Edm.SByte", "Edm.Int16"),
    ("Edm.SByte", "Edm.Int32"),
    ("Edm.SByte", "Edm.Int64"),
    ("Edm.Int16", "Edm.Int32"),
    ("Edm.Int16", "Edm.Int64"),
    ("Edm.Int32", "Edm.Int64"),
    ("Edm.Int16", "Edm.Double"),
    ("Edm.Int32", "Edm.Double"),
    ("Edm.Single", "Edm.Double"),
    ("Edm.Int16", "Edm.Decimal"),
    ("Edm.Int32", "Edm.Decimal"),
    ("Edm.Int64", "Edm.Decimal"),
    ("Edm.Guid", "Edm.String"),
    ("Edm.Date", "Edm.String"),
    ("Edm.DateTimeOffset", "Edm.String"),
    ("Edm.Duration", "Edm.String"),
];
