//! A page to what it states.
//!
//! In: [`Page`](crate::parse::Page). Out: [`PageFacts`]. Needs no other page, so pages can be read in any order.

mod facts;
pub mod path;
pub mod type_expr;

pub use facts::*;
/// stub until merged
pub fn extract(page: &crate::parse::Page) -> (PageFacts, crate::diagnostics::Diagnostics) {
    (PageFacts { file: page.file, path: page.path.clone(), title: String::new(), resources: vec![], enums: vec![], operation: None, skipped: Some(SkipReason::Empty) }, crate::diagnostics::Diagnostics::default())
}
