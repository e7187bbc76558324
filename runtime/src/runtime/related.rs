//! Related entities: the values of navigation properties.
//!
//! In: the JSON text that a service sends for an expanded navigation property, or models to be created together with
//! their owner. Out: the same text, decoded when the program calls for it.
//!
//! Services send related entities only if `$expand` requests them. A program therefore compiles the types of related
//! entities only where it decodes them, and decoding a response does not decode them.

use super::compare::equal_views;
use super::decode;
use super::decode_related::RelatedSeed;
use super::decode_text;
use super::derived::Base;
use super::error::DecodeError;
use super::exact;
use super::model::{self, Model};
use super::object::{Object, View};
use super::property::Navigation;
use super::undocumented::RelatedType;
use super::wire::{Form, Wire};
use serde::de::{DeserializeSeed, Error, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{StreamDeserializer, Value};
use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

/// The value of a navigation property: a related entity (`Related<User>`) or several (`Related<Vec<User>>`).
///
/// It contains the JSON text as received, and writes it back unchanged.
///
/// ```text
/// if let DirectoryObjectDerived::User(manager) = user.manager?.derived()? {
///     println!("{:?}", manager.display_name);
/// }
/// for member in group.members?.iter() {
///     println!("{:?}", member?.id);
/// }
/// ```
///
/// To create an entity together with related entities, convert their models:
///
/// ```text
/// Group { owners: Some(vec![owner].into()), ..Group::default() }
/// ```
pub struct Related<T> {
    /// Boxed twice, because few of the navigation properties of an object have a value.
    text: Box<Box<str>>,
    marker: PhantomData<fn() -> T>,
}

/// What a navigation property can contain: a model, or a list of models.
pub trait RelatedValue: Sized + 'static {
    /// Whether it is a list.
    #[doc(hidden)]
    const IS_LIST: bool;

    /// Decodes a JSON text.
    #[doc(hidden)]
    fn from_text(text: &str) -> Result<Self, DecodeError>;

    /// Encodes as a JSON text.
    #[doc(hidden)]
    fn to_text(&self) -> String;
}

impl<T: Model> RelatedValue for T {
    const IS_LIST: bool = false;

    fn from_text(text: &str) -> Result<Self, DecodeError> {
        let mut object = T::default();
        // An entity may have an undocumented member `error`. Only a response body can report an error of the service.
        decode_text::read_str(text, &mut object)?;
        Ok(object)
    }

    fn to_text(&self) -> String {
        encoded(&View::Object(self))
    }
}

impl<T: Model> RelatedValue for Vec<T> {
    const IS_LIST: bool = true;

    fn from_text(text: &str) -> Result<Self, DecodeError> {
        Items::new(text).collect()
    }

    fn to_text(&self) -> String {
        encoded(&View::List(self))
    }
}

/// Encodes a view as a JSON text.
fn encoded(view: &View<'_>) -> String {
    // Serializing a view cannot fail, since the keys of its objects are strings.
    serde_json::to_string(view).unwrap_or_default()
}

impl<T: RelatedValue> Related<T> {
    /// Creates the value of a navigation property, to be sent when its owner is created.
    ///
    /// A value of a derived type gets its `@odata.type`.
    pub fn new(value: impl Into<T>) -> Self {
        Self::from_text(value.into().to_text())
    }

    /// Decodes the related entity or entities.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not an object, or one of the elements is not. The error has the location within
    /// this value. Members of the objects never cause an error.
    pub fn get(&self) -> Result<T, DecodeError> {
        T::from_text(&self.text)
    }

    /// Consumes the value, and decodes the related entity or entities.
    ///
    /// # Errors
    ///
    /// See [`get`](Self::get).
    pub fn into_inner(self) -> Result<T, DecodeError> {
        self.get()
    }
}

impl<T> Related<T> {
    fn from_text(text: String) -> Self {
        Self { text: boxed(text), marker: PhantomData }
    }

    /// Returns the JSON text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the value as JSON.
    pub fn json(&self) -> Value {
        exact::to_plain(exact::parse(&self.text))
    }
}

