//! Evidence about operations, pages and names.
//!
//! In: a change and both editions. Out: evidence, if there is any.

use crate::diff::change::{Change, Evidence, Item};
use crate::diff::items::signature;
use crate::diff::text::operation_text;
use crate::export::json::form::Operation;

use super::{Judge, Operations, corrected, service, short};

/// The pages of a new operation are new as well.
pub(super) fn operation(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let [_, new] = &judge.operations;
    let operation = new.by_name.get(&change.subject.name)?;
    let is_new = judge.can_search() && !operation.pages.iter().any(|page| judge.had_page(page));
    let page = operation.pages.first()?;
    is_new.then(|| service(format!("the page `{page}` is new as well")))?
}

/// The operations of a new page are new as well, or other pages documented them already.
pub(super) fn new_page(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let [old, new] = &judge.operations;
    match shared(new, &change.subject.name, old)? {
        Some(known) => corrected(format!("the old edition has `{}`", operation_text(known)), Some(known.span.clone())),
        None => service("its operations are new as well".to_owned()),
    }
}

/// Other pages document an operation of a removed page.
pub(super) fn joined_page(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let [old, new] = &judge.operations;
    let known = shared(old, &change.subject.name, new)??;
    corrected(format!("the new edition still has `{}`", operation_text(known)), None)
}

/// Returns an operation of a page that the other edition has as well, if any; `None` if the page has no operations.
fn shared<'a>(own: &Operations<'a>, page: &str, other: &Operations<'a>) -> Option<Option<&'a Operation>> {
    let operations = own.by_page.get(page)?;
    Some(operations.iter().find_map(|operation| other.by_signature.get(&signature(operation)).copied()))
}

/// The names differ only in capitalisation, which the service seldom changes.
pub(super) fn capitalisation(_: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (before, after) = (change.before.as_deref()?, change.after.as_deref()?);
    // Names of types are qualified.
    let is_type = matches!(change.subject.item, Item::Type | Item::Enum);
    let name = |text| if is_type { short(text) } else { text };
    let is_same = before != after && name(before).eq_ignore_ascii_case(name(after));
    is_same.then(|| corrected("only the capitalisation of the name has changed".to_owned(), None))?
}

/// Requests and responses are the same.
pub(super) fn text_only(_: &Judge<'_>, _: &Change) -> Option<Evidence> {
    corrected("requests and responses stay the same".to_owned(), None)
}
