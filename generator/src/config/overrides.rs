//! `[[override]]`: corrections of the pages.
//!
//! In: an entry of the file. Out: an [`Override`]. An entry names its target with `type`, `property`, `member` or `request`, optionally
//! narrowed to one `page`, and an action. This module checks that the action fits the target; whether the target exists is checked later.
//! [`OVERRIDE_KEYS`] and [`ACTIONS`] are the reference of the keys and actions.

use std::ops::Range;

use serde::Deserialize;

use super::Problem;
use super::reference::{Row, Table};
use crate::diagnostics::lint;

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Limits the override to this page, a path relative to the version's folder (`resources/user.md`); `None` for every page.
    pub page: Option<String>,
    /// What it corrects.
    pub target: Target,
    /// What happens to it.
    pub action: Action,
    /// The reason, for readers.
    pub reason: Option<String>,
    /// The range of the entry in the file.
    pub range: Range<usize>,
}

/// What an [`Override`] corrects. Names are wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The page itself.
    Page,
    /// A type: resource or enum.
    Type(String),
    /// A property, structural or navigation, of a type.
    Property {
        /// The type.
        ty: String,
        /// The property.
        name: String,
    },
    /// A member of an enum.
    Member {
        /// The enum.
        ty: String,
        /// The member.
        name: String,
    },
    /// A request, as `GET /users/{id}`.
    Request(String),
}

/// What an [`Override`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Gives a type, property, member or request this name in Rust. The wire name does not change.
    Rename(String),
    /// Gives a property this type, written as in a type cell (`String collection`, `microsoft.graph.user`).
    Retype(String),
    /// Adds a property of this type to a type.
    AddProperty(String),
    /// Adds a member to an enum.
    AddMember,
    /// Leaves out a type, property, member or request.
    Drop,
    /// Leaves out all facts of the page.
    SkipPage,
}

/// An entry of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    page: Option<String>,
    #[serde(rename = "type")]
    ty: Option<String>,
    property: Option<String>,
    member: Option<String>,
    request: Option<String>,
    action: Option<Verb>,
    to: Option<String>,
    reason: Option<String>,
}

/// An action, as the file names it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verb {
    Rename,
    Retype,
    Add,
    Drop,
    SkipPage,
}

/// The reference of the keys of an override.
pub const OVERRIDE_KEYS: Table = Table {
    header: &["key", "meaning"],
    rows: &[
        Row {
            names: &["type", "property", "member", "request"],
            cells: &[
                "the target: `type`; `type` and `property`; `type` and `member`; or `request` (`GET /users/{id}`)",
            ],
        },
        Row { names: &["page"], cells: &["limits the override to what one page declares"] },
        Row { names: &["action", "to"], cells: &["what happens to the target, as in the next table"] },
        Row { names: &["reason"], cells: &["for readers"] },
    ],
};

/// The reference of the actions.
pub const ACTIONS: Table = Table {
    header: &["`action`", "target", "`to`"],
    rows: &[
        Row {
            names: &["rename"],
            cells: &["type, property, member, request", "the name in Rust; the name on the wire stays"],
        },
        Row { names: &["retype"], cells: &["property", "the type, written as in a type cell"] },
        Row { names: &["add"], cells: &["property; member", "the property's type; nothing"] },
        Row { names: &["drop"], cells: &["type, property, member, request", "nothing"] },
        Row { names: &["skip-page"], cells: &["only `page`", "nothing"] },
    ],
};

/// Returns the actions, for a hint: "`rename`, `retype` and `add`".
fn known_actions() -> String {
    let names: Vec<String> = ACTIONS.names().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

impl Entry {
    /// Converts the entry, if its keys fit together.
    pub(super) fn check(self, range: Range<usize>) -> Result<Override, Problem> {
        let fail =
            |message: &str, hint: &str| Err(Problem::new(lint::CONFIG_INVALID, range.clone(), message).hint(hint));
        let Some(verb) = self.action else {
            return fail(
                "the override has no `action`",
                &format!("add one of {}: `action = \"drop\"`", known_actions()),
            );
        };
        let target = match (self.ty, self.property, self.member, self.request) {
            (None, None, None, None) => Target::Page,
            (Some(ty), None, None, None) => Target::Type(ty),
            (Some(ty), Some(name), None, None) => Target::Property { ty, name },
            (Some(ty), None, Some(name), None) => Target::Member { ty, name },
            (None, None, None, Some(request)) => Target::Request(request),
            _ => {
                return fail(
                    "the override's keys name no single target",
                    "give `type`, `type` and `property`, `type` and `member`, `request`, or only `page`",
                );
            }
        };
        let action = match (verb, &target, self.to) {
            (Verb::SkipPage, Target::Page, None) if self.page.is_some() => Action::SkipPage,
            (Verb::SkipPage, ..) => return fail("`skip-page` takes a page and nothing else", "give `page` only"),
            (_, Target::Page, _) => {
                return fail("the override names nothing to act on", "add `type`, or use the action `skip-page`");
            }
            (Verb::Drop, _, None) => Action::Drop,
            (Verb::Drop, _, Some(_)) => return fail("`drop` takes no `to`", "remove the key `to`"),
            (Verb::Rename, _, Some(to)) => Action::Rename(to),
            (Verb::Rename, _, None) => return fail("`rename` needs the new name", "add `to = \"newName\"`"),
            (Verb::Retype, Target::Property { .. }, Some(to)) => Action::Retype(to),
            (Verb::Retype, ..) => {
                return fail("`retype` needs a property and its type", "give `type`, `property` and `to`");
            }
            (Verb::Add, Target::Property { .. }, Some(to)) => Action::AddProperty(to),
            (Verb::Add, Target::Member { .. }, None) => Action::AddMember,
            (Verb::Add, ..) => {
                return fail(
                    "`add` needs a property and its type, or a member",
                    "give `type`, `property` and `to`, or `type` and `member`",
                );
            }
        };
        Ok(Override { page: self.page, target, action, reason: self.reason, range })
    }
}
