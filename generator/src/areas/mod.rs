//! Parts of the API that compile on their own: each area is a feature of the emitted crate.
//!
//! In: the [`Api`] and the table `[areas]` of `docbindgen.toml`. Out: [`Areas`]: their names, the area of each request, and the areas in
//! which each type is available. Plan turns these into feature conditions. There are no areas if all requests would be in the same one.

mod check;
mod defaults;
mod gate;
mod requests;
mod set;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::AreaTable;
use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Api, TypeName};

pub use check::check;
pub use gate::{Area, Gate};
pub use set::AreaSet;

/// Maximum number of areas; the smallest ones beyond it are merged. Package registries accept 300 features, and five of them are not areas.
pub const MAX_AREAS: usize = 295;

/// The area of everything that belongs to no other area.
pub const OTHER: &str = "other";

/// The areas of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    /// Names, in order. Empty if the API is not divided.
    names: Vec<String>,
    /// The area of each operation.
    requests: Vec<AreaSet>,
    /// The areas of each type and enum.
    types: BTreeMap<TypeName, AreaSet>,
    /// The names of the areas that are on by default.
    default: Vec<String>,
}

/// Returns the areas of `api`.
#[must_use]
pub fn areas(api: &Api, table: &AreaTable) -> (Areas, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (of_requests, merged) = requests::areas_of_requests(api, table);
    if !merged.is_empty() {
        let message = format!("the {} smallest areas were merged into `{OTHER}`", merged.len());
        let hint = "name more of them in the table [areas] of docbindgen.toml";
        diagnostics.push(Diagnostic::new(lint::AREAS_MERGED, None, message).hint(hint));
    }
    (Areas::new(api, table, &of_requests), diagnostics)
}

impl Areas {
    fn new(api: &Api, table: &AreaTable, of_requests: &[String]) -> Areas {
        let names: BTreeSet<&str> = of_requests.iter().map(String::as_str).collect();
        if names.len() < 2 {
            return Areas::default();
        }
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let number = |name: &str| names.binary_search_by(|own| own.as_str().cmp(name)).ok();
        let requests: Vec<AreaSet> = of_requests.iter().filter_map(|name| number(name).map(AreaSet::one)).collect();
        let other = AreaSet::one(number(OTHER).unwrap_or(names.len()));
        let pages = api.types.values().map(|ty| (&ty.name, &ty.pages));
        let pages = pages.chain(api.enums.values().map(|stated| (&stated.name, &stated.pages)));
        let home = pages.filter_map(|(name, pages)| {
            let area = number(table.home(api.product(pages)?)?)?;
            Some((name, AreaSet::one(area)))
        });
        let sources = types::Sources { api, requests: &requests, home: home.collect(), other };
        let types = types::availability(&sources);
        let chosen = defaults::default_area(api, &requests, &types);
        let types: BTreeMap<TypeName, AreaSet> = types.into_iter().map(|(name, sets)| (name, sets.available)).collect();
        // The last area has only types: those that nothing refers to.
        if types.values().any(|areas| areas.contains(names.len())) {
            names.push(OTHER.to_owned());
        }
        let stated = table.default.as_deref().unwrap_or_default();
        let mut default: Vec<String> =
            stated.iter().map(|(name, _)| name).filter(|name| names.contains(name)).cloned().collect();
        // The areas of a preset may all be missing, for example because of a selection.
        if default.is_empty() && table.chooses_default() {
            default.extend(chosen.and_then(|index| names.get(index)).cloned());
        }
        Areas { names, requests, types, default }
    }

    /// Returns the set of all areas.
    #[must_use]
    pub fn all(&self) -> AreaSet {
        AreaSet::first(self.names.len())
    }

    /// Returns the area of the operation with this index.
    #[must_use]
    pub fn of_request(&self, operation: usize) -> AreaSet {
        self.requests.get(operation).copied().unwrap_or_else(|| self.all())
    }

    /// Returns the areas in which a type or enum is available.
    #[must_use]
    pub fn of_type(&self, name: &TypeName) -> AreaSet {
        self.types.get(name).copied().unwrap_or_else(|| self.all())
    }

    /// Returns the gate of an item available in `own` inside an item available in `around`.
    #[must_use]
    pub fn gate(&self, own: AreaSet, around: AreaSet) -> Gate {
        if around.is_within(own) {
            return Gate::default();
        }
        Gate(self.names(own))
    }

    /// Returns the names of the areas in `set`.
    fn names(&self, set: AreaSet) -> Vec<String> {
        set.iter().filter_map(|index| self.names.get(index)).cloned().collect()
    }

    /// Returns each area with its counts.
    pub fn list(&self) -> impl Iterator<Item = Area> {
        let count =
            |index: usize, sets: &mut dyn Iterator<Item = &AreaSet>| sets.filter(|set| set.contains(index)).count();
        self.names.iter().enumerate().map(move |(index, name)| Area {
            name: name.clone(),
            default: self.default.contains(name),
            requests: count(index, &mut self.requests.iter()),
            types: count(index, &mut self.types.values()),
        })
    }
}
