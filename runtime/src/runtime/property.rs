//! Typed names of properties and navigation properties.
//!
//! In: constants of the models (`User::CITY`). Out: names for `$select`, `$orderby`, `$filter`, `$expand`,
//! `@odata.bind` and partial updates. A name of an unrelated type does not compile; one of a derived type gets a
//! [cast segment](super::cast) where the protocol requires it.
//!
//! A crate has thousands of these constants, and the compiler checks each as a function body. They compile fastest if
//! they call a plain function ([`property`], [`navigation`]) and contain nothing to drop. Therefore the representation
//! of the name is a type parameter.

use super::cast::{self, DerivedFrom};
use super::filter::Filter;
use super::literal::Operand;
use super::wire::Wire;
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A property of `O` with values of type `V`.
///
/// The name is a documented name, as in the constants of models, or a path of several names, as returned by
/// [`path`](Self::path).
pub struct Property<O, V, N = &'static str> {
    name: N,
    marker: PhantomData<fn() -> (O, V)>,
}

/// Creates a property with this JSON name.
#[inline]
pub const fn property<O, V>(name: &'static str) -> Property<O, V> {
    Property { name, marker: PhantomData }
}

/// Creates a navigation property with this JSON name.
#[inline]
pub const fn navigation<O, V>(name: &'static str) -> Navigation<O, V> {
    Navigation { name, marker: PhantomData }
}

impl<O, V> Property<O, V> {
    /// Creates an undocumented property with this JSON name.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        property(name)
    }
}

impl<O, V> Property<O, V, String> {
    /// Creates a property with this path.
    pub(super) const fn at(path: String) -> Self {
        Self { name: path, marker: PhantomData }
    }
}

#[allow(clippy::wrong_self_convention)] // methods such as `is_null` build a condition
impl<O, V, N: AsRef<str>> Property<O, V, N> {
    /// Returns the name, or the path of a nested property: `address/city`.
    pub fn name(&self) -> &str {
        self.name.as_ref()
    }

    /// Returns the path of a property of the value: `Location::ADDRESS.path(PhysicalAddress::CITY)`.
    ///
    /// A property of a derived type has a cast segment: `scope/microsoft.graph.accessReviewQueryScope/query`.
    pub fn path<D: DerivedFrom<V>, W>(&self, property: Property<D, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), D::path_from_base(property.name())))
    }

    /// Returns the property with a cast segment, for `$select` of a service that requires it:
    /// `microsoft.graph.user/city`.
    pub fn qualified(&self) -> Property<O, V, String>
    where
        O: Wire,
    {
        Property::at(cast::qualified::<O>(self.name()))
    }

    /// Returns the property as one of the base type `B`, without a cast segment, for `$filter` and `$orderby` of a
    /// service that accepts this: `User::CITY.unqualified::<DirectoryObject>()`.
    pub fn unqualified<B>(&self) -> Property<B, V, String>
    where
        O: DerivedFrom<B>,
    {
        Property::at(self.name().to_owned())
    }

    /// Sorts by the property in ascending order.
    pub fn asc<B>(&self) -> OrderBy<B>
    where
        O: DerivedFrom<B>,
    {
        OrderBy { text: O::path_from_base(self.name()), marker: PhantomData }
    }

    /// Sorts by the property in descending order.
    pub fn desc<B>(&self) -> OrderBy<B>
    where
        O: DerivedFrom<B>,
    {
        OrderBy { text: format!("{} desc", O::path_from_base(self.name())), marker: PhantomData }
    }

    /// Tests whether the property is equal to `value`.
    pub fn eq<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("eq", &value.operand())
    }

    /// Tests whether the property is not equal to `value`.
    pub fn ne<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("ne", &value.operand())
    }

    /// Tests whether the property is greater than `value`.
    pub fn gt<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("gt", &value.operand())
    }

    /// Tests whether the property is greater than or equal to `value`.
    pub fn ge<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("ge", &value.operand())
    }

    /// Tests whether the property is less than `value`.
    pub fn lt<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("lt", &value.operand())
    }

    /// Tests whether the property is less than or equal to `value`.
    pub fn le<B>(&self, value: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("le", &value.operand())
    }

    /// Tests whether the property contains this flag.
    pub fn has<B>(&self, flag: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("has", &flag.operand())
    }

    /// Tests whether the property is one of `values`. Without values, the result is `false`.
    pub fn in_<T: Operand<V>, B>(&self, values: impl IntoIterator<Item = T>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        let values: Vec<String> = values.into_iter().map(|value| value.operand()).collect();
        if values.is_empty() {
            return Filter::atom("false".to_owned());
        }
        self.compare("in", &format!("({})", values.join(",")))
    }

    /// Tests whether the property is null or absent.
    pub fn is_null<B>(&self) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("eq", "null")
    }

    /// Tests whether the property is not null.
    pub fn is_not_null<B>(&self) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.compare("ne", "null")
    }

    /// Tests whether the property starts with the string `start`.
    pub fn starts_with<B>(&self, start: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.call("startswith", &start.operand())
    }

    /// Tests whether the property ends with the string `end`.
    pub fn ends_with<B>(&self, end: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.call("endswith", &end.operand())
    }

    /// Tests whether the property contains the string `part`.
    pub fn contains<B>(&self, part: impl Operand<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        self.call("contains", &part.operand())
    }

    fn compare<B>(&self, operator: &str, value: &str) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        Filter::atom(format!("{} {operator} {value}", O::path_from_base(self.name())))
    }

    fn call<B>(&self, function: &str, value: &str) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        Filter::atom(format!("{function}({},{value})", O::path_from_base(self.name())))
    }
}

