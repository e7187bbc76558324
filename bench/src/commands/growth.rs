//! `bench growth`
//!
//! In: pages. Out: how generating, compiling and decoding grow with two and three times the pages, where each copy has its own names.

use super::{Subject, done, generate, progress, run_time, work};
use crate::compile::{Samples, Verb, prepare};
use crate::corpus;
use crate::crates::{self, Crate, Shape, Workspace};
use crate::derive::Scope;
use crate::error::MeasureError;
use crate::report::{Section, Table, seconds, times};
use crate::stats::median;

/// Multiples of the pages.
const COPIES: [usize; 3] = [1, 2, 3];

/// The cost of a number of copies.
struct Step {
    copies: usize,
    pages: usize,
    types: usize,
    /// The names of the measurements and their seconds, in the same order for each step.
    costs: Vec<(&'static str, f64)>,
}

/// Measures growth.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    let command = generate::command()?;
    let mut steps = Vec::new();
    for copies in COPIES {
        steps.push(step(subject, &command, copies)?);
    }
    done();
    let mut text = String::from("## Growth\n\n");
    text.push_str(
        "The pages once, twice and three times; each copy has other names of types, pages and paths, so that nothing merges but the few \
         types whose names are words of every page. Processor time, of the whole crate. Where growth is linear, time for a type \
         stays what it is.\n\n",
    );
    text.push_str(&table(&steps));
    Ok(Section { id: "growth", text })
}

fn step(subject: &Subject, command: &std::path::Path, copies: usize) -> Result<Step, MeasureError> {
    progress(&format!("growth: {copies} times the pages"));
    let docs = work("growth")?.join(format!("docs-{copies}")).join("v1.0");
    corpus::multiply(&subject.docs, &docs, &subject.generated.names, copies)?;
    let generated = crates::generate(&docs)?;
    let rounds = generate::rounds(command, &docs, &generated, subject.runs)?;
    let mut costs =
        vec![("reading and formatting alone", median(&rounds.bare(false))), ("generating", median(&rounds.cold_cpu()))];

    let mut workspace = Workspace::new(&work("growth")?.join("compile"));
    let krate = Crate { shape: Shape::Emitted, scope: Scope::Full };
    workspace.add(&generated, krate)?;
    workspace.finish()?;
    let package = [krate.package()];
    let mut samples = Samples::default();
    for verb in Verb::ALL {
        prepare(&workspace, krate.shape.dependencies(), verb)?;
        samples.take(&workspace, &package, verb, subject.runs, &mut progress)?;
        let title = match verb {
            Verb::Check => "`check`",
            Verb::Build => "`build`",
            Verb::Release => "`build --release`",
            Verb::Doc => "`doc`",
        };
        costs.push((title, median(&samples.cpu(&package[0], verb))));
    }

    let programs = run_time::Programs::new(&docs, "growth/run-time", run_time::Depth::Alone)?;
    let figures = programs.rounds(&["users-60k"])?;
    for (what, title) in [("decode", "decoding 100 users"), ("encode", "encoding 100 users")] {
        costs.push((title, run_time::time(&figures, "users-60k", "emitted", what)));
    }
    Ok(Step { copies, pages: generated.pages, types: generated.types, costs })
}

#[allow(clippy::cast_precision_loss)] // counts of types
fn table(steps: &[Step]) -> String {
    let mut columns = vec![String::new()];
    columns.extend(steps.iter().map(|step| format!("{}×: {} pages, {} types", step.copies, step.pages, step.types)));
    columns.push("for a type, last ÷ first".to_owned());
    let mut table = Table::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return String::new() };
    for (index, (title, spent)) in first.costs.iter().enumerate() {
        let cost = |step: &Step| step.costs.get(index).map_or(f64::NAN, |(_, spent)| *spent);
        let mut cells = vec![(*title).to_owned()];
        cells.extend(steps.iter().map(|step| seconds(cost(step))));
        let per_type = (cost(last) / last.types as f64) / (spent / first.types as f64);
        // Each step decodes the same body, so this time must not grow at all.
        let decoding = title.contains("coding");
        cells.push(times(if decoding { cost(last) / spent } else { per_type }));
        table.row(cells);
    }
    format!("{}\nFor decoding and encoding the last column is the time itself, last ÷ first.\n", table.text())
}
