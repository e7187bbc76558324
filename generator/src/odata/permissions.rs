//! Permissions.
//!
//! In: nothing (types only). Out: [`PermissionFacts`] for one kind of [`Caller`].

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// The kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Caller {
    /// Delegated (work or school account).
    DelegatedWork,
    /// Delegated (personal Microsoft account).
    DelegatedPersonal,
    /// Application.
    Application,
}

/// Permissions for one kind of caller.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PermissionFacts {
    /// The kind of caller.
    pub caller: Caller,
    /// The condition under which they apply (`acting on others`, `Policy Set`), if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Alternatives, least privileged first; each a conjunction of permissions (`A and B`). Empty: not supported, or not documented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Vec<String>>,
    /// Its position on the page.
    #[serde(skip)]
    pub span: Span,
}
