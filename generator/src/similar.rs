//! Suggestions for misspelt names.
//!
//! In: a name and the valid names. Out: the one that was probably meant.

/// Longer names are not compared: no valid name is that long.
const MAX_LENGTH: usize = 100;

/// Returns the candidate most similar to `text`, or `None` if none is similar; of equally similar ones, the first.
///
/// Case is ignored, and `_` and spaces count as `-`.
pub(crate) fn similar<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let text = text.to_lowercase().replace(['_', ' '], "-");
    let distances = candidates.into_iter().map(|candidate| (strsim::damerau_levenshtein(&text, candidate), candidate));
    let near = distances.filter(|(distance, candidate)| *distance <= candidate.len() / 3);
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn the_intended_name_is_found() {
        let names = ["version", "name", "base-url", "zones"];
        for (text, meant) in [
            ("verson", Some("version")),
            ("nmae", Some("name")),
            ("Base_URL", Some("base-url")),
            ("zone", Some("zones")),
            ("", None),
            ("layout", None),
            (&*"name".repeat(100), None),
        ] {
            assert_eq!(similar(text, names), meant, "{text}");
        }
    }
}
