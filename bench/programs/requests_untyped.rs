//! The ten requests of `requests.rs` with a client whose responses are JSON: for each, the URL is printed, a body encoded, a response
//! decoded and one of its members read.

use graph_http::api_impl::BlockingRequestHandler;
use graph_rs_sdk::{GraphClient, ODataQuery};
use serde_json::{Value, json};
use std::io::Read;

/// Prints the URL and the length of the body of a request, and returns its decoded response.
fn send(request: BlockingRequestHandler, response: &[u8]) -> Value {
    let decoded = serde_json::from_slice(response).unwrap_or_default();
    if let Some(parts) = request.build().ok().and_then(|builder| builder.build().ok()) {
        println!("{} {} {}", parts.method(), parts.url(), parts.body().and_then(|body| body.as_bytes()).map_or(0, <[u8]>::len));
    }
    decoded
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

fn elements(page: &Value) -> Vec<Value> {
    page["value"].as_array().cloned().unwrap_or_default()
}

fn main() {
    let mut response = Vec::new();
    std::io::stdin().read_to_end(&mut response).unwrap_or_default();
    let given = String::from_utf8_lossy(&response).into_owned();
    let mut shown: Vec<Option<String>> = Vec::new();
    let client = GraphClient::new("token");

    let list = client.users().list_user().select(&["displayName", "id"]).filter(&["department eq 'Retail'"]).top("50");
    let users = send(list.into_blocking(), &response);
    shown.extend(elements(&users).iter().map(|user| text(user, "/displayName")));

    let user = send(client.user(&given).get_user().into_blocking(), &response);
    shown.push(text(&user, "/mail"));

    let new = json!({ "displayName": given, "accountEnabled": true });
    let user = send(client.users().create_user(&new).into_blocking(), &response);
    shown.push(text(&user, "/id"));

    let patch = json!({ "description": given, "mail": null });
    send(client.group(&given).update_group(&patch).into_blocking(), &response);

    let group = json!({ "displayName": given, "mailEnabled": false });
    let group = send(client.groups().create_group(&group).into_blocking(), &response);
    shown.push(text(&group, "/mail"));

    let list = client.me().messages().list_messages().order_by(&["receivedDateTime desc"]);
    for message in elements(&send(list.into_blocking(), &response)) {
        shown.push(text(&message, "/subject"));
        shown.push(text(&message, "/body/content"));
    }

    let file = json!({ "@odata.type": "#microsoft.graph.fileAttachment", "name": given, "contentBytes": "aGk=" });
    let attachment = send(client.me().message(&given).attachments().create_attachments(&file).into_blocking(), &response);
    shown.push(text(&attachment, "/name"));

    let event = json!({ "subject": given, "body": { "content": given } });
    let event = send(client.me().events().create_events(&event).into_blocking(), &response);
    shown.push(text(&event, "/webLink"));

    let calendar = send(client.me().calendar(&given).get_calendars().into_blocking(), &response);
    shown.push(text(&calendar, "/name"));

    let drive = send(client.me().get_drive().into_blocking(), &response);
    shown.push(text(&drive, "/name"));

    println!("{}", shown.into_iter().flatten().collect::<Vec<_>>().join("\n"));
}
