//! Ranks the pages about one type or request. The leading page provides the summary, the order of properties, the permissions and the
//! first link; the others follow.
//!
//! In: the paths and products of all pages, and how much each candidate documents. Out: a [`Rank`] for each; the lowest one leads. Only
//! this module contains the rule:
//!
//! 1. The page named after the type (`user.md`), or after the type and the verb alone (`user-list.md`, also `users-list.md`), comes first.
//!    For a path below another type, the page named after that type, the verb and the segment (`user-list-messages.md`) precedes it. Then
//!    follow the name of the type's leading page with the verb, a name with the prefix of a product (`intune-mam-user-list.md`), a name
//!    that begins with the verb (`list-users.md`), a name with the type and other words (`user-list-manager.md`), and any other name.
//! 2. Among these, the page whose product (`ms.prod`, `ms.subservice`) is the most common one among pages named after the type.
//! 3. Among these, the page with the most documentation: evidence on the request, then rows of tables.
//! 4. Among these, the first page by path.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::extract::PageFacts;
use crate::extract::path::Segment;
use crate::model::{OperationKind, TypeName};

use super::hierarchy::Types;
use super::names::qualify;
use crate::resolve::words::{camel, singular};

/// The maximum number of words of a file name to compare. Real names have fewer.
const MAX_WORDS: usize = 12;

/// The rank of a page among those about the same type or request: the lowest rank leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    fit: Fit,
    product: Reverse<usize>,
    says: Reverse<(usize, usize)>,
    path: String,
}

/// How well a page's file name fits a type and a verb. The number ranks the possible names, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The type and the verb alone.
    Alone(usize),
    /// The name of the type's leading page, and the verb.
    OwnPage(usize),
    /// A prefix, then the type and the verb: `intune-mam-user-list`.
    Prefixed(usize),
    /// The verb, then the type alone: `list-users`.
    VerbFirst(usize),
    /// The type and other words: `user-list-manager`.
    About,
    /// Another name.
    Other,
}

/// The data from which pages are ranked.
#[derive(Debug, Default)]
pub struct Leading {
    /// The product of each page, in lower case.
    products: BTreeMap<String, String>,
    /// The number of pages named after a type, by type and product.
    counts: BTreeMap<String, BTreeMap<String, usize>>,
    /// Alternative names of types from headings, by qualified name in lower case.
    headings: BTreeMap<String, BTreeSet<String>>,
}

/// The possible names of a request's page: types, each with the words that follow it, the best first.
#[derive(Debug, Default)]
pub struct Wanted {
    names: Vec<(String, String)>,
    /// The words of the file name of the type's leading page.
    own_page: Vec<String>,
    own_verbs: Vec<String>,
}

impl Leading {
    /// Counts products, and collects the names of types.
    #[must_use]
    pub fn new(facts: &[PageFacts]) -> Leading {
        let mut out = Leading::default();
        let mut names = BTreeSet::new();
        for resource in facts.iter().flat_map(|page| &page.resources) {
            let name = qualify(&resource.name, None);
            names.insert(plain(name.short()));
            if let Some(heading) = &resource.heading_name {
                names.insert(plain(heading));
                out.headings.entry(name.0.to_lowercase()).or_default().insert(plain(heading));
            }
        }
        names
            .extend(facts.iter().flat_map(|page| &page.enums).map(|stated| plain(qualify(&stated.name, None).short())));
        for page in facts.iter().filter(|page| page.states_something()) {
            let Some(product) = page.product.as_ref().map(|product| product.to_lowercase()) else { continue };
            for name in stretches(&words(&page.path)).into_iter().filter(|name| names.contains(name)) {
                *out.counts.entry(name).or_default().entry(product.clone()).or_default() += 1;
            }
            out.products.insert(page.path.clone(), product);
        }
        out
    }

    /// Returns the rank of a page that describes a type or an enum in `rows` rows.
    #[must_use]
    pub fn of_type(&self, name: &TypeName, page: &str, rows: usize) -> Rank {
        let names = self.names_of(name).into_iter().map(|name| (name, String::new())).collect();
        self.rank(&Wanted { names, ..Wanted::default() }, page, (0, rows))
    }

