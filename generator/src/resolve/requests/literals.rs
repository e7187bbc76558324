//! Writes the values of arguments as OData literals (ABNF, primitiveLiteral).
//!
//! In: a request line, the types that its page declares for the arguments, and the page's examples. Out: the line's template, in which each
//! argument has the quotes and the prefix it needs. Quotes in the line take precedence, then the example, then the type. A form that does
//! not match the type is reported.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::extract::type_expr::Primitive;
use crate::extract::{InvocationKind, OperationFacts};
use crate::model::{Property, TypeRef};
use crate::resolve::examples::url::{address, is_literal_prefix, split_arguments, split_path};
use crate::resolve::requests::arguments::is_of;

/// The form of a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `640`, `true`, `2024-05-04`
    Bare,
    /// `'text'`
    Quoted,
    /// `duration'PT1H'`
    Duration,
    /// `binary'AQID'`
    Binary,
}

impl Form {
    /// Returns whether the literal has quotes.
    #[must_use]
    pub fn is_quoted(self) -> bool {
        self != Form::Bare
    }

    /// Returns the prefix before the quotes.
    #[must_use]
    pub fn prefix(self) -> Option<String> {
        match self {
            Form::Bare | Form::Quoted => None,
            Form::Duration => Some("duration".to_owned()),
            Form::Binary => Some("binary".to_owned()),
        }
    }

    fn shown(self) -> &'static str {
        match self {
            Form::Bare => "without quotes",
            Form::Quoted => "in quotes",
            Form::Duration => "as `duration'…'`",
            Form::Binary => "as `binary'…'`",
        }
    }
}

/// Returns the form of a type's literals. A type that no page describes is assumed to be an enum: functions take no other named types.
#[must_use]
pub fn by_type(ty: &TypeRef) -> Form {
    match ty {
        TypeRef::Primitive(Primitive::Duration) => Form::Duration,
        TypeRef::Primitive(Primitive::Binary) => Form::Binary,
        TypeRef::Primitive(Primitive::Guid | Primitive::Date | Primitive::DateTimeOffset | Primitive::TimeOfDay) => {
            Form::Bare
        }
        TypeRef::Primitive(primitive) if primitive.is_plain() => Form::Bare,
        // The value is JSON, or an alias for it (OData URL conventions §5.1.1.15).
        TypeRef::Collection(_) | TypeRef::Type(_) => Form::Bare,
        TypeRef::Primitive(_) | TypeRef::Enum(_) => Form::Quoted,
    }
}

/// Writes each argument of the template in its form.
pub fn write_literals<'a>(
    template: &mut RequestTemplate,
    operation: &OperationFacts,
    row: &dyn Fn(&str) -> Option<&'a Property>,
    line: Span,
    diagnostics: &mut Diagnostics,
) {
    let last = template.segments.len().saturating_sub(1);
    for (position, segment) in template.segments.iter_mut().enumerate() {
        let Segment::Call { name, arguments } = segment else { continue };
        // A value in parentheses without a name is a function argument, or a key, which is written as in the line.
        let is_function = operation.kind == Some(InvocationKind::Function) && position == last;
        for argument in arguments {
            let ArgumentValue::Placeholder(placeholder) = &argument.value else { continue };
            let unnamed = is_function && operation.function_parameters.iter().any(|row| is_of(argument, &row.name));
            let Some(own) = argument.name.clone().or_else(|| unnamed.then(|| placeholder.clone())) else { continue };
            let described =
                row(&own).or_else(|| row(placeholder)).filter(|property| !property.type_text.trim().is_empty());
            let wanted = described.map(|property| by_type(&property.ty));
            let is_alias = placeholder.starts_with('@');
            if let Some(row) =
                described.filter(|row| !is_alias && matches!(row.ty, TypeRef::Collection(_) | TypeRef::Type(_)))
            {
                diagnostics.push(not_primitive(&own, row, line));
            }
            let stated = (argument.quoted || argument.enum_type.is_some()).then(|| form(argument));
            let shown = || operation.examples.iter().find_map(|e| example_form(&e.request.as_ref()?.url, name, &own));
            let shown = if stated.is_none() { shown() } else { None };
            let (shown, prefix) = shown.map_or((None, None), |(form, prefix)| (Some(form), prefix));
            let Some(chosen) = stated.or(shown).or(wanted) else {
                if is_function && !is_alias {
                    diagnostics.push(unknown_form(&own, line));
                }
                continue;
            };
            if let (Some(wanted), Some(described)) = (wanted, described)
                && disagree(chosen, wanted, &described.ty)
            {
                diagnostics.push(disagreement(&own, chosen, wanted, described, stated.is_some(), line));
            }
            if stated.is_none() {
                argument.quoted = chosen.is_quoted();
                argument.enum_type = prefix.or_else(|| chosen.prefix());
            }
        }
    }
}

