//! The shared writer.
//!
//! In: an object. Out: its members, for any serde format or as a JSON value. Annotations come first (a streaming reader must know
//! `@odata.type` before the members it governs), then documented members, then the rest.

use super::compare::same_view;
use super::decode;
use super::exact;
use super::extra::{Extra, Kept};
use super::names::Names;
use super::number;
use super::object::{List, MemberVisitor, Object, Slot, View};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// Writes an object.
///
/// # Errors
///
/// Fails where the format does.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    write(object, Format(serializer.serialize_map(None)?))?.0.end()
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
        others: Others::default(),
    };
    object.visit(&mut writer);
    writer.end()
}

/// Where members are written to.
trait Sink {
    /// Why a member cannot be written.
    type Error;

    /// Writes what a slot holds.
    fn view(&mut self, name: &str, view: &View<'_>) -> Result<(), Self::Error>;

    /// Writes what is kept without a field.
    fn value(&mut self, name: &str, value: Kept<'_>) -> Result<(), Self::Error>;
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

    fn value(&mut self, name: &str, value: Kept<'_>) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &value)
    }
}

/// MemberVisitor of a JSON value in the exact form.
impl Sink for Map<String, Value> {
    type Error = std::convert::Infallible;

    fn view(&mut self, name: &str, view: &View<'_>) -> Result<(), Self::Error> {
        self.insert(name.to_owned(), json(view));
        Ok(())
    }

    fn value(&mut self, name: &str, value: Kept<'_>) -> Result<(), Self::Error> {
        self.insert(exact::escape_name(name.to_owned()), value.to_exact());
        Ok(())
    }
}

/// Writes the members of an object, which it is shown.
struct Writer<'a, M: Sink> {
    object: &'a dyn Object,
    /// Another one of its type, made when a value has to be read once more.
    empty: Option<Box<dyn Object>>,
    /// The names of the documented members.
    names: &'static [&'static str],
    map: M,
    /// After an error nothing more is written.
    failed: Option<M::Error>,
    /// The first slot that is not to be written as it is. Where there is none, no index is as great.
    next: usize,
    /// What the object keeps without a field under names of documented members, and is not yet written: in slot order.
    documented: std::vec::IntoIter<(usize, Kept<'a>)>,
    /// What it keeps under other names.
    others: Others<'a>,
}

/// MemberVisitor of an object under names that are not documented.
#[derive(Default)]
struct Others<'a> {
    /// How many are not yet written.
    count: usize,
    /// Where they are.
    extra: Option<&'a Extra>,
    /// Whether there are others there.
    mixed: bool,
}

