//! Unifies the spellings of words in paths: pages write `calendarGroups` here and `calendargroups` there
//! (docs/format.md#segments-that-differ-in-letter-case).
//!
//! In: all request templates, the declared properties and types. Out: the same templates, with each literal spelled as the property or
//! type that it names, because paths consist of those names (OData URL conventions §4.3 and §4.11). If there is none, or it has fewer
//! capitals, the most frequent spelling is used. Ties go to a lower-case first letter, then to more capitals, which is OData's lower camel
//! case, then to the first in text order.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::path::{RequestTemplate, Segment};
use crate::resolve::hierarchy::Types;

/// Spellings by word in lower case: how often each occurs, and which are declared.
#[derive(Debug, Default)]
pub struct Spelling {
    words: BTreeMap<String, BTreeMap<String, usize>>,
    /// The declared spellings of each word.
    declared: BTreeMap<String, BTreeSet<String>>,
}

impl Spelling {
    /// Records the names of types and of their properties.
    pub fn declare(&mut self, types: Types<'_>) {
        for ty in types.iter() {
            let properties = ty.properties.iter().chain(&ty.navigation).map(|property| &property.name);
            for name in properties.chain([&ty.name.0]) {
                self.declared.entry(name.to_lowercase()).or_default().insert(name.clone());
            }
        }
    }

    /// Counts the words of a template.
    pub fn count(&mut self, template: &RequestTemplate) {
        for segment in &template.segments {
            if let Segment::Literal(name) | Segment::Call { name, .. } = segment {
                *self.words.entry(name.to_lowercase()).or_default().entry(name.clone()).or_default() += 1;
            }
        }
    }

    /// Applies the chosen spellings to the words of a template.
    pub fn apply(&self, template: &mut RequestTemplate) {
        for segment in &mut template.segments {
            if let Segment::Literal(name) | Segment::Call { name, .. } = segment
                && let Some(spelling) = self.best(name)
            {
                *name = spelling.to_owned();
            }
        }
    }

    fn best(&self, name: &str) -> Option<&str> {
        let capitals = |text: &str| text.bytes().filter(u8::is_ascii_uppercase).count();
        let word = name.to_lowercase();
        let spellings = self.words.get(&word)?;
        let rank = |(text, count): &(&String, &usize)| {
            (**count, !text.starts_with(|c: char| c.is_ascii_uppercase()), capitals(text))
        };
        // Ties go to the first.
        let best = spellings.iter().reduce(|best, next| if rank(&next) > rank(&best) { next } else { best });
        let best = best.map(|(text, _)| text.as_str());
        // Two different declarations prove nothing, and capitals are more easily lost than added.
        let declared = self.declared.get(&word).filter(|declared| declared.len() == 1);
        let declared = declared.and_then(BTreeSet::first);
        let declared = declared.filter(|declared| best.is_none_or(|best| capitals(declared) >= capitals(best)));
        declared.map(String::as_str).or(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(words: &[&str]) -> RequestTemplate {
        let segments = words.iter().map(|word| Segment::Literal((*word).to_owned())).collect();
        RequestTemplate { segments, query: Vec::new() }
    }

    #[test]
    fn declared_spellings_win_unless_they_lost_their_capitals() {
        let mut spelling = Spelling::default();
        for declared in ["calendarGroups", "openshifts", "Odd", "odd"] {
            spelling.declared.entry(declared.to_lowercase()).or_default().insert(declared.to_owned());
        }
        for words in [["calendargroups", "openShifts"], ["calendargroups", "odd"]] {
            spelling.count(&template(&words));
        }
        let mut spelled = template(&["calendargroups", "openshifts", "odd"]);
        spelling.apply(&mut spelled);
        assert_eq!(spelled, template(&["calendarGroups", "openShifts", "odd"]));
    }

    #[test]
    fn the_majority_wins_and_camel_case_breaks_ties() {
        let mut spelling = Spelling::default();
        for words in [["itemAt", "deletedItems"], ["itemAt", "deleteditems"], ["ItemAt", "items"]] {
            spelling.count(&template(&words));
        }
        let mut spelled = template(&["ITEMAT", "deleteditems", "unknown"]);
        spelling.apply(&mut spelled);
        assert_eq!(spelled, template(&["itemAt", "deletedItems", "unknown"]));
    }
}
