//! The shared decoder.
//!
//! In: any self-describing serde format (in practice JSON) and an empty object. Out: the filled object. Documented
//! members stream into their slots. Values that a slot rejects, and members without a slot, go to
//! [`Extra`](super::Extra). Only malformed JSON, a top-level value that is not an object, and a top-level object that only
//! reports an error of the service are errors.

use super::decimal::{self, Decimal};
use super::decode_decimal::{exact_outcome, is_decimal, offer_number, offer_text};
use super::decode_related::{RelatedSeed, offer_related};
use super::encode::json;
use super::error::DecodeError;
use super::error_body;
use super::exact;
use super::extra::Others;
use super::names::Names;
use super::object::{List, Object, Outcome, Slot};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::fmt;

/// The member name under which `serde_json` passes numbers when its feature `arbitrary_precision` is enabled.
const NUMBER: &str = "$serde_json::private::Number";

/// Fills `object` from `deserializer`.
///
/// # Errors
///
/// Returns an error if the deserializer does, if the value is not an object, or if it is only an error of the service.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D, object: &mut dyn Object) -> Result<(), D::Error> {
    read_root(deserializer, object)?.map_or(Ok(()), |error| Err(D::Error::custom(error)))
}

/// Fills `object` from `deserializer`. Returns an error if the value is only an error of the service.
///
/// # Errors
///
/// Returns an error if the deserializer does, or if the value is not an object.
pub(super) fn read_root<'de, D: Deserializer<'de>>(
    deserializer: D,
    object: &mut dyn Object,
) -> Result<Option<DecodeError>, D::Error> {
    deserializer.deserialize_map(RootVisitor(object))
}

/// Fills an empty object with the members of a JSON object in the exact form.
pub(super) fn fill(members: Map<String, Value>, object: &mut dyn Object) {
    let mut names = Names::new(object.schema().names);
    for (name, value) in members {
        match names.find(&name) {
            Some(index) => {
                let related = object.schema().is_related(index);
                if let Some(original) = offer_member(value, object.slot(index), related).into_original() {
                    object.extra_mut().insert_exact(name, original);
                }
            }
            None => object.extra_mut().insert_exact(exact::unescape_name(name), value),
        }
    }
}

/// Offers the value of a member in the exact form to its slot. The outcome is in the exact form, too.
///
/// `related` is whether the slot is for a [`Related`](super::Related).
fn offer_member(value: Value, slot: &mut dyn Slot, related: bool) -> Outcome {
    if related { offer_related(value, slot) } else { offer_value(value, slot) }
}

/// Offers a value in the exact form to a slot. The outcome is in the exact form, too.
fn offer_value(mut value: Value, slot: &mut dyn Slot) -> Outcome {
    if let Some(parsed) = exact::text(&value).map(exact::parse) {
        value = parsed;
    }
    if let Some(digits) = exact::digits(&value) {
        return offer_number(digits, slot);
    }
    let value = match value {
        Value::Null => return Outcome::Refused(Value::Null),
        Value::Object(members) => match slot.object() {
            Some(object) => {
                fill(members, object);
                return Outcome::Taken;
            }
            None => Value::Object(members),
        },
        Value::Array(elements) => match slot.list() {
            Some(list) => {
                let mut elements = elements.into_iter();
                let next = |slot: &mut dyn Slot| {
                    Ok::<_, Infallible>(elements.next().map(|element| offer_value(element, slot)))
                };
                let outcome = read_elements(next, list).unwrap_or_else(|never| match never {});
                return clear_empty_list(outcome, slot);
            }
            None => Value::Array(elements),
        },
        other => other,
    };
    // An untyped slot rounds numbers to doubles, and cannot store those beyond their range.
    if exact::is_out_of_range(&value) {
        Outcome::Refused(value)
    } else {
        exact_outcome(slot.take(exact::to_plain(value)))
    }
}

/// Clears the slot of a member and offers it a value in the exact form. Returns whether the slot accepts the value.
pub(super) fn replay(value: Value, slot: &mut dyn Slot, related: bool) -> bool {
    slot.clear();
    !matches!(offer_member(value, slot, related), Outcome::Refused(_))
}

/// Clears the slot of a member and offers it a value in the exact form. Returns the original if it has to be stored.
pub(super) fn replace(value: Value, slot: &mut dyn Slot, related: bool) -> Option<Value> {
    slot.clear();
    offer_member(value, slot, related).into_original()
}

/// Clears the slot of a rejected list if the slot accepted none of its elements.
fn clear_empty_list(outcome: Outcome, slot: &mut dyn Slot) -> Outcome {
    if matches!(outcome, Outcome::Refused(_)) && slot.list().is_some_and(|list| list.len() == 0) {
        slot.clear();
    }
    outcome
}

/// Reads the top-level object. Returns an error if it is only an error of the service.
struct RootVisitor<'a>(&'a mut dyn Object);

impl<'de> Visitor<'de> for RootVisitor<'_> {
    type Value = Option<DecodeError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.schema().expected())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<DecodeError>, A::Error> {
        match read_members(map, self.0)? {
            Read::Members { documented: true } => Ok(None),
            Read::Members { documented: false } => Ok(service_error(self.0)),
            Read::Number(number) => {
                Err(A::Error::custom(format_args!("found {number}, expected {}", self.0.schema().expected())))
            }
        }
    }
}

/// Returns an error if the additional members of an object without other members are only an error of the service.
fn service_error(object: &dyn Object) -> Option<DecodeError> {
    error_body::only_error(object.extra().iter()).cloned().map(DecodeError::service)
}

/// A bit set of the documented members read so far.
#[derive(Default)]
struct Seen([u64; 4]);

