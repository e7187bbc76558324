//! Equality and cloning of objects.
//!
//! In: objects, or [`View`]s of their slots. Out: whether they are equal; a copy. The code works on views because views
//! have no type parameters. Generic functions would account for a third of the compile time of a program that uses a
//! few types, because these types refer to most of the others.
//!
//! Two values are equal if they are written the same: numbers by value, flags in any order. A copy contains what
//! decoding the encoded original would give.

use super::decimal::Decimal;
use super::decode_decimal::offer_number;
use super::exact;
use super::flags::same_parts;
use super::number;
use super::object::{Object, Slot, SlotVisitor, View, filled_slots};
use serde_json::Value;

/// Returns whether two objects of the same type are equal.
pub fn equal_objects(left: &dyn Object, right: &dyn Object) -> bool {
    let (left_slots, right_slots) = (filled_slots(left), filled_slots(right));
    left_slots.len() == right_slots.len()
        && left.extra() == right.extra()
        && left_slots.iter().zip(&right_slots).all(|((left_index, left), (right_index, right))| {
            left_index == right_index && equal_views(&left.view(), &right.view())
        })
}

/// Returns whether two values are equal. NaN equals itself here.
pub(super) fn equal_views(left: &View<'_>, right: &View<'_>) -> bool {
    match (left, right) {
        (View::Absent, View::Absent) => true,
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Int(left), View::Int(right)) => left == right,
        (View::Float(left), View::Float(right)) => left == right || (left.is_nan() && right.is_nan()),
        (View::Decimal(left), View::Decimal(right)) => {
            left == right || matches!((left.parse::<Decimal>(), right.parse()), (Ok(left), Ok(right)) if left == right)
        }
        (View::Text(left), View::Text(right)) | (View::Member(left, _), View::Member(right, _)) => left == right,
        (View::Flags(left, _), View::Flags(right, _)) => same_parts(left, right),
        (View::Json(left), View::Json(right)) => left == right,
        (View::Related(left), View::Related(right)) => left == right || exact::parse(left) == exact::parse(right),
        (View::Object(left), View::Object(right)) => equal_objects(*left, *right),
        (View::List(left), View::List(right)) => {
            left.len() == right.len() && (0..left.len()).all(|index| equal_views(&left.at(index), &right.at(index)))
        }
        _ => false,
    }
}

/// Copies `from` into `to`, an empty object of the same type.
pub(super) fn copy(from: &dyn Object, to: &mut dyn Object) {
    from.visit(&mut SlotVisitor::new(|index, slot: &dyn Slot| copy_view(&slot.view(), to.slot(index))));
    to.extra_mut().clone_from(from.extra());
}

/// Copies the view of a slot into `to`, an empty slot of the same type.
fn copy_view(from: &View<'_>, to: &mut dyn Slot) {
    let value = match from {
        View::Absent => return,
        View::Object(from) => return to.object().into_iter().for_each(|to| copy(*from, to)),
        View::List(from) => {
            let Some(to) = to.list() else { return };
            return (0..from.len()).for_each(|index| to.add(&mut |element| copy_view(&from.at(index), element)));
        }
        View::Bool(value) => Value::Bool(*value),
        View::Int(value) => Value::from(*value),
        View::Float(value) => number::json(*value),
        View::Decimal(text) => {
            offer_number(text, to);
            return;
        }
        View::Text(text) | View::Member(text, _) => Value::String((*text).to_owned()),
        View::Flags(text, _) => Value::String(text.clone()),
        View::Json(value) => (*value).clone(),
        View::Related(text) => Value::String((*text).to_owned()),
    };
    to.take(value);
}
