//! Actions that a type's page describes in prose: under `Bound actions`, a code span with the request of each.
//!
//! In: the paragraphs of that section. Out: [`OperationFacts`] with a request for each action. An action is always invoked with POST,
//! whatever word precedes the URL (OData protocol §11.5.5.1).

use crate::diagnostics::Span;
use crate::odata::Method;
use crate::parse::{Run, Text};

use super::context::{Context, paragraphs};
use super::facts::{BodyFacts, BodyKind, InvocationKind, OperationFacts, RequestFacts, ResponseFacts};
use super::naming::PageName;
use super::path::parse_template;
use super::pattern::pattern;
use super::sections::Role;

pattern! {
    HEADING = r"(?i)^bound actions?\b";
    REQUEST = r"^[A-Z]{3,}\s+(?:https?://.*?/api/v\d+(?:\.\d+)?|https?://[^/\s]+)?(/?[A-Za-z][^\s?]*)$";
    STATUS = r"(?i)\bresponse code is\D{0,4}(2\d\d)\b";
    NOTHING = r"(?i)\bno content\b";
}

/// Returns the actions of a type's page; `None` if its prose describes none.
pub(super) fn operation(cx: &Context<'_>, name: &PageName) -> Option<OperationFacts> {
    let mut requests: Vec<RequestFacts> = Vec::new();
    let mut response = ResponseFacts::default();
    for (_, section) in cx.sections(&Role::Methods).into_iter().filter(|(_, s)| HEADING.is_match(&s.heading.value)) {
        for text in paragraphs(&section.blocks) {
            let plain = text.plain();
            if plain.len() > 20_000 {
                continue;
            }
            let new = request(text, &plain);
            requests.extend(new.filter(|new| requests.iter().all(|known| known.template != new.template)));
            let status = STATUS.captures(&plain).and_then(|c| c[1].parse().ok());
            response.statuses.extend(status.filter(|status| !response.statuses.contains(status)));
            response.explicitly_empty |= NOTHING.is_match(&plain);
            response.span.get_or_insert(section.heading.span);
        }
    }
    (!requests.is_empty()).then(|| OperationFacts {
        description: None,
        kind: Some(InvocationKind::Action),
        invocation: None,
        deprecated: name.deprecated.clone(),
        namespace: name.namespace.clone(),
        permissions: Vec::new(),
        requests,
        path_parameters: Vec::new(),
        query_parameters: Vec::new(),
        function_parameters: Vec::new(),
        headers: Vec::new(),
        option_properties: Vec::new(),
        query_options: Vec::new(),
        body: BodyFacts { kind: BodyKind::None, rows: Vec::new(), formats: Vec::new(), span: None },
        response,
        examples: Vec::new(),
    })
}

/// Returns the request in a paragraph's code spans. The first sentence is its label.
fn request(text: &Text, plain: &str) -> Option<RequestFacts> {
    let path = text.runs.iter().find_map(|run| match run {
        Run::Code(code) if code.len() < 2_000 => REQUEST.captures(code.trim())?.get(1).map(|m| m.as_str().to_owned()),
        _ => None,
    })?;
    let template = parse_template(&path).ok()?.template;
    let label = plain.split(['\n', '.']).next().map(str::trim).filter(|said| !said.is_empty() && said.len() <= 300);
    let span: Span = text.span?;
    Some(RequestFacts { method: Method::Post, template, label: label.map(str::to_owned), span })
}
