//! What happened when names were given.

lints! {
    NAME_COLLISION "name-collision" Note
        "two names became the same Rust name"
        "One of the two got a suffix. Rename it in docbindgen.toml if the result reads badly."
}
