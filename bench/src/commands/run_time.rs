//! `bench run-time`
//!
//! In: a generated crate. Out: the time to decode and encode with its models, with serde derives and with JSON values, and the memory that
//! the decoded objects take. The measuring programs are compiled with the crates and run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Subject, done, progress, work};
use crate::bodies::{self, Body};
use crate::crates::{Crate, Shape, Workspace, generate, write_if_changed};
use crate::derive::{Files, Form, Scope};
use crate::error::MeasureError;
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::{median, ratio};
use crate::{corpus, measure};

/// The times of a body in a form and a direction: seconds, one value for each round.
pub type Figures = BTreeMap<(String, &'static str, &'static str), Vec<f64>>;

/// The names of the forms in the programs.
const FORMS: [&str; 4] = ["emitted", "derive", "flatten", "value"];
const DIRECTIONS: [&str; 2] = ["decode", "encode"];

/// The measuring programs, in a workspace with the crates that they measure.
pub struct Programs {
    workspace: Workspace,
    folder: PathBuf,
    depth: Depth,
}

/// The forms to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The emitted models alone.
    Alone,
    /// The emitted models and derives without `flatten`.
    Quick,
    /// The emitted models and both derives, also with Criterion and memory.
    Full,
}

impl Depth {
    /// Returns the crates, and their names in the programs.
    fn forms(self) -> &'static [(Shape, &'static str)] {
        const ALL: [(Shape, &str); 3] = [
            (Shape::Emitted, "emitted"),
            (Shape::Variant(Form::Plain), "derive"),
            (Shape::Variant(Form::Flatten), "flatten"),
        ];
        match self {
            Depth::Alone => &ALL[..1],
            Depth::Quick => &ALL[..2],
            Depth::Full => &ALL,
        }
    }
}

impl Programs {
    /// Writes crates and programs for the pages of `docs` to a folder with this name.
    ///
    /// # Errors
    /// Fails if generating or writing fails.
    pub fn new(docs: &Path, name: &str, depth: Depth) -> Result<Self, MeasureError> {
        let folder = work(name)?;
        let generated = generate(&with_wide_type(docs, &folder)?)?;
        let mut workspace = Workspace::new(&folder);
        for (shape, _) in depth.forms() {
            workspace.add(&generated, Crate { shape: *shape, scope: Scope::Models })?;
        }
        workspace.write("run-time", package(&workspace, depth))?;
        workspace.finish()?;
        for body in bodies::all() {
            write_if_changed(&folder.join("bodies").join(format!("{}.json", body.name)), &body.text)?;
        }
        Ok(Programs { workspace, folder, depth })
    }

    /// Builds a program, runs it on these bodies, and returns its lines of JSON.
    fn run(&self, program: &str, features: &[&str], bodies: &[&str]) -> Result<Vec<Value>, MeasureError> {
        let mut build = self.workspace.cargo("build");
        build.args(["--quiet", "--release", "--package", "run-time", "--bin", program]);
        for (_, form) in self.depth.forms().iter().filter(|(shape, _)| *shape != Shape::Emitted) {
            build.args(["--features", form]);
        }
        for feature in features {
            build.args(["--features", feature]);
        }
        measure::run(&mut build)?;
        let path = self.folder.join("target/release").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        let mut command = Command::new(path);
        command.arg(self.folder.join("bodies")).args(bodies).current_dir(&self.folder);
        command.env("CRITERION_HOME", self.folder.join("criterion"));
        let (_, output) = measure::run(&mut command)?;
        let text = String::from_utf8_lossy(&output);
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }

