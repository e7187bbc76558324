//! Objects, slots and schemas: access to all models without type parameters.
//!
//! In: the names that `object!` declares for a struct. Out: [`Object`] and [`Slot`], on which decoding, encoding,
//! comparison and `Debug` are implemented once for all types, and [`Schema`], the names of a type and its members.

use super::extra::Extra;
use serde_json::Value;
use std::any::Any;

/// The names of a type and its members.
#[derive(Debug)]
pub struct Schema {
    /// The name of the struct.
    pub ident: &'static str,
    /// The qualified name of the type, without `#`; empty if it has none.
    pub type_name: &'static str,
    /// The JSON names of the documented members, in slot order.
    pub names: &'static [&'static str],
    /// The names of the fields, in the same order, separated by spaces.
    pub idents: &'static str,
    /// The indices of the members with values that `Debug` hides.
    pub secrets: &'static [usize],
    /// The index of the first slot for a [`Related`](super::Related); those after it are for one, too.
    pub first_related: usize,
    /// The types derived from this one.
    pub derived: &'static [DerivedType],
}

impl Schema {
    /// Returns the expected value for error messages: `a JSON object (User)`.
    pub(super) fn expected(&self) -> String {
        format!("a JSON object ({})", self.ident)
    }

    /// Returns the JSON name of the member at this index; empty if there is none.
    pub fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// Returns whether `Debug` hides the member with this JSON name because it is documented as a secret.
    pub fn is_secret(&self, name: &str) -> bool {
        self.secrets.iter().any(|index| self.name(*index) == name)
    }

    /// Returns whether the slot at this index is for a [`Related`](super::Related), which takes the text of a value.
    #[inline]
    pub(super) fn is_related(&self, index: usize) -> bool {
        index >= self.first_related
    }

    /// Returns whether `type_name` is the name of this type. Ignores case and a leading `#`.
    pub fn is_named(&self, type_name: &str) -> bool {
        !self.type_name.is_empty() && strip_hash(type_name).eq_ignore_ascii_case(self.type_name)
    }

    /// Returns the derived type with this name. Ignores case and a leading `#`.
    pub fn derived(&self, type_name: &str) -> Option<&'static DerivedType> {
        let type_name = strip_hash(type_name);
        self.derived.iter().find(|derived| type_name.eq_ignore_ascii_case(derived.type_name))
    }
}

/// Returns a qualified type name without the leading `#`.
fn strip_hash(type_name: &str) -> &str {
    type_name.strip_prefix('#').unwrap_or(type_name)
}

/// A type derived from a base type.
#[derive(Clone, Copy, Debug)]
pub struct DerivedType {
    /// The qualified name, without `#`.
    pub type_name: &'static str,
    /// Creates an empty object of the type.
    pub create: fn() -> Box<dyn Object>,
}

/// An object of any type, as the shared code sees it. Every [`Model`](super::Model) implements this trait.
pub trait Object: Any {
    /// Returns the schema of the type.
    fn schema(&self) -> &'static Schema;

    /// Returns the slot of a documented member. Past the last one, returns a slot that rejects all values.
    fn slot(&mut self, index: usize) -> &mut dyn Slot;

    /// Visits the additional members and then the filled slots, in order, with their indices.
    fn visit<'a>(&'a self, visitor: &mut dyn MemberVisitor<'a>);

    /// Creates an empty object of the same type.
    fn empty(&self) -> Box<dyn Object>;
}

// These methods are not in the trait, where they would be compiled once for each type that a program uses.
impl<'o> dyn Object + 'o {
    /// Returns the additional members.
    pub(super) fn extra(&self) -> &Extra {
        let mut extra = ExtraOnly(None);
        self.visit(&mut extra);
        extra.0.expect("`visit` visits the additional members")
    }

    /// Returns the additional members for modification.
    pub(super) fn extra_mut(&mut self) -> &mut Extra {
        let slot: &mut dyn Any = self.slot(EXTRA);
        slot.downcast_mut().expect("the slot past the last member is `Extra`")
    }
}

/// A visitor of the contents of an object.
pub trait MemberVisitor<'a> {
    /// Visits the additional members. They come first.
    fn extra(&mut self, extra: &'a Extra);

    /// Visits a filled slot.
    fn slot(&mut self, index: usize, slot: &'a dyn Slot);
}

/// A visitor of the slots only.
pub(super) struct SlotVisitor<F>(F);

impl<F> SlotVisitor<F> {
    /// Creates a visitor that calls `visit` for each slot.
    pub(super) fn new<'a>(visit: F) -> Self
    where
        F: FnMut(usize, &'a dyn Slot),
    {
        Self(visit)
    }
}

impl<'a, F: FnMut(usize, &'a dyn Slot)> MemberVisitor<'a> for SlotVisitor<F> {
    fn extra(&mut self, _: &'a Extra) {}

    fn slot(&mut self, index: usize, slot: &'a dyn Slot) {
        (self.0)(index, slot);
    }
}

/// A visitor of the additional members only.
struct ExtraOnly<'a>(Option<&'a Extra>);

