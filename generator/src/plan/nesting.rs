//! Computes how deeply structs are nested.
//!
//! In: the planned structs. Out: the recursion limit that rustc needs for them, if its default is too low, and the struct that needs it.
//! To check what dropping a value does and whether it can be sent to another thread, rustc follows the types of fields, including through
//! `Box` and `Vec`, up to a limit (Rust reference, "Limits"). Boxes do not help: a chain of 25 types is enough to exceed it.

use std::collections::BTreeMap;

use super::items::{Model, Path, RustType, Struct};
use super::names::{Role, RustName, rust_name};

/// Maximum number of steps that fit into rustc's default limit of 128 types.
///
/// A step is up to three types for rustc: a `Box` consists of further types and is wrapped in an `Option`.
const ALLOWED: usize = 48;

/// A struct that is nested too deeply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deep {
    /// The name on the wire.
    pub odata_type: String,
    /// A recursion limit that is sufficient.
    pub limit: usize,
}

/// Returns the most deeply nested struct, if it exceeds what rustc allows by default.
#[must_use]
pub fn deepest(models: &BTreeMap<Vec<RustName>, Vec<Model>>) -> Option<Deep> {
    let graph = Graph::new(models);
    let mut seen = vec![usize::MAX; graph.children.len()];
    let depths = (0..graph.names.len()).map(|start| (graph.depth(start, &mut seen), start));
    let (depth, start) = depths.max_by_key(|(depth, start)| (*depth, std::cmp::Reverse(*start)))?;
    let odata_type = graph.names[start].to_owned();
    (depth > ALLOWED).then(|| Deep { odata_type, limit: (4 * depth).next_power_of_two() })
}

/// The types reached by dropping each type. The nodes are all structs, then the `Box` of each, then the `Vec` of each.
struct Graph<'a> {
    names: Vec<&'a str>,
    children: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    fn new(models: &'a BTreeMap<Vec<RustName>, Vec<Model>>) -> Self {
        let root = rust_name("models", Role::Module);
        let structs: Vec<(Path, &Struct)> = models
            .iter()
            .flat_map(|(modules, list)| list.iter().map(move |model| (modules, model)))
            .filter_map(|(modules, model)| match model {
                Model::Struct(plan) => {
                    let parts = [&root].into_iter().chain(modules).chain([&plan.name]);
                    Some((Path(parts.cloned().collect()), plan))
                }
                Model::Enum(_) => None,
            })
            .collect();
        let numbers: BTreeMap<&Path, usize> = structs.iter().map(|(path, _)| path).zip(0..).collect();
        let count = structs.len();
        let node = |ty: &RustType| match ty {
            RustType::Model(path) => numbers.get(path).copied(),
            RustType::Boxed(inner) => held(inner).and_then(|path| numbers.get(path)).map(|number| count + number),
            RustType::Vec(inner) => held(inner).and_then(|path| numbers.get(path)).map(|number| 2 * count + number),
            _ => None,
        };
        let fields = structs.iter().map(|(_, plan)| plan.fields.iter().filter_map(|field| node(&field.ty)).collect());
        let children = fields.chain((0..2 * count).map(|wrapper| vec![wrapper % count])).collect();
        Graph { names: structs.iter().map(|(_, plan)| plan.odata_type.as_str()).collect(), children }
    }

    /// Returns how deep rustc descends from `start`, visiting each type once.
    ///
    /// `seen` contains, for each type, the last start from which it was visited.
    fn depth(&self, start: usize, seen: &mut [usize]) -> usize {
        let mut deepest = 0;
        let mut open = vec![(start, 0)];
        seen[start] = start;
        while let Some((node, next)) = open.last_mut() {
            let child = self.children[*node].get(*next).copied();
            *next += 1;
            match child {
                Some(child) if seen[child] != start => {
                    seen[child] = start;
                    open.push((child, 0));
                    deepest = deepest.max(open.len() - 1);
                }
                Some(_) => {}
                None => {
                    open.pop();
                }
            }
        }
        deepest
    }
}

/// Returns the struct in a `Box` or a `Vec`.
fn held(ty: &RustType) -> Option<&Path> {
    match ty {
        RustType::Model(path) => Some(path),
        RustType::Boxed(inner) | RustType::Vec(inner) => held(inner),
        _ => None,
    }
}
