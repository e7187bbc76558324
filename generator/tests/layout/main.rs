//! The layout of samples is that of rustfmt.

mod statements;

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use docbindgen::emit::layout;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use statements::Random;

/// Statements as samples contain them, each in one of its usual forms.
const FORMS: [(&str, &str); 28] = [
    (
        "imports",
        "use b::{self, c, D, e10, e9}; use a::{b}; use graph_bindings::requests::users::{messages::{self, attachments}, mail_folders, calendar_groups}; let x = 1;",
    ),
    ("a builder", r#"let client = GraphClient::builder(BASE_URL).token(Token::new("an access token")).build()?;"#),
    ("a short chain", "let user = requests::users::get(id).send(&client).await?;"),
    (
        "a chain of one call",
        "let message = requests::users::messages::attachments::content(user_id, message_id, attachment_id);",
    ),
    (
        "a long chain",
        r#"let mut items = requests::users::list().select(models::User::DISPLAY_NAME).filter(models::User::DISPLAY_NAME.eq("Example").and(models::User::CITY.starts_with("b"))).top(10).items(&client);"#,
    ),
    ("a loop", r#"while let Some(item) = items.try_next().await? { println!("{:?}", item.display_name); }"#),
    (
        "a condition over several lines",
        r#"if let Some(item) = requests::users::mail_folders::messages::list(user_id, folder_id).send(&client).await?.value.first() { println!("{item:?}"); } else { return Ok(()); }"#,
    ),
    ("a struct literal", r#"let user = models::User { display_name: Some("Example".into()) };"#),
    ("a short struct literal", "let point = Point { x, y: 1 };"),
    ("a short struct literal with a wide text", "let city = City { name: \"東京都庁\" };"),
    (
        "nested struct literals",
        r#"let message = models::Message { subject: Some("Hello".into()), body: Some(models::ItemBody { content: Some("They were <b>awesome</b>!".into()), ..Default::default() }.into()), to_recipients: vec![models::Recipient { email_address: Some(Box::new(models::EmailAddress { address: Some("AdeleV@contoso.com".into()), ..Default::default() })), ..Default::default() }], ..Default::default() };"#,
    ),
    ("a call with a body", "requests::users::messages::create(user_id, message).send(&client).await?;"),
    (
        "a literal as the last argument",
        r#"requests::users::create(models::User { display_name: Some("Example".into()), ..Default::default() }).send(&client).await?;"#,
    ),
    (
        "a patch",
        r#"let patch = Patch::new().set(models::User::CITY, "Oslo").set(models::User::PREFERRED_LANGUAGE, "nb-NO").null(models::User::MOBILE_PHONE);"#,
    ),
    ("a property path", "let path = models::User::ADDRESS.path(models::Address::CITY);"),
    (
        "short elements",
        "let codes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -26];",
    ),
    (
        "long elements",
        r#"let names: Vec<String> = vec!["the first of the names".into(), "the second of the names".into(), "the third".into()];"#,
    ),
    (
        "the last of several arguments",
        r#"requests::groups::members::add(group_id, models::Reference { id: "https://graph.microsoft.com/v1.0/directoryObjects/1".into() });"#,
    ),
    ("JSON on one line", r#"let body = serde_json::json!({"value": [1, null, {"a": -2.5}]});"#),
    (
        "JSON on several lines",
        r#"client.post(json!({"subject": "Let's go for lunch", "body": {"contentType": "HTML", "content": "Does noon work for you?"}, "attendees": [{"type": "required"}], "id": user.id}));"#,
    ),
    (
        "JSON that is Rust",
        r#"let values = json!(["the first of the values", "the second of the values", 3, null, true]);"#,
    ),
    (
        "a text longer than a line",
        r#"let user = requests::users::list().filter("startswith(displayName, 'a') and startswith(givenName, 'b') and startswith(surname, 'c')").send(&client).await?;"#,
    ),
    (
        "a text longer than a line as a member",
        r#"let body = models::ItemBody { content: Some("The quick brown fox jumps over the lazy dog, and the lazy dog does not care about it at all.".to_owned()), ..Default::default() };"#,
    ),
    ("a text with line breaks", "let text = r\"one\n    two\";"),
    (
        "several values to print",
        r#"println!("{} {} {}", item.subject.as_deref().unwrap_or_default(), item.received_date_time, item.from);"#,
    ),
    (
        "closures",
        r#"let names = users.iter().map(|user| user.name).filter(|name| { let first = name.chars().next(); first.is_some() }).collect::<Vec<_>>();"#,
    ),
    (
        "an assignment",
        r#"message.subject = Some("A subject".into()); message.categories = requests::users::outlook::master_categories::list(user_id).send(&client).await?.value;"#,
    ),
    ("other statements", "let Some(user) = user else { return Err(Error::Missing) }; match user { _ => {} }"),
];

fn laid_out(code: &str) -> String {
    let tokens: TokenStream = code.parse().expect("tokens");
    layout::statements(&tokens).expect("statements")
}

/// Returns functions with these bodies. Imports are before the function.
fn functions(bodies: &[String]) -> String {
    let mut out = String::new();
    for (number, body) in bodies.iter().enumerate() {
        let (imports, rest) = match body.split_once("\n\n") {
            Some((imports, rest)) => (format!("{imports}\n\n"), rest),
            None if body.starts_with("use ") => (format!("{body}\n"), ""),
            None => (String::new(), body.as_str()),
        };
        let rest: String = rest.lines().map(|line| format!("    {line}\n")).collect();
        let block = if rest.is_empty() { "{}".to_owned() } else { format!("{{\n{rest}}}") };
        writeln!(out, "mod m{number} {{}}\n{imports}async fn f() {block}\n").expect("a text");
    }
    out
}

/// Returns the bodies that rustfmt changes, or nothing if it is not installed.
fn changed(bodies: &[String]) -> Option<Vec<(String, String)>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, settings) = (folder.path().join("a.rs"), folder.path().join("rustfmt.toml"));
    let text = functions(bodies);
    fs::write(&file, &text).expect("a file");
    fs::write(&settings, "").expect("the default settings");
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--emit", "stdout", "--quiet", "--config-path"]).arg(&settings).arg(&file);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("rustfmt does not run: {error}"),
    };
    let formatted = String::from_utf8(output.stdout).expect("a text");
    let errors = String::from_utf8_lossy(&output.stderr);
    let parts = |text: &str| text.split("\nmod m").map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (parts(&text), parts(&formatted));
    assert_eq!(before.len(), after.len(), "{errors}");
    Some(before.into_iter().zip(after).filter(|(before, after)| before.trim() != after.trim()).collect())
}

/// Fails if rustfmt changes one of the bodies.
fn is_kept(bodies: &[String]) {
    let Some(changed) = changed(bodies) else { return println!("skipped: rustfmt is not installed") };
    let shown: String = changed.iter().take(3).map(|(before, after)| format!("{before}\nbecomes\n{after}\n")).collect();
    assert!(changed.is_empty(), "rustfmt changes {} of {}:\n{shown}", changed.len(), bodies.len());
}

#[test]
fn the_forms_have_this_layout() {
    let mut text = String::new();
    for (name, code) in FORMS {
        writeln!(text, "// {name}\n{}", laid_out(code)).expect("a text");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn rustfmt_keeps_the_forms() {
    // The last is printed by prettyplease.
    is_kept(&FORMS[..FORMS.len() - 1].iter().map(|(_, code)| laid_out(code)).collect::<Vec<_>>());
}

#[test]
fn rustfmt_keeps_random_statements() {
    let mut random = Random::new(1);
    is_kept(&(0..2000).map(|_| laid_out(&random.statement())).collect::<Vec<_>>());
}

#[test]
fn rustfmt_keeps_random_imports() {
    let mut random = Random::new(2);
    is_kept(&(0..500).map(|_| laid_out(&random.imports())).collect::<Vec<_>>());
}

/// Returns the tokens without what the layout may add or leave out: the last comma in brackets.
fn bare(tokens: TokenStream) -> Vec<String> {
    let mut out = Vec::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let ends = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    _ => ("(", ")"),
                };
                let mut inside = bare(group.stream());
                if inside.last().is_some_and(|last| last == ",") {
                    inside.pop();
                }
                out.push(ends.0.to_owned());
                out.extend(inside);
                out.push(ends.1.to_owned());
            }
            tree => out.push(tree.to_string()),
        }
    }
    out
}

