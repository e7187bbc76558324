//! Suggestions for misspelt names.
//!
//! In: a name and the valid names. Out: the one that was probably meant, or the hint that names it.

/// Longer names are not compared: no valid name is that long.
const MAX_LENGTH: usize = 100;

/// The maximum number of edits between a name and the one that was meant: long names of types differ in more letters only by intent.
const MAX_EDITS: usize = 2;

/// Returns the candidate most similar to `text`, or `None` if none is similar; of equally similar ones, the first.
///
/// Case is ignored, and `_` and spaces count as `-`.
pub(crate) fn similar<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let text = text.to_lowercase().replace(['_', ' '], "-");
    let letters = count_letters(&text);
    let distances = candidates.into_iter().filter_map(|candidate| {
        let limit = (candidate.len() / 3).min(MAX_EDITS);
        // Few candidates pass, and computing a distance is expensive.
        let is_near = candidate.len().abs_diff(text.len()) <= limit && differ_by(&letters, candidate) <= 2 * limit;
        let distance = is_near.then(|| strsim::damerau_levenshtein(&text, &candidate.to_lowercase()));
        distance.filter(|distance| *distance <= limit).map(|distance| (distance, candidate))
    });
    distances.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Returns the hint that names the candidate most similar to `text`; `None` if none is similar, or `text` itself is a candidate.
pub(crate) fn did_you_mean<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    similar(text, candidates).filter(|meant| *meant != text).map(|meant| format!("did you mean `{meant}`?"))
}

/// Returns `hint`, after the candidate most similar to an unknown name, if any is similar.
pub(crate) fn hint_for<'c>(unknown: &str, candidates: impl IntoIterator<Item = &'c str>, hint: &str) -> String {
    did_you_mean(unknown, candidates).map_or_else(|| hint.to_owned(), |meant| format!("{meant} {hint}"))
}

/// Returns the path whose file name is most similar to that of a missing file in the same folder.
pub(crate) fn similar_path<'c>(missing: &str, paths: impl Iterator<Item = &'c str> + Clone) -> Option<&'c str> {
    let (folder, file) = split(missing);
    let mut own = paths.filter(|path| split(path).0.eq_ignore_ascii_case(folder));
    let meant = similar(file, own.clone().map(|path| split(path).1))?;
    own.find(|path| split(path).1 == meant)
}

/// Returns the hint for a link to a page that does not exist, with the most similar one, if any is similar.
pub(crate) fn missing_page_hint<'c>(missing: &str, pages: impl Iterator<Item = &'c str> + Clone) -> String {
    let hint = "add the page, or correct the link";
    similar_path(missing, pages).map_or_else(|| hint.to_owned(), |meant| format!("did you mean `{meant}`? {hint}"))
}

/// Splits a path into its folder and the name of the file.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The number of occurrences of each letter, ignoring case. Other characters share the buckets.
type Letters = [u8; 32];

fn count_letters(text: &str) -> Letters {
    let mut letters = [0_u8; 32];
    for byte in text.bytes() {
        if let Some(count) = letters.get_mut(usize::from(byte & 31)) {
            *count = count.saturating_add(1);
        }
    }
    letters
}

/// Returns the number of letters that only one of two texts has. Each edit changes at most two.
fn differ_by(letters: &Letters, other: &str) -> usize {
    letters.iter().zip(count_letters(other)).map(|(one, other)| usize::from(one.abs_diff(other))).sum()
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, similar};

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

    #[test]
    fn names_of_types_keep_their_case() {
        let names = ["String", "displayName", "deviceManagementScriptPolicySetItem"];
        for (text, meant) in [
            ("Strng", Some("String")),
            ("dispalyname", Some("displayName")),
            ("deviceManagementSciptPolicysetItem", Some("deviceManagementScriptPolicySetItem")),
            // Another word is another name, however long both are.
            ("deviceManagementScriptPolicySetUser", None),
        ] {
            assert_eq!(similar(text, names), meant, "{text}");
        }
        assert_eq!(did_you_mean("Strng", names).as_deref(), Some("did you mean `String`?"));
        assert_eq!(did_you_mean("String", names), None);
    }
}
