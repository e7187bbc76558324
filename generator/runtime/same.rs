//! Comparing and copying objects.
//!
//! In: objects, or what their slots hold. Out: whether they hold the same; a copy. All of it goes by [`View`]s, which have no type
//! parameters: functions of each type for it would be a third of what a program pays that uses a few types, since these lead to most others.
//!
//! Two values are the same if they are written the same: numbers by what they are worth, flags in whatever order. A copy is what is read from what would be written.

use super::decimal::{self, Decimal};
use super::decode;
use super::encode::held;
use super::number;
use super::object::{Object, Slots};
use super::slot::{Slot, View};
use serde_json::Value;

/// Whether two objects of one type hold the same.
pub fn same(left: &dyn Object, right: &dyn Object) -> bool {
    let (left_held, right_held) = (held(left), held(right));
    left_held.len() == right_held.len()
        && left.extra() == right.extra()
        && left_held.iter().zip(&right_held).all(|((left_index, left), (right_index, right))| {
            left_index == right_index && same_view(&left.view(), &right.view())
        })
}

/// Whether two values are the same. Not-a-number equals itself here.
fn same_view(left: &View<'_>, right: &View<'_>) -> bool {
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

/// Whether two lists with commas have the same parts.
pub(super) fn same_parts(left: &str, right: &str) -> bool {
    let sorted = |text| {
        let mut parts: Vec<&str> = parts(text).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    };
    left == right || sorted(left) == sorted(right)
}

/// The parts of a list with commas, with or without spaces.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Makes `to`, which is empty, hold what `from`, of the same type, holds.
pub(super) fn copy(from: &dyn Object, to: &mut dyn Object) {
    from.each(&mut Slots::new(|index, slot: &dyn Slot| copy_view(&slot.view(), to.slot(index))));
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
            decimal::offer_number(text, to);
            return;
        }
        View::Text(text) => Value::String((*text).to_owned()),
        View::Flags(text) => Value::String(text.clone()),
        View::Json(value) => (*value).clone(),
    };
    to.take(value);
}

/// Whether `value` (in the exact form), kept under the name of the member that `slot` holds, is the original form of what is held. `again` is the same slot of
/// another object, for reading it once more.
pub(super) fn is_original(again: &mut dyn Slot, slot: &dyn Slot, value: Value) -> bool {
    decode::replay(value, again);
    same_view(&again.view(), &slot.view())
}
