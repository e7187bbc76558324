//! The test double that responds with the examples of the reference.
//!
//! In: tables of examples. Out: what a client receives from them.

mod models;

use docbindgen_client::client::testing::{Example, Examples, block_on};
use docbindgen_client::client::{Error, ListRequest, SendRequest};
use docbindgen_client::runtime::{Collection, Content, Method, Operation, Path, Request};
use models::{User, create, get, list, update, user};

static LIST: Operation = Operation { method: Method::Get, template: "/users", pages: &[] };
static SEARCH: Operation =
    Operation { method: Method::Get, template: "/me/view(start='{start}',end='{end}')", pages: &[] };
static FILE: Operation = Operation { method: Method::Get, template: "/me/photo/$value", pages: &[] };
static EXAMPLES: &[Example] = &[
    Example { method: Method::Get, template: "/users/{id}", status: 200, body: r#"{"id":"any"}"# },
    Example { method: Method::Get, template: "/users/{id}", status: 200, body: r#"{"id":"second"}"# },
    Example { method: Method::Get, template: "/users/delta", status: 200, body: r#"{"value":[{"id":"changed"}]}"# },
    Example {
        method: Method::Get,
        template: "/me/view(start='{start}',end='{end}')",
        status: 200,
        body: r#"{"id":"event"}"#,
    },
    Example { method: Method::Patch, template: "/users/{id}", status: 204, body: "" },
    Example { method: Method::Get, template: "/users/{id}/photo/$value", status: 200, body: "binary data" },
];

#[test]
fn examples_answer_their_operations() -> Result<(), Box<dyn std::error::Error>> {
    let examples = Examples::new(EXAMPLES);
    let graph = examples.client()?;
    assert_eq!(get("1").query("$select", "id").send_blocking(&graph)?.id.as_deref(), Some("any"));
    let page: Request<Collection<User>> = models::delta();
    assert_eq!(page.send_blocking(&graph)?.value[0].id.as_deref(), Some("changed"));
    assert_eq!(update("1", user("1")).send_blocking(&graph)?.status(), 204);
    // An argument was left out.
    let view =
        Request::<User>::new(&SEARCH, Path::new().lit("/me/view(").optional_quoted("start=", "", Some("1")).end());
    assert_eq!(block_on(view.send(&graph))?.id.as_deref(), Some("event"));
    // Documented for any user, requested for the signed-in one.
    let photo = Request::<Content>::new(&FILE, Path::new().lit("/me/photo/$value")).send_blocking(&graph)?;
    assert_eq!((&photo.0[..], photo.header("Content-Type")), (&b"binary data"[..], Some("text/plain")));
    assert_eq!(examples.requests().len(), 5);
    Ok(())
}

#[test]
fn all_arguments_of_a_function_can_be_left_out() -> Result<(), Box<dyn std::error::Error>> {
    let graph = Examples::new(EXAMPLES).client()?;
    let view = Request::<User>::new(&SEARCH, Path::new().lit("/me/view(").end());
    assert_eq!(view.send_blocking(&graph)?.id.as_deref(), Some("event"));
    Ok(())
}

#[test]
fn operation_without_an_example_is_an_error() -> Result<(), Box<dyn std::error::Error>> {
    let none = Example { method: Method::Get, template: "/users/none", status: 0, body: "" };
    let graph = Examples::new(&[EXAMPLES, &[none]].concat()).client()?;
    // The example of `/users/{id}` is for another operation.
    assert_eq!(get("none").send_blocking(&graph).unwrap_err().code(), Some("noExample"));
    assert_eq!(get("one").send_blocking(&graph)?.id.as_deref(), Some("any"));
    let error = create(user("1")).send_blocking(&graph).unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some("noExample"), 1));
    assert!(error.to_string().contains("no example of a response to `POST /users`"), "{error}");
    Ok(())
}

/// The first page of a list, a page that leads nowhere, and the pages of a list of changes. The last of these names the one before it.
static PAGES: &[Example] = &[
    Example {
        method: Method::Get,
        template: "/users",
        status: 200,
        body: r#"{"@odata.nextLink":"https://graph.example/v1.0/users?$skiptoken=b","value":[{"id":"1"}]}"#,
    },
    Example {
        method: Method::Get,
        template: "/users?$filter=name eq '{name}'",
        status: 200,
        body: r#"{"value":[{"id":"named"}],"@odata.nextLink":"https://other.example/v1.0/users/delta?$skiptoken=b"}"#,
    },
    Example {
        method: Method::Get,
        template: "/users/delta",
        status: 200,
        body: r#"{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.example/v1.0/users/delta?$skiptoken=b"}"#,
    },
    Example {
        method: Method::Get,
        template: "/users/delta?$skiptoken=b",
        status: 200,
        body: r#"{"value":[{"id":"2"}],"@odata.nextLink":"https://graph.example/v1.0/users/delta?$skiptoken=c"}"#,
    },
    Example {
        method: Method::Get,
        template: "/users/delta?$skiptoken=c",
        status: 200,
        body: r#"{"value":[{"id":"3"}],"@odata.nextLink":"https://graph.example/v1.0/users/delta?$skiptoken=b","@odata.deltaLink":"https://graph.example/v1.0/users/delta?$deltatoken=d"}"#,
    },
];

#[test]
fn list_of_examples_ends() -> Result<(), Box<dyn std::error::Error>> {
    let examples = Examples::new(PAGES);
    let graph = examples.client()?;
    let ids = |users: Vec<User>| -> Vec<String> { users.into_iter().filter_map(|user| user.id).collect() };
    // No example is the page of this link.
    assert_eq!(ids(block_on(list().items(&graph).all())?), ["1"]);
    // A link to another host.
    let named = || list().query("$filter", "name eq 'Ann'");
    assert_eq!(ids(named().items(&graph).blocking().collect::<Result<_, _>>()?), ["named"]);
    assert_eq!(named().send_blocking(&graph)?.next_link, None);
    // Examples of all pages, the last of which leads back.
    assert_eq!(ids(block_on(models::delta().items(&graph).all())?), ["1", "2", "3"]);
    let mut changes = models::delta().items(&graph).blocking();
    assert_eq!(changes.by_ref().count(), 3);
    // The changes since then are those of the first example again.
    let later = changes.later_changes().expect("the link of the last page");
    let ids_since = ids(block_on(models::delta().items(&graph).resume(later).all())?);
    assert_eq!(ids_since, ["1", "2", "3"]);
    assert_eq!(examples.requests().len(), 12);
    Ok(())
}

#[test]
fn example_with_a_query_is_for_that_query() -> Result<(), Box<dyn std::error::Error>> {
    let rows: Vec<Example> = [("/users", "any"), ("/users?$filter=name eq 'A+B'", "other"), ("/users?$top={n}", "é")]
        .map(|(template, body)| Example { method: Method::Get, template, status: 200, body })
        .to_vec();
    let examples = Examples::new(&rows);
    let body = |query: &str| -> Result<String, Error> {
        let list = Request::<Content>::new(&LIST, Path::new().lit("/users").lit(query));
        Ok(String::from_utf8_lossy(&list.send_blocking(&examples.client().expect("a valid URL"))?.0).into_owned())
    };
    assert_eq!(body("")?, "any");
    assert_eq!(body("?$skip=1")?, "any");
    assert_eq!(body("?$filter=name%20eq%20'A%20B'")?, "other");
    assert_eq!(body("?$top=5")?, "é");
    Ok(())
}
