//! The samples of all examples of a reference as one crate, which must compile without warnings and be as rustfmt writes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use docbindgen::output::FileSet;
use docbindgen::pipeline::{NoSample, Options, plan_pages};
use serde_json::{Value, json};

use super::emitted_crate::{Crate, excerpt};

/// The number of samples in a module.
const IN_MODULE: usize = 100;

/// Compiles the samples of `docs` with the bindings in the crate of the folder `library`. Returns how many examples have a sample, and why
/// the others have none.
pub fn check(docs: &Path, options: &Options, library: &str, features: &[&str]) -> Value {
    let reading = plan_pages(docs, options, &|_| {}).expect("the pages can be read");
    let examples = reading.examples().expect("samples are valid Rust");
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut functions = Vec::new();
    for example in &examples {
        match &example.code {
            Ok(code) => functions.push(function(functions.len(), &example.example.page, code)),
            Err(NoSample::NoRequest) => {}
            Err(NoSample::NoBody) => *reasons.entry("NoBody".to_owned()).or_default() += 1,
            Err(NoSample::Left(reason)) => *reasons.entry(format!("{reason:?}")).or_default() += 1,
        }
    }
    let requests = functions.len() + reasons.values().sum::<usize>();
    let shown = functions.len();
    for (path, code) in reading.types().expect("samples are valid Rust") {
        functions.push(function(functions.len(), &format!("{path:?}"), &code));
    }
    let samples = crate_of(&functions, library, &manifest_name(library), features);
    samples.cargo(&["check"]);
    formatted(&samples);
    json!({ "examples with a request": requests, "samples": shown, "without a sample": reasons })
}

/// Returns the name in the manifest of a crate.
fn manifest_name(library: &str) -> String {
    let manifest = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted").join(library).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest of the bindings");
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")).expect("a name");
    name.trim_end_matches('"').to_owned()
}

/// Returns a sample in a function of its own.
fn function(number: usize, page: &str, code: &[String]) -> String {
    let indented = |line: &String| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    let code: String = code.iter().map(indented).collect();
    // The sample of a type may need none.
    let client = if code.contains("&client") { "client" } else { "_client" };
    format!("/// {page}\npub async fn sample_{number}({client}: Client) -> Outcome {{\n{code}    Ok(())\n}}\n")
}

fn crate_of(functions: &[String], library: &str, name: &str, features: &[&str]) -> Crate {
    let mut files = FileSet::default();
    let mut insert = |path: &str, text: String| files.insert(path, text).expect("a path");
    let features: Vec<String> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
    insert(
        "Cargo.toml",
        format!(
            "[package]\nname = \"{library}-samples\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             serde_json = \"1\"\n{name} = {{ path = \"../{library}\", features = [{}] }}\n",
            features.join(", ")
        ),
    );
    let krate = name.replace('-', "_");
    let mut modules = String::new();
    for (number, functions) in functions.chunks(IN_MODULE).enumerate() {
        modules += &format!("pub mod samples_{number:02};\n");
        let imports = format!("use crate::Outcome;\nuse {krate}::client::Client;\n\n");
        insert(&format!("src/samples_{number:02}.rs"), imports + &functions.join("\n"));
    }
    let outcome = "/// The result of a sample.\npub type Outcome = Result<(), Box<dyn std::error::Error>>;\n";
    insert("src/lib.rs", format!("//! Samples.\n#![allow(deprecated)]\n\n{modules}\n{outcome}"));
    // The defaults of rustfmt: without the file, it would use the settings of the folder around the crate.
    insert("rustfmt.toml", "max_width = 100\n".to_owned());
    Crate::new(&format!("{library}-samples"), &files)
}

/// Checks that rustfmt would change nothing.
fn formatted(samples: &Crate) {
    if !Command::new("rustfmt").arg("--version").output().is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "rustfmt is not installed: run `rustup component add rustfmt`");
        println!("rustfmt is not installed");
        return;
    }
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--check"]).arg(samples.dir.join("src/lib.rs"));
    let output = command.output().expect("rustfmt runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", excerpt(&said));
}
