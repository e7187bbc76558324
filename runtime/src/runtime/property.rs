//! Names of properties, with the type they belong to and the type they have.
//!
//! In: constants of the models (`User::CITY`). Out: names for `$select`, `$orderby`, `$filter`, `$expand`, for `@odata.bind` and
//! for partial updates. A name of another type does not compile.
//!
//! A crate has thousands of these constants, each a body for the compiler to check. It has the least to do where they come from a plain
//! function ([`property`], [`navigation`]) and hold nothing that would have to be dropped: hence the parameter for the kind of name.

use super::filter::Filter;
use super::literal::Operand;
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// A property of `O` whose values are of type `V`.
///
/// Its name is one of the reference's, as in the constants of models, or a path of several, as [`path`](Self::path) makes them.
pub struct Property<O, V, N = &'static str> {
    name: N,
    marker: PhantomData<fn() -> (O, V)>,
}

/// The property of this name in JSON.
#[inline]
pub const fn property<O, V>(name: &'static str) -> Property<O, V> {
    Property { name, marker: PhantomData }
}

/// The relationship of this name in JSON.
#[inline]
pub const fn navigation<O, V>(name: &'static str) -> Navigation<O, V> {
    Navigation { name, marker: PhantomData }
}

impl<O, V> Property<O, V> {
    /// The property of this name in JSON, for one that the reference does not list.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        property(name)
    }
}

impl<O, V> Property<O, V, String> {
    /// The property at this path.
    pub(super) const fn at(path: String) -> Self {
        Self { name: path, marker: PhantomData }
    }
}

#[allow(clippy::wrong_self_convention)] // `is_null` and its like make a condition of the constant they are called on
impl<O, V, N: AsRef<str>> Property<O, V, N> {
    /// Its name, or its path if it is a property of a property: `address/city`.
    pub fn name(&self) -> &str {
        self.name.as_ref()
    }

    /// A property of its value: `User::ADDRESS.path(Address::CITY)`.
    pub fn path<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), property.name()))
    }

    /// Sorts by it, the smallest first.
    pub fn asc(&self) -> OrderBy<O> {
        OrderBy { text: self.name().to_owned(), marker: PhantomData }
    }

    /// Sorts by it, the largest first.
    pub fn desc(&self) -> OrderBy<O> {
        OrderBy { text: format!("{} desc", self.name()), marker: PhantomData }
    }

    /// It is equal to `value`.
    pub fn eq(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("eq", &value.operand())
    }

    /// It is not equal to `value`.
    pub fn ne(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("ne", &value.operand())
    }

    /// It is greater than `value`.
    pub fn gt(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("gt", &value.operand())
    }

    /// It is greater than `value`, or equal to it.
    pub fn ge(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("ge", &value.operand())
    }

    /// It is less than `value`.
    pub fn lt(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("lt", &value.operand())
    }

    /// It is less than `value`, or equal to it.
    pub fn le(&self, value: impl Operand<V>) -> Filter<O> {
        self.compare("le", &value.operand())
    }

    /// It has this flag.
    pub fn has(&self, flag: impl Operand<V>) -> Filter<O> {
        self.compare("has", &flag.operand())
    }

    /// It is one of `values`. Of no values, nothing is one.
    pub fn in_<T: Operand<V>>(&self, values: impl IntoIterator<Item = T>) -> Filter<O> {
        let values: Vec<String> = values.into_iter().map(|value| value.operand()).collect();
        if values.is_empty() {
            return Filter::atom("false".to_owned());
        }
        self.compare("in", &format!("({})", values.join(",")))
    }

    /// It is null, or absent.
    pub fn is_null(&self) -> Filter<O> {
        self.compare("eq", "null")
    }

    /// It is not null.
    pub fn is_not_null(&self) -> Filter<O> {
        self.compare("ne", "null")
    }

    /// Its text begins with `start`.
    pub fn starts_with(&self, start: impl Operand<V>) -> Filter<O> {
        self.call("startswith", &start.operand())
    }

    /// Its text ends with `end`.
    pub fn ends_with(&self, end: impl Operand<V>) -> Filter<O> {
        self.call("endswith", &end.operand())
    }

    /// Its text contains `part`.
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

#[allow(clippy::wrong_self_convention)] // `is_null` and its like make a condition of the constant they are called on
impl<O, V, N: AsRef<str>> Property<O, Vec<V>, N> {
    /// The condition holds for at least one element: `User::TAGS.any(|tag| tag.value().eq("red"))`.
    pub fn any(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "any", condition)
    }

    /// The condition holds for all elements.
    pub fn all(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "all", condition)
    }

    /// There is at least one element.
    pub fn is_not_empty(&self) -> Filter<O> {
        Filter::atom(format!("{}/any()", self.name()))
    }
}

