//! Request and response bodies.
//!
//! In: an operation's request body, response body and statuses. Out: request body and responses objects.

use serde_json::{Map, Value, json};

use crate::model::{Api, Body, Operation, ResponseBody, Status, reason_phrase};

use super::add;
use super::schemas::inline;
use super::types::{reference, schema};

/// Returns the request body, if there is one.
pub fn request_body(operation: &Operation, api: &Api) -> Option<Value> {
    let content = match operation.body.as_ref()? {
        Body::Value(ty) => json_content(schema(ty)),
        Body::Partial(name) => json_content(reference(name)),
        Body::Parameters => json_content(inline(
            api.parameter_page(operation)
                .and_then(|page| page.parameters.as_ref())
                .map_or(&[], |object| &object.properties),
            api,
        )),
        Body::Reference => json_content(json!({
            "type": "object",
            "properties": {"@odata.id": {"type": "string", "format": "uri"}},
            "required": ["@odata.id"],
        })),
        Body::Stream => bytes(),
    };
    Some(json!({"content": content}))
}

/// Returns the documented statuses. Those with a body have the content of the response; the headers are those that a page relates to the
/// status. Errors have neither: pages rarely describe the bodies of errors.
pub fn responses(operation: &Operation, api: &Api) -> Value {
    let content = content(&operation.response);
    let mut statuses = operation.statuses.clone();
    if !statuses.iter().any(|status| status.body) && content.is_some() {
        statuses.push(Status { code: 200, body: true });
    }
    if statuses.is_empty() {
        statuses.push(Status { code: 204, body: false });
    }
    let mut out = Map::new();
    for status in statuses {
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(status.phrase()));
        if let Some(content) = content.as_ref().filter(|_| status.body) {
            response.insert("content".to_owned(), content.clone());
        }
        let headers = headers(operation, status.code, api);
        add(&mut response, "headers", (!headers.is_empty()).then_some(headers));
        out.insert(status.code.to_string(), Value::Object(response));
    }
    for code in &operation.errors {
        out.insert(code.to_string(), json!({"description": reason_phrase(*code)}));
    }
    Value::Object(out)
}

/// Returns the headers that the pages relate to a status.
fn headers(operation: &Operation, status: u16, api: &Api) -> Map<String, Value> {
    let pages = operation.pages.iter().filter_map(|page| api.pages.get(page));
    let named = pages.flat_map(|page| &page.response_headers).filter(|header| header.statuses.contains(&status));
    let mut out = Map::new();
    for header in named {
        let schema = json!({"type": "string"});
        let object = if header.text.is_empty() {
            json!({"schema": schema})
        } else {
            json!({"description": header.text, "schema": schema})
        };
        out.entry(header.name.clone()).or_insert(object);
    }
    out
}

fn content(response: &ResponseBody) -> Option<Value> {
    match response {
        ResponseBody::Nothing => None,
        ResponseBody::Value(ty) => Some(json_content(schema(ty))),
        ResponseBody::Collection(ty) => Some(json_content(json!({
            "type": "object",
            "properties": {
                "@odata.nextLink": {"type": "string", "format": "uri"},
                "value": {"type": "array", "items": schema(ty)},
            },
        }))),
        ResponseBody::Scalar(ty) => Some(json_content(json!({"type": "object", "properties": {"value": schema(ty)}}))),
        ResponseBody::Count => Some(json!({"text/plain": {"schema": {"type": "integer"}}})),
        ResponseBody::Stream => Some(bytes()),
    }
}

fn json_content(schema: Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn bytes() -> Value {
    json!({"application/octet-stream": {}})
}
