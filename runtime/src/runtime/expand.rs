//! Relationships to be sent along.
//!
//! In: navigation constants and options for what they lead to. Out: the text for `$expand`.

use super::filter::Filter;
use super::property::{Navigation, OrderBy, Property};
use super::query;
use std::fmt;
use std::marker::PhantomData;

/// What `$expand` takes: a relationship of `O`, with or without options.
pub trait Expansion<O> {
    /// Its text.
    fn expansion(&self) -> String;
}

impl<O, V, N: AsRef<str>> Expansion<O> for Navigation<O, V, N> {
    fn expansion(&self) -> String {
        self.name().to_owned()
    }
}

/// A relationship of `O` that leads to `V`, with options for the `V`s that are sent along.
///
/// ```text
/// Expand::new(User::MANAGER).select(DirectoryObject::ID)
/// ```
pub struct Expand<O, V> {
    name: String,
    options: Vec<(String, String)>,
    marker: PhantomData<fn() -> (O, V)>,
}

impl<O, V> From<Navigation<O, V>> for Expand<O, V> {
    fn from(navigation: Navigation<O, V>) -> Self {
        Self::new(navigation)
    }
}

impl<O, V> Navigation<O, V> {
    /// Sent along with nothing but this property. More options can follow.
    pub fn select<W>(self, property: Property<V, W, impl AsRef<str>>) -> Expand<O, V> {
        Expand::new(self).select(property)
    }

    /// Sent along where this condition holds. More options can follow.
    pub fn filter(self, condition: Filter<V>) -> Expand<O, V> {
        Expand::new(self).filter(condition)
    }

    /// Sent along with a relationship of its own. More options can follow.
    pub fn expand(self, nested: impl Expansion<V>) -> Expand<O, V> {
        Expand::new(self).expand(nested)
    }

    /// Sent along in this order. More options can follow.
    pub fn orderby(self, order: OrderBy<V>) -> Expand<O, V> {
        Expand::new(self).orderby(order)
    }

    /// Sent along, at most so many. More options can follow.
    pub fn top(self, count: u32) -> Expand<O, V> {
        Expand::new(self).top(count)
    }
}

impl<O, V> Expand<O, V> {
    /// Without options.
    pub fn new(navigation: Navigation<O, V>) -> Self {
        Self { name: navigation.name().to_owned(), options: Vec::new(), marker: PhantomData }
    }

    /// Only this property, and others selected.
    pub fn select<W>(self, property: Property<V, W, impl AsRef<str>>) -> Self {
        self.list("$select", property.name())
    }

    /// Only those for which the condition holds.
    pub fn filter(mut self, condition: Filter<V>) -> Self {
        query::merge_filter(&mut self.options, &condition.to_string());
        self
    }

    /// In this order; a second call decides among equals.
    pub fn orderby(self, order: OrderBy<V>) -> Self {
        self.list("$orderby", &order.to_string())
    }

    /// With a relationship of their own.
    pub fn expand(self, nested: impl Expansion<V>) -> Self {
        let text = nested.expansion();
        self.list("$expand", &text)
    }

    /// At most so many.
    pub fn top(self, count: u32) -> Self {
        self.set("$top", count.to_string())
    }

    /// Without the first so many.
    pub fn skip(self, count: u32) -> Self {
        self.set("$skip", count.to_string())
    }

    /// With how many there are.
    pub fn count(self) -> Self {
        self.set("$count", "true".to_owned())
    }

    /// Any other option.
    pub fn option(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(&name.into(), value.into())
    }

    fn list(mut self, name: &str, element: &str) -> Self {
        query::merge_list(&mut self.options, name, element);
        self
    }

    fn set(mut self, name: &str, value: String) -> Self {
        query::set(&mut self.options, name, value);
        self
    }
}

impl<O, V> Expansion<O> for Expand<O, V> {
    fn expansion(&self) -> String {
        self.to_string()
    }
}

impl<O, V> fmt::Display for Expand<O, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.options.is_empty() {
            return Ok(());
        }
        let options: Vec<String> = self.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        write!(f, "({})", options.join(";"))
    }
}

impl<O, V> fmt::Debug for Expand<O, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expand").field(&self.to_string()).finish()
    }
}

impl<O, V> Clone for Expand<O, V> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), options: self.options.clone(), marker: PhantomData }
    }
}
