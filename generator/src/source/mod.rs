//! The vocabulary of source files.
//!
//! In: nothing (types only). Out: files, spans, texts. Every stage uses them; none of them depends on a stage.

mod changes;
mod files;
mod folder;
mod span;
mod text;

pub use changes::{Changes, FileChange, changed_lines};
pub use files::{SourceFile, Sources};
pub use folder::Folder;
pub use span::{FileId, Span, Spanned};
pub use text::{Run, Text};
