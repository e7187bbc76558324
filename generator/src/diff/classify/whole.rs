//! Evidence about operations, and about changes of the documentation as such.
//!
//! In: a change and both editions. Out: evidence, if there is any.

use crate::diff::change::{Change, Evidence};
use crate::diff::text::operation_text;

use super::{Judge, corrected, service};

/// The pages of a new operation are new as well.
pub(super) fn operation(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let operations = &judge.new.model.operations;
    let operation = operations.iter().find(|operation| operation_text(operation) == change.subject.name)?;
    let is_new = judge.can_search() && !operation.pages.iter().any(|page| judge.had_page(page));
    let page = operation.pages.first()?;
    is_new.then(|| service(format!("the page `{page}` is new as well")))?
}

/// Requests and responses are the same.
pub(super) fn text_only(_: &Judge<'_>, _: &Change) -> Option<Evidence> {
    corrected("requests and responses stay the same".to_owned(), None)
}
