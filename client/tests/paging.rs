//! Lists that are read page by page, and their changes, with asynchronous and with blocking calls.
//!
//! In: pages of a scripted service. Out: items, positions and errors, and what was sent.

mod models;

use docbindgen_client::client::testing::{Script, block_on};
use docbindgen_client::client::{
    Attempt, BodyStream, BoxFuture, Broken, Change, Changes, Client, Cursor, Error, ErrorKind, Incoming, Items,
    ListRequest, Pages, Removed, RetryPolicy, Transport,
};
use docbindgen_client::runtime::{Collection, Method, Model};
use models::{User, delta, list, user};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

type Users = Collection<User>;
type TestResult = Result<(), Box<dyn StdError>>;

/// Whether the thread waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Asynchronous,
    Blocking,
}

const KINDS: [Kind; 2] = [Kind::Asynchronous, Kind::Blocking];

/// What was read of a list.
#[derive(Debug, Default)]
struct Read {
    ids: Vec<String>,
    error: Option<Error>,
    /// The position after the end or the error.
    cursor: Option<Cursor>,
    total: Option<i64>,
}

impl Read {
    fn text(&self) -> String {
        self.ids.join(" ")
    }

    fn error_text(&self) -> String {
        self.error.as_ref().map(Error::to_string).unwrap_or_default()
    }
}

/// Reads at most this number of items.
fn read(mut items: Items<Users>, most: usize, kind: Kind) -> Read {
    let mut read = Read::default();
    let mut add = |item: Result<User, Error>| match item {
        Ok(user) => read.ids.push(user.id.unwrap_or_default()),
        Err(error) => read.error = Some(error),
    };
    if kind == Kind::Asynchronous {
        for _ in 0..most {
            let Some(item) = block_on(items.try_next()).transpose() else { break };
            add(item);
        }
        (read.cursor, read.total) = (items.cursor(), items.total());
    } else {
        let mut items = items.blocking();
        items.by_ref().take(most).for_each(add);
        (read.cursor, read.total) = (items.cursor(), items.total());
    }
    read
}

/// Reads all items; of a list without an end, the first hundred.
fn all(items: Items<Users>, kind: Kind) -> Read {
    read(items, 100, kind)
}

/// The absolute URL of a page.
fn link(page: &str) -> String {
    format!("https://graph.example/v1.0/users?$skiptoken={page}")
}

/// A list of three pages, the second of which is empty: items 1 to 4.
fn three_pages() -> Script {
    Script::new()
        .on(Method::Get, "/users?$skiptoken=3")
        .page(&[user("3"), user("4")], None)
        .on(Method::Get, "/users?$skiptoken=2")
        .page::<User>(&[], Some(&link("3")))
        .on(Method::Get, "/users")
        .page(&[user("1"), user("2")], Some(&link("2")))
}

fn sent(script: &Script) -> Vec<String> {
    script
        .requests()
        .iter()
        .map(|sent| sent.url().trim_start_matches("https://graph.example/v1.0").to_owned())
        .collect()
}

#[test]
fn pages_are_read_until_the_last() -> TestResult {
    for kind in KINDS {
        let script = three_pages();
        let read = all(list().items(&script.client()?), kind);
        assert_eq!((read.text().as_str(), read.cursor), ("1 2 3 4", None), "{kind:?}");
        assert_eq!(sent(&script), ["/users", "/users?$skiptoken=2", "/users?$skiptoken=3"]);
        script.finish()?;
    }
    Ok(())
}

