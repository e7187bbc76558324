//! Measures compiling a package with everything that it needs.
//!
//! In: a workspace and a package. Out: the cost of compiling it from nothing, and the number of crates that cargo compiled; for a program, also its
//! size without symbols.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::compile::{Verb, artifact, command};
use crate::crates::Workspace;
use crate::error::MeasureError;
use crate::measure::{self, Cost};

/// A build from nothing.
#[derive(Debug, Clone, Copy)]
pub struct Cold {
    /// Its cost.
    pub cost: Cost,
    /// The number of packages that cargo compiled, with the package itself.
    pub crates: usize,
    /// Bytes of the output of the package: `rlib`, `rmeta`, or the program.
    pub size: u64,
}

/// Compiles `package` and all its dependencies from nothing, with these features.
///
/// # Errors
/// Fails if it does not compile, for instance without a connection to the registry.
pub fn build(workspace: &Workspace, package: &str, verb: Verb, features: &[&str]) -> Result<Cold, MeasureError> {
    // Downloads are not measured.
    measure::run(&mut workspace.cargo("fetch"))?;
    workspace.clear()?;
    let mut command = command(workspace, package, verb, features);
    command.arg("--message-format=json");
    let (cost, output) = measure::run(&mut command)?;
    let size = artifact(&output, package)
        .ok_or_else(|| MeasureError::Format(format!("cargo did not compile {package}: nothing was measured")))?;
    Ok(Cold { cost, crates: crates(&output), size })
}

/// Returns the bytes of a program that is linked without symbols. Its dependencies are built.
///
/// # Errors
/// Fails if it does not compile.
pub fn stripped(workspace: &Workspace, program: &str, verb: Verb) -> Result<u64, MeasureError> {
    let mut command = workspace.cargo("rustc");
    if verb == Verb::Release {
        command.arg("--release");
    }
    command.args(["--quiet", "--package", program, "--message-format=json", "--", "-C", "strip=symbols"]);
    let (_, output) = measure::run(&mut command)?;
    artifact(&output, program).ok_or_else(|| MeasureError::Format(format!("cargo did not link {program} again")))
}

/// Returns the number of packages that cargo reports to have compiled. A build script belongs to its package.
fn crates(output: &[u8]) -> usize {
    let text = String::from_utf8_lossy(output);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let compiled = messages.filter(|message| message["reason"] == "compiler-artifact" && message["fresh"] == false);
    compiled.filter_map(|message| Some(message["package_id"].as_str()?.to_owned())).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_counts_once() {
        let artifact = |package: &str, kind: &str, fresh: bool| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"package_id\":{package:?},\"target\":{{\"kind\":[{kind:?}]}},\"fresh\":{fresh}}}\n"
            )
        };
        let output = [
            artifact("a#1.0.0", "custom-build", false),
            artifact("a#1.0.0", "lib", false),
            artifact("b#1.0.0", "lib", false),
            artifact("b#2.0.0", "lib", false),
            artifact("c#1.0.0", "lib", true),
            "{\"reason\":\"build-script-executed\",\"package_id\":\"d#1.0.0\"}\nno JSON\n".to_owned(),
        ];
        assert_eq!(crates(output.concat().as_bytes()), 3);
    }
}
