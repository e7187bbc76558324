//! Finds the properties that must be boxed so that no struct contains itself.
//!
//! In: the types. Out: owner and name of each single-valued structural property on a cycle. Navigation properties contain JSON and
//! collections are already on the heap, so neither counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Type, TypeName, TypeRef};

/// Returns the owner and name of every property to box.
///
/// A struct contains the properties of its type and of all ancestors, since a derived struct repeats their fields. Each type has two
/// nodes, its struct and its own declarations, so that an ancestor costs one edge instead of a copy of its properties. A property
/// is on a cycle if its target's struct and its owner's declarations are on the same cycle.
#[must_use]
pub fn boxed(api: &Api) -> BTreeSet<(TypeName, String)> {
    let numbers: BTreeMap<&TypeName, usize> = api.types.keys().zip(0..).collect();
    let structure = |number: usize| 2 * number;
    let declared = |number: usize| 2 * number + 1;
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(2 * numbers.len());
    for (number, ty) in api.types.values().enumerate() {
        edges.push(vec![declared(number)]);
        let base = ty.base.as_ref().and_then(|base| numbers.get(base)).map(|base| declared(*base));
        let targets = held(ty).filter_map(|(_, target)| numbers.get(target)).map(|target| structure(*target));
        edges.push(targets.chain(base).collect());
    }
    let circle = strong_components(&edges);
    let mut out = BTreeSet::new();
    for (number, ty) in api.types.values().enumerate() {
        for (property, target) in held(ty) {
            if numbers.get(target).is_some_and(|target| circle[structure(*target)] == circle[declared(number)]) {
                out.insert((ty.name.clone(), property.to_owned()));
            }
        }
    }
    out
}

/// Returns the type's own properties whose values are structs, each with the type of its value.
fn held(ty: &Type) -> impl Iterator<Item = (&str, &TypeName)> {
    ty.properties.iter().filter_map(|property| match &property.ty {
        TypeRef::Type(target) => Some((property.name.as_str(), target)),
        _ => None,
    })
}

/// Returns a component number for each node. Two nodes share a number if each reaches the other.
///
/// This is Tarjan's algorithm with a stack instead of recursion, since pages may describe chains of any length.
fn strong_components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut component = vec![NONE; edges.len()];
    let mut order = vec![NONE; edges.len()];
    let mut low = vec![NONE; edges.len()];
    let (mut next, mut stack) = (0, Vec::new());
    for start in 0..edges.len() {
        let mut open = if order[start] == NONE { vec![(start, 0)] } else { Vec::new() };
        while let Some((node, edge)) = open.last_mut() {
            let node = *node;
            if *edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some(&to) = edges[node].get(*edge) {
                *edge += 1;
                if order[to] == NONE {
                    open.push((to, 0));
                } else if component[to] == NONE {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            open.pop();
            if let Some((before, _)) = open.last() {
                low[*before] = low[*before].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_reach_each_other_are_one_component() {
        // 0 → 1 → 2 → 0, 2 → 3 → 4 → 3, 5 alone.
        let components = strong_components(&[vec![1], vec![2], vec![3, 0], vec![4], vec![3], vec![0, 3]]);
        assert!(components[0] == components[1] && components[1] == components[2]);
        assert!(components[3] == components[4] && components[3] != components[0]);
        assert!(components[5] != components[0] && components[5] != components[3]);
    }

    #[test]
    fn a_node_without_edges_is_visited_once() {
        assert_eq!(strong_components(&[vec![], vec![0]]), [0, 1]);
    }

    /// Returns the boxed properties of types, given by their name, base and the types they hold.
    fn boxed_of(types: &[(&str, &str, &[&str])]) -> Vec<String> {
        let pages: Vec<(String, String)> = types
            .iter()
            .map(|(name, base, held)| {
                let base = if base.is_empty() { String::new() } else { format!("Inherits from [{base}]({base}.md).") };
                let rows: String = held.iter().map(|to| format!("|{to}Of|[{to}]({to}.md)|It.|\n")).collect();
                let table =
                    format!("## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|a|String|A.|\n{rows}");
                let text = format!("# {name} resource type\n\nNamespace: own\n\nA thing. {base}\n\n{table}");
                (format!("resources/{name}.md"), text)
            })
            .collect();
        let set = crate::load::DocSet::from_pages(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let facts: Vec<_> =
            set.pages.iter().map(|page| crate::extract::extract(&crate::parse::parse(&set, page).0).0).collect();
        let (api, _) = crate::resolve::resolve("v1.0", &facts);
        boxed(&api).into_iter().map(|(owner, property)| format!("{}.{property}", owner.short())).collect()
    }

    #[test]
    fn cycles_are_boxed_and_paths_to_them_are_not() {
        let found = boxed_of(&[("a", "", &["b"]), ("b", "", &["a"]), ("c", "", &["a", "d"]), ("d", "", &[])]);
        assert_eq!(found, ["a.bOf", "b.aOf"]);
        assert_eq!(boxed_of(&[("a", "", &["a"])]), ["a.aOf"]);
    }

    #[test]
    fn derived_types_contain_the_properties_of_their_ancestors() {
        // `rose` inherits `potOf` from `plant`, and `pot` holds `rose`: `plant.potOf` is on the cycle although `pot` holds no `plant`.
        let found = boxed_of(&[("plant", "", &["pot"]), ("rose", "plant", &[]), ("pot", "", &["rose"])]);
        assert_eq!(found, ["plant.potOf", "pot.roseOf"]);
        // Conversely, a type that holds the base does not hold its descendants.
        let found = boxed_of(&[("plant", "", &[]), ("rose", "plant", &["pot"]), ("pot", "", &["plant"])]);
        assert_eq!(found, [""; 0]);
    }
}
