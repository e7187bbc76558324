//! Permissions.
//!
//! In: nothing (types only). Out: [`PermissionFacts`] for one kind of [`Caller`].

use serde::Serialize;

use crate::source::Span;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
    /// Who calls.
    pub caller: Caller,
    /// What the row or column is limited to (`acting on others`, `Policy Set`), if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Alternatives, least privileged first; each a conjunction of permissions (`A and B`). Empty: not supported, or not stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Vec<String>>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}
