//! Both judges over small editions: the pairs of all kinds of changes together, and a pair of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use docbindgen::diff::{ChangeKind, Comparison, RustLevel};
use docbindgen::pipeline::Reading;
use docbindgen::plan::surface::{self, Surface};

use super::findings::{Finding, Named};
use super::judges::{NOT_COVERED, PARAMETER_COUNT, is_whole};
use super::*;

/// A pair for features, whose pages depend on each other more than those of other pairs.
const FEATURES: &str = "area-not-default";

fn pair(id: &str, side: &str) -> PathBuf {
    root().join("generator/diffs").join(id).join(side)
}

/// The kinds whose pairs are in one edition. The tool must find nothing for those that are not major.
fn kinds() -> impl Iterator<Item = &'static ChangeKind> {
    ChangeKind::all().filter(|kind| kind.id != FEATURES)
}

/// Returns the name that stands for a kind in namespaces and paths.
fn slug(id: &str) -> String {
    id.replace('-', "")
}

/// Writes the pages of one side of all pairs to a folder. Each pair has its own namespace, paths and file names.
fn write_all(side: &str, folder: &Path) {
    let pairs = kinds().map(|kind| (slug(kind.id), pair(kind.id, side)));
    for (name, docs) in pairs.chain([("mixed".to_owned(), root().join("xtask/semver").join(side))]) {
        for part in ["api", "resources"] {
            let Ok(pages) = fs::read_dir(docs.join(part)) else { continue };
            fs::create_dir_all(folder.join(part)).expect("a folder");
            for page in pages {
                let page = page.expect("a page");
                let file = page.file_name().to_string_lossy().replace(".md", &format!("-{name}.md"));
                let text = fs::read_to_string(page.path()).expect("a text");
                fs::write(folder.join(part).join(file), renamed(&text, &name)).expect("a written page");
            }
        }
    }
}

