//! The emitted crates compile without warnings in rustc, clippy and rustdoc, with every set of features.
//!
//! Nothing is downloaded: the crates use this workspace's Cargo.lock. They share a build folder inside that of this workspace, so their
//! dependencies are built once. Clippy is skipped if it is not installed.

mod hostile_pages;
mod support;

use std::fs;
use std::path::Path;

use docbindgen::config::{Config, Layout, Packages, PageText};
use docbindgen::load::DocSet;
use docbindgen::output::{CrateInfo, FileSet, crate_files};
use docbindgen::pipeline::{Options, Outcome, run};

use hostile_pages::{Pages, TEXTS, every_case, text_cases};
use support::emitted_crate::{Crate, excerpt};
use support::{make_with, sample_crate, workspace};

fn generate(docs: &Path) -> Outcome {
    let options = Options { layout: Some(Layout::Crate), ..Options::default() };
    let outcome = run(docs, &options).expect("the pages can be read");
    assert_eq!(outcome.summary.errors, 0);
    outcome
}

#[test]
fn the_bindings_of_docs_input_compile() {
    let outcome = generate(&workspace().join("docs-input"));
    assert!(outcome.files.iter().count() > 300);
    assert!(outcome.areas.list().count() > 3);
    // Clippy, rustdoc and the samples: CI runs these for the root package, which is the same code.
    Crate::new("docs-input", &outcome.files).check_areas(&outcome.areas);

    let options = Options { layout: Some(Layout::Crate), ..Options::default() };
    let figures = sample_crate::check(&workspace().join("docs-input"), &options, "docs-input", &["full", "testing"]);
    println!("{figures:#}");
    assert!(figures["samples"].as_u64() > Some(200), "{figures:#}");
}

/// A property that leads to a type of an area that is off has no field. A value that the service sends for it is kept and written back.
#[test]
fn bindings_compile_without_an_area() {
    let docs = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in AREA_PAGES {
        fs::write(docs.path().join(path), text).expect("a page");
    }
    let outcome = generate(docs.path());
    assert_eq!(outcome.areas.list().map(|area| area.name).collect::<Vec<_>>(), ["letters", "people"]);
    let library = Crate::new("two-areas", &outcome.files);
    library.check();
    library.check_areas(&outcome.areas);
    library.run_samples();
    let (packaged, said) = library.try_cargo(&["package", "--allow-dirty", "--no-verify"]);
    assert!(packaged, "{}", excerpt(&said));
    // The examples of one area, without those of the other.
    library.cargo(&["check", "--no-default-features", "--features", "people,testing"]);
    for (features, program) in [("people", AREA_OFF), ("full\", \"testing", AREA_ON)] {
        let mut files = FileSet::default();
        let library = "api-bindings = { path = \"../two-areas\", default-features = false, features = [";
        let manifest = "[package]\nname = \"uses-areas\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n";
        files
            .insert("Cargo.toml", format!("{manifest}serde_json = \"1\"\n{library}\"{features}\"] }}\n"))
            .expect("a path");
        files.insert("src/main.rs", program).expect("a path");
        let name = if features == "people" { "uses-areas-people" } else { "uses-areas-full" };
        Crate::new(name, &files).run();
    }
}

/// People and their letters: an area for each, by the first segments of the paths.
const AREA_PAGES: [(&str, &str); 5] = [
    (
        "thing.md",
        "# thing resource type\n\nNamespace: own\n\nThis is an abstract type.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|id|String|Key.|\n",
    ),
    (
        "person.md",
        "# person resource type\n\nNamespace: own\n\nInherits from [thing](thing.md).\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|name|String|A name.|\n|latest|[letter](letter.md)|The last one.|\n|age|Int32|In years.|\n\n## Relationships\n\n|Relationship|Type|Description|\n|:---|:---|:---|\n|inbox|[letter](letter.md) collection|All of them.|\n|newest|[thing](thing.md)|Anything.|\n",
    ),
    (
        "letter.md",
        "# letter resource type\n\nNamespace: own\n\nInherits from [thing](thing.md).\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|title|String|What it is about.|\n",
    ),
    (
        "person-get.md",
        "# Get person\n\nReads one.\n\n## HTTP request\n\n``` http\nGET /people/{id}\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code and a [person](person.md) object in the response body.\n",
    ),
    (
        "letter-get.md",
        "# Get letter\n\nReads one.\n\n## HTTP request\n\n``` http\nGET /letters/{id}\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code and a [letter](letter.md) object in the response body.\n\n## Example\n\n### Request\n\n``` http\nGET https://graph.microsoft.com/v1.0/letters/1\n```\n\n### Response\n\n``` http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"title\":\"Hello\"}\n```\n",
    ),
];

