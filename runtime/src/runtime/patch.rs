//! Request bodies and partial updates.
//!
//! In: models, partial updates, or JSON. Out: JSON.

use super::assign;
use super::debug::RedactedMembers;
use super::encode;
use super::exact;
use super::json::Json;
use super::model::{Model, create};
use super::object::Object;
use super::property::{Navigation, Property};
use super::wire::{Form, Wire};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// A value that can be the body of a request that takes a `B`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request body of type `{B}`",
    label = "expected a `{B}`",
    note = "pass a `{B}` or a `&{B}`, a `Patch` with the properties to change, or a `serde_json::Value`"
)]
pub trait JsonBody<B> {
    /// Creates an empty object of the type of the body, if there is one.
    #[doc(hidden)]
    const EMPTY: Option<fn() -> Box<dyn Object>> = None;

    /// Converts into JSON.
    fn into_json(self) -> Json;
}

impl<T: Model> JsonBody<T> for T {
    const EMPTY: Option<fn() -> Box<dyn Object>> = Some(create::<T>);

    fn into_json(self) -> Json {
        (&self).into_json()
    }
}

impl<T: Model> JsonBody<T> for &T {
    const EMPTY: Option<fn() -> Box<dyn Object>> = Some(create::<T>);

    fn into_json(self) -> Json {
        Json::from_exact(Value::Object(encode::members_json(self)))
    }
}

/// JSON is not compared with the documented values of enums: a program that sends only JSON does not contain the code of the type.
impl<T> JsonBody<T> for Value {
    fn into_json(self) -> Json {
        self.into()
    }
}

impl<T: Model> JsonBody<T> for Patch<T> {
    const EMPTY: Option<fn() -> Box<dyn Object>> = Some(create::<T>);

    fn into_json(self) -> Json {
        Json::from_exact(Value::Object(self.members))
    }
}

impl<T: Model> JsonBody<T> for &Patch<T> {
    const EMPTY: Option<fn() -> Box<dyn Object>> = Some(create::<T>);

    fn into_json(self) -> Json {
        self.clone().into_json()
    }
}

/// A partial update of an entity.
///
/// Properties that are set are changed, null properties are cleared, and absent ones keep their value.
///
/// ```text
/// Patch::new().set(User::CITY, "Oslo").null(User::MOBILE_PHONE)
/// ```
#[must_use = "a patch changes nothing until it is the body of a request"]
pub struct Patch<O> {
    /// The members in the exact form.
    members: Map<String, Value>,
    marker: PhantomData<fn() -> O>,
}

impl<O> Patch<O> {
    /// Creates an empty update.
    pub fn new() -> Self {
        Self { members: Map::new(), marker: PhantomData }
    }

    /// Sets a property.
    ///
    /// A nested property (`Location::ADDRESS.path(PhysicalAddress::CITY)`) creates an object with only that property, and with
    /// `@odata.type` if the property belongs to a derived type.
    pub fn set<V: Wire>(self, property: Property<O, V, impl AsRef<str>>, value: impl Into<V>) -> Self {
        let value = encode::json(&V::Form::view(&value.into()));
        self.set_path(property.name(), value)
    }

    /// Sets a property to null.
    pub fn null<V>(self, property: Property<O, V, impl AsRef<str>>) -> Self {
        self.set_path(property.name(), Value::Null)
    }

    /// Sets an undocumented member.
    pub fn raw(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(exact::escape_name(name.into()), exact::from_plain(value.into()));
        self
    }

    /// Returns whether the update is empty.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Returns the update as JSON.
    pub fn to_json(&self) -> Value {
        exact::to_plain(Value::Object(self.members.clone()))
    }

    /// Returns the members in the exact form.
    pub(super) fn into_members(self) -> Map<String, Value> {
        self.members
    }

    /// Sets the member at a path to a value in the exact form.
    fn set_path(mut self, path: &str, value: Value) -> Self {
        assign::in_members(&mut self.members, path, value);
        self
    }
}

impl<O: Model> Patch<O> {
    /// Adds `@odata.type` with the name of the type, for services that need it where they could infer it (OData JSON 4.01 §4.6.3).
    pub fn with_odata_type(self) -> Self {
        let annotation = assign::type_annotation(O::SCHEMA.type_name);
        self.raw("@odata.type", annotation)
    }

    /// Links a navigation property to an existing entity, by its URL or path.
    ///
    /// If the property has several values, this adds a link; otherwise it replaces the one that is there.
    pub fn bind<V>(self, navigation: Navigation<O, V>, target: impl Into<String>) -> Self {
        self.link(navigation.bind(target), navigation.name())
    }

    /// Links a navigation property that has several values to existing entities, by their URLs or paths. Adds to the links
    /// that are there.
    pub fn bind_all<V, T: Into<String>>(
        self,
        navigation: Navigation<O, V>,
        targets: impl IntoIterator<Item = T>,
    ) -> Self {
        self.link(navigation.bind_all(targets), navigation.name())
    }

    fn link(self, (annotation, link): (String, Value), name: &str) -> Self {
        let present = self.members.get(&exact::escape_name(annotation.clone()));
        let links = assign::with_link(&mut O::default(), name, present, link);
        self.raw(annotation, links)
    }
}

impl<O> Default for Patch<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> Clone for Patch<O> {
    fn clone(&self) -> Self {
        Self { members: self.members.clone(), marker: PhantomData }
    }
}

impl<O> PartialEq for Patch<O> {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl<O> Eq for Patch<O> {}

/// Serializes the update with all digits of its numbers.
impl<O> Serialize for Patch<O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::from_exact(Value::Object(self.members.clone())).serialize(serializer)
    }
}

/// Formats the update with secrets hidden, like a model.
impl<O: Model> fmt::Debug for Patch<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = self.to_json();
        let members: Vec<_> = json
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value, O::SCHEMA.is_secret(name)))
            .collect();
        f.write_str("Patch ")?;
        fmt::Debug::fmt(&RedactedMembers(&members), f)
    }
}
