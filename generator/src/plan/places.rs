//! Chooses the modules, files and names of structs and enums.
//!
//! In: types and enums. Out: a [`TypePlace`] for each, with the modules that mirror its namespace, its file and its names.

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::model::{Api, TypeName};
use crate::overrides::Renames;

use super::collisions::Collisions;
use super::items::Path;
use super::names::{Role, RustName, Scope, module_name, rust_name};

/// The module of all types.
pub const ROOT: &str = "models";

/// The namespace whose types are in `models` itself.
const ROOT_NAMESPACE: &str = "microsoft.graph";

/// Maximum length of the folders of a namespace, because paths have a limit. Real namespaces need half of it.
const MAX_NAMESPACE: usize = 70;

/// The place of a type in the crate.
pub struct TypePlace {
    /// Modules below `models`.
    pub modules: Vec<RustName>,
    /// Its own module and file.
    pub module: RustName,
    /// Its name.
    pub name: RustName,
    /// The name of the enum of derived types, if its values may have a derived type.
    pub derived: Option<RustName>,
}

impl TypePlace {
    /// Returns the path in the crate. It omits the type's own private module, since the parent module re-exports the type.
    #[must_use]
    pub fn path(&self) -> Path {
        let models = rust_name(ROOT, Role::Module);
        Path([models].into_iter().chain(self.modules.iter().cloned()).chain([self.name.clone()]).collect())
    }
}

/// Returns the places of all types and enums. Those in `polymorphic` also have an enum of derived types.
pub fn type_places(
    api: &Api,
    renames: &Renames,
    polymorphic: &BTreeMap<TypeName, Vec<TypeName>>,
    collisions: &mut Collisions,
) -> BTreeMap<TypeName, TypePlace> {
    let named = api.types.values().map(|ty| (&ty.name, ty.span)).chain(api.enums.values().map(|e| (&e.name, e.span)));
    let mut all: Vec<(&TypeName, Span)> = named.collect();
    all.sort();
    let mut scopes: BTreeMap<Vec<RustName>, (Scope, Scope)> = BTreeMap::new();
    // A nested namespace is a folder, so the file of a type next to it needs a different name.
    for (name, _) in &all {
        let modules = namespace_modules(name.namespace());
        for (depth, module) in modules.iter().enumerate() {
            scopes.entry(modules[..depth].to_vec()).or_default().1.reserve(module);
        }
    }
    let mut places = BTreeMap::new();
    for (name, span) in all {
        let modules = namespace_modules(name.namespace());
        let (types, files) = scopes.entry(modules.clone()).or_default();
        let (rust, collision) = types.add(renames.of_type(name.short()), Role::Type, Some(span));
        collisions.note(collision, span, &name.0);
        // A file has the name of its type, so a collision is already reported. `mod` is the name of the folder's own file.
        let file = module_name(rust.plain(), modules.last().map_or(ROOT, RustName::plain));
        let (module, _) = files.add(file.plain(), Role::Module, Some(span));
        places.insert(name.clone(), TypePlace { modules, module, name: rust, derived: None });
    }
    // Only after the types, so that these keep their names.
    for (name, place) in places.iter_mut().filter(|(name, _)| polymorphic.contains_key(name)) {
        let Some(ty) = api.types.get(name) else { continue };
        let (types, _) = scopes.entry(place.modules.clone()).or_default();
        let (derived, collision) = types.add(&format!("{}Derived", place.name.plain()), Role::Type, Some(ty.span));
        collisions.note(collision, ty.span, &format!("the types derived from {name}"));
        place.derived = Some(derived);
    }
    places
}

/// Returns the modules of a namespace: `[call_records]` for `microsoft.graph.callRecords`.
fn namespace_modules(namespace: &str) -> Vec<RustName> {
    let below = match namespace.strip_prefix(ROOT_NAMESPACE) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => rest.trim_start_matches('.'),
        _ => namespace,
    };
    let mut around = ROOT.to_owned();
    let parts = below.split('.').filter(|part| !part.is_empty()).map(|part| {
        let module = module_name(part, &around);
        module.plain().clone_into(&mut around);
        module
    });
    let mut length = 0;
    let fits = |part: &RustName| {
        length += part.plain().len() + 1;
        length <= MAX_NAMESPACE
    };
    parts.take_while(fits).collect()
}
