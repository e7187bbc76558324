//! The permissions that a program needs.
//!
//! In: operations, and the permissions that their pages document. Out: for each kind of caller, the least permissions that suffice for all of
//! them, and the operations that need each. What the pages do not document is reported as unknown.

use crate::runtime::{Caller, Operation, Permission};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

/// The kinds of callers, with their names.
const CALLERS: [(Caller, &str); 3] = [
    (Caller::DelegatedWork, "delegated, work or school account"),
    (Caller::DelegatedPersonal, "delegated, personal account"),
    (Caller::Application, "application"),
];

/// The permissions of a program.
///
/// The rule: pages list the alternatives from the least to the most privileged. The first alternatives of all operations are taken together. Then
/// each permission is left out that no operation needs, because another of the alternatives on its page is in the set anyway; those that pages
/// list later, and so are more privileged, are left out first. No permission is assumed to include another: only the alternatives of the pages
/// count.
///
/// ```
/// use docbindgen_client::client::Permissions;
/// use docbindgen_client::runtime::{Method, Operation, Page};
///
/// static PAGE: Page = Page { allowed: "work: Mail.Read | Mail.ReadWrite", ..Page::new("") };
/// static LIST: Operation = Operation { method: Method::Get, template: "/me/messages", pages: &[PAGE] };
///
/// let permissions = Permissions::of([&LIST]);
/// assert_eq!(permissions.callers()[0].names().collect::<Vec<_>>(), ["Mail.Read"]);
/// println!("{permissions}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    callers: Vec<CallerPermissions>,
}

/// The permissions of a program for one kind of caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallerPermissions {
    /// The kind of caller.
    pub caller: Caller,
    /// The permissions, in alphabetical order.
    pub needed: Vec<NeededPermission>,
    /// The operations that this kind of caller cannot use.
    pub unsupported: Vec<Use>,
    /// The operations whose pages document nothing for this kind of caller. They can need further permissions.
    pub unknown: Vec<Use>,
}

/// A permission, and what it is needed for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NeededPermission {
    /// The name, such as `Mail.Read`.
    pub name: &'static str,
    /// The operations that need it.
    pub uses: Vec<Use>,
}

/// An operation, as far as a permission is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Use {
    /// The operation.
    pub operation: &'static Operation,
    /// The condition under which this holds, if the page names one: `group calendar`.
    pub condition: Option<&'static str>,
}

/// What one operation needs under one condition.
struct Need {
    by: Use,
    /// Each is sufficient.
    alternatives: Vec<BTreeSet<&'static str>>,
}

impl Permissions {
    /// Returns the permissions for operations, such as those that a client [has called](super::Client::operations).
    pub fn of(operations: impl IntoIterator<Item = &'static Operation>) -> Self {
        let mut distinct: Vec<&'static Operation> = Vec::new();
        for operation in operations {
            if !distinct.contains(&operation) {
                distinct.push(operation);
            }
        }
        Self { callers: CALLERS.iter().map(|(caller, _)| CallerPermissions::of(*caller, &distinct)).collect() }
    }

    /// Returns the permissions for each kind of caller. Each kind is in the list.
    pub fn callers(&self) -> &[CallerPermissions] {
        &self.callers
    }
}

