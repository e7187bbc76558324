//! Lints about the files themselves.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    UNREADABLE_FILE "unreadable-file" Error
        "a page cannot be read"
        "The file exists but reading it failed. The page is left out."
    INVALID_UTF8 "invalid-utf8" Warning
        "a page is not valid UTF-8"
        "Bytes that are not UTF-8 were replaced. Save the page as UTF-8."
    FILE_TOO_LARGE "file-too-large" Error
        "a page is too large to be one"
        "The file has more than 16 MiB, a hundred times the largest real page. It is left out."
    FOLDER_TOO_DEEP "folder-too-deep" Warning
        "folders are nested too deeply"
        "Pages are looked for at most 16 folders below the docs folder. What lies deeper is left out."
    LINK_OUTSIDE "link-outside" Warning
        "a symbolic link leads out of the docs folder"
        "A run reads nothing outside the docs folder and the include roots. The linked file or folder is left out."
}
