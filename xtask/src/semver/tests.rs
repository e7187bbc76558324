//! Both judges over small editions: the pairs of all kinds of changes together, and a pair of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use docbindgen::diff::{ChangeKind, Comparison, RustLevel};
use docbindgen::pipeline::Reading;
use docbindgen::plan::surface;

use super::emitted::{Emitted, Kind};
use super::findings::{Finding, Named};
use super::judges::{NOT_COVERED, PARAMETER_COUNT};
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
        assert_eq!(verdict.named, emitted(&old).lost_in(&emitted(&new)));
    }
}

/// The same without the tool, with the findings that follow from the emitted code.
#[test]
fn the_changes_agree_with_the_emitted_code() {
    let folder = tempfile::tempdir().expect("a folder");
    for [old, new] in [all_pairs(folder.path()), features()] {
        let (old_crate, new_crate) = (emitted(&old), emitted(&new));
        let is_function = |named: &Named| match named {
            Named::Item(path) => matches!(new_crate.items.get(path), Some(Kind::Function(_))),
            _ => false,
        };
        let finding = |named: Named| {
            let lint = if is_function(&named) { PARAMETER_COUNT } else { "missing" };
            Finding { lint: lint.to_owned(), line: format!("{named:?}"), named }
        };
        let findings: Vec<_> = old_crate.lost_in(&new_crate).into_iter().map(finding).collect();
        assert!(!findings.is_empty());
        assert_eq!(faults_of(reading(&old), reading(&new), &findings), [""; 0]);
    }
}

/// `diff` compares the items of the plan. They are those that are emitted, but for what every struct and enum has.
#[test]
fn the_public_items_are_emitted() {
    const OF_EVERY: [&str; 2] = ["extra", "Unrecognized"];
    let folder = tempfile::tempdir().expect("a folder");
    for docs in all_pairs(folder.path()).into_iter().chain(features()) {
        let (surface, emitted) = (reading(&docs).surface, emitted(&docs));
        let arguments =
            |item: &surface::Item| Some(item.arguments.as_ref()?.split(", ").filter(|text| !text.is_empty()).count());
        let planned: BTreeMap<&str, Option<usize>> =
            surface.items.values().map(|item| (&*item.path, arguments(item))).collect();
        let found =
            emitted.items.iter().filter(|(path, _)| !OF_EVERY.iter().any(|name| path.ends_with(&format!("::{name}"))));
        let found: BTreeMap<&str, Option<usize>> = found
            .map(|(path, kind)| match kind {
                Kind::Function(arguments) => (&**path, Some(*arguments)),
                Kind::Whole | Kind::Part => (&**path, None),
            })
            .collect();
        assert!(!found.is_empty());
        let only = |own: &BTreeMap<&str, Option<usize>>, other: &BTreeMap<&str, Option<usize>>| {
            own.iter()
                .filter(|(path, arguments)| other.get(*path) != Some(arguments))
                .map(|(path, _)| (*path).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!((only(&planned, &found), only(&found, &planned)), (Vec::new(), Vec::new()));
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

/// Returns the public items of the crate that is emitted for pages.
fn emitted(docs: &Place) -> Emitted {
    let options = RunOptions { layout: Some(Layout::Crate), ..RunOptions::default() };
    Emitted::new(&pipeline::run_at(docs, &options).expect("a crate").files)
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

/// One job runs the step "levels in rust". The script of all machines does not compile the tool.
#[test]
fn ci_installs_the_tool() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("a file");
    let install = format!("run: cargo install --locked cargo-semver-checks@{VERSION}\n");
    assert!(read(".github/workflows/ci.yml").contains(&install), "{install}");
    assert!(!read(".ci/run").contains("semver-checks"));
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
