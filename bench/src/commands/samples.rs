//! `bench samples`
//!
//! In: pages. Out: what the samples in comments cost: the size of the emitted crate, and compiling and documenting it, with samples and without.

use std::fs;
use std::path::Path;

use super::{Subject, done, progress, work};
use crate::compile::{Samples, Verb, command, prepare};
use crate::crates::{self, Crate, Generated, Shape, Workspace, write_if_changed};
use crate::derive::Scope;
use crate::error::MeasureError;
use crate::measure::{self, Cost};
use crate::report::{Section, Table, bytes, seconds, times};
use crate::stats::median;

const KRATE: Crate = Crate { shape: Shape::Emitted, scope: Scope::Full };

/// A crate, and its measurements.
struct Side {
    workspace: Workspace,
    /// Bytes of its sources.
    source: u64,
    compiled: Samples,
    documented: Vec<Cost>,
    /// Bytes of its rendered documentation.
    pages: u64,
}

/// Measures the cost of samples.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    let folder = work("samples")?;
    let config = folder.join("docbindgen.toml");
    write_if_changed(&config, &without_samples(&subject.docs)?)?;
    progress("samples: generating without them");
    let plain = crates::generate_with(&subject.docs, Some(config))?;
    let mut sides = [Side::new(&folder.join("without"), &plain)?, Side::new(&folder.join("with"), &subject.generated)?];
    for side in &sides {
        for verb in [Verb::Check, Verb::Build] {
            progress(&format!("{}: dependencies", verb.name()));
            prepare(&side.workspace, KRATE.shape.dependencies(), verb)?;
        }
    }
    for run in 1..=subject.runs {
        for side in &mut sides {
            progress(&format!("samples: run {run} of {}", subject.runs));
            side.measure()?;
        }
    }
    done();
    let mut text = String::from("## Samples in comments\n\n");
    text.push_str(
        "The emitted crate with all areas, with `samples = false` in the configuration and without. Dependencies built, nothing incremental; the two crates take turns. \
         Sizes of `check` and `build` are those of the `rmeta` and the `rlib`, that of `doc` is the rendered documentation.\n\n",
    );
    text.push_str(&table(&sides[0].figures(), &sides[1].figures()));
    Ok(Section { id: "samples", text })
}

/// Returns the configuration of a docs folder, with samples turned off.
fn without_samples(docs: &Path) -> Result<String, MeasureError> {
    let path = docs.join("docbindgen.toml");
    let text =
        if path.exists() { fs::read_to_string(&path).map_err(MeasureError::disk(&path))? } else { String::new() };
    let mut config: toml::Table =
        text.parse().map_err(|error| MeasureError::Format(format!("docbindgen.toml: {error}")))?;
    let of_docs = config.entry("docs").or_insert_with(|| toml::Table::new().into());
    if let Some(of_docs) = of_docs.as_table_mut() {
        of_docs.insert("samples".to_owned(), false.into());
    }
    Ok(config.to_string())
}

impl Side {
    fn new(folder: &Path, generated: &Generated) -> Result<Self, MeasureError> {
        let mut workspace = Workspace::new(folder);
        workspace.add(generated, KRATE)?;
        workspace.finish()?;
        let sources = generated.files.iter().filter(|(path, _)| path.starts_with("src/"));
        let source = sources.map(|(_, text)| text.len() as u64).sum();
        Ok(Side { workspace, source, compiled: Samples::default(), documented: Vec::new(), pages: 0 })
    }

    /// Compiles and documents the crate once.
    fn measure(&mut self) -> Result<(), MeasureError> {
        let package = [KRATE.package()];
        for verb in [Verb::Check, Verb::Build] {
            self.compiled.take(&self.workspace, &package, verb, 1, &mut |_| {})?;
        }
        measure::run(self.workspace.cargo("clean").args(["--quiet", "--doc"]))?;
        let mut doc = command(&self.workspace, &package[0], Verb::Doc, self.workspace.all_areas());
        doc.arg("--no-deps");
        let (cost, _) = measure::run(&mut doc)?;
        self.documented.push(cost);
        self.pages = size(&self.workspace.target().join("doc"))?;
        Ok(())
    }

