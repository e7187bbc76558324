//! Links in comments lead to items that are available whenever the item with the comment is: with some features off, others would be dead.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use docbindgen::config::{Config, PageText};
use docbindgen::load::DocSet;
use docbindgen::overrides::Renames;
use docbindgen::pipeline::{Options, run};
use docbindgen::plan::names::RustName;
use docbindgen::plan::{Gate, Model, Module, Plan, PlanOptions, plan};

use support::{make_with, workspace};

/// The conditions of an item: one feature of each set must be on.
type Conditions = Vec<BTreeSet<String>>;

/// An item with a comment.
struct Item {
    path: String,
    conditions: Conditions,
    docs: Vec<String>,
}

fn with(around: &Conditions, gate: &Gate) -> Conditions {
    let own = (!gate.is_open()).then(|| gate.0.iter().cloned().collect());
    around.iter().cloned().chain(own).collect()
}

fn joined(modules: &[RustName], name: &RustName) -> String {
    modules.iter().chain([name]).map(|part| part.plain()).collect::<Vec<_>>().join("::")
}

/// Returns the items of a plan; fields and members come after their types, with the same path.
fn items(plan: &Plan) -> Vec<Item> {
    let mut items = Vec::new();
    for (modules, model) in
        plan.models.iter().flat_map(|(modules, list)| list.iter().map(move |model| (modules, model)))
    {
        let (name, docs) = match model {
            Model::Struct(plan) => (&plan.name, &plan.docs),
            Model::Enum(plan) => (&plan.name, &plan.docs),
        };
        let path = format!("crate::models::{}", joined(modules, name));
        let conditions = with(&Vec::new(), model.gate());
        items.push(Item { path: path.clone(), conditions: conditions.clone(), docs: docs.clone() });
        match model {
            Model::Struct(plan) => items.extend(plan.fields.iter().map(|field| Item {
                path: format!("{path}.{}", field.name.as_str()),
                conditions: with(&conditions, &field.gate),
                docs: field.docs.clone(),
            })),
            Model::Enum(plan) => items.extend(plan.variants.iter().map(|(name, _, docs)| Item {
                path: format!("{path}.{}", name.as_str()),
                conditions: conditions.clone(),
                docs: docs.clone(),
            })),
        }
    }
    for object in plan.parameters.values() {
        let path = format!("crate::parameters::{}", object.name.as_str());
        let conditions = with(&Vec::new(), &object.gate);
        items.extend(object.fields.iter().map(|field| Item {
            path: format!("{path}.{}", field.name.as_str()),
            conditions: with(&conditions, &field.gate),
            docs: field.docs.clone(),
        }));
        items.push(Item { path, conditions, docs: object.docs.clone() });
    }
    functions(&plan.requests, &[], &Vec::new(), &mut items);
    items
}

fn functions(module: &Module, path: &[RustName], around: &Conditions, out: &mut Vec<Item>) {
    out.extend(module.functions.iter().map(|function| Item {
        path: format!("crate::requests::{}", joined(path, &function.name)),
        conditions: with(around, &function.gate),
        docs: function.docs.clone(),
    }));
    for (name, child) in &module.modules {
        let path: Vec<RustName> = path.iter().chain([name]).cloned().collect();
        functions(child, &path, &with(around, &child.gate), out);
    }
}

/// Returns the items that a comment links to.
fn targets(docs: &[String]) -> Vec<String> {
    let text = docs.join("\n");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let own = links.filter_map(|link| {
        let path = link.strip_prefix("fn@").unwrap_or(link);
        path.starts_with("crate::").then(|| path.replace("r#", ""))
    });
    own.collect()
}

/// Returns the number of links, and those that may be dead.
fn dead_links(plan: &Plan) -> (usize, Vec<String>) {
    let items = items(plan);
    let known: BTreeMap<&str, &Conditions> = items.iter().map(|item| (item.path.as_str(), &item.conditions)).collect();
    let (mut count, mut dead) = (0, Vec::new());
    for item in &items {
        for target in targets(&item.docs) {
            count += 1;
            let available = known.get(target.as_str()).is_some_and(|conditions| {
                conditions.iter().all(|needed| item.conditions.iter().any(|own| own.is_subset(needed)))
            });
            if !available {
                dead.push(format!("{} -> {target}", item.path));
            }
        }
    }
    (count, dead)
}

#[test]
fn no_link_leads_to_an_item_whose_feature_may_be_off() {
    let outcome = run(&workspace().join("docs-input"), &Options::default()).expect("the pages can be read");
    let (renames, page_text) = (Renames::default(), PageText::default());
    let client = docbindgen::config::Client::default();
    let options = PlanOptions {
        client: &client,
        clouds: &[],
        page_url: &|page| format!("https://example.org/{page}"),
        site: "https://example.org",
        base_url: "https://example.org",
        page_text: &page_text,
        examples: false,
        renames: &renames,
        areas: &outcome.areas,
    };
    let (plan, _) = plan(&outcome.api, &options);
    assert!(plan.areas.len() > 3);
    let (count, dead) = dead_links(&plan);
    assert!(count > 100, "{count} links");
    assert!(dead.is_empty(), "{} of {count}: {dead:#?}", dead.len());
}

/// A page with requests of two areas.
const PAGE: &str = "# List letters\n\nReads the letters that were not answered, oldest first.\n\n## Permissions\n\n|Permission type|Permissions|\n\
    |:---|:---|\n|Delegated (work or school account)|Letter.Read|\n\n## HTTP request\n\n``` http\nGET /letters\nGET /archive/letters\n\
    GET /people/{id}/letters\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code.\n";

#[test]
fn each_function_says_what_it_does_and_long_texts_appear_once_for_each_feature() {
    let (config, problems) = Config::parse("[areas]\nletters = [\"/letters\", \"/archive\"]\npeople = [\"/people\"]\n");
    assert_eq!(problems, []);
    let made = make_with(&DocSet::from_pages([("api/letter-list.md", PAGE)]), &config);
    let comment = |path: &str, name: &str| {
        let text = &made.files[path];
        let start = text.find("///").unwrap_or_else(|| panic!("{name}: {text}"));
        text[start..].split("pub fn").next().unwrap_or_default().to_owned()
    };
    let (first, same, other) = (
        comment("src/requests/letters.rs", "letters"),
        comment("src/requests/archive/letters.rs", "archive"),
        comment("src/requests/people/letters.rs", "people"),
    );
    for text in [&first, &same, &other] {
        assert!(text.contains("`Letter.Read` (delegated)") && text.contains("Reference: <"), "{text}");
    }
    for text in [&first, &other] {
        assert!(text.contains("not answered") && !text.contains("Described at"), "{text}");
    }
    assert!(same.contains("List letters") && !same.contains("not answered"), "{same}");
    assert!(same.contains("Described at [`letters::get`](fn@crate::requests::letters::get)."), "{same}");
}
