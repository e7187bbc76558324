//! Chains of calls and fields.
//!
//! In: the parts of a chain. Out: its text, on one line, with the last call over several lines, or with a line for each part.

use super::list::List;
use super::place::{Place, STEP, ends_open, first_line, last_line, line_break, lines, width};
use super::printer::Printer;
use super::tree::{Chain, Link};

/// The columns of a chain with several links on one line.
const FLAT: usize = 60;
/// The number of lines from which on the last call runs over in any case.
const LONG: usize = 5;

impl Printer {
    /// Returns the text of a chain.
    pub fn chain(&self, chain: &Chain, place: Place) -> Option<String> {
        let parent = self.node(&chain.parent, place.before(chain.tries)?)? + &"?".repeat(chain.tries);
        if chain.links.is_empty() {
            return Some(parent);
        }
        let (root, links, block) = self.root(chain, parent, place)?;
        let Some((last, before)) = links.split_last() else { return place.hold(root) };
        let below = place.own_line(place.indent + if block { 0 } else { STEP });
        let mut texts = vec![root];
        for link in before {
            texts.push(self.link(link, below)?);
        }
        let (last, flat) = self.last(chain, &texts, last, place, below)?;
        texts.push(last);
        if !flat && place.flat_chains {
            return None;
        }
        place.hold(texts.join(&if flat { String::new() } else { line_break(below.indent) }))
    }

    /// Returns the first line, the links after it, and whether the first line ends a block. Links follow a parent that is
    /// not longer than an indentation step.
    fn root<'c>(&self, chain: &'c Chain, parent: String, place: Place) -> Option<(String, &'c [Link], bool)> {
        let mut block = parent.contains('\n') && chain.parent.is_block(&parent);
        let (mut root, mut links) = (parent, &chain.links[..]);
        while root.len() <= STEP.saturating_sub(place.taken) && !root.contains('\n') {
            let Some((first, rest)) = links.split_first() else { break };
            let Some(text) = self.link(first, place.after(root.len())?) else { break };
            root.push_str(&text);
            block = ends_open(&root);
            links = rest;
        }
        Some((root, links, block))
    }

    /// Returns the text of the last link, and whether the chain is on one line up to it.
    fn last(&self, chain: &Chain, texts: &[String], last: &Link, place: Place, below: Place) -> Option<(String, bool)> {
        let root = texts.first()?;
        let open = ends_open(root);
        let used = if open { width(last_line(root)) } else { texts.iter().map(|text| width(text)).sum() };
        let used = used + last.tries;
        let limit = if chain.links.len() == 1 { place.width } else { place.width.min(FLAT) };
        let limit = limit.saturating_sub(used);
        let flat = limit > 0 && texts.iter().all(|text| !text.contains('\n'));
        let reserved = below.before(place.reserved() + last.tries);
        let start = if flat {
            place.before(last.tries)?
        } else if open {
            below.before(last.tries)?
        } else {
            reserved?
        };
        if (flat || open)
            && let Some(inline) = start.after(used).and_then(|place| self.link(last, place))
        {
            let fits = width(first_line(&inline)) <= limit;
            if fits && lines(&inline) >= LONG {
                return Some((inline, flat));
            }
            let own = self.link(last, reserved?);
            return Some(match own {
                Some(own) if !fits || lines(&own) < lines(&inline) => (own, false),
                _ => (inline, fits && flat),
            });
        }
        Some((self.link(last, start)?, false))
    }

    fn link(&self, link: &Link, place: Place) -> Option<String> {
        let place = place.before(link.tries)?;
        let text = match &link.arguments {
            Some(arguments) => self.list(&List::call(&link.text, arguments, place), place)?,
            None => link.text.clone(),
        };
        Some(text + &"?".repeat(link.tries))
    }
}
