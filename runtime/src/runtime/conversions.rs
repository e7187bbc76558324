//! Conversions to and from the types of other crates.
//!
//! In: a type of the runtime, a type of another crate, and a function for each direction. Out: `TryFrom`, `From`, and
//! [`Operand`](super::Operand), so that conditions take values of the other crate.

use super::error::ConversionError;
use std::fmt;

/// Implements the conversions between types of the runtime and types of another crate.
///
/// Each row has a type of the runtime, a type of the other crate, a function from a reference to the first to a result
/// of the second, and a function from the second to the first.
///
/// ```text
/// conversions! {
///     Date => NaiveDate, |text| parsed(text, "a date", str::parse), |value| value.to_string().into();
/// }
/// ```
macro_rules! conversions {
    ($($own:ident => $other:ty, $read:expr, $write:expr;)*) => {$(
        impl TryFrom<&$own> for $other {
            type Error = $crate::runtime::ConversionError;

            /// Converts the value.
            ///
            /// # Errors
            ///
            /// Returns an error if the text is not valid, or if this type cannot represent the value.
            fn try_from(value: &$own) -> Result<Self, $crate::runtime::ConversionError> {
                // The type of the pointer determines the types of a closure's parameters.
                let read: fn(&$own) -> Result<Self, $crate::runtime::ConversionError> = $read;
                read(value)
            }
        }

        impl TryFrom<$own> for $other {
            type Error = $crate::runtime::ConversionError;

            fn try_from(value: $own) -> Result<Self, $crate::runtime::ConversionError> {
                Self::try_from(&value)
            }
        }

        impl From<$other> for $own {
            fn from(value: $other) -> Self {
                let write: fn($other) -> Self = $write;
                write(value)
            }
        }

        impl From<&$other> for $own {
            fn from(value: &$other) -> Self {
                Clone::clone(value).into()
            }
        }

        impl $crate::runtime::Operand<$own> for $other {
            fn operand(&self) -> String {
                $crate::runtime::Literal::literal(&$own::from(self))
            }
        }

        impl $crate::runtime::Operand<$own> for &$other {
            fn operand(&self) -> String {
                <$other as $crate::runtime::Operand<$own>>::operand(self)
            }
        }
    )*};
}

/// Parses a text with a function of another crate. If it fails, the text is not `expected`.
#[allow(dead_code)] // unused with the feature `rust_decimal` alone
pub(super) fn parsed<'t, T, E: fmt::Display>(
    text: &'t (impl AsRef<str> + ?Sized),
    expected: &'static str,
    parse: impl FnOnce(&'t str) -> Result<T, E>,
) -> Result<T, ConversionError> {
    let text = text.as_ref();
    parse(text).map_err(|error| ConversionError::with_detail(text, expected, error))
}

pub(super) use conversions;