#[test]
fn every_page_has_the_headers_of_the_first_request() -> TestResult {
    for kind in KINDS {
        let script = three_pages();
        let request = list()
            .prefer("odata.maxpagesize=2")
            .prefer("outlook.timezone=\"UTC\"")
            .consistency_level_eventual()
            .header("X-Own", "1")
            .accept("application/json;odata.metadata=full");
        assert_eq!(all(request.items(&script.client()?), kind).ids.len(), 4);
        let requests = script.requests();
        assert_eq!(requests.len(), 3);
        for sent in requests {
            assert_eq!(sent.header("Prefer"), Some("odata.maxpagesize=2, outlook.timezone=\"UTC\""));
            assert_eq!(sent.header("ConsistencyLevel"), Some("eventual"));
            assert_eq!(sent.header("X-Own"), Some("1"));
            assert_eq!(sent.header("Accept"), Some("application/json;odata.metadata=full"));
            assert_eq!(sent.header("Authorization"), Some("Bearer token"));
        }
    }
    Ok(())
}

#[test]
fn page_that_fails_is_sent_again() -> TestResult {
    for kind in KINDS {
        let script = Script::new()
            .on(Method::Get, "/users?$skiptoken=2")
            .status(429)
            .header("Retry-After", "9")
            .then()
            .page(&[user("2")], None)
            .on(Method::Get, "/users")
            .page(&[user("1")], Some(&link("2")));
        assert_eq!(all(list().items(&script.client()?), kind).text(), "1 2");
        assert_eq!(script.clock().slept().as_secs(), 9);
    }
    Ok(())
}

#[test]
fn links_are_sent_as_they_were_received() -> TestResult {
    let queries = [
        "$skiptoken=X%27445537%27",
        "$skiptoken=a%2Bb%2f%2Fc%3D%3D",
        "$skiptoken=a+b/c==",
        "%24skiptoken=RFN%20%20",
        "$skiptoken='O''Neil','1'&$filter=startswith(displayName,'a')",
        "$skiptoken=a;b:c@d,e!f*g(h)~i_j.k-l",
        "$skiptoken=%7B%22a%22:1%7D",
        "$skiptoken=a?b&&c",
        "$skiptoken={a}|[b]^`c",
        "",
    ];
    for kind in KINDS {
        for query in queries {
            let next = format!("https://graph.example/v1.0/users/?{query}");
            let script = Script::new()
                .page(&[user("2")], None)
                .on(Method::Get, "/users")
                .page(&[user("1")], Some(&next))
                .times(1);
            let read = all(list().top(1).items(&script.client()?), kind);
            assert_eq!((read.text().as_str(), read.error_text().as_str()), ("1 2", ""), "{query}");
            assert_eq!(script.requests()[1].url(), next);
        }
    }
    Ok(())
}

#[test]
fn relative_links_are_resolved() -> TestResult {
    let relative_to_the_request = [
        ("users?$skiptoken=2", "/users?$skiptoken=2"),
        ("?$skiptoken=2", "/users?$skiptoken=2"),
        ("/v1.0/users?$skiptoken=2", "/users?$skiptoken=2"),
        ("//graph.example/v1.0/users?$skiptoken=2", "/users?$skiptoken=2"),
        ("../v1.0/users?$skiptoken=2", "/users?$skiptoken=2"),
    ];
    let relative_to_the_context = [
        ("users?$skiptoken=2", "/users?$skiptoken=2"),
        ("a/b?$skiptoken=2", "/a/b?$skiptoken=2"),
        ("?$skiptoken=2", "/$metadata?$skiptoken=2"),
    ];
    let context = "https://graph.example/v1.0/$metadata#users";
    let cases = relative_to_the_request
        .map(|case| (None, case))
        .into_iter()
        .chain(relative_to_the_context.map(|case| (Some(context), case)));
    for (context, (next, expected)) in cases {
        for kind in KINDS {
            let first = json!({ "@odata.context": context, "value": [{ "id": "1" }], "@odata.nextLink": next });
            let script = Script::new().page(&[user("2")], None).on(Method::Get, "/users").json(&first).times(1);
            let read = all(list().items(&script.client()?), kind);
            assert_eq!((read.text().as_str(), read.error_text().as_str()), ("1 2", ""), "{next}");
            assert_eq!(sent(&script), ["/users", expected]);
        }
    }
    Ok(())
}

