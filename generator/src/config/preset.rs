//! Presets: the settings for a known reference, as the start of a configuration.
//!
//! In: the files in `presets/`, which have the form of `docbindgen.toml`. Out: [`Preset`]. Keys of the user's file override its keys.

use super::{Config, check};
use crate::similar::similar;

/// A named set of settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name in `docbindgen.toml` and on the command line.
    pub name: &'static str,
    /// The reference that it is for.
    pub summary: &'static str,
    /// Its keys, in the form of `docbindgen.toml`. They have no overrides, which would point into the user's file.
    text: &'static str,
}

/// All presets, by name.
static PRESETS: [Preset; 1] = [Preset {
    name: "graph",
    summary: "the public reference of Microsoft Graph: its areas and its licence",
    text: include_str!("../../presets/graph.toml"),
}];

impl Preset {
    /// Returns all presets, by name.
    #[must_use]
    pub fn all() -> &'static [Preset] {
        &PRESETS
    }

    /// Returns the preset with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Preset> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// Returns the most similar name of a preset.
    pub(super) fn similar(name: &str) -> Option<&'static str> {
        similar(name, PRESETS.iter().map(|preset| preset.name))
    }

    /// Returns its configuration. Its ranges are not those of the user's file, so nothing refers to them.
    pub(super) fn config(&self) -> Config {
        let (mut config, _) = check::parse(self.text, None);
        config.areas.forget_ranges();
        config
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AreaKey, Config};
    use super::*;

    #[test]
    fn every_preset_is_valid_and_has_no_overrides() {
        for preset in Preset::all() {
            let (config, problems) = check::parse(preset.text, None);
            assert_eq!(problems, [], "{}", preset.name);
            assert!(config.overrides.is_empty() && config != Config::default(), "{}", preset.name);
            assert_eq!(Preset::find(preset.name), Some(preset));
        }
    }

    #[test]
    fn keys_of_the_file_override_those_of_the_preset() {
        let text = "preset = \"graph\"\n[areas]\nmail = [\"post\"]\npeople = [\"/me\"]\n[docs]\nattribution = \"us\"\n";
        let (config, problems) = Config::parse(text);
        assert_eq!(problems, []);
        let area = |key: AreaKey| config.areas.area(&key).map(str::to_owned);
        let product = |name: &str| area(AreaKey::Product(name.to_owned()));
        let segment = |name: &str| area(AreaKey::Segment(name.to_owned()));
        // `mail` is the file's own area; `/me` moves to another area; the others stay.
        assert_eq!((product("post").as_deref(), product("outlook")), (Some("mail"), None));
        assert_eq!((segment("me").as_deref(), segment("users").as_deref()), (Some("people"), Some("users")));
        let of_me = config.areas.entries.iter().filter(|entry| entry.key == AreaKey::Segment("me".to_owned()));
        assert_eq!(of_me.count(), 1);
        assert_eq!(product("excel").as_deref(), Some("excel"));
        assert_eq!(
            (config.docs.license.as_deref(), config.docs.attribution.as_deref()),
            (Some("CC-BY-4.0"), Some("us"))
        );
        assert_eq!(config.areas.default.as_deref().map(|names| names[0].0.as_str()), Some("users"));
        let (config, _) = Config::parse("preset = \"graph\"\ndefault-areas = []\n");
        assert_eq!(config.areas.default, Some(Vec::new()));
    }

    #[test]
    fn a_given_preset_replaces_the_one_of_the_file() {
        let (config, problems) = Config::parse_over("", Preset::find("graph"));
        assert_eq!((config, problems), Config::parse("preset = \"graph\"\n"));
        let (_, problems) = Config::parse("preset = \"grahp\"\n");
        assert_eq!(problems[0].message, "unknown preset `grahp`");
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `graph`?"));
        let (_, problems) = Config::parse("preset = \"sharepoint\"\n");
        assert_eq!(problems[0].hint.as_deref(), Some("there are these: `graph`"));
    }
}
