//! Properties, members and pages with another name or place.
//!
//! In: the items that only one edition has. Out: pairs of them, taken out of the lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::items::{Context, PageEntry, PropertyEntry, signature};
use crate::diff::pairs::{Pairs, Renamed};
use crate::diff::text::type_text;
use crate::export::json::form::{Member, Model};

use super::{capitalisation, description_key};

/// Names that are at least this similar may be spellings of one name, if everything else is the same.
const SIMILAR: f64 = 0.6;

/// Longer names are not compared letter by letter.
const LONGEST_NAME: usize = 100;

/// Finds properties with another name. The complete lists of both editions tell their positions, `has` the names that the type has in both
/// editions, inherited ones too.
pub(in crate::diff) fn renamed_properties<'a>(
    context: &Context<'_>,
    pairs: &mut Pairs<PropertyEntry<'a>>,
    [old, new]: [&[PropertyEntry<'a>]; 2],
    has: &dyn Fn(&str) -> bool,
) -> Vec<Renamed<PropertyEntry<'a>>> {
    if pairs.removed.is_empty() || pairs.added.is_empty() {
        return Vec::new();
    }
    let lower = |(property, _): PropertyEntry<'_>| Some(property.name.to_lowercase());
    let mut all = pairs.take_renamed(lower, lower, |old, new| Some(capitalisation(&old.0.name, &new.0.name)));

    let old_type = |(property, _): PropertyEntry<'_>| context.new_type_text(&property.ty);
    let new_type = |(property, _): PropertyEntry<'_>| type_text(&property.ty);
    let described = |entry: PropertyEntry<'_>| description_key(&entry.0.description);
    all.extend(pairs.take_renamed(
        |entry| Some((old_type(entry), described(entry)?)),
        |entry| Some((new_type(entry), described(entry)?)),
        |_, new| Some(vec![format!("type `{}` and description are the same", new_type(new))]),
    ));

    let shown = |entry: PropertyEntry<'_>| context.shown().renamed(&entry.0.name, has);
    all.extend(pairs.take_renamed(
        |entry| shown(entry).map(|(name, _)| name),
        |entry| Some(&*entry.0.name),
        |old, _| shown(old).map(|(_, evidence)| vec![evidence]),
    ));

    let (old_places, new_places) = (neighbours(old), neighbours(new));
    all.extend(pairs.take_renamed(
        |entry| Some((old_type(entry), *old_places.get(&*entry.0.name)?)),
        |entry| Some((new_type(entry), *new_places.get(&*entry.0.name)?)),
        |old, new| {
            let is_similar = are_similar(&old.0.name, &new.0.name);
            is_similar
                .then(|| vec![format!("type `{}` and position are the same, and the names are similar", new_type(new))])
        },
    ));
    all
}

/// Returns the names before and after each property. One of them must exist.
fn neighbours<'a>(list: &[PropertyEntry<'a>]) -> BTreeMap<&'a str, (Option<&'a str>, Option<&'a str>)> {
    let name = |index: Option<usize>| index.and_then(|index| list.get(index)).map(|(property, _)| &*property.name);
    let place = |index: usize| (name(index.checked_sub(1)), name(index.checked_add(1)));
    let all = list.iter().enumerate().map(|(index, (property, _))| (&*property.name, place(index)));
    all.filter(|(_, place)| *place != (None, None)).collect()
}

/// Returns whether two names may be spellings of one name.
pub(in crate::diff) fn are_similar(old: &str, new: &str) -> bool {
    old.len().max(new.len()) <= LONGEST_NAME && strsim::normalized_damerau_levenshtein(old, new) >= SIMILAR
}

/// Finds members of an enum with another name.
pub(in crate::diff) fn renamed_members<'a>(pairs: &mut Pairs<&'a Member>) -> Vec<Renamed<&'a Member>> {
    let lower = |member: &Member| Some(member.name.to_lowercase());
    let mut all = pairs.take_renamed(lower, lower, |old, new| Some(capitalisation(&old.name, &new.name)));
    let described = |member: &Member| Some((member.value, description_key(&member.description)?));
    all.extend(pairs.take_renamed(described, described, |old, _| {
        let same =
            if old.value.is_some() { "number and description are the same" } else { "the description is the same" };
        Some(vec![same.to_owned()])
    }));
    let numbered = |member: &Member| member.value;
    all.extend(pairs.take_renamed(numbered, numbered, |old, new| {
        are_similar(&old.name, &new.name).then(|| vec!["the number is the same, and the names are similar".to_owned()])
    }));
    all
}

/// Finds pages with another path: those that document the same operations.
pub(in crate::diff) fn renamed_pages<'a>(
    context: &Context<'a>,
    pairs: &mut Pairs<PageEntry<'a>>,
) -> Vec<Renamed<PageEntry<'a>>> {
    let (old, new) = (documented(context.old), documented(context.new));
    pairs.take_renamed(
        |(path, _)| old.get(path.as_str()),
        |(path, _)| new.get(path.as_str()),
        |old, new| {
            let title = (old.1.title == new.1.title).then(|| "the title is the same".to_owned());
            Some(std::iter::once("the operations are the same".to_owned()).chain(title).collect())
        },
    )
}

/// Returns the signatures of the operations of each page.
fn documented(model: &Model) -> BTreeMap<&str, BTreeSet<(&str, String)>> {
    let mut all: BTreeMap<&str, BTreeSet<(&str, String)>> = BTreeMap::new();
    for operation in &model.operations {
        for page in &operation.pages {
            all.entry(page).or_default().insert(signature(operation));
        }
    }
    all
}
