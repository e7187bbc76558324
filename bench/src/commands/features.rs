//! `bench features`
//!
//! In: a generated crate. Out: what each feature of its client costs to compile, compared with the crate without a client.

use super::{Subject, done, progress, work};
use crate::cold::{self, Cold};
use crate::compile::Verb;
use crate::crates::{Crate, Shape, Workspace};
use crate::derive::Scope;
use crate::error::MeasureError;
use crate::report::{Section, Table, seconds};
use crate::stats::median;

/// The features to measure. The first row is the crate without a client.
const FEATURES: [&[&str]; 8] = [
    &[],
    &["client"],
    &["testing"],
    &["tracing"],
    &["blocking"],
    &["azure"],
    &["reqwest"],
    &["azure", "blocking", "reqwest", "testing", "tracing"],
];

/// The builds of a row.
#[derive(Debug, Default)]
struct Row {
    check: Vec<Cold>,
    build: Vec<Cold>,
}

/// Measures the features of the client.
pub fn section(subject: &Subject) -> Result<Section, MeasureError> {
    let mut workspace = Workspace::new(&work("features")?);
    let krate = Crate { shape: Shape::Emitted, scope: Scope::Full };
    workspace.add(&subject.generated, krate)?;
    workspace.finish()?;
    let package = krate.package();
    let mut rows: Vec<Row> = FEATURES.iter().map(|_| Row::default()).collect();
    for run in 1..=subject.runs {
        for (features, row) in FEATURES.iter().zip(&mut rows) {
            progress(&format!("{}, run {run} of {}", title(features), subject.runs));
            row.check.push(cold::build(&workspace, &package, Verb::Check, features)?);
            row.build.push(cold::build(&workspace, &package, Verb::Build, features)?);
        }
    }
    workspace.clear()?;
    done();

    let mut text = String::from("## Features of the client\n\n");
    text.push_str(
        "The emitted crate with its default areas, compiled from nothing with all dependencies, without downloads: models and requests, and what each feature adds to them. \
         *Crates* are the packages that cargo compiles, with the emitted one; those in parentheses are added by the feature. Seconds are wall time, \
         and in parentheses processor time.\n\n",
    );
    text.push_str(&table(&rows));
    Ok(Section { id: "features", text })
}

fn title(features: &[&str]) -> String {
    match features {
        [] => "none".to_owned(),
        [feature] => format!("`{feature}`"),
        _ => "all of these".to_owned(),
    }
}

fn table(rows: &[Row]) -> String {
    let mut table = Table::new(&["feature", "crates", "`check`", "`build`", "more than none, `check`", "`build`"]);
    let wall = |builds: &[Cold]| median(&builds.iter().map(|build| build.cost.wall.as_secs_f64()).collect::<Vec<_>>());
    let cpu = |builds: &[Cold]| median(&builds.iter().map(|build| build.cost.seconds()).collect::<Vec<_>>());
    let crates = |row: &Row| row.build.last().map_or(0, |build| build.crates);
    let Some(none) = rows.first() else { return table.text() };
    for (features, row) in FEATURES.iter().zip(rows) {
        let cell = |builds: &[Cold]| format!("{} ({})", seconds(wall(builds)), seconds(cpu(builds)));
        let more = |builds: &[Cold], base: &[Cold]| seconds((wall(builds) - wall(base)).max(0.0));
        let (mut crate_cell, mut check, mut build) = (crates(row).to_string(), String::new(), String::new());
        if !features.is_empty() {
            crate_cell.push_str(&format!(" (+{})", crates(row).saturating_sub(crates(none))));
            (check, build) = (more(&row.check, &none.check), more(&row.build, &none.build));
        }
        table.row(vec![title(features), crate_cell, cell(&row.check), cell(&row.build), check, build]);
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::measure::Cost;

    fn cold(crates: usize, seconds: u64) -> Cold {
        let cost = Cost { wall: Duration::from_secs(seconds), cpu: Some(Duration::from_secs(2 * seconds)), peak: None };
        Cold { cost, crates, size: 1 }
    }

    #[test]
    fn features_are_compared_with_none() {
        let row = |crates, seconds| Row { check: vec![cold(crates, seconds)], build: vec![cold(crates, seconds + 1)] };
        let text = table(&[row(8, 4), row(16, 6)]);
        assert!(text.contains("| none | 8 | 4.00 s (8.00 s) | 5.00 s (10.0 s) |  |  |"), "{text}");
        assert!(
            text.contains("| `client` | 16 (+8) | 6.00 s (12.0 s) | 7.00 s (14.0 s) | 2.00 s | 2.00 s |"),
            "{text}"
        );
    }

    #[test]
    fn every_feature_of_the_client_is_measured() {
        let manifest: toml::Table = include_str!("../../../Cargo.toml").parse().expect("the root manifest");
        let features = manifest["features"].as_table().expect("features");
        let of_client = features.iter().filter(|(name, enables)| {
            let enables = enables.as_array().into_iter().flatten();
            *name == "client" || enables.into_iter().any(|feature| feature.as_str() == Some("client"))
        });
        for (name, _) in of_client {
            assert!(FEATURES.contains(&&[name.as_str()][..]), "{name} is not measured");
            assert!(
                name == "client" || FEATURES[FEATURES.len() - 1].contains(&name.as_str()),
                "{name} is not in the last row"
            );
        }
    }
}
