//! Typed names of properties and navigation properties.
//!
//! In: constants of the models (`User::CITY`). Out: names for `$select`, `$orderby`, `$filter`, `$expand`,
//! `@odata.bind` and partial updates. A name of another type does not compile.
//!
//! A crate has thousands of these constants, and the compiler checks each as a function body. They compile fastest if
//! they call a plain function ([`property`], [`navigation`]) and contain nothing to drop. Therefore the representation
//! of the name is a type parameter.

use super::filter::Filter;
use super::literal::Operand;
use serde_json::Value;
use std::fmt;
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

    /// Returns the path of a property of the value: `User::ADDRESS.path(Address::CITY)`.
    pub fn path<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), property.name()))
    }

    /// Sorts by the property in ascending order.
    pub fn asc(&self) -> OrderBy<O> {
        OrderBy { text: self.name().to_owned(), marker: PhantomData }
    }

    /// Sorts by the property in descending order.
    pub fn desc(&self) -> OrderBy<O> {
        OrderBy { text: format!("{} desc", self.name()), marker: PhantomData }
    }

    /// Tests whether the property is equal to `value`.
    pub fn eq(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("eq", &value.operand())
    }

    /// Tests whether the property is not equal to `value`.
    pub fn ne(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("ne", &value.operand())
    }

    /// Tests whether the property is greater than `value`.
    pub fn gt(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("gt", &value.operand())
    }

    /// Tests whether the property is greater than or equal to `value`.
    pub fn ge(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("ge", &value.operand())
    }

    /// Tests whether the property is less than `value`.
    pub fn lt(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("lt", &value.operand())
    }

    /// Tests whether the property is less than or equal to `value`.
    pub fn le(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("le", &value.operand())
    }

    /// Tests whether the property contains this flag.
    pub fn has(&self, flag: impl Operand<V>) -> Filter<O> {
        self.compare("has", &flag.operand())
    }

    /// Tests whether the property is one of `values`. Without values, the result is `false`.
    pub fn in_<T: Operand<V>>(&self, values: impl IntoIterator<Item = T>) -> Filter<O> {
        let values: Vec<String> = values.into_iter().map(|value| value.operand()).collect();
        if values.is_empty() {
            return Filter::atom("false".to_owned());
        }
        self.compare("in", &format!("({})", values.join(",")))
    }

    /// Tests whether the property is null or absent.
    pub fn is_null(&self) -> Filter<O> {
        self.compare("eq", "null")
    }

    /// Tests whether the property is not null.
    pub fn is_not_null(&self) -> Filter<O> {
        self.compare("ne", "null")
    }

    /// Tests whether the property starts with the string `start`.
    pub fn starts_with(&self, start: impl Operand<V>) -> Filter<O> {
        self.call("startswith", &start.operand())
    }

    /// Tests whether the property ends with the string `end`.
    pub fn ends_with(&self, end: impl Operand<V>) -> Filter<O> {
        self.call("endswith", &end.operand())
    }

    /// Tests whether the property contains the string `part`.
    pub fn contains(&self, part: impl Operand<V>) -> Filter<O> {
        self.call("contains", &part.operand())
    }

    fn compare(&self, operator: &str, value: &str) -> Filter<O> {
        Filter::atom(format!("{} {operator} {value}", self.name()))
    }

    fn call(&self, function: &str, value: &str) -> Filter<O> {
        Filter::atom(format!("{function}({},{value})", self.name()))
    }
}

#[allow(clippy::wrong_self_convention)] // methods such as `is_null` build a condition
impl<O, V, N: AsRef<str>> Property<O, Vec<V>, N> {
    /// Tests whether the condition holds for at least one element: `User::TAGS.any(|tag| tag.value().eq("red"))`.
    pub fn any(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "any", condition)
    }

    /// Tests whether the condition holds for all elements.
    pub fn all(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "all", condition)
    }

    /// Tests whether there is at least one element.
    pub fn is_not_empty(&self) -> Filter<O> {
        Filter::atom(format!("{}/any()", self.name()))
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
}

#[allow(clippy::wrong_self_convention)] // `is_not_empty` builds a condition
impl<O, V, N: AsRef<str>> Navigation<O, V, N> {
    /// Returns the name.
    pub fn name(&self) -> &str {
        self.name.as_ref()
    }

    /// Returns the path of a property of the related entity: `User::MANAGER.path(User::CITY)`.
    pub fn path<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), property.name()))
    }

    /// Tests whether the condition holds for at least one related entity.
    ///
    /// ```text
    /// Group::MEMBERS.any(|member| member.get(User::CITY).eq("Oslo"))
    /// ```
    pub fn any(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "any", condition)
    }

    /// Tests whether the condition holds for all related entities.
    pub fn all(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "all", condition)
    }

    /// Tests whether there is at least one related entity.
    pub fn is_not_empty(&self) -> Filter<O> {
        Filter::atom(format!("{}/any()", self.name()))
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

    /// Returns a property of the element.
    pub fn get<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<V, W, String> {
        Property::at(format!("{}/{}", self.variable, property.name()))
    }

    /// Returns a navigation property of the element.
    pub fn follow<W>(&self, navigation: Navigation<V, W, impl AsRef<str>>) -> Navigation<V, W, String> {
        let name = format!("{}/{}", self.variable, navigation.name());
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