    /// Measures decoding and encoding in rounds in which the forms alternate. A round takes milliseconds.
    ///
    /// # Errors
    /// Fails if the program does not compile or fails.
    pub fn rounds(&self, bodies: &[&str]) -> Result<Figures, MeasureError> {
        let mut figures = Figures::new();
        for line in self.run("run-time", &[], bodies)? {
            let known = |list: &[&'static str], key: &str| list.iter().copied().find(|name| line[key] == *name);
            let (Some(form), Some(what)) = (known(&FORMS, "form"), known(&DIRECTIONS, "what")) else { continue };
            let rounds = line["rounds"].as_array().into_iter().flatten().filter_map(Value::as_f64);
            let body = line["body"].as_str().unwrap_or_default().to_owned();
            figures.insert((body, form, what), rounds.map(|nanoseconds| nanoseconds * 1e-9).collect());
        }
        Ok(figures)
    }

    /// Measures decoding and encoding with Criterion.
    fn harness(&self, bodies: &[&str]) -> Result<Figures, MeasureError> {
        self.run("run-time", &["criterion"], bodies)?;
        let mut figures = Figures::new();
        for body in bodies {
            for what in DIRECTIONS {
                for form in FORMS {
                    let path = format!("criterion/{body}-{what}/{form}/new/estimates.json");
                    let path = self.folder.join(path);
                    let text = fs::read_to_string(&path).map_err(MeasureError::disk(&path))?;
                    let estimates: Value =
                        serde_json::from_str(&text).map_err(|e| MeasureError::Format(e.to_string()))?;
                    let nanoseconds = estimates["median"]["point_estimate"].as_f64().unwrap_or(f64::NAN);
                    figures.insert(((*body).to_owned(), form, what), vec![nanoseconds * 1e-9]);
                }
            }
        }
        Ok(figures)
    }
}

/// Returns a copy of the pages with an additional page about a type with many properties.
fn with_wide_type(docs: &Path, folder: &Path) -> Result<PathBuf, MeasureError> {
    let name = docs.canonicalize().ok().and_then(|docs| docs.file_name().map(ToOwned::to_owned));
    let copy = folder.join("docs").join(name.unwrap_or_else(|| "v1.0".into()));
    corpus::copy(docs, &copy)?;
    let resources = corpus::folder(&copy, "resources").unwrap_or_else(|| copy.clone());
    write_if_changed(&resources.join("benchwide.md"), &bodies::wide_page())?;
    Ok(copy)
}

/// Returns the package of the measuring programs. A form that is not compared is a feature without a dependency.
fn package(workspace: &Workspace, depth: Depth) -> Files {
    let mut dependencies = String::from("[dependencies]\nserde = \"1\"\nserde_json = \"1\"\n");
    let mut features = String::from("[features]\n");
    for (shape, name) in depth.forms() {
        let package = Crate { shape: *shape, scope: Scope::Models }.package();
        let all = workspace.features();
        dependencies.push_str(&format!("{name} = {{ package = \"{package}\", path = \"../{package}\"{all} }}\n"));
    }
    for name in ["derive", "flatten"] {
        features.push_str(&format!("{name} = []\n"));
    }
    let mut programs = String::from("[[bin]]\nname = \"run-time\"\npath = \"src/main.rs\"\n");
    let mut files = Files::from([("src/main.rs".to_owned(), include_str!("../../programs/run_time.rs").to_owned())]);
    if depth == Depth::Full {
        dependencies.push_str("criterion = { version = \"0.8\", default-features = false, optional = true }\n");
        dependencies.push_str("stats_alloc = { version = \"0.1\", optional = true }\n");
        features.push_str("criterion = [\"dep:criterion\"]\nmemory = [\"dep:stats_alloc\"]\n");
        programs.push_str("\n[[bin]]\nname = \"memory\"\npath = \"src/memory.rs\"\nrequired-features = [\"memory\"]\n");
        files.insert("src/memory.rs".to_owned(), include_str!("../../programs/memory.rs").to_owned());
    } else {
        features.push_str("criterion = []\n");
    }
    let package = "[package]\nname = \"run-time\"\nversion = \"0.1.0\"\nedition = \"2024\"";
    files.insert("Cargo.toml".to_owned(), format!("{package}\n\n{programs}\n{features}\n{dependencies}"));
    files
}

/// Measures decoding and encoding.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    progress("run-time: generating");
    let programs = Programs::new(&subject.docs, "run-time", Depth::Full)?;
    let all = bodies::all();
    let names: Vec<&str> = all.iter().map(|body| body.name).collect();
    progress("run-time: compiling and decoding");
    let figures = programs.harness(&names)?;
    progress("run-time: memory");
    let memory = programs.run("memory", &["memory"], &[])?;
    done();

    let mut text = String::from("## Run time\n\n");
    text.push_str(
        "Bodies are made by counting (`bench/src/bodies.rs`). *derive* and *flatten* are as above; *value* is `serde_json::Value`. Dropping \
         what was decoded is not counted. Medians of criterion. × is the emitted models' time against each: below 1 they are faster. \
         Derives without `flatten` drop members that are not documented and nulls, which the emitted models keep: where a body has such, they do less work, so limits against them are for bodies without. All are given bytes: the emitted \
         models check them to be UTF-8 once, derives do as `serde_json::from_slice` does, for each string.\n\n",
    );
    text.push_str(&times_table(&figures, &all));
    text.push_str("\nRelated entities of the emitted models, 10 MB. × is against a page with the same objects:\n\n");
    text.push_str(&related_table(&figures));
    text.push_str("\nTime for a byte, of 10 MB against 1 MB; about 1 where it is linear:\n\n");
    text.push_str(&growth_table(&figures, &all));
    text.push_str(
        "\nMemory of what was decoded, on the heap, and of structs. A list has room for more than it has (of 100, for 128); what has no field \
         is in a map, as with *flatten*:\n\n",
    );
    text.push_str(&memory_table(&memory));
    text.push_str(&depth(&memory));
    text.push_str("\nLimits, and what this run gives:\n\n");
    text.push_str(&limits(&figures, &all));
    Ok(Section { id: "run-time", text })
}

