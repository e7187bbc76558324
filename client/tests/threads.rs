//! Which blocking calls start threads.
//!
//! In: requests to a server on this machine, sent by a process that cannot start threads. Out: whether it can send them.
#![cfg(target_os = "linux")]

mod models;
#[allow(dead_code, unused_imports, reason = "not every test uses all of it")]
mod support;

use docbindgen_client::client::prelude::*;
use std::process::Command;
use std::time::Duration;
use support::{Act, Server};

/// The environment variables of the process that cannot start threads: the URL of the server, and a deadline in seconds.
const URL: &str = "DOCBINDGEN_TEST_URL";
const DEADLINE: &str = "DOCBINDGEN_TEST_DEADLINE";

/// Runs in a process of its own: see below.
#[test]
#[ignore = "needs a process that cannot start threads"]
fn requests_are_sent_here() {
    assert!(std::thread::Builder::new().spawn(|| ()).is_err(), "this process can start threads");
    let url = std::env::var(URL).expect("a URL");
    let deadline = std::env::var(DEADLINE).ok().map(|text| Duration::from_secs(text.parse().expect("a number")));
    let client = Client::builder(url).options(|options| options.deadline = deadline).build().expect("a client");
    for _ in 0..20 {
        models::get("1").send_blocking(&client).expect("a user");
    }
}

/// Sends requests from a process that cannot start threads, because none has room for a stack. Returns whether it succeeds, its output, and the
/// number of requests that arrive.
fn without_threads(deadline: Option<u64>) -> (bool, String, usize) {
    let body = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"id\":\"1\"}  ";
    let server = Server::in_order(vec![vec![Act::Write(body.to_vec())]]);
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args(["--ignored", "--exact", "requests_are_sent_here", "--test-threads=1", "--nocapture"]);
    command.env("RUST_MIN_STACK", (1_u64 << 60).to_string()).env(URL, server.url()).env_remove(DEADLINE);
    command.envs(deadline.map(|seconds| (DEADLINE, seconds.to_string())));
    let output = command.output().expect("the test can be started");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned(), server.received().len())
}

#[test]
fn a_blocking_call_with_the_usual_limits_starts_no_thread() {
    let (is_done, text, received) = without_threads(None);
    assert!(is_done && text.contains("1 passed"), "{text}");
    assert_eq!(received, 20);
}

#[test]
fn a_deadline_beyond_the_usual_limit_is_exact() {
    // ureq keeps a limit for the whole attempt with a thread.
    let (is_done, text, received) = without_threads(Some(1000));
    assert!(!is_done && text.contains("failed to spawn thread"), "{text}");
    assert_eq!(received, 0);
}