    /// Returns the rank of a page that describes a request. `says` measures how much it documents.
    #[must_use]
    pub fn rank(&self, wanted: &Wanted, page: &str, says: (usize, usize)) -> Rank {
        let words = words(page);
        let product = self.products.get(page).and_then(|product| {
            let counted = wanted.names.iter().find_map(|(name, _)| self.counts.get(name));
            counted?.get(product).copied()
        });
        Rank {
            fit: fit(&words, wanted),
            product: Reverse(product.unwrap_or_default()),
            says: Reverse(says),
            path: page.to_owned(),
        }
    }

    /// Returns the possible page names of a request, from the type that its path leads to and the type that owns its last segment.
    #[must_use]
    pub fn wanted(
        &self,
        kind: &OperationKind,
        target: Option<&TypeName>,
        owner: Option<&TypeName>,
        segments: &[Segment],
        types: Types<'_>,
    ) -> Wanted {
        let mut literals = segments.iter().rev().filter_map(|segment| match segment {
            Segment::Literal(name) | Segment::Call { name, .. } => Some(name.rsplit('.').next().unwrap_or(name)),
            _ => None,
        });
        let last = literals.next().unwrap_or_default();
        let element = |name: &str| plain(&singular(&camel(name)));
        let own = verbs(kind);
        let with_segment: Vec<String> = own
            .iter()
            .flat_map(|verb| [plain(last), element(last)].map(|segment| format!("{verb}{segment}")))
            .collect();
        let mut out = Wanted::default();
        let is_invocation = matches!(kind, OperationKind::Action(_) | OperationKind::Function(_));
        for name in owner.iter().flat_map(|name| self.names_of(name)) {
            let verbs = if is_invocation { &own } else { &with_segment };
            out.names.extend(verbs.iter().map(|verb| (name.clone(), verb.clone())));
        }
        for name in target.iter().flat_map(|name| self.names_of(name)) {
            out.names.extend(own.iter().chain(&with_segment).map(|verb| (name.clone(), verb.clone())));
        }
        // Without a known type, the page has the name of the segment.
        if !is_invocation {
            out.names.extend(own.iter().map(|verb| (element(last), verb.clone())));
        }
        if let Some(before) = literals.next() {
            let verbs = if is_invocation { &own } else { &with_segment };
            out.names.extend(verbs.iter().map(|verb| (element(before), verb.clone())));
        }
        out.names.retain(|(name, _)| !name.is_empty());
        let plurals: Vec<_> = out.names.iter().map(|(name, verb)| (plural(name), verb.clone())).collect();
        out.names.extend(plurals);
        let described = target.filter(|_| !is_invocation).or(owner).and_then(|name| types.get(name));
        out.own_page = described.and_then(|ty| ty.pages.first()).map(|page| words(page)).unwrap_or_default();
        out.own_verbs = own;
        out
    }

    /// Returns the names of a type in lower case: its own, then those in headings.
    fn names_of(&self, name: &TypeName) -> Vec<String> {
        let own = plain(name.short());
        let headings = self.headings.get(&name.0.to_lowercase()).into_iter().flatten();
        let others: Vec<String> = headings.filter(|heading| **heading != own).cloned().collect();
        [own].into_iter().chain(others).collect()
    }
}

/// Returns the words that follow the type in the name of a request's page, the usual one first.
fn verbs(kind: &OperationKind) -> Vec<String> {
    let verbs: &[&str] = match kind {
        OperationKind::List | OperationKind::GetRef => &["list", "get"],
        OperationKind::Get | OperationKind::GetContent => &["get", "list"],
        OperationKind::Create => &["post", "create", "add"],
        OperationKind::AddRef => &["post", "add"],
        OperationKind::Update => &["update", "patch"],
        OperationKind::Replace | OperationKind::SetContent => &["update", "put", "replace", "set", "upsert"],
        OperationKind::SetRef => &["put", "post", "set", "add"],
        OperationKind::Delete | OperationKind::DeleteContent | OperationKind::RemoveRef => &["delete", "remove"],
        OperationKind::Count => &["count", "list", "get"],
        OperationKind::Head => &["head", "get", "list"],
        OperationKind::Options => &["options", "get", "list"],
        OperationKind::Action(name) | OperationKind::Function(name) => {
            return vec![plain(name.rsplit('.').next().unwrap_or(name))];
        }
    };
    verbs.iter().map(|verb| (*verb).to_owned()).collect()
}

