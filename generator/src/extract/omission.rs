//! Descriptions of parameters that may be omitted.
//!
//! In: a description. Out: yes, or nothing. The wordings are data: [`PHRASES`] permit omission; [`REFUSALS`] in the same sentence
//! cancel it ("cannot be omitted", "an error is returned if omitted"). A sentence without such a phrase claims nothing.

use crate::parse::Text;

use super::claims::{Fact, claim};
use super::pattern::pattern;
use super::sentences::sentences;

pattern! {
    OPTIONAL = r"(?i)(?:^|[.;:!(])\W*optional(?:$|\W)|\b(?:is|are) optional\b" if "optional";
    WORDS = r"(?i)optional|omi(?:t|ss)|left (?:out|off)|skipped|specified|provided|supplied|given|absent|missing|default|not |n['’]t" if "optional" | "omi" | "left" | "skipped" | "specified" | "provided" | "supplied" | "given" | "absent" | "missing" | "default" | "not " | "n't" | "n’t";
    PHRASES = r"(?ix)
        ^\W*(?:it\ is\ |this\ is\ )?an?\ optional\b
        | \boptional\ (?:parameter|argument|value)\b
        | \b(?:can|may|might|could)\ (?:also\ |always\ |safely\ )?be\ (?:omitted|left\ (?:out|off)|skipped|absent|missing)\b
        | \bdefaults?\ to\b
        | \bdefault(?:\ value)?(?:\ is|\ are|\ ?[:=])
        | ^\W*(?:the\ )?default(?:\ value)?\ \S+$
    ";
    CONDITION = r"(?ix)
        \b(?:if|when)\ (?<subject>(?:[\w.`-]+\ ){0,4}?)(?:is\ |are\ |was\ )?
        (?:omitted|left\ (?:out|off)|skipped|absent|missing|unspecified|(?:not|isn['’]t)\ (?:specified|provided|supplied|given|set|present))\b
    ";
    REFUSALS = r"(?ix)
        \b(?:error|errors|fail|fails|failed|failure|invalid|rejected|refused|bad\ request|must)\b
        | \b(?:never|no|not|without(?:\ an?|\ any)?)\ (?:\w+\ )?default | n['’]t\ (?:\w+\ )?default
        | \bdefault(?:\ value)?\ is\ (?:used|not|no|never)\b
        | n['’]t\ (?:an?\ )?optional | \b(?:not|never|no\ longer)\ (?:an?\ )?optional
    ";
}

/// Words that refer to the parameter itself: "if this value is not given".
const ITSELF: &[&str] = &["a", "argument", "it", "no", "option", "parameter", "the", "this", "value"];

/// Longer descriptions are not searched.
const MAX_TEXT: usize = 40_000;

/// Returns whether the description permits omitting the parameter `name`.
pub(super) fn may_be_omitted(name: &str, description: &Text) -> bool {
    let text = description.plain();
    if text.len() > MAX_TEXT || !WORDS.is_match(&text) {
        return false;
    }
    OPTIONAL.is_match(&text)
        || claim(&sentences(description), Fact::Required) == Some(false)
        || text.split(['.', ';', '(', ')', '\n']).any(|part| permits(name, part) && !REFUSALS.is_match(part))
}

/// Returns whether a sentence permits omission. A condition on something else ("if the folder is missing") does not.
fn permits(name: &str, sentence: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_own = |word: &str| {
        let word = word.trim_matches('`').to_ascii_lowercase();
        ITSELF.contains(&word.as_str()) || word.len() > 2 && name.contains(&word)
    };
    let mut subjects = CONDITION.captures_iter(sentence).filter_map(|found| found.name("subject"));
    PHRASES.is_match(sentence) || subjects.any(|subject| subject.as_str().split_whitespace().all(is_own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Run;

    fn of(text: &str) -> bool {
        may_be_omitted("pageSize", &Text { runs: vec![Run::Plain(text.to_owned())], span: None })
    }

    #[test]
    fn wordings_permit_omission() {
        for text in [
            "Optional. The size.",
            "The size. Not required.",
            "The size (not required).",
            "This parameter isn't required.",
            "An optional size",
            "The size (optional)",
            "If omitted, all are returned.",
            "All are returned if the size is not specified.",
            "When this parameter is omitted, 3 is used.",
            "If unspecified, the current one.",
            "If not provided, the current one.",
            "Can be omitted.",
            "The size. It may be left out.",
            "The size. Default value: 3.",
            "The size. The default value is `3`.",
            "Defaults to 3.",
            "The size; default is 3",
            "Default: 3",
        ] {
            assert!(of(text), "{text}");
        }
    }

    #[test]
    fn other_wordings_do_not_permit_omission() {
        for text in [
            "The size.",
            "Required.",
            "Cannot be omitted.",
            "Can't be omitted.",
            "Must not be omitted.",
            "It may not be left out.",
            "An error is returned if omitted.",
            "If omitted, the request fails.",
            "There is no default value.",
            "It doesn't default to anything.",
            "The default time zone of the user.",
            "The items that were left out.",
            "Not optional.",
            "This isn't optional.",
            "Returns what is missing.",
            "If the folder is missing, it is created.",
            "When the user is not specified, it counts all.",
        ] {
            assert!(!of(text), "{text}");
        }
    }
}
