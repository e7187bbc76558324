//! Base and derived types of the derive variant.
//!
//! The enum of derived types has the same derives. `into_derived` is missing: a base does not contain the members of
//! its derived types, so there is nothing to create a derived value from.

use super::patch::{JsonBody, Patch};
use serde::Serialize;
use serde_json::{Map, Value};

/// Encodes an object as JSON, and adds `@odata.type`.
pub fn typed_json<T: Serialize>(object: &T, type_name: &str) -> Value {
    match serde_json::to_value(object) {
        Ok(Value::Object(members)) => with_type(members, type_name),
        Ok(other) => other,
        Err(_) => Value::Null,
    }
}

/// Encodes a partial update as JSON, and adds `@odata.type`.
pub fn typed_patch<T>(patch: Patch<T>, type_name: &str) -> Value {
    match &*JsonBody::<T>::into_json(patch) {
        Value::Object(members) => with_type(members.clone(), type_name),
        other => other.clone(),
    }
}

/// Adds `@odata.type` unless present.
fn with_type(mut members: Map<String, Value>, type_name: &str) -> Value {
    members.entry("@odata.type").or_insert_with(|| Value::String(format!("#{type_name}")));
    Value::Object(members)
}

/// Declares the enum of the types derived from a base type.
#[allow(unused_macros)]
macro_rules! derived {
    ($(#[$attribute:meta])* $base:ident => $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident $(($path:path))? $type_name:literal $([$($area:literal),*])?),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[cfg(any($(feature = $area),*))])?
                $(#[$variant_attribute])*
                $variant(::std::boxed::Box<$crate::runtime::derived!(@type $variant $(($path))?)>),
            )*
            /// The base itself, or an unknown type.
            Other(::std::boxed::Box<$base>),
        }
    };
    (@type $variant:ident ($path:path)) => { $path };
    (@type $variant:ident) => { $variant };
}
#[allow(unused_imports)]
pub(crate) use derived;

/// Converts a derived type to its base, also in requests.
#[allow(unused_macros)]
macro_rules! upcast {
    ($derived:ident => $base:path, $type_name:literal, body) => {
        $crate::runtime::upcast! { $derived => $base, $type_name }
        impl $crate::runtime::JsonBody<$base> for $derived {
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_json(&self, $type_name).into()
            }
        }
        impl $crate::runtime::JsonBody<$base> for &$derived {
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_json(self, $type_name).into()
            }
        }
        impl $crate::runtime::JsonBody<$base> for $crate::runtime::Patch<$derived> {
            #[inline]
            fn into_json(self) -> $crate::runtime::Json {
                $crate::runtime::emitted::typed_patch(self, $type_name).into()
            }
        }
    };
    ($derived:ident => $base:path, $type_name:literal) => {
        impl ::core::convert::From<$derived> for $base {
            #[inline]
            fn from(derived: $derived) -> Self {
                let value = $crate::runtime::emitted::typed_json(&derived, $type_name);
                ::serde_json::from_value(value).unwrap_or_default()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use upcast;
