//! All packages can be packaged, and dependents of the bindings get neither the pages nor the generator.

use std::collections::BTreeSet;
use std::fs;
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
fn the_bindings_are_packaged_without_the_generator() {
    let list = cargo(&["package", "--list", "-p", "graph-bindings"]);
    let files: Vec<&str> = list.lines().collect();
    assert!(files.contains(&"generated/src/lib.rs"), "{list}");
    for file in files {
        let foreign =
            ["docs-input/", "generator/", "tests/", ".ci/", ".github/"].iter().any(|folder| file.starts_with(folder));
        assert!(!foreign && file != "build.rs", "{file}");
    }
}

/// Files of the generator that are not code are packaged if it embeds them or is tested against them.
#[test]
fn the_generator_is_packaged_with_its_embedded_files() {
    let list = cargo(&["package", "--list", "-p", "docbindgen"]);
    let listed: BTreeSet<&str> = list.lines().collect();
    assert!(listed.contains("src/main.rs"), "{list}");
    let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("generator");
    for folder in ["presets", "replay", "lints", "schema"] {
        let (mut folders, mut count) = (vec![generator.join(folder)], 0);
        while let Some(at) = folders.pop() {
            for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
                let path = entry.expect("readable").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(&generator).expect("below").to_string_lossy().replace('\\', "/");
                assert!(listed.contains(name.as_str()), "{name} is not in the package");
                count += 1;
            }
        }
        assert!(count > 0, "{folder} is empty");
    }
}

/// Compiling the packages takes a minute and is a separate step of `.ci/run`.
#[test]
fn both_packages_are_complete() {
    cargo(&["package", "--workspace", "--no-verify"]);
}
