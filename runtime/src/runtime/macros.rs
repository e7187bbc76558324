//! The macros of the generated code.
//!
//! In: the names of a struct's or an enum's members. Out: implementations of the runtime's traits that call the code
//! shared by all types.

/// Implements [`Model`](super::Model) and standard traits for a struct of `Option` fields and `extra: Extra`.
///
/// ```text
/// object! { User "microsoft.graph.user" { 0 id "id", 1 password "password" secret } }
/// object! { DirectoryObject "microsoft.graph.directoryObject" base { 0 id "id" } }
/// object! { Group "microsoft.graph.group" [1..] { 0 id "id", 1 members "members", 2 owners "owners" } }
/// ```
///
/// `[1..]` are the indices of the fields of type [`Related`](super::Related), which come last.
///
/// The indices count from zero without gaps. A field that depends on features lists them last, `["mail", "users"]`.
/// Without these features, its member keeps its index, and the slot at this index rejects all values. `base` requires a
/// `derived!` for the same struct.
///
/// The expansion is compiled for each of a thousand structs: every additional function exists a thousand times, and
/// every additional token of a field many thousand times. Code that does not name the struct's fields belongs in a
/// function or an implementation that exists once. Names of the prelude are not qualified, since the generated code
/// does not define types with such names.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident $type_name:literal $($base:ident)? $([$related:literal ..])? {
        $($index:literal $field:ident $json:literal $($secret:ident)? $([$($area:literal),*])?),* $(,)?
    }) => {
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                // The call comes first: if it panics, no other field has to be dropped.
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
                first_related: $crate::runtime::object!(@related $($related)?),
                derived: <Self as $crate::runtime::Model>::DERIVED,
            };
            $(const DERIVED: &'static [$crate::runtime::DerivedType] = $crate::runtime::object!(@$base $name);)?
            #[inline]
            fn field_slot(&mut self, index: usize) -> &mut dyn $crate::runtime::Slot {
                match index {
                    $($(#[cfg(any($(feature = $area),*))])? $index => &mut self.$field,)*
                    _ => &mut self.extra,
                }
            }
            #[inline]
            fn visit_fields<'a>(&'a self, visitor: &mut $crate::runtime::emitted::FieldVisitor<'a, '_>) {
                visitor.extra(&self.extra);
                $($(#[cfg(any($(feature = $area),*))])? visitor.slot($index, &self.$field);)*
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
    (@related $index:literal) => { $index };
    (@related) => { usize::MAX };
    (@base $name:ident) => { <$name as $crate::runtime::Base>::TYPES };
}

/// Declares the enum of the types derived from a base type, and implements [`Base`](super::Base).
///
/// ```text
/// derived! {
///     /// Attributes of the enum.
///     DirectoryObject => DirectoryObjectDerived {
///         /// Attributes of the variant.
///         User "microsoft.graph.user",
///         /// With a path, if the variant is not named like the type.
///         OtherGroup(super::groups::Other) "microsoft.graph.other",
///         /// With the features that include the type.
///         Message "microsoft.graph.message" ["mail"],
///     }
/// }
/// ```
///
/// The variant `Other` is added. The `object!` of the base contains the word `base`.
#[doc(hidden)]
#[macro_export]
macro_rules! derived {
    ($(#[$attribute:meta])* $base:ident => $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident $(($path:path))? $type_name:literal $([$($area:literal),*])?),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[cfg(any($(feature = $area),*))])?
                $(#[$variant_attribute])*
                #[doc = ::core::concat!(" `", $type_name, "`.")]
                $variant(Box<$crate::runtime::derived!(@type $variant $(($path))?)>),
            )*
            /// The base itself, a type that is not documented, or one whose area is not enabled as a feature.
            Other(Box<$base>),
        }
        impl $crate::runtime::Base for $base {
            type Derived = $name;
            const TYPES: &'static [$crate::runtime::DerivedType] = &[$($(#[cfg(any($(feature = $area),*))])? $crate::runtime::DerivedType {
                type_name: $type_name,
                create: $crate::runtime::emitted::create::<$crate::runtime::derived!(@type $variant $(($path))?)>,
            }),*];
            #[inline]
            fn into_derived(self) -> $name {
                #[allow(clippy::match_single_binding)] // if no enabled feature includes a derived type
                match $crate::runtime::emitted::type_of(&self) {
                    $(
                        $(#[cfg(any($(feature = $area),*))])?
                        $type_name => $name::$variant($crate::runtime::emitted::into_derived(&self)),
                    )*
                    _ => $name::Other(Box::new(self)),
                }
            }
        }
        impl $crate::runtime::emitted::DerivedEnum for $name {
            #[inline]
            fn object(&self) -> $crate::runtime::emitted::DerivedObject<'_> {
                match self {
                    $(
                        $(#[cfg(any($(feature = $area),*))])?
                        Self::$variant(object) => (stringify!($variant), $type_name, &**object),
                    )*
                    Self::Other(object) => ("Other", "", &**object),
                }
            }
        }
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::emitted::equal_derived(self, other)
            }
        }
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::emitted::show_derived(self, f)
            }
        }
        /// Serializes the object with its `@odata.type`.
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::emitted::write_derived(self, serializer)
            }
        }
        const _: () = ::core::assert!(
            <$base as $crate::runtime::Model>::SCHEMA.derived.len() == <$base as $crate::runtime::Base>::TYPES.len(),
            "`object!` of a type with derived types requires the word `base`",
        );
    };
    (@type $variant:ident ($path:path)) => { $path };
    (@type $variant:ident) => { $variant };
}

