//! Objects: what every model is, and what can be done with it.
//!
//! In: the facts that `object!` states of a struct. Out: [`Object`], the form without type parameters that the shared code works
//! with, and [`Model`], everything a user can do with a struct beside reading and setting its fields.

use super::debug;
use super::decode;
use super::derived::DerivedType;
use super::encode;
use super::error::DecodeError;
use super::extra::Extra;
use super::same;
use super::slot::{Slot, Wire};
use super::unlisted::{self, Unlisted};
use serde::{Deserializer, Serializer};
use serde_json::Value;
use std::any::Any;
use std::fmt::{self, Debug};

/// What is known of a type.
#[derive(Debug)]
pub struct Schema {
    /// The name of the struct.
    pub ident: &'static str,
    /// The qualified name of the type, without `#`; empty if it has none.
    pub type_name: &'static str,
    /// The names in JSON of its documented members, in slot order.
    pub names: &'static [&'static str],
    /// The names of the fields that hold them, in the same order, with spaces between.
    pub idents: &'static str,
    /// The indices of the members whose values `Debug` hides.
    pub secrets: &'static [usize],
    /// The types derived from it.
    pub derived: &'static [DerivedType],
}

impl Schema {
    /// The name in JSON of the member at this index; empty if there is none.
    pub fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// Whether `Debug` hides the member of this JSON name because it is documented to be a secret.
    pub fn is_secret(&self, name: &str) -> bool {
        self.secrets.iter().any(|index| self.name(*index) == name)
    }

    /// Whether `type_name`, with or without `#` and in whatever case, is the name of this type.
    pub fn is_named(&self, type_name: &str) -> bool {
        !self.type_name.is_empty() && bare(type_name).eq_ignore_ascii_case(self.type_name)
    }

    /// The derived type of this name, with or without `#` and in whatever case.
    pub fn derived(&self, type_name: &str) -> Option<&'static DerivedType> {
        let type_name = bare(type_name);
        self.derived.iter().find(|derived| type_name.eq_ignore_ascii_case(derived.type_name))
    }
}

/// A qualified type name without the `#` it has on the wire.
fn bare(type_name: &str) -> &str {
    type_name.strip_prefix('#').unwrap_or(type_name)
}

/// An object whose type the shared code does not know. Every [`Model`] is one.
pub trait Object: Any {
    /// What is known of its type.
    fn schema(&self) -> &'static Schema;

    /// The slot of a documented member. Past the last there is one that takes nothing.
    fn slot(&mut self, index: usize) -> &mut dyn Slot;

    /// Shows the members without a field, and then the slots that hold something, in order, with their indices.
    fn each<'a>(&'a self, to: &mut dyn Members<'a>);

    /// Another object of its type, which holds nothing.
    fn empty(&self) -> Box<dyn Object>;
}

// Not in the trait, where each of them would be compiled once for each type that a program can reach.
impl<'o> dyn Object + 'o {
    /// The members without a field.
    pub(super) fn extra(&self) -> &Extra {
        let mut extra = ExtraOnly(None);
        self.each(&mut extra);
        extra.0.expect("`object!` shows the members without a field")
    }