    fn figures(&self) -> Figures {
        let package = KRATE.package();
        let all = |of: fn(&Cost) -> f64| median(&self.documented.iter().map(of).collect::<Vec<_>>());
        let compiled = [Verb::Check, Verb::Build].map(|verb| Compiled {
            wall: median(&self.compiled.wall(&package, verb)),
            cpu: median(&self.compiled.cpu(&package, verb)),
            memory: self.compiled.peak(&package, verb).unwrap_or_default(),
            size: self.compiled.size(&package, verb).unwrap_or_default(),
        });
        let [check, build] = compiled;
        let doc = Compiled {
            wall: all(|cost| cost.wall.as_secs_f64()),
            cpu: all(Cost::seconds),
            memory: self.documented.iter().filter_map(|cost| cost.peak).max().unwrap_or_default(),
            size: self.pages,
        };
        Figures { source: self.source, commands: [check, build, doc] }
    }
}

/// The figures of a crate.
struct Figures {
    /// Bytes of its sources.
    source: u64,
    /// `check`, `build` and `doc`.
    commands: [Compiled; 3],
}

/// The medians of a command.
struct Compiled {
    wall: f64,
    cpu: f64,
    memory: u64,
    size: u64,
}

fn table(without: &Figures, with: &Figures) -> String {
    let mut table = Table::new(&["", "without samples", "with samples", "×"]);
    let sizes = |what: &str, without: u64, with: u64| {
        #[allow(clippy::cast_precision_loss)] // sizes here have fewer than 16 digits
        let ratio = with as f64 / without as f64;
        vec![what.to_owned(), bytes(without), bytes(with), times(ratio)]
    };
    let times_of =
        |what: String, without: f64, with: f64| vec![what, seconds(without), seconds(with), times(with / without)];
    table.row(sizes("source", without.source, with.source));
    for ((name, without), with) in
        [Verb::Check, Verb::Build, Verb::Doc].map(Verb::name).iter().zip(&without.commands).zip(&with.commands)
    {
        table.row(times_of(format!("`{name}`, wall"), without.wall, with.wall));
        table.row(times_of(format!("`{name}`, CPU"), without.cpu, with.cpu));
        table.row(sizes(&format!("`{name}`, memory"), without.memory, with.memory));
        table.row(sizes(&format!("`{name}`, size"), without.size, with.size));
    }
    table.text()
}

/// Returns the bytes of all files in a folder.
fn size(folder: &Path) -> Result<u64, MeasureError> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(MeasureError::disk(folder))? {
        let entry = entry.map_err(MeasureError::disk(folder))?;
        let data = entry.metadata().map_err(MeasureError::disk(folder))?;
        sum += if data.is_dir() { size(&entry.path())? } else { data.len() };
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_turned_off_and_the_rest_remains() {
        let docs = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(without_samples(docs.path()).expect("a configuration"), "[docs]\nsamples = false\n");
        let text = "version = \"v1.0\"\n\n[docs]\nsamples = true\nlicense = \"MIT\"\n";
        fs::write(docs.path().join("docbindgen.toml"), text).expect("a file");
        let config: toml::Table = without_samples(docs.path()).expect("a configuration").parse().expect("TOML");
        assert_eq!(config["version"].as_str(), Some("v1.0"));
        assert_eq!(config["docs"]["samples"].as_bool(), Some(false));
        assert_eq!(config["docs"]["license"].as_str(), Some("MIT"));
    }

    #[test]
    fn the_table_compares_both() {
        let figures = |factor: u64| {
            let seconds = f64::from(u32::try_from(factor).expect("small"));
            let compiled =
                || Compiled { wall: seconds, cpu: 2.0 * seconds, memory: factor * 1_000_000, size: factor * 2_000 };
            Figures { source: factor * 1_000, commands: [compiled(), compiled(), compiled()] }
        };
        let text = table(&figures(1), &figures(3));
        assert!(text.contains("| source | 1.00 kB | 3.00 kB | 3.00× |"), "{text}");
        assert!(text.contains("| `doc`, CPU | 2.00 s | 6.00 s | 3.00× |"), "{text}");
        assert!(text.contains("| `check`, memory | 1.00 MB | 3.00 MB | 3.00× |"), "{text}");
    }
}
