//! Patterns of paths.
//!
//! In: a path template as in the reference, and the path of a request. Out: whether the request is one of the template.

use percent_encoding::percent_decode_str;

/// Decodes a part of a URL (RFC 3986 §2.1).
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes the options of a query string, in their order. A plus sign is a space, as in forms: services read it that way.
pub(super) fn options(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| decode(&text.replace('+', " "));
    let options = query.split('&').filter(|option| !option.is_empty());
    options
        .map(|option| option.split_once('=').unwrap_or((option, "")))
        .map(|(k, v)| (decoded(k), decoded(v)))
        .collect()
}

/// Returns the path of a request for the signed-in user as one of any user: `/me/messages` as `/users/me/messages`.
pub(super) fn as_any_user(path_and_query: &str) -> Option<String> {
    let rest = path_and_query.strip_prefix("/me").filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']))?;
    Some(format!("/users/me{rest}"))
}

/// A path template such as `/users/{id}/messages`, with or without a query.
///
/// A parameter stands for a text without slashes. After `:/`, it stands for the path of a file, which can have several
/// segments and ends at the next colon. In the value of a query option, it stands for any text.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    segments: Vec<String>,
    /// The query options in alphabetical order; `None` accepts every query.
    query: Option<Vec<(String, String)>>,
}

impl Pattern {
    pub fn new(text: &str) -> Self {
        let (path, query) = split_query(text);
        let query = query.map(|query| sorted(options(query)));
        Self { text: text.to_owned(), segments: segments(path), query }
    }

    /// Returns the text as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the number of parameters in the path: the fewer, the more exact a template is.
    pub fn parameters(&self) -> usize {
        self.segments.iter().filter(|segment| segment.contains('{')).count()
    }

    /// Returns whether only requests with certain query options are ones of the template.
    pub fn has_query(&self) -> bool {
        self.query.is_some()
    }

    /// Returns whether a request for this encoded path and query is one of the template.
    pub fn matches(&self, path_and_query: &str) -> bool {
        self.matches_target(&Target::new(path_and_query))
    }

    /// Returns whether a request is one of the template.
    pub fn matches_target(&self, target: &Target) -> bool {
        match_path(&self.segments, &target.segments, false)
            && self.query.as_ref().is_none_or(|own| match_options(own, &target.options))
    }

    /// Returns whether the request is one of the template if the arguments of functions do not count: some are optional.
    pub fn matches_without_arguments(&self, target: &Target) -> bool {
        let own: Vec<String> = self.segments.iter().map(|segment| without_arguments(segment)).collect();
        match_path(&own, &target.names, false)
    }
}

/// The path and the query of a request, decoded.
pub(super) struct Target {
    segments: Vec<Segment>,
    /// The segments without the arguments of functions.
    names: Vec<Segment>,
    /// The query options in alphabetical order.
    options: Vec<(String, String)>,
}

impl Target {
    pub fn new(path_and_query: &str) -> Self {
        let (path, query) = split_query(path_and_query);
        // A colon of a file name is encoded.
        let ends = path.split('/').map(|segment| segment.ends_with(':'));
        let segments: Vec<Segment> =
            segments(path).into_iter().zip(ends).map(|(text, ends_file)| Segment { text, ends_file }).collect();
        let name = |own: &Segment| Segment { text: without_arguments(&own.text), ends_file: own.ends_file };
        let names = segments.iter().map(name).collect();
        Self { segments, names, options: sorted(options(query.unwrap_or_default())) }
    }
}

/// A segment of a path.
struct Segment {
    text: String,
    /// Whether the path of a file ends here.
    ends_file: bool,
}

/// Returns the name of a function. Where all arguments are left out, the parentheses are too.
fn without_arguments(segment: &str) -> String {
    segment.split('(').next().unwrap_or_default().to_owned()
}

fn split_query(text: &str) -> (&str, Option<&str>) {
    text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)))
}

fn sorted(mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    options.sort();
    options
}

/// Splits a path before it is decoded: an encoded slash is not the end of a segment.
fn segments(path: &str) -> Vec<String> {
    path.split('/').map(|segment| decode(segment.strip_suffix("()").unwrap_or(segment))).collect()
}

/// Matches segments. `is_file`: the segment before these ends with a colon, so the first parameter is the path of a file.
fn match_path(pattern: &[String], path: &[Segment], is_file: bool) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((first, rest)), Some((segment, others))) => {
            let next_is_file = !is_file && first.ends_with(':');
            (match_segment(first, &segment.text) && match_path(rest, others, next_is_file))
                || (is_file
                    && first.starts_with('{')
                    && !(segment.text.is_empty() || segment.ends_file)
                    && match_path(pattern, others, true))
        }
        _ => false,
    }
}

/// Matches query options, both in alphabetical order.
fn match_options(pattern: &[(String, String)], options: &[(String, String)]) -> bool {
    let matches = |((own, value), (name, given)): (&(String, String), &(String, String))| {
        own == name && match_segment(value, given)
    };
    pattern.len() == options.len() && pattern.iter().zip(options).all(matches)
}

/// Matches a segment, or the value of a query option. A parameter stands for at least one character, except between quotes.
fn match_segment(pattern: &str, segment: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == segment };
    let Some((_, after)) = rest.split_once('}') else { return pattern == segment };
    let Some(argument) = segment.strip_prefix(before) else { return false };
    let shortest = usize::from(!before.ends_with('\''));
    let ends = argument.char_indices().map(|(position, _)| position).chain([argument.len()]);
    ends.skip(shortest).any(|end| argument.get(end..).is_some_and(|tail| match_segment(after, tail)))
}
