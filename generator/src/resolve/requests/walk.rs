//! Targets of paths.
//!
//! In: types, and the targets that GET requests reveal ([`super::reads`]). Out: the type at the end of a path, as far as the model
//! knows it (OData URL conventions §4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::extract::path::Segment;
use crate::model::{TypeName, TypeRef};
use crate::resolve::hierarchy::Types;
use crate::resolve::requests::operations::path_shape;

/// The target of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The type of the item, or of the collection's elements.
    pub ty: TypeRef,
    /// Whether the target is the whole collection.
    pub collection: bool,
}

/// Follows paths through the model.
#[derive(Debug)]
pub struct Walker<'a> {
    types: Types<'a>,
    /// Types by lower-case name.
    by_name: HashMap<String, &'a TypeName>,
    /// Directly derived types, by base.
    derived: BTreeMap<&'a TypeName, Vec<&'a TypeName>>,
    /// Targets of lower-case top-level names.
    roots: BTreeMap<String, Target>,
    /// Targets that the pages reveal, by path with the names of placeholders erased.
    shown: BTreeMap<String, Target>,
    /// Results of functions, by type of the owner and lower-case name.
    functions: BTreeMap<(TypeName, String), Target>,
    /// Paths that some page continues with a key, with the names of placeholders erased.
    keyed: BTreeSet<String>,
}

impl<'a> Walker<'a> {
    /// Creates a walker over `types` without roots.
    #[must_use]
    pub fn new(types: Types<'a>) -> Self {
        let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
        for ty in types.iter() {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(&ty.name);
            }
        }
        // If names differ only in case, the first one wins, so it is inserted last.
        let by_name = types.iter().rev().map(|ty| (ty.name.0.to_lowercase(), &ty.name)).collect();
        let (roots, shown, functions, keyed) = Default::default();
        Walker { types, by_name, derived, roots, shown, functions, keyed }
    }

    /// Adds the target of a top-level name. The first one wins.
    pub fn add_root(&mut self, name: &str, target: Target) {
        self.roots.entry(name.to_lowercase()).or_insert(target);
    }

    /// Adds the target that the pages reveal for a path. The first one wins.
    pub fn add_shown(&mut self, path: String, target: Target) {
        self.shown.entry(path).or_insert(target);
    }

    /// Adds the result of a function bound to `owner`. The first one wins.
    pub fn add_function(&mut self, owner: TypeName, name: &str, target: Target) {
        self.functions.entry((owner, own_name(name))).or_insert(target);
    }

    /// Sets the paths that some page continues with a key.
    pub fn set_keyed(&mut self, paths: BTreeSet<String>) {
        self.keyed = paths;
    }

    /// Returns whether some page continues this path with a key.
    #[must_use]
    pub fn has_key(&self, segments: &[Segment]) -> bool {
        self.keyed.contains(&path_shape(segments))
    }

    /// Returns whether a target is of a type with this property.
    #[must_use]
    pub fn has_property(&self, target: &Target, property: &str) -> bool {
        matches!(&target.ty, TypeRef::Type(name) if self.types.has_property(name, property))
    }

    /// Returns the target of `segments`, if the model knows it. A function at the end has no target: it is called.
    #[must_use]
    pub fn walk(&self, segments: &[Segment]) -> Option<Target> {
        let (_, before) = segments.split_last()?;
        self.end(segments, self.lead(before).as_ref())
    }

    /// Returns the target from which a path continues after `segments`: their own, or the result of the function at their end.
    #[must_use]
    pub fn lead(&self, segments: &[Segment]) -> Option<Target> {
        let mut at: Option<Target> = None;
        // Each prefix is resolved once. Starting at the end, an unknown path would take twice the time for each further segment.
        for (index, segment) in segments.iter().enumerate() {
            at = self.end(&segments[..=index], at.as_ref()).or_else(|| self.call(at.as_ref()?, segment));
        }
        at
    }

    /// Returns the target of `segments`, if all but the last one lead to `before`.
    fn end(&self, segments: &[Segment], before: Option<&Target>) -> Option<Target> {
        let last = segments.last()?;
        if segments.len() == 1 {
            return self.root(last);
        }
        let by_model = before.and_then(|at| self.step(at, last));
        let shown = || self.shown.get(&path_shape(segments)).cloned();
        by_model.or_else(shown).or_else(|| self.cast_of_unknown(segments))
    }

    /// Returns the target of a cast to a known type on an unknown path: a collection, unless a key precedes the cast.
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

    /// Returns the result of a function that is called on `at`.
    fn call(&self, at: &Target, segment: &Segment) -> Option<Target> {
        let (TypeRef::Type(owner), Segment::Literal(name) | Segment::Call { name, .. }) = (&at.ty, segment) else {
            return None;
        };
        let name = own_name(name);
        self.types.ancestors(owner).find_map(|ty| self.functions.get(&(ty.name.clone(), name.clone())).cloned())
    }

    fn step(&self, at: &Target, segment: &Segment) -> Option<Target> {
        match segment {
            // After a single item, a placeholder names a property, and the model cannot tell which.
            Segment::Placeholder(_) => at.collection.then(|| Target { collection: false, ..at.clone() }),
            // The target of an item path has the type of its anchor: the root of a drive is an item like any other.
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

    /// Returns the type that a cast segment names.
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

    /// Returns the type of a property of `owner`, of its ancestors, or of a type derived directly from it.
    fn property(&self, owner: &TypeName, name: &str) -> Option<&'a TypeRef> {
        let mut declared = self.types.ancestors(owner).flat_map(|ty| ty.navigation.iter().chain(&ty.properties));
        if let Some(property) = declared.find(|property| property.name.eq_ignore_ascii_case(name)) {
            return Some(&property.ty);
        }
        self.derived.get(owner)?.iter().find_map(|derived| {
            let ty = self.types.get(derived)?;
            ty.navigation.iter().find(|p| p.name.eq_ignore_ascii_case(name)).map(|p| &p.ty)
        })
    }
}

/// Returns a function's name without its namespace, in lower case.
fn own_name(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_lowercase()
}
