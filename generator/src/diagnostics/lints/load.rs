//! What can be wrong with the files themselves.

lints! {
    UNREADABLE_FILE "unreadable-file" Error
        "a page cannot be read"
        "The file exists but reading it failed. The page is left out."
    INVALID_UTF8 "invalid-utf8" Warning
        "a page is not valid UTF-8"
        "Bytes that are not UTF-8 were replaced. Save the page as UTF-8."
}
