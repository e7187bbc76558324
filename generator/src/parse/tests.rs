//! Tests with small pages. `show` prints the blocks of a page in a short notation, one per line.

use super::*;
use crate::diagnostics::{Diagnostics, Lint, lint};

/// Parses `text` as the page `api/a.md`, in a set with other files.
fn parse_with(text: &str, files: &[(&str, &str)]) -> (DocSet, Page, Diagnostics) {
    let all = [("api/a.md", text)].into_iter().chain(files.iter().copied());
    let set = DocSet::from_pages(all);
    let (page, diagnostics) = parse(&set, set.find("api/a.md").expect("the page exists"));
    (set, page, diagnostics)
}

fn show_text(text: &Text) -> String {
    let runs = text.runs.iter().map(|run| match run {
        Run::Plain(t) => t.clone(),
        Run::Code(t) => format!("`{t}`"),
        Run::Strong(t) => format!("*{t}*"),
        Run::Link { text, dest, .. } => format!("[{text}]({dest})"),
        Run::Break => "/".to_owned(),
    });
    runs.collect()
}

fn show_block(block: &Block) -> String {
    let cells = |cells: &[Text]| cells.iter().map(show_text).collect::<Vec<_>>().join("|");
    let blocks = |list: &[Block]| list.iter().map(show_block).collect::<Vec<_>>().join(" ");
    match block {
        Block::Paragraph(text) => format!("p {}", show_text(text)),
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| format!("; {}", cells(&row.cells)));
            format!("table {}{}", cells(&table.header), rows.collect::<String>())
        }
        Block::Code(code) => {
            let kind = code.annotation.as_ref().and_then(Annotation::block_type).unwrap_or_default();
            format!("code {} {kind} {:?}", code.info, code.text())
        }
        Block::List(items) => format!("list {}", items.iter().map(|i| format!("({})", blocks(i))).collect::<String>()),
        Block::Quote(inside) => format!("quote ({})", blocks(inside)),
        Block::Annotation(a) => format!("annotation {}", a.block_type().unwrap_or_default()),
    }
}

fn show(page: &Page) -> Vec<String> {
    let mut lines = Vec::new();
    for section in &page.sections {
        if !section.heading.value.is_empty() {
            lines.push(format!("{} {}", "#".repeat(section.level.into()), section.heading.value));
        }
        lines.extend(section.blocks.iter().map(show_block));
    }
    lines
}

