//! `use` lines.
//!
//! In: `use` items. Out: sorted lines; names in braces share lines.

use std::cmp::Ordering;

use syn::{ItemUse, UseTree, Visibility};

use super::place::{Place, line_break, width};

/// The columns for the braces around names on one line, and two that stay free.
const RESERVED: usize = 4;

/// A part of a path. The variants are in their sort order.
#[derive(Clone, PartialEq, Eq)]
enum Segment {
    Own(Name),
    Parent(Name),
    Crate(Name),
    Plain(Name),
    Glob,
    List(Vec<Vec<Segment>>),
}

/// A name, and the name after `as`.
#[derive(Clone, PartialEq, Eq)]
struct Name(String, Option<String>);

/// Returns the lines of items, or nothing if one has attributes, a visibility or a path from the root.
pub fn lines(items: &[&ItemUse]) -> Option<String> {
    let plain = |item: &&ItemUse| {
        item.attrs.is_empty() && item.leading_colon.is_none() && matches!(item.vis, Visibility::Inherited)
    };
    if !items.iter().all(plain) {
        return None;
    }
    let mut paths: Vec<Vec<Segment>> =
        items.iter().map(|item| path(&item.tree)).filter(|path| !path.is_empty()).collect();
    paths.sort_by(|a, b| order(a, b));
    let place = Place::line(0).after("use ".len()).and_then(|place| place.before(1))?;
    Some(paths.iter().map(|path| format!("use {};\n", text(path, place))).collect())
}

/// Returns the path of a tree. Braces around one name are removed.
fn path(mut tree: &UseTree) -> Vec<Segment> {
    let mut path = Vec::new();
    loop {
        match tree {
            UseTree::Path(part) => {
                path.push(segment(part.ident.to_string(), None));
                tree = &part.tree;
            }
            UseTree::Name(part) => {
                path.push(segment(part.ident.to_string(), None));
                break;
            }
            UseTree::Rename(part) => {
                let rename = (part.rename != part.ident).then(|| part.rename.to_string());
                path.push(segment(part.ident.to_string(), rename));
                break;
            }
            UseTree::Glob(_) => {
                path.push(Segment::Glob);
                break;
            }
            UseTree::Group(group) => {
                let mut list: Vec<Vec<Segment>> =
                    group.items.iter().map(self::path).filter(|path| !path.is_empty()).collect();
                list.sort_by(|a, b| order(a, b));
                list.dedup();
                match &list[..] {
                    [] => return Vec::new(),
                    [one] if !matches!(one[..], [Segment::Own(_)]) => path.extend_from_slice(one),
                    _ => path.push(Segment::List(list)),
                }
                break;
            }
        }
    }
    path
}

fn segment(name: String, rename: Option<String>) -> Segment {
    let kind = match &*name {
        "self" => Segment::Own,
        "super" => Segment::Parent,
        "crate" => Segment::Crate,
        _ => Segment::Plain,
    };
    kind(Name(name, rename))
}

/// Returns the text of a path.
fn text(path: &[Segment], mut place: Place) -> String {
    let mut out = String::new();
    for (at, segment) in path.iter().enumerate() {
        if at > 0 {
            out.push_str("::");
        }
        let text = match segment {
            Segment::Own(name) | Segment::Parent(name) | Segment::Crate(name) | Segment::Plain(name) => match &name.1 {
                Some(rename) => format!("{} as {rename}", name.0),
                None => name.0.clone(),
            },
            Segment::Glob => "*".to_owned(),
            Segment::List(list) => braces(list, place),
        };
        if at + 1 < path.len() {
            let columns = width(&text) + 2;
            place = place.after(columns).unwrap_or(Place { width: 0, ..place });
        }
        out.push_str(&text);
    }
    out
}

/// Returns names in braces.
fn braces(list: &[Vec<Segment>], place: Place) -> String {
    let own = place.nested();
    let own = Place { width: own.width.saturating_sub(1), ..own };
    let texts: Vec<String> = list.iter().map(|path| text(path, own)).collect();
    let nested = list.iter().any(|path| matches!(path.last(), Some(Segment::List(_))));
    let flat = texts.join(", ");
    if !nested && width(&flat) + RESERVED <= place.width {
        return format!("{{{flat}}}");
    }
    let (mut out, mut columns, mut after_path) = (String::new(), 0, false);
    for (at, text) in texts.iter().enumerate() {
        let needed = width(text) + usize::from(at + 1 < texts.len() || out.contains('\n'));
        let is_path = text.contains("::");
        let next_line = columns > 0 && columns + 1 + needed > own.width || nested && at > 0 && (after_path || is_path);
        if next_line {
            out.push_str(&line_break(own.indent));
            columns = 0;
        } else if at > 0 {
            out.push(' ');
            columns += 1;
        }
        out.push_str(text);
        out.push(',');
        columns += needed;
        after_path = is_path;
    }
    format!("{{{}{out}{}}}", line_break(own.indent), line_break(place.indent))
}

/// Compares paths. Names after `as` do not count.
fn order(a: &[Segment], b: &[Segment]) -> Ordering {
    let mut parts = a.iter().zip(b).map(|(a, b)| segments(a, b));
    parts.find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn segments(a: &Segment, b: &Segment) -> Ordering {
    let rank = |segment: &Segment| match segment {
        Segment::Own(_) => 0,
        Segment::Parent(_) => 1,
        Segment::Crate(_) => 2,
        Segment::Plain(_) => 3,
        Segment::Glob => 4,
        Segment::List(_) => 5,
    };
    match (a, b) {
        (Segment::Plain(a), Segment::Plain(b)) => names(&a.0, &b.0),
        (Segment::List(a), Segment::List(b)) => {
            let mut parts = a.iter().zip(b).map(|(a, b)| order(a, b));
            parts.find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

/// Compares names by their words: `_` is before all others, numbers are compared by value, capital letters are before small ones.
fn names(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (plain(a), plain(b));
    let mut zeros = Ordering::Equal;
    loop {
        let ((first, after_a), (second, after_b)) = match (part(a), part(b)) {
            (Some(a), Some(b)) => (a, b),
            (a, b) => return a.is_some().cmp(&b.is_some()).then(zeros),
        };
        let value = |part: &str| part.parse::<u64>().ok();
        let order = match (first, second) {
            ("_", "_") => Ordering::Equal,
            ("_", _) => Ordering::Less,
            (_, "_") => Ordering::Greater,
            _ => match (value(first), value(second)) {
                (Some(x), Some(y)) => {
                    // More zeros before a number decide if nothing else does.
                    zeros = zeros.then_with(|| leading_zeros(second).cmp(&leading_zeros(first)));
                    x.cmp(&y)
                }
                _ => first.cmp(second),
            },
        };
        if order.is_ne() {
            return order;
        }
        (a, b) = (after_a, after_b);
    }
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn leading_zeros(number: &str) -> usize {
    number.len() - number.trim_start_matches('0').len()
}

/// Returns the first part of a name, and the rest: `_`, a number, or what is before the next of these.
fn part(name: &str) -> Option<(&str, &str)> {
    let first = name.chars().next()?;
    let end = match first {
        '_' => Some(1),
        '0'..='9' => name.find(|c: char| !c.is_ascii_digit()),
        _ => name.find(|c: char| c == '_' || c.is_ascii_digit()),
    };
    Some(name.split_at(end.unwrap_or(name.len())))
}
