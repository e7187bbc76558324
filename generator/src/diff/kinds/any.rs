//! Kinds of changes that many items can have.
//!
//! In: nothing (data only). Out: a constant for each kind.

kinds! {
    VERSION_CHANGED "version-changed" Callers Callers None
        "the editions are of different versions of the API"
        "Requests go to another address. Every other change is reported as if the one version had become the other."
    DEPRECATED "deprecated" Documentation Documentation Minor
        "an item is deprecated"
        "Programs continue to work. Rust programs that use the item get a warning of the compiler; look for a replacement in the note."
    UNDEPRECATED "undeprecated" Documentation Documentation None
        "an item is no longer deprecated"
        "The documentation has lost its note. Warnings of the compiler go away."
    DESCRIPTION_CHANGED "description-changed" Documentation Documentation None
        "the description of an item has changed"
        "The text differs in more than white space and links. Facts that the text states, such as default values, may have changed."
    RUST_ITEM_RENAMED "rust-item-renamed" Documentation Documentation Major
        "an item has another name in the generated crate"
        "The item itself is the same in both editions, but another one takes its name now, or no longer does. An `[[override]]` in `docbindgen.toml` can give it a fixed name."
    RUST_ITEM_REMOVED "rust-item-removed" Documentation Documentation Major
        "an item of the generated crate is gone"
        "The type or the page that it belongs to is the same in both editions, but nothing needs the item any more. For example, a type has an enum of the types derived from it only while there are such types, and the reference returns, sends or contains its values."
    RUST_SIGNATURE_CHANGED "rust-signature-changed" Documentation Documentation Major
        "a field or a function has another type in the generated crate"
        "The item itself is the same in both editions, but types that it leads to have changed. For example, a field becomes a `Box` if its type contains itself."
    AREA_ADDED "area-added" Documentation Documentation Minor
        "the generated crate has a new feature"
        "Areas of the API are features. Programs that enable the features they need continue to work."
    AREA_REMOVED "area-removed" Documentation Documentation Major
        "the generated crate has lost a feature"
        "Areas of the API are features. A program that enables the feature does not compile. `[areas]` in `docbindgen.toml` can name it."
    AREA_NOT_DEFAULT "area-not-default" Documentation Documentation Major
        "a feature of the generated crate is no longer on by default"
        "A program that relies on the default features may no longer compile. `default-areas` in `docbindgen.toml` can name those that are on."
}
