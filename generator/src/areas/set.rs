//! Sets of areas.
//!
//! In: indices below [`MAX_AREAS`](super::MAX_AREAS). Out: [`AreaSet`], small enough to be copied for each type.

/// Words of 64 bits that hold an index for each area.
const WORDS: usize = super::MAX_AREAS.div_ceil(64);

/// Some of the areas of an API, by index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaSet([u64; WORDS]);

impl AreaSet {
    /// The set of one area.
    #[must_use]
    pub fn one(index: usize) -> AreaSet {
        let mut set = AreaSet::default();
        set.insert(index);
        set
    }

    /// The first `count` areas.
    #[must_use]
    pub fn first(count: usize) -> AreaSet {
        (0..count).fold(AreaSet::default(), |set, index| set.union(AreaSet::one(index)))
    }

    /// Puts an area in. An index past the last possible one changes nothing.
    pub fn insert(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// What is in one of the two.
    #[must_use]
    pub fn union(mut self, other: AreaSet) -> AreaSet {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
        self
    }

    /// Whether all of this is in `other`.
    #[must_use]
    pub fn is_within(self, other: AreaSet) -> bool {
        self.union(other) == other
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == AreaSet::default()
    }

    /// Whether the area is in it.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// How many areas are in it.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The areas in it, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..WORDS * 64).filter(move |index| self.contains(*index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_areas() {
        let set = AreaSet::one(3).union(AreaSet::one(200));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 200]);
        assert_eq!((set.len(), set.contains(200), set.contains(4)), (2, true, false));
        assert!(AreaSet::one(3).is_within(set) && !set.is_within(AreaSet::one(3)) && AreaSet::default().is_empty());
        assert_eq!(AreaSet::first(130).len(), 130);
        assert_eq!(AreaSet::one(100_000), AreaSet::default());
    }
}
