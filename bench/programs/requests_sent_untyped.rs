//! The ten requests of `requests_sent.rs` with a client whose responses are JSON: for each, a member of the response or the error is printed.

use graph_http::api_impl::RequestHandler;
use graph_rs_sdk::{GraphClient, GraphClientConfiguration, ODataQuery, http::Url};
use serde_json::{Value, json};

/// Sends a request, and prints a member of the response, or the error.
async fn show(request: RequestHandler, pointer: &str) {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return println!("{error}"),
    };
    let status = response.status();
    match response.json::<Value>().await {
        Ok(body) => println!("{} {:?}", status.as_u16(), body.pointer(pointer).and_then(Value::as_str)),
        Err(error) => println!("{status} {error}"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().unwrap_or_default();
    let text = arguments.next().unwrap_or_default();
    let mut client = GraphClient::from(GraphClientConfiguration::new().access_token(&text).https_only(false));
    match Url::parse(&base_url) {
        Ok(url) => client.use_test_endpoint(&url),
        Err(error) => return println!("{error}"),
    }

    let list = client.users().list_user().select(&["displayName", "id"]).filter(&["department eq 'Retail'"]).top("50");
    show(list, "/value/0/displayName").await;

    show(client.user(&text).get_user(), "/mail").await;

    let new = json!({ "displayName": text, "accountEnabled": true });
    show(client.users().create_user(&new), "/id").await;

    let patch = json!({ "description": text, "mail": null });
    show(client.group(&text).update_group(&patch), "").await;

    let group = json!({ "displayName": text, "mailEnabled": false });
    show(client.groups().create_group(&group), "/mail").await;

    show(client.me().messages().list_messages().order_by(&["receivedDateTime desc"]), "/value/0/body/content").await;

    let file = json!({ "@odata.type": "#microsoft.graph.fileAttachment", "name": text, "contentBytes": "aGk=" });
    show(client.me().message(&text).attachments().create_attachments(&file), "/name").await;

    let event = json!({ "subject": text, "body": { "content": text } });
    show(client.me().events().create_events(&event), "/webLink").await;

    show(client.me().calendar(&text).get_calendars(), "/name").await;

    show(client.me().get_drive(), "/name").await;
}
