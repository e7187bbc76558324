//! Ten requests, sent one after another: for each, a field of the response or the error is printed.
//!
//! The base URL and the token are arguments, so that the compiler cannot know what happens.

use bindings::client::prelude::*;
use bindings::models::{Event, FileAttachment, Group, ItemBody, Message, User};
use bindings::requests;
use bindings::runtime::Patch;

/// Prints a field of a response, or the error.
fn show<T>(result: Result<Response<T>, ClientError>, field: impl FnOnce(T) -> Option<String>) {
    match result {
        Ok(response) => println!("{} {:?}", response.status(), field(response.into_body())),
        Err(error) => println!("{error}"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().unwrap_or_default();
    let text = arguments.next().unwrap_or_default();
    let client = match Client::builder(base_url).token(Token::new(text.as_str())).build() {
        Ok(client) => client,
        Err(error) => return println!("{error}"),
    };

    let list = requests::users::list();
    let list = list.select(User::DISPLAY_NAME).select(User::ID).filter(User::DEPARTMENT.eq("Retail")).top(50);
    show(list.send(&client).await, |page| page.value.into_iter().next()?.display_name);

    show(requests::users::get(&text).send(&client).await, |user| user.mail);

    let new = User { display_name: Some(text.clone()), account_enabled: Some(true), ..User::default() };
    show(requests::users::create(&new).send(&client).await, |user| user.id);

    let patch = Patch::<Group>::new().set(Group::DESCRIPTION, text.clone()).null(Group::MAIL);
    show(requests::groups::update(&text, patch).send(&client).await, |_| None);

    let group = Group { display_name: Some(text.clone()), mail_enabled: Some(false), ..Group::default() };
    show(requests::groups::create(group).send(&client).await, |group| group.mail);

    let list = requests::me::messages::list().orderby(Message::RECEIVED_DATE_TIME.desc());
    show(list.send(&client).await, |page| page.value.into_iter().next()?.body?.content);

    let file = FileAttachment { name: Some(text.clone()), content_bytes: Some("aGk=".into()), ..FileAttachment::default() };
    let attach = requests::me::messages::attachments::create(&text, &file);
    show(attach.send(&client).await, |attachment| attachment.name);

    let body = ItemBody { content: Some(text.clone()), ..ItemBody::default() };
    let event = Event { subject: Some(text.clone()), body: Some(body), ..Event::default() };
    show(requests::me::events::create(&event).send(&client).await, |event| event.web_link);

    show(requests::me::calendars::get(&text).send(&client).await, |calendar| calendar.name);

    show(requests::me::drive::get().send(&client).await, |drive| drive.name);
}
