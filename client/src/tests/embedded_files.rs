//! The list of embedded files has every file of the client.

use crate::FILES;
use std::fs;
use std::path::Path;

/// Returns the paths of all files in a folder.
fn paths(folder: &Path, below: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let paths = entries.flat_map(|entry| {
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() { paths(&entry.path(), &format!("{name}/")) } else { vec![name] }
    });
    paths.collect()
}

#[test]
fn every_file_is_embedded() {
    let mut on_disk = paths(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/client"), "");
    on_disk.sort();
    let embedded: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(embedded, on_disk, "`FILES` must list the files in client/src/client in alphabetical order");
}