impl<T: Model> Related<T> {
    /// Returns the URL (`@odata.id`) if the value is only a reference to an entity (OData JSON 4.01 §14): an object
    /// without any property.
    pub fn reference(&self) -> Option<String> {
        let Value::Object(mut members) = self.json() else { return None };
        let id = ["@odata.id", "@id"].iter().find_map(|name| members.remove(*name))?;
        let is_reference = members.keys().all(|name| name.starts_with('@'));
        id.as_str().filter(|_| is_reference).map(str::to_owned)
    }
}

impl<T: Base> Related<T> {
    /// Decodes the related entity as the type that its `@odata.type` names, like [`Base::into_derived`].
    ///
    /// # Errors
    ///
    /// See [`get`](Self::get).
    pub fn derived(&self) -> Result<T::Derived, DecodeError> {
        self.get().map(T::into_derived)
    }
}

impl<T: Model> Related<T> {
    /// Decodes the related entity as a derived type, whatever its `@odata.type`: `user.manager?.get_as::<User>()`.
    ///
    /// # Errors
    ///
    /// See [`get`](Self::get).
    pub fn get_as<D: Model + Into<T>>(&self) -> Result<D, DecodeError> {
        D::from_text(&self.text)
    }
}

impl<T: Model> Related<Vec<T>> {
    /// Decodes the related entities one by one. A value that is not an object yields an error, and the next ones are decoded.
    pub fn iter(&self) -> Items<'_, T> {
        Items::new(&self.text)
    }

    /// Returns the related entities without decoding them, for instance to tell [references](Related::reference) from
    /// entities.
    pub fn entities(&self) -> impl Iterator<Item = Related<T>> {
        Elements::new(&self.text).texts().map(|text| Related::from_text(text.to_owned()))
    }
}

impl<'a, T: Model> IntoIterator for &'a Related<Vec<T>> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

/// The related entities of a [`Related`], decoded one by one.
pub struct Items<'a, T> {
    elements: Elements<'a>,
    marker: PhantomData<fn() -> T>,
}

impl<'a, T> Items<'a, T> {
    fn new(text: &'a str) -> Self {
        Self { elements: Elements::new(text), marker: PhantomData }
    }
}

impl<T: Model> Iterator for Items<'_, T> {
    type Item = Result<T, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.elements.begin() {
            return None;
        }
        // Most elements are objects, and reading them as such takes one pass.
        if let Some(Decoded(item)) = self.elements.read() {
            return Some(Ok(item));
        }
        let path = format!("/{}", self.elements.read);
        let text = self.elements.skip()?;
        Some(T::from_text(text).map_err(|error| error.below(&path)))
    }
}

impl<T: Model> FusedIterator for Items<'_, T> {}

impl<T> Clone for Items<'_, T> {
    fn clone(&self) -> Self {
        Self { elements: self.elements.clone(), marker: PhantomData }
    }
}

/// Formats the JSON of the remaining entities with secrets hidden.
impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.elements.clone().texts().map(View::Related)).finish()
    }
}

/// A model that is read by a [`StreamDeserializer`].
struct Decoded<T>(T);

impl<'de, T: Model> Deserialize<'de> for Decoded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = T::default();
        let read: fn(D, &mut dyn Object) -> _ = decode::read_root;
        read(deserializer, &mut object)?;
        Ok(Self(object))
    }
}

/// Reads the elements of a JSON array one by one.
#[derive(Clone)]
struct Elements<'a> {
    /// The text after the elements read so far.
    rest: &'a str,
    /// The number of elements read so far.
    read: usize,
}

impl<'a> Elements<'a> {
    /// Begins with the first element. A text that is not an array has no elements.
    fn new(text: &'a str) -> Self {
        Self { rest: text, read: 0 }
    }

    /// Moves to the next element, and returns whether there is one.
    fn begin(&mut self) -> bool {
        let before = if self.read == 0 { '[' } else { ',' };
        let next = self.rest.trim_ascii_start().strip_prefix(before).map(str::trim_ascii_start);
        self.rest = next.unwrap_or_default();
        !self.rest.is_empty() && !self.rest.starts_with(']')
    }

