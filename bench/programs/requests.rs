//! Ten requests and their types: for each, the URL is printed, a body encoded, a response decoded and one of its fields read.
//!
//! The responses come from standard input, so that the compiler cannot know them.

use bindings::models::{Calendar, Drive, Event, FileAttachment, Group, ItemBody, Message, User};
use bindings::requests;
use bindings::runtime::{ResponseBody, Patch, Request};
use std::io::Read;

/// Prints the URL and the body of a request, and returns its decoded response.
fn send<T: ResponseBody>(request: Request<T>, response: &[u8]) -> Option<T> {
    let decoded = request.decode(response).ok();
    if let Ok(parts) = request.into_parts() {
        println!("{} {} {}", parts.method, parts.path_and_query, parts.body.map_or(0, |body| body.len()));
    }
    decoded
}

fn main() {
    let mut response = Vec::new();
    std::io::stdin().read_to_end(&mut response).unwrap_or_default();
    let text = String::from_utf8_lossy(&response).into_owned();
    let mut shown: Vec<Option<String>> = Vec::new();

    let users = send(
        requests::users::list()
            .select(User::DISPLAY_NAME)
            .select(User::ID)
            .filter(User::DEPARTMENT.eq("Retail"))
            .top(50),
        &response,
    );
    shown.extend(users.into_iter().flat_map(|page| page.value).map(|user| user.display_name));

    let user = send(requests::users::get(&text), &response).unwrap_or_default();
    shown.push(user.mail);

    let new = User { display_name: Some(text.clone()), account_enabled: Some(true), ..User::default() };
    shown.push(send(requests::users::create(&new), &response).and_then(|user| user.id));

    let patch = Patch::<Group>::new().set(Group::DESCRIPTION, text.clone()).null(Group::MAIL);
    send(requests::groups::update(&text, patch), &response);

    let group = Group { display_name: Some(text.clone()), mail_enabled: Some(false), ..Group::default() };
    shown.push(send(requests::groups::create(group), &response).and_then(|group| group.mail));

    let messages = send(requests::me::messages::list().orderby(Message::RECEIVED_DATE_TIME.desc()), &response);
    for message in messages.into_iter().flat_map(|page| page.value) {
        shown.push(message.subject);
        shown.push(message.body.and_then(|body| body.content));
    }

    let file = FileAttachment { name: Some(text.clone()), content_bytes: Some("aGk=".into()), ..FileAttachment::default() };
    let attachment = send(requests::me::messages::attachments::create(&text, &file), &response);
    shown.push(attachment.and_then(|attachment| attachment.name));

    let body = ItemBody { content: Some(text.clone()), ..ItemBody::default() };
    let event = Event { subject: Some(text.clone()), body: Some(body), ..Event::default() };
    shown.push(send(requests::me::events::create(&event), &response).and_then(|event: Event| event.web_link));

    let calendar: Option<Calendar> = send(requests::me::calendars::get(&text), &response);
    shown.push(calendar.and_then(|calendar| calendar.name));

    let drive: Option<Drive> = send(requests::me::drive::get(), &response);
    shown.push(drive.and_then(|drive| drive.name));

    println!("{}", shown.into_iter().flatten().collect::<Vec<_>>().join("\n"));
}
