//! The code of `docs/client.md`: each block of the guide is a marked part of a test, in the same order. The requests go to a scripted service.

use graph_bindings::client::testing::{Script, block_on};
use graph_bindings::prelude::*;
use std::error::Error;
use std::fs;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;

/// The guide, relative to the root of the repository.
const GUIDE: &str = "docs/client.md";

#[test]
fn first_request() -> Outcome {
    let script = Script::new().on(Method::Get, "/users/{id}").json(&user("Ann"));
    block_on(greet(&script.client()?))?;
    script.finish()?;
    Ok(())
}

async fn greet(graph: &Client) -> Outcome {
    // begin
    use graph_bindings::prelude::*;
    use graph_bindings::requests::users;

    let user = users::get("ann@example.com").send(graph).await?;
    println!("{:?}", user.display_name);
    // end
    assert_eq!(user.display_name.as_deref(), Some("Ann"));
    Ok(())
}

#[test]
fn creating_a_client() -> Outcome {
    // begin
    use graph_bindings::{BASE_URL, Graph};

    let graph = Graph::builder(BASE_URL).token(Token::new("an access token")).user_agent("contoso-sync/1.4").build()?;
    // end
    assert_eq!(graph.home().base().to_string(), BASE_URL);
    // begin
    use graph_bindings::clouds;

    let graph = Graph::builder(clouds::US_GOVERNMENT).token(Token::new("an access token")).build()?;
    // end
    assert_eq!(graph.options().scopes.as_deref(), Some(&["https://graph.microsoft.us/.default".to_owned()][..]));
    // begin
    let graph = Graph::builder("http://127.0.0.1:8080/v1.0")
        .allow("https://graph.contoso.com")
        .scopes(["https://graph.microsoft.com/User.Read.All"])
        .token(Token::new("an access token"))
        .build()?;
    // end
    assert_eq!(graph.options().scopes.as_deref(), Some(&["https://graph.microsoft.com/User.Read.All".to_owned()][..]));
    Ok(())
}

/// Compiled only: the test needs no network of its own.
#[cfg(feature = "reqwest")]
#[expect(dead_code)]
fn ready_client(builder: graph_bindings::client::Builder) -> Outcome {
    // begin
    use graph_bindings::client::Reqwest;

    // Redirects are followed by the client, which decides which host gets a token.
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .proxy(reqwest::Proxy::all("http://proxy.example:3128")?)
        .build()?;
    let graph = builder.transport(Reqwest::from(http)).build()?;
    // end
    _ = graph;
    Ok(())
}

#[test]
fn tokens() -> Outcome {
    let script = Script::new().on(Method::Get, "/users/{id}").json(&user("Ann"));
    let sign_in = |_: &[String], _: Option<&str>| Ok::<_, graph_bindings::client::Source>("secret".to_owned());
    let builder = script.builder();
    // begin
    let builder = builder.token(token_fn(move |need| {
        let text = sign_in(&need.scopes, need.claims.as_deref())?;
        Ok(Token::new(text))
    }));
    // end
    block_on(greet(&builder.build()?))?;

    let fetch = |_: TokenNeed| std::future::ready(Ok::<_, graph_bindings::client::Source>(("secret".to_owned(), 3599)));
    let builder = script.builder();
    // begin
    use graph_bindings::client::{AccessToken, TokenCache, TokenNeed};
    use std::time::Duration;

    let tokens = TokenCache::from_fn(move |need: TokenNeed| async move {
        let (text, seconds) = fetch(need).await?;
        Ok(AccessToken::expires_in(Token::new(text), Duration::from_secs(seconds)))
    });
    let builder = builder.token(tokens);
    // end
    block_on(greet(&builder.build()?))?;
    assert_eq!(
        script.requests().last().and_then(|sent| sent.header("Authorization").map(str::to_owned)),
        Some("Bearer secret".into())
    );
    Ok(())
}