/// Returns how well the words of a file name fit, with the verb before or after the type.
fn fit(words: &[String], wanted: &Wanted) -> Fit {
    let mut best = fit_in_order(words, wanted);
    if let Some((verb, rest)) = words.split_first().filter(|(verb, _)| wanted.own_verbs.contains(verb)) {
        for at in 1..=rest.len() {
            let mut moved = rest.to_vec();
            moved.insert(at, verb.clone());
            if let Fit::Alone(number) = fit_in_order(&moved, wanted) {
                best = best.min(Fit::VerbFirst(number));
            }
        }
    }
    best
}

/// Returns how well the words of a file name fit, with the type before the verb.
fn fit_in_order(words: &[String], wanted: &Wanted) -> Fit {
    let mut best = Fit::Other;
    for (number, (name, verb)) in wanted.names.iter().enumerate() {
        let found = match starts(words, name).into_iter().find(|(_, rest)| is_joined(rest, verb)) {
            Some((0, _)) => Fit::Alone(number),
            Some(_) => Fit::Prefixed(number),
            None if !starts(words, name).is_empty() => Fit::About,
            None => continue,
        };
        best = best.min(found);
    }
    if !wanted.own_page.is_empty()
        && let Some(rest) = words.strip_prefix(wanted.own_page.as_slice())
        && let Some(number) = wanted.own_verbs.iter().position(|verb| is_joined(rest, verb))
    {
        best = best.min(Fit::OwnPage(number));
    }
    best
}

/// Returns where consecutive words, joined, are this name, each time with the words after it.
fn starts<'w>(words: &'w [String], name: &str) -> Vec<(usize, &'w [String])> {
    let stretch = |start: usize| {
        let mut rest = name;
        for (at, word) in words.iter().enumerate().skip(start) {
            rest = rest.strip_prefix(word.as_str())?;
            if rest.is_empty() {
                return Some((start, &words[at + 1..]));
            }
        }
        None
    };
    (0..words.len()).filter_map(stretch).collect()
}

/// Returns whether the words, joined, are this text.
fn is_joined(words: &[String], text: &str) -> bool {
    let rest = words.iter().try_fold(text, |rest, word| rest.strip_prefix(word.as_str()));
    rest.is_some_and(str::is_empty)
}

/// Returns the plural of an English name, in lower case.
fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if name.ends_with(['s', 'x']) || name.ends_with("ch") || name.ends_with("sh") => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

/// Returns every run of consecutive words, joined.
fn stretches(words: &[String]) -> BTreeSet<String> {
    (0..words.len()).flat_map(|start| (start + 1..=words.len()).map(move |end| words[start..end].concat())).collect()
}

/// Returns the words of a page's file name, in lower case.
fn words(page: &str) -> Vec<String> {
    let file = page.rsplit('/').next().unwrap_or(page);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MAX_WORDS).map(str::to_lowercase).collect()
}

