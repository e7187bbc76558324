//! The reference of the configuration, as data.
//!
//! In: the rows next to the types that read the file. Out: the tables of `docs/configuration.md`, which `cargo xtask codegen` writes. Tests
//! compare the rows with the keys and values that serde accepts.

pub use super::file::KEYS;
pub use super::overrides::{ACTIONS, OVERRIDE_KEYS};

/// A table of the reference.
#[derive(Debug)]
pub struct Table {
    /// The titles of the columns. The first column contains names.
    pub header: &'static [&'static str],
    /// The rows, in the order of the document.
    pub rows: &'static [Row],
}

/// A row of a table: names that are documented together.
#[derive(Debug)]
pub struct Row {
    /// Keys with the tables that contain them (`crate.name`), or values of a key.
    pub names: &'static [&'static str],
    /// The other cells, in markdown.
    pub cells: &'static [&'static str],
}

impl Table {
    /// Returns all names, in the order of the rows.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.rows.iter().flat_map(|row| row.names).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use serde::de::value::Error;
    use serde::de::{Deserialize, Deserializer, Error as _, Visitor};

    use super::super::{Config, file, overrides};
    use super::*;

    /// A deserializer that records the names that a struct or an enum accepts.
    struct Recorder<'a>(&'a Cell<&'static [&'static str]>);

    impl<'de> Deserializer<'de> for Recorder<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("neither a struct nor an enum"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Error> {
            self.0.set(fields);
            Err(Error::custom("recorded"))
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _: &'static str,
            variants: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Error> {
            self.0.set(variants);
            Err(Error::custom("recorded"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map identifier ignored_any
        }
    }

    /// Returns the names that serde accepts for a type.
    fn accepted<T: for<'de> Deserialize<'de>>() -> BTreeSet<&'static str> {
        let names = Cell::new(&[][..]);
        assert_eq!(T::deserialize(Recorder(&names)).err().map(|error| error.to_string()).as_deref(), Some("recorded"));
        names.get().iter().copied().collect()
    }

    /// Returns the name of a top-level entry, `crate` for `crate.name`, and the key in it.
    fn parts(name: &'static str) -> (&'static str, Option<&'static str>) {
        let name = name.trim_start_matches("[[").trim_end_matches("]]");
        name.split_once('.').map_or((name, None), |(table, key)| (table, Some(key)))
    }

    #[test]
    fn every_key_has_a_row_and_every_row_is_a_key() {
        let entries: BTreeSet<&str> = KEYS.names().map(|name| parts(name).0).collect();
        assert_eq!(entries, accepted::<file::File>());
        for entry in entries {
            let documented: BTreeSet<&str> =
                KEYS.names().map(parts).filter(|(table, _)| *table == entry).filter_map(|(_, key)| key).collect();
            let expected = match entry {
                "crate" => accepted::<file::Crate>(),
                "client" => accepted::<super::super::client::Table>()
                    .into_iter()
                    .map(|key| if key == "clouds" { "clouds.<name>" } else { key })
                    .collect(),
                "docs" => accepted::<file::Docs>(),
                "reference-url" => accepted::<file::ReferenceUrl>(),
                // Users choose the names in these tables.
                "areas" | "zones" => BTreeSet::from(["<name>"]),
                "lints" => BTreeSet::from(["<id>"]),
                _ => BTreeSet::new(),
            };
            assert_eq!(documented, expected, "{entry}");
        }
    }

    #[test]
    fn every_key_and_action_of_overrides_has_a_row() {
        assert_eq!(OVERRIDE_KEYS.names().collect::<BTreeSet<_>>(), accepted::<overrides::Entry>());
        assert_eq!(ACTIONS.names().collect::<BTreeSet<_>>(), accepted::<overrides::Verb>());
    }

    #[test]
    fn names_are_unique_and_rows_have_a_cell_for_each_column() {
        for table in [&KEYS, &OVERRIDE_KEYS, &ACTIONS] {
            let mut seen = BTreeSet::new();
            assert!(table.names().all(|name| seen.insert(name)), "{table:?}");
            assert!(table.rows.iter().all(|row| row.cells.len() + 1 == table.header.len()), "{table:?}");
        }
    }

    #[test]
    fn documented_defaults_are_the_defaults() {
        let default = |name: &str| KEYS.rows.iter().find(|row| row.names.contains(&name)).expect(name).cells[1];
        let config = Config::default();
        assert_eq!(default("base-url"), format!("`{}`", config.base_url));
        assert_eq!(default("layout"), format!("`{}`", format!("{:?}", config.layout).to_lowercase()));
        assert_eq!(default("examples"), format!("`{}`", config.examples));
        assert_eq!(default("docs.descriptions"), format!("`{}`", config.docs.descriptions));
        let of_crate = format!("`{}`, `{}`, ", config.crate_name, config.crate_version);
        assert!(default("crate.name").starts_with(&of_crate), "{of_crate}");
    }
}
