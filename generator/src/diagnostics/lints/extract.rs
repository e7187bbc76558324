//! Lints about the facts of a single page.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    TODO_PLACEHOLDER "todo-placeholder" Warning
        "a cell was never filled in"
        "The cell contains the TODO text of the page generator. The fact is treated as missing."
    MISSING_BLANK_LINE "missing-blank-line" Warning
        "an example's headers and body are not separated by a blank line"
        "An HTTP message needs a blank line between its headers and its body. The body was found by its first brace."
    UNKNOWN_TYPE "unknown-type" Warning
        "a type cell is not understood"
        "The cell holds neither a primitive type, nor a type's name or link, nor a collection of one. The property becomes a JSON value. \
         In a column `Value`, this is a fault only if other cells contain types."
    ROW_WITHOUT_NAME "row-without-name" Error
        "a table row has no usable name"
        "The first cell of the row of a property, a parameter or a header must hold its name and nothing else. The row is left out."
    CONTINUED_DESCRIPTION "continued-description" Warning
        "a row contains only the rest of a description"
        "Renderers show a property without a type. The text was added to the description of the row above. Write each row on one line, with `<br>` where needed."
    DUPLICATE_ROW "duplicate-row" Warning
        "a name appears twice in a table"
        "Only the first row counts."
    REPAIRED_JSON "repaired-json" Note
        "JSON had to be repaired"
        "The text is not JSON as it stands, but its meaning is clear. Readers who copy it get an error from their parser. Comments on lines of their \
         own are not reported in a block that is annotated as `resource`: nobody sends it."
    BROKEN_JSON "broken-json" Warning
        "an example is not JSON"
        "No repair made JSON of the text, so it is not compared with the types it should show. Words in braces stand for content in another format."
    UNREADABLE_REQUEST "unreadable-request" Error
        "a request line has no path"
        "What follows the method is not a URL, or nothing follows it. The line is left out."
    MALFORMED_PATH "malformed-path" Warning
        "a request's path is malformed"
        "The path was read in the way that was probably meant."
    DUPLICATE_REQUEST "duplicate-request" Note
        "a request appears twice on a page"
        "The line is duplicated, or one of the two should have another path. Lines with a query may be repeated below another heading."
    NO_REQUEST "no-request" Error
        "an HTTP request section has no request line"
        "The page states no request. It is left out."
    UNNAMED_RESOURCE "unnamed-resource" Error
        "a page describes a type without naming it"
        "Neither an annotation nor the H1 gives the type's name. The type is left out."
    EMPTY_TYPE "empty-type" Warning
        "a type's page has no properties and does not say so"
        "Neither a table nor the JSON representation has a property, and nothing says that the type has none, inherits all, or is open."
    UNREAD_TABLE "unread-table" Warning
        "a table where facts are stated has unknown columns"
        "Properties, relationships and members are in tables whose columns have known names. This table was left out."
    UNUSED_TABLE "unused-table" Warning
        "rows of a table with types or members are not read"
        "Tables of properties, parameters and members are read under headings that announce them. These rows are not in the bindings. \
         Rows about JSON inside a string need a heading that ends with the name of the property."
    UNUSED_FENCE "unused-fence" Note
        "a request, a response or JSON in a fence is not used"
        "A fence is read if its annotation, its heading or its first line tells what it contains. The bindings contain nothing from this one. \
         A response is a finding only if a page documents the request above it, and an annotated example only if no page describes its type."
    CONTRADICTED_BODY "contradicted-body" Warning
        "a page denies the request body and describes one"
        "The table is used, since pages describe only bodies that exist."
    DROPPED_TYPE "dropped-type" Warning
        "a type is named and not used"
        "A property has one type. Alternatives become their common base type, or any JSON value if they have none. Other links are ignored, and so is a type beside a status that has no body."
}