/// Compiled only: a credential of the Azure SDK needs a service that signs in.
#[cfg(feature = "azure")]
#[expect(dead_code)]
fn azure(credential: std::sync::Arc<dyn azure_core::credentials::TokenCredential>) -> Outcome {
    use graph_bindings::{BASE_URL, Graph};
    // begin
    use graph_bindings::client::{AzureCredential, TokenCache};

    let graph = Graph::builder(BASE_URL).token(TokenCache::new(AzureCredential::new(credential))).build()?;
    // end
    _ = graph;
    Ok(())
}

#[test]
fn claims() -> Outcome {
    const CHALLENGE: &str =
        r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==""#;
    let script = Script::new().on(Method::Get, "/me").status(401).header("WWW-Authenticate", CHALLENGE);
    let graph = script.client()?;
    let mut wanted = None;
    let sign_in_again = |claims: &str| wanted = Some(claims.to_owned());
    block_on(challenged(&graph, sign_in_again))?;
    assert_eq!(wanted.as_deref(), Some(r#"{"access_token":{"nbf":{"essential":true}}}"#));
    Ok(())
}

async fn challenged(graph: &Client, mut sign_in_again: impl FnMut(&str)) -> Outcome {
    use graph_bindings::requests::users;
    // begin
    let result = users::get(ME).send(graph).await;
    if let Err(error) = &result
        && let Some(claims) = error.claims()
    {
        sign_in_again(claims);
    }
    // end
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Claims);
    Ok(())
}

#[test]
fn sending() -> Outcome {
    let script = Script::new()
        .on(Method::Patch, "/users/{id}")
        .status(204)
        .on(Method::Get, "/users/{id}")
        .header("ETag", "\"7\"")
        .header("request-id", "r1")
        .json(&user("Ann"))
        .on(Method::Get, "/me/photo/$value")
        .bytes("image/jpeg", &b"abc"[..]);
    let graph = &script.client()?;
    block_on(update(graph))?;
    assert_eq!(script.requests()[0].json().to_string(), r#"{"city":"Oslo","mobilePhone":null}"#);
    responses(graph)?;
    block_on(download(graph))?;
    read(graph)?;
    script.finish()?;
    Ok(())
}

async fn update(graph: &Client) -> Outcome {
    // begin
    use graph_bindings::models::User;
    use graph_bindings::requests::users;

    let patch = Patch::new().set(User::CITY, "Oslo").null(User::MOBILE_PHONE);
    users::update("ann@example.com", patch).send(graph).await?;
    // end
    Ok(())
}

fn responses(graph: &Client) -> Outcome {
    use graph_bindings::requests::users;
    // begin
    let user = users::get("ann@example.com").send_blocking(graph)?;
    println!("{:?}: {}", user.display_name, user.status());
    println!("{:?}, {} attempts, request {}", user.etag(), user.attempts(), user.request_id());
    let user = user.into_body();
    // end
    assert_eq!(user.display_name.as_deref(), Some("Ann"));
    Ok(())
}

async fn download(graph: &Client) -> Outcome {
    use graph_bindings::requests::users;
    let mut file = Vec::new();
    // begin
    let mut photo = users::photo::get_content(ME).open(graph).await?;
    while let Some(piece) = photo.chunk().await? {
        file.extend_from_slice(&piece);
    }
    // end
    assert_eq!(file, b"abc");
    Ok(())
}

fn read(graph: &Client) -> Outcome {
    use graph_bindings::requests::users;
    let folder = tempfile::tempdir()?;
    let path = &folder.path().join("photo.jpg");
    // begin
    let mut photo = users::photo::get_content(ME).open_blocking(graph)?;
    let mut file = std::fs::File::create(path)?;
    std::io::copy(&mut photo, &mut file)?;
    // end
    assert_eq!(fs::read(path)?, b"abc");
    Ok(())
}

#[test]
fn queries() -> Outcome {
    // begin
    let request = users::list()
        .select(User::DISPLAY_NAME)
        .select(User::MAIL)
        .filter(User::CITY.in_(["Oslo", "Bergen"]))
        .orderby(User::DISPLAY_NAME.asc())
        .orderby(User::CREATED_DATE_TIME.desc())
        .top(50);
    assert_eq!(
        request.path_and_query()?,
        "/users?$select=displayName,mail&$filter=city%20in%20('Oslo','Bergen')\
         &$orderby=displayName,createdDateTime%20desc&$top=50"
    );
    // end
    // begin
    use graph_bindings::models::{EmployeeOrgData, ObjectIdentity};

    let in_oslo: Filter<User> = User::CITY.eq("Oslo");
    let sales = User::EMPLOYEE_ORG_DATA.path(EmployeeOrgData::DIVISION);
    let conditions: [(Filter<User>, &str); 11] = [
        (User::SURNAME.eq("O'Hara"), "surname eq 'O''Hara'"),
        (User::ACCOUNT_ENABLED.ne(true), "accountEnabled ne true"),
        (User::CREATED_DATE_TIME.ge("2026-01-01T00:00:00Z"), "createdDateTime ge 2026-01-01T00:00:00Z"),
        (User::DISPLAY_NAME.starts_with("Ann"), "startswith(displayName,'Ann')"),
        (User::MOBILE_PHONE.is_null(), "mobilePhone eq null"),
        // The second operand is in parentheses because `and` binds more tightly.
        (
            in_oslo.clone().and(User::MAIL.is_null().or(User::MAIL.eq(""))),
            "city eq 'Oslo' and (mail eq null or mail eq '')",
        ),
        (in_oslo.not(), "not (city eq 'Oslo')"),
        // A property of an object.
        (sales.eq("Sales"), "employeeOrgData/division eq 'Sales'"),
        // At least one element: of a collection of plain values, of objects, and of related entities.
        (
            User::BUSINESS_PHONES.any(|phone| phone.value().starts_with("+47")),
            "businessPhones/any(x:startswith(x,'+47'))",
        ),
        (
            User::IDENTITIES.any(|identity| identity.get(ObjectIdentity::ISSUER).eq("contoso.com")),
            "identities/any(x:x/issuer eq 'contoso.com')",
        ),
        (User::DIRECT_REPORTS.is_not_empty(), "directReports/any()"),
    ];
    for (condition, text) in conditions {
        assert_eq!(condition.to_string(), text);
    }
    // end
    // begin
    let manager = User::MANAGER.select(User::DISPLAY_NAME).expand(User::DIRECT_REPORTS.select(User::ID).top(5));
    let request = users::get(ME).select(User::DISPLAY_NAME).expand(manager);
    assert_eq!(
        request.path_and_query()?,
        "/me?$select=displayName&$expand=manager($select=displayName;\
         $expand=microsoft.graph.user/directReports($select=id;$top=5))"
    );
    // end
    // begin
    let request = users::list().query("$filter", "assignedLicenses/$count ne 0");
    assert_eq!(request.path_and_query()?, "/users?$filter=assignedLicenses/$count%20ne%200");
    let licensed = Filter::raw("assignedLicenses/$count ne 0");
    let request = users::list().filter(User::CITY.eq("Oslo").and(licensed));
    assert_eq!(
        request.path_and_query()?,
        "/users?$filter=city%20eq%20'Oslo'%20and%20(assignedLicenses/$count%20ne%200)"
    );
    // end
    Ok(())
}

#[test]
fn errors() -> Outcome {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .error(404, "Request_ResourceNotFound", "There is no such user.")
        .on(Method::Get, "/users/2")
        .error(403, "Authorization_RequestDenied", "Insufficient privileges.")
        .on(Method::Get, "/users/3")
        .json(&user("Ann"))
        .on(Method::Post, "/users")
        .lost();
    let graph = &script.client()?;
    assert_eq!(block_on(find(graph, "1"))?, None);
    assert_eq!(block_on(find(graph, "2")).unwrap_err().code(), Some("Authorization_RequestDenied"));
    assert_eq!(block_on(find(graph, "3"))?.and_then(|user| user.display_name).as_deref(), Some("Ann"));
    let mut looked = false;
    block_on(create(graph, |_| looked = true));
    assert!(looked);
    assert_eq!(script.requests().len(), 4);
    Ok(())
}

// begin
use graph_bindings::client;
use graph_bindings::models::User;
use graph_bindings::requests::users;

async fn find(graph: &Client, id: &str) -> Result<Option<User>, ClientError> {
    match users::get(id).send(graph).await {
        Ok(user) => Ok(Some(user.into_body())),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => {
            eprintln!("{error}");
            Err(error)
        }
    }
}
// end

async fn create(graph: &Client, mut look_for: impl FnMut(&str)) {
    let user = User::default().with(User::USER_PRINCIPAL_NAME, "ann@example.com");
    // begin
    match users::create(user).send(graph).await {
        Ok(created) => println!("{:?}", created.id),
        Err(error) if error.may_have_been_applied() => look_for("ann@example.com"),
        Err(error) => eprintln!("not created: {error}"),
    }
    // end
}

#[test]
fn limits() -> Outcome {
    let script = Script::new().on(Method::Get, "/users/{id}").status(429).header("Retry-After", "2");
    let builder = script.builder();
    // begin
    use graph_bindings::client::RetryPolicy;
    use std::time::Duration;

    let graph = builder
        .options(|options| {
            options.retry.attempts = 3;
            options.timeout = Duration::from_secs(20);
            options.deadline = Some(Duration::from_secs(60));
        })
        .build()?;
    // end
    assert_eq!(users::get("1").send_blocking(&graph).unwrap_err().attempts(), 3);
    // begin
    let once = graph.with(|options| options.retry = RetryPolicy::off());
    let patient = graph.with(|options| options.retry = RetryPolicy::microsoft());
    let repeatable = graph.with(|options| options.repeatable = true);
    // end
    assert_eq!(patient.options().retry.attempts, 11);
    assert!(repeatable.options().repeatable);
    assert_eq!(users::get("1").send_blocking(&once).unwrap_err().attempts(), 1);
    Ok(())
}

#[test]
fn pages() -> Outcome {
    let script = Script::new()
        .on(Method::Get, "/users?page=2")
        .page(&[user("Cem")], None)
        .on(Method::Get, "/users")
        .page(&[user("Ann"), user("Ben")], Some("https://graph.example/v1.0/users?page=2"));
    let graph = &script.client()?;
    block_on(items(graph))?;
    blocking_items(graph)?;
    assert_eq!(block_on(sizes(graph))?, [2, 1]);
    block_on(resumed(graph))?;
    script.finish()?;
    Ok(())
}

async fn items(graph: &Client) -> Outcome {
    // begin
    let mut users = users::list().select(User::DISPLAY_NAME).filter(User::DEPARTMENT.eq("Retail")).top(50).items(graph);
    while let Some(user) = users.try_next().await? {
        println!("{:?}", user.display_name);
    }
    // end
    Ok(())
}

fn blocking_items(graph: &Client) -> Outcome {
    // begin
    for user in users::list().items(graph).prefetch().blocking() {
        println!("{:?}", user?.display_name);
    }
    // end
    Ok(())
}

async fn sizes(graph: &Client) -> Result<Vec<usize>, client::Error> {
    let mut sizes = Vec::new();
    // begin
    let mut pages = users::list().count().consistency_level_eventual().pages(graph);
    while let Some(page) = pages.try_next().await? {
        println!("{} of {:?}, request {}", page.value.len(), page.count, page.request_id());
        sizes.push(page.value.len());
    }
    // end
    Ok(sizes)
}

async fn resumed(graph: &Client) -> Outcome {
    // begin
    let mut users = users::list().items(graph);
    let first = users.try_next().await?;
    let stored = users.cursor().map(|cursor| cursor.to_string());

    // Later, perhaps in another process:
    let stored: Option<Cursor> = stored.map(|text| text.parse()).transpose()?;
    let mut users = users::list().items(graph).resume(stored);
    let second = users.try_next().await?;
    // end
    let name = |user: Option<User>| user.and_then(|user| user.display_name);
    assert_eq!((name(first).as_deref(), name(second).as_deref()), (Some("Ann"), Some("Ben")));
    Ok(())
}

// begin
async fn changed(graph: &Client, stored: Option<Cursor>) -> Result<Option<Cursor>, ClientError> {
    let mut changes = users::delta().select(User::DISPLAY_NAME).changes(graph).since(stored);
    while let Some(change) = changes.try_next().await? {
        let members = change.members();
        match change {
            Change::Changed(user) => println!("{:?}: {members:?}", user.id),
            Change::Removed(removed) => println!("{:?}: {:?}", removed.entity.id, removed.reason),
        }
    }
    Ok(changes.cursor())
}
// end

#[test]
fn changes() -> Outcome {
    let removed = serde_json::json!({ "id": "2", "@removed": { "reason": "deleted" } });
    let first = serde_json::json!({
        "value": [user("Ann"), removed],
        "@odata.deltaLink": "https://graph.example/v1.0/users/delta?$deltatoken=a",
    });
    let script = Script::new()
        .on(Method::Get, "/users/delta?$deltatoken=a")
        .error(410, "syncStateNotFound", "The token is too old.")
        .on(Method::Get, "/users/delta")
        .json(&first);
    let graph = &script.client()?;
    let stored = block_on(changed(graph, None))?;
    assert!(stored.is_some());
    let error = block_on(changed(graph, stored)).unwrap_err();
    // begin
    if let Some(start) = error.restart() {
        println!("what was stored may be incomplete: read everything again, from {start:?}");
    }
    // end
    assert_eq!((error.status(), error.restart().is_some()), (Some(410), true));
    Ok(())
}

#[test]
fn checks() -> Outcome {
    let script = Script::new();
    let graph = &script.client()?;
    // begin
    let request = users::list().filter(User::DISPLAY_NAME.ends_with("son"));
    for finding in request.check() {
        println!("{finding}");
    }
    let refused = request.send_blocking(&graph.strict());
    // end
    let error = refused.unwrap_err();
    let text = error.to_string();
    assert_eq!((error.kind(), error.findings().len()), (ErrorKind::Refused, 1), "{text}");
    assert!(text.contains(".consistency_level_eventual()") && text.contains(".count()"), "{text}");
    assert!(script.requests().is_empty());
    Ok(())
}

/// What the guide says about deprecated operations and values of enums, with the pages of `docs-input/`.
#[test]
fn checks_know_what_the_pages_say() {
    use graph_bindings::client::{Finding, FindingKind};
    use graph_bindings::models::Message;
    use graph_bindings::requests::{identity_providers, me};
    use serde_json::json;

    let kinds = |findings: Vec<Finding>| -> Vec<(FindingKind, String)> {
        findings.iter().map(|finding| (finding.kind(), finding.subject().to_owned())).collect()
    };
    let deprecated = (FindingKind::DeprecatedOperation, "GET /identityProviders".to_owned());
    #[allow(deprecated)]
    let request = identity_providers::list();
    assert_eq!(kinds(request.check()), [deprecated]);
    let undocumented = [(FindingKind::UndocumentedValue, "/importance".to_owned())];
    let message = Message { importance: Some("urgent".into()), ..Message::default() };
    assert_eq!(kinds(me::messages::create(&message).check()), undocumented);
    assert_eq!(kinds(me::messages::create(json!({"importance": "urgent"})).check()), [], "JSON is not compared");
    let patch = || Patch::new().set(Message::IMPORTANCE, "urgent");
    assert_eq!(kinds(me::messages::update("1", patch()).check()), undocumented);
    assert_eq!(kinds(me::messages::update("1", patch().set(Message::IMPORTANCE, "HIGH")).check()), []);
    let undocumented = [(FindingKind::UndocumentedOption, "$skip".to_owned())];
    assert_eq!(kinds(users::list().skip(1).check()), undocumented);
    assert_eq!(kinds(users::list().query("foo", "x").check()), [], "only system query options are compared");
}

#[test]
fn permissions() -> Outcome {
    let script = Script::new().on(Method::Get, "/users/{id}").json(&user("Ann"));
    let graph = &script.client()?;
    block_on(greet(graph))?;
    // begin
    use graph_bindings::client::Permissions;

    // What this client has sent so far:
    println!("{}", Permissions::of(graph.operations()));
    // What a program is going to send:
    let permissions = Permissions::of([users::list().operation(), users::delta().operation()]);
    for caller in permissions.callers() {
        println!("{}: {:?}", caller.caller, caller.names().collect::<Vec<_>>());
    }
    // end
    assert_eq!(graph.operations().len(), 1);
    assert!(permissions.callers().iter().any(|caller| caller.names().any(|name| name == "User.Read.All")));
    Ok(())
}

#[test]
fn hooks() -> Outcome {
    let script = Script::new().on(Method::Get, "/users/{id}").json(&user("Ann"));
    let builder = script.builder();
    // begin
    use graph_bindings::client::{CallView, Hook, ResponseView};

    struct PrintStatus;

    impl Hook for PrintStatus {
        fn response(&self, call: &CallView, response: &ResponseView) {
            println!("{} {}: {}, attempt {}", call.method, call.template, response.status, call.attempt);
        }
    }

    let graph = builder.hook(PrintStatus).build()?;
    // end
    block_on(greet(&graph))?;
    Ok(())
}

#[test]
fn another_version() -> Outcome {
    use graph_bindings::{BASE_URL, Graph};
    let graph = Graph::builder(BASE_URL).build()?;
    // begin
    let beta = graph.with_base_url("https://graph.microsoft.com/beta")?;
    // end
    assert!(beta.home().base().to_string().ends_with("/beta"));
    Ok(())
}

#[test]
fn other_http_libraries() -> Outcome {
    use graph_bindings::BASE_URL;
    // begin
    use graph_bindings::client::ToHttp;

    let request = users::get(ME).to_http(BASE_URL)?;
    println!("{} {}", request.method(), request.uri());
    let parts = users::get(ME).into_parts()?;
    println!("{} {BASE_URL}{}", parts.method, parts.path_and_query);
    // end
    assert_eq!(request.uri().path(), "/v1.0/me");
    assert_eq!(parts.path_and_query, "/me");
    Ok(())
}

#[test]
fn tests_of_programs() -> Outcome {
    // begin
    use graph_bindings::client::testing::{Script, block_on};
    use std::time::Duration;

    // The service wants to be left alone for half a minute, then answers. No time passes in the test.
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(429)
        .header("Retry-After", "30")
        .then()
        .json(&User::default().with(User::DISPLAY_NAME, "Ann"))
        .on(Method::Get, "/users/{id}")
        .error(404, "Request_ResourceNotFound", "There is no such user.");
    let graph = script.client()?;

    let ann = block_on(find(&graph, "1"))?;
    assert_eq!(ann.and_then(|user| user.display_name).as_deref(), Some("Ann"));
    assert_eq!(block_on(find(&graph, "2"))?, None);
    assert_eq!(script.clock().slept(), Duration::from_secs(30));
    assert_eq!(script.requests().len(), 3);
    // Fails if a planned response was not used, or a request was not planned.
    script.finish()?;
    // end
    Ok(())
}

// begin
#[tokio::test]
async fn users_of_all_pages_are_read() -> Result<(), Box<dyn std::error::Error>> {
    let user = |name: &str| User::default().with(User::DISPLAY_NAME, name);
    let script = Script::new()
        .on(Method::Get, "/users?page=2")
        .page(&[user("Cem")], None)
        .on(Method::Get, "/users")
        .page(&[user("Ann"), user("Ben")], Some("https://graph.example/v1.0/users?page=2"));
    let graph = script.client()?;
    let users = users::list().items(&graph).all().await?;
    assert_eq!(users.len(), 3);
    script.finish()?;
    Ok(())
}
// end

#[test]
fn examples_of_the_reference() -> Outcome {
    // begin
    use graph_bindings::client::testing::block_on;
    use graph_bindings::examples;

    // Any ID: the response is that of the page.
    let graph = examples::client()?;
    let ann = block_on(find(&graph, "1"))?;
    assert!(ann.is_some());

    // The service also returns the requests that it received.
    let service = examples::service();
    let graph = service.client()?;
    block_on(find(&graph, "1"))?;
    assert_eq!(service.requests()[0].path(), "/users/1");
    // The pages of a list end.
    let users = users::list().top(5).items(&graph).blocking().collect::<Result<Vec<_>, _>>()?;
    assert!(!users.is_empty());
    // end
    // The reference shows all pages of a list of changes, each for the request of the one before it.
    let mut changes = users::delta().changes(&graph).blocking();
    let count = changes.by_ref().filter(Result::is_ok).count();
    assert!(count > 1 && changes.cursor().is_some());
    Ok(())
}

/// The calls in `docs/coming-from.md`. Compiled only: `calls_of_other_sdks_are_code` compares them.
#[expect(dead_code, unused_must_use, reason = "the calls are not carried out")]
async fn calls(graph: Client, id: &str, user: User, patch: Patch<User>) -> Outcome {
    use graph_bindings::models::Group;

    users::get(ME).send(&graph).await?;
    users::list().select(User::DISPLAY_NAME).filter(User::CITY.eq("Oslo")).top(50).items(&graph).all().await?;
    users::create(user).send(&graph).await?;
    users::update(id, Patch::new().null(User::MOBILE_PHONE)).send(&graph).await?;
    users::update(id, patch).send(&graph).await?;
    users::delete(id).send(&graph).await?;
    users::get(id).expand(User::MANAGER).header("Prefer", "return=minimal").query("name", "value");
    users::delta().changes(&graph);
    users::member_of::list(id).of_type::<Group>().items(&graph);
    users::list().count_only().consistency_level_eventual().send(&graph).await?;
    Ok(())
}

#[test]
fn calls_of_other_sdks_are_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coming-from.md");
    let text = fs::read_to_string(path).expect("the page");
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let source = plain(include_str!("client_guide.rs"));
    let cells = text.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2));
    let calls: Vec<&str> = cells.filter(|cell| cell.starts_with("users::")).collect();
    assert!(calls.len() > 10, "{calls:?}");
    for call in calls {
        assert!(source.contains(&plain(call)), "`{call}` is not in tests/client_guide.rs");
    }
}

