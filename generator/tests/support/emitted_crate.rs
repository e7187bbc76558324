//! Emitted crates, checked by rustc, clippy and rustdoc. Nothing is downloaded: they use this workspace's Cargo.lock. They share a build
//! folder inside that of this workspace, so their dependencies are built once. Clippy is skipped if it is not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use docbindgen::areas::Areas;
use docbindgen::output::{FileSet, write};

use super::workspace;

/// Cargo would otherwise wait for another cargo in the same folder without any message.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A crate on disk, in the build folder.
pub struct Crate {
    /// Its folder.
    pub dir: PathBuf,
}

impl Crate {
    /// Writes a crate and the workspace's lock file.
    pub fn new(name: &str, files: &FileSet) -> Crate {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted").join(name);
        write(&dir, files).expect("the crate can be written");
        fs::copy(workspace().join("Cargo.lock"), dir.join("Cargo.lock")).expect("the workspace's lock file");
        Crate { dir }
    }

    /// Runs cargo; a warning is a failure.
    pub fn cargo(&self, args: &[&str]) {
        let (ok, said) = self.try_cargo(args);
        let warnings = said.contains("warning: ") || said.contains("warning[");
        assert!(ok && !warnings, "cargo {}\n{}", args.join(" "), excerpt(&said));
    }

    /// Runs the replay test, whose report goes to `report`, and the test that sends each request.
    pub fn replay(&self, report: &Path) {
        self.test(&["--test", "examples", "--test", "requests"], report);
    }

    /// Runs the replay test alone. In a large crate, the other one takes as long to compile as all of the rest.
    pub fn replay_examples(&self, report: &Path) {
        self.test(&["--test", "examples"], report);
    }

    fn test(&self, tests: &[&str], report: &Path) {
        let (ok, said) = self.cargo_with(&[&["test"], tests].concat(), &[("REPLAY_REPORT", report)]);
        assert!(ok, "{}", excerpt(&said));
    }

    /// Runs cargo; returns whether it succeeded, and its output.
    pub fn try_cargo(&self, args: &[&str]) -> (bool, String) {
        self.cargo_with(args, &[])
    }

    fn cargo_with(&self, args: &[&str], environment: &[(&str, &Path)]) -> (bool, String) {
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let (command, rest) = args.split_first().expect("a command");
        let output = Command::new(env!("CARGO"))
            .current_dir(&self.dir)
            .args([command, "--offline", "--quiet"])
            .args(rest)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted/target"))
            .env("RUSTDOCFLAGS", "-D warnings")
            // Output of earlier runs would make the displayed times meaningless.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS")
            .envs(environment.iter().copied())
            .output()
            .expect("cargo runs");
        let said = [output.stderr, output.stdout].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    pub fn clippy(&self, args: &[&str]) {
        if self.try_cargo(&["clippy", "--version"]).0 {
            self.cargo(&[&["clippy"], args, &["--", "-D", "warnings"]].concat());
        } else {
            println!("clippy is not installed");
        }
    }

    /// Compiles the crate with no area, with the default ones, with some areas alone, and with all.
    ///
    /// Those alone are also documented. With `DOCBINDGEN_EVERY_AREA` (`cargo xtask corpus --every-area`), these are all areas, under clippy too.
    pub fn check_areas(&self, areas: &Areas) {
        let names: Vec<String> = areas.list().map(|area| area.name).collect();
        let every = every_area();
        let some = |index: &usize| every || *index == 0 || *index == names.len() / 2;
        let alone = names.iter().enumerate().filter(|(index, _)| some(index)).map(|(_, name)| name.as_str());
        self.cargo(&["check"]);
        for features in ["", "full"].into_iter().chain(alone) {
            let started = Instant::now();
            self.cargo(&["check", "--no-default-features", "--features", features]);
            println!("cargo check --features {features:?}: {:.1} s", started.elapsed().as_secs_f64());
            if !["", "full"].contains(&features) {
                // A link to an item of another area is a failure.
                self.cargo(&["doc", "--no-deps", "--no-default-features", "--features", features]);
            }
            if every {
                self.clippy(&["--no-default-features", "--features", features]);
            }
        }
    }

    /// Runs the samples of the documentation.
    pub fn run_samples(&self) {
        self.clippy(&["--test", "samples"]);
        self.cargo(&["test", "--test", "samples"]);
    }

    /// Runs the program of a package that depends on others by path.
    pub fn run(&self) {
        self.cargo(&["run"]);
    }

    /// Runs all checks.
    pub fn check(&self) {
        self.cargo(&["check"]);
        self.clippy(&["--no-default-features"]);
        self.clippy(&["--all-features"]);
        self.cargo(&["doc", "--no-deps"]);
    }
}

/// Returns whether the tests take the time to look at everything (`cargo xtask corpus --every-area`).
pub fn every_area() -> bool {
    std::env::var_os("DOCBINDGEN_EVERY_AREA").is_some()
}

/// Returns the first messages: a bug of the emitter repeats itself in a thousand files.
pub fn excerpt(said: &str) -> String {
    said.lines().take(60).collect::<Vec<_>>().join("\n")
}
