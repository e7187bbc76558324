//! Pages that try to break the generator: they lead to diagnostics, never to a panic or to injected code, and the output is Rust.
//!
//! `hostile_pages` builds the pages. Every case goes through all stages. The output must parse, stay in its folder, and contain text of
//! pages only in literals, documentation and names. `emitted.rs` compiles one crate with all of them.

mod hostile_pages;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use docbindgen::config::Config;
use docbindgen::load::DocSet;
use docbindgen::output::FileSet;
use proc_macro2::{Delimiter, TokenTree};
use syn::visit::Visit;

use hostile_pages::{CANARY, Pages, TEXTS, api_page, every_case, resource_page, text_cases};
use support::{Made, make, make_with};

/// Far more than any case needs: a sanity check that quadratic work in a 1 MB cell would fail.
const LIMIT: Duration = Duration::from_secs(60);

fn made(case: &str, pages: &Pages) -> Made {
    let (send, receive) = mpsc::channel();
    let set = DocSet::from_pages(pages.iter().cloned());
    let config = Config { examples: true, ..Config::default() };
    let work = thread::spawn(move || send.send(make_with(&set, &config)).is_ok());
    match receive.recv_timeout(LIMIT) {
        Ok(made) => made,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{case}: took more than {LIMIT:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{case}: {:?}", work.join().err().map(|_| "panicked")),
    }
}

/// Checks the requirements of every output.
fn check(case: &str, made: &Made) {
    for page in &made.facts {
        assert_ne!(page.states_something(), page.skipped.is_some(), "{case}: {} has facts or a reason", page.path);
    }
    let mut files = FileSet::default();
    let mut folded = BTreeSet::new();
    for (path, text) in &made.files {
        files.insert(path.clone(), text.clone()).unwrap_or_else(|error| panic!("{case}: {path}: {error}"));
        let places = ["src/", "tests/examples/", "tests/requests/"];
        let place = places.iter().any(|place| path.starts_with(place)) || path == "tests/samples.rs";
        assert!(place && path.ends_with(".rs"), "{case}: {path}");
        assert!(folded.insert(path.to_lowercase()), "{case}: {path} also exists in different case");
        let sending = ["tests/examples/sending.rs", "tests/requests/sending.rs"];
        let copies = ["src/client/", "src/runtime/", "tests/examples/support.rs"];
        if sending.contains(&path.as_str()) || copies.iter().any(|copied| path.starts_with(copied)) {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{case}: {path}: {error}\n{text}"));
        let mut code = Code::default();
        code.visit_file(&file);
        assert!(code.found.is_empty(), "{case}: {path} contains code from the page: {:?}\n{text}", code.found);
        assert_eq!(code_in_comments(text, &made.files), None, "{case}: {path} has code in its comments");
        let hidden =
            |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert_eq!(text.chars().find(hidden), None, "{case}: {path} has a character that editors hide");
    }
    for diagnostic in made.diagnostics.list() {
        let Some(span) = diagnostic.span else { continue };
        let text = &made.sources.file(span.file).text;
        assert!(text.get(span.start..span.end).is_some(), "{case}: {} points between characters", diagnostic.lint.id);
    }
}

/// Returns a comment line that begins code outside of a sample, or the first line of a sample that is not the generator's own code.
///
/// The samples of `lib.rs` are also in the test of the generated crate, which is checked as code. Those of requests and types must be Rust
/// without anything that only a page could have injected.
fn code_in_comments<'t>(text: &'t str, files: &BTreeMap<String, String>) -> Option<&'t str> {
    let tested: BTreeSet<&str> =
        files.get("tests/samples.rs").into_iter().flat_map(|text| text.lines()).map(str::trim).collect();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(mark) = line.strip_suffix(" ```rust").filter(|mark| ["///", "//!"].contains(&mark.trim_start()))
        else {
            if is_code(line) {
                return Some(line);
            }
            continue;
        };
        let of_line = |line: &'t str| line.strip_prefix(mark);
        let sample: Vec<&str> = lines.by_ref().map_while(of_line).take_while(|line| *line != " ```").collect();
        let is_own = if mark == "//!" {
            sample.iter().all(|line| line.is_empty() || tested.contains(line.trim()))
        } else {
            is_sample(&sample.join("\n"))
        };
        if !is_own {
            return Some(line);
        }
    }
    None
}

