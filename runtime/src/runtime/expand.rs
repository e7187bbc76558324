//! Values of `$expand`.
//!
//! In: navigation properties, and query options for the related entities. Out: the text for `$expand`.

use super::filter::Filter;
use super::property::{Navigation, OrderBy, Property};
use super::query;
use std::fmt;
use std::marker::PhantomData;

/// A value of `$expand`: a navigation property of `O`, with or without query options.
pub trait Expansion<O> {
    /// Returns the text for `$expand`.
    fn expansion(&self) -> String;
}

impl<O, V, N: AsRef<str>> Expansion<O> for Navigation<O, V, N> {
    fn expansion(&self) -> String {
        self.name().to_owned()
    }
}

/// A navigation property from `O` to `V`, with query options for the related `V`s.
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
    /// Expands with this property only (`$select`). More query options can follow.
    pub fn select<W>(self, property: Property<V, W, impl AsRef<str>>) -> Expand<O, V> {
        Expand::new(self).select(property)
    }

    /// Expands the entities that match the condition (`$filter`). More query options can follow.
    pub fn filter(self, condition: Filter<V>) -> Expand<O, V> {
        Expand::new(self).filter(condition)
    }

    /// Expands with a nested navigation property (`$expand`). More query options can follow.
    pub fn expand(self, nested: impl Expansion<V>) -> Expand<O, V> {
        Expand::new(self).expand(nested)
    }

    /// Expands in this order (`$orderby`). More query options can follow.
    pub fn orderby(self, order: OrderBy<V>) -> Expand<O, V> {
        Expand::new(self).orderby(order)
    }

    /// Expands at most `count` entities (`$top`). More query options can follow.
    pub fn top(self, count: u32) -> Expand<O, V> {
        Expand::new(self).top(count)
    }
}

impl<O, V> Expand<O, V> {
    /// Expands a navigation property without query options.
    pub fn new(navigation: Navigation<O, V>) -> Self {
        Self { name: navigation.name().to_owned(), options: Vec::new(), marker: PhantomData }
    }

    /// Selects this property (`$select`). Several calls select several properties.
    pub fn select<W>(self, property: Property<V, W, impl AsRef<str>>) -> Self {
        self.merge("$select", property.name())
    }

    /// Selects the entities that match the condition (`$filter`). Several calls are joined by `and`.
    pub fn filter(mut self, condition: Filter<V>) -> Self {
        query::merge_filter(&mut self.options, &condition.to_string());
        self
    }

    /// Sorts the entities (`$orderby`). Each further call breaks the ties of the calls before it.
    pub fn orderby(self, order: OrderBy<V>) -> Self {
        self.merge("$orderby", &order.to_string())
    }

    /// Expands a nested navigation property (`$expand`).
    pub fn expand(self, nested: impl Expansion<V>) -> Self {
        let text = nested.expansion();
        self.merge("$expand", &text)
    }

    /// Limits the number of entities (`$top`).
    pub fn top(self, count: u32) -> Self {
        self.set("$top", count.to_string())
    }

    /// Skips the first `count` entities (`$skip`).
    pub fn skip(self, count: u32) -> Self {
        self.set("$skip", count.to_string())
    }

    /// Requests the number of entities (`$count=true`).
    pub fn count(self) -> Self {
        self.set("$count", "true".to_owned())
    }

    /// Sets any other query option.
    pub fn option(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(&name.into(), value.into())
    }

    fn merge(mut self, name: &str, element: &str) -> Self {
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
