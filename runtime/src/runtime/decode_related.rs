//! Decoding of related entities.
//!
//! In: the value of a navigation property, and the slot of a [`Related`](super::Related). Out: a slot with the JSON text
//! of the value, which is not parsed; rejected values are returned in the exact form (see [`exact`](super::exact)).

use super::exact::{self, Exact};
use super::object::{Outcome, Slot};
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Offers a value in the exact form to the slot of related entities. The outcome is in the exact form, too.
pub(super) fn offer_related(value: Value, slot: &mut dyn Slot) -> Outcome {
    let text = match exact::text(&value) {
        Some(text) => text.to_owned(),
        None if value.is_object() || value.is_array() => serde_json::to_string(&Exact(&value)).unwrap_or_default(),
        None => return Outcome::Refused(value),
    };
    match slot.take(Value::String(text)) {
        Outcome::Taken => Outcome::Taken,
        Outcome::Form(_) | Outcome::Refused(_) => Outcome::Refused(value),
    }
}

/// Reads a value into the slot of related entities. The outcome is in the exact form.
pub(super) struct RelatedSeed<'a>(pub(super) &'a mut dyn Slot);

impl RelatedSeed<'_> {
    /// Offers the text of a value.
    fn offer_text<E: Error>(self, text: String) -> Result<Outcome, E> {
        if text == "null" {
            return Ok(Outcome::Refused(Value::Null));
        }
        match self.0.take(Value::String(text)) {
            Outcome::Refused(Value::String(text)) => {
                // A number beyond the range of doubles is an error here. `from_str` then reads the whole text again.
                let value = serde_json::from_str(&text).map_err(E::custom)?;
                Ok(Outcome::Refused(exact::from_plain(value)))
            }
            outcome => Ok(outcome),
        }
    }
}

impl<'de> DeserializeSeed<'de> for RelatedSeed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_newtype_struct(exact::RAW, self)
    }
}

/// Returns whether `A` is the map in which `serde_json` passes the text of a value, or contains that map.
fn is_raw<A>() -> bool {
    std::any::type_name::<A>().contains("serde_json::raw::")
}

/// Returns whether a text is JSON. A map whose type is hidden may be the one of `serde_json`, or have a member with the
/// name [`exact::RAW`], whose value can be any text.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// `serde_json` passes the text of a value as a map with one member, named [`exact::RAW`]. Other formats pass the value.
impl<'de> Visitor<'de> for RelatedSeed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == exact::RAW && is_raw::<A>() {
                let text = map.next_value()?;
                return self.offer_text(text);
            }
            match map.next_value()? {
                Value::String(text) if name == exact::RAW && is_json(&text) => return self.offer_text(text),
                value => members.insert(name, value),
            };
        }
        Ok(offer_related(exact::from_plain(Value::Object(members)), self.0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Outcome, A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(offer_related(exact::from_plain(value), self.0))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::from(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Outcome, E> {
        Ok(Outcome::Refused(Value::from(value)))
    }
}