/// Returns whether a form does not match the type. A qualified enum member counts as quoted.
fn disagree(chosen: Form, wanted: Form, ty: &TypeRef) -> bool {
    let untyped = matches!(ty, TypeRef::Primitive(Primitive::Untyped));
    chosen != wanted && !untyped
}

fn disagreement(name: &str, chosen: Form, wanted: Form, described: &Property, by_line: bool, line: Span) -> Diagnostic {
    let source = if by_line { "the request line" } else { "the example" };
    let message =
        format!("{source} writes `{name}` {}, values of its type are written {}", chosen.shown(), wanted.shown());
    Diagnostic::new(lint::ARGUMENT_FORM, described.span, message)
        .related(line, "the request line is here")
        .hint("correct the type, or write the argument as its type requires")
}

/// Returns the diagnostic for an argument of unknown type, which may or may not need quotes.
fn unknown_form(name: &str, line: Span) -> Diagnostic {
    let message = format!("no table and no example tells the type of `{name}`: it is written without quotes");
    Diagnostic::new(lint::ARGUMENT_FORM, line, message)
        .hint("describe it in a table of function parameters, or write quotes around a string")
}

/// Returns the diagnostic for a collection or object: it has no literal in a path (OData ABNF, functionParameter) and needs an alias.
fn not_primitive(name: &str, row: &Property, line: Span) -> Diagnostic {
    let message = format!(
        "`{name}` is `{}`, which has no literal form: the argument is treated as a string",
        row.type_text.trim()
    );
    Diagnostic::new(lint::ARGUMENT_FORM, row.span, message)
        .related(line, "the request line is here")
        .hint("write the request line with an alias, `name=@name`, whose value is a query option")
}

fn form(argument: &Argument) -> Form {
    match argument.enum_type.as_deref() {
        Some(prefix) if prefix.eq_ignore_ascii_case("duration") => Form::Duration,
        Some(prefix) if prefix.eq_ignore_ascii_case("binary") => Form::Binary,
        Some(_) => Form::Quoted,
        None if argument.quoted => Form::Quoted,
        None => Form::Bare,
    }
}

/// Returns how an example writes an argument, and the name of the enum before its quotes.
///
/// `None` if it does not call the function with this argument, or if the value is null or a placeholder.
fn example_form(url: &str, call: &str, name: &str) -> Option<(Form, Option<String>)> {
    let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    let parts = split_path(address(url)?.path);
    let value = parts.into_iter().find_map(|part| {
        let (called, rest) = part.split_once('(')?;
        let inside = rest.strip_suffix(')').filter(|_| own(called) == own(call))?;
        let mut given = split_arguments(inside).into_iter().filter_map(|text| text.split_once('='));
        given.find(|(given, _)| given.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    })?;
    let value = value.replace("%27", "'");
    let form = match value.split_once('\'') {
        Some((prefix, _)) if !value.ends_with('\'') || prefix.contains(['{', '<']) => None,
        Some(("", _)) => Some(Form::Quoted),
        Some((prefix, _)) if prefix.eq_ignore_ascii_case("duration") => Some(Form::Duration),
        Some((prefix, _)) if prefix.eq_ignore_ascii_case("binary") => Some(Form::Binary),
        Some((prefix, _)) if is_literal_prefix(prefix) => return Some((Form::Quoted, Some(prefix.to_owned()))),
        Some(_) => None,
        None if value.is_empty() || value == "null" || value.starts_with(['{', '<', '@', '[', '"']) => None,
        None => Some(Form::Bare),
    };
    form.map(|form| (form, None))
}
