//! Checks that serde cannot do.
//!
//! In: the file's text, and the preset to start from. Out: a [`Config`], and the problems found.

use toml::Spanned;

use super::file::File;
use super::licence::is_expression;
use super::{Config, Preset, Problem};
use crate::diagnostics::{Level, Lint, is_printable, lint};

/// Longest crate name that package registries accept.
const MAX_CRATE_NAME: usize = 64;

pub(super) fn parse(text: &str, preset: Option<&Preset>) -> (Config, Vec<Problem>) {
    let mut problems = Vec::new();
    let config = match toml::from_str::<File>(text) {
        Ok(file) => build(file, preset, &mut problems),
        Err(error) => {
            problems.push(super::form::problem(&error, text));
            Config::default()
        }
    };
    if problems.iter().any(|problem| problem.lint.level == Level::Error) {
        return (Config::default(), problems);
    }
    (config, problems)
}

/// Returns the configuration of a file. `given` replaces the file's own preset.
fn build(file: File, given: Option<&Preset>, problems: &mut Vec<Problem>) -> Config {
    let preset = given.or_else(|| preset(file.preset.as_ref()?, problems));
    let mut config = preset.map(Preset::config).unwrap_or_default();
    let mut checked = |value: Option<Spanned<String>>, is_valid: fn(&str) -> bool, what: &str, form: &str| {
        let value = value?;
        let range = value.span();
        let value = value.into_inner();
        if !is_valid(&value) {
            let message = format!("`{value}` is not a valid {what}");
            problems.push(Problem::new(lint::CONFIG_INVALID, range, message).hint(form));
        }
        Some(value)
    };
    let url = "an address such as `https://example.com/{version}`, without spaces, query or fragment";
    let page_url =
        "an address such as `https://example.com/{page}?view={version}`; `{moniker}` is the version without its `v`";
    let version_form = "letters, digits, `.`, `-`, `_`: `v1.0`";
    config.version = checked(file.version, is_version, "version of an API", version_form).or(config.version);
    if let Some(value) = checked(file.base_url, is_base_url, "root of a service", url) {
        config.base_url = value;
    }
    if let Some(value) = checked(file.reference_url.api, is_page_url, "address of pages", page_url) {
        config.reference_url.api = value;
    }
    if let Some(value) = checked(file.reference_url.resources, is_page_url, "address of pages", page_url) {
        config.reference_url.resources = value;
    }
    let name_form = "a letter, then letters, digits, `-` and `_`, 64 at most";
    if let Some(value) = checked(file.krate.name, is_crate_name, "name for a crate", name_form) {
        config.crate_name = value;
    }
    if let Some(value) = checked(file.krate.version, is_semver, "version of a crate", "three numbers: `0.1.0`") {
        config.crate_version = value;
    }
    let license_form = "an expression of SPDX: `MIT OR Apache-2.0`";
    let crate_license = checked(file.krate.license, is_expression, "licence of a crate", license_form);
    config.crate_license = crate_license.or(config.crate_license);
    let docs_license = checked(file.docs.license, is_expression, "licence of pages", license_form);
    config.docs.license = docs_license.or(config.docs.license);
    let attribution_form = "the authors of the pages, and where the pages are published";
    let attribution = checked(file.docs.attribution, is_attribution, "attribution", attribution_form);
    config.docs.attribution = attribution.or(config.docs.attribution);
    config.docs.descriptions = file.docs.descriptions.unwrap_or(config.docs.descriptions);
    config.docs.samples = file.docs.samples.unwrap_or(config.docs.samples);
    config.client = super::client::check(file.client, config.client, problems);
    config.crate_description = file.krate.description.or(config.crate_description);
    config.include_roots = file.include_roots.or(config.include_roots);
    config.layout = file.layout.unwrap_or(config.layout);
    config.examples = file.examples.unwrap_or(config.examples);
    config.select = file.select.unwrap_or(config.select);
    config.areas = super::areas::check(file.areas, file.default_areas, config.areas, problems);
    config.zones = super::zones::read(file.zones, config.zones, problems);
    for (id, level) in file.lints {
        let range = id.span();
        match Lint::find(id.get_ref()) {
            None => problems.push(unknown_lint(id.get_ref(), range)),
            Some(lint) if config.lints.set(lint, *level.get_ref()) => {}
            Some(lint) => problems.push(too_low(lint, level.span())),
        }
    }
    for entry in file.overrides {
        let range = entry.span();
        match entry.into_inner().check(range) {
            Ok(entry) => config.overrides.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    config
}

/// Returns the preset that the file names.
fn preset(name: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<&'static Preset> {
    let found = Preset::find(name.get_ref());
    if found.is_none() {
        let all: Vec<String> = Preset::all().iter().map(|preset| format!("`{}`", preset.name)).collect();
        let hint = match Preset::similar(name.get_ref()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are these: {}", all.join(", ")),
        };
        let message = format!("unknown preset `{}`", name.get_ref());
        problems.push(Problem::new(lint::CONFIG_INVALID, name.span(), message).hint(hint));
    }
    found
}

fn unknown_lint(id: &str, range: std::ops::Range<usize>) -> Problem {
    let problem = Problem::new(lint::CONFIG_UNKNOWN_LINT, range, format!("there is no lint `{id}`"));
    match Lint::similar(id) {
        Some(lint) => problem.hint(format!("did you mean `{}`?", lint.id)),
        None => problem.hint("`docbindgen lints` lists them"),
    }
}

fn too_low(lint: &Lint, range: std::ops::Range<usize>) -> Problem {
    let message = format!("`{}` cannot be set that low", lint.id);
    let hint =
        if lint.id == lint::CONFIG_INVALID.id { "remove the line" } else { "set it to \"warning\" or \"error\"" };
    Problem::new(lint::CONFIG_LEVEL_TOO_LOW, range, message).hint(hint)
}

pub(crate) fn is_version(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(allowed)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let printable = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`' | '^' | '|');
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
        && text.chars().all(printable)
}

pub(super) fn is_base_url(text: &str) -> bool {
    is_url(text) && !text.contains(['?', '#'])
}

fn is_page_url(text: &str) -> bool {
    is_url(text)
}

/// Returns whether cargo and package registries accept this package name.
pub(crate) fn is_crate_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.len() <= MAX_CRATE_NAME
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(allowed)
        // The generated documentation uses these modules by their names.
        && !["models", "requests"].contains(&text)
        && !["test", "core", "std", "alloc", "proc_macro", "proc-macro"].contains(&text)
        // rustc does not accept a keyword as a crate name.
        && syn::parse_str::<syn::Ident>(&text.replace('-', "_")).is_ok()
}

/// Returns whether a text is not empty, on one line, and without invisible characters: it is copied to the manifest and to comments.
fn is_attribution(text: &str) -> bool {
    !text.trim().is_empty() && is_printable(text)
}

fn is_semver(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or(text);
    let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) && (n == "0" || !n.starts_with('0'));
    let rest = &text[core.len()..];
    core.split('.').count() == 3
        && core.split('.').all(number)
        && (rest.is_empty() || rest.len() > 1)
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Layout, Target};
    use super::*;

    fn problems(text: &str) -> Vec<(&'static str, String, Option<String>, String)> {
        let (_, problems) = Config::parse(text);
        problems
            .into_iter()
            .map(|p| (p.lint.id, p.message, p.hint, text.get(p.range).unwrap_or("?").to_owned()))
            .collect()
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Config::parse(""), (Config::default(), vec![]));
    }

    #[test]
    fn every_key_is_read() {
        let (config, problems) = Config::parse(
            r#"
            version = "beta"
            base-url = "https://example.com/api/{version}/"
            include-roots = ["../includes"]
            layout = "sources"
            [reference-url]
            api = "https://example.com/{page}"
            [crate]
            name = "my-api"
            version = "1.2.3-rc.1"
            description = "x"
            license = "(MIT OR Apache-2.0) AND LicenseRef-own"
            [docs]
            license = "CC-BY-4.0"
            attribution = "the authors"
            descriptions = false
            [zones]
            Graph-Canary = "beta"
            graph-v1 = ["v1.0", "v1.1"]
            [lints]
            todo-placeholder = "allow"
            [[override]]
            type = "user"
            property = "aboutMe"
            action = "retype"
            to = "String"
            [[override]]
            page = "api/x.md"
            action = "skip-page"
            "#,
        );
        assert_eq!(problems, []);
        assert_eq!(config.base_url("beta"), "https://example.com/api/beta");
        assert_eq!((config.crate_name.as_str(), config.layout), ("my-api", Layout::Sources));
        assert_eq!(config.crate_license.as_deref(), Some("(MIT OR Apache-2.0) AND LicenseRef-own"));
        assert_eq!((config.docs.license.as_deref(), config.docs.descriptions), (Some("CC-BY-4.0"), false));
        assert_eq!(config.docs.attribution.as_deref(), Some("the authors"));
        let admits = |zone, version| config.zones.admit(zone, version, &mut Vec::new());
        assert!(admits("graph-canary", "beta") && admits("graph-v1", "v1.1") && admits("graph-preview", "beta"));
        assert!(!admits("graph-canary", "v1.0"));
        let target = Target::Property { ty: "user".to_owned(), name: "aboutMe".to_owned() };
        assert_eq!(
            (&config.overrides[0].target, &config.overrides[0].action),
            (&target, &Action::Retype("String".into()))
        );
        assert_eq!(config.overrides[1].action, Action::SkipPage);
    }

    #[test]
    fn unknown_keys_are_reported_with_the_known_ones() {
        let found = problems("vesion = \"v1.0\"\n");
        assert_eq!(
            (found[0].0, found[0].1.as_str(), found[0].3.as_str()),
            ("config-invalid", "unknown key `vesion`", "vesion")
        );
        assert!(found[0].2.as_deref().unwrap().contains("known here: `version`, `base-url`"), "{found:?}");
        let found = problems("[crate]\nnmae = \"x\"\n");
        assert_eq!(
            (found[0].3.as_str(), found[0].2.as_deref()),
            ("nmae", Some("did you mean `name`? known here: `name`, `version`, `description`, `license`"))
        );
        let found = problems("[lints]\ntodo-placeholder = \"off\"\n");
        assert_eq!((found[0].3.as_str(), found[0].1.as_str()), ("\"off\"", "unknown value `off`"));
        let found = problems("version = \n");
        assert_eq!(found[0].0, "config-invalid");
    }

    #[test]
    fn values_are_checked() {
        for (text, at) in [
            ("version = \"../x\"", "\"../x\""),
            ("[zones]\na = [\"v 1\"]", "[\"v 1\"]"),
            ("base-url = \"graph.microsoft.com\"", "\"graph.microsoft.com\""),
            ("base-url = \"https://x/?q\"", "\"https://x/?q\""),
            ("[crate]\nname = \"1x\"", "\"1x\""),
            ("[crate]\nname = \"fn\"", "\"fn\""),
            ("[crate]\nversion = \"1.0\"", "\"1.0\""),
            ("[crate]\nlicense = \"MIT, Apache\"", "\"MIT, Apache\""),
            ("[crate]\nlicense = \"\"", "\"\""),
            ("[crate]\nlicense = \"Apache 2.0\"", "\"Apache 2.0\""),
            ("[docs]\nlicense = \"CC BY 4.0\"", "\"CC BY 4.0\""),
            ("[docs]\nattribution = \" \"", "\" \""),
            ("[docs]\nattribution = \"a\\u202eb\"", "\"a\\u202eb\""),
            ("[docs]\nattribution = \"a\\nb\"", "\"a\\nb\""),
            ("preset = \"grpah\"", "\"grpah\""),
            ("[reference-url]\napi = \"https://x y\"", "\"https://x y\""),
        ] {
            let found = problems(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].0, found[0].3.as_str()), ("config-invalid", at));
        }
    }

    #[test]
    fn unknown_lints_and_levels_that_are_too_low_are_reported() {
        let found = problems("[lints]\ntodo-placeholdr = \"allow\"\nunreadable-file = \"allow\"\n");
        let short: Vec<_> = found.iter().map(|p| (p.0, p.2.as_deref().unwrap(), p.3.as_str())).collect();
        assert_eq!(
            short,
            [
                ("config-unknown-lint", "did you mean `todo-placeholder`?", "todo-placeholdr"),
                ("config-level-too-low", "set it to \"warning\" or \"error\"", "\"allow\""),
            ]
        );
    }

    #[test]
    fn inconsistent_overrides_are_rejected() {
        for keys in [
            "action = \"drop\"",
            "page = \"x.md\"\naction = \"drop\"",
            "property = \"x\"\naction = \"drop\"",
            "type = \"x\"\naction = \"skip-page\"",
            "type = \"x\"\naction = \"rename\"",
            "type = \"x\"\naction = \"retype\"\nto = \"String\"",
            "type = \"x\"\naction = \"drop\"\nto = \"y\"",
            "type = \"x\"\nrequest = \"GET /x\"\naction = \"drop\"",
            "type = \"x\"\nmember = \"y\"\naction = \"add\"\nto = \"z\"",
        ] {
            let found = problems(&format!("[[override]]\n{keys}\n"));
            assert_eq!(found.len(), 1, "{keys}");
            assert!(found[0].2.is_some());
        }
    }
}
