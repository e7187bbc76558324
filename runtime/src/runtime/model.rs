//! The trait of every generated struct.
//!
//! In: structs declared with `object!`. Out: [`Model`], with all operations on a struct besides reading and setting its
//! fields, and the implementation of [`Object`] for all models.

use super::assign;
use super::compare;
use super::debug;
use super::decode;
use super::decode_text;
use super::encode;
use super::error::DecodeError;
use super::extra::Extra;
use super::object::{Container, ContainerKind, DerivedType, MemberVisitor, Object, Schema, Slot, View};
use super::property::{Navigation, Property};
use super::undocumented::{self, RelatedType, Undocumented};
use super::wire::{Form, Wire};
use serde::{Deserializer, Serializer};
use serde_json::Value;
use std::fmt::{self, Debug};

/// A documented type.
///
/// A model has no inherent methods. Everything besides its fields and the constants of its properties is in this trait,
/// so that no name conflicts with a property.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a documented type", label = "expected a struct of `models`")]
pub trait Model: Wire + Default + Clone + PartialEq + Debug {
    /// The names of the type and its members.
    const SCHEMA: &'static Schema;

    /// The types derived from this one.
    #[doc(hidden)]
    const DERIVED: &'static [DerivedType] = &[];

    /// Returns the slot of a documented member. Past the last one, returns the additional members.
    #[doc(hidden)]
    fn field_slot(&mut self, index: usize) -> &mut dyn Slot;

