//! Lookup of documented members by name.
//!
//! In: the names of members, in the order in which they are received. Out: the indices of their slots, at a cost that
//! depends neither on the number of members of a type nor on their order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// The number of members up to which a linear search is as fast as a hash table.
const LINEAR_SEARCH_LIMIT: usize = 12;

/// A hash table from names to indices, with linear probing. At most half of the buckets are used.
struct Table {
    /// The index in each bucket.
    buckets: Box<[Option<u32>]>,
    /// The number of bits by which a hash is shifted right to get a bucket.
    shift: u32,
}

impl Table {
    /// Builds the table of these members.
    fn new(names: &[&str]) -> Self {
        let bits = (names.len() * 2).next_power_of_two().trailing_zeros().max(1);
        let mut table = Self { buckets: vec![None; 1 << bits].into(), shift: 64 - bits };
        for (index, name) in names.iter().enumerate() {
            let mut bucket = table.bucket(name);
            while let Some(Some(_)) = table.buckets.get(bucket) {
                bucket = table.next_bucket(bucket);
            }
            if let Some(free) = table.buckets.get_mut(bucket) {
                *free = u32::try_from(index).ok();
            }
        }
        table
    }

    /// Returns the index of a member.
    fn find(&self, names: &[&str], name: &str) -> Option<usize> {
        let mut bucket = self.bucket(name);
        loop {
            let index = usize::try_from((*self.buckets.get(bucket)?)?).ok()?;
            if names.get(index).is_some_and(|own| *own == name) {
                return Some(index);
            }
            bucket = self.next_bucket(bucket);
        }
    }

    /// Returns the first bucket of a name.
    ///
    /// The hash takes eight bytes at a time. It need not resist attacks, since the table contains only documented
    /// names, never received ones.
    fn bucket(&self, name: &str) -> usize {
        let bytes = name.as_bytes();
        let (words, _) = bytes.as_chunks();
        let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
        // The last word may overlap the previous one.
        let last = match bytes.last_chunk() {
            Some(last) => u64::from_le_bytes(*last),
            None => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let hash = mix(hash, last);
        // The high bits of a product depend on all bits of its factors. `shift` leaves only as many as there are
        // buckets.
        #[allow(clippy::cast_possible_truncation)]
        let bucket = (hash >> self.shift) as usize;
        bucket
    }

    /// Returns the bucket that follows `bucket`.
    fn next_bucket(&self, bucket: usize) -> usize {
        (bucket + 1) & (self.buckets.len() - 1)
    }
}

/// A hasher of addresses.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mix(hash, u64::from(*byte)));
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = mix(self.0, address as u64);
    }

    fn finish(&self) -> u64 {
        // The low bits of a product do not depend on the high bits of its factors.
        self.0 ^ (self.0 >> 32)
    }
}

/// Adds a word to a hash.
fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Tables by the address and the number of the names.
type Tables = HashMap<(usize, usize), Rc<Table>, BuildHasherDefault<AddressHasher>>;

thread_local! {
    /// The tables of types with many members. A static slice never moves, so its address identifies it.
    static TABLES: RefCell<Tables> = RefCell::default();
}

/// Finds the members of one object. Members in the documented order are found with one comparison.
pub struct Names {
    names: &'static [&'static str],
    next: usize,
    table: Option<Rc<Table>>,
}

impl Names {
    /// Creates a lookup for the members of a type.
    pub fn new(names: &'static [&'static str]) -> Self {
        Self { names, next: 0, table: None }
    }

    /// Returns the index of the member with this JSON name.
    pub fn find(&mut self, name: &str) -> Option<usize> {
        let index = match self.names.get(self.next) {
            Some(next) if *next == name => self.next,
            _ if self.names.len() <= LINEAR_SEARCH_LIMIT => self.names.iter().position(|own| *own == name)?,
            _ => self.table.get_or_insert_with(|| table(self.names)).find(self.names, name)?,
        };
        self.next = index + 1;
        Some(index)
    }
}

/// Returns the shared table of these members.
fn table(names: &'static [&'static str]) -> Rc<Table> {
    let make = || Rc::new(Table::new(names));
    let key = (names.as_ptr().addr(), names.len());
    // The thread-local storage may already be destroyed when the thread exits.
    TABLES.try_with(|tables| Rc::clone(tables.borrow_mut().entry(key).or_insert_with(make))).unwrap_or_else(|_| make())
}
