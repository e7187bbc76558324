//! Conditions for `$filter`.
//!
//! In: comparisons of properties with values. Out: their text, with parentheses where they are needed.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

/// A condition on values of type `O`.
pub struct Filter<O> {
    text: String,
    shape: Shape,
    marker: PhantomData<fn() -> O>,
}

/// What a condition is outermost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// One that needs no parentheses anywhere but after `not`.
    Atom,
    /// Several joined by `and`.
    And,
    /// Several joined by `or`, or not known.
    Or,
}

impl<O> Filter<O> {
    /// A comparison.
    pub(super) const fn atom(text: String) -> Self {
        Self { text, shape: Shape::Atom, marker: PhantomData }
    }

    /// A condition in the words of the API, for what this type has no method for. Values in it must be quoted already.
    pub fn raw(text: impl Into<String>) -> Self {
        Self { text: text.into(), shape: Shape::Or, marker: PhantomData }
    }

    /// Both conditions hold.
    pub fn and(self, other: Self) -> Self {
        let text = format!("{} and {}", self.factor(), other.factor());
        Self { text, shape: Shape::And, marker: PhantomData }
    }

    /// At least one of the conditions holds.
    pub fn or(self, other: Self) -> Self {
        Self { text: format!("{} or {}", self.text, other.text), shape: Shape::Or, marker: PhantomData }
    }

    /// The condition does not hold.
    #[allow(clippy::should_implement_trait)] // it does; a method reads better in a chain
    pub fn not(self) -> Self {
        Self::atom(format!("not ({})", self.text))
    }

    /// The text as a part of a conjunction.
    fn factor(&self) -> String {
        if self.shape == Shape::Or { format!("({})", self.text) } else { self.text.clone() }
    }
}

impl<O> fmt::Display for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<O> fmt::Debug for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.text).finish()
    }
}

impl<O> Clone for Filter<O> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), shape: self.shape, marker: PhantomData }
    }
}

impl<O> PartialEq for Filter<O> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<O> Eq for Filter<O> {}

impl<O> BitAnd for Filter<O> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl<O> BitOr for Filter<O> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl<O> Not for Filter<O> {
    type Output = Self;

    fn not(self) -> Self {
        Self::not(self)
    }
}