#[test]
fn link_to_another_host_is_refused_unless_it_is_allowed() -> TestResult {
    for kind in KINDS {
        for next in
            ["https://other.example/v1.0/users?$skiptoken=s3cret", "//other.example/v1.0/users?$skiptoken=s3cret"]
        {
            let script = Script::new()
                .on(Method::Get, "https://other.example/v1.0/users")
                .page(&[user("2")], None)
                .on(Method::Get, "/users")
                .page(&[user("1")], Some(next));
            let refused = all(list().items(&script.client()?), kind);
            let text = "GET /users: the link to the next page is not followed: it leads to https://other.example; to trust that \
                        host with tokens, add `Builder::allow(\"https://other.example\")`";
            assert_eq!((refused.text().as_str(), refused.error_text().as_str()), ("1", text));
            assert_eq!(refused.error.as_ref().map(Error::kind), Some(ErrorKind::Link));
            assert_eq!(script.requests().len(), 1);

            // The position is not lost: with the host allowed, reading goes on.
            let allowed = script.builder().allow("https://other.example").build()?;
            let cursor = refused.cursor.ok_or("a cursor")?;
            assert_eq!(all(list().items(&allowed).resume(cursor), kind).text(), "2");
            assert_eq!(all(list().items(&allowed), kind).text(), "1 2");
            let last = script.requests().pop().ok_or("a request")?;
            assert_eq!(
                (last.url(), last.header("Authorization")),
                ("https://other.example/v1.0/users?$skiptoken=s3cret", Some("Bearer token"))
            );
        }
    }
    Ok(())
}

#[test]
fn link_that_is_not_encrypted_or_not_a_url_is_refused() -> TestResult {
    for kind in KINDS {
        for (next, reason) in [
            ("http://graph.example/v1.0/users?$skiptoken=2", "http://graph.example is not encrypted"),
            ("https:\\\\other.example", "not a valid https URL"),
            ("javascript:alert(1)", "not a valid https URL"),
        ] {
            let script = Script::new().on(Method::Get, "/users").page(&[user("1")], Some(next));
            let read = all(list().items(&script.client()?), kind);
            assert!(read.text() == "1" && read.error_text().contains(reason), "{next}: {read:?}");
            assert_eq!(script.requests().len(), 1);
        }
    }
    Ok(())
}

#[test]
fn link_that_repeats_is_an_error_after_its_page() -> TestResult {
    for kind in KINDS {
        for prefetch in [false, true] {
            let script = Script::new()
                .on(Method::Get, "/users?$skiptoken=3")
                .page(&[user("3")], Some(&link("2")))
                .on(Method::Get, "/users?$skiptoken=2")
                .page(&[user("2")], Some(&link("3")))
                .on(Method::Get, "/users")
                .page(&[user("1")], Some(&link("2")));
            let items = list().items(&script.client()?);
            let read = all(if prefetch { items.prefetch() } else { items }, kind);
            assert_eq!((read.text().as_str(), read.error.as_ref().map(Error::kind)), ("1 2 3", Some(ErrorKind::Link)));
            assert!(read.error_text().ends_with("the service names a page that was already read"));
            assert_eq!(script.requests().len(), 3);
        }
    }
    Ok(())
}

#[test]
fn page_that_names_itself_is_an_error() -> TestResult {
    for kind in KINDS {
        let script = Script::new()
            .on(Method::Get, "/users?$skiptoken=2")
            .page(&[user("2")], Some(&link("2")))
            .on(Method::Get, "/users")
            .page(&[user("1")], Some(&link("2")));
        let read = all(list().items(&script.client()?), kind);
        assert_eq!((read.text().as_str(), script.requests().len()), ("1 2", 2));
        assert!(read.error.is_some());
    }
    Ok(())
}

