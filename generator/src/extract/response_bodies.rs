//! The statuses of a response that come without a body.
//!
//! In: the paragraphs of the Response section. Out: the statuses without a body, and whether a body may be left out. [`DENIALS`] lists
//! the phrases for a response without a body. A denial with a condition ("if nothing changed", "may be") means that the body is
//! optional.

use std::sync::LazyLock;

use regex::Regex;

use super::flat::Flat;
use super::pattern::{compile, pattern};
use super::response_type::{IN_BODY, body_links, sentences, tail};

/// Phrases for a response without a body.
const DENIALS: &[&str] = &[
    // does not return anything, doesn't have a body
    r"(?:\bnot|n[’']t|\bnever|\bno longer) return (?:anything|any)\b",
    r"(?:\bnot|n[’']t|\bnever|\bno longer) (?:return|include|contain|have|carry|send|provide|come with) (?:back )?(?:anything\b|(?:(?:an?|any|the) )?(?:JSON |HTTP |response |message )*(?:body|content|payload)\b)",
    r"\b(?:body|content|payload) (?:is not|isn[’']t|are not|aren[’']t|(?:may|might|will|can) not be|won[’']t be|is never) (?:returned|sent|included|present|provided|available)\b",
    // no body
    r"\bno (?:JSON |HTTP |response |message )*(?:body|content|payload)(?:\b[^`]|$)",
    r"\bno JSON data\b|\bno data (?:is|will be|gets) (?:returned|sent)\b",
    r"\b(?:without|lacks?|lacking) (?:(?:an?|any|the|its) )?(?:JSON |HTTP |response |message )*(?:body|content|payload)\b",
    r"\b(?:returns?|sends?|answers?(?: with)?|contains?) nothing\b|\bnothing (?:is|will be|gets|comes) (?:returned|sent|back)\b",
    // empty
    r"\b(?:empty|blank|zero-length) (?:JSON |HTTP |response |message )*(?:body|content|payload|response)\b",
    r"\b(?:response|body|content|payload) (?:is|are|was|will be|(?:may|might|can|could)(?: also)? be|stays|remains)(?: (?:then|also|always|sometimes|usually|left|possibly|otherwise|instead))? (?:empty|blank|omitted|absent|missing|left out)\b",
];

static DENIAL: LazyLock<Regex> = LazyLock::new(|| compile(&format!("(?i){}", DENIALS.join("|"))));

pattern! {
    NO_CONTENT_REASON = r"(?i)`[^`]*no content[^`]*`" if "no content";
    // Inverts a denial, or shows that it is about the request.
    NOT_DENIED = r"(?i)(?:\b(?:not|never|no longer|rather than|instead of)|n[’']t)\s+(?:\w+\s+){0,2}$|\b(?:you|clients?|callers?)\s+(?:\w+\s+){1,3}$|\brequests? (?:with|has|having|had)\s+(?:\w+\s+)?$|\brequest $";
    CONDITION = r"(?i)\b(?:if|when|whenever|unless|where|in case|in cases|depending|may|might|can|could|sometimes|optionally|possibly|otherwise|else|only|until|while|after)\b|\bor\s+(?:with\s+|has\s+|have\s+|returns?\s+)?(?:an?\s+)?$";
    // The body is returned only sometimes.
    OPTIONAL = r"(?i)\b(?:optionally|with or without|and possibly|and maybe)\b|\b(?:body|content|payload) is (?:only (?:returned|present|sent|included)|(?:returned|present|sent|included|optional)(?: only)? (?:if|when)|optional)\b|, if (?:any|(?:it|one) exists|there is one)\b";
    POSSIBLE = r"(?i)\b(?:may|might|can|could|sometimes|possibly|otherwise)\b";
    SUCCESS = r"(?i)\b(?:if|when|where)\s+(?:it(?:\s+is|[’']s)\s+)?(?:successful(?:ly)?|(?:the|this|a)\s+(?:request|call|method|operation|action|function|api|update|deletion)\s+(?:is\s+successful|succeeds|completes(?:\s+successfully)?))";
}