#[allow(clippy::wrong_self_convention)] // methods such as `is_null` build a condition
impl<O, V, N: AsRef<str>> Property<O, Vec<V>, N> {
    /// Tests whether the condition holds for at least one element: `User::TAGS.any(|tag| tag.value().eq("red"))`.
    pub fn any<B>(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        lambda(&O::path_from_base(self.name()), "any", condition)
    }

    /// Tests whether the condition holds for all elements.
    pub fn all<B>(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        lambda(&O::path_from_base(self.name()), "all", condition)
    }

    /// Tests whether there is at least one element.
    pub fn is_not_empty<B>(&self) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        Filter::atom(format!("{}/any()", O::path_from_base(self.name())))
    }
}

/// A navigation property from `O` to one or many `V`.
pub struct Navigation<O, V, N = &'static str> {
    name: N,
    marker: PhantomData<fn() -> (O, V)>,
}

impl<O, V> Navigation<O, V> {
    /// Creates an undocumented navigation property with this JSON name.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        navigation(name)
    }

    /// Returns the name, in constants.
    pub(super) const fn static_name(&self) -> &'static str {
        self.name
    }
}

#[allow(clippy::wrong_self_convention)] // `is_not_empty` builds a condition
impl<O, V, N: AsRef<str>> Navigation<O, V, N> {
    /// Returns the name.
    pub fn name(&self) -> &str {
        self.name.as_ref()
    }

    /// Returns the path of a property of the related entity: `User::MANAGER.path(DirectoryObject::ID)`.
    ///
    /// A property of a derived type has a cast segment: `manager/microsoft.graph.user/city`.
    pub fn path<D: DerivedFrom<V>, W>(&self, property: Property<D, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), D::path_from_base(property.name())))
    }

    /// Returns the navigation property as one of the base type `B`, without a cast segment, for a service that accepts
    /// this.
    pub fn unqualified<B>(&self) -> Navigation<B, V, String>
    where
        O: DerivedFrom<B>,
    {
        Navigation { name: self.name().to_owned(), marker: PhantomData }
    }

    /// Tests whether the condition holds for at least one related entity.
    ///
    /// ```text
    /// Group::MEMBERS.any(|member| member.get(User::CITY).eq("Oslo"))
    /// ```
    pub fn any<B>(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        lambda(&O::path_from_base(self.name()), "any", condition)
    }

    /// Tests whether the condition holds for all related entities.
    pub fn all<B>(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        lambda(&O::path_from_base(self.name()), "all", condition)
    }

    /// Tests whether there is at least one related entity.
    pub fn is_not_empty<B>(&self) -> Filter<B>
    where
        O: DerivedFrom<B>,
    {
        Filter::atom(format!("{}/any()", O::path_from_base(self.name())))
    }

    /// Returns a member that links a new object to an existing entity, given its URL or path.
    ///
    /// Add it with [`Extra::insert`](super::Extra::insert) or [`Extra::extend`](super::Extra).
    pub fn bind(&self, target: impl Into<String>) -> (String, Value) {
        (format!("{}@odata.bind", self.name()), Value::String(target.into()))
    }

    /// Returns a member that links a new object to several existing entities, given their URLs or paths.
    pub fn bind_all<T: Into<String>>(&self, targets: impl IntoIterator<Item = T>) -> (String, Value) {
        let targets = targets.into_iter().map(|target| Value::String(target.into())).collect();
        (format!("{}@odata.bind", self.name()), Value::Array(targets))
    }
}

