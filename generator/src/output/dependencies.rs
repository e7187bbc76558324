//! The dependencies and features of generated crates.
//!
//! In: where the runtime and the client are. Out: entries of a manifest. Nothing of the client is compiled unless a feature of it is on.

use crate::config::Packages;

/// A dependency: name, and requirement as in a manifest.
pub type Dependency = (&'static str, &'static str);

/// The dependencies of emitted code.
const EMITTED: [Dependency; 2] =
    [("serde", "\"1\""), ("serde_json", "{ version = \"1\", features = [\"raw_value\"] }")];

/// The further dependencies of the runtime.
const RUNTIME: [Dependency; 2] = [("base64", "\"0.23\""), PERCENT_ENCODING];

/// A dependency of the runtime, and of the test that replays the examples.
const PERCENT_ENCODING: Dependency = ("percent-encoding", "\"2.3\"");

/// Dependencies for conversions of dates, times, durations and decimals, each with a feature of the same name.
const CONVERSIONS: [Dependency; 4] = [
    ("chrono", "{ version = \"0.4\", default-features = false, features = [\"std\"], optional = true }"),
    ("jiff", "{ version = \"1\", default-features = false, features = [\"std\"], optional = true }"),
    ("rust_decimal", "{ version = \"1\", default-features = false, features = [\"std\"], optional = true }"),
    ("time", "{ version = \"0.3\", features = [\"formatting\", \"parsing\"], optional = true }"),
];

/// The further dependencies of the client. All are optional.
const CLIENT: [Dependency; 6] = [
    ("bytes", "{ version = \"1\", optional = true }"),
    ("fastrand", "{ version = \"2\", default-features = false, optional = true }"),
    ("futures-core", "{ version = \"0.3\", default-features = false, features = [\"std\"], optional = true }"),
    ("http", "{ version = \"1\", default-features = false, features = [\"std\"], optional = true }"),
    ("http-auth", "{ version = \"0.1\", default-features = false, optional = true }"),
    ("httpdate", "{ version = \"1\", optional = true }"),
];

/// The dependencies of the client's features. All are optional.
const TRANSPORTS: [Dependency; 4] = [
    ("azure_core", "{ version = \"1\", default-features = false, optional = true }"),
    (
        "reqwest",
        "{ version = \"0.13\", default-features = false, features = [\"gzip\", \"http2\", \"rustls-no-provider\", \"system-proxy\"], optional = true }",
    ),
    ("tracing", "{ version = \"0.1\", default-features = false, features = [\"std\"], optional = true }"),
    (
        "ureq",
        "{ version = \"3.5\", default-features = false, features = [\"gzip\", \"platform-verifier\", \"rustls\"], optional = true }",
    ),
];

/// Those that a browser does not need.
const NATIVE: [Dependency; 4] = [
    ("h2", "{ version = \"0.4\", optional = true }"),
    (
        "rustls",
        "{ version = \"0.23\", default-features = false, features = [\"logging\", \"ring\", \"std\", \"tls12\"], optional = true }",
    ),
    ("rustls-platform-verifier", "{ version = \"0.7\", optional = true }"),
    ("tokio", "{ version = \"1\", default-features = false, features = [\"time\"], optional = true }"),
];

/// The platforms of [`NATIVE`].
const NATIVE_TARGET: &str = "cfg(not(target_family = \"wasm\"))";

/// The features of the client, apart from the one that has the client itself: name, and what it enables besides.
const CLIENT_FEATURES: [(&str, &[&str]); 5] = [
    ("azure", &["dep:azure_core"]),
    ("blocking", &["dep:rustls", "dep:ureq"]),
    ("reqwest", &["dep:h2", "dep:reqwest", "dep:rustls", "dep:rustls-platform-verifier", "dep:tokio"]),
    ("testing", &[]),
    ("tracing", &["dep:tracing"]),
];

/// Returns the sections of a manifest with the dependencies of a crate.
pub fn sections(packages: &Packages) -> String {
    let lines = |all: Vec<(String, String)>| -> String {
        all.iter().map(|(name, requirement)| format!("{name} = {requirement}\n")).collect()
    };
    let mut out = format!("[dependencies]\n{}", lines(dependencies(packages)));
    if *packages == Packages::Embedded {
        let native = NATIVE.iter().map(owned).collect();
        out += &format!(
            "\n# In a browser, the browser does this.\n[target.'{NATIVE_TARGET}'.dependencies]\n{}",
            lines(native)
        );
    }
    out
}

/// Returns the dependencies of the emitted tests that are not dependencies of the crate.
pub fn of_tests(packages: &Packages) -> String {
    let (name, requirement) = PERCENT_ENCODING;
    if *packages == Packages::Embedded { String::new() } else { format!("{name} = {requirement}\n") }
}

fn owned((name, requirement): &Dependency) -> (String, String) {
    ((*name).to_owned(), (*requirement).to_owned())
}

