//! Lints about the division of the API into areas.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    AREA_UNUSED "area-unused" Warning
        "an entry of `[areas]` matches nothing"
        "The product or path segment is mistyped, or the pages have changed. The entry has no effect; what was meant goes by the first \
         segment of its paths."
    DEFAULT_AREA_UNKNOWN "default-area-unknown" Warning
        "an area that is on by default does not exist"
        "The name is mistyped, or no request belongs to that area any more. The other defaults are used."
    AREAS_MERGED "areas-merged" Warning
        "the API has more areas than a crate can have features"
        "Package registries take crates of 300 features at most. The areas with the fewest requests became one, called `other`."
}
