//! Finds the areas in which each type is available.
//!
//! In: the [`Api`], the area of each operation, and the home of each type. Out: a set of areas for each type and enum:
//!
//! 1. its home: the area of its page's product, if the table lists that product;
//! 2. every area with a request that takes or returns it;
//! 3. the areas of every type that needs it. A type needs its bases, the types that its structural properties hold inline (complex types,
//!    enums), and the types derived from complex types: everything that a response contains. Entity types that a property leads to are not
//!    followed: they have requests and pages of their own, and following them would reach the whole API.
//! 4. A type still without areas is available where the types that have a property of it are; else where values of its base occur; else in
//!    `other`.

use std::collections::BTreeMap;

use crate::model::{Api, Body, Kind, Operation, ResponseBody, Type, TypeName, TypeRef};

use super::set::AreaSet;

/// The input of the rules.
pub struct Sources<'a> {
    /// The model.
    pub api: &'a Api,
    /// The area of each operation.
    pub requests: &'a [AreaSet],
    /// The home of each type and enum that has one.
    pub home: BTreeMap<&'a TypeName, AreaSet>,
    /// The area of types that nothing refers to.
    pub other: AreaSet,
}

/// Returns the areas of each type and enum.
pub fn availability(sources: &Sources<'_>) -> BTreeMap<TypeName, Sets> {
    let graph = Graph::new(sources.api);
    let mut sets = vec![Sets::default(); graph.names.len()];
    let homes = sources.home.iter().map(|(name, home)| (*name, *home));
    let requests = sources.api.operations.iter().zip(sources.requests);
    let needed =
        requests.flat_map(|(operation, area)| needed(sources.api, operation).into_iter().map(|name| (name, *area)));
    for (name, areas) in homes.chain(needed) {
        if let Some(number) = graph.number(name) {
            sets[number].add(Sets::of_values(areas));
        }
    }
    graph.close((0..sets.len()).collect(), &mut sets);
    graph.place_rest(&mut sets, sources.other);
    graph.names.into_iter().cloned().zip(sets).collect()
}

/// The areas of a type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sets {
    /// Where it is available.
    pub available: AreaSet,
    /// Where values of it occur. Elsewhere it is only the base of a type.
    pub values: AreaSet,
}

impl Sets {
    fn of_values(areas: AreaSet) -> Sets {
        Sets { available: areas, values: areas }
    }

    fn of_base(areas: AreaSet) -> Sets {
        Sets { available: areas, values: AreaSet::default() }
    }

    /// Adds areas; returns whether any of them was new.
    fn add(&mut self, more: Sets) -> bool {
        let before = *self;
        self.available = self.available.union(more.available);
        self.values = self.values.union(more.values);
        *self != before
    }
}

/// Returns the types that a request takes and returns.
fn needed<'a>(api: &'a Api, operation: &'a Operation) -> Vec<&'a TypeName> {
    let mut types: Vec<&TypeRef> = operation.parameters.iter().map(|parameter| &parameter.ty).collect();
    let mut names: Vec<&TypeName> = Vec::new();
    match &operation.body {
        Some(Body::Value(ty)) => types.push(ty),
        Some(Body::Partial(name)) => names.push(name),
        Some(Body::Parameters) => {
            let object = api.parameter_page(operation).and_then(|page| page.parameters.as_ref());
            types.extend(object.into_iter().flat_map(|object| &object.properties).map(|property| &property.ty));
        }
        Some(Body::Reference | Body::Stream) | None => {}
    }
    if let ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) = &operation.response {
        types.push(ty);
    }
    names.extend(types.into_iter().filter_map(named));
    names
}

fn named(ty: &TypeRef) -> Option<&TypeName> {
    match ty.element() {
        TypeRef::Type(name) | TypeRef::Enum(name) => Some(name),
        TypeRef::Primitive(_) | TypeRef::Collection(_) => None,
    }
}

