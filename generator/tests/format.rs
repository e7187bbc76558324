//! `docs/format.md` is a specification of the page format, and a test: every example in it is run through the pipeline.
//!
//! Each rule of the document has one or more examples. An example is a row of fences with pages (`markdown file=api/boat-get.md`) and one
//! fence with the expected facts (`toml`). `format/spec.rs` reads the document, `format/facts.rs` reduces the exported model to the facts
//! that examples compare with, `format/compare.rs` compares, and `format/citations.rs` finds citations of rules that do not exist.

mod support;

#[path = "format/citations.rs"]
mod citations;
#[path = "format/compare.rs"]
mod compare;
#[path = "format/facts.rs"]
mod facts;
#[path = "format/harness_tests.rs"]
mod harness_tests;
#[path = "format/spec.rs"]
mod spec;

use std::fs;

use spec::{Example, Rule, Spec};
use support::workspace;

/// The specification, relative to the root of the repository.
const SPEC: &str = "docs/format.md";

/// Returns the specification in the repository.
fn specification() -> Spec {
    let text = fs::read_to_string(workspace().join(SPEC)).unwrap_or_else(|error| panic!("{SPEC}: {error}"));
    Spec::read(&text)
}

/// Returns what is wrong with the results of an example, one message each.
fn check_example(rule: &Rule, example: &Example) -> Vec<String> {
    let at = |line: usize, fault: &str| format!("{SPEC}:{line}: rule {} \"{}\": {fault}", rule.number, rule.title);
    let outcome = match facts::run_pages(&example.files) {
        Ok(outcome) => outcome,
        Err(error) => return vec![at(example.line, &error)],
    };
    let actual = match facts::facts(&outcome) {
        Ok(actual) => actual,
        Err(error) => return vec![at(example.line, &error)],
    };
    let found = facts::diagnostics(&outcome, example.files.len() == 1);
    let faults = compare::compare(&example.facts, &actual, &found);
    faults.into_iter().map(|fault| at(fault.line, &fault.text)).collect()
}

/// Returns what is wrong with the results of all examples.
fn check_examples(spec: &Spec) -> Vec<String> {
    let examples = spec.rules.iter().flat_map(|rule| rule.examples.iter().map(move |example| (rule, example)));
    examples.flat_map(|(rule, example)| check_example(rule, example)).collect()
}

#[test]
fn the_specification_is_well_formed() {
    let problems = specification().problems;
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_example_has_the_expected_facts() {
    let faults = check_examples(&specification());
    assert!(faults.is_empty(), "{} facts differ:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn citations_name_existing_rules() {
    let spec = specification();
    let faults = citations::dangling(&workspace(), &spec.anchors);
    assert!(faults.is_empty(), "{} citations lead nowhere:\n{}", faults.len(), faults.join("\n"));
}
