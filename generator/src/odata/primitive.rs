//! The primitive types of OData and their spellings.
//!
//! In: a word. Out: [`Primitive`].

use serde::Serialize;

/// The primitive types of OData that pages use (OData CSDL §3.3), and untyped JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Primitive {
    /// `Edm.Binary`: base64url or base64 text.
    Binary,
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Byte`
    Byte,
    /// `Edm.Date`
    Date,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Decimal`
    Decimal,
    /// `Edm.Double`
    Double,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Guid`
    Guid,
    /// `Edm.Int16`
    Int16,
    /// `Edm.Int32`
    Int32,
    /// `Edm.Int64`
    Int64,
    /// `Edm.SByte`
    SByte,
    /// `Edm.Single`
    Single,
    /// `Edm.Stream`
    Stream,
    /// `Edm.String`
    String,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Json`, `Object`: any JSON value (`Edm.Untyped`).
    Untyped,
}

impl Primitive {
    /// Returns whether its values are numbers or booleans, which Rust has too.
    #[must_use]
    pub fn is_plain(self) -> bool {
        matches!(
            self,
            Primitive::Boolean
                | Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Single
                | Primitive::Double
                | Primitive::Decimal
        )
    }

    /// Returns the Rust literal of a number or boolean that puts this text into a path.
    #[must_use]
    pub fn rust_literal(self, text: &str) -> Option<String> {
        match self {
            Primitive::Boolean => text.parse::<bool>().ok().map(|value| value.to_string()),
            Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 => {
                text.parse::<i32>().ok().map(|value| value.to_string())
            }
            Primitive::Int64 => text.parse::<i64>().ok().map(|value| value.to_string()),
            Primitive::Decimal => is_decimal(text).then(|| text.to_owned()),
            _ => text
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite() && value.to_string() == text)
                .map(|value| format!("{value:?}")),
        }
    }

    /// Returns the name with the prefix `Edm.`.
    #[must_use]
    pub fn edm(self) -> &'static str {
        match self {
            Primitive::Binary => "Edm.Binary",
            Primitive::Boolean => "Edm.Boolean",
            Primitive::Byte => "Edm.Byte",
            Primitive::Date => "Edm.Date",
            Primitive::DateTimeOffset => "Edm.DateTimeOffset",
            Primitive::Decimal => "Edm.Decimal",
            Primitive::Double => "Edm.Double",
            Primitive::Duration => "Edm.Duration",
            Primitive::Guid => "Edm.Guid",
            Primitive::Int16 => "Edm.Int16",
            Primitive::Int32 => "Edm.Int32",
            Primitive::Int64 => "Edm.Int64",
            Primitive::SByte => "Edm.SByte",
            Primitive::Single => "Edm.Single",
            Primitive::Stream => "Edm.Stream",
            Primitive::String => "Edm.String",
            Primitive::TimeOfDay => "Edm.TimeOfDay",
            Primitive::Untyped => "Edm.Untyped",
        }
    }
}

/// Returns the names of all primitives, without `Edm.`; some appear several times.
pub fn primitive_names<'a>() -> impl Iterator<Item = &'a str> {
    PRIMITIVES.iter().map(|(_, primitive)| primitive.edm().trim_start_matches("Edm."))
}

/// Returns whether a text is a decimal number with any number of digits.
fn is_decimal(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
}

/// Spellings of primitive types, lower case, without `Edm.`: one table for cells, sentences and annotations.
const PRIMITIVES: &[(&str, Primitive)] = &[
    ("any", Primitive::Untyped),
    ("binary", Primitive::Binary),
    ("bool", Primitive::Boolean),
    ("boolean", Primitive::Boolean),
    ("byte", Primitive::Byte),
    ("complex", Primitive::Untyped),
    ("date", Primitive::Date),
    ("datetime", Primitive::DateTimeOffset),
    ("datetimeoffset", Primitive::DateTimeOffset),
    ("decimal", Primitive::Decimal),
    ("double", Primitive::Double),
    ("duration", Primitive::Duration),
    ("etag", Primitive::String),
    ("float", Primitive::Single),
    ("guid", Primitive::Guid),
    ("int", Primitive::Int32),
    ("int16", Primitive::Int16),
    ("int32", Primitive::Int32),
    ("int64", Primitive::Int64),
    ("integer", Primitive::Int32),
    ("json", Primitive::Untyped),
    ("json object", Primitive::Untyped),
    ("long", Primitive::Int64),
    ("number", Primitive::Double),
    ("numeric", Primitive::Double),
    ("object", Primitive::Untyped),
    ("relative url", Primitive::String),
    ("sbyte", Primitive::SByte),
    ("single", Primitive::Single),
    ("stream", Primitive::Stream),
    ("string", Primitive::String),
    ("strings", Primitive::String),
    ("text", Primitive::String),
    ("time", Primitive::TimeOfDay),
    ("timeofday", Primitive::TimeOfDay),
    ("timespan", Primitive::Duration),
    ("timestamp", Primitive::DateTimeOffset),
    ("untyped", Primitive::Untyped),
    ("untyped json object", Primitive::Untyped),
    ("uri", Primitive::String),
    ("url", Primitive::String),
    ("uuid", Primitive::Guid),
];

impl Primitive {
    /// Returns the primitive with this spelling, in any case, with or without `Edm.`.
    #[must_use]
    pub fn from_spelling(text: &str) -> Option<Primitive> {
        let lower = text.trim().to_ascii_lowercase();
        let lower = lower.strip_prefix("edm.").unwrap_or(&lower);
        PRIMITIVES.binary_search_by(|(name, _)| (*name).cmp(lower)).ok().map(|i| PRIMITIVES[i].1)
    }
}

#[cfg(test)]
mod tests {
    use super::{PRIMITIVES, Primitive};

    #[test]
    fn spellings_are_sorted() {
        assert!(PRIMITIVES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn literals_keep_the_text_of_the_path() {
        for (primitive, text, literal) in [
            (Primitive::Boolean, "true", Some("true")),
            (Primitive::Boolean, "True", None),
            (Primitive::Int32, "2147483648", None),
            (Primitive::Int64, "2147483648", Some("2147483648")),
            (Primitive::Decimal, "12345678901234567890.12", Some("12345678901234567890.12")),
            (Primitive::Decimal, "inf", None),
            (Primitive::Double, "2", Some("2.0")),
            (Primitive::Double, "2.50", None),
            (Primitive::Single, "NaN", None),
        ] {
            assert_eq!(primitive.rust_literal(text).as_deref(), literal, "{primitive:?} {text}");
        }
    }
}
