//! The crates to measure, on disk: the emitted one, its variants, and programs that use them.
//!
//! In: pages. Out: a separate workspace in the build folder, in which all crates share their dependencies.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use docbindgen::config::Layout;
use docbindgen::model::TypeName;
use docbindgen::pipeline::{self, Options};

use crate::corpus::Names;
use crate::derive::{self, Files, Form, Scope};
use crate::error::MeasureError;

/// The form of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// As emitted.
    Emitted,
    /// A variant.
    Variant(Form),
}

/// A crate to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crate {
    /// The form of its models.
    pub shape: Shape,
    /// The part of it that is included.
    pub scope: Scope,
}

impl Crate {
    /// Returns the name of its package.
    pub fn package(self) -> String {
        format!("{}{}", self.shape.name(), self.scope.suffix())
    }
}

impl Shape {
    /// Returns a word for it.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Emitted => "emitted",
            Shape::Variant(Form::Plain) => "derive",
            Shape::Variant(Form::Flatten) => "derive-flatten",
            Shape::Variant(Form::Structs) => "structs",
        }
    }

    /// Returns the name of the package with the dependencies of crates of this shape.
    pub fn dependencies(self) -> &'static str {
        match self {
            Shape::Emitted => "dependencies-emitted",
            Shape::Variant(_) => "dependencies-derive",
        }
    }
}

impl Scope {
    fn suffix(self) -> &'static str {
        match self {
            Scope::Full => "",
            Scope::Models => "-models",
            Scope::Runtime => "-runtime",
        }
    }
}

/// A crate generated from a docs folder.
pub struct Generated {
    /// The files of the crate.
    pub files: Files,
    /// The number of types: structs and enums.
    pub types: usize,
    /// The number of requests.
    pub requests: usize,
    /// The number of pages.
    pub pages: usize,
    /// The names that copies of the pages must change.
    pub names: Names,
}

/// Generates a crate in memory.
///
/// # Errors
/// Fails if there are no pages, or nothing can be generated from them.
pub fn generate(docs: &Path) -> Result<Generated, MeasureError> {
    generate_with(docs, None)
}

