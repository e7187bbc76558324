//! Where the structs and enums of types go.
//!
//! In: types and enums. Out: a [`TypePlace`] for each: its modules, which mirror the namespace, its file and its names.

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::model::{Api, TypeName};
use crate::overrides::Renames;

use super::collisions::Collisions;
use super::items::Path;
use super::names::{Role, RustName, Scope, module_name, rust_name};

/// The module of all types.
const ROOT: &str = "models";

/// The namespace whose types are in `models` itself.
const ROOT_NAMESPACE: &str = "microsoft.graph";

/// Characters of the folders that a namespace becomes: paths have a limit. Real namespaces need half of it.
const MAX_NAMESPACE: usize = 70;

/// Where a type goes.
pub struct TypePlace {
    /// Modules below `models`.
    pub modules: Vec<RustName>,
    /// Its own module, and file.
    pub module: RustName,
    /// Its name.
    pub name: RustName,
    /// The name of the enum of the types derived from it, where values of it may be of such a type.
    pub derived: Option<RustName>,
}

impl TypePlace {
    /// The path below the crate: the private module of the type itself is left out, its folder re-exports it.
    #[must_use]
    pub fn path(&self) -> Path {
        let models = rust_name(ROOT, Role::Module);
        Path([models].into_iter().chain(self.modules.iter().cloned()).chain([self.name.clone()]).collect())
    }
}

/// The places of all types and enums; those in `polymorphic` have an enum of derived types beside them.
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
    // A namespace below another one is a folder: no type's file beside it may have its name.
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
        // The file is called like the type, so it needs no further report. `mod` is the name of the folder's own file.
        let file = module_name(rust.plain(), modules.last().map_or(ROOT, RustName::plain));
        let (module, _) = files.add(file.plain(), Role::Module, Some(span));
        places.insert(name.clone(), TypePlace { modules, module, name: rust, derived: None });
    }
    // After the types themselves, so that these keep their names.
    for (name, place) in places.iter_mut().filter(|(name, _)| polymorphic.contains_key(name)) {
        let Some(ty) = api.types.get(name) else { continue };
        let (types, _) = scopes.entry(place.modules.clone()).or_default();
        let (derived, collision) = types.add(&format!("{}Derived", place.name.plain()), Role::Type, Some(ty.span));
        collisions.note(collision, ty.span, &format!("the types derived from {name}"));
        place.derived = Some(derived);
    }
    places
}

/// `microsoft.graph.callRecords` to `[call_records]`.
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