/// Returns a name as file names write it: letters and digits, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::extract::SkipReason;

    /// Creates a page with a product.
    fn page(path: &str, product: &str) -> PageFacts {
        let mut page = PageFacts::skipped(FileId(0), path, SkipReason::Conceptual);
        page.product = Some(product.to_owned());
        page
    }

    fn leading(pages: &[(&str, &str)], counted: &[(&str, usize)]) -> Leading {
        let products = pages.iter().map(|(path, product)| page(path, product));
        let products = products.filter_map(|page| Some((page.path, page.product?))).collect();
        let counts = counted.iter().map(|(product, count)| ((*product).to_owned(), *count)).collect();
        let counts = BTreeMap::from([("vessel".to_owned(), counts)]);
        Leading { products, counts, headings: BTreeMap::new() }
    }

    fn order(leading: &Leading, wanted: &Wanted, pages: &[(&'static str, usize)]) -> Vec<&'static str> {
        let mut ranked: Vec<_> =
            pages.iter().map(|(page, rows)| (leading.rank(wanted, page, (0, *rows)), *page)).collect();
        ranked.sort();
        ranked.into_iter().map(|(_, page)| page).collect()
    }

    fn listed(leading: &Leading) -> Wanted {
        let vessel = TypeName("microsoft.graph.vessel".to_owned());
        let segments = [Segment::Literal("vessels".to_owned())];
        leading.wanted(&OperationKind::List, Some(&vessel), None, &segments, Types::new(&BTreeMap::new()))
    }

    #[test]
    fn the_name_decides_first() {
        let leading = leading(&[("api/a-vessel-list.md", "harbor")], &[("harbor", 9)]);
        let order = order(
            &leading,
            &listed(&leading),
            &[
                ("api/a-vessel-list.md", 9),
                ("api/vessel-list-crew.md", 9),
                ("api/a-list.md", 9),
                ("api/vessel-get.md", 0),
                ("api/vessel-list.md", 0),
            ],
        );
        assert_eq!(
            order,
            [
                "api/vessel-list.md",
                "api/vessel-get.md",
                "api/a-vessel-list.md",
                "api/vessel-list-crew.md",
                "api/a-list.md"
            ]
        );
    }

    #[test]
    fn ties_are_broken_by_product_then_table_then_path() {
        let pages = [
            ("api/a-vessel-list.md", "yard"),
            ("api/b-vessel-list.md", "harbor"),
            ("api/c-vessel-list.md", "harbor"),
            ("api/d-vessel-list.md", "harbor"),
        ];
        let leading = leading(&pages, &[("harbor", 3), ("yard", 1)]);
        let order = order(
            &leading,
            &listed(&leading),
            &[
                ("api/a-vessel-list.md", 9),
                ("api/d-vessel-list.md", 2),
                ("api/c-vessel-list.md", 2),
                ("api/b-vessel-list.md", 1),
            ],
        );
        assert_eq!(
            order,
            ["api/c-vessel-list.md", "api/d-vessel-list.md", "api/b-vessel-list.md", "api/a-vessel-list.md"]
        );
    }

    #[test]
    fn words_of_one_name_are_joined() {
        let wanted = Wanted { names: vec![("tidegauge".to_owned(), "list".to_owned())], ..Wanted::default() };
        assert_eq!(fit(&words("api/tide-gauge-list.md"), &wanted), Fit::Alone(0));
        assert_eq!(fit(&words("api/tidegauge_list.md"), &wanted), Fit::Alone(0));
        assert_eq!(fit(&words("api/sea-tidegauge-list.md"), &wanted), Fit::Prefixed(0));
        assert_eq!(fit(&words("api/tide-list.md"), &wanted), Fit::Other);
    }

    #[test]
    fn pages_of_the_leading_type_page_lead() {
        let wanted = Wanted {
            names: vec![("vessel".to_owned(), "get".to_owned())],
            own_page: words("resources/b-vessel.md"),
            own_verbs: vec!["get".to_owned()],
        };
        assert!(fit(&words("api/b-vessel-get.md"), &wanted) < fit(&words("api/a-vessel-get.md"), &wanted));
        assert!(fit(&words("api/vessel-get.md"), &wanted) < fit(&words("api/b-vessel-get.md"), &wanted));
    }

    #[test]
    fn below_another_type_its_page_leads() {
        let (harbor, vessel) =
            (TypeName("microsoft.graph.harbor".to_owned()), TypeName("microsoft.graph.vessel".to_owned()));
        let literal = |name: &str| Segment::Literal(name.to_owned());
        let segments = [literal("harbors"), Segment::Placeholder("id".to_owned()), literal("vessels")];
        let leading = leading(&[], &[]);
        let wanted =
            leading.wanted(&OperationKind::List, Some(&vessel), Some(&harbor), &segments, Types::new(&BTreeMap::new()));
        let pages = [("api/vessel-list.md", 9), ("api/harbor-vessel-list.md", 0), ("api/harbor-list-vessels.md", 0)];
        assert_eq!(
            order(&leading, &wanted, &pages),
            ["api/harbor-list-vessels.md", "api/vessel-list.md", "api/harbor-vessel-list.md"]
        );
    }

    #[test]
    fn plurals_and_verbs_at_the_beginning() {
        let leading = leading(&[], &[]);
        let pages = [
            ("api/vessel-list-crew.md", 9),
            ("api/list-vessels.md", 0),
            ("api/a-vessel-list.md", 0),
            ("api/vessels-list.md", 0),
        ];
        assert_eq!(
            order(&leading, &listed(&leading), &pages),
            ["api/vessels-list.md", "api/a-vessel-list.md", "api/list-vessels.md", "api/vessel-list-crew.md"]
        );
        assert_eq!(fit(&words("api/list-crews.md"), &listed(&leading)), Fit::Other);
        assert_eq!(
            [plural("vessel"), plural("ferry"), plural("quay"), plural("mess")],
            ["vessels", "ferries", "quays", "messes"]
        );
    }
}
