//! Each check of the harness fails where it should.

use std::collections::BTreeSet;

use super::citations::in_line;
use super::spec::Spec;
use super::{check_examples, spec};

/// Returns a document with one section and these rules.
fn document(rules: &str) -> String {
    format!("# Format\n\n## Boats\n\n{rules}")
}

/// Returns a rule with this number and heading, whose example is a type with one property, and these facts.
fn rule(number: &str, heading: &str, facts: &str) -> String {
    format!(
        "### {heading}\n\n**{number}** A rule.\n\n```markdown file=resources/boat.md\n# boat resource type\n\nNamespace: \
         microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|The \
         name.|\n|hull|hullKind|The hull.|\n```\n\n```toml\n{facts}```\n\n"
    )
}

/// The diagnostic of the page of [`rule`].
const KNOWN: &str = "diagnostics = [\"unresolved-type 10\"]\n";

/// Returns the problems of a document.
fn problems(text: &str) -> String {
    Spec::read(text).problems.join("\n")
}

/// Returns what is wrong with the examples of a document without problems.
fn faults(text: &str) -> String {
    assert_eq!(problems(text), "");
    check_examples(&Spec::read(text)).join("\n")
}

#[test]
fn correct_facts_have_no_faults() {
    let facts = format!("{KNOWN}types.\"microsoft.graph.boat\".properties.name.type = \"Edm.String\"\n");
    assert_eq!(faults(&document(&rule("1.1", "Names", &facts))), "");
}

#[test]
fn wrong_facts_are_found_with_their_line() {
    let facts = format!("{KNOWN}\n[types.\"microsoft.graph.boat\".properties]\nname.type = \"Edm.Guid\"\n");
    let found = faults(&document(&rule("1.1", "Names", &facts)));
    let wanted = "docs/format.md:26: rule 1.1 \"Names\": `types > microsoft.graph.boat > properties > name > type`: expected \
                  \"Edm.Guid\", actual \"Edm.String\"";
    assert_eq!(found, wanted);
}

#[test]
fn missing_and_surplus_names_are_found() {
    let facts =
        format!("{KNOWN}absent = [\"version\"]\n[types.\"microsoft.graph.boat\".properties]\nmast.type = \"x\"\n");
    let found = faults(&document(&rule("1.1", "Names", &facts)));
    assert!(found.contains("expected `version` to be absent"), "{found}");
    assert!(found.contains("> mast`, which is absent; present: [\"name\", \"hull\"]"), "{found}");
}

#[test]
fn lists_are_compared_in_order() {
    let facts = format!("{KNOWN}[types.\"microsoft.graph.boat\"]\nproperties = [\"hull\", \"name\"]\n");
    let found = faults(&document(&rule("1.1", "Names", &facts)));
    assert!(found.contains(r#"expected ["hull", "name"], actual ["name", "hull"]"#), "{found}");
}

#[test]
fn diagnostics_are_exact() {
    let unexpected = faults(&document(&rule("1.1", "Names", "version = \"v1.0\"\n")));
    assert!(unexpected.contains("unexpected diagnostic `unresolved-type 10`"), "{unexpected}");
    let facts = "diagnostics = [\"unresolved-type 10\", \"duplicate-row 9\"]\n";
    let missing = faults(&document(&rule("1.1", "Names", facts)));
    assert!(
        missing.contains("expected the diagnostic `duplicate-row 9`, actual [\"unresolved-type 10\"]"),
        "{missing}"
    );
}

#[test]
fn numbers_are_consecutive_and_anchors_unique() {
    let repeated = problems(&document(&(rule("1.1", "Names", KNOWN) + &rule("1.1", "Hulls", KNOWN))));
    assert!(repeated.contains("begin with `**1.2**`, it has `1.1`"), "{repeated}");
    let unnumbered = problems(&document(&rule("1.1", "Names", KNOWN).replace("**1.1** ", "")));
    assert!(unnumbered.contains("begin with `**1.1**`, it has no number"), "{unnumbered}");
    let same = problems(&document(&(rule("1.1", "Names", KNOWN) + &rule("1.2", "names", KNOWN))));
    assert!(same.contains("the anchor `names` is that of the heading in line 5 too"), "{same}");
}

#[test]
fn rules_have_examples_with_facts() {
    assert!(problems(&document("### Names\n\n**1.1** A rule.\n")).contains("the rule has no example"));
    assert!(problems(&document("### Names\n")).contains("the rule has no paragraph"));
    assert!(problems(&document(&rule("1.1", "Names", ""))).contains("the example has no facts"));
    let pages_only = rule("1.1", "Names", KNOWN).replace("```toml", "~~~text");
    assert!(problems(&document(&pages_only)).contains("the example has no facts"));
    let facts_only = "### Names\n\n**1.1** A rule.\n\n```toml\nversion = \"v1.0\"\n```\n";
    assert!(problems(&document(facts_only)).contains("facts without a page"));
    assert!(problems("# Format\n").contains("the document has no rules"));
}

#[test]
fn malformed_documents_are_reported() {
    let broken = problems(&document(&rule("1.1", "Names", "version = \n")));
    assert!(broken.contains("docs/format.md:23: rule 1.1 \"Names\": the facts are not TOML"), "{broken}");
    let texts = problems(&document(&rule("1.1", "Names", "diagnostics = 3\n")));
    assert!(texts.contains("`diagnostics` is not a list of strings"), "{texts}");
    let text = document(&rule("1.1", "Names", KNOWN));
    assert!(problems(text.trim_end().trim_end_matches('`')).contains("the fence is not closed"));
    assert!(problems(&text.replace("resources/boat.md", "../boat.md")).contains("is not a path"));
    assert!(problems(&text.replace("### Names", "Names")).contains("an example belongs below the heading of a rule"));
}

#[test]
fn truncated_documents_do_not_panic() {
    let text = document(&(rule("1.1", "Names", KNOWN) + &rule("1.2", "Hulls", KNOWN)));
    for (end, _) in text.char_indices() {
        let _ = Spec::read(&text[..end]);
    }
}

#[test]
fn links_inside_the_document_have_headings() {
    let linked = rule("1.1", "Names", KNOWN).replace("A rule.", "See [names](#names) and [boats](#ships).");
    assert_eq!(problems(&document(&linked)), "docs/format.md:7: the link `#ships` has no heading");
}

#[test]
fn dangling_citations_are_found() {
    let anchors = BTreeSet::from([spec::anchor("Type expressions")]);
    let cite = |anchor: &str| format!("// See {}{anchor}.", "format.md#");
    assert!(in_line(&cite("type-expressions"), &anchors).is_empty());
    assert_eq!(in_line(&cite("types"), &anchors).len(), 1);
    assert_eq!(in_line("(Page format \u{a7}8)", &anchors).len(), 1);
    assert!(in_line("OData CSDL \u{a7}8", &anchors).is_empty());
}
