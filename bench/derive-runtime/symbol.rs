//! Enumerations of the derive variant: serde derives read and write them; filters and `Display` need their texts.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::any::Any;
use std::borrow::Cow;

/// An enumeration whose values are texts.
pub trait Symbol: Any + Clone + PartialEq {
    /// The texts of its members.
    const MEMBERS: &'static [&'static str];

    /// The text.
    fn as_str(&self) -> &str;

    /// The member of exactly this text.
    fn exact(text: &str) -> Option<Self>;

    /// A value that is no member.
    fn unrecognized(text: String) -> Self;

    /// The value of this text.
    fn from_text(text: &str) -> Self {
        Self::exact(text).unwrap_or_else(|| Self::unrecognized(text.to_owned()))
    }
}

/// A set of members of an enumeration: a text with commas.
#[derive(Clone, Debug, PartialEq)]
pub struct Flags<E>(Vec<E>);

impl<E: Symbol> Flags<E> {
    /// The text with commas.
    pub fn to_text(&self) -> String {
        self.0.iter().map(E::as_str).collect::<Vec<_>>().join(",")
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E: Symbol> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de, E: Symbol> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Ok(Self(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(E::from_text).collect()))
    }
}

/// What an enumeration has beside its derives.
#[allow(unused_macros)]
macro_rules! symbols {
    ($name:ident { $($index:literal $variant:ident $text:literal),* $(,)? }) => {
        impl $crate::runtime::Symbol for $name {
            const MEMBERS: &'static [&'static str] = &[$($text),*];
            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unrecognized(text) => text,
                }
            }
            #[inline]
            fn exact(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($text => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }
            #[inline]
            fn unrecognized(text: ::std::string::String) -> Self {
                Self::Unrecognized(text)
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::runtime::Symbol::as_str(self))
            }
        }
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as $crate::runtime::Symbol>::from_text(text)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use symbols;
