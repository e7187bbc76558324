//! `docbindgen samples`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::folders::resolve;
use super::patch::Patch;
use super::{Exit, Input, Output, Stopped};
use crate::diagnostics::{FileId, clean_message};
use crate::formats::Locations;
use crate::output::{FileChange, PageFile, RelPath, apply, changes};
use crate::pipeline::{NoSample, Pages, Planned, count, plan_pages};
use crate::samples::{FOLDER, Options, Placed, included, is_file, is_snippet, of_examples, place};

const EXAMPLES: &str = "\
Examples:
  docbindgen samples --docs docs/v1.0 --out docs/v1.0
      write docs/v1.0/includes/snippets/rust/*-rust-snippets.md
  docbindgen samples --docs docs/v1.0 --out docs/v1.0 --insert
      also add the tab `Rust` to the tabs of the pages
  docbindgen samples --docs docs/v1.0 --out docs/v1.0 --insert --dry-run
      show what that would change

Exit codes: 0 fine, warnings included; 1 errors in the pages, or with --dry-run something to change;
2 wrong usage, nothing to read, or files that cannot be written.";

/// Write samples in Rust for the examples of the pages, and show them on the pages
///
/// Each example gets a file with a fenced block of code, in the layout that published pages have for other languages. With --insert, a tab
/// includes it in the group of tabs of its request. A second run changes nothing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Samples {
    #[command(flatten)]
    input: Input,
    /// Folder to write includes/snippets/rust/ into, created if need be: for published pages the folder that has api/ in it
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Change the pages: add, update and remove tabs in Rust
    #[arg(long)]
    insert: bool,
    /// With --insert: put requests without tabs into a new group, HTTP and Rust
    #[arg(long, requires = "insert")]
    new_groups: bool,
    /// Print the changes as a diff and write nothing; exit with 1 if there are any
    #[arg(long)]
    dry_run: bool,
}

/// Files that are listed by name.
const MAX_LISTED: usize = 50;

/// Writes the code for each example, or says why there is none.
type Code = dyn Fn(&Planned) -> Vec<Result<String, String>>;

pub(super) fn run(args: &Samples) -> Exit {
    run_with(args, &code)
}

/// Returns the code for each example, or why there is none.
fn code(planned: &Planned) -> Vec<Result<String, String>> {
    let text = |code: Result<Vec<String>, NoSample>| match code {
        Ok(lines) => Ok(lines.join("\n") + "\n"),
        Err(NoSample::NoRequest) => Err("it has no request".to_owned()),
        Err(NoSample::Left(reason)) => Err(reason.lint().summary.to_owned()),
        Err(NoSample::NoBody) => Err("an example does not show its request body".to_owned()),
    };
    match planned.examples() {
        Ok(examples) => examples.into_iter().map(|example| text(example.code)).collect(),
        Err(error) => planned.pages.api.examples.iter().map(|_| Err(error.to_string())).collect(),
    }
}

/// Runs the command with the code that `code` writes for the examples of the pages.
fn run_with(args: &Samples, code: &Code) -> Exit {
    let mut console = Console::new(&args.input.messages, &args.input.docs);
    args.run(code, &mut console).unwrap_or_else(|exit| exit)
}

/// What a run changes.
struct Work {
    pages: Pages,
    placed: Placed,
    /// Files to write.
    written: Vec<FileChange>,
    /// Files to remove.
    removed: Vec<FileChange>,
    /// Files that no example has any more, each with the page that includes it, or nothing if it may be a page that cannot be read.
    kept: BTreeMap<RelPath, Option<String>>,
}

impl Samples {
    fn run(&self, code: &Code, console: &mut Console) -> Result<Exit, Exit> {
        let options = self.input.options(&Output::default());
        let planned = plan_pages(&self.input.docs, &options, &console.progress());
        console.end_progress();
        let planned = planned.map_err(|error| Stopped::from(error).report(console))?;
        let mut work = self.work(planned, code, console)?;
        work.pages.diagnostics.extend(std::mem::take(&mut work.placed.diagnostics));
        work.pages.finish();
        console.diagnostics(&work.pages.set.sources, work.pages.diagnostics.list());
        if self.dry_run {
            self.print(&work, console)?
        } else {
            self.write(&work, console)?
        }
        console.note(&work.pages.summary.to_string());
        self.report(&work, console);
        let exit = self.input.exit(&work.pages.summary);
        let changes = work.written.len() + work.removed.len() + work.placed.pages.len();
        Ok(if self.dry_run && changes > 0 { Exit::Found } else { exit })
    }

    /// Finds out what to change.
    fn work(&self, planned: Planned, code: &Code, console: &mut Console) -> Result<Work, Exit> {
        let pages = &planned.pages;
        let samples = of_examples(&pages.api, code(&planned));
        let out = relative(&pages.set.root, &self.out);
        let options = Options { insert: self.insert, new_groups: self.new_groups, out: out.as_deref() };
        let placed = place(&pages.set, &samples, &options);
        let all = changes(&self.out, FOLDER, &placed.files, is_file, is_snippet).map_err(|error| {
            console.error(&clean_message(&error.to_string()));
            Exit::Usage
        })?;
        let included = included(&pages.set, &placed.pages);
        let (written, stale): (Vec<_>, Vec<_>) = all.into_iter().partition(|change| change.after.is_some());
        let is_complete = pages.set.unread.is_empty();
        let name = |path: &RelPath| path.parts().next_back().unwrap_or_default().to_owned();
        let (removed, kept): (Vec<_>, Vec<_>) =
            stale.into_iter().partition(|change| is_complete && !included.contains_key(&name(&change.path)));
        let kept = kept.into_iter().map(|change| {
            let page = included.get(&name(&change.path)).cloned();
            (change.path, page)
        });
        let kept = kept.collect();
        Ok(Work { kept, pages: planned.pages, placed, written, removed })
    }

    /// Prints the changes as a unified diff.
    fn print(&self, work: &Work, console: &mut Console) -> Result<(), Exit> {
        let docs = self.input.docs.to_string_lossy().into_owned();
        let locations = Locations::new(&work.pages.set.sources, &docs);
        let mut patch = Patch::default();
        let mut failed = false;
        for (id, after) in &work.placed.pages {
            let file = work.pages.set.sources.file(*id);
            match PageFile::open(&self.input.docs, &file.path, &file.text) {
                Ok(page) => {
                    let (before, after) = ([page.mark(), &file.text].concat(), [page.mark(), after].concat());
                    patch.add(&locations.path(&file.path), Some(&before), Some(&after));
                }
                Err(error) => {
                    console.error(&clean_message(&error.to_string()));
                    failed = true;
                }
            }
        }
        let out = self.out.to_string_lossy().into_owned();
        let locations = Locations::new(&work.pages.set.sources, &out);
        for change in work.written.iter().chain(&work.removed) {
            let path = locations.path(change.path.as_str());
            patch.add(&path, change.before.as_deref(), change.after.as_deref());
        }
        patch.print(console)?;
        if failed { Err(Exit::Usage) } else { Ok(()) }
    }

    /// Writes the files, then the pages that include them, and then removes the files that no page includes any more.
    fn write(&self, work: &Work, console: &mut Console) -> Result<(), Exit> {
        let mut failed = self.apply(&work.written, console);
        if !failed {
            for (id, after) in &work.placed.pages {
                failed |= self.write_page(work, *id, after, console);
            }
        }
        if failed || self.apply(&work.removed, console) { Err(Exit::Usage) } else { Ok(()) }
    }

    /// Changes files. Returns whether that failed.
    fn apply(&self, changes: &[FileChange], console: &mut Console) -> bool {
        let result = apply(&self.out, changes);
        if let Err(error) = &result {
            console.error(&clean_message(&error.to_string()));
        }
        result.is_err()
    }

    /// Writes a page. Returns whether that failed.
    fn write_page(&self, work: &Work, id: FileId, after: &str, console: &mut Console) -> bool {
        let file = work.pages.set.sources.file(id);
        let result = PageFile::open(&self.input.docs, &file.path, &file.text).and_then(|page| page.write(after));
        if let Err(error) = &result {
            console.error(&clean_message(&error.to_string()));
        }
        result.is_err()
    }

    /// Says what was changed.
    fn report(&self, work: &Work, console: &mut Console) {
        let Work { placed, written, removed, kept, .. } = work;
        let [wrote, removes, adds] =
            if self.dry_run { ["to write", "to remove", "to add"] } else { ["written", "removed", "added"] };
        for (reason, number) in &placed.refused {
            console.note(&format!("{} without a sample: {}", count(*number, "example"), clean_message(reason)));
        }
        for change in removed.iter().take(MAX_LISTED) {
            console.note(&format!("{removes}, because no example has this sample: {}", change.path));
        }
        for (path, page) in kept.iter().take(MAX_LISTED) {
            let why = match page {
                Some(page) => format!("`{}` includes it; remove the tab, or use `--insert`", clean_message(page)),
                None => "a page that cannot be read may include it".to_owned(),
            };
            console.note(&format!("kept, although no example has this sample: {path}; {why}"));
        }
        let unchanged = placed.files.len() - written.len();
        console.note(&format!(
            "{}: {} {wrote}, {} {removes}, {unchanged} unchanged",
            self.out.display(),
            count(written.len(), "file"),
            removed.len(),
        ));
        if self.insert {
            let changes = placed.changes;
            console.note(&format!(
                "{} in {}: {} {adds}, {} of them in new groups, {} updated, {} {removes}",
                count(changes.added + changes.groups + changes.updated + changes.removed, "tab"),
                count(placed.pages.len(), "page"),
                changes.added + changes.groups,
                changes.groups,
                changes.updated,
                changes.removed,
            ));
            if changes.without_group > 0 {
                let samples = count(changes.without_group, "sample");
                console.note(&format!("{samples} of requests without tabs: `--new-groups` adds groups"));
            }
        }
        if let Some(target) = &placed.elsewhere {
            let (target, out) = (clean_message(target), self.out.display());
            // Said even to those who want errors only: the pages would not show the samples.
            console.line(&format!(
                "warning: the pages include `{target}`, which is not in `{out}`; write to the folder that the pages include from, or copy the files there"
            ));
        }
    }
}

/// Returns the path from a folder to another one, if one of them contains the other.
fn relative(root: &Path, out: &Path) -> Option<String> {
    let (root, out) = (resolve(root).ok()?, resolve(out).ok()?);
    if let Ok(inside) = out.strip_prefix(&root) {
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        return parts.map(|parts| parts.join("/"));
    }
    let above = root.strip_prefix(&out).ok()?;
    Some(vec![".."; above.iter().count()].join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::super::{Cli, Command};
    use super::*;

    const PAGE: &str = "# Get boat\n\nNamespace: microsoft.graph\n\n## HTTP request\n\n```http\nGET /boats/{id}\n```\n\n## Response\n\n\
        If successful, this method returns a `204 No Content` response code.\n\n## Examples\n\n# [HTTP](#tab/http)\n\
        <!-- { \"blockType\": \"request\", \"name\": \"get_boat\" } -->\n```http\nGET https://graph.microsoft.com/v1.0/boats/1\n```\n\n\
        # [C#](#tab/csharp)\n[!INCLUDE [sample-code](../includes/snippets/csharp/get-boat-csharp-snippets.md)]\n\n---\n";
    const FILE: &str = "includes/snippets/rust/get-boat-rust-snippets.md";
    const TAB: &str =
        "# [Rust](#tab/rust)\n[!INCLUDE [sample-code](../includes/snippets/rust/get-boat-rust-snippets.md)]\n\n";

    fn docs() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        write(&dir.path().join("api/boat-get.md"), PAGE);
        dir
    }

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the command with folders of `dir`; `code` is that of every example.
    fn run(dir: &Path, docs: &str, out: &str, flags: &[&str], code: Result<&str, &str>) -> Exit {
        let (docs, out) = (dir.join(docs), dir.join(out));
        let folders = ["docbindgen", "samples", "--docs", docs.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let cli = Cli::try_parse_from(folders.iter().chain(flags)).unwrap();
        let Command::Samples(args) = cli.command else { panic!("another command") };
        let code = code.map(str::to_owned).map_err(str::to_owned);
        run_with(&args, &move |planned| vec![code.clone(); planned.pages.api.examples.len()])
    }

    fn page(dir: &Path) -> String {
        fs::read_to_string(dir.join("api/boat-get.md")).unwrap()
    }

    #[test]
    fn files_and_tabs_follow_the_examples() {
        let dir = docs();
        let dir = dir.path();
        let with_tab = PAGE.replace("---\n", &(TAB.to_owned() + "---\n"));
        assert_eq!(run(dir, "", "", &["--insert", "--dry-run"], Ok("let a = 1;")), Exit::Found);
        assert!(page(dir) == PAGE && !dir.join("includes").exists(), "nothing is written");
        assert_eq!(run(dir, "", "", &[], Ok("let a = 1;")), Exit::Fine);
        assert_eq!(fs::read_to_string(dir.join(FILE)).unwrap(), "```rust\nlet a = 1;\n```\n");
        assert_eq!(page(dir), PAGE, "only --insert changes pages");
        assert_eq!(run(dir, "", "", &["--insert"], Ok("let a = 1;")), Exit::Fine);
        assert_eq!(page(dir), with_tab);
        assert_eq!(run(dir, "", "", &["--insert", "--dry-run"], Ok("let a = 1;")), Exit::Fine, "up to date");
        assert_eq!(run(dir, "", "", &[], Ok("let a = 2;")), Exit::Fine);
        assert_eq!(fs::read_to_string(dir.join(FILE)).unwrap(), "```rust\nlet a = 2;\n```\n");
        // The page still includes the file.
        assert_eq!(run(dir, "", "", &[], Err("it fails")), Exit::Fine);
        assert!(dir.join(FILE).exists());
        assert_eq!(run(dir, "", "", &["--insert"], Err("it fails")), Exit::Fine);
        assert!(page(dir) == PAGE && !dir.join(FILE).exists());
    }

    #[test]
    fn only_own_files_are_removed_or_overwritten() {
        let dir = docs();
        let dir = dir.path();
        let others = [
            "rust/by-hand-rust-snippets.md",
            "rust/notes.md",
            "csharp/get-boat-csharp-snippets.md",
            "x-rust-snippets.md",
        ];
        for other in others {
            write(
                &dir.join("includes/snippets").join(other),
                if other.starts_with("rust/by") { "text" } else { "```rust\n```\n" },
            );
        }
        write(&dir.join("includes/snippets/rust/old-rust-snippets.md"), "```rust\nlet a = 1;\n```\n");
        assert_eq!(run(dir, "", "", &["--insert"], Ok("x")), Exit::Fine);
        assert!(!dir.join("includes/snippets/rust/old-rust-snippets.md").exists());
        for other in others {
            assert!(dir.join("includes/snippets").join(other).exists(), "{other}");
        }
        let dir = docs();
        let dir = dir.path();
        write(&dir.join(FILE), "text");
        assert_eq!(run(dir, "", "", &["--insert"], Ok("x")), Exit::Usage);
        assert!(page(dir) == PAGE && fs::read_to_string(dir.join(FILE)).unwrap() == "text");
    }

    #[test]
    fn a_page_that_cannot_be_read_keeps_all_files() {
        let dir = docs();
        let dir = dir.path();
        fs::write(dir.join("api/pointer.md"), "version https://git-lfs.github.com/spec/v1\n").unwrap();
        write(&dir.join("includes/snippets/rust/old-rust-snippets.md"), "```rust\nlet a = 1;\n```\n");
        assert_eq!(run(dir, "", "", &["--insert"], Ok("x")), Exit::Found, "the page is an error");
        assert!(dir.join("includes/snippets/rust/old-rust-snippets.md").exists() && dir.join(FILE).exists());
    }

    #[test]
    fn a_folder_of_versions_has_files_for_each() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        let text = format!("\u{feff}{}", PAGE.replace('\n', "\r\n"));
        for version in ["v1.0", "beta"] {
            write(&dir.join(version).join("api/boat-get.md"), &text);
        }
        let flags = ["--insert", "--api-version", "v1.0"];
        assert_eq!(run(dir, "", "v1.0", &flags, Ok("x")), Exit::Fine);
        let after = PAGE.replace("---\n", &(TAB.to_owned() + "---\n")).replace('\n', "\r\n");
        assert_eq!(page(&dir.join("v1.0")), format!("\u{feff}{after}"));
        assert!(dir.join("v1.0").join(FILE).exists() && page(&dir.join("beta")) == text);
        assert_eq!(relative(&dir.join("v1.0"), dir).as_deref(), Some(".."));
        assert_eq!(relative(dir, &dir.join("v1.0/x")).as_deref(), Some("v1.0/x"));
        assert_eq!(relative(&dir.join("v1.0"), &dir.join("beta")), None);
    }
}