    /// Visits the additional members and then the filled slots, in order, with their indices.
    #[doc(hidden)]
    fn visit_fields<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>);

    /// Returns the type name of the object (`@odata.type`, or `@type` from OData 4.01).
    fn odata_type(&self) -> Option<&str> {
        let object: &dyn Object = self;
        object.extra().type_name()
    }

    /// Returns the version of the entity (`@odata.etag`, or `@etag` from OData 4.01), for `If-Match`.
    fn etag(&self) -> Option<&str> {
        self.annotation("@odata.etag").or_else(|| self.annotation("@etag"))?.as_str()
    }

    /// Returns the URL of the entity (`@odata.id`, or `@id` from OData 4.01).
    fn odata_id(&self) -> Option<&str> {
        self.annotation("@odata.id").or_else(|| self.annotation("@id"))?.as_str()
    }

    /// Returns the reason in `@removed`, `deleted` or `changed`, of an entity in a response with changes.
    ///
    /// Empty if the entity was removed without a reason, `None` if it was not removed.
    fn removed(&self) -> Option<&str> {
        let removed = self.annotation("@removed")?;
        Some(removed.get("reason").and_then(Value::as_str).unwrap_or_default())
    }

    /// Returns an annotation by its full name, such as `@odata.context` or `members@odata.nextLink`.
    fn annotation(&self, name: &str) -> Option<&Value> {
        let object: &dyn Object = self;
        object.extra().get(name)
    }

    /// Returns the received members that are not documented, of this object and all objects in it except related
    /// entities.
    fn undocumented(&self) -> Vec<Undocumented> {
        undocumented::collect(self, &[])
    }

    /// Returns the received members that are not documented, including those of related entities of these types:
    /// `group.undocumented_in(&[RelatedType::of(Group::MEMBERS)])`.
    fn undocumented_in(&self, related: &[RelatedType]) -> Vec<Undocumented> {
        undocumented::collect(self, related)
    }

    /// Returns the URL of the next page of related entities (`members@odata.nextLink`), if there are more than the
    /// response contains. Use it unchanged.
    fn next_link<V>(&self, navigation: Navigation<Self, V>) -> Option<&str> {
        self.annotation(&format!("{}@odata.nextLink", navigation.name()))?.as_str()
    }

    /// Returns the number of all related entities (`members@odata.count`), if the response contains it.
    fn count<V>(&self, navigation: Navigation<Self, V>) -> Option<i64> {
        self.annotation(&format!("{}@odata.count", navigation.name()))?.as_i64()
    }

    /// Sets a property: `User::default().with(User::CITY, "Oslo")`.
    ///
    /// It takes what [`Patch::set`](super::Patch::set) takes. A nested property (`Location::ADDRESS.path(PhysicalAddress::CITY)`)
    /// keeps the other members of the nested object. If the field of a property needs a feature that is not enabled, the
    /// value becomes an additional member.
    fn with<V: Wire>(mut self, property: Property<Self, V, impl AsRef<str>>, value: impl Into<V>) -> Self {
        self.set(property, value);
        self
    }

    /// Sets a property in place, like [`with`](Self::with).
    fn set<V: Wire>(&mut self, property: Property<Self, V, impl AsRef<str>>, value: impl Into<V>) -> &mut Self {
        assign::in_object(self, property.name(), encode::json(&V::Form::view(&value.into())));
        self
    }

    /// Sets a property to null, which the service may distinguish from a property that is absent:
    /// `User::default().with_null(User::MANAGER_ID)`.
    fn with_null<V>(mut self, property: Property<Self, V, impl AsRef<str>>) -> Self {
        assign::in_object(&mut self, property.name(), Value::Null);
        self
    }

    /// Adds `@odata.type` with the name of the type, for services that need it where they could infer it (OData JSON 4.01 §4.6.3).
    ///
    /// A value of a derived type gets it when it is converted into its base type.
    fn with_odata_type(mut self) -> Self {
        name_type(&mut self);
        self
    }

    /// Links a navigation property to an existing entity, by its URL or path, to create the object with this link.
    ///
    /// If the property has several values, this adds a link; otherwise it replaces the one that is there.
    fn bind<V>(mut self, navigation: Navigation<Self, V>, target: impl Into<String>) -> Self {
        bind(&mut self, navigation.bind(target), navigation.name());
        self
    }

    /// Links a navigation property that has several values to existing entities, by their URLs or paths, to create the
    /// object with these links. Adds to the links that are there.
    fn bind_all<V, T: Into<String>>(
        mut self,
        navigation: Navigation<Self, V>,
        targets: impl IntoIterator<Item = T>,
    ) -> Self {
        bind(&mut self, navigation.bind_all(targets), navigation.name());
        self
    }

    /// Returns the object as JSON.
    fn to_json(&self) -> Value {
        encode::rounded(self)
    }

    /// Decodes a JSON object.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not an object, or contains only an `error` object, unless that is a property of
    /// the type (see [`DecodeError::api_error`]). Other members of an object never cause an error.
    fn from_json(value: Value) -> Result<Self, DecodeError> {
        let mut object = Self::default();
        decode_text::fill_plain(value, &mut object)?;
        Ok(object)
    }

    /// Decodes the text of a JSON object.
    ///
    /// Unlike `serde_json::from_str`, this function accepts numbers beyond the range of doubles, such as `1e400`. They
    /// are stored in `extra`, and written back with their digits.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON, or for the same values as [`from_json`](Self::from_json).
    fn from_slice(text: &[u8]) -> Result<Self, DecodeError> {
        let mut object = Self::default();
        decode_text::from_slice(text, &mut object)?;
        Ok(object)
    }
}

/// The visitor of the fields of an object.
pub struct FieldVisitor<'a, 's> {
    visitor: &'s mut dyn MemberVisitor<'a>,
}

impl<'a> FieldVisitor<'a, '_> {
    /// Visits a slot if it is filled.
    #[inline]
    pub fn slot<T: Wire>(&mut self, index: usize, slot: &'a Option<T>) {
        if slot.is_some() {
            self.visitor.slot(index, slot);
        }
    }

    /// Visits the additional members.
    #[inline]
    pub fn extra(&mut self, extra: &'a Extra) {
        self.visitor.extra(extra);
    }
}

