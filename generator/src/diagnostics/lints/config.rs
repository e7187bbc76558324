//! What can be wrong in `docbindgen.toml`.

lints! {
    CONFIG_INVALID "config-invalid" Error
        "docbindgen.toml cannot be read"
        "The file is not valid TOML, or a key or value is not one docbindgen knows. Nothing of the file is used."
}
