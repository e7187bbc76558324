//! Request bodies and partial updates.

use super::json::Json;
use super::model::Model;
use super::property::{Navigation, Property};
use super::wire::Wire;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// A value that can be the body of a request that takes a `B`.
pub trait JsonBody<B> {
    /// Creates an empty object of the type of the body. The variant has none.
    const EMPTY: Option<fn() -> Box<dyn super::object::Object>> = None;

    /// Converts into JSON.
    fn into_json(self) -> Json;
}

impl<T: Model> JsonBody<T> for T {
    fn into_json(self) -> Json {
        self.to_json().into()
    }
}

impl<T: Model> JsonBody<T> for &T {
    fn into_json(self) -> Json {
        self.to_json().into()
    }
}

impl<T> JsonBody<T> for Value {
    fn into_json(self) -> Json {
        self.into()
    }
}

impl<T> JsonBody<T> for Patch<T> {
    fn into_json(self) -> Json {
        Value::Object(self.members).into()
    }
}

impl<T> JsonBody<T> for &Patch<T> {
    fn into_json(self) -> Json {
        Value::Object(self.members.clone()).into()
    }
}

/// A partial update of an entity.
///
/// Properties that are set are changed, null properties are cleared, and absent ones keep their value.
pub struct Patch<O> {
    members: Map<String, Value>,
    marker: PhantomData<fn() -> O>,
}

impl<O> Patch<O> {
    /// Creates an empty update.
    pub fn new() -> Self {
        Self { members: Map::new(), marker: PhantomData }
    }

    /// Sets a property.
    pub fn set<V: Wire>(self, property: Property<O, V>, value: impl Into<V>) -> Self {
        let value = serde_json::to_value(value.into()).unwrap_or(Value::Null);
        self.raw(property.name(), value)
    }

    /// Sets a property to null.
    pub fn null<V>(self, property: Property<O, V>) -> Self {
        self.raw(property.name(), Value::Null)
    }

    /// Links a navigation property to an existing entity, by its URL or path.
    pub fn bind<V>(self, navigation: Navigation<O, V>, target: impl Into<String>) -> Self {
        let (name, target) = navigation.bind(target);
        self.raw(name, target)
    }

    /// Sets an undocumented member.
    pub fn raw(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }
}

impl<O> Default for Patch<O> {
    fn default() -> Self {
        Self::new()
    }
}
