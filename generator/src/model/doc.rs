//! Documentation text with its links resolved.
//!
//! In: [`Text`] of a page. Out: [`Doc`]: runs whose links lead to types of the model, to pages, or to absolute addresses.

use serde::{Serialize, Serializer};

use crate::source::{Run, Text};

use super::TypeName;

/// A paragraph of documentation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doc(pub Vec<DocRun>);

/// A run of a [`Doc`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocRun {
    /// Plain text.
    Plain(String),
    /// Code.
    Code(String),
    /// Bold text.
    Strong(String),
    /// A link.
    Link {
        /// Its text.
        text: String,
        /// Where it leads.
        target: LinkTarget,
    },
    /// A line break.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A type or enum of the model.
    Type(TypeName),
    /// A page of the docs folder, `api/user-list.md#fragment`.
    Page(String),
    /// An absolute address, or one that starts with `/` (relative to the documentation's site).
    Url(String),
    /// Nowhere.
    None,
}

impl Doc {
    /// Converts `text`; `resolve` finds the target of each link.
    pub fn new(text: &Text, mut resolve: impl FnMut(&str, &str) -> LinkTarget) -> Doc {
        Doc(text
            .runs
            .iter()
            .map(|run| match run {
                Run::Plain(t) => DocRun::Plain(t.clone()),
                Run::Code(t) => DocRun::Code(t.clone()),
                Run::Strong(t) => DocRun::Strong(t.clone()),
                Run::Link { text, dest, .. } => DocRun::Link { text: text.clone(), target: resolve(text, dest) },
                Run::Break => DocRun::Break,
            })
            .collect())
    }

    /// Returns whether the text is empty or white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plain().trim().is_empty()
    }

    /// Returns the text without markup.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|run| match run {
                DocRun::Plain(t) | DocRun::Code(t) | DocRun::Strong(t) | DocRun::Link { text: t, .. } => t.as_str(),
                DocRun::Break => "\n",
            })
            .collect()
    }
}

impl Serialize for Doc {
    /// Serializes the text without markup.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.plain().trim())
    }
}