/// A relationship of `O` to one or many `V`.
pub struct Navigation<O, V, N = &'static str> {
    name: N,
    marker: PhantomData<fn() -> (O, V)>,
}

impl<O, V> Navigation<O, V> {
    /// The relationship of this name in JSON, for one that the reference does not list.
    #[inline]
    pub const fn new(name: &'static str) -> Self {
        navigation(name)
    }
}

#[allow(clippy::wrong_self_convention)] // `is_not_empty` makes a condition of the constant it is called on
impl<O, V, N: AsRef<str>> Navigation<O, V, N> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.name.as_ref()
    }

    /// A property of what it leads to, where that is one: `User::MANAGER.path(User::CITY)`.
    pub fn path<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<O, W, String> {
        Property::at(format!("{}/{}", self.name(), property.name()))
    }

    /// The condition holds for at least one: `Group::MEMBERS.any(|member| member.get(User::CITY).eq("Oslo"))`.
    pub fn any(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "any", condition)
    }

    /// The condition holds for all.
    pub fn all(&self, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
        lambda(self.name(), "all", condition)
    }

    /// There is at least one.
    pub fn is_not_empty(&self) -> Filter<O> {
        Filter::atom(format!("{}/any()", self.name()))
    }

    /// The member of a new object that links it to one that exists, for [`Extra::insert`](super::Extra::insert) or
    /// [`Extra::extend`](super::Extra): the address, or the path, of that object.
    pub fn bind(&self, target: impl Into<String>) -> (String, Value) {
        (format!("{}@odata.bind", self.name()), Value::String(target.into()))
    }

    /// The member of a new object that links it to several that exist.
    pub fn bind_all<T: Into<String>>(&self, targets: impl IntoIterator<Item = T>) -> (String, Value) {
        let targets = targets.into_iter().map(|target| Value::String(target.into())).collect();
        (format!("{}@odata.bind", self.name()), Value::Array(targets))
    }
}

/// An element of a list, in a condition on its elements.
pub struct Element<V> {
    variable: String,
    marker: PhantomData<fn() -> V>,
}

impl<V> Element<V> {
    /// The element itself, where it is a plain value.
    pub fn value(&self) -> Property<V, V, String> {
        Property::at(self.variable.clone())
    }

    /// A property of the element.
    pub fn get<W>(&self, property: Property<V, W, impl AsRef<str>>) -> Property<V, W, String> {
        Property::at(format!("{}/{}", self.variable, property.name()))
    }

    /// A relationship of the element.
    pub fn follow<W>(&self, navigation: Navigation<V, W, impl AsRef<str>>) -> Navigation<V, W, String> {
        let name = format!("{}/{}", self.variable, navigation.name());
        Navigation { name, marker: PhantomData }
    }
}

/// A condition on the elements of the list at `path`. Its variable is `x`, or one more `x` than the one in `path`.
fn lambda<O, V>(path: &str, quantifier: &str, condition: impl FnOnce(Element<V>) -> Filter<V>) -> Filter<O> {
    let outer = path.split('/').next().filter(|start| path.contains('/') && start.bytes().all(|byte| byte == b'x'));
    let variable = format!("{}x", outer.unwrap_or_default());
    let condition = condition(Element { variable: variable.clone(), marker: PhantomData });
    Filter::atom(format!("{path}/{quantifier}({variable}:{condition})"))
}

/// A property to sort by, and in which direction.
pub struct OrderBy<O> {
    text: String,
    marker: PhantomData<fn() -> O>,
}

impl<O> fmt::Display for OrderBy<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The traits that a derive would tie to those of the type parameters.
macro_rules! named {
    ($($type:ident<$($parameter:ident),*> $field:ident $(($kind:ident))?)*) => {$(
        impl<$($parameter,)* $($kind: Clone)?> Clone for $type<$($parameter,)* $($kind)?> {
            fn clone(&self) -> Self {
                Self { $field: self.$field.clone(), marker: PhantomData }
            }
        }

        impl<$($parameter,)* $($kind: PartialEq)?> PartialEq for $type<$($parameter,)* $($kind)?> {
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }

        impl<$($parameter,)* $($kind: Eq)?> Eq for $type<$($parameter,)* $($kind)?> {}

        impl<$($parameter,)* $($kind: fmt::Debug)?> fmt::Debug for $type<$($parameter,)* $($kind)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&self.$field).finish()
            }
        }
    )*};
}

named! { Property<O, V> name (N) Navigation<O, V> name (N) Element<V> variable OrderBy<O> text }

impl<O, V, N: Copy> Copy for Property<O, V, N> {}

impl<O, V, N: Copy> Copy for Navigation<O, V, N> {}
