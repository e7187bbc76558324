//! Texts designed to break a parser. Each must be parsed without a panic, in about linear time.

use super::*;
use crate::load::DocSet;

fn read(text: &str) -> Page {
    let set = DocSet::from_pages([("api/a.md", text), ("includes/x.md", text)]);
    let (page, diagnostics) = parse(&set, &set.pages[0]);
    for diagnostic in diagnostics.list() {
        check_span(&set, diagnostic.span.expect("every diagnostic has a span"));
    }
    page.sections.iter().for_each(|section| section.blocks.iter().for_each(|block| check_block(&set, block)));
    page
}

fn parse_one(text: &str) -> Page {
    let set = DocSet::from_pages([("api/a.md", text)]);
    parse(&set, &set.pages[0]).0
}

fn check_span(set: &DocSet, span: Span) {
    assert!(set.sources.file(span.file).text.get(span.start..span.end).is_some(), "{span:?}");
}

/// Checks that spans are on character boundaries of their files and that no text contains internal marks.
fn check_block(set: &DocSet, block: &Block) {
    let text = |text: &Text| {
        text.span.into_iter().for_each(|span| check_span(set, span));
        text.links().for_each(|(.., span)| check_span(set, span));
        assert!(!text.plain().bytes().any(|b| (0x1a..0x1f).contains(&b)), "{text:?}");
    };
    match block {
        Block::Paragraph(paragraph) => text(paragraph),
        Block::Table(table) => {
            check_span(set, table.span);
            table.header.iter().for_each(text);
            for row in &table.rows {
                check_span(set, row.span);
                assert!(row.cells.len() >= table.header.len());
                row.cells.iter().for_each(text);
            }
        }
        Block::Code(code) => check_span(set, code.span),
        Block::List(items) => items.iter().flatten().for_each(|block| check_block(set, block)),
        Block::Quote(blocks) => blocks.iter().for_each(|block| check_block(set, block)),
        Block::Annotation(annotation) => check_span(set, annotation.span),
    }
}

#[test]
fn repetition_does_not_panic() {
    let parts = [
        "> ",
        "- ",
        "1. ",
        "  - ",
        "[",
        "![",
        "](",
        "[a](",
        "*",
        "**a",
        "_a ",
        "`",
        "` `` ",
        "<",
        "<!--",
        "<!-- {",
        "<!-- docbindgen-allow link-case: x -->",
        "<!-- docbindgen-allow link-case: x -->\n",
        "<!-- docbindgen-allow link-case: x -->\na\n",
        "<!-- docbindgen-allow a,",
        "-->",
        "<a ",
        "|",
        "|-",
        "\\",
        "&",
        "\0",
        "\u{1a}",
        "\u{1d}|",
        "#",
        "# ",
        "---\n",
        "```\n",
        "~~~",
        "\t",
        "\r",
        "\n\n> ",
        "| a |\n|-|-|\n",
        "# [HTTP](#tab/http)\n",
        "# [C](#tab/c)\n<!-- {} -->\n",
        "[a]: b\n",
        "[a][]\n",
        "<!--{\n",
        "[!INCLUDE [x](../includes/x.md)]",
        "[!INCLUDE [x](a.md)]\n",
        "a\n|",
        "|`|`",
        "\u{feff}",
        "é",
        "<br>",
        "{",
        "\"",
        "<![CDATA[",
        "<?",
        "<div>\n",
        "a\n===\n",
        "\u{a0}",
        "***a** b* ",
        "[a](<b",
        "[^a]",
        "{}\n-->",
        ":::",
        ":::zone pivot=\"graph-preview\"\n",
        ":::zone pivot='a\n|b|\n",
        ":::moniker range=\"<\"\n:::zone-end\n",
        ":::image type=\"x\"\n",
        ":::image:::\n\na\n",
        ":::column:::\n     a\n\r\n",
        "|a\n\n:::\n",
        ":::no-loc text=\"a\"",
    ];
    for part in parts {
        let text = part.repeat(3_000);
        read(&text);
        read(&format!("|a|b|\n|-|-|\n|{text}|\n|c|d|\n"));
        read(&format!("<!-- {text}\n\n# T\n```http\n{text}"));
        read(&format!("---\n{text}: a\n---\n# {text}\n"));
    }
}