impl CallerPermissions {
    fn of(caller: Caller, operations: &[&'static Operation]) -> Self {
        let (mut needs, mut unsupported, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for operation in operations {
            let documented = documented(operation, caller);
            if documented.is_empty() {
                unknown.push(Use { operation, condition: None });
            }
            for permission in documented {
                let by = Use { operation, condition: permission.condition };
                let alternatives: Vec<BTreeSet<&str>> =
                    permission.alternatives.into_iter().map(|names| names.into_iter().collect()).collect();
                if alternatives.is_empty() {
                    unsupported.push(by);
                } else {
                    needs.push(Need { by, alternatives });
                }
            }
        }
        let chosen = least(&needs);
        let needed = chosen.iter().map(|name| NeededPermission { name, uses: uses(name, &needs, &chosen) }).collect();
        Self { caller, needed, unsupported, unknown }
    }

    /// Iterates over the names of the permissions.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().map(|permission| permission.name)
    }

    /// Returns whether the permissions suffice for all operations, as far as the pages say: none is unsupported or unknown.
    pub fn is_complete(&self) -> bool {
        self.unsupported.is_empty() && self.unknown.is_empty()
    }
}

/// Returns what the pages of an operation document for a kind of caller, without duplicates. If a page supports the caller under a condition,
/// other pages that do not are left out.
fn documented(operation: &'static Operation, caller: Caller) -> Vec<Permission> {
    let mut documented: Vec<Permission> = Vec::new();
    for permission in operation.pages.iter().flat_map(|page| page.permissions()) {
        if permission.caller == caller && !documented.contains(&permission) {
            documented.push(permission);
        }
    }
    let supported: Vec<_> =
        documented.iter().filter(|own| !own.alternatives.is_empty()).map(|own| own.condition).collect();
    documented.retain(|own| !own.alternatives.is_empty() || !supported.contains(&own.condition));
    documented
}

/// Returns a set of permissions that satisfies all needs, and from which nothing can be left out.
fn least(needs: &[Need]) -> BTreeSet<&'static str> {
    // Many operations need the same.
    let mut distinct: Vec<&Need> = Vec::new();
    for need in needs {
        if !distinct.iter().any(|other| other.alternatives == need.alternatives) {
            distinct.push(need);
        }
    }
    let mut chosen: BTreeSet<&'static str> =
        distinct.iter().filter_map(|need| need.alternatives.first()).flatten().copied().collect();
    let mut order: Vec<&'static str> = chosen.iter().copied().collect();
    order.sort_by_key(|name| Reverse(rank(name, &distinct)));
    for name in order {
        chosen.remove(name);
        if !distinct.iter().all(|need| need.is_satisfied(&chosen)) {
            chosen.insert(name);
        }
    }
    chosen
}

/// Returns how privileged a permission is among the alternatives of pages: the largest number of alternatives before it.
fn rank(name: &str, needs: &[&Need]) -> usize {
    let positions = needs.iter().filter_map(|need| need.alternatives.iter().position(|own| own.contains(name)));
    positions.max().unwrap_or_default()
}

impl Need {
    fn is_satisfied(&self, chosen: &BTreeSet<&'static str>) -> bool {
        self.alternative(chosen).is_some()
    }

    /// Returns the least alternative that is satisfied.
    fn alternative(&self, chosen: &BTreeSet<&'static str>) -> Option<&BTreeSet<&'static str>> {
        self.alternatives.iter().find(|alternative| alternative.is_subset(chosen))
    }
}

/// Returns what a permission is used for.
fn uses(name: &str, needs: &[Need], chosen: &BTreeSet<&'static str>) -> Vec<Use> {
    let is_used = |need: &&Need| need.alternative(chosen).is_some_and(|alternative| alternative.contains(name));
    let mut uses: Vec<Use> = Vec::new();
    for need in needs.iter().filter(is_used) {
        if !uses.contains(&need.by) {
            uses.push(need.by);
        }
    }
    uses
}

/// The method, the path template and the condition.
impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation.method, self.operation.template)?;
        match self.condition {
            Some(condition) => write!(f, " ({condition})"),
            None => Ok(()),
        }
    }
}

/// A table: the permissions, and in the second column the operations that need them.
impl fmt::Display for CallerPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = CALLERS.iter().find(|(caller, _)| *caller == self.caller).map_or("caller", |(_, name)| name);
        writeln!(f, "{name}:")?;
        let needed = self.needed.iter().map(|permission| (permission.name, &permission.uses));
        let rows: Vec<(&str, &Vec<Use>)> = needed
            .chain([("not supported", &self.unsupported), ("unknown", &self.unknown)])
            .filter(|(_, uses)| !uses.is_empty())
            .collect();
        if rows.is_empty() {
            return writeln!(f, "  no permission");
        }
        let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
        for (label, uses) in rows {
            for (index, by) in uses.iter().enumerate() {
                let label = if index == 0 { label } else { "" };
                writeln!(f, "  {label:width$}  {by}")?;
            }
        }
        Ok(())
    }
}

/// A table for each kind of caller.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, caller) in self.callers.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{caller}")?;
        }
        Ok(())
    }
}
