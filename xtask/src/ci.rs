//! Everything a change has to pass, in the order in which faults are cheapest to find.
//!
//! In: a checkout, and optional corpora in `../shared`. Out: the first step that fails.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::corpus::{CORPORA, SCORE};
use crate::shell::{cargo, command, output, run, succeeds};
use crate::{Failure, codegen, root, semver, tidy};

/// Corpora that are used if they are there; the first one is also scored.
const KNOWN_CORPORA: [&str; 3] = ["graph-v1.0", "graph-v1.0-2020", "graph-recent/v1.0"];

/// Which steps to run.
#[derive(clap::Args)]
pub struct Options {
    /// Runs only the steps whose names contain this text.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// What the steps share.
struct Context {
    /// Changes in the working tree before the first step, as `git status --porcelain` prints them.
    changes: String,
    corpora: Vec<PathBuf>,
}

type Step = (&'static str, fn(&Context) -> Result<(), Failure>);

/// The steps. The bindings are compared before the root package is built, because its build script would update them.
const STEPS: [Step; 14] = [
    ("format", |_| run(&mut cargo(&["fmt", "--all", "--check"]))),
    ("bindings are current", |_| bindings_are_current()),
    ("documents are current", |_| codegen::run(true)),
    ("tidy", |_| tidy::run()),
    ("clippy", |_| clippy(&["--workspace", "--all-targets", "--all-features"])),
    ("features alone", |_| features_alone()),
    ("wasm32", |_| wasm32()),
    ("tests", tests),
    ("odata server", |_| odata_server()),
    ("openapi", openapi_is_valid),
    ("levels in rust", |_| semver::run_on_branch()),
    ("still fast", |_| still_fast()),
    ("documentation", |_| documentation()),
    ("packages", |_| packages_compile()),
];

/// Steps that come last: what they report is not a fault of the code.
const LAST: [Step; 2] = [("dependencies", |_| dependencies()), ("nothing changed", tree_is_unchanged)];

/// Runs the steps.
///
/// # Errors
/// Fails at the first step that fails.
pub fn run_all(options: &Options) -> Result<(), Failure> {
    let context = Context { changes: output(&mut command("git", &["status", "--porcelain"]))?, corpora: corpora() };
    match context.corpora.as_slice() {
        [] => println!("corpora: none"),
        corpora => println!(
            "corpora: {}",
            corpora.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
        ),
    }
    let start = Instant::now();
    for (name, step) in STEPS.iter().chain(&LAST) {
        if options.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let start = Instant::now();
        println!("\n== {name}");
        step(&context).map_err(|failure| format!("{name}: {failure}"))?;
        println!("-- {name}: {} s", start.elapsed().as_secs());
    }
    println!("\nall passed in {} s", start.elapsed().as_secs());
    Ok(())
}

/// Returns the corpora to read: those of the environment, or those in `../shared`.
fn corpora() -> Vec<PathBuf> {
    if let Some(given) = env::var_os(CORPORA) {
        return env::split_paths(&given).filter(|path| !path.as_os_str().is_empty()).collect();
    }
    let shared = root().join("../shared/corpus");
    KNOWN_CORPORA.iter().filter_map(|name| shared.join(name).canonicalize().ok()).collect()
}

/// Returns the command that scores the first corpus, if the scoring script exists.
fn score(corpus: &Path) -> Option<String> {
    let given = env::var(SCORE).ok().filter(|given| !given.is_empty());
    given.or_else(|| {
        let oracle = root().join("../shared/oracle").canonicalize().ok()?;
        let facts = oracle.join("facts-v1.0-2021-07.json");
        let usable = corpus.ends_with(KNOWN_CORPORA[0]) && facts.exists() && succeeds("python3", &["--version"]);
        let (oracle, facts, corpus) = (oracle.display(), facts.display(), corpus.display());
        usable.then(|| format!("python3 '{oracle}/evaluate.py' {{}} '{facts}' --docs '{corpus}'"))
    })
}

fn bindings_are_current() -> Result<(), Failure> {
    let check = [
        "run",
        "--locked",
        "--quiet",
        "-p",
        "docbindgen",
        "--",
        "check",
        "--docs",
        "docs-input",
        "--out",
        "generated",
        "--quiet",
    ];
    run(&mut cargo(&check))
        .map_err(|_| "the bindings do not match docs-input: run `cargo build` and commit what it changes".into())
}

fn clippy(arguments: &[&str]) -> Result<(), Failure> {
    run(cargo(&["clippy", "--locked", "--quiet"]).args(arguments).args(["--", "-D", "warnings"]))
}

/// Compiles each feature of the packages alone: code that needs another feature does not compile. The areas of the bindings are left to a
/// test (`emitted`).
fn features_alone() -> Result<(), Failure> {
    const FEATURES: [(&str, &[&str]); 3] = [
        ("docbindgen-runtime", &["", "chrono", "jiff", "rust_decimal", "time"]),
        ("docbindgen-client", &["", "blocking", "reqwest", "tracing", "azure", "testing"]),
        ("graph-bindings", &["", "client"]),
    ];
    FEATURES
        .iter()
        .flat_map(|(package, features)| features.iter().map(move |feature| (package, feature)))
        .try_for_each(|(package, feature)| clippy(&["-p", package, "--no-default-features", "--features", feature]))
}

/// Compiles the client for browsers, where that target is installed (`rustup target add wasm32-unknown-unknown`).
fn wasm32() -> Result<(), Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let installed = command("rustc", &["--print", "target-libdir", "--target", TARGET]).output()?;
    if !Path::new(String::from_utf8_lossy(&installed.stdout).trim()).is_dir() {
        println!("the target {TARGET} is not installed: skipped");
        return Ok(());
    }
    clippy(&["-p", "docbindgen-client", "--no-default-features", "--features", "reqwest,tracing", "--target", TARGET])
}

/// Runs the tests of all packages over all corpora, with all features, and rejects snapshots that no test reads.
fn tests(context: &Context) -> Result<(), Failure> {
    let mut tests =
        cargo(&["insta", "test", "--check", "--unreferenced=reject", "--workspace", "--all-features", "--no-quiet"]);
    tests.env(CORPORA, env::join_paths(&context.corpora)?);
    if let Some(score) = context.corpora.first().and_then(|corpus| score(corpus)) {
        tests.env(SCORE, score);
    }
    run(&mut tests)
}

/// Sends requests to an OData server that others wrote, which is installed in a Python environment of its own.
fn odata_server() -> Result<(), Failure> {
    // Elsewhere, the interpreter of an environment has another path.
    if !cfg!(unix) || !succeeds("python3", &["-c", "import venv, ensurepip"]) {
        println!("python3 with venv and pip is not installed, or this is not Unix: skipped");
        return Ok(());
    }
    let environment = root().join("target/odata-server");
    run(command("python3", &["-m", "venv"]).arg(&environment))?;
    let python = environment.join("bin/python");
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "tests/odata_server/requirements.txt"];
    if !command(&python.to_string_lossy(), &install).status()?.success() {
        println!("the server cannot be installed: skipped");
        return Ok(());
    }
    // The whole workspace, as in the step before: its crates are then not compiled again with other features.
    let test = ["test", "--locked", "--workspace", "--all-features", "--test", "odata_server"];
    run(cargo(&test).env("DOCBINDGEN_ODATA_SERVER", environment))
}

