//! Finds what prevents an example from being compared with the bindings.
//!
//! In: an example and the [`Api`]. Out: an [`Obstacle`] with its [`Reason`]. The generated replay test leaves out requests and responses
//! with an obstacle, and counts them by reason. It leaves out nothing else.

use serde_json::Value;

use crate::model::{
    Api, Body, Example, Given, Match, Obstacle, Parameter, ParameterLocation, Reason, ResponseBody, TypeRef,
    shown_response, shows_reference,
};
use crate::odata::{ExampleBody, Primitive, RequestExample, media_types};
use crate::source::Span;

fn obstacle(reason: Reason, span: Span, message: impl Into<String>) -> Obstacle {
    Obstacle { reason, span, message: message.into() }
}

/// Returns what prevents an example's request from being replayed.
pub fn request(api: &Api, example: &Example) -> Option<Obstacle> {
    let request = example.facts.request.as_ref()?;
    if let ExampleBody::BrokenJson(span) = request.body {
        return Some(obstacle(Reason::BrokenJson, span, ""));
    }
    let Some(matched) = &example.matched else {
        return example.sent.is_none().then(|| obstacle(unmatched(example), request.url_span, ""));
    };
    query_obstacle(request, matched)
        .or_else(|| argument_obstacle(api, request, matched))
        .or_else(|| body_obstacle(api, example, request, matched))
}

/// Returns why an example belongs to no operation.
fn unmatched(example: &Example) -> Reason {
    if example.elsewhere { Reason::OtherHost } else { Reason::UnknownRequest }
}

fn query_obstacle(request: &RequestExample, matched: &Match) -> Option<Obstacle> {
    let (name, _) = matched.query.iter().find(|(_, value)| value.is_none())?;
    let message = format!("the query option `{name}` has no value");
    Some(obstacle(Reason::QueryOption, request.url_span, message))
}

fn argument_obstacle(api: &Api, request: &RequestExample, matched: &Match) -> Option<Obstacle> {
    let parameters = &api.operations[matched.operation].parameters;
    let argument = |message: String| Some(obstacle(Reason::Argument, request.url_span, message));
    if let Some(parameter) = matched.misquoted.and_then(|index| parameters.get(index)) {
        return argument(format!("`{}` is documented with other quotes than the example has", parameter.placeholder));
    }
    let given = parameters.iter().zip(&matched.arguments);
    let texts = given.filter_map(|(parameter, given)| match given {
        Given::Text(text) => Some((parameter, text.as_str())),
        // Numbers and booleans have no null in Rust, but nullable ones are an `Option`.
        Given::Null => {
            let has_null = parameter.plain().is_none() || parameter.nullable && !parameter.optional;
            (!has_null).then_some((parameter, "null"))
        }
        Given::Omitted => None,
    });
    let wrong = |(parameter, text): &(&Parameter, &str)| {
        parameter.plain().is_some_and(|primitive| primitive.rust_literal(text).is_none())
            || leads_elsewhere(parameter.location, text)
    };
    let (placeholders, others): (Vec<_>, Vec<_>) = texts.filter(wrong).partition(|(_, text)| is_placeholder(text));
    if let Some((parameter, text)) = others.first() {
        return argument(format!("`{text}` is not a value of `{}`", parameter.placeholder));
    }
    (!placeholders.is_empty()).then(|| obstacle(Reason::Placeholder, request.url_span, ""))
}

/// Returns whether an argument stands for a value that the reader puts in its place: `<name>`, `{name}`.
fn is_placeholder(text: &str) -> bool {
    let inner = |open: char, close: char| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner('<', '>').or_else(|| inner('{', '}')).is_some_and(|name| !name.trim().is_empty())
}

/// Returns whether the bindings refuse to put a text into a path, because it would change the path.
fn leads_elsewhere(place: ParameterLocation, text: &str) -> bool {
    let is_step = |segment: &str| segment.is_empty() || segment == "." || segment == "..";
    match place {
        ParameterLocation::Query => false,
        ParameterLocation::Quoted => text.chars().any(char::is_control),
        ParameterLocation::Segment | ParameterLocation::Bare => is_step(text) || text.chars().any(char::is_control),
        ParameterLocation::ItemPath => text.split('/').any(is_step) || text.chars().any(char::is_control),
    }
}

