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

/// Names to indices.
type Table = HashMap<&'static str, usize, BuildHasherDefault<Mixed>>;

/// A hash of eight bytes at a time. There is nothing to be attacked: a table has documented names only, never what comes.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write_usize(&mut self, number: usize) {
        self.write(&number.to_le_bytes());
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        for word in words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]) {
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    /// Follows each text, so that `ab` and `c` are not `a` and `bc`: here there is only one.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        // The low bits of a product know little of the high bits of what was multiplied.
        self.0 ^ (self.0 >> 32)
    }
}

thread_local! {
    /// The tables of types with many members, by where these are. What is static is never elsewhere, and never something else.
    static TABLES: RefCell<HashMap<usize, Rc<Table>, BuildHasherDefault<Mixed>>> = RefCell::default();
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
            _ => *self.table.get_or_insert_with(|| table(self.names)).get(name)?,
        };
        self.next = index + 1;
        Some(index)
    }
}

/// The table of these members.
fn table(names: &'static [&'static str]) -> Rc<Table> {
    let make = || Rc::new(names.iter().enumerate().map(|(index, name)| (*name, index)).collect::<Table>());
    let key = names.as_ptr().addr();
    // While the thread ends, there may be none to keep it in.
    TABLES.try_with(|tables| Rc::clone(tables.borrow_mut().entry(key).or_insert_with(make))).unwrap_or_else(|_| make())
}
