//! Pages of the folder `precise`: texts and examples that look like faults and are none, each beside a fault of the same kind.

use docbindgen::model::{ResponseBody, TypeRef};
use docbindgen::odata::Primitive;

use crate::support::case::Case;

/// Returns the messages about one page, without its path.
fn about(page: &str) -> Vec<String> {
    let all = Case::new("precise").messages();
    all.iter().filter_map(|line| line.strip_prefix(&format!("{page}:"))).map(str::to_owned).collect()
}

#[test]
fn a_link_whose_text_is_a_phrase_is_not_a_type() {
    let found = about("api/ferry-depart.md");
    // The page that it leads to does not exist, whatever it is about.
    assert!(found.len() == 1 && found[0].contains("dead-link"), "{found:#?}");
    let case = Case::new("precise");
    assert_eq!(case.operation("POST /ferries/{ferryId}/depart").response, ResponseBody::Nothing);
}

#[test]
fn primitives_in_lower_case_are_primitives_before_a_collection() {
    assert_eq!(about("api/ferry-route.md"), [""; 0]);
    let case = Case::new("precise");
    let string = TypeRef::Primitive(Primitive::String);
    assert_eq!(case.operation("POST /ferries/{ferryId}/route").response, ResponseBody::Collection(string));
}

#[test]
fn the_file_that_a_redirection_leads_to_is_not_json() {
    assert_eq!(about("api/ferry-manifest.md"), [""; 0]);
}

#[test]
fn members_of_a_derived_type_are_documented() {
    let found = about("api/freight-get.md");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|line| line.starts_with("68:")), "only the last example has a fault: {found:#?}");
    let found = about("api/ferry-update-freight.md");
    assert!(found.len() == 1 && found[0].contains("no property `lock`"), "{found:#?}");
}

#[test]
fn sizes_in_a_path_are_arguments() {
    assert_eq!(about("api/ferry-get-picture.md"), [""; 0]);
}

#[test]
fn expanded_members_are_compared_with_what_was_expanded() {
    assert_eq!(about("api/ferry-get.md"), [""; 0]);
}
