//! Literals in filters.
//!
//! In: values of the types of properties, or operands that can represent them. Out: their text in a filter, quoted
//! where necessary, so that no value can become part of the expression.

use super::decimal::Decimal;
use super::flags::Flags;
use super::open_enum::OpenEnum;
use super::text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use serde_json::Value;

/// A value that can be a literal in a filter.
pub trait Literal {
    /// Returns the text of the literal.
    fn literal(&self) -> String;
}

/// A value that can be compared with a property of type `V`.
///
/// This is a value of the type, a reference to one, or a string for the types that are strings in JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a property of type `{V}`",
    label = "expected a `{V}`",
    note = "write a value of the property's type, such as `true` for a `bool`, or a reference to one",
    note = "a `&str` is accepted for text, dates, times, identifiers, binary data, decimals and enums",
    note = "to compare an object, compare one of its properties: `Location::ADDRESS.path(PhysicalAddress::CITY)`"
)]
pub trait Operand<V: ?Sized> {
    /// Returns the text of the operand.
    fn operand(&self) -> String;
}

/// Quotes a text.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Returns a text without quotes if it contains only the characters of dates and identifiers, and quotes it otherwise.
fn bare(text: &str) -> String {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-+:.".contains(&byte);
    if !text.is_empty() && text.bytes().all(allowed) { text.to_owned() } else { quoted(text) }
}

impl Literal for str {
    fn literal(&self) -> String {
        quoted(self)
    }
}

impl Literal for String {
    fn literal(&self) -> String {
        quoted(self)
    }
}

/// JSON strings are quoted; numbers, Booleans and null are not. Objects and lists are written as JSON.
impl Literal for Value {
    fn literal(&self) -> String {
        match self {
            Self::String(text) => quoted(text),
            other => other.to_string(),
        }
    }
}

// Without the attribute, the compiler reports that other types are not enums.
#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Literal for E {
    fn literal(&self) -> String {
        quoted(self.as_str())
    }
}

impl<E: OpenEnum> Literal for Flags<E> {
    fn literal(&self) -> String {
        quoted(&self.to_text())
    }
}

impl Literal for Binary {
    fn literal(&self) -> String {
        format!("binary{}", quoted(self.as_str()))
    }
}

impl Literal for Duration {
    fn literal(&self) -> String {
        format!("duration{}", quoted(self.as_str()))
    }
}

/// Implements [`Literal`] for types whose literal is their `Display` form.
macro_rules! display_literals {
    ($($type:ident)*) => {$(
        impl Literal for $type {
            fn literal(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

display_literals! { bool u8 i8 i16 i32 i64 Decimal }

impl Literal for f64 {
    fn literal(&self) -> String {
        super::number::non_finite_name(*self).map_or_else(|| self.to_string(), str::to_owned)
    }
}

impl Literal for f32 {
    fn literal(&self) -> String {
        super::number::non_finite_name(f64::from(*self)).map_or_else(|| self.to_string(), str::to_owned)
    }
}

/// Implements [`Literal`] for text types that are not quoted.
macro_rules! bare_literals {
    ($($type:ident)*) => {$(
        impl Literal for $type {
            fn literal(&self) -> String {
                bare(self.as_str())
            }
        }
    )*};
}

bare_literals! { DateTimeOffset Date TimeOfDay Guid }

impl<V: Literal> Operand<V> for V {
    fn operand(&self) -> String {
        self.literal()
    }
}

impl<V: Literal> Operand<V> for &V {
    fn operand(&self) -> String {
        self.literal()
    }
}

/// Implements [`Operand`] for `&str`, for types that are strings in JSON.
macro_rules! text_operands {
    ($($type:ident)*) => {$(
        impl Operand<$type> for &str {
            fn operand(&self) -> String {
                $type::from(*self).literal()
            }
        }
    )*};
}

text_operands! { String DateTimeOffset Date TimeOfDay Duration Guid Binary }

/// Decimal numbers are not quoted. Any other text is, so that it cannot become part of the expression.
impl Operand<Decimal> for &str {
    fn operand(&self) -> String {
        self.parse::<Decimal>().map_or_else(|_| quoted(self), Decimal::into_string)
    }
}

/// Infinities and NaN are written by name (`INF`); services reject these names for a decimal.
impl Operand<Decimal> for f64 {
    fn operand(&self) -> String {
        self.literal()
    }
}

// Without the attribute, the compiler reports that the type is not an enum.
#[diagnostic::do_not_recommend]
impl<E: OpenEnum> Operand<E> for &str {
    fn operand(&self) -> String {
        quoted(self)
    }
}

impl<E: OpenEnum> Operand<Flags<E>> for E {
    fn operand(&self) -> String {
        self.literal()
    }
}

/// Implements [`Operand`] for numbers of a narrower type than the property.
macro_rules! widening_operands {
    ($($from:ident => $($to:ident)*;)*) => {$($(
        impl Operand<$to> for $from {
            fn operand(&self) -> String {
                self.to_string()
            }
        }
    )*)*};
}

widening_operands! { i32 => u8 i8 i16 i64 f32 f64 Decimal; i64 => Decimal; }
