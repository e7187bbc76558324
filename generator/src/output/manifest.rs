//! `manifest.json`: the files of a folder that the generator owns and may remove.
//!
//! In: a [`FileSet`]. Out: a list of paths, and back. It has no digests: two branches that change different files then merge without a
//! conflict.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::{FileSet, RelPath};

/// The manifest's name, in the top level of the output folder.
pub const MANIFEST: &str = "manifest.json";

const GENERATOR: &str = "docbindgen";

#[derive(Serialize, Deserialize)]
struct Manifest {
    generator: String,
    files: Vec<String>,
}

/// Returns the manifest of `files`. It does not list itself.
pub(super) fn to_bytes(files: &FileSet) -> Vec<u8> {
    let files = files.iter().map(|(path, _)| path.as_str().to_owned()).collect();
    let manifest = Manifest { generator: GENERATOR.to_owned(), files };
    // Strings and a list can always be serialized.
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Returns the paths that a manifest lists; none if it is not a docbindgen manifest.
///
/// Entries that are not a [`RelPath`] are skipped, so that a manifest cannot name a file outside its folder.
pub(super) fn listed(bytes: &[u8]) -> BTreeSet<RelPath> {
    match serde_json::from_slice::<Manifest>(bytes) {
        Ok(manifest) if manifest.generator == GENERATOR => {
            manifest.files.into_iter().filter_map(|path| RelPath::new(path).ok()).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_a_round_trip() {
        let mut files = FileSet::default();
        files.insert("src/lib.rs", "x").unwrap();
        files.insert("README.md", "y").unwrap();
        let bytes = to_bytes(&files);
        let expected =
            "{\n  \"generator\": \"docbindgen\",\n  \"files\": [\n    \"README.md\",\n    \"src/lib.rs\"\n  ]\n}\n";
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
        let paths: Vec<String> = listed(&bytes).iter().map(ToString::to_string).collect();
        assert_eq!(paths, ["README.md", "src/lib.rs"]);
    }

    #[test]
    fn foreign_and_hostile_manifests_are_empty() {
        assert!(listed(b"<<<<<<< HEAD").is_empty());
        assert!(listed(br#"{"generator":"other","files":["a.rs"]}"#).is_empty());
        assert!(listed(br#"{"generator":"docbindgen","files":["../a.rs","/etc/passwd","C:\\x",""]}"#).is_empty());
    }
}
