//! Sets of areas.
//!
//! In: indices below [`MAX_AREAS`](super::MAX_AREAS). Out: [`AreaSet`], small enough to be copied for each type.

/// Number of 64-bit words that hold one bit for each area.
const WORDS: usize = super::MAX_AREAS.div_ceil(64);

/// A set of areas, by index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaSet([u64; WORDS]);

impl AreaSet {
    /// Returns the set of one area.
    #[must_use]
    pub fn one(index: usize) -> AreaSet {
        let mut set = AreaSet::default();
        set.insert(index);
        set
    }

    /// Returns the set of the first `count` areas.
    #[must_use]
    pub fn first(count: usize) -> AreaSet {
        (0..count).fold(AreaSet::default(), |set, index| set.union(AreaSet::one(index)))
    }

    /// Adds an area. An index beyond the last possible one has no effect.
    pub fn insert(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// Returns the areas that are in at least one of the two sets.
    #[must_use]
    pub fn union(mut self, other: AreaSet) -> AreaSet {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
        self
    }

    /// Returns whether all areas of this set are in `other`.
    #[must_use]
    pub fn is_within(self, other: AreaSet) -> bool {
        self.union(other) == other
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == AreaSet::default()
    }

    /// Returns whether the area is in the set.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// Returns the number of areas in the set.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns the areas in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..WORDS * 64).filter(move |index| self.contains(*index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_areas_are_combined() {
        let set = AreaSet::one(3).union(AreaSet::one(200));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 200]);
        assert_eq!((set.len(), set.contains(200), set.contains(4)), (2, true, false));
        assert!(AreaSet::one(3).is_within(set) && !set.is_within(AreaSet::one(3)) && AreaSet::default().is_empty());
        assert_eq!(AreaSet::first(130).len(), 130);
        assert_eq!(AreaSet::one(100_000), AreaSet::default());
    }
}
