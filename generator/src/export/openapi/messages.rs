//! Bodies and answers.
//!
//! In: [`Body`], [`Answer`], the page's statuses. Out: request body and responses objects.

use serde_json::{Map, Value, json};

use crate::model::{Answer, Api, Body, Operation, OperationPage};

use super::schemas::inline;
use super::types::{reference, schema};

/// The request body, where there is one.
pub fn request_body(operation: &Operation, page: Option<&OperationPage>, api: &Api) -> Option<Value> {
    let content = match operation.body.as_ref()? {
        Body::Value(ty) => json_content(schema(ty)),
        Body::Partial(name) => json_content(reference(name)),
        Body::Parameters => json_content(inline(
            page.and_then(|page| page.parameters.as_ref()).map_or(&[], |object| &object.properties),
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

/// The documented statuses; the first that can have a body has the answer's.
pub fn responses(operation: &Operation, page: Option<&OperationPage>) -> Value {
    let content = content(&operation.answer);
    let mut statuses: Vec<u16> = page.map(|page| page.statuses.clone()).unwrap_or_default();
    let carrier = statuses.iter().copied().find(|status| takes_body(*status));
    let carrier = match (&content, carrier) {
        (None, _) => None,
        (Some(_), Some(status)) => Some(status),
        (Some(_), None) => {
            statuses.push(200);
            Some(200)
        }
    };
    if statuses.is_empty() {
        statuses.push(204);
    }
    let mut out = Map::new();
    for status in statuses {
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(phrase(status)));
        if let Some(content) = content.as_ref().filter(|_| carrier == Some(status)) {
            response.insert("content".to_owned(), content.clone());
        }
        out.insert(status.to_string(), Value::Object(response));
    }
    Value::Object(out)
}

fn takes_body(status: u16) -> bool {
    (200..300).contains(&status) && !matches!(status, 204 | 205)
}

/// Reason phrases (RFC 9110 §15).
fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        _ if (200..300).contains(&status) => "Success",
        _ => "Redirection",
    }
}

fn content(answer: &Answer) -> Option<Value> {
    match answer {
        Answer::Nothing => None,
        Answer::Value(ty) => Some(json_content(schema(ty))),
        Answer::Collection(ty) => Some(json_content(json!({
            "type": "object",
            "properties": {
                "@odata.nextLink": {"type": "string", "format": "uri"},
                "value": {"type": "array", "items": schema(ty)},
            },
        }))),
        Answer::Scalar(ty) => Some(json_content(json!({"type": "object", "properties": {"value": schema(ty)}}))),
        Answer::Count => Some(json!({"text/plain": {"schema": {"type": "integer"}}})),
        Answer::Stream => Some(bytes()),
    }
}

fn json_content(schema: Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn bytes() -> Value {
    json!({"application/octet-stream": {}})
}