/// Implements [`Object`] once for all models.
///
/// In the expansion of `object!`, its four functions would be a third of the compile time.
impl<T: Model> Object for T {
    fn schema(&self) -> &'static Schema {
        T::SCHEMA
    }

    fn slot(&mut self, index: usize) -> &mut dyn Slot {
        self.field_slot(index)
    }

    fn visit<'a>(&'a self, visitor: &mut dyn MemberVisitor<'a>) {
        self.visit_fields(&mut FieldVisitor { visitor });
    }

    fn empty(&self) -> Box<dyn Object> {
        Box::new(T::default())
    }
}

// The functions below connect the implementations that `object!` emits with the shared code. They convert a struct to a
// trait object in one place.
//
// They call the shared code through function pointers. Before rustc inlines into a function, it walks the call graph
// below it, again for each implementation of each struct, but it does not follow pointers. LLVM does.

/// Creates an empty object.
pub fn create<T: Model>() -> Box<dyn Object> {
    Box::new(T::default())
}

/// Implements `PartialEq` for a struct.
#[inline]
pub fn equal<T: Object>(left: &T, right: &T) -> bool {
    let equal_objects: fn(&dyn Object, &dyn Object) -> bool = compare::equal_objects;
    equal_objects(left, right)
}

/// Implements `Debug` for a struct.
///
/// # Errors
///
/// Returns an error if the formatter does.
#[inline]
pub fn show<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let debug: fn(&dyn Object, &mut fmt::Formatter<'_>) -> fmt::Result = debug::debug;
    debug(object, f)
}

/// The result of a serializer.
pub(super) type SerializeResult<S> = Result<<S as Serializer>::Ok, <S as Serializer>::Error>;

/// Implements `Serialize` for a struct.
///
/// # Errors
///
/// Returns an error if the serializer does.
#[inline]
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> SerializeResult<S> {
    let serialize: fn(&dyn Object, S) -> SerializeResult<S> = encode::serialize;
    serialize(object, serializer)
}

/// Implements `Clone` for a struct.
#[inline]
pub fn clone<T: Object + Default>(from: &T) -> T {
    let mut to = T::default();
    let copy: fn(&dyn Object, &mut dyn Object) = compare::copy;
    copy(from, &mut to);
    to
}

/// Implements `Deserialize` for a struct.
///
/// # Errors
///
/// Returns an error if the deserializer does, or if the value is not an object.
#[inline]
pub fn read<'de, T: Object + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::default();
    let read: fn(D, &mut dyn Object) -> Result<(), D::Error> = decode::read;
    read(deserializer, &mut object)?;
    Ok(object)
}

/// Adds the name of an object's type.
fn name_type(object: &mut dyn Object) {
    let annotation = assign::type_annotation(object.schema().type_name);
    object.extra_mut().insert("@odata.type", annotation);
}

/// Adds a link of the navigation property with this name to an object.
fn bind(object: &mut dyn Object, (annotation, link): (String, Value), name: &str) {
    let links = assign::with_link(&mut *object.empty(), name, object.extra().get(&annotation), link);
    object.extra_mut().insert(annotation, links);
}

/// The [`Form`] of models.
pub struct AsObject;

impl<T: Model> Form<T> for AsObject {
    fn container(slot: &mut Option<T>, kind: ContainerKind) -> Option<Container<'_>> {
        (kind == ContainerKind::Object).then(|| Container::Object(slot.get_or_insert_default()))
    }

    fn view(value: &T) -> View<'_> {
        View::Object(value)
    }

    fn type_name() -> &'static str {
        T::SCHEMA.type_name
    }
}

/// The [`Form`] of models that are boxed because their types are recursive.
pub struct AsBox;

impl<T: Model> Wire for Box<T> {
    type Form = AsBox;
}

impl<T: Model> Form<Box<T>> for AsBox {
    fn container(slot: &mut Option<Box<T>>, kind: ContainerKind) -> Option<Container<'_>> {
        (kind == ContainerKind::Object).then(|| Container::Object(&mut **slot.get_or_insert_default()))
    }

    fn view(value: &Box<T>) -> View<'_> {
        View::Object(&**value)
    }
}