#[test]
fn large_pages_are_read() {
    let cell = "x ".repeat(500_000);
    let page = read(&format!("|a|b|\n|-|-|\n|{cell}|b|\n"));
    assert!(matches!(&page.sections[0].blocks[..], [Block::Table(t)] if t.rows[0].cells[0].plain().len() == 999_999));
    let page = read(&format!("|a|b|\n|-|-|\n{}", "|c|d|e|\n".repeat(10_000)));
    assert!(matches!(&page.sections[0].blocks[..], [Block::Table(t)] if t.rows.len() == 10_000));
    read(&format!("{}\n{}\n{}", "|a".repeat(5_000), "|-".repeat(5_000), "|b\n".repeat(5_000)));
    read(&"x".repeat(1_000_000));
    read(&"\n".repeat(1_000_000));
}

#[test]
fn nesting_is_limited() {
    fn depth(blocks: &[Block]) -> usize {
        let inside = blocks.iter().map(|block| match block {
            Block::Quote(blocks) => 1 + depth(blocks),
            Block::List(items) => 1 + items.iter().map(|item| depth(item)).max().unwrap_or(0),
            _ => 0,
        });
        inside.max().unwrap_or(0)
    }
    let quotes = read(&format!("{}a\n\nb\n", ">".repeat(10_000)));
    assert_eq!(depth(&quotes.sections[0].blocks), 32);
    assert!(matches!(quotes.sections[0].blocks.last(), Some(Block::Paragraph(_))));
    let lists: String = (0..200).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    assert!(depth(&read(&lists).sections[0].blocks) <= 32);
}

/// Parses pages assembled at random from meaningful pieces. Every run uses the same pages.
#[test]
fn random_pages_do_not_panic() {
    let pieces = [
        "\n",
        "\n\n",
        "\r\n",
        "|",
        "|a|b|\n",
        "|:-|-|\n",
        "|-\t|-|\n",
        "|-|-|-|\n",
        "`",
        "`a|b`",
        "<!-- ",
        "-->",
        "<!-- { \"a\": ",
        "} -->\n",
        "```http\n",
        "```\n",
        "> ",
        "- ",
        "  ",
        "    ",
        "# ",
        "## [HTTP](#tab/http)\n",
        "# [C](#tab/c)\n",
        "---\n",
        "[x](y)",
        "[x][]",
        "[x]: y\n",
        "**",
        "_",
        "\\",
        "\\|",
        "&amp;",
        "&#124;",
        "<br>",
        "<a>",
        "é",
        "\u{a0}",
        "\t",
        "a b",
        "\u{1a}",
        "\u{1d}",
        "[!INCLUDE [x](../includes/x.md)]",
        "[!INCLUDE [x](a.md)]\n",
        "1. ",
        "***\n",
        "===\n",
        "~~~\n",
        "\u{2003}",
    ];
    let mut seed: u32 = 7;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for _ in 0..4_000 {
        let length = 1 + next(40);
        let text: String = (0..length).map(|_| pieces[next(pieces.len())]).collect();
        read(&text);
    }
}

/// Checks that the parser's internal marks have no effect when a page contains them.
#[test]
fn internal_marks_cannot_be_forged() {
    let page = parse_one("|A|B|\n|-|-|\n|&#29;a|&#26;b\u{1d}c|\n");
    let [Block::Table(table)] = &page.sections[0].blocks[..] else { panic!("no table") };
    assert_eq!(table.rows[0].cells.iter().map(Text::plain).collect::<Vec<_>>(), ["\u{1d}a", "\u{1a}b c"]);
}
