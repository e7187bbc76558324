//! Request bodies and partial updates.
//!
//! In: models, partial updates, or JSON. Out: JSON.

use super::debug::RedactedMembers;
use super::encode;
use super::exact;
use super::json::Json;
use super::model::Model;
use super::property::{Navigation, Property};
use super::wire::{Form, Wire};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// A value that can be the body of a request that takes a `B`.
pub trait JsonBody<B> {
    /// Converts into JSON.
    fn into_json(self) -> Json;
}

impl<T: Model> JsonBody<T> for T {
    fn into_json(self) -> Json {
        (&self).into_json()
    }
}

impl<T: Model> JsonBody<T> for &T {
    fn into_json(self) -> Json {
        Json::from_exact(Value::Object(encode::members_json(self)))
    }
}

impl<T> JsonBody<T> for Value {
    fn into_json(self) -> Json {
        self.into()
    }
}

impl<T> JsonBody<T> for Patch<T> {
    fn into_json(self) -> Json {
        Json::from_exact(Value::Object(self.members))
    }
}

impl<T> JsonBody<T> for &Patch<T> {
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
    /// A nested property (`User::ADDRESS.path(Address::CITY)`) creates an object with only that property.
    pub fn set<V: Wire>(self, property: Property<O, V, impl AsRef<str>>, value: impl Into<V>) -> Self {
        let value = encode::json(&V::Form::view(&value.into()));
        self.set_path(property.name(), value)
    }

    /// Sets a property to null.
    pub fn null<V>(self, property: Property<O, V, impl AsRef<str>>) -> Self {
        self.set_path(property.name(), Value::Null)
    }

    /// Links a navigation property to an existing entity, by its URL or path.
    pub fn bind<V>(self, navigation: Navigation<O, V>, target: impl Into<String>) -> Self {
        let (name, target) = navigation.bind(target);
        self.raw(name, target)
    }

    /// Links a navigation property to existing entities, by their URLs or paths.
    pub fn bind_all<V, T: Into<String>>(
        self,
        navigation: Navigation<O, V>,
        targets: impl IntoIterator<Item = T>,
    ) -> Self {
        let (name, targets) = navigation.bind_all(targets);
        self.raw(name, targets)
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
        let mut members = &mut self.members;
        let mut rest = path;
        while let Some((first, more)) = rest.split_once('/') {
            let nested = members.entry(exact::escape_name(first.to_owned())).or_insert(Value::Null);
            if !nested.is_object() || exact::digits(nested).is_some() {
                *nested = Value::Object(Map::new());
            }
            let Value::Object(nested) = nested else {
                return self;
            };
            members = nested;
            rest = more;
        }
        members.insert(exact::escape_name(rest.to_owned()), value);
        self
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
