//! Adds new lints and new test cases.
//!
//! In: a name. Out: files with the parts that each of them needs, for the author to fill in.

use std::fs;
use std::path::Path;

use clap::ValueEnum;
use docbindgen::diagnostics::Lint;

use crate::{Failure, root};

/// What to add.
#[derive(clap::Args)]
pub struct NewLint {
    /// The id, in lower case with `-`.
    id: String,
    /// The stage that reports it.
    #[arg(long, value_enum, default_value = "extract")]
    stage: Stage,
    /// `Error` if something is missing from the output, `Warning` if a fallback was taken, `Note` if nothing was lost.
    #[arg(long, value_enum, default_value = "warning")]
    level: LintLevel,
}

/// The stages that report lints.
#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    Config,
    Load,
    Parse,
    Extract,
    Resolve,
    Areas,
    Plan,
}

/// Levels of lints.
#[derive(Clone, Copy, ValueEnum)]
enum LintLevel {
    Error,
    Warning,
    Note,
}

/// Adds the constant of a lint, and a pair of pages.
///
/// # Errors
/// Fails if the id is not in lower case with `-`, is taken, or a file cannot be written.
pub fn new_lint(lint: &NewLint) -> Result<(), Failure> {
    check_name(&lint.id)?;
    if Lint::find(&lint.id).is_some() {
        return Err(format!("there is a lint `{}` already", lint.id).into());
    }
    let stage = lint.stage.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let level = match lint.level {
        LintLevel::Error => "Error",
        LintLevel::Warning => "Warning",
        LintLevel::Note => "Note",
    };
    let constants = root().join(format!("generator/src/diagnostics/lints/{stage}.rs"));
    let text = fs::read_to_string(&constants)?;
    let end = text.rfind('}').ok_or("the file of the stage has no table")?;
    let name = lint.id.to_uppercase().replace('-', "_");
    let constant = format!(
        "    {name} \"{}\" {level}\n        \"TODO: what is wrong\"\n        \"TODO: why it matters, and what to do\"\n",
        lint.id
    );
    write(&constants, &format!("{}{constant}{}", &text[..end], &text[end..]))?;
    let folder = root().join("generator/lints").join(&lint.id);
    let page = "# widget resource type\n\nNamespace: sample.shop\n\nTODO: the smallest page with the fault.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|size|Int32|The size.|\n";
    write(&folder.join("bad.md"), page)?;
    write(&folder.join("good.md"), &page.replace("with the fault", "without the fault"))?;
    println!("Fill in the texts marked TODO, report the lint, and run `cargo xtask bless`.");
    Ok(())
}

/// Adds a folder of pages that the snapshot tests find by themselves.
///
/// # Errors
/// Fails if the name is not in lower case with `-`, is taken, or a file cannot be written.
pub fn new_case(name: &str) -> Result<(), Failure> {
    check_name(name)?;
    let folder = root().join("generator/tests/pages").join(name);
    if folder.exists() {
        return Err(format!("there is a case `{name}` already").into());
    }
    let page = "# widget resource type\n\nNamespace: sample.shop\n\nTODO: the smallest page that shows it.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|size|Int32|The size.|\n";
    write(&folder.join("resources/widget.md"), page)?;
    println!("Change the page, and run `cargo xtask bless`.");
    Ok(())
}

fn check_name(name: &str) -> Result<(), Failure> {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if name.split('-').all(is_word) && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(format!("`{name}` is not a name: use lower case with `-`").into())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("wrote {}", path.strip_prefix(root()).unwrap_or(path).display());
    Ok(())
}
