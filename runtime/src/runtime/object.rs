//! Objects, slots and schemas: the values of all models, without type parameters.
//!
//! In: the facts that `object!` declares for a struct. Out: [`Object`] and [`Slot`], with which decoding, encoding, comparison and `Debug` are
//! written once for all types, and [`Schema`], the names of a type and its members.

use super::extra::Extra;
use serde_json::Value;
use std::any::Any;

/// What is known of a type.
#[derive(Debug)]
pub struct Schema {
    /// The name of the struct.
    pub ident: &'static str,
    /// The qualified name of the type, without `#`; empty if it has none.
    pub type_name: &'static str,
    /// The names in JSON of its documented members, in slot order.
    pub names: &'static [&'static str],
    /// The names of the fields that hold them, in the same order, with spaces between.
    pub idents: &'static str,
    /// The indices of the members whose values `Debug` hides.
    pub secrets: &'static [usize],
    /// The types derived from it.
    pub derived: &'static [DerivedType],
}

impl Schema {
    /// Returns what a value of this type has to be, for messages: `a JSON object (User)`.
    pub(super) fn expected(&self) -> String {
        format!("a JSON object ({})", self.ident)
    }

    /// The name in JSON of the member at this index; empty if there is none.
    pub fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// Whether `Debug` hides the member of this JSON name because it is documented to be a secret.
    pub fn is_secret(&self, name: &str) -> bool {
        self.secrets.iter().any(|index| self.name(*index) == name)
    }

    /// Whether `type_name`, with or without `#` and in whatever case, is the name of this type.
    pub fn is_named(&self, type_name: &str) -> bool {
        !self.type_name.is_empty() && bare(type_name).eq_ignore_ascii_case(self.type_name)
    }

    /// The derived type of this name, with or without `#` and in whatever case.
    pub fn derived(&self, type_name: &str) -> Option<&'static DerivedType> {
        let type_name = bare(type_name);
        self.derived.iter().find(|derived| type_name.eq_ignore_ascii_case(derived.type_name))
    }
}

/// A qualified type name without the `#` it has on the wire.
fn bare(type_name: &str) -> &str {
    type_name.strip_prefix('#').unwrap_or(type_name)
}

/// A type that a base type can turn out to be.
#[derive(Clone, Copy, Debug)]
pub struct DerivedType {
    /// Its qualified name, without `#`.
    pub type_name: &'static str,
    /// Makes an empty object of it.
    pub create: fn() -> Box<dyn Object>,
}

/// An object whose type the shared code does not know. Every [`Model`] is one.
pub trait Object: Any {
    /// What is known of its type.
    fn schema(&self) -> &'static Schema;

    /// The slot of a documented member. Past the last there is one that takes nothing.
    fn slot(&mut self, index: usize) -> &mut dyn Slot;

    /// Shows the members without a field, and then the slots that hold something, in order, with their indices.
    fn visit<'a>(&'a self, to: &mut dyn MemberVisitor<'a>);

    /// Another object of its type, which holds nothing.
    fn empty(&self) -> Box<dyn Object>;
}

// Not in the trait, where each of them would be compiled once for each type that a program can reach.
impl<'o> dyn Object + 'o {
    /// The members without a field.
    pub(super) fn extra(&self) -> &Extra {
        let mut extra = ExtraOnly(None);
        self.visit(&mut extra);
        extra.0.expect("`object!` shows the members without a field")
    }

    /// The members without a field.
    pub(super) fn extra_mut(&mut self) -> &mut Extra {
        let slot: &mut dyn Any = self.slot(EXTRA);
        slot.downcast_mut().expect("`object!` ends with the members without a field")
    }
}

