//! Changes of enums.
//!
//! In: both models. Out: changes of the enums and their members.

use crate::diff::change::{Change, Item, Subject};
use crate::diff::kinds::types as kinds;
use crate::diff::pairs::pairs;
use crate::diff::record::At;
use crate::diff::renames::renamed_members;
use crate::diff::usage::Use;
use crate::export::json::form::{Enum, Member};

use super::Context;

type Named<'a> = (&'a String, &'a Enum);

pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let pairs = pairs(&context.old.enums, &context.new.enums, |(name, _)| context.new_name(name));
    let members = |declared: &Enum| declared.members.iter().map(|member| &*member.name).collect::<Vec<_>>().join(", ");
    for (name, declared) in pairs.removed {
        let used = context.usage.of(name);
        let at = At { subject: Subject::new(Item::Enum, name), old: Some(&declared.span), new: None, used };
        changes.push(at.change(kinds::ENUM_REMOVED, Some(members(declared)), None));
    }
    for (name, declared) in pairs.added {
        let used = context.usage.of(name);
        let at = At { subject: Subject::new(Item::Enum, name), old: None, new: Some(&declared.span), used };
        changes.push(at.change(kinds::ENUM_ADDED, None, Some(members(declared))));
    }
    for (old, new) in pairs.both {
        compare_enum(context, old, new, changes);
    }
}

fn compare_enum(context: &Context<'_>, old: Named<'_>, new: Named<'_>, changes: &mut Vec<Change>) {
    let ((old_name, old), (new_name, new)) = (old, new);
    let used = context.used(old_name, new_name);
    let at = At { subject: Subject::new(Item::Enum, new_name), old: Some(&old.span), new: Some(&new.span), used };
    if let Some(rename) = context.rename(old_name) {
        let at = At { subject: Subject::new(Item::Enum, old_name), ..at.clone() };
        changes.push(at.renamed(kinds::ENUM_RENAMED, [old_name, new_name], &rename.evidence));
    }
    if old.flags != new.flags {
        let kind = if new.flags { kinds::ENUM_BECAME_FLAGS } else { kinds::ENUM_LOST_FLAGS };
        let text = |flags: bool| flags.then(|| "flags".to_owned());
        changes.push(at.change(kind, text(old.flags), text(new.flags)));
    }
    changes.extend(at.deprecation(old.deprecated.as_deref(), new.deprecated.as_deref()));
    changes.extend(at.description(&old.description, &new.description));
    compare_members(new_name, used, old, new, changes);
}

fn compare_members(owner: &str, used: Use, old: &Enum, new: &Enum, changes: &mut Vec<Change>) {
    let mut pairs = pairs(&old.members, &new.members, |member| &*member.name);
    let at = |name: &str, old, new| At { subject: Subject::of(Item::Member, owner, name), old, new, used };
    for rename in renamed_members(&mut pairs) {
        let at = at(&rename.old.name, Some(&rename.old.span), Some(&rename.new.span));
        changes.push(at.renamed(kinds::MEMBER_RENAMED, [&rename.old.name, &rename.new.name], &rename.evidence));
        pairs.both.push((rename.old, rename.new));
    }
    for member in pairs.removed {
        let at = at(&member.name, Some(&member.span), Some(&new.span));
        changes.push(at.change(kinds::MEMBER_REMOVED, Some(member.name.clone()), None));
    }
    for member in pairs.added {
        let at = at(&member.name, Some(&old.span), Some(&member.span));
        changes.push(at.change(kinds::MEMBER_ADDED, None, Some(member.name.clone())));
    }
    for (old, new) in pairs.both {
        let at = at(&new.name, Some(&old.span), Some(&new.span));
        if old.value != new.value {
            let number = |member: &Member| member.value.map(|value| value.to_string());
            changes.push(at.change(kinds::MEMBER_RENUMBERED, number(old), number(new)));
        }
        changes.extend(at.description(&old.description, &new.description));
    }
}
