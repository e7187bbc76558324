//! The root package's `build.rs`: brings `generated/` up to date with `docs-input/`.
//!
//! In: the package's folder (the current one when cargo runs the script) and the environment. Out: files in `generated/`, and instructions
//! to cargo on standard output. `DOCBINDGEN_BUILD` selects the mode:
//!
//! - `write` (default): write what differs. The build after an edit of a page has the new bindings.
//! - `check`: write nothing, and fail if anything differs. For CI.
//! - `skip`: do nothing. For work on the generator while its output does not compile.
//!
//! Nothing is written if a page has an error, if there are no pages (a published package), or on docs.rs.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::{CONFIG_FILE, Config, Layout};
use crate::diagnostics::{Diagnostics, Level, Printer, Sources};
use crate::output::{check, write};
use crate::pipeline::{Options, RunError, count, run as run_pipeline};

const VARIABLE: &str = "DOCBINDGEN_BUILD";
const DOCS: &str = "docs-input";
const OUT: &str = "generated";
const LIST: &str = "cargo run -p docbindgen -- check --docs docs-input --limit 0";
const REPAIR: &str = "cargo run -p docbindgen -- generate --docs docs-input --out generated";
/// Maximum number of errors and differences printed; cargo shows each as a separate block.
const MAX_PRINTED: usize = 20;