/// Returns a page with the namespace, the links and the path of its own pair.
fn renamed(text: &str, name: &str) -> String {
    let text = text.replace("sample.shop", &format!("sample.{name}")).replace(".md)", &format!("-{name}.md)"));
    let line = |line: &str| match line.split_once(" /") {
        Some((method, path)) if !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            let end = path.find(['/', '?', '(']).unwrap_or(path.len());
            let (first, rest) = path.split_at(end);
            format!("{method} /{first}{name}{rest}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Writes both sides of all pairs.
fn all_pairs(folder: &Path) -> [Place; 2] {
    ["old", "new"].map(|side| {
        write_all(side, &folder.join(side));
        Place::Disk(folder.join(side))
    })
}

/// The pair for features.
fn features() -> [Place; 2] {
    ["old", "new"].map(|side| Place::Disk(pair(FEATURES, side)))
}

#[test]
fn both_judges_agree() {
    if !is_installed() {
        eprintln!("skipped: cargo-semver-checks is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for [old, new] in [all_pairs(folder.path()), features()] {
        let verdict = judge(&old, &new, None).expect("a verdict");
        assert!(verdict.findings > 0 && verdict.changes > 0, "{verdict:?}");
        assert_eq!(verdict.faults, [""; 0]);
        let named = verdict.named_though_not_covered.iter();
        let own: Vec<_> = named.filter(|(kind, subject)| subject.contains(&slug(kind))).collect();
        assert!(own.is_empty(), "cargo-semver-checks has lints for these kinds: {own:?}");
        // The surface is complete.
        assert_eq!(verdict.named, predicted([&reading(&old).surface, &reading(&new).surface]));
    }
}

/// The same without the tool, with the findings that follow from the public items.
#[test]
fn the_changes_agree_with_the_public_items() {
    let folder = tempfile::tempdir().expect("a folder");
    for [old, new] in [all_pairs(folder.path()), features()] {
        let [old, new] = [reading(&old), reading(&new)];
        let functions = new.surface.items.values().filter(|item| item.arguments.is_some());
        let functions: BTreeSet<String> = functions.map(|item| item.path.clone()).collect();
        let is_function = |named: &Named| matches!(named, Named::Item(path) if functions.contains(path));
        let finding = |named: Named| {
            let lint = if is_function(&named) { PARAMETER_COUNT } else { "missing" };
            Finding { lint: lint.to_owned(), line: format!("{named:?}"), named }
        };
        let findings: Vec<_> = predicted([&old.surface, &new.surface]).into_iter().map(finding).collect();
        assert_eq!(faults_of(old, new, &findings), [""; 0]);
    }
}

#[test]
fn the_pairs_show_every_major_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = all_pairs(folder.path()).map(|docs| Edition::of_pages(reading(&docs)));
    let found = kinds_of(&compare(&old, &new));
    let kinds = kinds().filter(|kind| kind.rust == RustLevel::Major);
    let missing: Vec<_> = kinds.map(|kind| kind.id).filter(|id| !found.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}

/// Returns what cargo-semver-checks names, according to the public items of two crates.
fn predicted([old, new]: [&Surface; 2]) -> BTreeSet<Named> {
    let new_items: BTreeMap<&str, &surface::Item> = new.items.values().map(|item| (&*item.path, item)).collect();
    let new_modules = modules(new);
    let mut named: BTreeSet<Named> = modules(old).difference(&new_modules).cloned().map(Named::Module).collect();
    for (source, item) in &old.items {
        let is_missed = match new_items.get(&*item.path) {
            Some(new) => arguments(new) != arguments(item),
            // A part is only missed where the item that it belongs to is left.
            None => {
                is_whole(source) || item.path.rsplit_once("::").is_some_and(|(owner, _)| new_items.contains_key(owner))
            }
        };
        if is_missed {
            named.insert(Named::Item(item.path.clone()));
        }
    }
    for (name, is_default) in &old.areas {
        if new.areas.get(name).is_none_or(|is_still| *is_default && !is_still) {
            named.insert(Named::Feature(name.clone()));
        }
    }
    if !old.areas.is_empty() && new.areas.is_empty() {
        named.insert(Named::Feature("full".to_owned()));
    }
    named
}

/// Returns the paths of all modules of a crate.
fn modules(surface: &Surface) -> BTreeSet<String> {
    let items = surface.items.iter().filter(|(source, _)| is_whole(source));
    let paths = items.flat_map(|(_, item)| {
        std::iter::successors(item.path.rsplit_once("::"), |(module, _)| module.rsplit_once("::"))
    });
    // These always exist.
    let kept = ["models", "pages", "parameters", "requests"].map(str::to_owned);
    paths.map(|(module, _)| module.to_owned()).chain(kept).collect()
}

/// Returns the number of a function's arguments.
fn arguments(item: &surface::Item) -> usize {
    let text = item.arguments.as_deref().unwrap_or_default();
    if text.is_empty() { 0 } else { text.split(", ").count() }
}

/// Returns the ids of the kinds of major changes that are about the pages of the kind's own pair.
fn kinds_of(comparison: &Comparison) -> BTreeSet<&'static str> {
    let major = comparison.changes.iter().filter(|change| change.rust == RustLevel::Major);
    let own = major.filter(|change| change.subject.to_string().contains(&slug(change.kind.id)));
    own.map(|change| change.kind.id).collect()
}

fn reading(docs: &Place) -> Reading {
    pipeline::read_pages_at(docs, &RunOptions::default()).expect("pages")
}

#[test]
fn the_document_lists_the_kinds_without_a_lint() {
    let text = fs::read_to_string(root().join("docs/diff.md")).expect("the document");
    let text = text.split("<!-- begin").next().unwrap_or_default();
    for id in NOT_COVERED {
        assert!(ChangeKind::find(id).is_some_and(|kind| kind.rust == RustLevel::Major), "{id}");
        assert!(text.contains(&format!("`{id}`")), "{id} is missing in docs/diff.md");
    }
}

/// Returns the faults that both judges have about the pages of a pair, if these are the findings.
fn faults(id: &str, findings: &[(&str, &str)]) -> Vec<String> {
    let finding = |(lint, path): &(&str, &str)| {
        let make = if *lint == "module_missing" { Named::Module } else { Named::Item };
        let named = make((*path).to_owned());
        Finding { lint: (*lint).to_owned(), line: (*path).to_owned(), named }
    };
    let findings: Vec<Finding> = findings.iter().map(finding).collect();
    let [old, new] = ["old", "new"].map(|side| reading(&Place::Disk(pair(id, side))));
    faults_of(old, new, &findings)
}

fn faults_of(old: Reading, new: Reading, findings: &[Finding]) -> Vec<String> {
    let (before, surface) = (Old::new(&old), new.surface.clone());
    let comparison = compare(&Edition::of_pages(old), &Edition::of_pages(new));
    Judges::new(&before, &surface, &comparison, findings).faults()
}

#[test]
fn what_only_one_judge_reports_is_a_fault() {
    let fault = |text: &str| vec![text.to_owned()];
    let field = |path| ("struct_pub_field_missing", path);
    let label = field("models::sample::shop::Widget::label");
    let other = field("models::sample::shop::Widget::size");
    assert_eq!(faults("property-removed", &[label]), [""; 0]);
    assert_eq!(
        faults("property-removed", &[]),
        fault("no finding names the change property-removed of `sample.shop.widget/label`")
    );
    assert_eq!(
        faults("property-removed", &[label, other]),
        fault("struct_pub_field_missing: `models::sample::shop::Widget::size`: no major change explains it")
    );
    // The right property of another type.
    assert_eq!(
        faults("property-removed", &[label, field("models::sample::shop::Part::label")]),
        fault("struct_pub_field_missing: `models::sample::shop::Part::label`: the surface has no item of this path")
    );
    // Another response does not explain other arguments.
    assert_eq!(
        faults("response-changed", &[("function_parameter_count_changed", "requests::widgets::pack")]),
        fault("function_parameter_count_changed: `requests::widgets::pack`: no major change explains it")
    );
}

#[test]
fn lost_ancestors_explain_lost_fields() {
    let field = |path| ("struct_pub_field_missing", path);
    assert_eq!(faults("base-removed", &[field("models::sample::shop::Widget::maker")]), [""; 0]);
    // Its own property does not come from the base.
    assert_eq!(faults("base-removed", &[field("models::sample::shop::Widget::size")]).len(), 1);
    assert_eq!(faults("base-removed", &[field("models::sample::shop::MetalPart::maker")]).len(), 1);
}

#[test]
fn a_module_is_gone_with_everything_in_it() {
    let label = ("struct_pub_field_missing", "models::sample::shop::Widget::label");
    assert_eq!(
        faults("property-removed", &[label, ("module_missing", "models::sample")]),
        ["module_missing: `models::sample`: no major change explains that `models::sample::shop::Widget` is gone"]
    );
    // A function may have the name of a module.
    let delete = "requests::boxes::widgets::delete";
    let fault =
        "no finding names the change operation-removed of `DELETE /boxes/{boxId}/widgets/{widgetId}`".to_owned();
    assert!(faults("operation-removed", &[("module_missing", delete)]).contains(&fault));
    for named in [("function_missing", delete), ("module_missing", "requests::boxes")] {
        assert!(!faults("operation-removed", &[named]).contains(&fault), "{named:?}");
    }
}

#[test]
fn pages_are_compared_with_the_commit_where_the_branch_began() {
    let folder = tempfile::tempdir().expect("a folder");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").current_dir(folder.path()).args(identity).args(arguments).output();
        String::from_utf8_lossy(&output.expect("git").stdout).trim().to_owned()
    };
    // Commits with equal messages would be the same one.
    let commit = |message: &str| {
        git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        git(&["rev-parse", "HEAD"])
    };
    assert_eq!(commit_before(folder.path()), None, "no repository");
    git(&["init", "--quiet", "--initial-branch", "main"]);
    assert_eq!(commit_before(folder.path()), None, "no commit");
    let first = commit("a");
    assert_eq!(commit_before(folder.path()), None, "no commit before");
    let second = commit("b");
    assert_eq!(commit_before(folder.path()), Some(first));
    git(&["checkout", "--quiet", "-b", "work"]);
    commit("c");
    commit("d");
    assert_eq!(commit_before(folder.path()), Some(second.clone()));
    git(&["checkout", "--quiet", "main"]);
    commit("e");
    git(&["checkout", "--quiet", "work"]);
    assert_eq!(commit_before(folder.path()), Some(second));
    git(&["checkout", "--quiet", "--orphan", "other"]);
    commit("f");
    assert_eq!(commit_before(folder.path()), None, "no common commit");
}
