//! Reads a real docs folder, when the environment names one: `DOCBINDGEN_CORPUS=…/graph-v1.0 cargo test --test extract_corpus`.
//!
//! In: the pages below that folder. Out: no panic, and counts to compare with those the format's description gives. With
//! `DOCBINDGEN_CORPUS_FACTS=FILE` all facts go to that file as lines of JSON.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use docbindgen::diagnostics::Diagnostics;
use docbindgen::extract::type_expr::TypeExpr;
use docbindgen::extract::{BodyKind, ExampleBody, PageFacts, extract};
use docbindgen::load::{LoadOptions, load};
use docbindgen::parse::parse;

#[derive(Default)]
struct Counts(BTreeMap<String, usize>);

impl Counts {
    fn add(&mut self, what: impl Into<String>, n: usize) {
        *self.0.entry(what.into()).or_default() += n;
    }
}

#[test]
fn every_page_of_the_corpus() {
    let Ok(docs) = std::env::var("DOCBINDGEN_CORPUS") else {
        println!("skipped: DOCBINDGEN_CORPUS names no docs folder");
        return;
    };
    let (set, _) = load(Path::new(&docs), &LoadOptions::default()).expect("the docs folder");
    let pages: Vec<_> = set.pages.iter().map(|page| parse(&set, page)).collect();
    let started = std::time::Instant::now();
    let all: Vec<(PageFacts, Diagnostics)> = pages.iter().map(|(page, _)| extract(page)).collect();
    let took = started.elapsed();
    let mut counts = Counts::default();
    for (facts, diagnostics) in &all {
        count(facts, &mut counts);
        for diagnostic in diagnostics.list() {
            counts.add(format!("lint {}", diagnostic.lint.id), 1);
            assert!(diagnostic.span.is_some_and(|s| s.end <= set.sources.file(s.file).text.len()), "{diagnostic:?}");
        }
    }
    println!("pages {}, extracted in {took:?}", all.len());
    for (what, n) in &counts.0 {
        println!("{n:7} {what}");
    }
    if let Ok(path) = std::env::var("DOCBINDGEN_CORPUS_FACTS") {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("the file for facts"));
        for (facts, diagnostics) in &all {
            let said: Vec<String> = diagnostics
                .list()
                .iter()
                .map(|d| {
                    let (line, column) = d.span.map(|s| set.sources.line_column(s)).unwrap_or_default();
                    format!("{}:{line}:{column} {} {}", facts.path, d.lint.id, d.message)
                })
                .collect();
            let line = serde_json::json!({ "facts": facts, "said": said });
            writeln!(out, "{line}").expect("writing facts");
        }
    }
    let twice: Vec<_> = pages.iter().map(|(page, _)| extract(page).0).collect();
    assert!(all.iter().map(|(f, _)| f).eq(&twice), "the second reading differs from the first");
}

fn count(facts: &PageFacts, counts: &mut Counts) {
    if let Some(reason) = facts.skipped {
        counts.add(format!("skipped {reason:?}"), 1);
    }
    for resource in &facts.resources {
        counts.add("resources", 1);
        counts.add("resources annotated", usize::from(resource.annotated));
        counts.add("resources with a base", usize::from(resource.bases.iter().any(|b| b.base.is_some())));
        counts.add("resources abstract", usize::from(resource.is_abstract));
        counts.add("resources open", usize::from(resource.is_open));
        counts.add("resources deprecated", usize::from(resource.deprecated.is_some()));
        counts.add("resources with derived types", usize::from(!resource.derived.is_empty()));
        counts.add("resources with JSON", usize::from(resource.json.is_some()));
        counts.add("resources without description", usize::from(resource.description.is_none()));
        counts.add("properties", resource.properties.len());
        counts.add("navigation rows", resource.navigation.len());
        counts.add("method rows", resource.methods.len());
        for row in resource.properties.iter().chain(&resource.navigation) {
            counts.add(
                "rows with introduced values",
                usize::from(row.facets.values.as_ref().is_some_and(|v| v.introduced)),
            );
            counts.add(
                "rows with values not introduced",
                usize::from(row.facets.values.as_ref().is_some_and(|v| !v.introduced)),
            );
            counts.add("rows read-only", usize::from(row.facets.read_only));
            counts.add("rows required", usize::from(row.facets.required));
            counts.add("rows nullable", usize::from(row.facets.nullable.is_some()));
            counts.add("rows inherited", usize::from(row.facets.inherited));
            counts.add("rows deprecated", usize::from(row.facets.deprecated));
            counts.add("rows filterable", usize::from(!row.facets.filter.is_empty()));
            counts.add(format!("type {}", shape(&row.ty)), 1);
        }
    }
    for e in &facts.enums {
        counts.add("enums", 1);
        counts.add("enums flags", usize::from(e.flags));
        counts.add("members", e.members.len());
    }
    let Some(operation) = &facts.operation else { return };
    counts.add("operations", 1);
    for request in &operation.requests {
        counts.add("requests", 1);
        counts.add(format!("requests {}", request.method), 1);
    }
    counts.add(format!("body {}", body(&operation.body.kind)), 1);
    counts.add("body rows", operation.body.rows.len());
    counts.add("function parameter rows", operation.function_parameters.len());
    counts.add("query parameter rows", operation.query_parameters.len());
    counts.add("path parameter rows", operation.path_parameters.len());
    counts.add("header rows", operation.headers.len());
    counts.add("permission rows", operation.permissions.len());
    counts.add("operations with query options", usize::from(!operation.query_options.is_empty()));
    counts.add("operations deprecated", usize::from(operation.deprecated.is_some()));
    counts.add(format!("kind {:?}", operation.kind), 1);
    counts.add(format!("statuses {:?}", operation.response.statuses), 1);
    counts.add(format!("response {}", operation.response.body.as_ref().map_or("none".to_owned(), shape)), 1);
    for example in &operation.examples {
        counts.add("examples", 1);
        counts.add("examples without request", usize::from(example.request.is_none()));
        counts.add("examples without response", usize::from(example.response.is_none()));
        for body in [example.request.as_ref().map(|r| &r.body), example.response.as_ref().map(|r| &r.body)]
            .into_iter()
            .flatten()
        {
            counts.add(
                match body {
                    ExampleBody::None => "example body none",
                    ExampleBody::Json(json) if json.repaired => "example body JSON repaired",
                    ExampleBody::Json(_) => "example body JSON valid",
                    ExampleBody::BrokenJson(_) => "example body JSON broken",
                    ExampleBody::Other(_) => "example body other",
                },
                1,
            );
        }
    }
}

fn shape(ty: &TypeExpr) -> String {
    match ty {
        TypeExpr::Primitive(_) => "primitive".to_owned(),
        TypeExpr::Named(r) if r.target.is_some() => "link".to_owned(),
        TypeExpr::Named(_) => "name".to_owned(),
        TypeExpr::Collection(inner) => format!("collection of {}", shape(inner)),
        TypeExpr::OneOf(_) => "alternatives".to_owned(),
        TypeExpr::Unknown(_) => "unknown".to_owned(),
    }
}

fn body(kind: &BodyKind) -> String {
    match kind {
        BodyKind::None => "none".to_owned(),
        BodyKind::Resource(ty) => format!("resource {}", shape(ty)),
        BodyKind::Partial(ty) => format!("partial {}", ty.as_ref().map(shape).unwrap_or_default()),
        BodyKind::Parameters => "parameters".to_owned(),
        BodyKind::Stream => "stream".to_owned(),
        BodyKind::Unstated => "unstated".to_owned(),
    }
}