    /// The members without a field.
    pub(super) fn extra_mut(&mut self) -> &mut Extra {
        let slot: &mut dyn Any = self.slot(EXTRA);
        slot.downcast_mut().expect("`object!` ends with the members without a field")
    }
}

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
    fn place(&mut self, index: usize) -> &mut dyn Slot;

    /// Shows the members without a field, and the slots that hold something, in order, with their indices.
    #[doc(hidden)]
    fn held<'a>(&'a self, show: &mut Show<'a, '_>);

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
    fn unlisted(&self) -> Vec<Unlisted> {
        unlisted::collect(self)
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

/// Looks at what an object holds.
pub trait Members<'a> {
    /// Looks at the members without a field. These come first.
    fn extra(&mut self, extra: &'a Extra);

    /// Looks at a slot that holds something.
    fn slot(&mut self, index: usize, slot: &'a dyn Slot);
}

/// Looks at the slots alone.
pub(super) struct Slots<F>(F);

impl<F> Slots<F> {
    /// Has `look` look at them.
    pub(super) fn new<'a>(look: F) -> Self
    where
        F: FnMut(usize, &'a dyn Slot),
    {
        Self(look)
    }
}

impl<'a, F: FnMut(usize, &'a dyn Slot)> Members<'a> for Slots<F> {
    fn extra(&mut self, _: &'a Extra) {}

    fn slot(&mut self, index: usize, slot: &'a dyn Slot) {
        (self.0)(index, slot);
    }
}

/// Looks at the members without a field alone.
struct ExtraOnly<'a>(Option<&'a Extra>);

impl<'a> Members<'a> for ExtraOnly<'a> {
    fn extra(&mut self, extra: &'a Extra) {
        self.0 = Some(extra);
    }

    fn slot(&mut self, _: usize, _: &'a dyn Slot) {}
}

/// What the fields of an object are shown to.
pub struct Show<'a, 's> {
    to: &'s mut dyn Members<'a>,
}

impl<'a> Show<'a, '_> {
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

/// The index that [`Model::place`] has no documented member for, in whatever type.
const EXTRA: usize = usize::MAX;

/// What `object!` would otherwise have to say of each type. Four functions of an implementation are a third of what it costs to compile.
impl<T: Model> Object for T {
    fn schema(&self) -> &'static Schema {
        T::SCHEMA
    }

    fn slot(&mut self, index: usize) -> &mut dyn Slot {
        self.place(index)
    }

    fn each<'a>(&'a self, to: &mut dyn Members<'a>) {
        self.held(&mut Show { to });
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
    let same: fn(&dyn Object, &dyn Object) -> bool = same::same;
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
    let copy: fn(&dyn Object, &mut dyn Object) = same::copy;
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

/// Implements everything for a struct whose fields are all `Option`s, but for `extra: Extra`.
///
/// ```text
/// object! { User "microsoft.graph.user" { 0 id "id", 1 password "password" secret } }
/// object! { DirectoryObject "microsoft.graph.directoryObject" base { 0 id "id" } }
/// ```
///
/// The indices count from zero without a gap. A field that is there only with some features has these behind it, `["mail", "users"]`; without
/// them its member keeps its index, whose slot takes nothing. `base` goes with a `derived!` for the same struct.
///
/// What stands here is compiled for each of a thousand structs: one function more is a thousand functions more, a word more for a field
/// many thousand words. What does not name the struct's fields belongs into a function or an implementation that exists once. Names of the
/// prelude stand by themselves, since no emitted type has one of them.
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident $type_name:literal $($base:ident)? {
        $($index:literal $field:ident $json:literal $($secret:ident)? $([$($area:literal),*])?),* $(,)?
    }) => {
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                // The call comes first: nothing is there yet that would have to be dropped if it panicked.
                Self { extra: $crate::runtime::Extra::new(), $($(#[cfg(any($(feature = $area),*))])? $field: None,)* }
            }
        }
        impl $crate::runtime::Model for $name {
            const SCHEMA: &'static $crate::runtime::Schema = &$crate::runtime::Schema {
                ident: stringify!($name),
                type_name: $type_name,
                names: &[$($json),*],
                idents: stringify!($($field)*),
                secrets: &[$($($crate::runtime::object!(@$secret $index),)?)*],
                derived: <Self as $crate::runtime::Model>::DERIVED,
            };
            $(const DERIVED: &'static [$crate::runtime::DerivedType] = $crate::runtime::object!(@$base $name);)?
            #[inline]
            fn place(&mut self, index: usize) -> &mut dyn $crate::runtime::Slot {
                match index {
                    $($(#[cfg(any($(feature = $area),*))])? $index => &mut self.$field,)*
                    _ => &mut self.extra,
                }
            }
            #[inline]
            fn held<'a>(&'a self, show: &mut $crate::runtime::emitted::Show<'a, '_>) {
                show.extra(&self.extra);
                $($(#[cfg(any($(feature = $area),*))])? show.slot($index, &self.$field);)*
            }
        }
        impl $crate::runtime::Wire for $name {
            type Form = $crate::runtime::emitted::AsObject;
        }
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::runtime::emitted::clone(self)
            }
        }
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::emitted::equal(self, other)
            }
        }
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::emitted::show(self, f)
            }
        }
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::emitted::write(self, serializer)
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::emitted::read(deserializer)
            }
        }
    };
    (@secret $index:literal) => { $index };
    (@base $name:ident) => { <$name as $crate::runtime::Base>::TYPES };
}
#[allow(unused_imports)]
pub(crate) use object;
