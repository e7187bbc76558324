//! The embedded files.

use crate::FILES;

#[test]
fn every_file_is_embedded() {
    let folder =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime")).expect("the folder is readable");
    let mut on_disk: Vec<String> =
        folder.map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned()).collect();
    on_disk.sort();
    let embedded: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(embedded, on_disk, "list the files of runtime/src/runtime in FILES, in order");
}
