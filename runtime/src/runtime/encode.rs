//! The shared encoder.
//!
//! In: an object. Out: its members, for any serde format or as a JSON value. Annotations come first, because a
//! streaming reader needs `@odata.type` before the members that depend on it. Documented members follow, then the rest.

use super::compare::equal_views;
use super::decode;
use super::exact;
use super::extra::{Extra, ExtraValue};
use super::names::Names;
use super::number;
use super::object::{List, MemberVisitor, Object, Slot, View};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// Serializes an object.
///
/// # Errors
///
/// Returns an error if the serializer does.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    write(object, Format(serializer.serialize_map(None)?))?.0.end()
}

/// Serializes an object of a derived type with its `@odata.type`. The name of a type can be empty.
///
/// # Errors
///
/// Returns an error if the serializer does.
pub fn serialize_typed<S: Serializer>(object: &dyn Object, type_name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    if !type_name.is_empty() && object.extra().type_name().is_none() {
        map.serialize_entry("@odata.type", &format_args!("#{type_name}"))?;
    }
    write(object, Format(map))?.0.end()
}

/// Writes the members of an object to `map`.
fn write<M: Sink>(object: &dyn Object, map: M) -> Result<M, M::Error> {
    let mut writer = Writer {
        object,
        empty: None,
        names: object.schema().names,
        map,
        failed: None,
        next: usize::MAX,
        documented: Vec::new().into_iter(),
        others: Vec::new(),
    };
    object.visit(&mut writer);
    writer.finish()
}

/// A destination for members.
trait Sink {
    /// The error of a member that cannot be written.
    type Error;

    /// Writes the value of a slot.
    fn view(&mut self, name: &str, view: &View<'_>) -> Result<(), Self::Error>;

    /// Writes an additional member.
    fn value(&mut self, name: &str, value: ExtraValue<'_>) -> Result<(), Self::Error>;
}

/// A map of a serde format.
struct Format<M>(M);

impl<M: SerializeMap> Sink for Format<M> {
    type Error = M::Error;

    #[inline]
    fn view(&mut self, name: &str, view: &View<'_>) -> Result<(), M::Error> {
        self.0.serialize_key(name)?;
        self.0.serialize_value(view)
    }

    fn value(&mut self, name: &str, value: ExtraValue<'_>) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &value)
    }
}

/// Writes members to a JSON object in the exact form.
impl Sink for Map<String, Value> {
    type Error = std::convert::Infallible;

    fn view(&mut self, name: &str, view: &View<'_>) -> Result<(), Self::Error> {
        self.insert(name.to_owned(), json(view));
        Ok(())
    }

    fn value(&mut self, name: &str, value: ExtraValue<'_>) -> Result<(), Self::Error> {
        self.insert(exact::escape_name(name.to_owned()), value.to_exact());
        Ok(())
    }
}

/// Writes the members of an object as it visits them.
struct Writer<'a, M: Sink> {
    object: &'a dyn Object,
    /// A scratch object of the same type, created when an original value has to be decoded again.
    empty: Option<Box<dyn Object>>,
    /// The names of the documented members.
    names: &'static [&'static str],
    map: M,
    /// The first error. Nothing is written after it.
    failed: Option<M::Error>,
    /// The index of the first slot that may not be written directly; `usize::MAX` if there is none.
    next: usize,
    /// Additional members with the name of a documented member that are not yet written, in slot order.
    documented: std::vec::IntoIter<(usize, ExtraValue<'a>)>,
    /// Additional members with other names, except annotations.
    others: Vec<(&'a str, ExtraValue<'a>)>,
}

impl<'a, M: Sink> MemberVisitor<'a> for Writer<'a, M> {
    fn extra(&mut self, extra: &'a Extra) {
        if !extra.is_empty() {
            self.begin(extra);
        }
    }

    fn slot(&mut self, index: usize, slot: &'a dyn Slot) {
        if self.next <= index && self.write_pending(index, slot) {
            return;
        }
        let name = self.name(index);
        if let Err(error) = self.map.view(name, &slot.view()) {
            self.fail(error);
        }
    }
}

impl<'a, M: Sink> Writer<'a, M> {
    fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    #[cold]
    fn fail(&mut self, error: M::Error) {
        self.failed.get_or_insert(error);
        self.next = 0;
    }

    /// Starts an object that has additional members: writes its annotations, and sorts out the rest for later.
    #[inline(never)]
    fn begin(&mut self, extra: &'a Extra) {
        let mut documented = Vec::new();
        for (index, name, value) in indexed_extra(self.names, extra) {
            match index {
                Some(index) => documented.push((index, value)),
                None if name.starts_with('@') => self.write(name, value),
                None => self.others.push((name, value)),
            }
        }
        documented.sort_by_key(|(index, _)| *index);
        self.documented = documented.into_iter();
        self.update_next();
    }

