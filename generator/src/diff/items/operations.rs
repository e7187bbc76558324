//! Changes of operations.
//!
//! In: both models. Out: changes of the operations, their parameters, bodies, responses and statuses.

use crate::diff::change::{Change, Item, Subject};
use crate::diff::kinds::{ChangeKind, operations as kinds};
use crate::diff::pairs::{Pairs, Renamed, pairs};
use crate::diff::record::At;
use crate::diff::renames::renamed_operations;
use crate::diff::text::{body_text, operation_text, response_text, type_text};
use crate::diff::usage::Use;
use crate::export::json::form::{Body, Location, Operation, Parameter, ResponseBody};
use crate::model::{OperationKind, ParameterLocation};

use super::Context;

pub(super) fn compare<'a>(context: &Context<'a>, changes: &mut Vec<Change>) {
    let mut pairs = pairs(&context.old.operations, &context.new.operations, signature);
    for Renamed { old, new, evidence } in renamed_operations(context, &mut pairs) {
        let at = at(&operation_text(old), Some(&old.span), Some(&new.span));
        changes.push(at.renamed(kinds::OPERATION_MOVED, [&operation_text(old), &operation_text(new)], &evidence));
        compare_operation(context, [old, new], Path::Other, changes);
    }
    for operation in &pairs.removed {
        let text = operation_text(operation);
        changes.push(at(&text, Some(&operation.span), None).change(kinds::OPERATION_REMOVED, Some(text.clone()), None));
    }
    for operation in &pairs.added {
        let text = operation_text(operation);
        changes.push(at(&text, None, Some(&operation.span)).change(kinds::OPERATION_ADDED, None, Some(text.clone())));
    }
    for (old, new) in &pairs.both {
        compare_operation(context, [old, new], Path::Same, changes);
    }
}

/// Whether an operation has the same path in both editions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Path {
    /// It has, but for the names of parameters.
    Same,
    /// It has moved.
    Other,
}

/// Returns what identifies an operation: its method, and its path without the names of parameters.
pub(in crate::diff) fn signature(operation: &Operation) -> (&str, String) {
    (&operation.method, without_names(&operation.path))
}

/// Returns a path with `{}` for each parameter, in quotes or not.
pub(in crate::diff) fn without_names(path: &str) -> String {
    let path = path.replace("'{", "{").replace("}'", "}");
    let mut out = String::with_capacity(path.len());
    let mut rest = &*path;
    while let Some((before, inside)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("{}");
        let Some((_, after)) = inside.split_once('}') else { return out };
        rest = after;
    }
    out.push_str(rest);
    out
}

fn at<'a>(name: &str, old: Option<&'a Location>, new: Option<&'a Location>) -> At<'a> {
    At { subject: Subject::new(Item::Operation, name), old, new, used: Use::default() }
}

fn compare_operation(context: &Context<'_>, [old, new]: [&Operation; 2], path: Path, changes: &mut Vec<Change>) {
    let name = operation_text(new);
    let at = at(&name, Some(&old.span), Some(&new.span));
    if old.kind != new.kind {
        changes.push(at.change(kinds::OPERATION_KIND_CHANGED, Some(kind_text(&old.kind)), Some(kind_text(&new.kind))));
    }
    parameters(context, &name, [old, new], path, changes);
    let same_body = match (&old.body, &new.body) {
        (Some(Body::Value(old)), Some(Body::Value(new))) => context.same_type(old, new),
        (Some(Body::Partial(old)), Some(Body::Partial(new))) => context.new_name(old) == new,
        (old, new) => old == new,
    };
    if !same_body {
        let kind = match (&old.body, &new.body) {
            (None, _) => kinds::BODY_ADDED,
            (_, None) => kinds::BODY_REMOVED,
            _ => kinds::BODY_CHANGED,
        };
        changes.push(at.change(kind, old.body.as_ref().map(body_text), new.body.as_ref().map(body_text)));
    }
    listed(&at, [&old.required, &new.required], [kinds::BODY_MEMBER_OPTIONAL, kinds::BODY_MEMBER_REQUIRED], changes);
    response(context, &at, old, new, changes);
    let statuses = |operation: &Operation| operation.statuses.iter().map(|status| status.code).collect::<Vec<_>>();
    listed(&at, [&statuses(old), &statuses(new)], [kinds::STATUS_REMOVED, kinds::STATUS_ADDED], changes);
    listed(&at, [&old.errors, &new.errors], [kinds::ERROR_STATUS_REMOVED, kinds::ERROR_STATUS_ADDED], changes);
}