/// Returns the median time of a body in a form.
pub fn time(figures: &Figures, body: &str, form: &'static str, what: &'static str) -> f64 {
    figures.get(&(body.to_owned(), form, what)).map_or(f64::NAN, |rounds| median(rounds))
}

/// Returns the ratio of a body's time with the emitted models to its time in another form.
pub fn against(figures: &Figures, body: &str, form: &'static str, what: &'static str) -> f64 {
    let rounds = |form| figures.get(&(body.to_owned(), form, what)).map_or(&[][..], Vec::as_slice);
    ratio(rounds("emitted"), rounds(form))
}

fn times_table(figures: &Figures, all: &[Body]) -> String {
    let columns = ["body", "", "emitted", "derive", "×", "flatten", "×", "value", "×"];
    let mut table = Table::new(&columns);
    for what in DIRECTIONS {
        for body in all {
            let mut cells = vec![
                format!("{}, {}", body.title, bytes(body.text.len() as u64)),
                what.to_owned(),
                seconds(time(figures, body.name, "emitted", what)),
            ];
            for form in ["derive", "flatten", "value"] {
                cells.push(seconds(time(figures, body.name, form, what)));
                cells.push(times(against(figures, body.name, form, what)));
            }
            table.row(cells);
        }
    }
    table.text()
}

/// Compares related entities with the elements of a page, which are decoded at once.
fn related_table(figures: &Figures) -> String {
    let decode = |body| time(figures, body, "emitted", "decode");
    let page = decode("expanded-page");
    let mut table = Table::new(&["", "decode", "×", "limit"]);
    for (title, body, limit) in [
        ("a page of 16,500 objects", "expanded-page", ""),
        ("the same as related entities that nobody reads", "expanded", "at most 0.5"),
        ("the same as related entities, read with `get`", "expanded-read", "at most 1.3"),
    ] {
        table.row(vec![title.to_owned(), seconds(decode(body)), times(decode(body) / page), limit.to_owned()]);
    }
    table.text()
}

#[allow(clippy::cast_precision_loss)] // the numbers are lengths of bodies
fn growth_table(figures: &Figures, all: &[Body]) -> String {
    let length = |name: &str| all.iter().find(|body| body.name == name).map_or(f64::NAN, |body| body.text.len() as f64);
    let mut table = Table::new(&["", "emitted", "derive", "flatten", "value"]);
    for what in DIRECTIONS {
        let mut cells = vec![what.to_owned()];
        for form in FORMS {
            let per_byte = |body: &str| time(figures, body, form, what) / length(body);
            cells.push(times(per_byte("users-10m") / per_byte("users-1m")));
        }
        table.row(cells);
    }
    table.text()
}

fn memory_table(lines: &[Value]) -> String {
    let find = |key: &str, name: &str, form: &str| {
        let line = lines.iter().find(|line| line[key] == name && line["form"] == form)?;
        line["bytes"].as_u64()
    };
    let mut table = Table::new(&["", "emitted", "derive", "flatten", "value"]);
    let heap =
        [("users-60k", "a user of a page of 100", 100), ("message", "the message", 1), ("range", "the range", 1)];
    for (body, title, count) in heap {
        let cell = |form: &&str| find("heap", body, form).map_or_else(String::new, |total| bytes(total / count));
        table.row(std::iter::once(format!("heap: {title}")).chain(FORMS.iter().map(cell)).collect());
    }
    for name in ["User", "Message", "MailFolder", "WorkbookRange"] {
        let cell = |form: &&str| find("struct", name, form).map_or_else(String::new, bytes);
        table.row(std::iter::once(format!("`size_of::<{name}>()`")).chain(FORMS.iter().map(cell)).collect());
    }
    table.text()
}

fn depth(lines: &[Value]) -> String {
    let emitted = lines.iter().find(|line| line["form"] == "emitted" && line["untyped"].is_u64());
    emitted.map_or_else(String::new, |line| {
        format!(
            "\nDeepest nesting that is decoded: {} lists in lists of an unknown member. Beyond it decoding fails with an error, also at 100,000. \
             Related entities are not decoded with their owner.\n",
            line["untyped"]
        )
    })
}

/// Returns the limits of the emitted models: relative to derives without `flatten` only where these leave nothing out.
fn limits(figures: &Figures, all: &[Body]) -> String {
    let mut table = Table::new(&["", "limit", "measured", ""]);
    let names: Vec<&str> = all.iter().map(|body| body.name).collect();
    for (what, form, most, bodies) in [
        ("decode", "derive", 1.2, &bodies::DOCUMENTED[..]),
        ("decode", "flatten", 1.0, &names[..]),
        ("encode", "derive", 1.2, &bodies::DOCUMENTED[..]),
    ] {
        for body in bodies {
            let measured = against(figures, body, form, what);
            table.row(vec![
                format!("{what} `{body}`, emitted ÷ {form}"),
                format!("at most {most}"),
                times(measured),
                if measured <= most { "met" } else { "missed" }.to_owned(),
            ]);
        }
    }
    table.text()
}
