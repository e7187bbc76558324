//! Exchanges as data: what the client does after each event.
//!
//! In: the files in `tests/exchanges/`. Out: each file again, with the steps that the exchange takes. A file declares a call, and
//! contains events (`>`) and the expected steps (`<`). Lines with an indent belong to the line above. `DOCBINDGEN_BLESS` accepts the steps.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use docbindgen_client::client::{
    Attempt, Backoff, Broken, Call, CallOptions, Event, Exchange, Home, Mode, Now, RetryPolicy, Shared, Step, Target,
    Token, TokenNeed, workload,
};
use docbindgen_client::runtime::Method;

const BASE_URL: &str = "https://graph.example/v1.0";

/// 2026-01-01T00:00:00Z, the time at which all exchanges begin.
const START: u64 = 1_767_225_600;

/// A line of a file, and the lines with an indent below it.
struct Block<'a> {
    line: &'a str,
    below: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        match blocks.last_mut() {
            Some(last) if line.starts_with("    ") => last.below.push(line.trim()),
            _ => blocks.push(Block { line, below: Vec::new() }),
        }
    }
    blocks
}

/// Splits `Name: value`.
fn header(line: &str) -> (String, String) {
    let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("not a header: {line}"));
    (name.to_owned(), value.to_owned())
}

fn seconds(text: &str) -> Duration {
    Duration::from_secs_f64(text.parse().unwrap_or_else(|_| panic!("not a number of seconds: {text}")))
}

fn method(name: &str) -> Method {
    let all = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];
    all.into_iter().find(|method| method.as_str() == name).unwrap_or_else(|| panic!("not a method: {name}"))
}

/// A call, its service and its events.
struct Case {
    home: Home,
    call: Call,
    seed: u64,
}

impl Case {
    /// Parses `call POST /me/sendMail` and the lines below it.
    fn parse(block: &Block) -> Self {
        let (name, path) = block.line.strip_prefix("call ").and_then(|call| call.split_once(' ')).expect("a call");
        let mut home = Home::new(BASE_URL).expect("a base URL");
        let mut options = CallOptions { scopes: Some(["scope".to_owned()].into()), ..CallOptions::default() };
        let (mut headers, mut body, mut mode, mut seed) = (Vec::new(), None, Mode::Buffered(1 << 20), 1);
        for line in &block.below {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            match key {
                "header" => headers.push(header(value)),
                "body" => body = Some(value.to_owned().into()),
                "allow" => home = home.allow(value).expect("an origin"),
                "streamed" => mode = Mode::Streamed,
                "limit" => mode = Mode::Buffered(value.parse().expect("a number")),
                "seed" => seed = value.parse().expect("a number"),
                "attempts" => options.retry.attempts = value.parse().expect("a number"),
                "budget" => options.retry.budget = seconds(value),
                "microsoft" => options.retry = RetryPolicy::microsoft(),
                "quadratic" => options.retry.backoff = Backoff::Quadratic,
                "timeout" => options.timeout = seconds(value),
                "deadline" => options.deadline = Some(seconds(value)),
                "redirects" => options.redirects = value.parse().expect("a number"),
                "repeatable" => options.repeatable = true,
                "anonymous" => options.scopes = None,
                _ => panic!("unknown option: {line}"),
            }
        }
        let target = Target::Home(home.below(path));
        let template: &'static str = path.to_owned().leak();
        Self { call: Call { method: method(name), template, target, headers, body, mode, options }, home, seed }
    }
}

/// Parses an event. `slept` is the delay of the last step.
fn event(block: &Block, slept: Duration, now: &mut Now) -> Option<Event> {
    let text = block.line.strip_prefix("> ").unwrap_or_else(|| panic!("not an event: {}", block.line));
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    let broken = |before_sending, is_timeout| {
        Event::Failed(Broken { before_sending, is_timeout, source: rest.to_owned().into() })
    };
    let mut pass = |time: Duration| {
        now.elapsed += time;
        now.unix += time;
    };
    Some(match kind {
        "start" => Event::Start,
        "time" => {
            pass(seconds(rest));
            return None;
        }
        "awake" => {
            pass(slept);
            Event::Awake
        }
        "token" => Event::Token(Token::new(rest)),
        "no-token-in-time" => Event::NoTokenInTime,
        "no-token" => Event::NoToken(rest.to_owned().into()),
        "head" => Event::Head(rest.parse().expect("a status"), block.below.iter().map(|line| header(line)).collect()),
        "body" => Event::Body(rest.to_owned().into()),
        "too-large" => Event::TooLarge,
        "not-sent" => broken(true, false),
        "lost" => broken(false, false),
        "timeout" => broken(false, true),
        _ => panic!("unknown event: {text}"),
    })
}

fn write_step(step: &Step, out: &mut String) {
    let result = match step {
        Step::NeedToken { need, timeout } => write_need(need, *timeout, out),
        Step::Send(attempt) => write_attempt(attempt, out),
        Step::Read { limit, cut: true } => writeln!(out, "< read at most {limit}"),
        Step::Read { limit, cut: false } => writeln!(out, "< read {limit}"),
        Step::Sleep(delay) => writeln!(out, "< sleep {}", delay.as_secs_f64()),
        Step::Done(Ok(done)) => {
            let text = String::from_utf8_lossy(&done.body);
            writeln!(
                out,
                "< done {} after {} in {} s: {text}",
                done.head.status,
                done.attempts,
                done.elapsed.as_secs_f64()
            )
        }
        Step::Done(Err(error)) => {
            assert!(!format!("{error:?}").contains("Bearer"), "no token is in an error");
            let id = error.request_id();
            let text = if is_random_id(id) { error.to_string().replace(id, "ID") } else { error.to_string() };
            writeln!(out, "< error {:?} in {} s: {text}", error.kind(), error.elapsed().as_secs_f64())
        }
    };
    result.expect("a text can be written");
}