#[test]
fn error_on_a_page_leaves_its_position() -> TestResult {
    for kind in KINDS {
        for prefetch in [false, true] {
            let script = Script::new()
                .on(Method::Get, "/users?$skiptoken=2")
                .error(403, "accessDenied", "No.")
                .then()
                .page(&[user("3")], None)
                .on(Method::Get, "/users")
                .page(&[user("1"), user("2")], Some(&link("2")));
            let graph = script.client()?;
            let items = || if prefetch { list().items(&graph).prefetch() } else { list().items(&graph) };
            let read = all(items(), kind);
            assert_eq!((read.text().as_str(), read.error.as_ref().and_then(Error::status)), ("1 2", Some(403)));
            let cursor = read.cursor.ok_or("a cursor")?;
            assert_eq!(all(items().resume(cursor), kind).text(), "3");
            assert_eq!(sent(&script), ["/users", "/users?$skiptoken=2", "/users?$skiptoken=2"]);
        }
    }
    Ok(())
}

#[test]
fn list_ends_after_an_error() -> TestResult {
    let script = Script::new().on(Method::Get, "/users").status(400);
    let graph = script.client()?;
    let mut items = list().items(&graph);
    assert!(block_on(items.try_next()).is_err());
    assert!(block_on(items.try_next())?.is_none());
    let mut items = list().items(&graph).blocking();
    assert!(items.next().is_some_and(|item| item.is_err()) && items.next().is_none());
    assert_eq!(script.requests().len(), 2);
    Ok(())
}

#[test]
fn every_position_can_be_stored_and_resumed() -> TestResult {
    for kind in KINDS {
        for prefetch in [false, true] {
            for most in 0..=5 {
                let items = |graph: &Client| {
                    let items = list().prefer("x").items(graph);
                    if prefetch { items.prefetch() } else { items }
                };
                let first = read(items(&three_pages().client()?), most, kind);
                let mut ids = first.ids;
                // Another process has the text only.
                if let Some(cursor) = first.cursor {
                    let text = serde_json::to_string(&cursor)?;
                    let stored: Cursor = serde_json::from_str(&text)?;
                    assert_eq!((&stored, stored.to_string().parse()), (&cursor, Ok(cursor.clone())));
                    let script = three_pages();
                    ids.extend(all(items(&script.client()?).resume(stored), kind).ids);
                    assert!(script.requests().iter().all(|sent| sent.header("Prefer") == Some("x")));
                } else {
                    assert!(most >= 4);
                }
                assert_eq!(ids, ["1", "2", "3", "4"], "{kind:?}, {most} items first");
            }
        }
    }
    Ok(())
}

