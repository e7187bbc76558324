//! Slots of typed values, for the shared decoder and encoder.
//!
//! In: JSON values, or members and elements one by one. Out: a [`View`] of the value in a slot. The shared code works
//! with [`Slot`], which has no type parameters. A type that implements [`Wire`] can be stored in a slot.

use super::object::{Container, ContainerKind, List, Outcome, Slot, View};
use serde_json::Value;
use std::any::Any;

/// A type that a member of a JSON object can have.
pub trait Wire: Any + Clone {
    /// How values are decoded and encoded.
    ///
    /// Generated types select one of the existing forms instead of having their own methods, which takes less time to
    /// compile.
    type Form: Form<Self>;
}

/// How values of type `T` are decoded and encoded.
///
/// Objects are compared and copied by the [`view`](Self::view)s of their members. Therefore [`take`](Self::take) must
/// restore the same value from a view.
pub trait Form<T> {
    /// Converts a JSON value other than null. Also returns the original if the value would be written in another form.
    ///
    /// # Errors
    ///
    /// Returns the value if it does not have the expected JSON type.
    fn take(value: Value) -> Result<(T, Option<Value>), Value> {
        Err(value)
    }

    /// See [`Slot::container`].
    fn container(_: &mut Option<T>, _: ContainerKind) -> Option<Container<'_>> {
        None
    }

    /// See [`Slot::view`].
    fn view(value: &T) -> View<'_>;

    /// Returns the qualified name of a structured type; empty for other types.
    fn type_name() -> &'static str {
        ""
    }
}

impl<T: Wire> Slot for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn take(&mut self, value: Value) -> Outcome {
        match T::Form::take(value) {
            Ok((converted, original)) => {
                *self = Some(converted);
                original.map_or(Outcome::Taken, Outcome::Form)
            }
            Err(value) => Outcome::Refused(value),
        }
    }

    fn container(&mut self, kind: ContainerKind) -> Option<Container<'_>> {
        T::Form::container(self, kind)
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::Form::view)
    }
}

/// A list that is always present, as in a page of results.
impl<T: Wire> Slot for Vec<T> {
    fn clear(&mut self) {
        Self::clear(self);
    }

    fn take(&mut self, value: Value) -> Outcome {
        Outcome::Refused(value)
    }

    fn container(&mut self, kind: ContainerKind) -> Option<Container<'_>> {
        (kind == ContainerKind::List).then_some(Container::List(self))
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Wire> List for Vec<T> {
    fn add(&mut self, fill: &mut dyn FnMut(&mut dyn Slot)) {
        let mut element = None::<T>;
        fill(&mut element);
        self.extend(element);
    }

    fn len(&self) -> usize {
        Self::len(self)
    }

    fn at(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, T::Form::view)
    }
}

/// The [`Form`] of lists.
pub struct AsList;

impl<T: Wire> Wire for Vec<T> {
    type Form = AsList;
}

impl<T: Wire> Form<Vec<T>> for AsList {
    fn container(slot: &mut Option<Vec<T>>, kind: ContainerKind) -> Option<Container<'_>> {
        (kind == ContainerKind::List).then(|| Container::List(slot.get_or_insert_default()))
    }

    fn view(value: &Vec<T>) -> View<'_> {
        View::List(value)
    }
}
