//! Lints about the generated code: its names and the nesting of its types.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    NAME_COLLISION "name-collision" Note
        "two names became the same Rust name"
        "One of the two got a suffix. Rename it in docbindgen.toml if the result reads badly. Nothing is reported for requests that are told \
         apart by a parameter, such as `get_by_size`, nor for the parameters of actions, whose names follow from paths."
    DEEP_NESTING "deep-nesting" Warning
        "types are nested deeper than the recursion limit of rustc"
        "rustc follows the types of fields, 128 steps unless told otherwise, to see what dropping a value does. The bindings set \
         `recursion_limit`; crates that use them must, too. Such a chain of types is mostly a mistake in the type column."
}
