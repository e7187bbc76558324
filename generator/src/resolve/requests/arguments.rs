//! Arguments of function calls.
//!
//! In: a request line and the parameter tables of its page (docs/format.md#function-arguments). Out: the line's template with all
//! arguments, including those that only a table lists, and with optional ones marked. [`super::literals`] decides how values are written.

use std::collections::BTreeSet;

use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::extract::{InvocationKind, OperationFacts, RequestFacts};
use crate::model::Property;
use crate::odata::{Method, Position, placeholders};
use crate::resolve::examples::url::{address, split_arguments, split_path};
use crate::resolve::requests::literals::{Form, by_type};
use crate::resolve::words::camel;

/// A table row as an argument.
struct Row<'a> {
    name: &'a str,
    optional: bool,
    form: Form,
}

/// Returns the template with the arguments that only a table of function parameters lists, and with optional ones marked.
///
/// A row is optional if
/// - the page calls it optional;
/// - it has no marker, other rows are marked "Required", and an example of the call omits it; or
/// - the request line has arguments in parentheses, the row is not among them, and it is not marked "Required".
#[must_use]
pub fn with_function_arguments(
    operation: &OperationFacts,
    request: &RequestFacts,
    parameters: &[Property],
) -> RequestTemplate {
    let mut template = request.template.clone();
    let is_call = matches!(request.method, Method::Get | Method::Head | Method::Options);
    if !is_call || operation.kind != Some(InvocationKind::Function) {
        return template;
    }
    let Some((name, arguments)) = called(&template) else { return template };
    let calls = Calls::new(operation, &name);
    let described = || parameters.iter().zip(operation.function_parameters.iter().map(|row| &row.facets));
    let unmarked = described().any(|(_, facts)| facts.required);
    let mut rows = Vec::new();
    for (property, facts) in described().filter(|(property, _)| !property.name.starts_with(['$', '@'])) {
        let given = arguments.iter().any(|argument| is_of(argument, &property.name));
        if !given && (is_in_rest(&template, &property.name) || calls.elsewhere(&property.name)) {
            continue;
        }
        let listed = !arguments.is_empty() && !given;
        let left_out = || unmarked && !facts.required && calls.shown_without(&property.name);
        // Another request line calls the function without this argument, so this line is the call with it.
        let optional = (facts.optional || listed && !facts.required || left_out())
            && !(given && calls.lines_without(&property.name));
        rows.push(Row { name: &property.name, optional, form: by_type(&property.ty) });
    }
    write(&mut template, &rows);
    template
}

/// Returns the templates of a call: one, or two if another request line has all optional arguments.
///
/// `is_stated` tells whether a request line has a template. The two are separate requests, without and with the optional arguments.
#[must_use]
pub fn overloads(template: RequestTemplate, is_stated: impl Fn(&RequestTemplate) -> bool) -> Vec<RequestTemplate> {
    let Some(Segment::Call { name, arguments }) = template.segments.last() else { return vec![template] };
    if arguments.iter().all(|argument| !argument.optional) {
        return vec![template];
    }
    let with = |arguments: Vec<Argument>| {
        let mut changed = template.clone();
        changed.segments.pop();
        changed.segments.push(match arguments.is_empty() {
            true => Segment::Literal(name.clone()),
            false => Segment::Call { name: name.clone(), arguments },
        });
        changed
    };
    let all = with(arguments.iter().cloned().map(|argument| Argument { optional: false, ..argument }).collect());
    if !is_stated(&all) {
        return vec![template];
    }
    vec![with(arguments.iter().filter(|argument| !argument.optional).cloned().collect()), all]
}

/// Returns the name and arguments of the call at the end of a template. A key in parentheses is not an argument.
fn called(template: &RequestTemplate) -> Option<(String, Vec<Argument>)> {
    let (name, arguments) = match template.segments.last()? {
        Segment::Literal(name) => (name, Vec::new()),
        Segment::Call { name, arguments } if arguments.iter().all(|a| a.name.is_some()) => (name, arguments.clone()),
        _ => return None,
    };
    // A delta function is called without arguments; its tokens are in the links of the response (Graph delta query).
    let is_delta = own_name(name).eq_ignore_ascii_case("delta");
    (!name.starts_with('$') && !is_delta).then(|| (name.clone(), arguments))
}