#[test]
fn nothing_but_the_layout_changes() {
    let mut random = Random::new(3);
    let tokens = |code: &str| bare(code.parse().expect("tokens"));
    for _ in 0..2000 {
        let code = random.statement();
        // A closure may receive or lose braces, and double parentheses become single ones.
        if !code.contains(['|']) && !code.contains("((") {
            assert_eq!(tokens(&laid_out(&code)), tokens(&code), "{code}");
        }
    }
}

#[test]
fn texts_are_kept() {
    // Characters that stand for long texts, in texts.
    let long = "x".repeat(150);
    let code =
        format!("let x = a.b(\"\u{E000}1\u{E000}{long}\").c(\"\u{E000}\", \"{long}\").d(json!({{\"\u{E000}0\": 1}}));");
    let tokens = |code: &str| bare(code.parse().expect("tokens"));
    assert_eq!(tokens(&laid_out(&code)), tokens(&code));
    assert_eq!(laid_out("f(r\"one\n    two\");"), "f(\"one\\n    two\");\n");
    assert_eq!(laid_out("f(br\"one\n    two\");"), "f(b\"one\\n    two\");\n");
}

#[test]
fn attributes_are_kept() {
    assert!(laid_out("f(#[allow(unused)] x);").contains("#[allow(unused)]"));
    assert!(laid_out("let x = y.map(|#[allow(unused)] z| z);").contains("#[allow(unused)]"));
}

#[test]
fn deep_nesting_ends() {
    for (start, end) in [
        ("Some(", ")"),
        ("vec![a.b(", ").c()]"),
        ("models::S { a: ", ", ..Default::default() }"),
        ("[", "]"),
        ("|x| f(", ")"),
    ] {
        let code = format!("let x = {}1{};", start.repeat(60), end.repeat(60));
        assert!(laid_out(&code).starts_with("let x ="));
        let code = format!("let x = {}1{};", start.repeat(18), end.repeat(18));
        assert!(laid_out(&code).starts_with("let x ="));
    }
}

#[test]
fn other_tokens_are_an_error() {
    let tokens: TokenStream = "let let".parse().expect("tokens");
    assert_eq!(layout::statements(&tokens).expect_err("not a statement").path, "a sample");
}