/// Returns the dependencies of a crate on every platform.
fn dependencies(packages: &Packages) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = EMITTED.iter().map(owned).collect();
    let package = |name: &str, options: &str| {
        let source = match packages {
            Packages::Embedded => return None,
            Packages::Path(path) => {
                let folder = name.trim_start_matches("docbindgen-");
                format!("path = {}", toml::Value::String(format!("{}/{folder}", path.trim_end_matches('/'))))
            }
            Packages::Version(version) => format!("version = {}", toml::Value::String(version.clone())),
        };
        Some((name.to_owned(), format!("{{ {source}{options} }}")))
    };
    if *packages == Packages::Embedded {
        all.extend(RUNTIME.iter().chain(&CONVERSIONS).chain(&CLIENT).chain(&TRANSPORTS).map(owned));
    }
    all.extend(package("docbindgen-client", ", optional = true"));
    all.extend(package("docbindgen-runtime", ""));
    all.sort();
    all
}

/// Returns the features for conversions, and those of the client: name and what it enables.
pub fn features(packages: &Packages) -> [Vec<(&'static str, Vec<String>)>; 2] {
    let is_embedded = *packages == Packages::Embedded;
    let own = |name: &str| if is_embedded { format!("dep:{name}") } else { format!("docbindgen-runtime/{name}") };
    let conversions = CONVERSIONS.iter().map(|(name, _)| (*name, vec![own(name)]));
    let core = if is_embedded {
        CLIENT.iter().map(|(name, _)| format!("dep:{name}")).collect()
    } else {
        vec!["dep:docbindgen-client".to_owned()]
    };
    let others = CLIENT_FEATURES.iter().map(|(name, enables)| {
        let mut all = vec!["client".to_owned()];
        match is_embedded {
            true => all.extend(enables.iter().map(|entry| (*entry).to_owned())),
            false => all.push(format!("docbindgen-client/{name}")),
        }
        (*name, all)
    });
    [conversions.collect(), std::iter::once(("client", core)).chain(others).collect()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Returns the manifest of a package of this repository, or `None` where the generator was unpacked alone.
    fn manifest(package: &str) -> Option<toml::Table> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("Cargo.toml");
        Some(std::fs::read_to_string(path).ok()?.parse().unwrap())
    }

    /// Returns dependencies as tables, without the entry that makes them optional.
    fn requirements<'a>(all: impl IntoIterator<Item = (&'a str, toml::Value)>) -> BTreeMap<String, toml::Value> {
        let plain = |value: toml::Value| match value {
            toml::Value::Table(mut table) => {
                table.remove("optional");
                if table.len() == 1 { table["version"].clone() } else { table.into() }
            }
            other => other,
        };
        all.into_iter().map(|(name, value)| (name.to_owned(), plain(value))).collect()
    }

    #[test]
    fn an_embedded_client_has_the_dependencies_and_features_of_its_package() {
        let (Some(client), Some(runtime)) = (manifest("client"), manifest("runtime")) else { return };
        let text = sections(&Packages::Embedded);
        let ours: toml::Table = text.parse().unwrap();
        let native = |manifest: &toml::Table| {
            let table = manifest["target"][NATIVE_TARGET]["dependencies"].as_table().unwrap().clone();
            requirements(table.iter().map(|(name, value)| (name.as_str(), value.clone())))
        };
        assert_eq!(native(&ours), native(&client));
        let of = |manifest: &toml::Table| -> Vec<(String, toml::Value)> {
            let table = manifest["dependencies"].as_table().unwrap().clone();
            table.into_iter().filter(|(name, _)| !name.starts_with("docbindgen-")).collect()
        };
        let both: Vec<(String, toml::Value)> = of(&client).into_iter().chain(of(&runtime)).collect();
        let theirs = requirements(both.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let ours = requirements(
            ours["dependencies"].as_table().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())),
        );
        // Features of serde_json are united by cargo.
        let without = |mut all: BTreeMap<String, toml::Value>| {
            all.remove("serde_json");
            all
        };
        assert_eq!(without(ours), without(theirs));
        let list = |value: &toml::Value| -> Vec<String> {
            value.as_array().unwrap().iter().map(|entry| entry.as_str().unwrap().to_owned()).collect()
        };
        let theirs: BTreeMap<&str, Vec<String>> =
            client["features"].as_table().unwrap().iter().map(|(name, value)| (name.as_str(), list(value))).collect();
        let ours: BTreeMap<&str, Vec<String>> =
            CLIENT_FEATURES.iter().map(|(name, all)| (*name, all.iter().map(ToString::to_string).collect())).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn packages_replace_what_is_embedded() {
        let all = dependencies(&Packages::Path("../a\"b/".to_owned()));
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["docbindgen-client", "docbindgen-runtime", "serde", "serde_json"]);
        let text: String = all.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["docbindgen-client"]["path"].as_str(), Some("../a\"b/client"));
        assert_eq!(table["docbindgen-client"]["optional"].as_bool(), Some(true));
        let [conversions, client] = features(&Packages::Version("0.1".to_owned()));
        assert!(conversions.contains(&("jiff", vec!["docbindgen-runtime/jiff".to_owned()])));
        assert!(client.contains(&("client", vec!["dep:docbindgen-client".to_owned()])));
        assert!(client.iter().all(|(name, all)| *name == "client" || all.len() == 2));
    }
}
