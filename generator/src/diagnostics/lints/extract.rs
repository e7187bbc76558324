//! What can be wrong with a page's facts, seen without any other page.

lints! {
    TODO_PLACEHOLDER "todo-placeholder" Warning
        "a cell was never filled in"
        "The page generator's TODO text stands where a fact belongs. The fact is treated as not stated."
    MISSING_BLANK_LINE "missing-blank-line" Warning
        "an example's headers and body are not separated by a blank line"
        "An HTTP message needs a blank line between its headers and its body. The body was found by its first brace."
}
