//! One spelling for each word of the paths: pages write `calendarGroups` here and `calendargroups` there (format §6.3).
//!
//! In: all request templates. Out: the same with each literal spelled as most lines do; of equals the one with more capitals,
//! which is OData's lower camel case, then by text.

use std::collections::BTreeMap;

use crate::extract::path::{RequestTemplate, Segment};

/// How often each spelling of a word occurs, by the word in lower case.
#[derive(Debug, Default)]
pub struct Spelling {
    words: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Spelling {
    /// Counts the words of a template.
    pub fn count(&mut self, template: &RequestTemplate) {
        for segment in &template.segments {
            if let Segment::Literal(name) | Segment::Call { name, .. } = segment {
                *self.words.entry(name.to_lowercase()).or_default().entry(name.clone()).or_default() += 1;
            }
        }
    }

    /// Spells the words of a template.
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
        let capitals = |text: &str| text.chars().filter(char::is_ascii_uppercase).count();
        let spellings = self.words.get(&name.to_lowercase())?;
        let best = spellings.iter().max_by_key(|(text, count)| {
            (
                **count,
                !text.starts_with(|c: char| c.is_ascii_uppercase()),
                capitals(text),
                std::cmp::Reverse((*text).clone()),
            )
        });
        best.map(|(text, _)| text.as_str())
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
    fn most_decide_and_camel_case_breaks_ties() {
        let mut spelling = Spelling::default();
        for words in [["itemAt", "deletedItems"], ["itemAt", "deleteditems"], ["ItemAt", "items"]] {
            spelling.count(&template(&words));
        }
        let mut spelled = template(&["ITEMAT", "deleteditems", "unknown"]);
        spelling.apply(&mut spelled);
        assert_eq!(spelled, template(&["itemAt", "deletedItems", "unknown"]));
    }
}
