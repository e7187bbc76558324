//! Completeness of the embedded files.

use crate::FILES;

#[test]
fn every_file_is_embedded() {
    let folder =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime")).expect("cannot read the folder");
    let mut on_disk: Vec<String> =
        folder.map(|entry| entry.expect("cannot read an entry").file_name().to_string_lossy().into_owned()).collect();
    on_disk.sort();
    let embedded: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(embedded, on_disk, "`FILES` must list the files in runtime/src/runtime in alphabetical order");
}