    /// Returns whether `value` is the original form of the value in `slot`.
    fn is_original(&mut self, index: usize, slot: &dyn Slot, value: ExtraValue<'_>) -> bool {
        let empty = self.empty.get_or_insert_with(|| self.object.empty());
        let related = self.object.schema().is_related(index);
        is_original(empty.slot(index), related, slot, value.to_exact())
    }

    /// Sets `next` to the next documented member in `extra`.
    fn update_next(&mut self) {
        if self.failed.is_some() {
            return;
        }
        self.next = self.documented.as_slice().first().map_or(usize::MAX, |(index, _)| *index);
    }

    /// Writes an additional member, unless an earlier write failed.
    fn write(&mut self, name: &str, value: ExtraValue<'_>) {
        if self.failed.is_none()
            && let Err(error) = self.map.value(name, value)
        {
            self.fail(error);
        }
    }

    /// Writes the pending additional members with documented names up to `index`.
    ///
    /// Returns whether the member at `index` is done: for that member, the additional member is written instead of the
    /// slot if it is the original form of the value in the slot.
    #[inline(never)]
    fn write_pending(&mut self, index: usize, slot: &dyn Slot) -> bool {
        let mut written = self.failed.is_some();
        while let Some((pending, value)) =
            self.documented.as_slice().first().copied().filter(|(next, _)| *next <= index)
        {
            self.documented.next();
            self.update_next();
            if pending < index || self.is_original(index, slot, value) {
                written |= pending == index;
                self.write(self.name(pending), value);
            }
        }
        written
    }

    /// Writes the remaining members and returns the map.
    fn finish(mut self) -> Result<M, M::Error> {
        for (index, value) in std::mem::take(&mut self.documented) {
            self.write(self.name(index), value);
        }
        for (name, value) in std::mem::take(&mut self.others) {
            self.write(name, value);
        }
        match self.failed {
            None => Ok(self.map),
            Some(error) => Err(error),
        }
    }
}

/// Iterates over additional members and the documented members with their names.
///
/// The items are the index of the documented member with this name, if any, the name, and the value.
pub(super) fn indexed_extra<'a>(
    names: &'static [&'static str],
    extra: &'a Extra,
) -> impl Iterator<Item = (Option<usize>, &'a str, ExtraValue<'a>)> {
    let mut names = Names::new(names);
    extra.iter_exact().map(move |(name, value)| (names.find(name), name, value))
}

/// Encodes an object as JSON in the exact form.
pub(super) fn members_json(object: &dyn Object) -> Map<String, Value> {
    write(object, Map::new()).unwrap_or_else(|never| match never {})
}

/// Encodes an object as plain JSON.
pub(super) fn rounded(object: &dyn Object) -> Value {
    exact::to_plain(Value::Object(members_json(object)))
}

/// Encodes the value of a slot as JSON in the exact form, an absent value as null.
pub(super) fn json(view: &View<'_>) -> Value {
    match view {
        View::Absent => Value::Null,
        View::Bool(value) => Value::Bool(*value),
        View::Int(value) => Value::from(*value),
        View::Float(value) => number::json(*value),
        View::Decimal(text) => exact::from_digits(text),
        View::Text(text) | View::Member(text, _) => Value::from(*text),
        View::Flags(text, _) => Value::from(text.as_str()),
        View::Json(value) => exact::from_plain((*value).clone()),
        View::Related(text) => exact::from_related(text),
        View::Object(object) => Value::Object(members_json(*object)),
        View::List(list) => (0..list.len()).map(|index| json(&list.at(index))).collect(),
    }
}

impl Serialize for View<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Most members are of these types. Handling them here avoids a function call.
        match self {
            Self::Text(text) | Self::Member(text, _) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            _ => serialize_other(self, serializer),
        }
    }
}

/// Serializes a value other than a string or Boolean.
#[inline(never)]
fn serialize_other<S: Serializer>(view: &View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent => serializer.serialize_unit(),
        View::Bool(value) => serializer.serialize_bool(*value),
        View::Int(value) => serializer.serialize_i64(*value),
        View::Float(value) => match number::non_finite_name(*value) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(*value),
        },
        View::Decimal(text) => exact::write(text, serializer),
        View::Text(text) | View::Member(text, _) => serializer.serialize_str(text),
        View::Flags(text, _) => serializer.serialize_str(text),
        View::Json(value) => value.serialize(serializer),
        View::Related(text) => exact::write_related(text, serializer),
        View::Object(object) => serialize(*object, serializer),
        View::List(list) => serialize_list(*list, serializer),
    }
}

/// Serializes a list.
fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&list.at(index))?;
    }
    seq.end()
}

/// Returns whether `value`, an additional member in the exact form, is the original form of the value in `slot`.
///
/// `scratch` is the same slot of another object; `value` is decoded into it for comparison. `related` is whether it is
/// for a [`Related`](super::Related).
pub(super) fn is_original(scratch: &mut dyn Slot, related: bool, slot: &dyn Slot, value: Value) -> bool {
    decode::replay(value, scratch, related);
    equal_views(&scratch.view(), &slot.view())
}