/// How a type leads to a type that must be available with it (rule 3).
#[derive(Debug, Clone, Copy)]
enum Hold {
    /// A property holds values of the other type.
    Property,
    /// The other type is its base.
    Base,
    /// The other type is complex and derived from it.
    Derived,
}

/// Types and enums by number, and how they lead to one another.
struct Graph<'a> {
    names: Vec<&'a TypeName>,
    numbers: BTreeMap<&'a TypeName, usize>,
    holds: Vec<Vec<(Hold, usize)>>,
    /// For each type, the types that have a property of it.
    owners: Vec<Vec<usize>>,
    bases: Vec<Option<usize>>,
}

impl<'a> Graph<'a> {
    fn new(api: &'a Api) -> Self {
        let names: Vec<&TypeName> = api.types.keys().chain(api.enums.keys()).collect();
        let numbers: BTreeMap<&TypeName, usize> = names.iter().copied().zip(0..).collect();
        let count = names.len();
        let (holds, owners, bases) = (vec![Vec::new(); count], vec![Vec::new(); count], vec![None; count]);
        let mut graph = Graph { names, numbers, holds, owners, bases };
        for ty in api.types.values() {
            graph.add_type(api, ty);
        }
        graph
    }

    fn add_type(&mut self, api: &Api, ty: &Type) {
        let Some(own) = self.number(&ty.name) else { return };
        if let Some(base) = ty.base.as_ref().and_then(|base| self.number(base)) {
            self.bases[own] = Some(base);
            self.holds[own].push((Hold::Base, base));
            if ty.kind == Kind::Complex {
                self.holds[base].push((Hold::Derived, own));
            }
        }
        let properties = ty.properties.iter().map(|property| &property.ty);
        for target in properties.chain(&ty.values).filter_map(named) {
            let Some(number) = self.number(target) else { continue };
            self.owners[number].push(own);
            if api.types.get(target).is_none_or(|target| target.kind == Kind::Complex) {
                self.holds[own].push((Hold::Property, number));
            }
        }
        for target in ty.navigation.iter().filter_map(|property| named(&property.ty)) {
            if let Some(target) = self.number(target) {
                self.owners[target].push(own);
            }
        }
    }

    fn number(&self, name: &TypeName) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// Passes the areas of types on to the types that they hold, beginning with `open`.
    fn close(&self, mut open: Vec<usize>, sets: &mut [Sets]) {
        while let Some(at) = open.pop() {
            for &(hold, held) in &self.holds[at] {
                let more = match hold {
                    Hold::Property => Sets::of_values(sets[at].available),
                    Hold::Base => Sets::of_base(sets[at].available),
                    Hold::Derived => Sets::of_values(sets[at].values),
                };
                if sets[held].add(more) {
                    open.push(held);
                }
            }
        }
    }

    /// Applies rule 4 in rounds. A round sees only the result of the previous one, so the order of the types does not matter.
    fn place_rest(&self, sets: &mut [Sets], other: AreaSet) {
        let of_owners = |at: usize, sets: &[Sets]| {
            self.owners[at].iter().fold(AreaSet::default(), |all, owner| all.union(sets[*owner].available))
        };
        let of_base = |at: usize, sets: &[Sets]| self.bases[at].map_or(AreaSet::default(), |base| sets[base].values);
        while self.place(&of_owners, sets) || self.place(&of_base, sets) {}
        self.place(&|_, _| other, sets);
    }

    /// Gives every type without areas those that `areas` returns for it; returns whether there were any.
    fn place(&self, areas: &dyn Fn(usize, &[Sets]) -> AreaSet, sets: &mut [Sets]) -> bool {
        let missing = (0..sets.len()).filter(|at| sets[*at].available.is_empty());
        let found: Vec<(usize, AreaSet)> =
            missing.map(|at| (at, areas(at, sets))).filter(|(_, areas)| !areas.is_empty()).collect();
        for (at, areas) in &found {
            sets[*at].add(Sets::of_values(*areas));
        }
        let placed = !found.is_empty();
        self.close(found.into_iter().map(|(at, _)| at).collect(), sets);
        placed
    }
}
