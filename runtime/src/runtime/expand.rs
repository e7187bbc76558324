//! Values of `$expand`.
//!
//! In: navigation properties, and query options for the related entities. Out: the text for `$expand`. Properties of
//! derived types are accepted where their base type is: `$select` has their plain names, as in the examples of the
//! Microsoft Graph reference, and all other query options a [cast segment](super::cast).

use super::cast::DerivedFrom;
use super::filter::Filter;
use super::property::{Navigation, OrderBy, Property};
use super::query;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A value of `$expand`: a navigation property of `O` or of a type derived from it, with or without query options.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be expanded in a request for `{O}`",
    label = "expected a navigation property of `{O}`",
    note = "pass a navigation property of the requested type, such as `User::MANAGER` for users, with or without query options"
)]
pub trait Expansion<O> {
    /// Returns the text for `$expand`.
    fn expansion(&self) -> String;
}

impl<O, D: DerivedFrom<O>, V, N: AsRef<str>> Expansion<O> for Navigation<D, V, N> {
    fn expansion(&self) -> String {
        D::path_from_base(self.name())
    }
}

/// A navigation property from `O` to `V`, with query options for the related `V`s.
///
/// ```text
/// Expand::new(User::MANAGER).select(DirectoryObject::ID)
/// ```
#[must_use = "an expansion includes nothing until you pass it to `expand`"]
pub struct Expand<O, V> {
    name: String,
    options: Vec<(String, String)>,
    marker: PhantomData<fn() -> (O, V)>,
}

impl<O, V, N: AsRef<str>> From<Navigation<O, V, N>> for Expand<O, V> {
    fn from(navigation: Navigation<O, V, N>) -> Self {
        Self::new(navigation)
    }
}

impl<O, V, N: AsRef<str>> Navigation<O, V, N> {
    /// Expands with this property only (`$select`). More query options can follow.
    pub fn select<D: DerivedFrom<V>, W>(self, property: Property<D, W, impl AsRef<str>>) -> Expand<O, V> {
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
    pub fn new(navigation: Navigation<O, V, impl AsRef<str>>) -> Self {
        Self { name: navigation.name().to_owned(), options: Vec::new(), marker: PhantomData }
    }

    /// Selects this property (`$select`). Several calls select several properties.
    pub fn select<D: DerivedFrom<V>, W>(self, property: Property<D, W, impl AsRef<str>>) -> Self {
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

impl<O, D: DerivedFrom<O>, V> Expansion<O> for Expand<D, V> {
    fn expansion(&self) -> String {
        D::path_from_base(&self.to_string())
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

impl<O, V> PartialEq for Expand<O, V> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.options == other.options
    }
}

impl<O, V> Eq for Expand<O, V> {}

impl<O, V> Hash for Expand<O, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.options).hash(state);
    }
}

impl<O, V> Clone for Expand<O, V> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), options: self.options.clone(), marker: PhantomData }
    }
}
