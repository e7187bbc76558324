//! The documents are correct: the examples in `README.md` are the code of tests, every configuration key is documented, and every file that
//! a document names exists.

use docbindgen::pipeline::{Options, plan_pages};
use graph_bindings::client::testing::{Script, block_on};
use graph_bindings::prelude::Method;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Documents, and the folders that their file names are relative to.
const DOCUMENTS: [(&str, &[&str]); 14] = [
    ("README.md", &[""]),
    ("ARCHITECTURE.md", &["", "generator/src"]),
    ("CONTRIBUTING.md", &["", "generator/src"]),
    ("CHANGELOG.md", &[""]),
    ("docs/check.md", &["docs", ""]),
    ("docs/ci.md", &["docs", ""]),
    ("docs/client.md", &["docs", ""]),
    ("docs/coming-from.md", &["docs", ""]),
    ("docs/configuration.md", &["docs", ""]),
    ("docs/generated-code.md", &["docs", ""]),
    ("docs/report.md", &["docs", ""]),
    ("docs/sample-command.md", &["docs", ""]),
    ("docs/glossary.md", &["docs", ""]),
    ("generator/README.md", &["generator", ""]),
];

#[test]
fn requests_are_sent() -> Result<(), Box<dyn Error>> {
    let page = |name: &str| [serde_json::json!({ "displayName": name })];
    let script = Script::new()
        .on(Method::Get, "/users?page=2")
        .page(&page("Ben"), None)
        .on(Method::Get, "/users")
        .page(&page("Ann"), Some("https://graph.example/v1.0/users?page=2"))
        .on(Method::Patch, "/users/{id}")
        .status(204);
    block_on(program(&script))?;
    let requests = script.requests();
    assert_eq!(requests[0].query_option("$filter").as_deref(), Some("department eq 'Retail'"));
    assert_eq!(requests[2].body(), br#"{"city":"Oslo","mobilePhone":null}"#);
    script.finish()?;
    Ok(())
}

async fn program(script: &Script) -> Result<(), Box<dyn Error>> {
    // begin
    use graph_bindings::models::User;
    use graph_bindings::prelude::*;
    use graph_bindings::requests::users;
    use graph_bindings::{BASE_URL, Graph};

    let graph = Graph::builder(BASE_URL).token(Token::new("an access token")).build()?;
    // hide
    _ = graph;
    let graph = script.client()?;
    // show

    // The users of a department, from as many pages as there are.
    let mut users = users::list().select(User::DISPLAY_NAME).filter(User::DEPARTMENT.eq("Retail")).items(&graph);
    while let Some(user) = users.try_next().await? {
        println!("{}", user.display_name.unwrap_or_default());
    }

    // A property that is not mentioned keeps its value.
    let patch = Patch::new().set(User::CITY, "Oslo").null(User::MOBILE_PHONE);
    match users::update("ann@example.com", patch).send(&graph).await {
        Ok(response) => println!("updated, request {}", response.request_id()),
        Err(error) if error.is_not_found() => println!("there is no such user"),
        Err(error) => return Err(error.into()),
    }
    // end
    Ok(())
}

#[test]
fn example() -> Result<(), Box<dyn Error>> {
    // begin
    use graph_bindings::models::{DirectoryObjectDerived, Group, User};
    use graph_bindings::requests::{groups, users};
    use graph_bindings::runtime::{Base, ME, Patch};

    let request = users::list().select(User::DISPLAY_NAME).filter(User::DEPARTMENT.eq("Retail"));
    let url = format!("https://graph.microsoft.com/v1.0{}", request.path_and_query()?);
    assert!(url.ends_with("/users?$select=displayName&$filter=department%20eq%20'Retail'"), "{url}");

    // What any HTTP client received.
    let response = br##"{"value": [{"@odata.type": "#microsoft.graph.user", "displayName": "Ann", "shoeSize": 38}]}"##;
    let user = &request.decode(response)?.value[0];
    assert_eq!(user.display_name.as_deref(), Some("Ann"));
    assert_eq!(user.extra.get("shoeSize"), Some(&38.into()));

    // A property that is not mentioned keeps its value.
    let patch = Patch::new().set(User::CITY, "Oslo").null(User::MOBILE_PHONE);
    let parts = users::update("ann@example.com", patch).into_parts()?;
    assert_eq!(parts.body.as_deref(), Some(&br#"{"city":"Oslo","mobilePhone":null}"#[..]));

    // The members of a group are directory objects of several types.
    for member in groups::members::list("17").decode(response)? {
        match member.into_derived() {
            DirectoryObjectDerived::User(user) => assert_eq!(user.display_name.as_deref(), Some("Ann")),
            other => panic!("{other:?}"),
        }
    }

    // Casts and counts can follow any path. ME is the user who is signed in.
    let groups = users::member_of::list(ME).of_type::<Group>().count_only();
    assert_eq!(groups.path_and_query()?, "/me/memberOf/microsoft.graph.group/$count");
    // end
    Ok(())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path).replace("\r\n", "\n")
}

/// Names that the sample of the configuration chooses: they are values, not keys.
const SAMPLE_NAMES: [&str; 2] = ["china", "todo-placeholder"];

/// Returns the parts of this file between `// begin` and `// end`, without what is between `// hide` and `// show`.
fn marked_code() -> Vec<String> {
    let source = include_str!("readme.rs").replace("\r\n", "\n");
    let blocks = source.split("    // begin\n").skip(1).filter_map(|rest| rest.split("    // end\n").next());
    let shown = |block: &str| -> String {
        let mut parts = block.split("    // hide\n");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.filter_map(|part| part.split_once("    // show\n")).fold(first, |text, (_, shown)| text + shown)
    };
    let unindented = |line: &str| format!("{}\n", line.strip_prefix("    ").unwrap_or(line));
    blocks.map(|block| shown(block).lines().map(unindented).collect()).collect()
}

/// Returns the code of the first example of a page, as `docbindgen sample` prints it.
fn sample(page: &str) -> String {
    let planned = plan_pages(&root().join("docs-input"), &Options::default(), &|_| {}).expect("the pages can be read");
    let examples = planned.examples().expect("samples are valid Rust");
    let first =
        examples.into_iter().find(|example| example.example.page.ends_with(page)).expect("the page has an example");
    first.code.expect("the bindings can build its request").join("\n") + "\n"
}

#[test]
fn the_examples_of_the_readme_are_the_tests_above() {
    let readme = read("README.md");
    let shown: Vec<&str> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```\n").next()).collect();
    let mut code = marked_code();
    assert_eq!(code.len(), 2);
    code.insert(1, sample("api/user-update.md"));
    assert_eq!(
        shown, code,
        "the examples in README.md differ from tests/readme.rs, or from what `docbindgen sample` prints"
    );
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    let (document, source) = (read("docs/configuration.md"), read("generator/src/config/mod.rs"));
    let keys: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once(" = "))
        .map(|(key, _)| key)
        .filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !SAMPLE_NAMES.contains(key))
        .collect();
    assert!(keys.len() > 10, "{keys:?}");
    for key in keys {
        assert!(
            document.contains(&format!("`{key}`")) || document.contains(&format!(".{key}`")),
            "docs/configuration.md lacks `{key}`"
        );
    }
}

#[test]
fn the_readme_names_the_oldest_compiler() {
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    for document in ["README.md", "generator/README.md"] {
        assert!(read(document).contains(&format!("Rust {oldest} or newer")), "{document}: {oldest}");
    }
}

#[test]
fn files_named_in_documents_exist() {
    let mut missing = Vec::new();
    for (document, folders) in DOCUMENTS {
        let text = read(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
        let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|quoted| is_file(quoted));
        let links = links.map(|link| link.split('#').next().unwrap_or(link));
        for path in links.chain(quoted) {
            let exists = |folder: &&str| root().join(folder).join(path).exists();
            if !folders.iter().any(exists) {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Returns whether a text in backquotes is the path of a file: it has a slash and an extension, and no placeholder.
fn is_file(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let extension = text.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    text.contains('/')
        && text.chars().all(plain)
        && extension.is_some_and(|(stem, end)| !stem.is_empty() && end.starts_with(|c: char| c.is_ascii_lowercase()))
}

#[test]
fn both_packages_have_the_licences() {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert_eq!(read(licence), read(&format!("generator/{licence}")), "{licence}");
    }
}
