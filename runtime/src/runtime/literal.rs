//! Values in filters.
//!
//! In: values of the types that properties have, or what stands for them. Out: their text in a filter, quoted where it must be, so
//! that no value can be taken for a part of the expression.

use super::decimal::Decimal;
use super::flags::Flags;
use super::open_enum::OpenEnum;
use super::text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use serde_json::Value;

/// A value that can stand in a filter.
pub trait Literal {
    /// Its text in a filter.
    fn literal(&self) -> String;
}

/// What can be compared with a property of type `V`: a value of the type, a reference to one, or a text where the type is one.
pub trait Operand<V: ?Sized> {
    /// Its text in a filter.
    fn operand(&self) -> String;
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text without quotes if it consists of nothing but what dates and identifiers are made of.
fn bare(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-+:.".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) { text.to_owned() } else { quoted(text) }
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

/// JSON texts are quoted, numbers, truth values and null are not; objects and lists are written as JSON.
impl Literal for Value {
    fn literal(&self) -> String {
        match self {
            Self::String(text) => quoted(text),
            other => other.to_string(),
        }
    }
}

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

/// Types that are written as they are displayed.
macro_rules! displayed {
    ($($type:ident)*) => {$(
        impl Literal for $type {
            fn literal(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

displayed! { bool u8 i8 i16 i32 i64 Decimal }

impl Literal for f64 {
    fn literal(&self) -> String {
        super::number::name(*self).map_or_else(|| self.to_string(), str::to_owned)
    }
}

impl Literal for f32 {
    fn literal(&self) -> String {
        super::number::name(f64::from(*self)).map_or_else(|| self.to_string(), str::to_owned)
    }
}

/// Types whose text is not quoted.
macro_rules! bare {
    ($($type:ident)*) => {$(
        impl Literal for $type {
            fn literal(&self) -> String {
                bare(self.as_str())
            }
        }
    )*};
}

bare! { DateTimeOffset Date TimeOfDay Guid }

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

/// Types that a text can stand for.
macro_rules! from_text {
    ($($type:ident)*) => {$(
        impl Operand<$type> for &str {
            fn operand(&self) -> String {
                $type::from(*self).literal()
            }
        }
    )*};
}

from_text! { String DateTimeOffset Date TimeOfDay Duration Guid Binary }

/// A text that is a decimal; any other is quoted, so that it cannot be taken for a part of the expression.
impl Operand<Decimal> for &str {
    fn operand(&self) -> String {
        self.parse::<Decimal>().map_or_else(|_| quoted(self), Decimal::into_string)
    }
}

/// Infinities and NaN are written by name (`INF`), which services reject for a decimal.
impl Operand<Decimal> for f64 {
    fn operand(&self) -> String {
        self.literal()
    }
}

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

/// Numbers that stand for larger ones.
macro_rules! widened {
    ($($from:ident => $($to:ident)*;)*) => {$($(
        impl Operand<$to> for $from {
            fn operand(&self) -> String {
                self.to_string()
            }
        }
    )*)*};
}

widened! { i32 => u8 i8 i16 i64 f32 f64 Decimal; i64 => Decimal; }