/// A program that uses only the area of people.
const AREA_OFF: &str = r###"
use api_bindings::models::own::{Person, Thing, ThingDerived};
use api_bindings::runtime::{Base, Model, UndocumentedKind};

fn main() {
    let text = r##"{"latest":{"title":"Hello"},"name":"Ann","inbox":[{"title":"Hi"}],"age":30,"newest":{"@odata.type":"#own.letter","title":"Ho"}}"##;
    let sent: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut person = Person::from_slice(text.as_bytes()).unwrap();
    assert_eq!((person.name.as_deref(), person.age), (Some("Ann"), Some(30)));
    assert_eq!(person.extra.get("latest"), sent.get("latest"));
    let undocumented = person.undocumented();
    let undocumented: Vec<_> = undocumented.iter().map(|member| (member.path.as_str(), member.kind)).collect();
    assert!(undocumented.contains(&("/latest", UndocumentedKind::Unknown)), "{undocumented:?}");
    assert!(undocumented.contains(&("/inbox", UndocumentedKind::Unknown)), "{undocumented:?}");
    assert!(undocumented.iter().all(|(_, kind)| *kind != UndocumentedKind::Mistyped), "{undocumented:?}");
    assert_eq!(person.to_json(), sent);
    assert_eq!(serde_json::to_value(&person).unwrap(), sent);
    let copy = person.clone();
    assert_eq!(copy, person);
    assert!(format!("{copy:?}").contains("Hello"));
    person.extra.remove("latest");
    assert_ne!(copy, person);
    // The last member of a name wins, with or without a field.
    let twice = Person::from_slice(br#"{"latest":1,"latest":{"title":"B"}}"#).unwrap();
    assert_eq!(twice.to_json(), serde_json::json!({"latest": {"title": "B"}}));
    // A derived type that is off is the base, with all it has.
    let thing = Thing::from_slice(r#"{"@odata.type":"\u0023own.letter","title":"A"}"#.as_bytes()).unwrap();
    match thing.into_derived() {
        ThingDerived::Other(other) => assert_eq!(other.extra.get("title"), Some(&"A".into())),
        other => panic!("{other:?}"),
    }
}
"###;

/// A program that uses all areas.
const AREA_ON: &str = r##"
use api_bindings::models::own::Person;
use api_bindings::prelude::*;
use api_bindings::{examples, requests};

fn main() {
    let letter = requests::letters::get("any").send_blocking(&examples::client().unwrap()).unwrap();
    assert_eq!((letter.status(), letter.title.as_deref()), (200, Some("Hello")));
    let error = requests::people::get("any").send_blocking(&examples::client().unwrap()).unwrap_err();
    assert_eq!(error.code(), Some("noExample"));
    let person = Person::from_slice(br#"{"latest":{"title":"Hello"}}"#).unwrap();
    assert_eq!(person.latest.as_ref().and_then(|letter| letter.title.as_deref()), Some("Hello"));
    assert!(person.undocumented().is_empty() && person.extra.is_empty());
    assert_eq!(Person::LATEST.name(), "latest");
}
"##;

/// Crates that refer to the packages of runtime and client share the types of both, so a program sends the requests of both through one
/// client.
#[test]
fn two_crates_share_a_client() {
    let workspace = workspace().canonicalize().expect("the workspace");
    for (name, page) in [("first-api", "person"), ("second-api", "letter")] {
        let docs = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in AREA_PAGES {
            if path.starts_with(page) || path.starts_with("thing") || path == "letter.md" {
                fs::write(docs.path().join(path), text).expect("a page");
            }
        }
        let config = format!(
            "version = \"v1\"\nbase-url = \"https://api.example/{name}/{{version}}\"\n[crate]\nname = \"{name}\"\n\
             [client]\nname = \"Api\"\npath = '{}'\n[client.clouds]\ntest-cloud = \"https://test.example/{{version}}\"\n",
            workspace.display()
        );
        fs::write(docs.path().join("docbindgen.toml"), config).expect("the configuration");
        let outcome = generate(docs.path());
        assert!(outcome.files.iter().all(|(path, _)| !path.as_str().contains("src/runtime")), "a copy of the runtime");
        let library = Crate::new(name, &outcome.files);
        library.cargo(&["check"]);
        library.cargo(&["check", "--features", "client"]);
    }
    let mut files = FileSet::default();
    let manifest = "[package]\nname = \"uses-two\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
        first-api = { path = \"../first-api\", features = [\"client\"] }\n\
        second-api = { path = \"../second-api\", features = [\"client\"] }\n";
    files.insert("Cargo.toml", manifest).expect("a path");
    files.insert("src/main.rs", TWO_CRATES).expect("a path");
    Crate::new("uses-two", &files).run();
}

/// A program that sends requests of two crates through one client.
const TWO_CRATES: &str = r##"
use std::sync::{Arc, Mutex};

use first_api::client::{Attempt, BlockingTransport, BodyReader, Broken, Incoming, Token};
use first_api::prelude::*;

struct Recorder(Arc<Mutex<Vec<String>>>);

impl BlockingTransport for Recorder {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let token = attempt.headers.iter().find(|(name, _)| name == "Authorization").map(|(_, value)| value.as_str());
        self.0.lock().unwrap().push(format!("{} {}", attempt.url, token.unwrap_or("none")));
        let body: &[u8] = br#"{"name": "Ann", "title": "Hello"}"#;
        Ok(Incoming { status: 200, headers: Default::default(), body: Box::new(body) })
    }
}

fn main() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let first = first_api::Api::builder(first_api::BASE_URL)
        .token(Token::new("t"))
        .blocking_transport(Recorder(sent.clone()))
        .build()
        .unwrap();
    let second: second_api::Api = first.with_base_url(second_api::BASE_URL).unwrap();
    let person = first_api::requests::people::get("a b").send_blocking(&first).unwrap();
    assert_eq!(person.name.as_deref(), Some("Ann"));
    let letter = second_api::requests::letters::get("1").send_blocking(&second).unwrap();
    assert_eq!(letter.title.as_deref(), Some("Hello"));
    assert_eq!(first_api::clouds::TEST_CLOUD, "https://test.example/v1");
    let expected = ["https://api.example/first-api/v1/people/a%20b Bearer t", "https://api.example/second-api/v1/letters/1 Bearer t"];
    assert_eq!(*sent.lock().unwrap(), expected);
}
"##;

/// A stub as page generators write it: no page of a type, and `TODO` for every fact.
#[test]
fn the_bindings_of_a_stub_compile() {
    let docs = tempfile::tempdir().expect("a temporary folder");
    let page = workspace().join("docs-input/v1.0/api/create-jobs.md");
    fs::copy(page, docs.path().join("create-jobs.md")).expect("the stub");
    let emitted = Crate::new("stub", &generate(docs.path()).files);
    emitted.cargo(&["check"]);
    emitted.clippy(&[]);
    // Cargo warns that the manifest has no licence; choosing one is up to the crate's owner.
    let (packaged, said) = emitted.try_cargo(&["package", "--allow-dirty", "--no-verify"]);
    assert!(packaged, "{}", excerpt(&said));
}

/// Folders of `tests/cases/pages` whose examples are replayed, each with the lint that explains what does not pass: how a function writes its
/// arguments is visible only at run time. One of the samples responds with CSV.
const REPLAYED: [(&str, Option<&str>); 7] = [
    ("filterstrings", None),
    ("filterstrings2", None),
    ("fnargs", None),
    ("fnargs2", None),
    ("fnoptional", None),
    ("fnoptional2", None),
    ("samples", Some("example-response")),
];

#[test]
fn the_examples_of_the_cases_pass() {
    // The crates refer to the package of the runtime, so that it is compiled once.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("docbindgen.toml");
    let packages = workspace().canonicalize().expect("the workspace");
    fs::write(&config, format!("[client]\npath = '{}'\n", packages.display())).expect("the configuration");
    let options = Options { layout: Some(Layout::Crate), examples: true, config: Some(config), ..Options::default() };
    for (name, explained) in REPLAYED {
        let pages = support::package().join("tests/cases/pages").join(name);
        let outcome = run(&pages, &options).expect("the pages can be read");
        let emitted = Crate::new(&format!("case-{name}"), &outcome.files);
        let report = emitted.dir.join("examples.json");
        emitted.replay(&report);
        let report = fs::read_to_string(report).expect("the report");
        let report: serde_json::Value = serde_json::from_str(&report).expect("the report is JSON");
        let lints = report["examples"]["explained"].as_object().expect("the explained examples");
        assert_eq!(
            lints.keys().map(String::as_str).collect::<Vec<_>>(),
            Vec::from_iter(explained),
            "{name}: {report:#}"
        );
    }
}

/// The replay of a selection expects members whose properties the selection leaves out.
#[test]
fn examples_of_a_selection() {
    let options = Options {
        layout: Some(Layout::Crate),
        examples: true,
        select: vec!["/letters".to_owned()],
        ..Options::default()
    };
    let outcome =
        run(&support::package().join("tests/cases/pages/selection"), &options).expect("the pages can be read");
    let emitted = Crate::new("case-selection", &outcome.files);
    let report = emitted.dir.join("examples.json");
    emitted.replay(&report);
    let report = fs::read_to_string(report).expect("the report");
    assert!(report.contains("\"passed\": 2") && report.contains("\"passed, shown inside `value`\": 1"), "{report}");
}

/// All small hostile pages in one crate, each with its own types and paths.
#[test]
fn the_bindings_of_hostile_pages_compile() {
    let mut all: Pages = Vec::new();
    let cases = TEXTS.iter().flat_map(|text| text_cases(text)).chain(every_case());
    for (number, (_, pages)) in cases.enumerate() {
        if pages.iter().map(|(_, text)| text.len()).sum::<usize>() > 20_000 {
            continue;
        }
        let own = |text: &str| text.replace("thing", &format!("thing{number}"));
        all.extend(pages.iter().map(|(path, text)| (path.replace(".md", &format!("-{number}.md")), own(text))));
    }
    let made = make_with(
        &DocSet::from_pages(all),
        &Config { examples: true, crate_name: "hostile".to_owned(), ..Config::default() },
    );
    let text = "\"; evil(); //\n*/ [dependencies]\nevil = \"1\"";
    let info = CrateInfo {
        name: "hostile".to_owned(),
        version: "0.1.0".to_owned(),
        description: text.to_owned(),
        license: Some(text.to_owned()),
        page_text: PageText {
            license: Some(text.to_owned()),
            attribution: Some(text.to_owned()),
            ..PageText::default()
        },
        sections: Vec::new(),
        api_version: text.to_owned(),
        base_url: text.to_owned(),
        packages: Packages::default(),
        areas: made.areas.list().collect(),
    };
    let mut files = crate_files(&info).expect("files");
    for (path, text) in made.files {
        files.insert(path, text).expect("paths that every system accepts");
    }
    let hostile = Crate::new("hostile", &files);
    hostile.cargo(&["check"]);
    hostile.cargo(&["doc", "--no-deps"]);
    hostile.replay(&hostile.dir.join("examples.json"));
}

#[test]
fn warnings_are_failures() {
    let mut files = FileSet::default();
    files.insert("Cargo.toml", "[package]\nname = \"warned\"\nedition = \"2024\"\n").expect("a path");
    files.insert("src/lib.rs", "fn unused() {}\n").expect("a path");
    let warned = Crate::new("warned", &files);
    assert!(std::panic::catch_unwind(|| warned.cargo(&["check"])).is_err(), "an unused function draws a warning");
}
