//! What a path leads to.
//!
//! In: types, and what the pages' own GET requests show ([`super::reads`]). Out: the type at the end of a path, as far as the model
//! tells (OData URL conventions §4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::extract::path::Segment;
use crate::model::{Type, TypeName, TypeRef, ancestors};

use super::operations::path_shape;
use super::relations;

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The type of the thing, or of the collection's elements.
    pub ty: TypeRef,
    /// Whether it is the whole collection.
    pub collection: bool,
}

/// Follows paths through the model.
#[derive(Debug)]
pub struct Walker<'a> {
    types: &'a BTreeMap<TypeName, Type>,
    /// Types by their name in lower case.
    by_name: HashMap<String, &'a TypeName>,
    /// Types by base: those derived from it directly.
    derived: BTreeMap<&'a TypeName, Vec<&'a TypeName>>,
    /// Lower-case top-level name to what it is.
    roots: BTreeMap<String, Target>,
    /// Path, its placeholders' names erased, to what the pages show there.
    shown: BTreeMap<String, Target>,
    /// Owner's type and function's lower-case name to what the function gives.
    functions: BTreeMap<(TypeName, String), Target>,
    /// Paths that a key follows on some page, their placeholders' names erased.
    keyed: BTreeSet<String>,
}

impl<'a> Walker<'a> {
    /// A walker over `types` with no roots yet.
    #[must_use]
    pub fn new(types: &'a BTreeMap<TypeName, Type>) -> Self {
        let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
        for ty in types.values() {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(&ty.name);
            }
        }
        // Of names that differ only in case the first one is meant, so it is put in last.
        let by_name = types.keys().rev().map(|name| (name.0.to_lowercase(), name)).collect();
        let (roots, shown, functions, keyed) = Default::default();
        Walker { types, by_name, derived, roots, shown, functions, keyed }
    }

    /// States what a top-level name is; the first statement holds.
    pub fn add_root(&mut self, name: &str, target: Target) {
        self.roots.entry(name.to_lowercase()).or_insert(target);
    }

    /// States what the pages show at a path; the first statement holds.
    pub fn add_shown(&mut self, path: String, target: Target) {
        self.shown.entry(path).or_insert(target);
    }

    /// States what a function bound to `owner` gives; the first statement holds.
    pub fn add_function(&mut self, owner: TypeName, name: &str, target: Target) {
        self.functions.entry((owner, own_name(name))).or_insert(target);
    }

    /// States which paths a key follows on some page.
    pub fn set_keyed(&mut self, paths: BTreeSet<String>) {
        self.keyed = paths;
    }

    /// Whether a key follows this path on some page.
    #[must_use]
    pub fn has_key(&self, segments: &[Segment]) -> bool {
        self.keyed.contains(&path_shape(segments))
    }

    /// Whether a path leads to values of a type with this property.
    #[must_use]
    pub fn has_property(&self, target: &Target, property: &str) -> bool {
        matches!(&target.ty, TypeRef::Type(name) if relations::has_property(name, property, self.types))
    }

    /// What `segments` address; `None` where the model does not tell. A function at the end addresses nothing: it is called.
    #[must_use]
    pub fn walk(&self, segments: &[Segment]) -> Option<Target> {
        let (_, before) = segments.split_last()?;
        self.end(segments, self.lead(before).as_ref())
    }

    /// What a path that begins with `segments` goes on from: what they address, or what the function at their end gives.
    #[must_use]
    pub fn lead(&self, segments: &[Segment]) -> Option<Target> {
        let mut at: Option<Target> = None;
        // Each beginning of the path once: from the end, a path that leads nowhere would take twice the time a segment.
        for (index, segment) in segments.iter().enumerate() {
            at = self.end(&segments[..=index], at.as_ref()).or_else(|| self.call(at.as_ref()?, segment));
        }
        at
    }

    /// What `segments` address where all but the last one lead to `before`.
    fn end(&self, segments: &[Segment], before: Option<&Target>) -> Option<Target> {
        let last = segments.last()?;
        if segments.len() == 1 {
            return self.root(last);
        }
        let by_model = before.and_then(|at| self.step(at, last));
        let shown = || self.shown.get(&path_shape(segments)).cloned();
        by_model.or_else(shown).or_else(|| self.cast_of_unknown(segments))
    }

    /// A cast to a known type tells what a path addresses though nothing describes what is cast: a collection, unless a key precedes it.
    fn cast_of_unknown(&self, segments: &[Segment]) -> Option<Target> {
        let [.., before, Segment::Literal(name)] = segments else { return None };
        let collection = matches!(before, Segment::Literal(_));
        Some(Target { ty: TypeRef::Type(self.cast(name)?), collection })
    }

    fn root(&self, segment: &Segment) -> Option<Target> {
        match segment {
            Segment::Literal(name) => self.roots.get(&name.to_lowercase()).cloned(),
            Segment::Call { name, .. } => {
                Some(Target { collection: false, ..self.roots.get(&name.to_lowercase())?.clone() })
            }
            _ => None,
        }
    }

    /// What a function gives on a value of the type at `at`.
    fn call(&self, at: &Target, segment: &Segment) -> Option<Target> {
        let (TypeRef::Type(owner), Segment::Literal(name) | Segment::Call { name, .. }) = (&at.ty, segment) else {
            return None;
        };
        let name = own_name(name);
        ancestors(self.types, owner).find_map(|ty| self.functions.get(&(ty.name.clone(), name.clone())).cloned())
    }

    fn step(&self, at: &Target, segment: &Segment) -> Option<Target> {
        match segment {
            // A placeholder behind one thing names a property, and the model cannot tell which.
            Segment::Placeholder(_) => at.collection.then(|| Target { collection: false, ..at.clone() }),
            // What a path in a path leads to is of the type of its anchor: the root of a drive is an item like any other.
            Segment::ItemPath { anchor, .. } => self.step(at, anchor),
            Segment::Literal(name) => match self.cast(name) {
                Some(name) => Some(Target { ty: TypeRef::Type(name), ..at.clone() }),
                // A collection has no properties: the segment after it is a key without braces, or a function.
                None => self.member(at, name).filter(|_| !at.collection),
            },
            Segment::Call { name, .. } => Some(Target { collection: false, ..self.member(at, name)? }),
            Segment::Ellipsis => None,
        }
    }

    /// The type a cast segment names.
    fn cast(&self, segment: &str) -> Option<TypeName> {
        if !segment.contains('.') {
            return None;
        }
        self.by_name.get(&segment.to_lowercase()).copied().cloned()
    }

    fn member(&self, at: &Target, name: &str) -> Option<Target> {
        let TypeRef::Type(owner) = &at.ty else { return None };
        let ty = self.property(owner, name)?;
        Some(Target { ty: ty.element().clone(), collection: ty.is_collection() })
    }

    /// The type of a property of `owner`, of its ancestors, or of a type derived from it.
    fn property(&self, owner: &TypeName, name: &str) -> Option<&'a TypeRef> {
        let mut declared = ancestors(self.types, owner).flat_map(|ty| ty.navigation.iter().chain(&ty.properties));
        if let Some(property) = declared.find(|property| property.name.eq_ignore_ascii_case(name)) {
            return Some(&property.ty);
        }
        let (_, own) = self.types.get_key_value(owner).map(|(key, _)| (key, self.derived.get(key)))?;
        own?.iter().find_map(|derived| {
            let ty = self.types.get(*derived)?;
            ty.navigation.iter().find(|p| p.name.eq_ignore_ascii_case(name)).map(|p| &p.ty)
        })
    }
}

/// A function's name without its namespace, in lower case.
fn own_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_lowercase()
}
