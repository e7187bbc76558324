//! Tables of permissions: missing, empty, with rows that are not those of the kinds of callers, or misordered.
//!
//! In: the outline and the permissions of a page. Out: diagnostics. The labels of rows and the ranks of permissions are data.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::{Caller, PermissionFacts, PermissionRow, PermissionSection, PermissionTable};

use super::conventions::Conventions;
use super::known::Reported;
use super::{PageKind, Subject};

/// The label of each caller's row, in the usual order.
const CALLERS: &[(Caller, &str)] = &[
    (Caller::DelegatedWork, "Delegated (work or school account)"),
    (Caller::DelegatedPersonal, "Delegated (personal Microsoft account)"),
    (Caller::Application, "Application"),
];

/// What the cell of a caller without permissions says.
const REFUSALS: &[&str] = &["Not supported.", "Not applicable."];

/// What permissions allow, least privileged first. Each includes the ones before it.
const RANKS: &[&str] = &["ReadBasic", "Read", "ReadWrite"];

/// Reports the tables of permissions of a page.
pub(super) fn check(subject: &Subject<'_>, conventions: &Conventions, reported: &Reported, out: &mut Diagnostics) {
    if subject.kind != Some(PageKind::Requests) {
        return;
    }
    for section in &subject.outline.permissions {
        present(section, reported, out);
        for table in section.tables.iter().filter(|table| table.by_caller) {
            rows(table, &conventions.callers, out);
        }
    }
    let stated = subject.page.operation.iter().flat_map(|operation| &operation.permissions);
    stated.for_each(|stated| least_privileged_first(stated, out));
}

/// Reports a section without a table, and a table without permissions.
fn present(section: &PermissionSection, reported: &Reported, out: &mut Diagnostics) {
    let hint = "add a table with a row for each kind of caller, or say that no permission is needed";
    if section.tables.is_empty() && !section.is_told && !reported.lacks_part(section.span) {
        let message = "the section has no table of permissions";
        out.push(Diagnostic::new(lint::NO_PERMISSIONS, section.heading, message).hint(hint));
    }
    for table in &section.tables {
        let message = if table.rows.is_empty() {
            "the table of permissions has no rows"
        } else if table.rows.iter().all(|row| row.is_blank) {
            "no row of this table names a permission"
        } else {
            continue;
        };
        out.push(Diagnostic::new(lint::NO_PERMISSIONS, table.span, message).hint(hint));
    }
}

/// Reports rows that are misspelt, twice, missing or out of order.
fn rows(table: &PermissionTable, usual: &[Caller], out: &mut Diagnostics) {
    let mut report = |span: Span, message: String, hint: String| {
        out.push(Diagnostic::new(lint::PERMISSION_ROWS, span, message).hint(hint));
    };
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        if let Some(intended) = intended_refusal(&cell.value) {
            let written: String = cell.value.trim().chars().take(60).collect();
            report(cell.span, format!("`{written}` is not a permission"), format!("write `{intended}`"));
        }
    }
    let mut misspelt = Vec::new();
    // Rows below a caller without permissions are conditions.
    let mut has_conditions = true;
    for row in &table.rows {
        let has_label = !row.label.value.trim().is_empty();
        if !has_label && !row.is_blank {
            let message = "this row does not name a kind of caller".to_owned();
            report(row.label.span, message, format!("write {}", missing_labels(table)));
        }
        if row.caller.is_some() || !has_label {
            has_conditions = row.is_blank;
            continue;
        }
        let intended = intended_caller(&row.label.value);
        misspelt.extend(intended.map(|(caller, _)| caller));
        let hint = match intended {
            Some((_, label)) => format!("write `{label}`"),
            None if has_conditions || row.is_indented => continue,
            None => format!("write `{}` or another kind of caller", label(Caller::Application)),
        };
        let written: String = row.label.value.chars().take(60).collect();
        report(row.label.span, format!("`{written}` is not a kind of caller"), hint);
    }
    let known: Vec<(Caller, &PermissionRow)> = table.rows.iter().filter_map(|row| Some((row.caller?, row))).collect();
    // A table with other rows lists cases below each caller, or has a part for each case.
    let is_plain = known.len() + misspelt.len() == table.rows.len();
    if known.is_empty() || !is_plain {
        return;
    }
    let mut is_ordered = true;
    for (at, (caller, row)) in known.iter().enumerate() {
        let before = known.get(..at).unwrap_or_default();
        if before.iter().any(|(earlier, _)| earlier == caller) {
            let message = format!("the table has two rows for `{}`", label(*caller));
            report(row.label.span, message, "join the rows, or name the other caller".to_owned());
        } else if let Some((later, _)) = before.iter().find(|(earlier, _)| earlier > caller).filter(|_| is_ordered) {
            // One row in the wrong place puts several out of order.
            is_ordered = false;
            let message = format!("the row `{}` is out of order", label(*caller));
            report(row.label.span, message, format!("put it before `{}`", label(*later)));
        }
    }
    let is_missing = |caller: &&Caller| !known.iter().any(|(own, _)| own == *caller) && !misspelt.contains(caller);
    for caller in usual.iter().filter(is_missing) {
        let name = label(*caller);
        let message = format!("the table has no row for `{name}`");
        report(table.span, message, format!("add the row `{name}`, with `Not supported.` if it has no permission"));
    }
}

