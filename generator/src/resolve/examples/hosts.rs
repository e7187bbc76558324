//! Requests of examples that go to another host, and whether their page shows why.
//!
//! In: the examples of a page. Out: whether a host appears in what the page sends or receives, or a request is a notification.

use serde_json::Value;

use crate::extract::{ExampleBody, ExampleFacts, PageFacts, RequestExample};

use super::is_elsewhere;
use super::url::host;

/// Words of headings and type names for requests that the service sends to the caller.
const NOTICES: [&str; 2] = ["notification", "callback"];

/// Returns whether the examples of a page explain why a request of one of them goes to another host: an earlier or later message of the
/// page has the address, or the request is one that the service sends.
pub fn is_explained(example: &ExampleFacts, request: &RequestExample, page: &PageFacts, all: &[ExampleFacts]) -> bool {
    let is_in_json = |host: &str| page.shown_hosts.iter().any(|shown| shown.eq_ignore_ascii_case(host));
    is_notice(example, request) || host(&request.url).is_some_and(|host| is_in_json(host) || is_shown(host, all))
}

/// Returns whether a request without an annotation only illustrates what another service expects, on a page whose own examples are
/// annotated.
pub fn is_illustration(request: &RequestExample, page: &[ExampleFacts]) -> bool {
    let mut requests = page.iter().filter_map(|example| example.request.as_ref());
    !request.annotated && requests.any(|other| other.annotated)
}

/// Returns whether a request names a host that is not the service's.
pub fn is_foreign(request: &RequestExample) -> bool {
    host(&request.url).is_some() && is_elsewhere(&request.url)
}

/// Returns whether the heading of an example, or the type that its request names, is that of a notification.
fn is_notice(example: &ExampleFacts, request: &RequestExample) -> bool {
    let sent = match &request.body {
        ExampleBody::Json(block) => block.value.get("@odata.type").and_then(Value::as_str),
        _ => None,
    };
    let named = example.title.as_deref().into_iter().chain(sent).map(str::to_ascii_lowercase);
    named.into_iter().any(|text| NOTICES.iter().any(|word| text.contains(word)))
}

/// Returns whether a URL in the JSON or in a response header of the page has this host.
fn is_shown(wanted: &str, page: &[ExampleFacts]) -> bool {
    let has_host = |text: &str| host(text).is_some_and(|host| host.eq_ignore_ascii_case(wanted));
    let responses = page.iter().filter_map(|example| example.response.as_ref());
    let mut headers = responses.clone().flat_map(|response| &response.headers);
    let requests = page.iter().filter_map(|example| example.request.as_ref());
    let bodies = requests.map(|request| &request.body).chain(responses.map(|response| &response.body));
    headers.any(|(_, value)| has_host(value)) || bodies.into_iter().any(|body| is_in_body(body, &has_host))
}

fn is_in_body(body: &ExampleBody, has_host: &dyn Fn(&str) -> bool) -> bool {
    let ExampleBody::Json(block) = body else { return false };
    // Without recursion: examples may nest deeply.
    let mut open = vec![&block.value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if has_host(text) => return true,
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    false
}
