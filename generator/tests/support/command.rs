//! The command, and docs folders for it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Returns a folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(&dir.path().join(path), text);
    }
    dir
}

/// Writes a file, and the folders above it.
pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Runs the command in `dir`. Its arguments contain no spaces.
pub fn run(dir: &Path, args: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docbindgen"));
    command.current_dir(dir).args(args.split_whitespace());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.output().expect("the command runs")
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Asserts the exit code and that standard error contains `says`; returns standard error.
pub fn expect(output: &Output, code: i32, says: &str) -> String {
    let err = err(output);
    assert_eq!(output.status.code(), Some(code), "{err}");
    assert!(err.contains(says), "{says}: {err}");
    err
}