/// Returns a user with this name.
fn user(name: &str) -> User {
    User::default().with(User::DISPLAY_NAME, name)
}

/// Returns the marked parts of this file, without their indentation.
fn marked_code() -> Vec<String> {
    let source = include_str!("client_guide.rs").replace("\r\n", "\n");
    let (mut blocks, mut current) = (Vec::new(), None::<String>);
    for line in source.lines() {
        let indent = line.len() - line.trim_start().len();
        match (line.trim(), &mut current) {
            ("// begin", _) if indent <= 4 => current = Some(String::new()),
            ("// end", _) if indent <= 4 => blocks.extend(current.take()),
            (_, Some(block)) => block.extend([line, "\n"]),
            (_, None) => {}
        }
    }
    blocks.iter().map(|block| unindented(block)).collect()
}

/// Removes the indentation that all lines have.
fn unindented(block: &str) -> String {
    let filled = block.lines().filter(|line| !line.is_empty());
    let indent = filled.map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    block.lines().map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect()
}

#[test]
fn the_blocks_of_the_guide_are_the_code_of_these_tests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GUIDE);
    let guide = fs::read_to_string(path).expect("the guide").replace("\r\n", "\n");
    let shown: Vec<&str> = guide.split("```rust\n").skip(1).filter_map(|rest| rest.split("```\n").next()).collect();
    let code = marked_code();
    assert!(code.len() > 20, "{} blocks", code.len());
    for (index, (shown, code)) in shown.iter().zip(&code).enumerate() {
        assert_eq!(shown, code, "block {} of {GUIDE} differs from tests/client_guide.rs", index + 1);
    }
    assert_eq!(shown.len(), code.len(), "the number of blocks in {GUIDE}");
}
