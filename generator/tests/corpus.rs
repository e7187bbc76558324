//! A whole reference, from its pages to the tests of the generated crate.
//!
//! In: the first docs folder in `DOCBINDGEN_CORPORA`. Out: figures, which are printed and compared with those in `tests/corpus/` under the
//! folder's name; `DOCBINDGEN_BLESS` accepts them. Without a docs folder, the test is skipped and prints that. No text of the pages is
//! stored, only names of lints and areas, and counts. The areas are those of the preset `graph`. `DOCBINDGEN_EVERY_AREA` compiles each area
//! alone, runs clippy on the emitted tests too, and sends each request.
//!
//! `DOCBINDGEN_SCORE` can name a shell command that scores the exported OpenAPI description; `{}` is replaced by its path. Lines of its
//! output that end in `7 / 8` or `7 / 8 87.5%` are figures too.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use docbindgen::config::{Layout, Preset};
use docbindgen::export::openapi;
use docbindgen::load::{LoadOptions, load};
use docbindgen::pipeline::{Options, Outcome, run};
use docbindgen::{extract, parse};
use serde_json::{Map, Value, json};

use support::emitted_crate::{Crate, every_area};
use support::sample_crate;
use support::{corpora, is_blessed, package};

/// A selection whose size `docs/configuration.md` gives.
const SELECTION: [&str; 2] = ["/users/**", "/groups/{id}/members"];

#[test]
fn the_corpus() {
    let Some(docs) = corpora().into_iter().next() else {
        println!("skipped: DOCBINDGEN_CORPORA names no docs folder");
        return;
    };
    every_page_reads_the_same_twice(&docs);

    let options =
        Options { layout: Some(Layout::Crate), examples: true, preset: Preset::find("graph"), ..Options::default() };
    let outcome = timed("generated", || run(&docs, &options).expect("the pages can be read"));
    println!("{}", outcome.summary);
    println!("memory so far: {}", peak_memory().unwrap_or_else(|| "not known here".to_owned()));
    assert_eq!(outcome.summary.errors, 0, "a fault of a page should not be an error");
    every_page_says_what_became_of_it(&outcome);

    let mut figures = Map::new();
    figures.insert("summary".into(), json!(outcome.summary));
    figures.insert("diagnostics".into(), json!(outcome.report.lints));
    let (exported, counts) = export(&outcome);
    figures.insert("openapi".into(), counts);
    figures.insert("areas".into(), areas_of(&outcome));
    figures.insert("selection".into(), selection(&docs));
    figures.insert("examples".into(), replay(&outcome));
    let features: &[&str] = if outcome.areas.list().next().is_some() { &["full", "testing"] } else { &["testing"] };
    let samples = timed("samples checked", || sample_crate::check(&docs, &options, "corpus", features));
    figures.insert("samples".into(), samples);
    if let Some(score) = score(&exported) {
        figures.insert("score".into(), score);
    }
    compare(&docs, &Value::Object(figures));
}

fn timed<T>(what: &str, make: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let made = make();
    println!("{what} in {:.1} s", started.elapsed().as_secs_f64());
    made
}

/// Returns the peak memory of this process, if the system reports it.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    Some(status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().to_owned())
}

/// Parse and extract process each page independently, so that pages can be processed in parallel. One page must not affect another.
fn every_page_reads_the_same_twice(docs: &Path) {
    let (set, _) = load(docs, &LoadOptions::default()).expect("the docs folder");
    let one = |page| {
        let (page, mut diagnostics) = parse::parse(&set, page);
        let (facts, found) = extract::extract(&page);
        diagnostics.extend(found);
        for span in diagnostics.list().iter().filter_map(|diagnostic| diagnostic.span) {
            assert!(span.start <= span.end && span.end <= set.sources.file(span.file).text.len(), "{}", facts.path);
        }
        facts
    };
    let read = || set.pages.iter().map(one).collect::<Vec<_>>();
    assert!(read() == read(), "the second reading differs from the first");
}

/// Nothing is silent: a page has facts, or a reason for having none.
fn every_page_says_what_became_of_it(outcome: &Outcome) {
    let silent = outcome.report.pages.iter().filter(|page| {
        let states = !(page.types.is_empty() && page.enums.is_empty() && page.requests.is_empty());
        states == page.skipped.is_some()
    });
    let silent: Vec<&str> = silent.map(|page| page.path.as_str()).collect();
    assert!(silent.is_empty(), "neither facts nor a reason, or both: {silent:#?}");
    assert_eq!(outcome.report.pages.len(), outcome.summary.pages);
}

/// Writes the OpenAPI description; returns its path and its counts.
fn export(outcome: &Outcome) -> (PathBuf, Value) {
    let description = openapi::export(&outcome.api, &outcome.base_url);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi.json");
    fs::write(&path, format!("{description:#}")).expect("the description can be written");
    let schema = fs::read_to_string(package().join("tests/schemas/openapi-3.1.json")).expect("the schema exists");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let faults = validator.iter_errors(&description).take(5).map(|error| format!("{}: {error}", error.instance_path()));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let size = |pointer: &str| description.pointer(pointer).and_then(Value::as_object).map_or(0, Map::len);
    let counts = json!({ "schemas": size("/components/schemas"), "paths": size("/paths") });
    (path, counts)
}

/// Returns the number of requests and types of each area.
fn areas_of(outcome: &Outcome) -> Value {
    outcome.areas.list().map(|area| (area.name, json!({ "requests": area.requests, "types": area.types }))).collect()
}

