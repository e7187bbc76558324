//! The documents are correct: the example in `README.md` is the code of a test, every configuration key is documented, and every file that
//! a document names exists.

use std::error::Error;
use std::fs;
use std::path::Path;

/// Documents, and the folders that their file names are relative to.
const DOCUMENTS: [(&str, &[&str]); 9] = [
    ("README.md", &[""]),
    ("ARCHITECTURE.md", &["", "generator/src"]),
    ("CONTRIBUTING.md", &["", "generator/src"]),
    ("CHANGELOG.md", &[""]),
    ("docs/configuration.md", &["docs", ""]),
    ("docs/generated-code.md", &["docs", ""]),
    ("docs/report.md", &["docs", ""]),
    ("docs/glossary.md", &["docs", ""]),
    ("generator/README.md", &["generator", ""]),
];

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

#[test]
fn the_example_of_the_readme_is_the_test_above() {
    let source = include_str!("readme.rs").replace("\r\n", "\n");
    let code = source.split_once("    // begin\n").expect("a begin").1.split_once("    // end\n").expect("an end").0;
    let code: String = code.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
    let readme = read("README.md");
    let shown = readme.split_once("```rust\n").expect("a block of Rust").1.split_once("```\n").expect("its end").0;
    assert_eq!(shown, code, "the example in README.md differs from tests/readme.rs");
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    let (document, source) = (read("docs/configuration.md"), read("generator/src/config/mod.rs"));
    let keys: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once(" = "))
        .map(|(key, _)| key)
        .filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-') && *key != "todo-placeholder")
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