/// Checks the blocks of `text`, which must trigger exactly `lints`.
#[track_caller]
fn check(text: &str, lints: &[&'static Lint], expected: &[&str]) {
    check_with(text, &[], lints, expected);
}

#[track_caller]
fn check_with(text: &str, files: &[(&str, &str)], lints: &[&'static Lint], expected: &[&str]) {
    let (_, page, diagnostics) = parse_with(text, files);
    assert_eq!(show(&page), expected);
    let drawn: Vec<_> = diagnostics.list().iter().map(|d| d.lint.id).collect();
    assert_eq!(drawn, lints.iter().map(|l| l.id).collect::<Vec<_>>());
}

#[test]
fn sections_know_their_parents() {
    let (_, page, _) = parse_with("---\ntitle: x\n---\nabove\n# One *two*  `three`\n### C\n## D\n### E\n# F\n", &[]);
    assert_eq!(page.front_matter["title"].value, "x");
    assert_eq!(page.title.as_ref().map(|t| t.value.as_str()), Some("One two three"));
    let sections: Vec<_> = page.sections.iter().map(|s| (s.level, s.heading.value.as_str(), s.parent)).collect();
    let expected =
        [(1, "One two three", None), (3, "C", Some(0)), (2, "D", Some(0)), (3, "E", Some(2)), (1, "F", None)];
    assert_eq!(sections, expected);
    assert_eq!(page.sections[0].blocks.len(), 1);
}

#[test]
fn a_page_without_a_title_begins_with_an_empty_heading() {
    let (_, page, _) = parse_with("text\n\n## Later\n", &[]);
    assert_eq!((page.sections[0].heading.value.as_str(), page.sections[0].blocks.len()), ("", 1));
    assert_eq!((page.sections[1].parent, page.title), (Some(0), None));
}

#[test]
fn inline_content_is_parsed() {
    check(
        "a **b `c` [d](e.md)**<br/>f\ng &lt;\\[h\\]\u{a0}[i][] [j] ![k](l.png)\n\n[i]: m.md\n",
        &[],
        &["p a *b *`c`* *[d](e.md)/f g <[h]\u{a0}[i](m.md) [j] k"],
    );
}

#[test]
fn tags_are_recognized_as_in_html() {
    check(
        "a<code>&lt;</code> <CODE>&#96;</CODE> <b>c</b><ul><li>d</li><li>[e <code>f</code>](g.md)</li></ul>h\n\n<code>open\n",
        &[],
        &["p a`<` ``` *c*/d/[e f](g.md)/h", "p `open`"],
    );
    check(
        "The form is <name2>-<id>, <unknown/x> or <span>b</span>.\n",
        &[],
        &["p The form is <name2>-<id>, <unknown/x> or b."],
    );
}

#[test]
fn spans_are_exact_with_any_line_end() {
    for text in [
        "# T\n\n|A|B|\n|-|-|\n| x y |[z](w)|\n```http\nGET /a\n```\n",
        "# é\n\n| A|B |\n|-|-|\n| x y|[z](w) |\n```HTTP\nGET /a\n```",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (set, page, _) = parse_with(&text, &[]);
            let at = |span: Span| &set.sources.file(span.file).text[span.start..span.end];
            let [Block::Table(table), Block::Code(code)] = &page.sections[0].blocks[..] else { panic!("{page:#?}") };
            let row = &table.rows[0];
            assert_eq!(at(row.cells[0].span.expect("written")), "x y");
            assert_eq!(row.cells[1].links().map(|(.., span)| at(span)).collect::<Vec<_>>(), ["[z](w)"]);
            assert!(at(row.span).starts_with("| x y") && at(row.span).ends_with('|'));
            assert_eq!((code.info.as_str(), code.text().as_str()), ("http", "GET /a"));
            assert_eq!(at(code.line_span(0, 4, 2)), "/a");
            assert!(at(code.span).ends_with("```") && at(table.span).starts_with('|'));
        }
    }
}

#[test]
fn annotations_attach_to_the_block_that_follows() {
    check(
        "<!-- { \"blockType\": \"ignored\" } -->\n\n```http\nGET /a\n```\n<!--{blockType: \"request\",}\n-->\nnote\n\n<!-- uuid -->\n- x\n\n  <!-- {\"blockType\":\"response\"} -->\n  ```\n  {\n    }\n  ```\n",
        &[],
        &["code http ignored \"GET /a\"", "annotation request", "p note", "list (p x code  response \"{\\n  }\")"],
    );
}

#[test]
fn page_annotations_belong_to_the_page() {
    let (_, page, found) = parse_with("# T\n<!-- {\"type\": \"#page.annotation\", \"a\": {b} -->\n", &[]);
    assert_eq!((page.annotations.len(), page.sections[0].blocks.len()), (1, 0));
    assert_eq!(found.list()[0].lint.id, "annotation-json");
}

#[test]
fn comments_hide_their_content() {
    check("a <!-- b --> c\n<!--\n## Hidden\n\n|A|\n|-|\n-->\nd `<!--` e\n", &[], &["p a  c", "p d `<!--` e"]);
    check("|A|B|\n|-|-|\n|<!-- x --> a|b<!-- y|z -->|\n", &[], &["table A|B; a|b"]);
    check("a\n\n-->\n\nb\n", &[lint::COMMENT_END], &["p a", "p b"]);
}

#[test]
fn unclosed_comments_do_not_hide_the_page() {
    check("<!-- oh\nno\n\n## A\n", &[lint::COMMENT_OPEN], &["## A"]);
    check("a <!-- b\nc\n", &[lint::COMMENT_OPEN], &["p a  c"]);
    check(
        "<!-- { \"blockType\": \"request\" }\n```http\nGET /a\n```\n<!-- { \"blockType\": \"response\" } -->\n",
        &[lint::COMMENT_OPEN],
        &["code http request \"GET /a\""],
    );
}

#[test]
fn only_http_tabs_are_kept() {
    let tabs = "## A\n# [HTTP](#tab/http)\n```http\nGET /a\n```\n# [C#](#tab/csharp)\n[!INCLUDE [x](../includes/snippets/x.md)]\n<!-- {\"blockType\":\"ignored\"} -->\n```csharp\nx\n```\n---\n## B\n";
    check(tabs, &[], &["## A", "code http  \"GET /a\"", "## B"]);
    check(&tabs.replace("---\n", ""), &[lint::TAB_GROUP_OPEN], &["## A", "code http  \"GET /a\"", "## B"]);
    check("# [One](#tab/one)\na\n# [Two](#tab/two)\nb\n\n---\n", &[], &["p a", "p b"]);
}

#[test]
fn includes_are_replaced_by_their_content() {
    let files = [
        ("includes/t.md", "---\nx: y\n---\n<!-- markdownlint -->\n|A|\n|-|\n|b|\n\n[!INCLUDE [w](w.md)]\n"),
        ("includes/w.md", "one *two*\n\nthree\n"),
    ];
    check_with(
        "# T\n[!INCLUDE [t](../includes/t.md)]\n---\ntext [!include[w](../Includes/W.md)].\n\n|C|\n|-|\n|x [!INCLUDE [w](../includes/w.md)]|\n",
        &files,
        &[],
        &["# T", "table A; b", "p one two", "p three", "p text one two/three.", "table C; x one two/three"],
    );
    let (set, page, _) = parse_with("[!INCLUDE [t](../includes/t.md)]\n", &files);
    let Block::Table(table) = &page.sections[0].blocks[0] else { panic!("no table") };
    assert_eq!(set.sources.file(table.span.file).path, "includes/t.md");
}

#[test]
fn broken_includes_are_reported() {
    check("[!INCLUDE [s](../includes/snippets/s.md)]\n", &[], &[]);
    check("[!INCLUDE [s](../includes/s.md)] a\n", &[lint::MISSING_INCLUDE], &["p s a"]);
    check("A part of [!INCLUDE[our_shop](../../s.md)].\n", &[lint::INCLUDE_OUTSIDE], &["p A part of our_shop."]);
    check("[!INCLUDE [s](../includes/snippets/s.md)] a\n", &[], &["p a"]);
    check("[!INCLUDE [s](../../s.md)]\n", &[lint::INCLUDE_OUTSIDE], &[]);
    check("a\n\n[!INCLUDE [s](a.md)]\n", &[lint::INCLUDE_CYCLE], &["p a"]);
    let bomb = "[!INCLUDE [s](b.md)]\n".repeat(40);
    let next = "[!INCLUDE [s](c.md)]\n".repeat(40_000);
    let (_, page, found) = parse_with(&bomb, &[("api/b.md", &next), ("api/c.md", "c\n")]);
    assert!(page.sections[0].blocks.len() < 100_000 && !found.list().is_empty());
}

#[test]
fn tables_of_other_renderers_are_read() {
    check("|A|B|\n|:--\t|\t:--|\n|a|b|\n", &[lint::TABLE_TABS], &["table A|B; a|b"]);
    check("|A|B|C|\n|:---|:---|\n|a|b|c|\n", &[lint::TABLE_COLUMNS], &["table A|B|C; a|b|c"]);
    check("|A|B|\n|---|---|---|\n|a|b|\n", &[lint::TABLE_COLUMNS], &["table A|B; a|b"]);
    check("A|B|C\n-|-\n", &[], &["p A|B|C -|-"]);
    for columns in 1..9 {
        for width in 1..40 {
            let header = "|x".repeat(columns);
            let delimiter = format!("|{}|", "-".repeat(width));
            let (_, page, _) = parse_with(&format!("{header}|\n{delimiter}\n"), &[]);
            let table = matches!(&page.sections[0].blocks[..], [Block::Table(t)] if t.header.len() == columns);
            assert_eq!(table, delimiter.len() >= 2 * columns - 1, "{header} {delimiter}");
        }
    }
}

#[test]
fn tables_without_a_delimiter_row_are_read() {
    let missing = &[lint::TABLE_WITHOUT_DELIMITER];
    check(
        "Text\n\n|Mast|**Sail**|\n|fore|jib|\n|main|\n\nText\n",
        missing,
        &["p Text", "table Mast|**Sail**; fore|jib; main|", "p Text"],
    );
    check("  Text:\n  | Mast | Sail\r\n  | fore | jib\r\n", missing, &["p Text:", "table Mast|Sail; fore|jib"]);
    check(
        "|\u{e9}t\u{e9}|Sail|\n|fore|jib|\n\n|aft|driver|\n",
        &[missing[0], lint::ROW_BROKEN],
        &["table \u{e9}t\u{e9}|Sail; fore|jib; aft|driver"],
    );
    check(
        "|a|b|\n|-|-|\n|1|2|\n\n|Mast|Sail|Sheet|\n|x|y|z|\n",
        missing,
        &["table a|b; 1|2", "table Mast|Sail|Sheet; x|y|z"],
    );
    check("## Hull\n| Mast | Sail |\n| fore | jib |\n", missing, &["## Hull", "table Mast|Sail; fore|jib"]);
    check("> Text\n| Mast | Sail |\n| fore | jib |\n", missing, &["quote (p Text | Mast | Sail | | fore | jib |)"]);
    check("- Text\n| Mast | Sail |\n| fore | jib |\n", missing, &["list (p Text | Mast | Sail | | fore | jib |)"]);
    // Too short for two rows in its place.
    check("|a|b|\n|1|2|\n", missing, &["p |a|b| |1|2|"]);
    check("|Mast|\n|fore|\n", &[], &["p |Mast| |fore|"]);
    check("|Mast|Sail|\n|fore|\n", &[], &["p |Mast|Sail| |fore|"]);
    check("|Mast|Sail|\n\nText\n", &[], &["p |Mast|Sail|", "p Text"]);
    check("<pre>\n|Mast|Sail|\n|fore|jib|\n</pre>\n", &[], &["p |Mast|Sail|\n|fore|jib|"]);
    check("Text\n\n    |Mast|Sail|\n    |fore|jib|\n", &[], &["p Text", "code   \"|Mast|Sail|\\n|fore|jib|\""]);
    let text = "> | Mast | Sail type |\n> | fore | jib |\n";
    let (_, page, _) = parse_with(text, &[]);
    let Block::Quote(blocks) = &page.sections[0].blocks[0] else { panic!("no quote") };
    let Block::Table(table) = &blocks[0] else { panic!("no table") };
    let at = |cell: &Text| cell.span.map(|span| &text[span.start..span.end]);
    assert_eq!(table.header.iter().map(at).collect::<Vec<_>>(), [Some("Mast"), Some("Sail type")]);
    assert_eq!(table.rows[0].cells.iter().map(at).collect::<Vec<_>>(), [Some("fore"), Some("jib")]);
}

#[test]
fn cells_keep_their_source_text() {
    check("|A|B|\n|-|-|\n|a\\|b &#124;|\n||c|\n", &[], &["table A|B; a|b ||; |c"]);
    check(
        "|A|B|\n|-|-|\n|`x|y`|[z](a|b)|\n",
        &[lint::ROW_CODE_PIPE, lint::ROW_SURPLUS],
        &["table A|B; `x|y`|[z](a|b)"],
    );
    check("|A|B|\n|-|-|\n|a|**b**|c|[d](e)|\n", &[lint::ROW_SURPLUS], &["table A|B; a|*b*|c|[d](e)"]);
    let text = "|A|B|\n|-|-|\n|a| b | c |\n|a|\n";
    let (_, page, _) = parse_with(text, &[]);
    let Block::Table(table) = &page.sections[0].blocks[0] else { panic!("no table") };
    let at = |cell: &Text| cell.span.map(|span| &text[span.start..span.end]);
    assert_eq!(table.rows[0].cells.iter().map(at).collect::<Vec<_>>(), [Some("a"), Some("b"), Some("c")]);
    assert_eq!(table.rows[1].cells.iter().map(at).collect::<Vec<_>>(), [Some("a"), None]);
}

#[test]
fn broken_rows_are_joined() {
    check(
        "|A|B|\n|-|-|\n|a|one,\ntwo `x`.|\n|**Group**||\nprose [x](y)\n",
        &[lint::ROW_BROKEN],
        &["table A|B; a|one, two `x`.; *Group*|", "p prose [x](y)"],
    );
    check("|A|\n|-|\n|a\nb\n", &[], &["table A; a; b"]);
}

#[test]
fn rows_after_an_empty_line_belong_to_their_table() {
    let broken = &[lint::ROW_BROKEN];
    check("|A|B|\n|-|-|\n|a|b|\n\n|c|d|\n|e|f|\n", broken, &["table A|B; a|b; c|d; e|f"]);
    check("|A|B|\r\n|-|-|\r\n|a|b|\r\n \r\n\r\n| c | d\r\n\r\nx\r\n", broken, &["table A|B; a|b; c|d", "p x"]);
    check("- x\n\n  |A|B|\n  |-|-|\n  |a|b|\n\n  |c|d|\n", broken, &["list (p x table A|B; a|b; c|d)"]);
    check("|A|B|\n|-|-|\n|a|b|\n\n|c|d|e|\n", broken, &["table A|B; a|b", "p |c|d|e|"]);
    check("|A|B|\n|-|-|\n|a|b|\n\n|C|D|\n|-|-|\n|c|d|\n", &[], &["table A|B; a|b", "table C|D; c|d"]);
    check("|A|B|\n|-|-|\n|a|b|\n\nx | y\n", &[], &["table A|B; a|b", "p x | y"]);
    check("|A|B|\n|-|-|\n|a|b|\n\n<!-- x -->\n\n|c|d|\n", &[], &["table A|B; a|b", "p |c|d|"]);
}

#[test]
fn headings_in_lists_and_quotes_do_not_end_sections() {
    check("- # A\n  b\n> ## C\n", &[], &["list (p *A* p b)", "quote (p *C*)"]);
}

#[test]
fn front_matter_may_end_on_the_line_of_the_heading() {
    check(
        "---title: \"a\"kind: b---# a resource type\n\nText.\n",
        &[lint::FRONT_MATTER_GLUED],
        &["# a resource type", "p Text."],
    );
}

#[test]
fn merge_conflict_markers_are_reported() {
    check(
        "<<<<<<< HEAD\n|A|\n|-|\n|a|\n=======\n|A|\n|-|\n|b|\n>>>>>>> 7b7c\n\nText.\n",
        &[lint::MERGE_CONFLICT],
        &["table A; a", "table A; b", "p Text."],
    );
    check(
        "```json\n{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> 7b7c\n}\n```\n",
        &[lint::MERGE_CONFLICT],
        &["code json  \"{\\n            \\n\\\"a\\\": 1\\n       \\n      \\n            \\n}\""],
    );
    // Markers between the rows of a table do not end it.
    for text in [
        "|A|\n|-|\n<<<<<<< HEAD\n|a|\n=======\n|b|\n>>>>>>> 7b7c\n|c|\n",
        "|A|\r\n|-|\r\n|a|\r\n<<<<<<< HEAD\r\n=======\r\n|b|\r\n>>>>>>> 7b7c\r\n|c|\r\n",
        "|A|\n|-|\n|a|\n<<<<<<< HEAD\n|b|\n|c|\n=======\n>>>>>>> 7b7c\n",
    ] {
        check(text, &[lint::MERGE_CONFLICT], &["table A; a; b; c"]);
    }
    // Only all three markers together indicate a merge.
    check("<<<<<<< HEAD\n\nText\n=======\n", &[], &["# Text", "p <<<<<<< HEAD"]);
}

#[test]
fn fences_can_be_nested() {
    check(
        "```json\nPOST /a\n\nContent-type: x\n```json\n{\n}\n\nText.\n\n**Response**\n\n```json\nHTTP/1.1 200 OK\n\n{}\n```\n\nMore.\n",
        &[lint::NESTED_FENCE, lint::NESTED_FENCE],
        &[
            "code json  \"POST /a\\n\\nContent-type: x\\n\\n{\\n}\"",
            "code json  \"HTTP/1.1 200 OK\\n\\n{}\"",
            "p More.",
        ],
    );
    check("````\n```\n{}\n```\n````\n", &[], &["code   \"```\\n{}\\n```\""]);
}

/// All lints of `diagnostics::lints::parse`.
const OURS: [&Lint; 21] = [
    lint::MISSING_INCLUDE,
    lint::INCLUDE_OUTSIDE,
    lint::INCLUDE_CYCLE,
    lint::FRONT_MATTER_OPEN,
    lint::FRONT_MATTER_GLUED,
    lint::MERGE_CONFLICT,
    lint::NESTED_FENCE,
    lint::ANNOTATION_JSON,
    lint::COMMENT_OPEN,
    lint::COMMENT_END,
    lint::TAB_GROUP_OPEN,
    lint::ZONE_OPEN,
    lint::ZONE_END,
    lint::UNKNOWN_ZONE,
    lint::CODE_NOT_READ,
    lint::TABLE_TABS,
    lint::TABLE_COLUMNS,
    lint::TABLE_WITHOUT_DELIMITER,
    lint::ROW_CODE_PIPE,
    lint::ROW_SURPLUS,
    lint::ROW_BROKEN,
];

#[test]
fn zones_of_other_versions_are_left_out() {
    let text = ":::zone pivot=\"graph-preview\"\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /b\n```\n:::zone-end\n\
                ::: Zone pivot='graph-v1'\n```http\n:::zone-end\nGET /a\n```\n:::zone-end\n\
                :::moniker range=\">=graph-rest-beta\"\nno\n:::moniker-end\nyes\n";
    check(text, &[], &["code http  \":::zone-end\\nGET /a\"", "p yes"]);
    let (_, page, _) = parse_with(text, &[]);
    assert_eq!(page.left_out_zones, 2);
}

#[test]
fn rows_of_tables_stay_together() {
    let text = "|a|b|\n|-|-|\n|1|2|\n:::zone pivot=\"graph-preview\"\n|3|4|\n:::zone-end\n\n:::zone pivot=\"graph-v1\"\r\n|5|6|\n\
                :::zone-end\n|c|d|\n|-|-|\n|7|8|\n";
    check(text, &[], &["table a|b; 1|2; 5|6", "table c|d; 7|8"]);
    let (_, page, _) = parse_with(text, &[]);
    let Block::Table(table) = &page.sections[0].blocks[0] else { panic!("a table") };
    let span = table.rows[1].span;
    assert_eq!(&text[span.start..span.end], "|5|6|");
}

#[test]
fn layout_and_images_are_not_text() {
    let text = ":::row:::\n    :::column span=\"2\":::\n        Text\n\n        |a|b|\n        |-|-|\n        |:::image type=\"icon\" \
                source=\"a.png\" alt-text=\"a|b\":::1|2|\n    :::column-end:::\n:::row-end:::\n\
                :::image type=\"complex\" source=\"a.png\"\n  alt-text=\"x\":::\nA long description.\n:::image-end:::\n\
                More.\n::: code language=\"csharp\" source=\"a.cs\" :::\n";
    check(text, &[], &["p Text", "table a|b; 1|2", "p More."]);
}

#[test]
fn tabs_of_other_versions_are_left_out() {
    let text = "# [HTTP](#tab/http/graph-v1)\na\n# [HTTP](#tab/http/graph-preview)\nb\n# [C#](#tab/csharp/graph-v1)\nc\n---\n\
                # [v1.0](#tab/v1)\nd\n# [Beta](#tab/Beta)\ne\n---\n";
    check(text, &[], &["p a", "p d"]);
    let (_, page, _) = parse_with(text, &[]);
    assert_eq!(page.left_out_zones, 2);
}

#[test]
fn unclosed_zones_are_reported() {
    let text = ":::zone-end\nkept\n:::moniker range=\"graph-rest-1.0\"\n:::zone pivot=\"graph-v1\"\nyes\n:::moniker-end\n\
                :::zone pivot=\"x\"\n:::zone-end\n:::zone pivot=\"X\"\n:::zone-end\n:::zone pivot=\"graph-preview\"\nno\n";
    let lints = [lint::ZONE_END, lint::ZONE_OPEN, lint::UNKNOWN_ZONE, lint::ZONE_OPEN];
    check(text, &lints, &["p kept", "p yes"]);
}

/// Every lint of this stage has a page that triggers it and one that does not. Lints that are off by default need a configuration too: their
/// pages are in folders.
#[test]
fn lints_have_their_pages() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lints");
    for lint in OURS.iter().filter(|lint| lint.is_on) {
        let draws = |name: &str| {
            let text = std::fs::read_to_string(folder.join(lint.id).join(name)).expect(lint.id);
            let (_, _, found) = parse_with(&text, &[]);
            found.list().iter().map(|d| d.lint.id).collect::<Vec<_>>()
        };
        assert!(draws("bad.md").contains(&lint.id), "{}", lint.id);
        assert_eq!(draws("good.md"), [] as [&str; 0], "{}", lint.id);
    }
}