/// Runs in the current folder, in the mode that the environment selects.
#[must_use]
pub fn run() -> ExitCode {
    let mode = if env::var_os("DOCS_RS").is_some() { "skip".into() } else { env::var(VARIABLE).unwrap_or_default() };
    match run_in(Path::new("."), &mode, &mut io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}

/// Returns whether the build may go on, and writes instructions to `cargo`.
///
/// # Errors
/// Fails only if `cargo` cannot be written to.
pub fn run_in(root: &Path, mode: &str, cargo: &mut impl Write) -> io::Result<bool> {
    // At least one instruction, before anything else: without any, cargo watches the whole package, including the files written here.
    writeln!(cargo, "cargo::rerun-if-env-changed={VARIABLE}")?;
    let docs = root.join(DOCS);
    match mode {
        "skip" => return Ok(true),
        // A path that does not exist would make cargo run this every time, so it is watched only once it exists.
        "" | "write" | "check" if !docs.is_dir() => return Ok(true),
        "" | "write" | "check" => {}
        other => {
            error(cargo, &format!("{VARIABLE} is `{other}`; it can be write, check or skip"))?;
            return Ok(false);
        }
    }
    writeln!(cargo, "cargo::rerun-if-changed={DOCS}")?;
    let go_on = update(root, &docs, mode, cargo)?;
    // After a failure, cargo runs the script again in any case.
    if go_on {
        for path in watched(&docs) {
            let path = path.strip_prefix(root).unwrap_or(&path);
            writeln!(cargo, "cargo::rerun-if-changed={}", slashes(path))?;
        }
    }
    Ok(go_on)
}

/// Writes or checks the files; returns whether the build may go on.
fn update(root: &Path, docs: &Path, mode: &str, cargo: &mut impl Write) -> io::Result<bool> {
    let options = Options { layout: Some(Layout::Sources), ..Options::default() };
    let outcome = match run_pipeline(docs, &options) {
        Ok(outcome) => outcome,
        Err(RunError::Config(sources, diagnostics)) => {
            errors(cargo, &sources, &diagnostics)?;
            return Ok(false);
        }
        Err(RunError::Nothing(sources, diagnostics, why)) => {
            errors(cargo, &sources, &diagnostics)?;
            error(cargo, &why.to_string())?;
            return Ok(false);
        }
        Err(other) => {
            error(cargo, &other.to_string())?;
            return Ok(false);
        }
    };
    if outcome.summary.errors > 0 {
        errors(cargo, &outcome.sources, &outcome.diagnostics)?;
        return Ok(false);
    }
    let out = root.join(OUT);
    if mode == "check" {
        return differences(cargo, check(&out, &outcome.files));
    }
    let written = match write(&out, &outcome.files) {
        Ok(written) => written,
        Err(e) => return error(cargo, &e.to_string()).map(|()| false),
    };
    // Programs that depend on the bindings by path would otherwise print the warnings too.
    if outcome.summary.warnings > 0 && !(written.changed.is_empty() && written.removed.is_empty()) {
        let warnings = count(outcome.summary.warnings, "warning");
        writeln!(cargo, "cargo::warning={warnings} about the pages in {DOCS}; to see them: {LIST}")?;
    }
    Ok(true)
}

fn differences(
    cargo: &mut impl Write,
    result: Result<Vec<crate::output::Difference>, crate::output::OutputError>,
) -> io::Result<bool> {
    let found = match result {
        Ok(found) if found.is_empty() => return Ok(true),
        Ok(found) => found,
        Err(e) => return error(cargo, &e.to_string()).map(|()| false),
    };
    for difference in found.iter().take(MAX_PRINTED) {
        error(cargo, &format!("{OUT}/{difference}"))?;
    }
    error(cargo, &format!("{} in {OUT} not up to date; to repair: {REPAIR}", count(found.len(), "file")))?;
    Ok(false)
}

fn errors(cargo: &mut impl Write, sources: &Sources, diagnostics: &Diagnostics) -> io::Result<()> {
    let printer = Printer::new(sources, DOCS);
    let errors: Vec<_> = diagnostics.list().iter().filter(|d| d.level == Level::Error).collect();
    for diagnostic in errors.iter().take(MAX_PRINTED) {
        error(cargo, &printer.line(diagnostic))?;
    }
    if errors.len() > MAX_PRINTED {
        error(cargo, &format!("and {} more; to see them: {LIST}", errors.len() - MAX_PRINTED))?;
    }
    Ok(())
}

/// Writes an error instruction. It is a single line: a line break in the message would start another instruction.
fn error(cargo: &mut impl Write, message: &str) -> io::Result<()> {
    writeln!(cargo, "cargo::error={}", message.replace(['\n', '\r'], " "))
}

/// Returns the folders outside the docs folder that includes come from.
///
/// Folders are enough: cargo compares the times of all files and folders in them, and a folder's time reveals a file that was moved there
/// with an old time. If the files were named too, cargo would check each of them several times in every build.
fn watched(docs: &Path) -> Vec<PathBuf> {
    let config = fs::read_to_string(docs.join(CONFIG_FILE)).map(|text| Config::parse(&text).0).unwrap_or_default();
    let roots = config.include_roots.unwrap_or_else(|| vec!["../includes".into()]);
    roots.iter().map(|root| docs.join(root)).filter(|path| path.is_dir()).collect()
}

fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(root: &Path, mode: &str) -> (bool, String) {
        let mut out = Vec::new();
        let go_on = run_in(root, mode, &mut out).unwrap();
        (go_on, String::from_utf8(out).unwrap())
    }

    fn package(page: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("docs-input/v1.0/api")).unwrap();
        fs::write(dir.path().join("docs-input/v1.0/api/x.md"), page).unwrap();
        dir
    }

    #[test]
    fn an_empty_selection_fails_and_writes_nothing() {
        let dir = package("# X\n\n## HTTP request\n\n```http\nGET /users\n```\n");
        assert!(build(dir.path(), "").0);
        let before = fs::read(dir.path().join("generated/manifest.json")).unwrap();
        fs::write(dir.path().join("docs-input/docbindgen.toml"), "select = [\"/nothing\"]\n").unwrap();
        for mode in ["write", "check"] {
            let (go_on, said) = build(dir.path(), mode);
            assert!(!go_on && said.contains("nothing was written: no operation matches `/nothing`"), "{said}");
        }
        assert_eq!(fs::read(dir.path().join("generated/manifest.json")).unwrap(), before);
    }

    #[test]
    fn writes_once_and_watches_folders() {
        let dir = package("# X\n");
        fs::create_dir(dir.path().join("includes")).unwrap();
        let (go_on, out) = build(dir.path(), "");
        assert!(go_on, "{out}");
        let watched: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-")).collect();
        let folders = ["changed=docs-input", "changed=docs-input/../includes"];
        assert_eq!(watched, ["env-changed=DOCBINDGEN_BUILD", folders[0], folders[1]]);
        assert!(!out.contains("generated"), "generated files are not watched: {out}");
        let lib = dir.path().join("generated/src/lib.rs");
        let time = fs::metadata(&lib).unwrap().modified().unwrap();
        assert!(!dir.path().join("generated/Cargo.toml").exists());
        assert_eq!(build(dir.path(), "write"), (true, out));
        assert_eq!(fs::metadata(&lib).unwrap().modified().unwrap(), time);
    }

    #[test]
    fn check_lists_differences_and_the_remedy_without_writing() {
        let dir = package("# X\n");
        build(dir.path(), "write");
        assert!(build(dir.path(), "check").0);
        let lib = dir.path().join("generated/src/lib.rs");
        fs::write(&lib, "// @generated\nstale\n").unwrap();
        let (go_on, out) = build(dir.path(), "check");
        assert!(!go_on && out.contains("cargo::error=generated/src/lib.rs: differs") && out.contains(REPAIR), "{out}");
        assert_eq!(fs::read_to_string(&lib).unwrap(), "// @generated\nstale\n");
    }

    #[test]
    fn nothing_happens_without_pages_or_if_skipped() {
        let dir = tempfile::tempdir().unwrap();
        let env_only = (true, "cargo::rerun-if-env-changed=DOCBINDGEN_BUILD\n".to_owned());
        assert_eq!(build(dir.path(), "write"), env_only);
        let dir = package("# X\n");
        assert_eq!(build(dir.path(), "skip"), env_only);
        assert!(!dir.path().join("generated").exists());
        assert!(!build(dir.path(), "wirte").0);
    }

    #[test]
    fn errors_stop_the_build_and_keep_the_files() {
        let dir = package("# X\n");
        build(dir.path(), "write");
        fs::write(dir.path().join("docs-input/docbindgen.toml"), "\nvesion = 1\n").unwrap();
        fs::write(dir.path().join("generated/src/lib.rs"), "as committed").unwrap();
        let (go_on, out) = build(dir.path(), "write");
        assert!(!go_on, "{out}");
        assert!(
            out.contains("cargo::error=docs-input/docbindgen.toml:2:1: unknown key `vesion` [config-invalid]"),
            "{out}"
        );
        assert_eq!(fs::read_to_string(dir.path().join("generated/src/lib.rs")).unwrap(), "as committed");
    }

    #[test]
    fn warnings_take_one_line() {
        let dir = package("# X\n\n[!INCLUDE [x](nowhere.md)]\n");
        let (go_on, out) = build(dir.path(), "write");
        assert!(go_on);
        assert_eq!(out.lines().filter(|line| line.starts_with("cargo::warning=")).count(), 1, "{out}");
        assert!(out.contains(LIST), "{out}");
        let (go_on, out) = build(dir.path(), "write");
        assert!(go_on && !out.contains("cargo::warning="), "nothing has changed: {out}");
    }
}