/// Returns whether a text is Rust without code that only a page could have injected.
fn is_sample(text: &str) -> bool {
    let Ok(file) = syn::parse_file(&format!("async fn sample() {{\n{text}\n}}")) else { return false };
    let mut code = Code { is_sample: true, ..Code::default() };
    code.visit_file(&file);
    file.items.len() == 1 && code.found.is_empty()
}

/// Returns whether a comment line begins code, which `cargo test` could take for a test.
fn is_code(line: &str) -> bool {
    let comment = line.trim_start().strip_prefix("///").or_else(|| line.strip_prefix("//!"));
    comment.is_some_and(|text| {
        text.starts_with("     ")
            || text.contains('\t')
            || text.trim_start().starts_with("```")
            || text.trim_start().starts_with("~~~")
    })
}

/// Looks for code that only a page could have injected: the canary in another role than a name, unknown macros and attributes.
#[derive(Default)]
struct Code {
    /// Whether the code is a sample, which may call the macros that samples use.
    is_sample: bool,
    found: Vec<String>,
}

impl<'a> Visit<'a> for Code {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if item.sig.ident == CANARY && item.block.stmts.is_empty() {
            self.found.push(format!("fn {CANARY}"));
        }
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if matches!(&*call.func, syn::Expr::Path(path) if path.path.is_ident(CANARY)) {
            self.found.push(format!("{CANARY}()"));
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        let path: Vec<String> = call.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let ours = [
            "runtime::object",
            "runtime::open_enum",
            "runtime::flags",
            "runtime::derived",
            "runtime::parameters",
            "shown",
        ];
        let of_samples = ["println", "vec", "serde_json::json"];
        let path_text = path.join("::");
        let is_ours = ours.contains(&path_text.trim_start_matches("crate::"));
        if !(is_ours || self.is_sample && of_samples.contains(&path_text.as_str())) {
            self.found.push(format!("{}!", path.join("::")));
        }
        if calls_canary(call.tokens.clone()) {
            self.found.push(call.tokens.to_string());
        }
    }

    fn visit_attribute(&mut self, attribute: &'a syn::Attribute) {
        let path = attribute.path().segments.last().map(|part| part.ident.to_string()).unwrap_or_default();
        let ours = [
            "doc",
            "allow",
            "forbid",
            "inline",
            "recursion_limit",
            "deprecated",
            "derive",
            "non_exhaustive",
            "skip",
            "test",
        ];
        let is_condition = matches!(path.as_str(), "cfg" | "cfg_attr") && names_features(&attribute.meta);
        if !ours.contains(&path.as_str()) && !is_condition {
            self.found.push(format!("#[{path}]"));
        }
        syn::visit::visit_attribute(self, attribute);
    }
}

/// Returns whether every text in a condition is a valid feature name: names of areas come from paths.
fn names_features(condition: &syn::Meta) -> bool {
    let Ok(list) = condition.require_list() else { return false };
    let text = list.tokens.to_string();
    let mut quoted = text.split('"').skip(1).step_by(2);
    let is_feature = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    text.matches('"').count() % 2 == 0 && quoted.all(is_feature)
}

/// Returns whether the canary appears before `(` or `!`.
fn calls_canary(tokens: proc_macro2::TokenStream) -> bool {
    let mut before = false;
    tokens.into_iter().any(|tree| {
        let called = match &tree {
            TokenTree::Group(group) => {
                before && group.delimiter() == Delimiter::Parenthesis || calls_canary(group.stream())
            }
            TokenTree::Punct(punct) => before && punct.as_char() == '!',
            _ => false,
        };
        before = matches!(&tree, TokenTree::Ident(ident) if ident == CANARY);
        called
    })
}

/// Tries all cases and reports those that failed.
fn check_all(cases: impl IntoIterator<Item = (String, Pages)>) {
    let failed: Vec<String> = cases
        .into_iter()
        .filter(|(case, pages)| std::panic::catch_unwind(|| check(case, &made(case, pages))).is_err())
        .map(|(case, _)| case)
        .collect();
    assert!(failed.is_empty(), "{} failed: {failed:#?}", failed.len());
}

#[test]
fn every_text_is_safe_in_every_position() {
    check_all(
        TEXTS.iter().flat_map(|text| {
            text_cases(text).into_iter().map(move |(place, pages)| (format!("{place} {text:?}"), pages))
        }),
    );
}