fn own_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Returns whether `row` describes this argument.
pub fn is_of(argument: &Argument, row: &str) -> bool {
    let row = camel(row);
    let placeholder = match &argument.value {
        ArgumentValue::Placeholder(text) => Some(text.as_str()),
        ArgumentValue::Literal(_) => None,
    };
    argument.name.as_deref().or(placeholder).is_some_and(|name| camel(name).eq_ignore_ascii_case(&row))
}

/// Returns whether a row describes a parameter of the path before the call, or a query option.
fn is_in_rest(template: &RequestTemplate, row: &str) -> bool {
    let name = camel(row).to_lowercase();
    let is = |text: &str| text.split('|').any(|text| camel(text).to_lowercase() == name);
    let in_query = template.query.iter().any(|(key, _)| key.eq_ignore_ascii_case(row));
    let before = template.segments.split_last().map_or(&[][..], |(_, before)| before);
    in_query
        || before.iter().any(|segment| match segment {
            Segment::Call { arguments, .. } => arguments.iter().any(|argument| is_of(argument, row)),
            _ => false,
        })
        || placeholders(before).iter().any(|found| !matches!(found.position, Position::Argument(_)) && is(found.text))
}

/// The calls of one function on its page, in request lines and in examples.
struct Calls {
    lines: Vec<BTreeSet<String>>,
    shown: Vec<BTreeSet<String>>,
}

impl Calls {
    fn new(operation: &OperationFacts, name: &str) -> Self {
        let name = own_name(name);
        let lines = operation.requests.iter().filter_map(|request| called(&request.template));
        let lines = lines.filter(|(other, _)| own_name(other).eq_ignore_ascii_case(name));
        let names = |arguments: Vec<Argument>| arguments.into_iter().filter_map(|a| a.name).map(|n| n.to_lowercase());
        let lines = lines.map(|(_, arguments)| names(arguments).collect()).collect();
        let shown =
            operation.examples.iter().filter_map(|example| shown(&example.request.as_ref()?.url, name)).collect();
        Calls { lines, shown }
    }

    /// Returns whether a request line has an argument of this name.
    fn elsewhere(&self, row: &str) -> bool {
        self.lines.iter().any(|names| names.contains(&row.to_lowercase()))
    }

    /// Returns whether a request line lacks an argument of this name.
    fn lines_without(&self, row: &str) -> bool {
        self.lines.iter().any(|names| !names.contains(&row.to_lowercase()))
    }

    /// Returns whether an example calls the function without this argument, or with null.
    fn shown_without(&self, row: &str) -> bool {
        self.shown.iter().any(|names| !names.contains(&row.to_lowercase()))
    }
}

/// Returns the names of the non-null arguments in a URL that calls the function; `None` if it does not call it.
fn shown(url: &str, name: &str) -> Option<BTreeSet<String>> {
    let address = address(url)?;
    let last = split_path(address.path).into_iter().next_back()?;
    let (called, rest) = last.split_once('(')?;
    let inside = rest.strip_suffix(')').filter(|_| own_name(called).eq_ignore_ascii_case(name))?;
    let given = split_arguments(inside).into_iter().filter_map(|text| text.split_once('='));
    Some(given.filter(|(_, value)| value.trim() != "null").map(|(name, _)| name.trim().to_lowercase()).collect())
}

/// Writes the rows as arguments: marks existing ones, adds the others, and sorts optional ones last.
fn write(template: &mut RequestTemplate, rows: &[Row<'_>]) {
    let Some(last) = template.segments.pop() else { return };
    let (name, mut arguments) = match last {
        Segment::Literal(name) if !rows.is_empty() => (name, Vec::new()),
        Segment::Call { name, arguments } => (name, arguments),
        other => return template.segments.push(other),
    };
    for row in rows {
        match arguments.iter_mut().find(|argument| is_of(argument, row.name)) {
            Some(argument) => {
                argument.optional = row.optional && matches!(argument.value, ArgumentValue::Placeholder(_));
            }
            None => arguments.push(Argument {
                name: Some(row.name.to_owned()),
                value: ArgumentValue::Placeholder(row.name.to_owned()),
                quoted: row.form.is_quoted(),
                enum_type: row.form.prefix(),
                optional: row.optional,
            }),
        }
    }
    arguments.sort_by_key(|argument| argument.optional);
    template.segments.push(Segment::Call { name, arguments });
}
