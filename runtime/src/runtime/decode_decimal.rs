//! Decoding of decimals.
//!
//! In: the text of a JSON number or value, and a slot. Out: a filled slot; rejected values are returned in the exact
//! form (see [`exact`](super::exact)).

use super::decimal::Decimal;
use super::exact;
use super::number::{is_in_range, is_json_number};
use super::object::{Outcome, Slot};
use serde_json::Value;
use std::any::Any;

/// Returns whether a slot contains a decimal. Such a slot has to be offered the raw text of its value.
#[inline]
pub(super) fn is_decimal(slot: &dyn Slot) -> bool {
    (slot as &dyn Any).is::<Option<Decimal>>()
}

/// Offers the text of a number to a slot. The outcome is in the exact form.
pub(super) fn offer_number(text: &str, slot: &mut dyn Slot) -> Outcome {
    if let Some(decimal) = (slot as &mut dyn Any).downcast_mut::<Option<Decimal>>() {
        *decimal = text.parse().ok();
        return if decimal.is_some() { Outcome::Taken } else { Outcome::Refused(exact::from_digits(text)) };
    }
    let outcome = if is_in_range(text) { slot.take(exact::nearest(text)) } else { Outcome::Refused(Value::Null) };
    match outcome {
        Outcome::Taken => Outcome::Taken,
        Outcome::Form(_) => Outcome::Form(exact::from_digits(text)),
        Outcome::Refused(_) => {
            slot.clear();
            Outcome::Refused(exact::from_digits(text))
        }
    }
}

/// Offers the text of a JSON value to the slot of a decimal. The outcome is in the exact form.
///
/// # Errors
///
/// Returns an error if the text is not JSON, or contains a number beyond the range of a double inside an object or a
/// list.
pub(super) fn offer_text(text: &str, slot: &mut dyn Slot) -> Result<Outcome, serde_json::Error> {
    if is_json_number(text) {
        return Ok(offer_number(text, slot));
    }
    Ok(match serde_json::from_str(text)? {
        Value::Null => Outcome::Refused(Value::Null),
        value => exact_outcome(slot.take(value)),
    })
}

/// Converts the original value in an outcome to the exact form.
pub(super) fn exact_outcome(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Taken => Outcome::Taken,
        Outcome::Form(original) => Outcome::Form(exact::from_plain(original)),
        Outcome::Refused(original) => Outcome::Refused(exact::from_plain(original)),
    }
}
