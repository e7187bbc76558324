//! What the compiler says about programs that use the bindings wrongly.
//!
//! In: the programs in `tests/ui`, with the expected texts in comments `//~ text`. Out: the texts that the compiler does not print. Only
//! these texts are compared: they are written in this repository, while the rest of a message changes from one compiler to the next.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A program, and the texts that the compiler must print.
struct Case {
    name: String,
    path: PathBuf,
    expected: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(root().join("tests/ui")).expect("the folder of the programs");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let case = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a program");
        let expected = text.lines().filter_map(|line| line.trim().strip_prefix("//~ ").map(str::to_owned)).collect();
        Case { name: path.file_stem().expect("a name").to_string_lossy().into_owned(), path, expected }
    };
    paths.into_iter().map(case).collect()
}

/// Writes a package with the bindings and the programs. Without the build script of this package, it does not compile the generator.
fn package(cases: &[Case]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    fs::create_dir_all(&folder).expect("a folder");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest").replace("\r\n", "\n");
    let start = manifest.find("[dependencies]").expect("the dependencies");
    let end = manifest.find("[package.metadata").expect("the end of the features");
    let mut text = format!(
        "[package]\nname = \"graph-bindings\"\nedition = \"2024\"\n\n[workspace]\n\n[lib]\npath = {:?}\n\n{}",
        root().join("generated/src/lib.rs"),
        manifest.get(start..end).expect("the dependencies come before the metadata"),
    );
    for case in cases {
        text += &format!("[[bin]]\nname = {:?}\npath = {:?}\n\n", case.name, case.path);
    }
    fs::write(folder.join("Cargo.toml"), text).expect("written");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions that are there");
    folder
}

/// Compiles the programs, and returns the messages about each one: the texts, notes and labels, one on a line.
fn messages(folder: &Path) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args([
            "check",
            "--bins",
            "--keep-going",
            "--offline",
            "--quiet",
            "--features",
            "full",
            "--message-format",
            "json",
        ])
        .arg("--target-dir")
        .arg(folder.join("target"))
        .output()
        .expect("cargo runs");
    let mut messages = BTreeMap::<String, String>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(record) = serde_json::from_str::<Value>(line) else { continue };
        if let Some(program) = record.pointer("/target/name").and_then(Value::as_str) {
            texts(&record["message"], messages.entry(program.to_owned()).or_default());
        }
    }
    assert!(!messages.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    messages
}

/// Appends the texts of a message: its own, those of its labels, and those of its notes.
fn texts(message: &Value, out: &mut String) {
    let labels = message["spans"].as_array().into_iter().flatten().map(|span| &span["label"]);
    for text in [&message["message"]].into_iter().chain(labels).filter_map(Value::as_str) {
        out.push_str(text);
        out.push('\n');
    }
    message["children"].as_array().into_iter().flatten().for_each(|note| texts(note, out));
}

#[test]
fn messages_say_what_to_write() {
    let cases = cases();
    assert!(cases.len() > 4 && cases.iter().all(|case| !case.expected.is_empty()));
    let messages = messages(&package(&cases));
    let mut missing = Vec::new();
    for Case { name, expected, .. } in &cases {
        let printed = messages.get(name).map(String::as_str).unwrap_or_default();
        missing.extend(
            expected.iter().filter(|text| !printed.contains(*text)).map(|text| format!("{name}: {text}\n{printed}")),
        );
    }
    assert!(missing.is_empty(), "the compiler does not print:\n{}", missing.join("\n"));
}