/// Returns whether a text is a UUID, which differs between calls.
fn is_random_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn write_need(need: &TokenNeed, timeout: Option<Duration>, out: &mut String) -> std::fmt::Result {
    write!(out, "< need-token")?;
    if let Some(claims) = &need.claims {
        write!(out, " claims {claims}")?;
    }
    if let Some(rejected) = &need.rejected {
        write!(out, " not {}", rejected.secret())?;
    }
    if let Some(timeout) = timeout {
        write!(out, " within {} s", timeout.as_secs_f64())?;
    }
    writeln!(out)
}

fn write_attempt(attempt: &Attempt, out: &mut String) -> std::fmt::Result {
    writeln!(out, "< send {} {}", attempt.method, attempt.url)?;
    for (name, value) in &attempt.headers {
        let value = if is_random_id(value) { "ID" } else { value };
        writeln!(out, "    {name}: {value}")?;
    }
    if let Some(body) = &attempt.body {
        writeln!(out, "    body {}", String::from_utf8_lossy(body))?;
    }
    if attempt.is_exact {
        writeln!(out, "    timeout {}", attempt.timeout.as_secs_f64())?;
    }
    Ok(())
}

/// Returns the text of a file with the steps that the exchange takes.
fn replayed(text: &str) -> String {
    let blocks = blocks(text);
    let declared = blocks.iter().position(|block| block.line.starts_with("call ")).expect("a call");
    let Case { home, call, seed } = Case::parse(&blocks[declared]);
    let shared = Shared::default();
    let workload = workload(call.template);
    let mut exchange = Exchange::new(&home, &shared, call, seed);
    let mut now = Now { elapsed: Duration::ZERO, unix: Duration::from_secs(START) };
    let (mut out, mut slept, mut is_done) = (String::new(), Duration::ZERO, false);
    let mut ids = BTreeSet::new();
    for (position, block) in blocks.iter().enumerate().filter(|(_, block)| !block.line.starts_with('<')) {
        let lines = std::iter::once(block.line.to_owned()).chain(block.below.iter().map(|line| format!("    {line}")));
        lines.for_each(|line| out.push_str(&(line + "\n")));
        if position <= declared || !block.line.starts_with('>') {
            continue;
        }
        assert!(!is_done, "an event after the end: {}", block.line);
        if let Some(delay) = block.line.strip_prefix("> busy ") {
            shared.throttle(workload, now.elapsed + seconds(delay));
            continue;
        }
        let Some(event) = event(block, slept, &mut now) else { continue };
        let step = exchange.step(event, now);
        if let Step::Sleep(delay) = step {
            slept = delay;
        }
        if let Step::Send(attempt) = &step {
            ids.extend(
                attempt.headers.iter().filter(|(name, _)| name == "client-request-id").map(|(_, id)| id.clone()),
            );
        }
        is_done = matches!(step, Step::Done(_));
        write_step(&step, &mut out);
    }
    assert!(is_done, "the exchange has not ended");
    assert!(ids.len() <= 1, "all attempts of a call have the same ID");
    out
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges");
    let entries = fs::read_dir(folder).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    files
}

#[test]
fn every_exchange_takes_the_expected_steps() {
    let mut faults = String::new();
    let files = files();
    assert!(files.len() > 20, "the files exist");
    for path in files {
        let text = fs::read_to_string(&path).expect("a file");
        let found = replayed(&text);
        if found != text && std::env::var_os("DOCBINDGEN_BLESS").is_some() {
            fs::write(&path, found).expect("the file can be written");
        } else if found != text {
            faults.push_str(&format!("{}:\n{found}\n", path.display()));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Returns the texts in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn readme_names_existing_tests() {
    let text = include_str!("exchanges/README.md");
    let (_, tables) = text.split_once("## Where the requirements are tested").expect("the tables");
    let names: BTreeSet<String> =
        files().iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    let sources = [
        include_str!("matrix.rs"),
        include_str!("paging.rs"),
        include_str!("testing.rs"),
        include_str!("injection.rs"),
        include_str!("loopback.rs"),
        include_str!("../src/tests/observe.rs"),
        include_str!("../src/tests/token_cache.rs"),
        include_str!("../src/tests/trace.rs"),
        include_str!("../../tests/client_guide.rs"),
    ];
    let is_word = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_0123456789".contains(&byte));
    let others = ["retry-attempt", "client-request-id", "may_have_been_applied"];
    for name in quoted(tables).filter(is_word).filter(|name| !others.contains(name)) {
        let is_function = || sources.iter().any(|source| source.contains(&format!("fn {name}()")));
        let is_known = if name.contains('_') { is_function() } else { !name.contains('-') || names.contains(name) };
        assert!(is_known, "{name}");
    }
}
