//! What is wrong between pages.

lints! {
    MISSING_LINK_TARGET "missing-link-target" Warning
        "a type's link leads to no page"
        "The linked file does not exist. The type is looked up by the link's text; if no page has it, it is a JSON value."
}
