//! Lints about a page's markdown.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    MISSING_INCLUDE "missing-include" Warning
        "an included file does not exist"
        "`[!INCLUDE]` names a file that is in neither the docs folder nor the include roots. The include is left out."
    INCLUDE_OUTSIDE "include-outside" Warning
        "an included file is outside the docs folder"
        "Only files in the docs folder and in the include roots of docbindgen.toml are read. The include is left out."
    INCLUDE_CYCLE "include-cycle" Warning
        "includes lead in a circle, too deep, or to too much text"
        "A file that includes itself, includes nested too deeply and pages of many MiB are cut. The include is left out."
    FRONT_MATTER_OPEN "front-matter-open" Warning
        "the front matter is not closed"
        "A page that begins with `---` needs another `---` below its keys. Without it the page has no front matter."
    FRONT_MATTER_GLUED "front-matter-glued" Warning
        "the front matter has lost its line ends"
        "A renderer takes the whole line, the heading in it too, for text. The heading was read, the keys were not."
    MERGE_CONFLICT "merge-conflict" Warning
        "a page contains merge conflict markers"
        "The marks are left out. Tables of both sides are read, of a fenced block only the first side."
    NESTED_FENCE "nested-fence" Warning
        "a fence opens inside a fenced block"
        "A renderer shows everything up to the next bare fence as one block. It was taken apart: where a message has only headers so far, \
         what follows is its body."
    ANNOTATION_JSON "annotation-json" Warning
        "an annotation comment is not valid JSON"
        "The item with the fault is left out, the rest is read. Missing or surplus commas and keys without quotes are repaired."
    COMMENT_OPEN "comment-open" Warning
        "a comment has no end"
        "Without `-->` a renderer hides the rest of the page. The comment was taken to end with its paragraph."
    COMMENT_END "comment-end" Note
        "a comment's end without a beginning"
        "A `-->` on its own line shows up in the rendered page. It was left out."
    TAB_GROUP_OPEN "tab-group-open" Warning
        "a group of tabs is not closed"
        "A group of tabs ends with `---`. It was taken to end at the next heading of the first two levels."
    ZONE_OPEN "zone-open" Warning
        "a zone or moniker is not closed"
        "`:::zone` needs a `:::zone-end` below it, `:::moniker` a `:::moniker-end`. It was taken to end with what is around it, or with the \
         page, and what is for another version up to there is left out."
    ZONE_END "zone-end" Note
        "the end of a zone or moniker that did not begin"
        "A `:::zone-end` or `:::moniker-end` without its beginning. The line was left out."
    UNKNOWN_ZONE "unknown-zone" Warning
        "a zone or moniker has a name that no version is known for"
        "`[zones]` of docbindgen.toml says which versions the names of zones and monikers are for. Content under other names is read for \
         every version."
    CODE_NOT_READ "code-not-read" Note
        "`:::code` shows code of another file"
        "A request, a response or a JSON representation that `:::code` takes from another file is not read."
    TABLE_TABS "table-tabs" Allow
        "a table's delimiter row contains tab characters"
        "Most renderers show the table, but some parsers, such as pulldown-cmark, accept only spaces and show text. Turn the lint on if \
         pages go through one of them. The tabs were read as spaces."
    TABLE_COLUMNS "table-columns" Warning
        "a table's header and delimiter row have different numbers of columns"
        "Many renderers then show no table. The header's number was taken."
    TABLE_WITHOUT_DELIMITER "table-without-delimiter" Warning
        "the rows of a table have no delimiter row"
        "Renderers show text instead of a table. The first row was taken for the header."
    ROW_CODE_PIPE "row-code-pipe" Note
        "a `|` inside backquotes in a table"
        "Most renderers end the cell there. The row has more cells than the header, so the `|` was read as text."
    ROW_SURPLUS "row-surplus" Warning
        "a row has more cells than the header"
        "Renderers drop the surplus cells. They are kept, but what they mean is a guess."
    ROW_BROKEN "row-broken" Warning
        "a line end breaks a table or one of its rows"
        "The rest of a row was added to its last cell, and rows after an empty line to the table. Write each row on one line, with `<br>` where needed, and no empty line between rows."
    UNUSED_SUPPRESSION "unused-suppression" Warning
        "a comment suppresses a finding that does not occur"
        "The fault was corrected, or the comment is in the wrong place. A suppression that outlives its reason hides the next fault. A comment \
         on its own line is for the block below it, and in a line with other text, such as a table row, for that line."
    UNKNOWN_SUPPRESSION "unknown-suppression" Warning
        "a comment suppresses a lint that does not exist"
        "That part of the comment has no effect. `docbindgen lints` lists every lint."
    INVALID_SUPPRESSION "invalid-suppression" Warning
        "a comment for docbindgen has no effect"
        "Write `<!-- docbindgen-allow LINT, LINT: reason -->` for a block or line, `<!-- docbindgen-allow-page LINT: reason -->` for a page. \
         The reason is required. Errors cannot be suppressed: something is missing from the output, and the page or docbindgen.toml must be corrected."
}