/// Compares lists of values: one change for each value that only one of them has.
fn listed<T: PartialEq + ToString>(
    at: &At<'_>,
    [old, new]: [&[T]; 2],
    [removed, added]: [&'static ChangeKind; 2],
    changes: &mut Vec<Change>,
) {
    for value in old.iter().filter(|value| !new.contains(value)) {
        changes.push(at.change(removed, Some(value.to_string()), None));
    }
    for value in new.iter().filter(|value| !old.contains(value)) {
        changes.push(at.change(added, None, Some(value.to_string())));
    }
}

fn response(context: &Context<'_>, at: &At<'_>, old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    use ResponseBody::{Collection, Nothing, Scalar, Value};
    let same = match (&old.response, &new.response) {
        (Value(old), Value(new)) | (Collection(old), Collection(new)) | (Scalar(old), Scalar(new)) => {
            context.same_type(old, new)
        }
        (old, new) => old == new,
    };
    if !same {
        let kind = match (&old.response, &new.response) {
            (Nothing, _) => kinds::RESPONSE_ADDED,
            (_, Nothing) => kinds::RESPONSE_REMOVED,
            _ => kinds::RESPONSE_CHANGED,
        };
        let [before, after] = [old, new].map(|operation| Some(response_text(&operation.response)));
        changes.push(at.change(kind, before, after));
    }
    let has_body = |operation: &Operation| operation.response != Nothing;
    if old.may_be_empty != new.may_be_empty && has_body(old) && has_body(new) {
        let kind = if new.may_be_empty { kinds::RESPONSE_BECAME_OPTIONAL } else { kinds::RESPONSE_BECAME_CERTAIN };
        let text = |operation: &Operation| operation.may_be_empty.then(|| "may be empty".to_owned());
        changes.push(at.change(kind, text(old), text(new)));
    }
}

fn parameters(context: &Context<'_>, owner: &str, [old, new]: [&Operation; 2], path: Path, changes: &mut Vec<Change>) {
    let parameter = |name: &str, old, new| At {
        subject: Subject::of(Item::Parameter, owner, name),
        old: Some(old),
        new: Some(new),
        used: Use::default(),
    };
    let (old_path, old_query) = split(&old.parameters);
    let (new_path, new_query) = split(&new.parameters);
    let Pairs { mut both, mut removed, mut added } = pairs(old_query, new_query, |parameter| &*parameter.name);
    if path == Path::Same && old_path.len() == new_path.len() {
        // Both paths have the same form: the parameters in it correspond by position.
        both.extend(old_path.into_iter().zip(new_path));
    } else {
        let in_path = pairs(old_path, new_path, |parameter| &*parameter.name);
        both.extend(in_path.both);
        // The others belong to the path, which has changed as a whole.
        if path == Path::Same {
            removed.extend(in_path.removed);
            added.extend(in_path.added);
        }
    }
    for gone in removed {
        let at = parameter(&gone.name, &gone.span, &new.span);
        changes.push(at.change(kinds::PARAMETER_REMOVED, Some(type_text(&gone.ty)), None));
    }
    for new in added {
        let kind = if new.optional { kinds::PARAMETER_ADDED } else { kinds::REQUIRED_PARAMETER_ADDED };
        changes.push(parameter(&new.name, &old.span, &new.span).change(kind, None, Some(type_text(&new.ty))));
    }
    for (old, new) in both {
        compare_parameter(context, &parameter(&new.name, &old.span, &new.span), old, new, changes);
    }
}

/// Splits parameters into those of the path, in its order, and those of the query.
fn split(parameters: &[Parameter]) -> (Vec<&Parameter>, Vec<&Parameter>) {
    parameters.iter().partition(|parameter| parameter.location != ParameterLocation::Query)
}

fn compare_parameter(context: &Context<'_>, at: &At<'_>, old: &Parameter, new: &Parameter, changes: &mut Vec<Change>) {
    if old.name != new.name {
        changes.push(at.change(kinds::PARAMETER_RENAMED, Some(old.name.clone()), Some(new.name.clone())));
    }
    if !context.same_type(&old.ty, &new.ty) {
        changes.push(at.change(kinds::PARAMETER_RETYPED, Some(type_text(&old.ty)), Some(type_text(&new.ty))));
    }
    if old.location != new.location {
        let text = |parameter: &Parameter| Some(location_text(parameter.location).to_owned());
        changes.push(at.change(kinds::PARAMETER_REWRITTEN, text(old), text(new)));
    }
    if old.optional != new.optional {
        let kind = if new.optional { kinds::PARAMETER_BECAME_OPTIONAL } else { kinds::PARAMETER_BECAME_REQUIRED };
        let text = |parameter: &Parameter| Some(if parameter.optional { "optional" } else { "required" }.to_owned());
        changes.push(at.change(kind, text(old), text(new)));
    }
    changes.extend(at.description(&old.description, &new.description));
}

fn location_text(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Segment => "a segment of the path",
        ParameterLocation::ItemPath => "a path inside the path",
        ParameterLocation::Quoted => "in quotes",
        ParameterLocation::Bare => "without quotes",
        ParameterLocation::Query => "a query option",
    }
}

fn kind_text(kind: &OperationKind) -> String {
    match kind {
        OperationKind::Action(name) => format!("action {name}"),
        OperationKind::Function(name) => format!("function {name}"),
        kind => kind.words().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn names_of_parameters_do_not_count() {
        for (path, form) in [
            ("/users/{id}/f(a={a},b='{b}')", "/users/{}/f(a={},b={})"),
            ("/users", "/users"),
            ("/users/{id", "/users/{}"),
            ("", ""),
        ] {
            assert_eq!(without_names(path), form);
        }
    }
}
