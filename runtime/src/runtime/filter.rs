//! Conditions for `$filter`.
//!
//! In: comparisons of properties with values. Out: their text, with parentheses where necessary.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

/// A condition on values of type `O`, for `$filter`.
#[must_use = "a condition selects nothing until you pass it to `filter`"]
pub struct Filter<O> {
    text: String,
    shape: Shape,
    marker: PhantomData<fn() -> O>,
}

/// The outermost operator of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// No operator that needs parentheses, except after `not`.
    Atom,
    /// Conditions joined by `and`.
    And,
    /// Conditions joined by `or`, or a raw text.
    Or,
}

impl<O> Filter<O> {
    /// Creates a condition that needs no parentheses.
    pub(super) const fn atom(text: String) -> Self {
        Self { text, shape: Shape::Atom, marker: PhantomData }
    }

    /// Creates a condition from OData text, for expressions without a method. Values in it must already be quoted.
    pub fn raw(text: impl Into<String>) -> Self {
        Self { text: text.into(), shape: Shape::Or, marker: PhantomData }
    }

    /// Joins two conditions by `and`.
    pub fn and(self, other: Self) -> Self {
        let text = format!("{} and {}", self.and_operand(), other.and_operand());
        Self { text, shape: Shape::And, marker: PhantomData }
    }

    /// Joins two conditions by `or`.
    pub fn or(self, other: Self) -> Self {
        Self { text: format!("{} or {}", self.text, other.text), shape: Shape::Or, marker: PhantomData }
    }

    /// Negates the condition.
    #[allow(clippy::should_implement_trait)] // the trait is implemented; a method reads better in a chain
    pub fn not(self) -> Self {
        Self::atom(format!("not ({})", self.text))
    }

    /// Returns the text as an operand of `and`.
    fn and_operand(&self) -> String {
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

impl<O> Hash for Filter<O> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

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