/// Looks at what an object holds.
pub trait MemberVisitor<'a> {
    /// Looks at the members without a field. These come first.
    fn extra(&mut self, extra: &'a Extra);

    /// Looks at a slot that holds something.
    fn slot(&mut self, index: usize, slot: &'a dyn Slot);
}

/// Looks at the slots alone.
pub(super) struct SlotVisitor<F>(F);

impl<F> SlotVisitor<F> {
    /// Has `look` look at them.
    pub(super) fn new<'a>(look: F) -> Self
    where
        F: FnMut(usize, &'a dyn Slot),
    {
        Self(look)
    }
}

impl<'a, F: FnMut(usize, &'a dyn Slot)> MemberVisitor<'a> for SlotVisitor<F> {
    fn extra(&mut self, _: &'a Extra) {}

    fn slot(&mut self, index: usize, slot: &'a dyn Slot) {
        (self.0)(index, slot);
    }
}

/// Looks at the members without a field alone.
struct ExtraOnly<'a>(Option<&'a Extra>);

impl<'a> MemberVisitor<'a> for ExtraOnly<'a> {
    fn extra(&mut self, extra: &'a Extra) {
        self.0 = Some(extra);
    }

    fn slot(&mut self, _: usize, _: &'a dyn Slot) {}
}

/// The slots of an object that hold something, in order.
pub(super) fn filled_slots(object: &dyn Object) -> Vec<(usize, &dyn Slot)> {
    let mut held = Vec::new();
    object.visit(&mut SlotVisitor::new(|index, slot| held.push((index, slot))));
    held
}

/// What became of a value that was offered to a [`Slot`].
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The slot holds it, and would be written in just this form.
    Taken,
    /// The slot holds it, but would be written in another form: this is the original.
    Form(Value),
    /// The slot does not hold it (of a list: not all of it): this is the original.
    Refused(Value),
}

impl Outcome {
    /// The original, where that has to be kept.
    #[inline]
    pub(super) fn left(self) -> Option<Value> {
        match self {
            Self::Taken => None,
            Self::Form(original) | Self::Refused(original) => Some(original),
        }
    }
}

/// What a [`Slot`] holds.
pub enum View<'a> {
    /// Nothing.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number; those that JSON does not know are written `"INF"`, `"-INF"` and `"NaN"`.
    Float(f64),
    /// A decimal number: its text.
    Decimal(&'a str),
    /// A text.
    Text(&'a str),
    /// A set: texts with commas between.
    Flags(String),
    /// Any JSON value.
    Json(&'a Value),
    /// A nested object.
    Object(&'a dyn Object),
    /// A list.
    List(&'a dyn List),
}

/// A place for the value of one member, of whatever type.
pub trait Slot: Any {
    /// Makes it hold nothing.
    fn clear(&mut self);

    /// Offers it a JSON value other than null. Objects and lists are filled through [`object`](Self::object) and
    /// [`list`](Self::list) instead.
    fn take(&mut self, value: Value) -> Outcome;

    /// The object to fill, where this is the place of one; makes it if it is absent.
    fn object(&mut self) -> Option<&mut dyn Object> {
        None
    }

    /// The list to fill, where this is the place of one; makes it if it is absent.
    fn list(&mut self) -> Option<&mut dyn List> {
        None
    }

    /// What it holds.
    fn view(&self) -> View<'_>;
}

/// A list whose element type the shared code does not know.
#[allow(clippy::len_without_is_empty)] // it would be compiled for each type
pub trait List {
    /// Lets `fill` fill the slot of a new element, which is kept if it then holds something.
    fn add(&mut self, fill: &mut dyn FnMut(&mut dyn Slot));

    /// How many elements there are.
    fn len(&self) -> usize;

    /// The element at this index.
    fn at(&self, index: usize) -> View<'_>;
}

/// The slot past the last one: nothing can be put in, nothing is there.
impl Slot for Extra {
    fn clear(&mut self) {}

    fn take(&mut self, value: Value) -> Outcome {
        Outcome::Refused(value)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }
}

/// The index past the last documented member of every type: the slot of the members without a field.
pub(super) const EXTRA: usize = usize::MAX;
