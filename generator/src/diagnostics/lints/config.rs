//! Lints about `docbindgen.toml`.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    CONFIG_INVALID "config-invalid" Error
        "docbindgen.toml cannot be used"
        "The file is not valid TOML, or a key or value is not one docbindgen knows. Nothing is generated: without the names and \
         overrides in the file, the bindings would be different."
    CONFIG_UNKNOWN_LINT "config-unknown-lint" Warning
        "docbindgen.toml sets the level of a lint that does not exist"
        "The line has no effect. `docbindgen lints` lists every lint."
    CONFIG_LEVEL_TOO_LOW "config-level-too-low" Warning
        "docbindgen.toml hides an error"
        "A lint that is an error by itself reports that something is missing from the output. It can be lowered to a warning, \
         not further; an invalid docbindgen.toml is always an error."
    OVERRIDE_UNUSED "override-unused" Warning
        "an override changes nothing"
        "What it corrects is not there any more, or was never called that. An override that outlives its reason hides the next \
         fault, so remove it."
    SELECT_NOTHING "select-nothing" Error
        "a selection matches no request"
        "The pattern is mistyped, or the pages do not document such a request. The other patterns are used."
}
