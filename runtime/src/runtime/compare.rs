//! Comparing and copying objects.
//!
//! In: objects, or what their slots hold. Out: whether they hold the same; a copy. All of it goes by [`View`]s, which have no type
//! parameters: functions of each type for it would be a third of what a program pays that uses a few types, since these lead to most others.
//!
//! Two values are the same if they are written the same: numbers by what they are worth, flags in whatever order. A copy is what is read from what would be written.

use super::decimal::Decimal;
use super::decode_decimal::offer_number;
use super::flags::same_parts;
use super::number;
use super::object::{Object, Slot, SlotVisitor, View, filled_slots};
use serde_json::Value;

/// Whether two objects of one type hold the same.
pub fn same(left: &dyn Object, right: &dyn Object) -> bool {
    let (left_held, right_held) = (filled_slots(left), filled_slots(right));
    left_held.len() == right_held.len()
        && left.extra() == right.extra()
        && left_held.iter().zip(&right_held).all(|((left_index, left), (right_index, right))| {
            left_index == right_index && same_view(&left.view(), &right.view())
        })
}

/// Whether two values are the same. Not-a-number equals itself here.
pub(super) fn same_view(left: &View<'_>, right: &View<'_>) -> bool {
    match (left, right) {
        (View::Absent, View::Absent) => true,
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Int(left), View::Int(right)) => left == right,
        (View::Float(left), View::Float(right)) => left == right || (left.is_nan() && right.is_nan()),
        (View::Decimal(left), View::Decimal(right)) => {
            left == right || matches!((left.parse::<Decimal>(), right.parse()), (Ok(left), Ok(right)) if left == right)
        }
        (View::Text(left), View::Text(right)) => left == right,
        (View::Flags(left), View::Flags(right)) => same_parts(left, right),
        (View::Json(left), View::Json(right)) => left == right,
        (View::Object(left), View::Object(right)) => same(*left, *right),
        (View::List(left), View::List(right)) => {
            left.len() == right.len() && (0..left.len()).all(|index| same_view(&left.at(index), &right.at(index)))
        }
        _ => false,
    }
}

/// Makes `to`, which is empty, hold what `from`, of the same type, holds.
pub(super) fn copy(from: &dyn Object, to: &mut dyn Object) {
    from.visit(&mut SlotVisitor::new(|index, slot: &dyn Slot| copy_view(&slot.view(), to.slot(index))));
    to.extra_mut().clone_from(from.extra());
}

/// Makes an empty slot hold what another one of its type shows.
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
        View::Text(text) => Value::String((*text).to_owned()),
        View::Flags(text) => Value::String(text.clone()),
        View::Json(value) => (*value).clone(),
    };
    to.take(value);
}
