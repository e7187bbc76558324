//! Open enums of the derive variant. Serde derives encode and decode them; filters and `Display` need their texts.

use std::any::Any;

/// An open enum: an enum that accepts unknown members.
pub trait OpenEnum: Any + Clone + PartialEq {
    /// The members.
    const MEMBERS: &'static [&'static str];

    /// Returns the text of the value.
    fn as_str(&self) -> &str;

    /// Returns the member with exactly this text.
    fn exact(text: &str) -> Option<Self>;

    /// Creates an unrecognized value.
    fn unrecognized(text: String) -> Self;

    /// Returns the member with this text, or an unrecognized value.
    fn from_text(text: &str) -> Self {
        Self::exact(text).unwrap_or_else(|| Self::unrecognized(text.to_owned()))
    }
}

/// Implements the parts of an open enum that its derives do not provide.
#[allow(unused_macros)]
macro_rules! open_enum {
    ($name:ident { $($index:literal $variant:ident $text:literal),* $(,)? }) => {
        impl $crate::runtime::OpenEnum for $name {
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
        impl $name {
            /// Returns the text of the value, as it is sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::runtime::OpenEnum::as_str(self)
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(text.into())
            }
        }
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::runtime::OpenEnum::as_str(self))
            }
        }
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as $crate::runtime::OpenEnum>::from_text(text)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use open_enum;
