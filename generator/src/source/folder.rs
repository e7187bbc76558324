//! Folders of a reference.
//!
//! In: nothing (types only). Out: [`Folder`].

/// The folder of a page (format: directory beats `doc_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folder {
    /// `api/`: operations.
    Api,
    /// `resources/`: types.
    Resources,
    /// Anywhere else: content decides.
    Other,
}
