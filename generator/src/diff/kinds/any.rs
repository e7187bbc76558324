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
}
