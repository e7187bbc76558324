//! Which threads blocking calls start.
//!
//! In: requests to a server on this machine. Out: the number of threads that this process has started. It is the only test of its process, because the
//! threads of others would count.

mod models;
#[allow(dead_code, unused_imports, reason = "not every test uses all of it")]
mod support;

use docbindgen_client::client::prelude::*;
use std::thread;
use support::{Act, Server};

/// Returns the number of threads that this process has started, with one for this function. Their IDs are counted (`ThreadId(7)`).
fn started() -> u64 {
    let id = thread::spawn(|| format!("{:?}", thread::current().id())).join().expect("no panic");
    id.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number")
}

#[test]
fn a_blocking_call_with_the_usual_limits_starts_no_thread() {
    let body = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"id\":\"1\"}  ";
    let server = Server::in_order(vec![vec![Act::Write(body.to_vec())]]);
    let client = Client::builder(server.url()).build().expect("a client");
    models::get("1").send_blocking(&client).expect("a user");
    let before = started();
    for _ in 0..20 {
        models::get("1").send_blocking(&client).expect("a user");
    }
    assert_eq!(started() - before, 1, "the thread that counts");
    assert_eq!(server.received().iter().map(|request| request.connection).max(), Some(0));
}