/// An element of a list, in a condition of `any` or `all`.
pub struct Element<V> {
    variable: String,
    marker: PhantomData<fn() -> V>,
}

impl<V> Element<V> {
    /// Returns the element itself, for a list of primitive values.
    pub fn value(&self) -> Property<V, V, String> {
        Property::at(self.variable.clone())
    }

    /// Returns a property of the element. One of a derived type has a cast segment.
    pub fn get<D: DerivedFrom<V>, W>(&self, property: Property<D, W, impl AsRef<str>>) -> Property<V, W, String> {
        Property::at(format!("{}/{}", self.variable, D::path_from_base(property.name())))
    }

    /// Returns a navigation property of the element. One of a derived type has a cast segment.
    pub fn follow<D: DerivedFrom<V>, W>(
        &self,
        navigation: Navigation<D, W, impl AsRef<str>>,
    ) -> Navigation<V, W, String> {
        let name = format!("{}/{}", self.variable, D::path_from_base(navigation.name()));
        Navigation { name, marker: PhantomData }
    }
}

/// Builds a condition on the elements of the list at `path`.
///
/// The variable is `x`, or one `x` more than the variable at the start of `path`.
fn lambda<O, V>(path: &str, quantifier: &str, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
    let outer = path.split('/').next().filter(|start| path.contains('/') && start.bytes().all(|byte| byte == b'x'));
    let variable = format!("{}x", outer.unwrap_or_default());
    let condition = condition(Element { variable: variable.clone(), marker: PhantomData });
    Filter::atom(format!("{path}/{quantifier}({variable}:{condition})"))
}

/// A property to sort by, and the direction.
#[must_use = "an order sorts nothing until you pass it to `orderby`"]
pub struct OrderBy<O> {
    text: String,
    marker: PhantomData<fn() -> O>,
}

impl<O> fmt::Display for OrderBy<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Implements the traits that a derive would bind to the type parameters.
macro_rules! impl_traits {
    ($($type:ident<$($parameter:ident),*> $field:ident $(($repr:ident))?)*) => {$(
        impl<$($parameter,)* $($repr: Clone)?> Clone for $type<$($parameter,)* $($repr)?> {
            fn clone(&self) -> Self {
                Self { $field: self.$field.clone(), marker: PhantomData }
            }
        }

        impl<$($parameter,)* $($repr: PartialEq)?> PartialEq for $type<$($parameter,)* $($repr)?> {
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }

        impl<$($parameter,)* $($repr: Eq)?> Eq for $type<$($parameter,)* $($repr)?> {}

        impl<$($parameter,)* $($repr: Hash)?> Hash for $type<$($parameter,)* $($repr)?> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.$field.hash(state);
            }
        }

        impl<$($parameter,)* $($repr: fmt::Debug)?> fmt::Debug for $type<$($parameter,)* $($repr)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&self.$field).finish()
            }
        }
    )*};
}

impl_traits! { Property<O, V> name (N) Navigation<O, V> name (N) Element<V> variable OrderBy<O> text }

impl<O, V, N: Copy> Copy for Property<O, V, N> {}

impl<O, V, N: Copy> Copy for Navigation<O, V, N> {}
