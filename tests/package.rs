//! Both packages can be packaged, and dependents of the bindings get neither the pages nor the generator.

use std::path::Path;
use std::process::Command;

fn cargo(args: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .args(["--offline", "--allow-dirty", "--target-dir"])
        .arg(target)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).replace('\\', "/")
}

#[test]
fn the_bindings_are_packaged_without_what_makes_them() {
    let list = cargo(&["package", "--list", "-p", "graph-bindings"]);
    let files: Vec<&str> = list.lines().collect();
    assert!(files.contains(&"generated/src/lib.rs"), "{list}");
    for file in files {
        let foreign =
            ["docs-input/", "generator/", "tests/", ".ci/", ".github/"].iter().any(|folder| file.starts_with(folder));
        assert!(!foreign && file != "build.rs", "{file}");
    }
}

#[test]
fn the_generator_is_packaged_with_the_runtime() {
    let list = cargo(&["package", "--list", "-p", "docbindgen"]);
    assert!(
        list.lines().any(|file| file == "runtime/mod.rs") && list.lines().any(|file| file == "src/main.rs"),
        "{list}"
    );
}

/// Compiling what was packaged takes a minute and is a step of `.ci/run`.
#[test]
fn both_packages_are_complete() {
    cargo(&["package", "--workspace", "--no-verify"]);
}