/// Runs an independent validator, in addition to the schema that the tests check against.
fn openapi_is_valid(context: &Context) -> Result<(), Failure> {
    const PACKAGE: &str = "@seriousme/openapi-schema-validator@2.11.0";
    let tool = root().join("target/openapi-validator");
    let installed = succeeds("npm", &["--version"])
        && command("npm", &["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
            .arg(&tool)
            .arg(PACKAGE)
            .status()?
            .success();
    if !installed {
        println!("the validator cannot be installed: skipped");
        return Ok(());
    }
    for docs in [Path::new("docs-input")].into_iter().chain(context.corpora.first().map(PathBuf::as_path)) {
        let export = [
            "run",
            "--locked",
            "--quiet",
            "-p",
            "docbindgen",
            "--",
            "export",
            "--format",
            "openapi",
            "--quiet",
            "--docs",
        ];
        let file = root().join("target/openapi.json");
        std::fs::write(&file, output(cargo(&export).arg(docs))?)?;
        let validator = tool.join("node_modules/.bin/validate-api");
        run(command(&validator.to_string_lossy(), &[]).arg(&file).stdout(std::process::Stdio::null())).map_err(
            |_| format!("the OpenAPI description of {} is not valid: see target/openapi.json", docs.display()),
        )?;
    }
    Ok(())
}

/// Runs the gate of the benchmarks. It judges only ratios within one run, so a slow machine does not fail it; one with more than about six
/// busy processes for each core can.
fn still_fast() -> Result<(), Failure> {
    run(&mut cargo(&["run", "--locked", "--quiet", "--release", "-p", "bench", "--", "gate"]))
}

fn documentation() -> Result<(), Failure> {
    run(cargo(&["doc", "--locked", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Compiles all packages at once: they depend on versions of one another that are not published.
///
/// The folder is a new one each time. Cargo unpacks a package that is not published once for each folder and version, and would compile
/// the sources of an earlier run.
fn packages_compile() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let packages =
        ["package", "--locked", "--workspace", "--exclude", "bench", "--exclude", "xtask", "--allow-dirty", "--quiet"];
    // The crates of others were compiled for the tests already.
    run(cargo(&packages).arg("--target-dir").arg(folder.path()).env("CARGO_BUILD_BUILD_DIR", root().join("target")))
}

fn dependencies() -> Result<(), Failure> {
    if !succeeds("cargo", &["deny", "--version"]) {
        println!("cargo-deny is not installed: skipped");
        return Ok(());
    }
    run(&mut cargo(&["deny", "--all-features", "check", "bans", "licenses", "sources"]))?;
    if !succeeds("cargo", &["deny", "fetch", "db"]) {
        println!("the database of advisories cannot be fetched: skipped");
        return Ok(());
    }
    run(&mut cargo(&["deny", "--all-features", "check", "advisories"]))
}

/// Compares the working tree with its state before the first step. New files count too, hence `add -N`. A tree that had changes before
/// cannot be compared.
fn tree_is_unchanged(context: &Context) -> Result<(), Failure> {
    if !context.changes.is_empty() {
        println!("the working tree had changes before: skipped");
        return Ok(());
    }
    run(&mut command("git", &["add", "-N", "."]))?;
    run(&mut command("git", &["diff", "--exit-code"])).map_err(|_| {
        "building and testing changed files: run `cargo xtask bless`, look at the changes and commit them".into()
    })
}