impl Seen {
    /// Marks the member at `index` as read, and returns whether it may have been read before.
    ///
    /// Always returns `true` for an index past the capacity.
    fn mark(&mut self, index: usize) -> bool {
        let Some(word) = self.0.get_mut(index / 64) else {
            return true;
        };
        let bit = 1 << (index % 64);
        let marked = *word & bit != 0;
        *word |= bit;
        marked
    }
}

/// The content of a map.
enum Read {
    /// Members, and whether at least one of them is documented.
    Members { documented: bool },
    /// A number in the exact form, which the map represents.
    Number(Value),
}

/// Reads members into an empty object.
fn read_members<'de, A: MapAccess<'de>>(mut map: A, object: &mut dyn Object) -> Result<Read, A::Error> {
    let schema = object.schema();
    let mut names = Names::new(schema.names);
    let mut seen = Seen::default();
    let mut documented = false;
    let mut others = Others::default();
    while let Some(name) = map.next_key_seed(NameSeed(&mut names))? {
        match name {
            Name::Known(index) => {
                documented = true;
                if seen.mark(index) {
                    // The last of several members with the same name wins.
                    object.slot(index).clear();
                    object.extra_mut().remove(schema.name(index));
                }
                let outcome = if schema.is_related(index) {
                    map.next_value_seed(RelatedSeed(object.slot(index)))?
                } else {
                    map.next_value_seed(Seed(object.slot(index)))?
                };
                if let Some(original) = outcome.into_original() {
                    object.extra_mut().insert_exact(schema.name(index), original);
                }
            }
            Name::Other(name) if name == NUMBER => {
                let text: String = map.next_value()?;
                return serde_json::from_str(&text).map(Read::Number).map_err(A::Error::custom);
            }
            Name::Other(name) => {
                let value: Value = map.next_value()?;
                others.add(name, value, object.extra_mut());
            }
        }
    }
    if !others.is_empty() {
        others.append_to(object.extra_mut());
    }
    Ok(Read::Members { documented })
}

/// The name of a member.
enum Name {
    /// A documented member, by its index.
    Known(usize),
    /// Any other name.
    Other(String),
}

/// Reads the name of a member.
struct NameSeed<'a>(&'a mut Names);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(self.0.find(name).map_or_else(|| Name::Other(name.to_owned()), Name::Known))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Name, E> {
        Ok(self.0.find(&name).map_or_else(|| Name::Other(name), Name::Known))
    }
}

/// Reads a value into a slot. The outcome is in the exact form.
struct Seed<'a>(&'a mut dyn Slot);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        if is_decimal(self.0) {
            return deserializer.deserialize_newtype_struct(exact::RAW, self);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
        Ok(self.0.take(Value::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Outcome, E> {
        Ok(self.0.take(Value::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Outcome, E> {
        Ok(self.0.take(Value::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Outcome, E> {
        Ok(match Value::from(value) {
            Value::Null => Outcome::Refused(Value::Null),
            number => self.0.take(number),
        })
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Outcome, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Outcome, E> {
        Ok(self.0.take(Value::String(value)))
    }

    fn visit_unit<E: Error>(self) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Outcome, A::Error> {
        if let Some(object) = self.0.object() {
            let Read::Number(number) = read_members(map, object)? else { return Ok(Outcome::Taken) };
            self.0.clear();
            return Ok(Outcome::Refused(number));
        }
        if is_decimal(self.0) {
            return read_text(map, self.0);
        }
        Ok(exact_outcome(self.0.take(Value::deserialize(MapAccessDeserializer::new(map))?)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        if let Some(list) = self.0.list() {
            let outcome = read_elements(|slot| seq.next_element_seed(Seed(slot)), list)?;
            return Ok(clear_empty_list(outcome, self.0));
        }
        Ok(exact_outcome(self.0.take(Value::deserialize(SeqAccessDeserializer::new(seq))?)))
    }
}

/// Reads a map into the slot of a decimal: the raw text of a value, or an object.
fn read_text<'de, A: MapAccess<'de>>(mut map: A, slot: &mut dyn Slot) -> Result<Outcome, A::Error> {
    let mut members = Map::new();
    while let Some(name) = map.next_key::<String>()? {
        if name == exact::RAW || name == NUMBER {
            let text: String = map.next_value()?;
            return offer_text(&text, slot).map_err(A::Error::custom);
        }
        members.insert(name, map.next_value()?);
    }
    Ok(exact_outcome(slot.take(Value::Object(members))))
}

/// Reads elements into a list.
///
/// `next` offers the next element to a slot. Elements that the slot rejects are left out of the list, and the whole
/// original list is returned in the exact form.
fn read_elements<E>(
    mut next: impl FnMut(&mut dyn Slot) -> Result<Option<Outcome>, E>,
    list: &mut dyn List,
) -> Result<Outcome, E> {
    let mut originals: Option<Vec<Value>> = None;
    let mut all = true;
    loop {
        let before = list.len();
        let mut read = Ok(None);
        list.add(&mut |slot| read = next(slot));
        let Some(outcome) = read? else { break };
        let original = match outcome {
            Outcome::Taken if originals.is_none() => continue,
            Outcome::Taken => json(&list.at(before)),
            Outcome::Form(original) => original,
            Outcome::Refused(original) => {
                all = false;
                original
            }
        };
        // This is the first element with an original form. The elements before it are written as they were read.
        originals.get_or_insert_with(|| (0..before).map(|index| json(&list.at(index))).collect()).push(original);
    }
    Ok(match originals.map(Value::Array) {
        None => Outcome::Taken,
        Some(original) if all => Outcome::Form(original),
        Some(original) => Outcome::Refused(original),
    })
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut slot = None;
        Seed(&mut slot).deserialize(deserializer)?;
        slot.ok_or_else(|| D::Error::custom(format_args!("expected {}", decimal::EXPECTED)))
    }
}