impl<'a> MemberVisitor<'a> for ExtraOnly<'a> {
    fn extra(&mut self, extra: &'a Extra) {
        self.0 = Some(extra);
    }

    fn slot(&mut self, _: usize, _: &'a dyn Slot) {}
}

/// Returns the filled slots of an object, in order.
pub(super) fn filled_slots(object: &dyn Object) -> Vec<(usize, &dyn Slot)> {
    let mut filled = Vec::new();
    object.visit(&mut SlotVisitor::new(|index, slot| filled.push((index, slot))));
    filled
}

/// The outcome of offering a value to a [`Slot`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The slot contains the value and would write it in the same form.
    Taken,
    /// The slot contains the value but would write it in another form. This is the original.
    Form(Value),
    /// The slot does not contain the value, or not all elements of a list. This is the original.
    Refused(Value),
}

impl Outcome {
    /// Returns the original value if it has to be stored.
    #[inline]
    pub(super) fn into_original(self) -> Option<Value> {
        match self {
            Self::Taken => None,
            Self::Form(original) | Self::Refused(original) => Some(original),
        }
    }
}

/// A view of the value in a [`Slot`].
pub enum View<'a> {
    /// No value.
    Absent,
    /// A Boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number. Non-finite numbers are written as `"INF"`, `"-INF"` and `"NaN"`.
    Float(f64),
    /// The text of a decimal number.
    Decimal(&'a str),
    /// A string.
    Text(&'a str),
    /// A value of an open enum, and the documented members.
    Member(&'a str, &'static [&'static str]),
    /// A flags enum, as comma-separated text, and the documented members.
    Flags(String, &'static [&'static str]),
    /// Any JSON value.
    Json(&'a Value),
    /// The JSON text of related entities.
    Related(&'a str),
    /// A nested object.
    Object(&'a dyn Object),
    /// A list.
    List(&'a dyn List),
}

/// The storage for the value of one member, of any type.
pub trait Slot: Any {
    /// Removes the value.
    fn clear(&mut self);

    /// Offers a JSON value other than null.
    ///
    /// Objects and lists are filled through [`container`](Self::container) instead. A slot for
    /// [related](Schema::first_related) entities is offered a string with their JSON text.
    fn take(&mut self, value: Value) -> Outcome;

    /// Returns the object or list to fill if the slot is for one of this kind, and creates it if it is absent.
    ///
    /// One method for both takes less of each type's share of a program than two.
    fn container(&mut self, _: ContainerKind) -> Option<Container<'_>> {
        None
    }

    /// Returns a view of the value.
    fn view(&self) -> View<'_>;
}

impl dyn Slot + '_ {
    /// Returns the object to fill if the slot is for one, and creates it if it is absent.
    pub(super) fn object(&mut self) -> Option<&mut dyn Object> {
        match self.container(ContainerKind::Object)? {
            Container::Object(object) => Some(object),
            Container::List(_) => None,
        }
    }

    /// Returns the list to fill if the slot is for one, and creates it if it is absent.
    pub(super) fn list(&mut self) -> Option<&mut dyn List> {
        match self.container(ContainerKind::List)? {
            Container::List(list) => Some(list),
            Container::Object(_) => None,
        }
    }
}

/// The containers that a [`Slot`] can have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// An object.
    Object,
    /// A list.
    List,
}

/// An object or a list to fill.
pub enum Container<'a> {
    /// An object.
    Object(&'a mut dyn Object),
    /// A list.
    List(&'a mut dyn List),
}

/// A list of any element type, as the shared code sees it.
#[allow(clippy::len_without_is_empty)] // it would be compiled for each type
pub trait List {
    /// Calls `fill` with the slot of a new element, and adds the element if the slot is then filled.
    fn add(&mut self, fill: &mut dyn FnMut(&mut dyn Slot));

    /// Returns the number of elements.
    fn len(&self) -> usize;

    /// Returns a view of the element at this index.
    fn at(&self, index: usize) -> View<'_>;
}

/// The slot past the last member: it rejects all values and is always absent.
impl Slot for Extra {
    fn clear(&mut self) {}

    fn take(&mut self, value: Value) -> Outcome {
        Outcome::Refused(value)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }
}

/// An index past the last documented member of every type: the slot of the additional members.
pub(super) const EXTRA: usize = usize::MAX;