/// A claim that a response has no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// There is never a body.
    Always,
    /// The response has no body under some condition.
    Sometimes,
}

/// Returns the denial of a body in a sentence.
fn denial(sentence: &str) -> Option<Denial> {
    // "If successful" is not a condition.
    let sentence = SUCCESS.replace_all(sentence, "");
    let found = DENIAL.find_iter(&sentence);
    let first = found.into_iter().find(|found| !NOT_DENIED.is_match(tail(&sentence[..found.start()])))?;
    let before = &sentence[..first.start()];
    let conditional = CONDITION.is_match(before) || CONDITION.is_match(&sentence[first.end()..]);
    let possible = POSSIBLE.is_match(first.as_str());
    Some(if conditional || possible { Denial::Sometimes } else { Denial::Always })
}

/// The claims of the sentences about bodies.
#[derive(Default)]
pub(super) struct Bodies {
    /// The last named status, which the text after it is about.
    pub current: Option<u16>,
    named: Vec<Option<u16>>,
    denied: Vec<Option<u16>>,
    conditional: bool,
}

impl Bodies {
    /// Reads a paragraph. The text between two statuses is about the first one.
    pub fn paragraph(&mut self, flat: &Flat<'_>, places: &[(usize, u16)], is_note: bool) {
        let starts = places.iter().map(|(at, status)| (*at, Some(*status)));
        let starts: Vec<_> = [(0, self.current)].into_iter().chain(starts).collect();
        for (number, (start, status)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(flat.text.len(), |(end, _)| *end);
            self.current = *status;
            let Some(part) = flat.text.get(*start..end) else { continue };
            for sentence in sentences(&NO_CONTENT_REASON.without(part)) {
                self.sentence(flat, sentence, *status, is_note);
            }
        }
    }

    fn sentence(&mut self, flat: &Flat<'_>, sentence: &str, status: Option<u16>, is_note: bool) {
        let denial = denial(sentence);
        let links = body_links(flat, sentence).next().is_some();
        if links || denial.is_none() && IN_BODY.is_match(sentence) {
            self.named.push(status);
        }
        match denial {
            Some(Denial::Sometimes) if !matches!(status, Some(204 | 205)) => self.conditional = true,
            None if OPTIONAL.is_match(sentence) && (links || IN_BODY.is_match(sentence)) => self.conditional = true,
            // A note on one status claims nothing about the others.
            Some(Denial::Always) if status.is_some() || !is_note => self.denied.push(status),
            _ => {}
        }
    }

    /// Returns the statuses without a body. A 202 has none unless a sentence mentions it or an example shows it. Other statuses have
    /// one unless it is denied.
    pub fn without(&self, statuses: &[u16], shows: impl Fn(u16) -> bool) -> Vec<u16> {
        let is_without = |status: &u16| match status {
            204 | 205 => true,
            _ if self.names(*status) => false,
            _ if self.denied.contains(&Some(*status)) => !self.conditional,
            _ => *status == 202 && !shows(*status),
        };
        statuses.iter().copied().filter(is_without).collect()
    }

    fn names(&self, status: u16) -> bool {
        self.named.contains(&Some(status))
    }

    /// Returns whether a sentence mentions a body, except the body of a 204 or 205.
    pub fn names_some(&self) -> bool {
        self.named.iter().any(|status| !matches!(status, Some(204 | 205)))
    }

    /// Returns whether a body is optional.
    pub fn may_be_empty(&self) -> bool {
        let both = |status: &Option<u16>| self.named.contains(status) && !matches!(status, Some(204 | 205));
        self.conditional || self.denied.iter().any(both)
    }

    /// Returns whether no status has a body. `without` are the statuses without one.
    pub fn is_empty(&self, statuses: &[u16], without: &[u16]) -> bool {
        let all = || statuses.iter().all(|status| without.contains(status));
        !self.conditional && (self.denied.contains(&None) || !self.denied.is_empty() && all())
    }
}
