//! Lints about the structure of pages: sections, permissions, statuses, titles and front matter.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    MISSPELT_HEADING "misspelt-heading" Warning
        "a heading is nearly that of a known section"
        "Headings tell what a section contains. This one is read as the heading that was probably meant; other readers do not find the section."
    PAGE_HEADING "page-heading" Warning
        "a page has no H1, or more than one"
        "Without an H1, readers and links see no title. A heading of the first level in the middle of a page takes the sections below it out of the page's own. Tabs are not headings."
    BLOCK_TYPE "block-type" Warning
        "the `blockType` of an annotation is misspelt"
        "The annotation tells what a fence contains: `request`, `response`, `resource`, `example` or `ignored`. This fence is read as one without it."
    ANNOTATION_KEY "annotation-key" Warning
        "a key of an annotation is misspelt"
        "Readers look keys up by their exact name, so they pass over what this one says. A key is reported if it differs by one letter, or in case, from one that \
         docbindgen or another tool knows."
    MISSPELT_MARK "misspelt-mark" Warning
        "the label of the namespace, or an alert, is misspelt"
        "`Namespace: name` below the H1 says in which namespace the types of the page are; another label is text, and the page is read as one without it. An \
         alert such as `[!NOTE]` is the first word of a quote; elsewhere, readers see the brackets."
    UNNAMED_METHOD "unnamed-method" Warning
        "a row of the table of methods has no name"
        "The first cell of a row names the method and links to its page. The row is left out."
    BROKEN_LINK "broken-link" Warning
        "a link is not written as one, so that readers see brackets"
        "A link is `[text](path)`, or `[text][label]` with a line `[label]: path`. A bracket is missing, a blank is between the brackets, or no line defines the \
         label. The text is kept as it is, and leads to no type."
    MISSING_SECTION "missing-section" Warning
        "a page lacks Permissions, HTTP request or Response, which nearly all pages of requests have"
        "Of the pages of requests, 95 of 100 or more have the section, and there are at least 20 of them. Add the section, or rename the one that has its content, and say so in it if there is nothing to describe."
    MISSING_USUAL_SECTION "missing-usual-section" Note
        "a page lacks headers, a body, examples or the JSON representation, which nearly all pages of its kind have"
        "Of the pages of this kind, 95 of 100 or more have the section, and there are at least 20 of them. The page may be right without it; readers see that only if the section says so."
    DUPLICATE_SECTION "duplicate-section" Warning
        "a section appears twice on a page"
        "Two sections have the same heading, so links reach the first one only. Join them, or say in each heading what it is about."
    SECTION_ORDER "section-order" Note
        "the sections of a page are out of order"
        "Readers expect Permissions, HTTP request, parameters, Request headers, Request body, Response, Examples on pages of requests, and Methods, Properties, Relationships on pages of types. The JSON representation may be anywhere. Nothing is lost."
    NO_PERMISSIONS "no-permissions" Warning
        "a section of permissions names none"
        "The section has no table, or a table without rows or names, and no sentence that names a permission or says that none is needed. The request is treated as one whose permissions are unknown."
    PERMISSION_ROWS "permission-rows" Warning
        "a table of permissions does not have one row for each kind of caller"
        "A row has no label, or is misspelt, missing, twice or out of order. A row whose label is not understood counts for the caller of the row above, and is left out if there is none. A row is missing if nearly all tables of the reference have it."
    PERMISSION_ORDER "permission-order" Note
        "a permission is listed after one that includes it"
        "Permissions are listed from the least to the most privileged, unless the header of the table says otherwise. `ReadWrite` includes `Read`, and `Read` includes `ReadBasic`."
    UNKNOWN_PERMISSION "unknown-permission" Warning
        "a permission that exists nowhere else, and is nearly another one"
        "The name differs by a letter or two from one that other pages have. Apps that request it get an error."
    INVALID_STATUS "invalid-status" Warning
        "a status is not a number of three digits, or a status line cannot be read"
        "A status is a number from 100 to 599 (RFC 9110 §15), and a status line is `HTTP/1.1 200 OK`. The example is read as one without a status."
    STATUS_PHRASE "status-phrase" Warning
        "a reason phrase belongs to another status, is misspelt, or goes on"
        "The number is used. One of the two is wrong, and readers cannot tell which."
    CONFLICTING_STATUS "conflicting-status" Warning
        "an example has a status that the text does not name, or that its annotation contradicts"
        "The operation has the statuses of the text and of the examples. An annotation that names a type means a response with a body."
    TITLE_MISMATCH "title-mismatch" Note
        "the title in the front matter and the H1 name different things"
        "Titles may be shorter than the H1, but tables of contents and search results show only the title."
    FRONT_MATTER_KEY "front-matter-key" Note
        "the front matter lacks a key that nearly all pages of its kind have"
        "Of the pages of this kind, 95 of 100 or more have the key, and there are at least 20 of them."
    PAGE_TYPE "page-type" Warning
        "the `doc_type` of a page is not what the page describes"
        "The content of the page decides how it is read. Other tools choose their checks by `doc_type`."
}
