//! Finding documented members by name.
//!
//! In: the names of members, in the order in which they come. Out: the indices of their slots, at a cost that depends neither on how many
//! members a type has nor on their order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// Up to so many members all are looked at, which takes no longer than asking a table.
const FEW: usize = 12;

/// Names to indices: a place for each hash, and the next ones where that is taken. At most half of them are.
struct Table {
    places: Box<[Option<u32>]>,
    /// What is left of a hash when it is shifted by this is a place.
    shift: u32,
}

impl Table {
    /// The table of these members.
    fn new(names: &[&str]) -> Self {
        let bits = (names.len() * 2).next_power_of_two().trailing_zeros().max(1);
        let mut table = Self { places: vec![None; 1 << bits].into(), shift: 64 - bits };
        for (index, name) in names.iter().enumerate() {
            let mut place = table.place(name);
            while let Some(Some(_)) = table.places.get(place) {
                place = table.after(place);
            }
            if let Some(free) = table.places.get_mut(place) {
                *free = u32::try_from(index).ok();
            }
        }
        table
    }

    /// The index of a member.
    fn find(&self, names: &[&str], name: &str) -> Option<usize> {
        let mut place = self.place(name);
        loop {
            let index = usize::try_from((*self.places.get(place)?)?).ok()?;
            if names.get(index).is_some_and(|own| *own == name) {
                return Some(index);
            }
            place = self.after(place);
        }
    }

    /// The place of a name. Eight bytes are taken at a time. There is nothing to be attacked: the table has documented names only, never
    /// what comes.
    fn place(&self, name: &str) -> usize {
        let bytes = name.as_bytes();
        let (words, _) = bytes.as_chunks();
        let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
        // The last word may overlap the one before.
        let last = match bytes.last_chunk() {
            Some(last) => u64::from_le_bytes(*last),
            None => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let hash = mix(hash, last);
        // The high bits of a product know all of what was multiplied, and so few of them fit.
        #[allow(clippy::cast_possible_truncation)]
        let place = (hash >> self.shift) as usize;
        place
    }

    /// The place after another.
    fn after(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }
}

/// A hash of one number.
#[derive(Default)]
struct Address(u64);

impl Hasher for Address {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mix(hash, u64::from(*byte)));
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = mix(self.0, address as u64);
    }

    fn finish(&self) -> u64 {
        // The low bits of a product know little of the high bits of what was multiplied.
        self.0 ^ (self.0 >> 32)
    }
}

/// A hash, and one more word.
fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Tables by where the names of their members are, and how many.
type Tables = HashMap<(usize, usize), Rc<Table>, BuildHasherDefault<Address>>;

thread_local! {
    /// The tables of types with many members. What is static is never elsewhere, and never something else.
    static TABLES: RefCell<Tables> = RefCell::default();
}

/// Finds the members of one object. Those that come in the order of the reference are found at once.
pub struct Names {
    names: &'static [&'static str],
    next: usize,
    table: Option<Rc<Table>>,
}

impl Names {
    /// For the members of a type.
    pub fn new(names: &'static [&'static str]) -> Self {
        Self { names, next: 0, table: None }
    }

    /// The index of the slot of the member of this JSON name.
    pub fn find(&mut self, name: &str) -> Option<usize> {
        let index = match self.names.get(self.next) {
            Some(next) if *next == name => self.next,
            _ if self.names.len() <= FEW => self.names.iter().position(|own| *own == name)?,
            _ => self.table.get_or_insert_with(|| table(self.names)).find(self.names, name)?,
        };
        self.next = index + 1;
        Some(index)
    }
}

/// The table of these members.
fn table(names: &'static [&'static str]) -> Rc<Table> {
    let make = || Rc::new(Table::new(names));
    let key = (names.as_ptr().addr(), names.len());
    // While the thread ends, there may be none to keep it in.
    TABLES.try_with(|tables| Rc::clone(tables.borrow_mut().entry(key).or_insert_with(make))).unwrap_or_else(|_| make())
}
