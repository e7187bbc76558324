use super::*;

#[test]
fn pages_are_sorted_and_found_in_any_case() {
    let set = DocSet::from_pages([("resources/B.md", "b"), ("api/a.md", "\u{feff}a"), ("includes/x.md", "x")]);
    let paths: Vec<_> = set.pages.iter().map(|p| (p.path.as_str(), p.folder)).collect();
    assert_eq!(paths, [("api/a.md", Folder::Api), ("resources/B.md", Folder::Resources)]);
    assert_eq!(set.text(&set.pages[0]), "a");
    assert_eq!(set.find("api/../Resources/b.MD").map(|p| p.path.as_str()), Some("resources/B.md"));
    assert_eq!(set.find("includes/x.md"), None);
}

#[test]
fn includes_are_linked_also_from_included_files() {
    let set = DocSet::from_pages([
        ("api/a.md", "[!INCLUDE [x](../Includes/x.md)] [!INCLUDE [y](../../etc/y.md)]"),
        ("includes/x.md", "[!INCLUDE [z](z.md)]"),
    ]);
    let page = set.pages[0].file;
    let Include::File(x) = set.include(page, "../Includes/x.md") else { panic!("not linked") };
    assert_eq!(set.include(page, "../../etc/y.md"), Include::Outside);
    assert_eq!(set.include(x, "z.md"), Include::Missing);
    assert_eq!(set.included().len(), 1);
}