/// Converts a derived type to its base with [`From`].
///
/// With the word `body`, for types that requests take, it also implements [`JsonBody`](super::JsonBody) of the base.
///
/// ```text
/// upcast! { User => DirectoryObject, "microsoft.graph.user" }
/// upcast! { User => DirectoryObject, "microsoft.graph.user", body }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! upcast {
    ($derived:ident => $base:path, $type_name:literal, body) => {
        $crate::runtime::upcast! { $derived => $base, $type_name }
        impl $crate::runtime::JsonBody<$base> for $derived {
            const EMPTY: Option<fn() -> Box<dyn $crate::runtime::Object>> =
                Some($crate::runtime::emitted::create::<$derived>);
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_json(&self, $type_name)
            }
        }
        impl $crate::runtime::JsonBody<$base> for &$derived {
            const EMPTY: Option<fn() -> Box<dyn $crate::runtime::Object>> =
                Some($crate::runtime::emitted::create::<$derived>);
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_json(self, $type_name)
            }
        }
        impl $crate::runtime::JsonBody<$base> for $crate::runtime::Patch<$derived> {
            const EMPTY: Option<fn() -> Box<dyn $crate::runtime::Object>> =
                Some($crate::runtime::emitted::create::<$derived>);
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_patch(self, $type_name)
            }
        }
    };
    ($derived:ident => $base:path, $type_name:literal) => {
        impl From<$derived> for $base {
            #[inline]
            fn from(derived: $derived) -> Self {
                $crate::runtime::emitted::as_base(&derived, $type_name)
            }
        }
    };
}

/// Implements [`OpenEnum`](super::OpenEnum) and standard traits for an enum.
///
/// The enum has one variant for each member, and `Unrecognized(String)`.
///
/// ```text
/// #[non_exhaustive]
/// pub enum Importance { Low, Normal, High, Unrecognized(String) }
/// open_enum! { Importance { 0 Low "low", 1 Normal "normal", 2 High "high" } }
/// ```
///
/// The indices count from zero without gaps.
///
/// Derives would match on every variant five times. The macro does so twice, and the expansion takes less than half the
/// time to compile. `Ord` is not implemented: the order of members has no meaning, and the implementation would take
/// three percent of the compile time of a crate.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($index:literal $variant:ident $text:literal),* $(,)? }) => {
        impl $crate::runtime::OpenEnum for $name {
            const NAMES: $crate::runtime::emitted::EnumNames =
                $crate::runtime::emitted::EnumNames { members: &[$($text),*], variants: stringify!($($variant)*) };
            #[inline]
            fn index(&self) -> Result<usize, &str> {
                Ok(match self {
                    $(Self::$variant => $index,)*
                    Self::Unrecognized(text) => return Err(text),
                })
            }
            #[inline]
            fn member(index: Result<usize, String>) -> Self {
                match index {
                    $(Ok($index) => Self::$variant,)*
                    other => Self::Unrecognized($crate::runtime::emitted::unrecognized(other)),
                }
            }
        }
        impl $name {
            /// Returns the text of the value, as it is sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::runtime::OpenEnum::as_str(self)
            }
        }
        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(text.into())
            }
        }
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::runtime::emitted::clone_enum(self)
            }
        }
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::emitted::equal_enums(self, other)
            }
        }
        impl Eq for $name {}
        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                $crate::runtime::emitted::hash_enum(self, state);
            }
        }
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::emitted::debug_enum(self, f)
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as $crate::runtime::OpenEnum>::from_text(text)
            }
        }
        impl $crate::runtime::Wire for $name {
            type Form = $crate::runtime::emitted::AsOpenEnum;
        }
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::emitted::deserialize_enum(deserializer)
            }
        }
    };
}

#[allow(unused_imports)] // a crate without base types or enums does not use all of them
pub use {derived, object, open_enum, upcast};