fn body_obstacle(api: &Api, example: &Example, request: &RequestExample, matched: &Match) -> Option<Obstacle> {
    let span = match &request.body {
        ExampleBody::Json(block) => block.span,
        _ => request.span,
    };
    let operation = &api.operations[matched.operation];
    let documented = &operation.body;
    let message = match (documented, &request.body) {
        (_, ExampleBody::None) | (Some(Body::Stream), _) => return None,
        (None, ExampleBody::Json(block)) if is_empty(&block.value) => return None,
        // The text may describe a body all the same: the method and the path are what contradicts it.
        (None, _) if operation.kind.sends_nothing() => {
            let path = if operation.path.ends_with("/$ref") { " whose path ends in `/$ref`" } else { "" };
            let message = format!("a `{}` request{path} has no request body", operation.method);
            return Some(obstacle(Reason::Body, span, message));
        }
        (None, _) => "the page documents no request body",
        (Some(Body::Value(ty)), ExampleBody::Json(block)) if has_kind(ty, &block.value) => return None,
        (Some(Body::Value(_)), _) => "the request body is not of the documented kind",
        (Some(Body::Partial(_) | Body::Parameters | Body::Reference), ExampleBody::Json(block))
            if block.value.is_object() =>
        {
            return None;
        }
        (Some(_), _) => "the request body is not a JSON object",
    };
    if matches!(request.body, ExampleBody::Other(_))
        && documented.is_some()
        && (is_documented_format(api, example, request) || leads_to_stream(api, matched))
    {
        return Some(obstacle(Reason::OtherFormat, request.span, ""));
    }
    Some(obstacle(Reason::Body, span, message))
}

/// Returns whether the page documents the media type of a request body, and that type is not JSON.
fn is_documented_format(api: &Api, example: &Example, request: &RequestExample) -> bool {
    let Some(stated) = header(&request.headers, "content-type") else { return false };
    let media_type = stated.split(';').next().unwrap_or_default().trim();
    if media_type.contains("json") || !media_type.contains('/') {
        return false;
    }
    let Some(page) = api.pages.get(&example.page) else { return false };
    let rows = page.headers.iter().filter(|row| row.name.eq_ignore_ascii_case("content-type"));
    let mut named = rows.flat_map(|row| media_types(&row.value)).chain(page.body_formats.iter().cloned());
    named.any(|named| {
        let any = named.strip_suffix('*').filter(|kind| kind.ends_with('/'));
        named == media_type || any.is_some_and(|kind| media_type.starts_with(kind))
    })
}

/// Returns whether the last segment of a request's path is a property that holds bytes.
fn leads_to_stream(api: &Api, matched: &Match) -> bool {
    let path = matched.target.split('?').next().unwrap_or_default();
    let Some(name) = path.rsplit('/').next() else { return false };
    let owner = match &api.operations[matched.operation].body {
        Some(Body::Partial(owner) | Body::Value(TypeRef::Type(owner))) => owner,
        _ => return false,
    };
    let bytes = TypeRef::Primitive(Primitive::Stream);
    let mut properties = api.ancestors(owner).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
    properties.any(|property| property.ty == bytes && property.name.eq_ignore_ascii_case(name))
}