/// Returns the labels of the callers that a table has no row for, or what else to write.
fn missing_labels(table: &PermissionTable) -> String {
    let is_missing = |caller: &Caller| !table.rows.iter().any(|row| row.caller == Some(*caller));
    let missing: Vec<String> =
        CALLERS.iter().filter(|(caller, _)| is_missing(caller)).map(|(_, label)| format!("`{label}`")).collect();
    if missing.is_empty() { "the kind of caller in the first cell".to_owned() } else { missing.join(" or ") }
}

fn label(caller: Caller) -> &'static str {
    CALLERS.iter().find(|(own, _)| *own == caller).map_or("", |(_, label)| label)
}

/// Returns the caller that a misspelt label probably means.
fn intended_caller(label: &str) -> Option<(Caller, &'static str)> {
    const MAX_LENGTH: usize = 80;
    let lower = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | ':' | '.')).to_lowercase();
    if lower.len() > MAX_LENGTH {
        return None;
    }
    let near = CALLERS.iter().filter_map(|(caller, label)| {
        let distance = strsim::damerau_levenshtein(&lower, &label.to_lowercase());
        (distance <= label.len() / 5).then_some((distance, *caller, *label))
    });
    near.min_by_key(|(distance, ..)| *distance).map(|(_, caller, label)| (caller, label))
}

/// Returns what a cell that is nearly one of the [`REFUSALS`] probably means.
fn intended_refusal(cell: &str) -> Option<&'static str> {
    const MAX_LENGTH: usize = 40;
    let plain = cell.trim().trim_end_matches('.').to_lowercase();
    if plain.len() > MAX_LENGTH {
        return None;
    }
    let near = REFUSALS.iter().filter_map(|refusal| {
        let distance = strsim::damerau_levenshtein(&plain, &refusal.trim_end_matches('.').to_lowercase());
        (distance <= refusal.len() / 5).then_some((distance, *refusal))
    });
    near.min_by_key(|(distance, _)| *distance).filter(|(distance, _)| *distance > 0).map(|(_, refusal)| refusal)
}

/// Reports a permission that is listed after one that includes it. `permissions` are alternatives, least privileged first.
fn least_privileged_first(stated: &PermissionFacts, out: &mut Diagnostics) {
    let single = stated.permissions.iter().filter_map(|all| match all.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    });
    let mut before: Vec<&str> = Vec::new();
    for permission in single {
        if let Some(wider) = before.iter().find(|earlier| includes(earlier, permission)) {
            let message = format!("`{wider}` is listed as less privileged than `{permission}`, which it includes");
            let diagnostic = Diagnostic::new(lint::PERMISSION_ORDER, stated.span, message);
            out.push(diagnostic.hint(format!("put `{permission}` before `{wider}`")));
            return;
        }
        before.push(permission);
    }
}

/// Returns whether a permission allows all that another one allows, and more. `false` if the names do not tell.
fn includes(wider: &str, narrower: &str) -> bool {
    let (Some(wider), Some(narrower)) = (ranks(wider), ranks(narrower)) else { return false };
    wider.0 == narrower.0 && wider != narrower && wider.1 >= narrower.1 && wider.2 >= narrower.2
}

/// Returns the resource of a permission, the rank of what it allows, and whether it is for all resources: `Mail.Read.All`.
fn ranks(permission: &str) -> Option<(&str, usize, bool)> {
    let mut parts = permission.split('.');
    let (resource, verb, scope) = (parts.next()?, parts.next()?, parts.next());
    let rank = RANKS.iter().position(|known| *known == verb)?;
    let all = match scope {
        None => false,
        Some("All") => true,
        Some(_) => return None,
    };
    parts.next().is_none().then_some((resource, rank, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_privileges_of_some_permissions_are_known() {
        for (wider, narrower) in [
            ("Mail.ReadWrite", "Mail.Read"),
            ("Mail.Read.All", "Mail.Read"),
            ("User.Read.All", "User.ReadBasic.All"),
            ("User.ReadWrite.All", "User.Read"),
        ] {
            assert!(includes(wider, narrower) && !includes(narrower, wider), "{wider} {narrower}");
        }
        for (one, other) in [
            ("Mail.Read", "Mail.Read"),
            ("Mail.ReadWrite", "Mail.Read.All"),
            ("Mail.Send", "Mail.Read"),
            ("Mail.Read.Shared", "Mail.Read"),
            ("User.ReadWrite", "Mail.Read"),
            ("openid", "offline_access"),
        ] {
            assert!(!includes(one, other), "{one} {other}");
        }
    }

    #[test]
    fn misspelt_refusals_are_recognized() {
        for (cell, intended) in [
            ("Not suported.", Some("Not supported.")),
            ("Not supproted", Some("Not supported.")),
            ("not applicabel", Some("Not applicable.")),
            ("Not Supported", None),
            ("Not applicable.", None),
            ("Mail.Read", None),
            ("None", None),
            ("", None),
        ] {
            assert_eq!(intended_refusal(cell), intended, "{cell}");
        }
    }

    #[test]
    fn misspelt_labels_are_recognized() {
        for (label, caller) in [
            ("Delgated (work or school account)", Some(Caller::DelegatedWork)),
            ("Deligated (personal Microsoft account)", Some(Caller::DelegatedPersonal)),
            ("**Aplication**", Some(Caller::Application)),
            ("user calendar", None),
            ("", None),
        ] {
            assert_eq!(intended_caller(label).map(|(caller, _)| caller), caller, "{label}");
        }
    }
}