impl<'a, M: Sink> MemberVisitor<'a> for Writer<'a, M> {
    fn extra(&mut self, extra: &'a Extra) {
        if !extra.is_empty() {
            self.begin(extra);
        }
    }

    fn slot(&mut self, index: usize, slot: &'a dyn Slot) {
        if self.next <= index && self.is_written(index, slot) {
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

    /// Begins an object that keeps something without a field.
    #[inline(never)]
    fn begin(&mut self, extra: &'a Extra) {
        let documented = kept(self.names, extra).filter_map(|(index, _, value)| Some((index?, value)));
        let mut documented: Vec<_> = documented.collect();
        documented.sort_by_key(|(index, _)| *index);
        let mixed = !documented.is_empty();
        self.others = Others { count: extra.len() - documented.len(), extra: Some(extra), mixed };
        self.documented = documented.into_iter();
        self.find_next();
        self.write_others(true);
    }

    /// Whether this is the original form of what a slot holds.
    fn is_original(&mut self, index: usize, slot: &dyn Slot, value: Kept<'_>) -> bool {
        let empty = self.empty.get_or_insert_with(|| self.object.empty());
        is_original(empty.slot(index), slot, value.to_exact())
    }

    fn find_next(&mut self) {
        if self.failed.is_some() {
            return;
        }
        self.next = self.documented.as_slice().first().map_or(usize::MAX, |(index, _)| *index);
    }

    /// Writes a member that is kept without a field.
    fn write(&mut self, name: &str, value: Kept<'_>) {
        if self.failed.is_none()
            && let Err(error) = self.map.value(name, value)
        {
            self.fail(error);
        }
    }

    /// Writes what is kept under the names of documented members, up to that of this slot. Of that it is what is written if it is the
    /// original form of what the slot holds.
    #[inline(never)]
    fn is_written(&mut self, index: usize, slot: &dyn Slot) -> bool {
        let mut written = self.failed.is_some();
        while let Some((kept, value)) = self.documented.as_slice().first().copied().filter(|(kept, _)| *kept <= index) {
            self.documented.next();
            self.find_next();
            if kept < index || self.is_original(index, slot, value) {
                written |= kept == index;
                self.write(self.name(kept), value);
            }
        }
        written
    }

    /// Writes what is kept under other names: annotations, or all but these.
    #[inline(never)]
    fn write_others(&mut self, annotations: bool) {
        let Some(extra) = self.others.extra else { return };
        let mut names = Names::new(self.names);
        for (name, value) in extra.kept() {
            if self.others.count == 0 {
                return;
            }
            if name.starts_with('@') == annotations && !(self.others.mixed && names.find(name).is_some()) {
                self.others.count -= 1;
                self.write(name, value);
            }
        }
    }

    /// Writes what is left, and ends the object.
    fn end(mut self) -> Result<M, M::Error> {
        if self.others.extra.is_some() {
            for (index, value) in std::mem::take(&mut self.documented) {
                self.write(self.name(index), value);
            }
            self.write_others(false);
        }
        match self.failed {
            None => Ok(self.map),
            Some(error) => Err(error),
        }
    }
}

/// What an object keeps without a field: the index of the documented member of that name if there is one, the name, the value.
pub(super) fn kept<'a>(
    names: &'static [&'static str],
    extra: &'a Extra,
) -> impl Iterator<Item = (Option<usize>, &'a str, Kept<'a>)> {
    let mut names = Names::new(names);
    extra.kept().map(move |(name, value)| (names.find(name), name, value))
}

/// An object as JSON in the exact form.
pub(super) fn members_json(object: &dyn Object) -> Map<String, Value> {
    write(object, Map::new()).unwrap_or_else(|never| match never {})
}

/// An object as JSON for users.
pub(super) fn rounded(object: &dyn Object) -> Value {
    exact::to_plain(Value::Object(members_json(object)))
}

/// What a slot holds, as JSON in the exact form; null if it holds nothing.
pub(super) fn json(view: &View<'_>) -> Value {
    match view {
        View::Absent => Value::Null,
        View::Bool(value) => Value::Bool(*value),
        View::Int(value) => Value::from(*value),
        View::Float(value) => number::json(*value),
        View::Decimal(text) => exact::from_digits(text),
        View::Text(text) => Value::from(*text),
        View::Flags(text) => Value::from(text.as_str()),
        View::Json(value) => exact::from_plain((*value).clone()),
        View::Object(object) => Value::Object(members_json(*object)),
        View::List(list) => (0..list.len()).map(|index| json(&list.at(index))).collect(),
    }
}

impl Serialize for View<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Most members are these: where they are written there is no call for them.
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            _ => serialize_other(self, serializer),
        }
    }
}

/// Writes what is neither a text nor a truth value.
#[inline(never)]
fn serialize_other<S: Serializer>(view: &View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent => serializer.serialize_unit(),
        View::Bool(value) => serializer.serialize_bool(*value),
        View::Int(value) => serializer.serialize_i64(*value),
        View::Float(value) => match number::name(*value) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(*value),
        },
        View::Decimal(text) => exact::write(text, serializer),
        View::Text(text) => serializer.serialize_str(text),
        View::Flags(text) => serializer.serialize_str(text),
        View::Json(value) => value.serialize(serializer),
        View::Object(object) => serialize(*object, serializer),
        View::List(list) => serialize_list(*list, serializer),
    }
}

/// Writes a list.
fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&list.at(index))?;
    }
    seq.end()
}

/// Whether `value` (in the exact form), kept under the name of the member that `slot` holds, is the original form of what is held. `again` is the same slot of
/// another object, for reading it once more.
pub(super) fn is_original(again: &mut dyn Slot, slot: &dyn Slot, value: Value) -> bool {
    decode::replay(value, again);
    same_view(&again.view(), &slot.view())
}
