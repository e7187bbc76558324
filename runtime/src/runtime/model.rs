//! Models: the trait of every emitted struct.
//!
//! In: structs declared with `object!`. Out: [`Model`], which has everything a user can do with a struct besides reading and setting its fields, and
//! the implementation of [`Object`] for all of them.

use super::compare;
use super::debug;
use super::decode;
use super::encode;
use super::error::DecodeError;
use super::extra::Extra;
use super::object::{DerivedType, MemberVisitor, Object, Schema, Slot, View};
use super::undocumented::{self, Undocumented};
use super::wire::{Form, Wire};
use serde::{Deserializer, Serializer};
use serde_json::Value;
use std::fmt::{self, Debug};

/// A documented type.
///
/// A model has no methods of its own: everything beside its fields and the constants of its properties is in this trait, so that
/// no property can be in the way.
pub trait Model: Wire + Default + Clone + PartialEq + Debug {
    /// What is known of the type.
    const SCHEMA: &'static Schema;

    /// The types derived from it.
    #[doc(hidden)]
    const DERIVED: &'static [DerivedType] = &[];

    /// The slot of a documented member; past the last, the members without a field.
    #[doc(hidden)]
    fn field_slot(&mut self, index: usize) -> &mut dyn Slot;

    /// Shows the members without a field, and the slots that hold something, in order, with their indices.
    #[doc(hidden)]
    fn visit_fields<'a>(&'a self, show: &mut FieldVisitor<'a, '_>);

    /// The type that the object says it is of (`@odata.type`).
    fn odata_type(&self) -> Option<&str> {
        self.annotation("@odata.type")?.as_str()
    }

    /// The version of the entity (`@odata.etag`), for `If-Match`.
    fn etag(&self) -> Option<&str> {
        self.annotation("@odata.etag")?.as_str()
    }

    /// The address of the entity (`@odata.id`).
    fn odata_id(&self) -> Option<&str> {
        self.annotation("@odata.id")?.as_str()
    }

    /// In an answer with changes: why the entity is gone (`@removed`), `deleted` or `changed`. Empty if it is gone without a reason.
    fn removed(&self) -> Option<&str> {
        let removed = self.annotation("@removed")?;
        Some(removed.get("reason").and_then(Value::as_str).unwrap_or_default())
    }

    /// An instance annotation by its full name, such as `@odata.context` or `members@odata.nextLink`.
    fn annotation(&self, name: &str) -> Option<&Value> {
        let object: &dyn Object = self;
        object.extra().get(name)
    }

    /// All that was received but is not documented, of this object and all objects in it.
    fn undocumented(&self) -> Vec<Undocumented> {
        undocumented::collect(self)
    }

    /// The object as JSON.
    fn to_json(&self) -> Value {
        encode::rounded(self)
    }

    /// Decodes a JSON object.
    ///
    /// # Errors
    ///
    /// Fails if the value is not an object. Nothing in an object makes it fail.
    fn from_json(value: Value) -> Result<Self, DecodeError> {
        let mut object = Self::default();
        match value {
            Value::Object(members) => decode::fill_plain(members, &mut object),
            other => return Err(DecodeError::not_an_object(Self::SCHEMA, &other)),
        }
        Ok(object)
    }

    /// Decodes the text of a JSON object.
    ///
    /// Unlike `serde_json::from_str`, this accepts numbers beyond the range of doubles, such as `1e400`: they are kept in `extra`, and written
    /// back with their digits.
    ///
    /// # Errors
    ///
    /// Fails if the text is not JSON, or not an object.
    fn from_slice(text: &[u8]) -> Result<Self, DecodeError> {
        let mut object = Self::default();
        decode::from_slice(text, &mut object)?;
        Ok(object)
    }
}

/// What the fields of an object are shown to.
pub struct FieldVisitor<'a, 's> {
    to: &'s mut dyn MemberVisitor<'a>,
}

impl<'a> FieldVisitor<'a, '_> {
    /// Shows a slot if it holds something.
    #[inline]
    pub fn slot<T: Wire>(&mut self, index: usize, slot: &'a Option<T>) {
        if slot.is_some() {
            self.to.slot(index, slot);
        }
    }

    /// Shows the members without a field.
    #[inline]
    pub fn extra(&mut self, extra: &'a Extra) {
        self.to.extra(extra);
    }
}

/// What `object!` would otherwise have to say of each type. Four functions of an implementation are a third of what it costs to compile.
impl<T: Model> Object for T {
    fn schema(&self) -> &'static Schema {
        T::SCHEMA
    }

    fn slot(&mut self, index: usize) -> &mut dyn Slot {
        self.field_slot(index)
    }

    fn visit<'a>(&'a self, to: &mut dyn MemberVisitor<'a>) {
        self.visit_fields(&mut FieldVisitor { to });
    }

    fn empty(&self) -> Box<dyn Object> {
        Box::new(T::default())
    }
}

// What follows stands between the implementations that `object!` makes and the code that they share. That a struct is an object is found
// out here, once. The shared code is called by a pointer: before rustc inlines into a function it walks through all that this can call,
// to the end, for each implementation of each struct again, but not through pointers. LLVM sees what they point at.

/// `PartialEq` of a struct.
#[inline]
pub fn equal<T: Object>(left: &T, right: &T) -> bool {
    let same: fn(&dyn Object, &dyn Object) -> bool = compare::same;
    same(left, right)
}

/// `Debug` of a struct.
///
/// # Errors
///
/// Fails where the formatter does.
#[inline]
pub fn show<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let debug: fn(&dyn Object, &mut fmt::Formatter<'_>) -> fmt::Result = debug::debug;
    debug(object, f)
}

/// What writing with a serializer gives.
type Written<S> = Result<<S as Serializer>::Ok, <S as Serializer>::Error>;

/// `Serialize` of a struct.
///
/// # Errors
///
/// Fails where the format does.
#[inline]
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Written<S> {
    let serialize: fn(&dyn Object, S) -> Written<S> = encode::serialize;
    serialize(object, serializer)
}

/// A copy of a struct.
#[inline]
pub fn clone<T: Object + Default>(from: &T) -> T {
    let mut to = T::default();
    let copy: fn(&dyn Object, &mut dyn Object) = compare::copy;
    copy(from, &mut to);
    to
}

/// `Deserialize` of a struct.
///
/// # Errors
///
/// Fails where the format does, or if the value is not an object.
#[inline]
pub fn read<'de, T: Object + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::default();
    let read: fn(D, &mut dyn Object) -> Result<(), D::Error> = decode::read;
    read(deserializer, &mut object)?;
    Ok(object)
}

/// The form of models.
pub struct AsObject;

impl<T: Model> Form<T> for AsObject {
    fn object(slot: &mut Option<T>) -> Option<&mut dyn Object> {
        Some(slot.get_or_insert_default())
    }

    fn view(value: &T) -> View<'_> {
        View::Object(value)
    }
}

/// The form of models that are boxed because they contain each other.
pub struct AsBox;

impl<T: Model> Wire for Box<T> {
    type Form = AsBox;
}

impl<T: Model> Form<Box<T>> for AsBox {
    fn object(slot: &mut Option<Box<T>>) -> Option<&mut dyn Object> {
        Some(&mut **slot.get_or_insert_default())
    }

    fn view(value: &Box<T>) -> View<'_> {
        View::Object(&**value)
    }
}