/// Like [`generate`], with a configuration in place of that in the docs folder.
///
/// # Errors
/// The same as [`generate`].
pub fn generate_with(docs: &Path, config: Option<PathBuf>) -> Result<Generated, MeasureError> {
    let crate_name = Some("emitted".to_owned());
    let options = Options { config, layout: Some(Layout::Crate), crate_name, ..Options::default() };
    let outcome = pipeline::run(docs, &options).map_err(|e| MeasureError::Generate(docs.to_owned(), e.to_string()))?;
    let files: Files = outcome
        .files
        .iter()
        .map(|(path, bytes)| (path.as_str().to_owned(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    let api = &outcome.api;
    let (types, requests) = (api.types.len() + api.enums.len(), api.operations.len());
    let names = api.types.keys().chain(api.enums.keys()).map(TypeName::short);
    let names = Names::new(names, api.operations.iter().map(|operation| operation.path.as_str()), docs)?;
    Ok(Generated { files, types, requests, pages: outcome.report.pages.len(), names })
}

/// A workspace of crates to measure.
pub struct Workspace {
    root: PathBuf,
    members: Vec<String>,
    crates: Vec<String>,
    /// Whether the crates have a feature `full`, which includes all areas.
    full: bool,
}

impl Workspace {
    /// Returns an empty workspace at `root`. The output of earlier runs stays, so that dependencies are not built again.
    pub fn new(root: &Path) -> Self {
        Workspace { root: root.to_owned(), members: Vec::new(), crates: Vec::new(), full: false }
    }

    /// Adds a variant of a generated crate.
    ///
    /// # Errors
    /// Fails if the variant cannot be generated or written.
    pub fn add(&mut self, generated: &Generated, krate: Crate) -> Result<(), MeasureError> {
        let mut files = match krate.shape {
            Shape::Emitted => derive::scoped(&generated.files, krate.scope)?,
            Shape::Variant(form) => derive::variant(&generated.files, form, krate.scope)?,
        };
        let manifest =
            generated.files.get("Cargo.toml").ok_or_else(|| MeasureError::Format("no Cargo.toml".to_owned()))?;
        let table = manifest_table(manifest, krate)?;
        self.full |= table.get("features").is_some_and(|features| features.get("full").is_some());
        files.insert("Cargo.toml".to_owned(), table.to_string());
        self.write(&krate.package(), files)?;
        self.crates.push(krate.package());
        self.dependencies(manifest, krate)
    }

    /// Adds an empty package with the dependencies of `krate`, so that they are built.
    fn dependencies(&mut self, manifest: &str, krate: Crate) -> Result<(), MeasureError> {
        let name = krate.shape.dependencies();
        if self.members.iter().any(|member| member == name) {
            return Ok(());
        }
        let mut table = manifest_table(manifest, krate)?;
        table.remove("features");
        set_name(&mut table, name);
        if let Some(dependencies) = table.get_mut("dependencies").and_then(toml::Value::as_table_mut) {
            dependencies.retain(|_, value| value.get("optional").is_none());
        }
        let files = Files::from([
            ("Cargo.toml".to_owned(), table.to_string()),
            ("src/lib.rs".to_owned(), "//! Nothing: for its dependencies.\n".to_owned()),
        ]);
        self.write(name, files)
    }

    /// Adds a program that uses a crate under the name `bindings`.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn add_program(&mut self, krate: Crate, text: &str) -> Result<String, MeasureError> {
        let (name, package) = (format!("program-{}", krate.package()), krate.package());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             bindings = {{ package = \"{package}\", path = \"../{package}\"{} }}\n",
            self.features()
        );
        let files = Files::from([("Cargo.toml".to_owned(), manifest), ("src/main.rs".to_owned(), text.to_owned())]);
        self.write(&name, files)?;
        Ok(name)
    }

    /// Returns the end of a dependency on one of the crates that turns all areas on.
    pub fn features(&self) -> &'static str {
        if self.full { ", features = [\"full\"]" } else { "" }
    }

    /// Returns whether a package is one of the crates, which have the features of the emitted one.
    pub fn has_features(&self, package: &str) -> bool {
        self.crates.iter().any(|krate| krate == package)
    }

    /// Returns the features that turn all areas on.
    pub fn all_areas(&self) -> &'static [&'static str] {
        if self.full { &["full"] } else { &[] }
    }

    /// Removes everything that was built.
    ///
    /// # Errors
    /// Fails if a file cannot be removed.
    pub fn clear(&self) -> Result<(), MeasureError> {
        let target = self.target();
        match fs::remove_dir_all(&target) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(MeasureError::Disk(target, error)),
            _ => Ok(()),
        }
    }

    /// Returns the build folder.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Adds a package.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn write(&mut self, name: &str, files: Files) -> Result<(), MeasureError> {
        let folder = self.root.join(name);
        sync(&folder, &files)?;
        self.members.push(name.to_owned());
        Ok(())
    }

    /// Writes the workspace's own files.
    ///
    /// # Errors
    /// Fails if they cannot be written.
    pub fn finish(&self) -> Result<(), MeasureError> {
        let members: Vec<String> = self.members.iter().map(|name| format!("{name:?}")).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        write_if_changed(&self.root.join("Cargo.toml"), &manifest)?;
        let lock = self.root.join("Cargo.lock");
        if !lock.exists() {
            // The versions of the repository, if it locks them.
            let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
            if own.exists() {
                fs::copy(&own, &lock).map_err(MeasureError::disk(&lock))?;
            }
        }
        Ok(())
    }

    /// Returns a cargo command in this workspace.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).arg(verb);
        command.env("CARGO_TARGET_DIR", self.target()).env("CARGO_INCREMENTAL", "0");
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_BUILD_RUSTFLAGS"] {
            command.env_remove(name);
        }
        command
    }
}

/// Returns the manifest of a crate: the emitted one with another name, and with serde's derives if they are used.
fn manifest_table(emitted: &str, krate: Crate) -> Result<toml::Table, MeasureError> {
    let mut table: toml::Table = emitted.parse().map_err(|e| MeasureError::Format(format!("Cargo.toml: {e}")))?;
    set_name(&mut table, &krate.package());
    // It depends on itself for its tests, which are not included.
    table.remove("dev-dependencies");
    if matches!(krate.shape, Shape::Variant(_)) {
        let dependencies = table.entry("dependencies").or_insert_with(|| toml::Table::new().into());
        if let Some(dependencies) = dependencies.as_table_mut() {
            let serde = BTreeMap::from([
                ("version".to_owned(), toml::Value::from("1")),
                ("features".to_owned(), toml::Value::Array(vec!["derive".into()])),
            ]);
            dependencies.insert("serde".to_owned(), toml::Value::Table(serde.into_iter().collect()));
        }
    }
    Ok(table)
}

fn set_name(table: &mut toml::Table, name: &str) {
    if let Some(package) = table.get_mut("package").and_then(toml::Value::as_table_mut) {
        package.insert("name".to_owned(), name.into());
        package.remove("readme");
    }
}

/// Writes `files` to `folder` and removes all other sources.
fn sync(folder: &Path, files: &Files) -> Result<(), MeasureError> {
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source).map_err(MeasureError::disk(&source))?;
    }
    for (path, text) in files {
        write_if_changed(&folder.join(path), text)?;
    }
    Ok(())
}

/// Writes a file unless it has this content already.
///
/// # Errors
/// Fails if it cannot be written.
pub fn write_if_changed(path: &Path, text: &str) -> Result<(), MeasureError> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(MeasureError::disk(folder))?;
    }
    fs::write(path, text).map_err(MeasureError::disk(path))
}