#[test]
fn text_that_is_not_a_cursor_is_an_error() {
    for text in ["", "x", "-1 https://graph.example/", "https://graph.example/v1.0/users"] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn stored_link_to_another_host_is_refused() -> TestResult {
    for kind in KINDS {
        let script = three_pages();
        let cursor: Cursor = "0 https://evil.example/v1.0/users".parse()?;
        let read = all(list().items(&script.client()?).resume(cursor), kind);
        assert_eq!((read.error.map(|error| error.kind()), script.requests().len()), (Some(ErrorKind::Link), 0));
    }
    Ok(())
}

#[test]
fn page_has_its_count_and_annotations() -> TestResult {
    let script = || {
        Script::new()
            .on(Method::Get, "/users?$skiptoken=2")
            .page(&[user("2")], None)
            .on(Method::Get, "/users?$count=true")
            .json(&json!({
                "@odata.context": "https://graph.example/v1.0/$metadata#users",
                "@odata.count": 2, "value": [{ "id": "1" }], "@odata.nextLink": link("2"), "@own.note": "x",
            }))
    };
    for kind in KINDS {
        let read = all(list().count().items(&script().client()?), kind);
        // The last page does not repeat the number.
        assert_eq!((read.text().as_str(), read.total), ("1 2", Some(2)));
    }
    let mut items = list().count().items(&script().client()?);
    assert_eq!((items.total(), items.page_members().is_some()), (None, false));
    block_on(items.try_next())?;
    assert_eq!(items.page_members().and_then(|members| members.get("@own.note")), Some(&json!("x")));
    let pages: Vec<_> = list().count().pages(&script().client()?).blocking().collect::<Result<_, _>>()?;
    assert_eq!((pages[0].count, pages[1].count), (Some(2), None));
    assert_eq!((pages[0].status(), pages[0].extra.get("@own.note")), (200, Some(&json!("x"))));
    Ok(())
}

#[test]
fn page_without_items_is_an_error_if_it_does_not_say_so() -> TestResult {
    for kind in KINDS {
        for body in [json!({}), json!({ "@odata.nextLink": link("2") }), json!({ "values": [] }), json!([])] {
            let script = Script::new().on(Method::Get, "/users").json(&body);
            let read = all(list().items(&script.client()?), kind);
            assert_eq!(read.error.map(|error| error.kind()), Some(ErrorKind::Decode), "{body}");
            assert_eq!((read.ids.len(), script.requests().len(), read.cursor.is_some()), (0, 1, true));
        }
        let script = Script::new().on(Method::Get, "/users").status(204);
        let optional = list().answering::<Option<Users>>();
        let ids: Result<Vec<_>, _> = optional.items(&script.client()?).blocking().collect();
        assert_eq!(ids?.len(), 0);
    }
    Ok(())
}

#[test]
fn argument_that_is_not_valid_is_an_error() -> TestResult {
    let script = three_pages();
    let graph = script.client()?;
    let invalid = || models::get("..").answering::<Users>().items(&graph);
    for kind in KINDS {
        let read = all(invalid(), kind);
        assert_eq!(read.error.map(|error| error.kind()), Some(ErrorKind::Request));
    }
    assert_eq!(script.requests().len(), 0);
    Ok(())
}

/// Reads a page, and returns its first ID.
fn page(pages: &mut Pages<Users>) -> Option<String> {
    block_on(pages.try_next()).ok()??.value.first()?.id.clone()
}

#[test]
fn page_is_requested_when_it_is_needed_or_in_advance() -> TestResult {
    // The number of requests after the first page, with and without prefetch.
    for (prefetch, expected) in [(false, 1), (true, 2)] {
        let script = three_pages();
        let pages = list().pages(&script.client()?);
        let mut pages = if prefetch { pages.prefetch() } else { pages };
        assert_eq!(script.requests().len(), 0);
        assert_eq!(page(&mut pages).as_deref(), Some("1"));
        assert_eq!(script.requests().len(), expected);
        assert_eq!(pages.cursor(), format!("0 {}", link("2")).parse().ok());
        assert_eq!(page(&mut pages), None);
        assert_eq!(page(&mut pages).as_deref(), Some("3"));
        assert_eq!((script.requests().len(), pages.cursor()), (3, None));
        script.finish()?;
    }
    Ok(())
}

/// A transport that sends the first request, and then waits for ever.
#[derive(Clone)]
struct Stuck {
    script: Script,
    /// The number of requests under way, and of those that were given up.
    waiting: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

struct Waiting(Stuck);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, SeqCst);
    }
}

impl Transport for Stuck {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        if self.script.requests().is_empty() {
            return Transport::send(&self.script, attempt);
        }
        let waiting = Waiting(self.clone());
        Box::pin(async move {
            waiting.0.waiting.fetch_add(1, SeqCst);
            std::future::pending::<()>().await;
            drop(waiting);
            Err(Broken { before_sending: false, is_timeout: false, source: "never".into() })
        })
    }
}

/// A clock without timers, so that no time limit ends a request.
struct Stopped;

