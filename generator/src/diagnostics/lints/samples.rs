//! Lints of `docbindgen samples`.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    SAMPLE_NAME "sample-name" Warning
        "two examples have the same name for their samples"
        "An example and the file of its sample have the same name. If two examples have one name, the first keeps it. The other takes the name of its annotation, or a number, which can change when examples are added."
    SAMPLE_NOT_SHOWN "sample-not-shown" Warning
        "the tabs of a page cannot be changed for a sample"
        "The file of the sample is written, and the page remains as it is: its group of tabs is not closed, its tab in Rust has other content, the request is in an included file, or a new group cannot enclose it."
}