/// Returns the counts for the selection in `docs/configuration.md`.
fn selection(docs: &Path) -> Value {
    let select = SELECTION.map(str::to_owned).to_vec();
    let options = Options { layout: Some(Layout::Crate), select, ..Options::default() };
    let outcome = run(docs, &options).expect("the pages can be read");
    json!({ "select": SELECTION, "types": outcome.summary.types, "operations": outcome.summary.operations })
}

/// Compiles the crate without warnings, and replays the examples.
fn replay(outcome: &Outcome) -> Value {
    let emitted = timed("written", || Crate::new("corpus", &outcome.files));
    let everything = if outcome.areas.list().next().is_some() { "full" } else { "" };
    // The first command builds the dependencies too.
    emitted.check_areas(&outcome.areas);
    let every = every_area();
    let targets: &[&str] = if every { &["--all-targets"] } else { &[] };
    timed("cargo clippy", || emitted.clippy(&[targets, &["--features", everything]].concat()));
    timed("cargo doc", || emitted.cargo(&["doc", "--no-deps", "--features", everything]));
    let report = emitted.dir.join("examples.json");
    timed("cargo test", || if every { emitted.replay(&report) } else { emitted.replay_examples(&report) });
    let text = fs::read_to_string(report).expect("the test has written its report");
    let counts: BTreeMap<String, Value> = serde_json::from_str(&text).expect("the report is JSON");
    // Every example with a request or a response body is in the report.
    let replayed = |name: &str| counts["examples"][name].as_u64().expect("a count");
    let shown = outcome.api.examples.iter().filter(|example| shows_something(example)).count();
    assert_eq!(replayed("replayed") + replayed("no JSON, not counted"), shown as u64);
    json!(counts)
}

/// Returns whether an example has a request, or a body in its response.
fn shows_something(example: &docbindgen::model::Example) -> bool {
    let body = example.facts.response.as_ref().map(|response| &response.body);
    example.facts.request.is_some() || body.is_some_and(|body| *body != extract::ExampleBody::None)
}

/// Returns the figures that the command of `DOCBINDGEN_SCORE` prints for the description.
fn score(description: &Path) -> Option<Value> {
    let Some(command) = std::env::var("DOCBINDGEN_SCORE").ok().filter(|command| !command.is_empty()) else {
        println!("not scored: DOCBINDGEN_SCORE names no command");
        return None;
    };
    let command = command.replace("{}", &description.display().to_string());
    let output = Command::new("sh").args(["-c", &command]).output().expect("a shell");
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    let figures: Vec<String> = text.lines().filter_map(figure).collect();
    assert!(!figures.is_empty(), "the command prints no figures");
    Some(json!(figures))
}

/// Returns `what: 7 / 8` for a line that ends like this, with or without a percentage.
fn figure(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().filter(|word| !word.ends_with('%')).collect();
    let (&[part, "/", all], what) = words.split_last_chunk::<3>().map(|(what, last)| (last, what))? else {
        return None;
    };
    let numbers = part.parse::<u64>().is_ok() && all.parse::<u64>().is_ok();
    numbers.then(|| format!("{}: {part} / {all}", what.join(" ")))
}

/// Returns the path of the figures for docs folders with this name.
fn kept(docs: &Path) -> PathBuf {
    let name = docs.file_name().map_or_else(|| "docs".into(), |name| name.to_string_lossy());
    package().join(format!("tests/corpus/{name}.json"))
}

/// Compares the figures with those stored for a folder with this name.
fn compare(docs: &Path, found: &Value) {
    println!("{found:#}");
    let path = kept(docs);
    if is_blessed() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, format!("{found:#}\n")).expect("the figures can be written");
        return;
    }
    let Ok(kept) = fs::read_to_string(&path) else {
        println!("not compared: there is no {}", path.display());
        return;
    };
    let mut kept: Value = serde_json::from_str(&kept).expect("the figures are JSON");
    if found.get("score").is_none() {
        kept.as_object_mut().expect("an object").remove("score");
    }
    let (kept, found) = (leaves(&kept), leaves(found));
    let names: BTreeSet<&String> = kept.keys().chain(found.keys()).collect();
    let changed: Vec<String> = names
        .into_iter()
        .filter(|name| kept.get(*name) != found.get(*name))
        .map(|name| format!("{name}: {:?}, was {:?}", found.get(name), kept.get(name)))
        .collect();
    let hint = "if they are better, accept them: `cargo xtask corpus --bless`";
    assert!(changed.is_empty(), "other figures than in {}; {hint}\n{}", path.display(), changed.join("\n"));
}

/// Returns every value that is neither an object nor an array, by its JSON pointer.
fn leaves(value: &Value) -> BTreeMap<String, Value> {
    fn visit(value: &Value, pointer: &str, out: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| visit(value, &format!("{pointer}/{name}"), out))
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(index, value)| visit(value, &format!("{pointer}/{index}"), out));
            }
            other => drop(out.insert(pointer.to_owned(), other.clone())),
        }
    }
    let mut out = BTreeMap::new();
    visit(value, "", &mut out);
    out
}

#[test]
fn figures_are_parsed() {
    assert_eq!(figure("  found   7 / 8   87.50% ").as_deref(), Some("found: 7 / 8"));
    assert_eq!(figure("a b (c) 7 / 8").as_deref(), Some("a b (c): 7 / 8"));
    assert_eq!(figure("1.7 s"), None);
    assert_eq!(figure("  3 entity -> Edm.String"), None);
}
