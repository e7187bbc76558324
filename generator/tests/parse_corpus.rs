//! Every page of a real corpus through load and parse: nothing panics, and the counts are printed.
//!
//! Runs only where `DOCBINDGEN_CORPUS` names the folder; the pages are not part of this project.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use docbindgen::load::{LoadOptions, load};
use docbindgen::parse::{Block, parse};

#[derive(Default, Debug)]
struct Counts {
    sections: usize,
    tables: usize,
    rows: usize,
    code: BTreeMap<String, usize>,
    annotations_elsewhere: BTreeMap<String, usize>,
    page_annotations: usize,
}

fn count(blocks: &[Block], counts: &mut Counts) {
    for block in blocks {
        match block {
            Block::Table(table) => {
                counts.tables += 1;
                counts.rows += table.rows.len();
                assert!(table.rows.iter().all(|row| row.cells.len() >= table.header.len()));
            }
            Block::Code(code) => {
                let kind = code.annotation.as_ref().map(|a| a.block_type().unwrap_or_else(|| "?".into()));
                *counts.code.entry(kind.unwrap_or_else(|| "none".into())).or_default() += 1;
            }
            Block::List(items) => items.iter().for_each(|item| count(item, counts)),
            Block::Quote(blocks) => count(blocks, counts),
            Block::Annotation(a) => {
                *counts.annotations_elsewhere.entry(a.block_type().unwrap_or_else(|| "?".into())).or_default() += 1;
            }
            Block::Paragraph(_) => {}
        }
    }
}

#[test]
fn every_page_of_the_corpus() {
    let Ok(corpus) = std::env::var("DOCBINDGEN_CORPUS") else {
        println!("skipped: DOCBINDGEN_CORPUS is not set");
        return;
    };
    let start = Instant::now();
    let (set, mut diagnostics) = load(Path::new(&corpus), &LoadOptions::default()).expect("the corpus loads");
    let loaded = start.elapsed();
    let start = Instant::now();
    let parsed: Vec<_> = set.pages.iter().map(|page| parse(&set, page)).collect();
    let took = start.elapsed();
    let mut counts = Counts::default();
    for (page, found) in parsed {
        counts.sections += page.sections.len();
        counts.page_annotations += page.annotations.len();
        page.sections.iter().for_each(|section| count(&section.blocks, &mut counts));
        diagnostics.extend(found);
    }
    diagnostics.sort();
    let mut lints: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.list() {
        *lints.entry(diagnostic.lint.id).or_default() += 1;
        if std::env::var_os("DOCBINDGEN_CORPUS_VERBOSE").is_some() {
            let (path, line) = diagnostic.span.map_or((String::new(), (0, 0)), |span| {
                (set.sources.file(span.file).path.clone(), set.sources.line_column(span))
            });
            println!("{path}:{}:{}: {}: {}", line.0, line.1, diagnostic.lint.id, diagnostic.message);
        }
    }
    println!("{} pages, version {}, loaded in {loaded:?}, parsed in {took:?}", set.pages.len(), set.version);
    println!("{counts:#?}\n{lints:#?}");
}
