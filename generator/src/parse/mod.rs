//! Markdown to [`Page`].

mod page;

pub use page::*;