    /// Reads the element here, unless it is not a `V`.
    fn read<V: Deserialize<'a>>(&mut self) -> Option<V> {
        let mut stream: StreamDeserializer<'_, _, V> = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = stream.next()?.ok()?;
        self.rest = self.rest.get(stream.byte_offset()..).unwrap_or_default();
        self.read += 1;
        Some(value)
    }

    /// Returns the text of the element here.
    fn skip(&mut self) -> Option<&'a str> {
        let text = self.rest;
        self.read::<IgnoredAny>()?;
        text.get(..text.len() - self.rest.len())
    }

    /// Iterates over the texts of the elements.
    fn texts(mut self) -> impl Iterator<Item = &'a str> {
        std::iter::from_fn(move || self.begin().then(|| self.skip()).flatten())
    }
}

impl RelatedType {
    /// Returns the type that a navigation property leads to: `RelatedType::of(User::MANAGER)`.
    pub const fn of<O: Model, V: Model>(navigation: Navigation<O, V>) -> Self {
        Self { owner: O::SCHEMA, name: navigation.static_name(), create: model::create::<V> }
    }
}

impl<T: Model> From<T> for Related<T> {
    fn from(entity: T) -> Self {
        (&entity).into()
    }
}

impl<T: Model> From<&T> for Related<T> {
    fn from(entity: &T) -> Self {
        Self::from_text(entity.to_text())
    }
}

/// Values of derived types get their `@odata.type`.
impl<T: Model, I: Into<T>> From<Vec<I>> for Related<Vec<T>> {
    fn from(entities: Vec<I>) -> Self {
        entities.into_iter().collect()
    }
}

/// Values of derived types get their `@odata.type`.
impl<T: Model, I: Into<T>> FromIterator<I> for Related<Vec<T>> {
    fn from_iter<L: IntoIterator<Item = I>>(entities: L) -> Self {
        Self::new(entities.into_iter().map(Into::into).collect::<Vec<T>>())
    }
}

fn boxed(text: String) -> Box<Box<str>> {
    Box::new(text.into_boxed_str())
}

/// Returns the text in a string if it is that of an object, or of a list.
fn text_of(value: Value, is_list: bool) -> Result<Box<Box<str>>, Value> {
    let begin = if is_list { '[' } else { '{' };
    match value {
        Value::String(text) if text.starts_with(begin) => Ok(boxed(text)),
        other => Err(other),
    }
}

/// The [`Form`] of related entities.
pub struct AsRelated;

impl<T: RelatedValue> Wire for Related<T> {
    type Form = AsRelated;
}

impl<T: RelatedValue> Form<Related<T>> for AsRelated {
    /// Takes a string with the JSON text of an object or a list.
    fn take(value: Value) -> Result<(Related<T>, Option<Value>), Value> {
        match text_of(value, T::IS_LIST) {
            Ok(text) => Ok((Related { text, marker: PhantomData }, None)),
            Err(value) => Err(value),
        }
    }

    fn view(value: &Related<T>) -> View<'_> {
        View::Related(&value.text)
    }
}

impl<T> Clone for Related<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), marker: PhantomData }
    }
}

/// Two values are equal if their JSON is, whatever the order of members.
impl<T> PartialEq for Related<T> {
    fn eq(&self, other: &Self) -> bool {
        equal_views(&View::Related(&self.text), &View::Related(&other.text))
    }
}

impl<T> Eq for Related<T> {}

/// Formats the JSON with secrets hidden.
impl<T> fmt::Debug for Related<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        View::Related(&self.text).fmt(f)
    }
}

impl<T> Serialize for Related<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact::write_related(&self.text, serializer)
    }
}

impl<'de, T: RelatedValue> Deserialize<'de> for Related<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut slot: Option<Self> = None;
        let outcome = RelatedSeed(&mut slot).deserialize(deserializer)?;
        slot.ok_or_else(|| {
            let expected = if T::IS_LIST { "an array" } else { "an object" };
            let found = outcome.into_original().unwrap_or_default();
            D::Error::custom(DecodeError::mistyped(expected, &found))
        })
    }
}
