//! Properties of one type whose names differ only in case or in one letter.
//!
//! In: the types of the [`Api`]. Out: a diagnostic at the later one of two such properties, with the span of the other.
//!
//! Numbers, plurals and opposites are common in pairs of names that are meant (`address1` and `address2`, `owner` and `owners`, `caller` and
//! `callee`), so names that differ in a digit, or in another letter at the beginning or end of a word, are not reported.

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Api, Property, Type};

/// The minimum length of names that are compared: short names differ in one letter by chance.
const MIN_LENGTH: usize = 6;

/// Letters that make another word of a word that they end: `owners`, `enabled`, `caller`.
const ENDINGS: [char; 3] = ['d', 'r', 's'];

/// Reports the pairs of all types.
pub fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for ty in api.types.values() {
        let own = || ty.properties.iter().chain(&ty.navigation);
        for (number, later) in own().enumerate() {
            let inherited = api.ancestors(&ty.name).skip(1).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
            let pair = own().take(number).chain(inherited).find(|earlier| is_misspelt(earlier, later));
            if let Some(earlier) = pair {
                diagnostics.push(diagnostic(ty, earlier, later));
            }
        }
    }
}

fn diagnostic(ty: &Type, earlier: &Property, later: &Property) -> Diagnostic {
    let message = format!("`{}` of `{}` is spelled almost like `{}`", later.name, ty.name.short(), earlier.name);
    Diagnostic::new(lint::SIMILAR_PROPERTY, later.span, message)
        .related(earlier.span, "the other property is documented here")
        .hint(
            "if both are the same property, remove one of the rows; otherwise say in the descriptions how they differ",
        )
}

/// Returns whether one of two properties is probably a misspelling of the other.
fn is_misspelt(one: &Property, other: &Property) -> bool {
    if one.name.eq_ignore_ascii_case(&other.name) {
        return one.name != other.name;
    }
    one.ty == other.ty && differs_in_one_letter(&one.name, &other.name)
}

/// Returns whether two names differ in one letter, as misspellings do: another one inside of a word, a missing one, or two exchanged ones.
fn differs_in_one_letter(one: &str, other: &str) -> bool {
    if one.len().min(other.len()) < MIN_LENGTH || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    // In "aab" and "ab", the common beginning and the common end overlap.
    let end = end.min(one.len().min(other.len()) - start);
    let (Some(first), Some(second)) = (one.get(start..one.len() - end), other.get(start..other.len() - end)) else {
        return false;
    };
    if start == 0 || !first.iter().chain(second).all(|c| c.is_lowercase()) {
        return false;
    }
    let follows = one.get(one.len() - end).is_some_and(|c| c.is_lowercase());
    match (first, second) {
        ([_], [_]) => start > 1 && follows,
        ([c], []) | ([], [c]) => start > 1 && (follows || !ENDINGS.contains(c)),
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::differs_in_one_letter;

    #[test]
    fn misspellings_differ_inside_of_a_word() {
        for (one, other) in [
            ("displayName", "dispalyName"),
            ("recurrence", "recurence"),
            ("createdDateTime", "craetedDateTime"),
            ("displayNam", "displayName"),
            ("displayName", "displayNane"),
        ] {
            assert!(differs_in_one_letter(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("address1", "address2"),
            ("ipv4Ranges", "ipv6Ranges"),
            ("member", "members"),
            ("memberOf", "membersOf"),
            ("isEnabled", "isDisabled"),
            ("from", "form"),
            ("receivedBytes", "receivedBits"),
            ("calleeDevice", "callerDevice"),
            ("logonId", "logonIp"),
            ("latitude", "altitude"),
            ("ccRecipients", "bccRecipients"),
        ] {
            assert!(!differs_in_one_letter(one, other), "{one} {other}");
        }
    }
}
