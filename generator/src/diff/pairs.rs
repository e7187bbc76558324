//! Matches the items of two editions.
//!
//! In: two lists. Out: [`Pairs`]: the items that both have, and those that only one has. Of several items with one key, the first counts.

use std::collections::{BTreeMap, BTreeSet};

/// Two matched lists.
#[derive(Debug)]
pub(super) struct Pairs<T> {
    /// The items of both lists, in the order of the new one.
    pub(super) both: Vec<(T, T)>,
    /// The items of the old list only, in its order.
    pub(super) removed: Vec<T>,
    /// The items of the new list only, in its order.
    pub(super) added: Vec<T>,
}

/// Matches two lists by what `key` returns.
pub(super) fn pairs<T: Copy, K: Ord>(
    old: impl IntoIterator<Item = T>,
    new: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
) -> Pairs<T> {
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    let mut by_key: BTreeMap<K, (usize, T)> = BTreeMap::new();
    for (index, item) in old.into_iter().enumerate() {
        by_key.entry(key(item)).or_insert((index, item));
    }
    let mut seen = BTreeSet::new();
    for item in new {
        let key = key(item);
        if seen.contains(&key) {
            continue;
        }
        match by_key.remove(&key) {
            Some((_, before)) => pairs.both.push((before, item)),
            None => pairs.added.push(item),
        }
        seen.insert(key);
    }
    let mut removed: Vec<_> = by_key.into_values().collect();
    removed.sort_by_key(|(index, _)| *index);
    pairs.removed = removed.into_iter().map(|(_, item)| item).collect();
    pairs
}

/// An item that has another name in the new edition.
#[derive(Debug)]
pub(super) struct Renamed<T> {
    /// The item in the old edition.
    pub(super) old: T,
    /// The item in the new edition.
    pub(super) new: T,
    /// Why it is the same item.
    pub(super) evidence: Vec<String>,
}

impl<T: Copy> Pairs<T> {
    /// Takes out the removed and the added items that agree in a key which no other of them has, and for which there is evidence.
    pub(super) fn take_renamed<K: Ord>(
        &mut self,
        old_key: impl Fn(T) -> Option<K>,
        new_key: impl Fn(T) -> Option<K>,
        evidence: impl Fn(T, T) -> Option<Vec<String>>,
    ) -> Vec<Renamed<T>> {
        let mut sides: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
        for (index, item) in self.removed.iter().enumerate() {
            if let Some(key) = old_key(*item) {
                sides.entry(key).or_default()[0].push(index);
            }
        }
        for (index, item) in self.added.iter().enumerate() {
            if let Some(key) = new_key(*item) {
                sides.entry(key).or_default()[1].push(index);
            }
        }
        let mut found = Vec::new();
        let mut taken = [BTreeSet::new(), BTreeSet::new()];
        for [removed, added] in sides.into_values() {
            let ([removed], [added]) = (&*removed, &*added) else { continue };
            let (Some(old), Some(new)) = (self.removed.get(*removed), self.added.get(*added)) else { continue };
            if let Some(evidence) = evidence(*old, *new) {
                found.push((*removed, Renamed { old: *old, new: *new, evidence }));
                taken[0].insert(*removed);
                taken[1].insert(*added);
            }
        }
        remove(&mut self.removed, &taken[0]);
        remove(&mut self.added, &taken[1]);
        found.sort_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, renamed)| renamed).collect()
    }
}

/// Removes the items with these indexes.
fn remove<T>(list: &mut Vec<T>, indexes: &BTreeSet<usize>) {
    let mut index = 0;
    list.retain(|_| {
        index += 1;
        !indexes.contains(&(index - 1))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_matched_in_order() {
        let found = pairs(["d", "b", "a", "a"], ["c", "a", "a", "b", "c"], |item| item);
        assert_eq!(found.both, [("a", "a"), ("b", "b")]);
        assert_eq!(found.removed, ["d"]);
        assert_eq!(found.added, ["c"]);
    }

    #[test]
    fn only_unique_keys_match_renamed_items() {
        let mut found = pairs(["One", "two", "Two", "four"], ["one", "TWO", "Four", "five"], |item| item);
        let key = |item: &str| Some(item.to_lowercase());
        let renamed = found.take_renamed(key, key, |old, new| (new != "Four").then(|| vec![format!("{old} {new}")]));
        let renamed: Vec<_> = renamed.iter().map(|renamed| renamed.evidence.concat()).collect();
        assert_eq!(renamed, ["One one"]);
        assert_eq!(found.removed, ["two", "Two", "four"]);
        assert_eq!(found.added, ["TWO", "Four", "five"]);
    }
}