#[test]
fn large_and_deep_pages_do_not_panic() {
    check_all(every_case().into_iter().map(|(case, pages)| (case.to_owned(), pages)));
}

#[test]
fn colliding_names_are_distinguished() {
    let rows = ["|displayName|String|a|", "|DisplayName|Int32|b|", "|display_name|Boolean|c|", "|display-name|Date|d|"];
    let made = made("collision", &vec![("resources/a.md".to_owned(), resource_page("widget", &rows.join("\n")))]);
    check("collision", &made);
    let text = &made.files["src/models/widget.rs"];
    for (field, wire) in
        [("display_name", "displayName"), ("display_name_2", "display_name"), ("display_name_3", "display-name")]
    {
        assert!(text.contains(&format!("{field} \"{wire}\"")), "{wire}: {text}");
    }
    assert!(made.drawn().contains(&"name-collision"), "{:?}", made.drawn());
}

#[test]
fn the_canary_is_found_in_code() {
    for code in [
        "fn evil() {}",
        "const A: u8 = { evil() };",
        "runtime::object! { A { evil() } }",
        "#[path = \"/x\"] mod a;",
        "include!(\"x\");",
    ] {
        let mut found = Code::default();
        found.visit_file(&syn::parse_file(code).expect("Rust"));
        assert!(!found.found.is_empty(), "{code}");
    }
    let mut found = Code::default();
    found.visit_file(&syn::parse_file("/// evil\nfn a() { \"evil\"; }").expect("Rust"));
    assert_eq!(found.found, [""; 0]);
    assert!(["    ///     evil();", "/// ```", "//! ~~~rust", "///\tevil();"].into_iter().all(is_code));
    let nothing = BTreeMap::new();
    for sample in ["evil();", "evil!();", "include!(\"x\");", "}\nfn evil() {", "let a = ;", "mod a { fn evil() {} }"] {
        let text = format!("/// ```rust\n/// {}\n/// ```", sample.replace('\n', "\n/// "));
        assert_eq!(code_in_comments(&text, &nothing), Some("/// ```rust"), "{sample}");
    }
    let sample = "/// ```rust\n/// let thing = requests::things::get(\"evil()\").send(&client).await?;\n/// ```";
    assert_eq!(code_in_comments(sample, &nothing), None);
    assert_eq!(code_in_comments(&format!("{sample}\n/// ```\n/// evil();"), &nothing), Some("/// ```"));
    assert!(!["/// evil", "let a = \"     \";", "/// - a", "///   b"].into_iter().any(is_code));
}

#[test]
fn large_pages_take_linear_time() {
    let time = |rows: usize| {
        let rows: Vec<String> =
            (0..rows).map(|i| format!("|p{i}|String|Number {i}. Possible values are: `a{i}`, `b{i}`.|")).collect();
        let start = Instant::now();
        let made = make(&DocSet::from_pages([("resources/a.md", resource_page("widget", &rows.join("\n")))]));
        check("rows", &made);
        assert_eq!(made.api.types.values().next().map(|ty| ty.properties.len()), Some(rows.len()));
        start.elapsed()
    };
    time(1_000);
    assert!(time(10_000) < LIMIT, "10,000 rows");
}

#[test]
fn pages_that_are_not_utf8_or_only_front_matter_do_not_panic() {
    let docs = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(docs.path().join("api")).expect("a folder");
    let page = api_page("GET /widgets/{id}", "");
    let mut bytes = page.clone().into_bytes();
    bytes.splice(2..2, [0xff, 0xfe, 0xc3, 0x28, 0xf0, 0x9f]);
    std::fs::write(docs.path().join("api/a.md"), bytes).expect("a file");
    let bomb = format!("---\n{}\n---\n{page}", "a: &a [*a, *a, *a, *a]\n".repeat(50_000));
    std::fs::write(docs.path().join("api/b.md"), bomb).expect("a file");
    std::fs::write(docs.path().join("api/c.md"), [0x80; 1 << 20]).expect("a file");
    let outcome =
        docbindgen::pipeline::run(docs.path(), &docbindgen::pipeline::Options::default()).expect("an outcome");
    assert_eq!(outcome.summary.errors, 0);
    let utf8 = outcome.diagnostics.list().iter().filter(|d| d.lint.id == "invalid-utf8").count();
    assert_eq!(utf8, 2, "two pages are not UTF-8");
}
