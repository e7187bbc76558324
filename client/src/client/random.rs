//! Random numbers, for delays and for the IDs of requests.
//!
//! In: a seed, which the driver takes from the system. Out: a sequence of numbers. They are not secrets.

use std::time::Duration;

/// A generator of random numbers.
#[derive(Clone, Debug)]
pub struct Random(fastrand::Rng);

impl Random {
    /// Creates a generator. Equal seeds give equal sequences.
    pub fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Returns a duration between zero and `most`.
    pub fn up_to(&mut self, most: Duration) -> Duration {
        most.mul_f64(self.0.f64())
    }

    /// Returns a random UUID (RFC 9562 §5.4).
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.0.u64(..), self.0.u64(..));
        let (high, low) = (high & !0xf000 | 0x4000, low & !(0b11 << 62) | (0b10 << 62));
        let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
        let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.push(digit(byte >> 4));
            text.push(digit(byte & 0xf));
        }
        text
    }
}
