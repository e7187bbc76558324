//! `[client]`: the client of the generated crate.
//!
//! In: the table of the file. Out: [`Client`]: the name of its type, the addresses of the service, and where its sources are.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Problem;
use crate::diagnostics::{is_printable, lint};

/// The configuration of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The name of its type.
    pub name: String,
    /// Further roots of the service, such as those of national clouds: name and URL, which may contain `{version}`.
    pub clouds: BTreeMap<String, String>,
    /// Where the client and the runtime are.
    pub packages: Packages,
}

/// Where the sources of the client and the runtime are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Packages {
    /// In the generated crate.
    #[default]
    Embedded,
    /// In packages below this folder, which is relative to the generated crate.
    Path(String),
    /// In published packages of this version.
    Version(String),
}

impl Default for Client {
    fn default() -> Self {
        Client { name: "Client".to_owned(), clouds: BTreeMap::new(), packages: Packages::default() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    name: Option<Spanned<String>>,
    path: Option<Spanned<String>>,
    version: Option<Spanned<String>>,
    #[serde(default)]
    clouds: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// Checks the table, reports its faults, and adds what the preset has and the file does not.
pub(super) fn check(table: Table, mut client: Client, problems: &mut Vec<Problem>) -> Client {
    let mut report = |value: &Spanned<String>, what: &str, hint: &str| {
        let message = format!("`{}` is not {what}", value.get_ref());
        problems.push(Problem::new(lint::CONFIG_INVALID, value.span(), message).hint(hint));
    };
    if let Some(name) = table.name {
        if !is_type_name(name.get_ref()) {
            report(&name, "a name for the client", "a capital letter, then letters and digits: `Graph`");
        }
        client.name = name.into_inner();
    }
    for (name, url) in table.clouds {
        if !is_cloud_name(name.get_ref()) {
            report(
                &name,
                "a name for a cloud",
                "a lower-case letter, then such letters, digits and `-`: `us-government`",
            );
        }
        if !super::check::is_base_url(url.get_ref()) {
            report(&url, "the root of a service", "an address such as `https://graph.microsoft.us/{version}`");
        }
        client.clouds.insert(name.into_inner(), url.into_inner());
    }
    client.packages = match (table.path, table.version) {
        (Some(path), Some(_)) => {
            report(
                &path,
                "needed beside `version`",
                "write one of the two: `path`, or `version` of the published packages",
            );
            client.packages
        }
        (Some(path), None) => {
            if path.get_ref().trim().is_empty() || !is_printable(path.get_ref()) {
                report(&path, "a folder", "the folder that contains the packages `client` and `runtime`");
            }
            Packages::Path(path.into_inner())
        }
        (None, Some(version)) => {
            if !is_requirement(version.get_ref()) {
                report(&version, "a version", "numbers: `0.1`");
            }
            Packages::Version(version.into_inner())
        }
        (None, None) => client.packages,
    };
    client
}

/// Returns whether a text is a name for a type, without the need for another spelling.
fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}

fn is_cloud_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Returns whether a text is a version as dependencies have it, of one to three numbers.
fn is_requirement(text: &str) -> bool {
    let number = |n: &str| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() <= 3 && text.split('.').all(number)
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    #[test]
    fn the_table_is_read() {
        let text = "[client]\nname = \"Graph\"\npath = \"../packages\"\n[client.clouds]\nus-government = \"https://x.us/{version}\"\n";
        let (config, problems) = Config::parse(text);
        assert_eq!(problems, []);
        assert_eq!(
            (config.client.name.as_str(), config.client.packages),
            ("Graph", Packages::Path("../packages".into()))
        );
        assert_eq!(config.client.clouds["us-government"], "https://x.us/{version}");
        let (config, _) = Config::parse("[client]\nversion = \"0.1\"\n");
        assert_eq!(config.client.packages, Packages::Version("0.1".into()));
    }

    #[test]
    fn values_of_the_preset_remain() {
        let (config, problems) = Config::parse("preset = \"graph\"\n[client]\nname = \"MyGraph\"\n");
        assert_eq!(problems, []);
        assert_eq!(config.client.name, "MyGraph");
        assert!(config.client.clouds.contains_key("china"));
    }

    #[test]
    fn faults_are_reported() {
        for (text, at) in [
            ("name = \"graph\"", "\"graph\""),
            ("name = \"Self\"", "\"Self\""),
            ("name = \"A b\"", "\"A b\""),
            ("path = \"\"", "\"\""),
            ("path = \"a\\nb\"", "\"a\\nb\""),
            ("version = \"^1\"", "\"^1\""),
            ("path = \"a\"\nversion = \"1\"", "\"a\""),
            ("clouds = { A = \"https://x\" }", "A"),
            ("clouds = { a- = \"https://x\" }", "a-"),
            ("clouds = { a = \"x\" }", "\"x\""),
        ] {
            let text = format!("[client]\n{text}\n");
            let (_, problems) = Config::parse(&text);
            assert_eq!(problems.len(), 1, "{text}");
            assert_eq!((problems[0].lint.id, &text[problems[0].range.clone()]), ("config-invalid", at));
            assert!(problems[0].hint.is_some());
        }
    }
}
