//! Changes of entity and complex types.
//!
//! In: both models. Out: changes of the types, and of the properties that they declare.

use crate::diff::change::{Change, Item, Subject};
use crate::diff::kinds::types as kinds;
use crate::diff::pairs::pairs;
use crate::diff::record::At;
use crate::diff::text::type_text;
use crate::export::json::form::{Model, Type};
use crate::model::Kind;

use super::{Context, properties};

/// A type with its qualified name.
pub(in crate::diff) type Named<'a> = (&'a String, &'a Type);

pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let pairs = pairs(&context.old.types, &context.new.types, |(name, _)| context.new_name(name));
    for (name, ty) in pairs.removed {
        let used = context.usage.of(name);
        let at = At { subject: Subject::new(Item::Type, name), old: Some(&ty.span), new: None, used };
        changes.push(at.change(kinds::TYPE_REMOVED, Some(kind_text(ty.kind)), None));
    }
    for (name, ty) in pairs.added {
        let used = context.usage.of(name);
        let at = At { subject: Subject::new(Item::Type, name), old: None, new: Some(&ty.span), used };
        changes.push(at.change(kinds::TYPE_ADDED, None, Some(kind_text(ty.kind))));
    }
    for (old, new) in pairs.both {
        compare_type(context, old, new, changes);
        properties::compare(context, old, new, changes);
    }
}

fn compare_type(context: &Context<'_>, old: Named<'_>, new: Named<'_>, changes: &mut Vec<Change>) {
    let ((old_name, old), (new_name, new)) = (old, new);
    let used = context.used(old_name, new_name);
    let at = At { subject: Subject::new(Item::Type, new_name), old: Some(&old.span), new: Some(&new.span), used };
    if let Some(rename) = context.rename(old_name) {
        let at = At { subject: Subject::new(Item::Type, old_name), ..at.clone() };
        changes.push(at.renamed(kinds::TYPE_RENAMED, [old_name, new_name], &rename.evidence));
    }
    if old.kind != new.kind {
        changes.push(at.change(kinds::TYPE_KIND_CHANGED, Some(kind_text(old.kind)), Some(kind_text(new.kind))));
    }
    changes.extend(base(context, &at, old, new));
    let facet = |is: bool, text: &str| is.then(|| text.to_owned());
    for (before, after, text, gained, lost) in [
        (old.is_abstract, new.is_abstract, "abstract", kinds::TYPE_BECAME_ABSTRACT, kinds::TYPE_BECAME_CONCRETE),
        (old.is_open, new.is_open, "open", kinds::TYPE_OPENED, kinds::TYPE_CLOSED),
    ] {
        if before != after {
            changes.push(at.change(if after { gained } else { lost }, facet(before, text), facet(after, text)));
        }
    }
    if old.key != new.key {
        let kind = if old.key.is_some() && new.key.is_some() { kinds::KEY_CHANGED } else { kinds::KEY_DOCUMENTED };
        changes.push(at.change(kind, old.key.clone(), new.key.clone()));
    }
    let same_values = match (&old.values, &new.values) {
        (None, None) => true,
        (Some(old), Some(new)) => context.same_type(old, new),
        _ => false,
    };
    if !same_values {
        let text = |ty: &Type| ty.values.as_ref().map(type_text);
        changes.push(at.change(kinds::VALUES_RETYPED, text(old), text(new)));
    }
    changes.extend(at.deprecation(old.deprecated.as_deref(), new.deprecated.as_deref()));
    changes.extend(at.description(&old.description, &new.description));
}

/// Compares base types.
fn base(context: &Context<'_>, at: &At<'_>, old: &Type, new: &Type) -> Option<Change> {
    let kind = match (&old.base, &new.base) {
        (None, None) => return None,
        (None, Some(_)) => kinds::BASE_ADDED,
        (Some(_), None) => kinds::BASE_REMOVED,
        (Some(old), Some(new)) => {
            let old = context.new_name(old);
            if old == new {
                return None;
            }
            let refined = ancestors(context.new, new).any(|(ancestor, _)| ancestor == old);
            if refined { kinds::BASE_REFINED } else { kinds::BASE_CHANGED }
        }
    };
    Some(at.change(kind, old.base.clone(), new.base.clone()))
}

/// Returns a type and its ancestors, nearest first. A cycle ends where it began.
pub(in crate::diff) fn ancestors<'a>(model: &'a Model, name: &str) -> impl Iterator<Item = Named<'a>> + use<'a> {
    let mut seen = std::collections::BTreeSet::new();
    let first = model.types.get_key_value(name);
    std::iter::successors(first, |(_, ty)| model.types.get_key_value(ty.base.as_ref()?))
        .take_while(move |(name, _)| seen.insert(name.as_str()))
}

fn kind_text(kind: Kind) -> String {
    match kind {
        Kind::Entity => "entity".to_owned(),
        Kind::Complex => "complex".to_owned(),
    }
}