impl docbindgen_client::client::Clock for Stopped {
    fn now(&self) -> docbindgen_client::client::Now {
        docbindgen_client::client::Now::default()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn dropping_a_list_gives_up_the_request_in_advance() -> TestResult {
    let stuck = Stuck { script: three_pages(), waiting: Arc::default(), dropped: Arc::default() };
    let graph = stuck.script.builder().transport(stuck.clone()).clock(Stopped).build()?;
    let mut items = list().items(&graph).prefetch();
    assert_eq!(block_on(items.try_next())?.and_then(|user| user.id).as_deref(), Some("1"));
    assert_eq!((stuck.waiting.load(SeqCst), stuck.dropped.load(SeqCst)), (1, 0));
    // The items of the first page do not wait for the second.
    assert_eq!(block_on(items.try_next())?.and_then(|user| user.id).as_deref(), Some("2"));
    let mut context = Context::from_waker(Waker::noop());
    {
        // A future that is dropped loses nothing: the request goes on.
        let next = pin!(items.try_next());
        assert!(matches!(next.poll(&mut context), Poll::Pending));
    }
    assert_eq!((stuck.waiting.load(SeqCst), stuck.dropped.load(SeqCst)), (1, 0));
    assert_eq!(items.cursor(), format!("0 {}", link("2")).parse().ok());
    drop(items);
    assert_eq!((stuck.waiting.load(SeqCst), stuck.dropped.load(SeqCst)), (1, 1));
    Ok(())
}

#[test]
fn iterator_lets_a_thread_request_the_page_in_advance() -> TestResult {
    let script = three_pages();
    let graph = script.client()?;
    let mut pages = list().pages(&graph).prefetch().blocking();
    assert_eq!(pages.next().transpose()?.map(|page| page.value.len()), Some(2));
    // The second request does not need a call of `next`.
    let is_sent = || script.requests().len() == 2;
    for _ in 0..10_000 {
        if is_sent() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(is_sent());
    let rest = pages.by_ref().map(|page| page.map(|page| page.value.len())).collect::<Result<Vec<_>, _>>()?;
    assert_eq!((rest, pages.cursor()), (vec![0, 2], None));
    assert_eq!(sent(&script), ["/users", "/users?$skiptoken=2", "/users?$skiptoken=3"]);
    Ok(())
}

/// What was read of a list of changes.
#[derive(Debug, Default)]
struct ReadChanges {
    changes: Vec<Change<User>>,
    error: Option<Error>,
    cursor: Option<Cursor>,
    /// Whether there was a cursor before the end.
    early: bool,
}

/// Reads at most a hundred changes.
fn read_changes(mut changes: Changes<Users>, kind: Kind) -> ReadChanges {
    let mut read = ReadChanges::default();
    // Whether there is a cursor after each change.
    let mut cursors = Vec::new();
    let mut add = |change: Result<Change<User>, Error>, cursor: Option<Cursor>| {
        cursors.push(cursor.is_some());
        match change {
            Ok(change) => read.changes.push(change),
            Err(error) => read.error = Some(error),
        }
    };
    if kind == Kind::Asynchronous {
        for _ in 0..100 {
            let Some(change) = block_on(changes.try_next()).transpose() else { break };
            add(change, changes.cursor());
        }
        read.cursor = changes.cursor();
    } else {
        let mut changes = changes.blocking();
        for _ in 0..100 {
            let Some(change) = changes.next() else { break };
            add(change, changes.cursor());
        }
        read.cursor = changes.cursor();
    }
    cursors.pop();
    read.early = cursors.contains(&true);
    read
}

const DELTA_LINK: &str = "https://graph.example/v1.0/users/delta()?$deltatoken=d%2B1";

/// Changes on two pages: a changed user, one that was removed, one that no longer belongs to the list.
fn two_pages_of_changes() -> Script {
    Script::new()
        .on(Method::Get, "/users/delta()?$deltatoken=d%2B1")
        .json(&json!({ "value": [{ "id": "9" }], "@odata.deltaLink": DELTA_LINK.replace("1", "2") }))
        .on(Method::Get, "/users/delta()?$skiptoken=2")
        .json(&json!({
            "value": [{ "id": "2", "@removed": { "reason": "deleted" } }, { "id": "3", "@removed": { "reason": "changed" } }],
            "@odata.deltaLink": DELTA_LINK,
        }))
        .on(Method::Get, "/users/delta()")
        .json(&json!({
            "value": [{ "id": "1", "name": null, "mail@x": 1, "city": "Oslo" }],
            "@odata.nextLink": "https://graph.example/v1.0/users/delta()?$skiptoken=2",
        }))
}

#[test]
fn changes_have_members_reasons_and_a_cursor_at_the_end() -> TestResult {
    for kind in KINDS {
        let script = two_pages_of_changes();
        let read = read_changes(delta().prefer("return=minimal").changes(&script.client()?), kind);
        assert!(read.error.is_none() && !read.early, "{read:?}");
        let [changed, deleted, left] = &read.changes[..] else { panic!("{read:?}") };
        // Their order is that of the response if another crate enables the feature `preserve_order` of `serde_json`.
        let members: BTreeSet<String> = changed.members().into_iter().collect();
        assert!(members.iter().map(String::as_str).eq(["city", "id", "name"]), "{members:?}");
        assert_eq!(changed.entity().extra.get("name"), Some(&Value::Null));
        assert!(matches!(changed, Change::Changed(_)));
        for (change, id, reason) in [(deleted, "2", "deleted"), (left, "3", "changed")] {
            let Change::Removed(Removed { reason: own, entity, .. }) = change else { panic!("{change:?}") };
            assert_eq!((entity.id.as_deref(), own.as_deref()), (Some(id), Some(reason)));
        }

        // The next time, with what was stored.
        let cursor: Cursor = serde_json::from_str(&serde_json::to_string(&read.cursor.ok_or("a cursor")?)?)?;
        let later = read_changes(delta().prefer("return=minimal").changes(&script.client()?).since(cursor), kind);
        assert_eq!(later.changes, [Change::Changed(user("9"))]);
        assert_eq!(script.requests()[2].url(), DELTA_LINK);
        assert!(script.requests().iter().all(|sent| sent.header("Prefer") == Some("return=minimal")));
        assert!(later.cursor.is_some());
        script.finish()?;
    }
    Ok(())
}

#[test]
fn removed_entities_of_older_services_are_known_by_their_context() -> TestResult {
    let context = "https://graph.example/v1.0/$metadata#users/$deletedEntity";
    let deleted = json!({ "@odata.context": context, "id": "1", "reason": "deleted" });
    let body = json!({ "value": [deleted, { "id": "2", "@removed": {} }], "@odata.deltaLink": DELTA_LINK });
    for kind in KINDS {
        let script = Script::new().on(Method::Get, "/users/delta()").json(&body);
        let read = read_changes(delta().changes(&script.client()?), kind);
        let reasons = read.changes.iter().map(|change| match change {
            Change::Removed(removed) => removed.reason.as_deref(),
            Change::Changed(_) => panic!("{change:?}"),
        });
        assert_eq!(reasons.collect::<Vec<_>>(), [Some("deleted"), None]);
    }
    Ok(())
}

#[test]
fn changes_that_end_early_have_no_cursor() -> TestResult {
    for kind in KINDS {
        // The second page fails, or there is no link for the next time.
        let failing = Script::new()
            .status(403)
            .on(Method::Get, "/users/delta()")
            .page(&[user("1")], Some("?$skiptoken=2"))
            .times(1);
        let read = read_changes(delta().changes(&failing.client()?), kind);
        assert!(read.error.is_some() && read.cursor.is_none() && !read.early);
        let plain = Script::new().on(Method::Get, "/users/delta()").page(&[user("1")], None);
        assert!(read_changes(delta().changes(&plain.client()?), kind).cursor.is_none());
    }
    Ok(())
}

#[test]
fn forgotten_position_is_an_error_with_the_one_to_start_again_from() -> TestResult {
    let restart = "https://graph.example/v1.0/users/delta()?$deltatoken=again";
    for kind in KINDS {
        for location in
            [Some(restart), Some("/v1.0/users/delta()?$deltatoken=again"), None, Some("https://evil.example/")]
        {
            let script =
                Script::new().on(Method::Get, "/users/delta()?$deltatoken=old").error(410, "resyncRequired", "Again.");
            let script = match location {
                Some(location) => script.header("Location", location),
                None => script,
            };
            let script = script
                .on(Method::Get, "/users/delta()?$deltatoken=again")
                .json(&json!({ "value": [{ "id": "located" }], "@odata.deltaLink": DELTA_LINK }))
                .on(Method::Get, "/users/delta()?")
                .json(&json!({ "value": [{ "id": "first" }], "@odata.deltaLink": DELTA_LINK }));
            let graph = script.client()?;
            let old: Cursor = "0 https://graph.example/v1.0/users/delta()?$deltatoken=old".parse()?;
            let error = read_changes(delta().changes(&graph).since(old), kind).error.ok_or("an error")?;
            assert_eq!((error.status(), error.code(), error.is_not_found()), (Some(410), Some("resyncRequired"), true));
            let again = error.restart().ok_or("a position")?.clone();
            let read = read_changes(delta().changes(&graph).since(again), kind);
            let expected = if location.is_some_and(|link| link.contains("again")) { "located" } else { "first" };
            assert_eq!(read.changes, [Change::Changed(user(expected))], "{location:?}");
            assert!(read.cursor.is_some());
            assert!(script.requests().iter().all(|sent| sent.url().starts_with("https://graph.example/")));
        }
    }
    Ok(())
}

#[test]
fn error_of_the_first_page_has_nothing_to_start_again_from() -> TestResult {
    for kind in KINDS {
        let script = Script::new().on(Method::Get, "/users/delta()").status(410);
        let error = read_changes(delta().changes(&script.client()?), kind).error.ok_or("an error")?;
        assert_eq!((error.status(), error.restart()), (Some(410), None));
        let script = three_pages().on(Method::Get, "/groups").status(404);
        let cursor: Cursor = "0 https://graph.example/v1.0/groups".parse()?;
        let error = all(list().items(&script.client()?).resume(cursor), kind).error.ok_or("an error")?;
        assert_eq!((error.status(), error.restart()), (Some(404), None));
    }
    Ok(())
}

#[test]
fn delta_link_to_another_host_is_not_lost() -> TestResult {
    let body = json!({ "value": [], "@odata.deltaLink": "https://other.example/v1.0/users/delta()?$deltatoken=1" });
    for kind in KINDS {
        let script = Script::new()
            .on(Method::Get, "/users/delta()")
            .json(&body)
            .on(Method::Get, "https://other.example/v1.0/users/delta()")
            .page(&[user("1")], None);
        let read = read_changes(delta().changes(&script.client()?), kind);
        let cursor = read.cursor.ok_or("a cursor")?;
        let refused = read_changes(delta().changes(&script.client()?).since(cursor.clone()), kind);
        assert_eq!((refused.error.map(|error| error.kind()), script.requests().len()), (Some(ErrorKind::Link), 1));
        let allowed = script.builder().allow("https://other.example").build()?;
        assert_eq!(read_changes(delta().changes(&allowed).since(cursor), kind).changes.len(), 1);
    }
    Ok(())
}

#[test]
fn retries_are_per_page() -> TestResult {
    // Each page needs one retry; a policy with two attempts allows it for each.
    for kind in KINDS {
        let script = Script::new()
            .on(Method::Get, "/users?$skiptoken=2")
            .status(500)
            .then()
            .page(&[user("2")], None)
            .on(Method::Get, "/users")
            .status(500)
            .then()
            .page(&[user("1")], Some(&link("2")));
        let policy = RetryPolicy { attempts: 2, ..RetryPolicy::default() };
        let graph = script.client()?.with(|options| options.retry = policy);
        assert_eq!(all(list().items(&graph), kind).text(), "1 2");
    }
    Ok(())
}

#[test]
fn model_of_a_change_keeps_what_was_sent() {
    let user = User::from_json(json!({ "id": "1", "name": null })).expect("a user");
    assert_eq!(user.to_json(), json!({ "id": "1", "name": null }));
}