/// Returns whether a body is `{}`, as in examples of actions without parameters.
fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// Returns what prevents an example's response from being replayed.
pub fn response(api: &Api, example: &Example) -> Option<Obstacle> {
    let response = example.facts.response.as_ref()?;
    let block = match &response.body {
        ExampleBody::BrokenJson(span) => return Some(obstacle(Reason::BrokenJson, *span, "")),
        ExampleBody::None => return None,
        _ if !response.is_success() => return None,
        ExampleBody::Json(block) => Some(block),
        ExampleBody::Other(_) => None,
    };
    let Some(documented) = shown_response(api, example) else {
        return Some(obstacle(unmatched(example), response.span, ""));
    };
    let operation = example.shows.and_then(|index| api.operations.get(index));
    let request = operation
        .map_or_else(|| "the request".to_owned(), |operation| format!("`{} {}`", operation.method, operation.template));
    let fault = response_fault(&documented, block.map(|block| &block.value), &request)?;
    // The text may document a body all the same: the path is what contradicts it.
    let is_of_path = *documented == ResponseBody::Nothing && shows_reference(api, example);
    let message =
        if is_of_path { "a request whose path ends in `/$ref` has no response body".to_owned() } else { fault };
    if block.is_none() && is_file(api, example) {
        return Some(obstacle(Reason::File, response.span, ""));
    }
    Some(obstacle(Reason::ResponseBody, block.map_or(response.span, |block| block.span), message))
}

/// Returns whether a text that is not JSON is the file that the operation redirects to, or in another format that the request names.
fn is_file(api: &Api, example: &Example) -> bool {
    let stated = example.facts.response.as_ref().and_then(|response| header(&response.headers, "content-type"));
    if stated.is_some_and(|stated| stated.contains("json")) {
        return false;
    }
    let redirects = |index: usize| {
        let statuses = api.operations.get(index).map_or(&[][..], |operation| &operation.statuses);
        statuses.iter().any(|status| is_redirect(status.code))
    };
    let asked = |wanted: &str| !wanted.contains("json") && !wanted.contains("*/*");
    let format = |matched: &Match| {
        matched.query.iter().any(|(name, value)| {
            let value = value.as_deref().unwrap_or("json").to_ascii_lowercase();
            name.trim_start_matches('$').eq_ignore_ascii_case("format") && asked(&value)
        })
    };
    let accepted = example.facts.request.as_ref().and_then(|request| header(&request.headers, "accept"));
    let shows_redirect = |other: &Example| {
        let status = other.facts.response.as_ref().map_or(0, |response| response.status);
        other.page == example.page && is_redirect(status)
    };
    example.shows.is_some_and(redirects)
        || api.examples.iter().any(shows_redirect)
        || example.matched.as_ref().is_some_and(format)
        || accepted.is_some_and(|accepted| asked(&accepted))
}

/// Returns the value of a header in lower case.
fn header(headers: &[(String, String)], name: &str) -> Option<String> {
    let found = headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.to_ascii_lowercase())
}

/// Returns whether a status leads to another address.
fn is_redirect(status: u16) -> bool {
    (300..400).contains(&status) && status != 304
}

/// Returns what is wrong with a response body; `shown` is `None` if the body is not JSON. The path of the request, its page or another page
/// tells what it returns, so the message names only the request.
fn response_fault(response: &ResponseBody, shown: Option<&Value>, request: &str) -> Option<String> {
    let Some(shown) = shown else {
        return match response {
            ResponseBody::Stream | ResponseBody::Count => None,
            ResponseBody::Nothing => Some("the page documents no response body".to_owned()),
            _ => Some("the response body is not JSON".to_owned()),
        };
    };
    let (is_right, returned) = match response {
        ResponseBody::Stream => return None,
        ResponseBody::Nothing => return (!is_empty(shown)).then(|| "the page documents no response body".to_owned()),
        ResponseBody::Count => (shown.is_i64(), "a number"),
        ResponseBody::Value(ty) if ty.is_collection() => (has_kind(ty, shown), "an array"),
        ResponseBody::Value(ty) => (has_kind(ty, shown), "one object"),
        ResponseBody::Collection(_) => {
            (shown.get("value").is_some_and(Value::is_array), "a collection: an object with an array `value`")
        }
        ResponseBody::Scalar(_) => (shown.get("value").is_some(), "a single value: an object with `value`"),
    };
    (!is_right).then(|| format!("{request} returns {returned}"))
}

/// Returns whether a value is an object or array if its type requires one.
fn has_kind(ty: &TypeRef, value: &Value) -> bool {
    match ty {
        TypeRef::Type(_) => value.is_object(),
        TypeRef::Collection(_) => value.is_array(),
        TypeRef::Enum(_) | TypeRef::Primitive(_) => true,
    }
}
