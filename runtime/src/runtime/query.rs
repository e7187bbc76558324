//! Query options.
//!
//! In: names and values. Out: a list in which each query option appears once, and the query string.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The characters that are encoded in values. Characters with a meaning in OData (`$ , ( ) ' : / ; = *`) stay readable.
const VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The characters that are encoded in names.
const NAME: &AsciiSet = &VALUE.add(b'=').add(b';').add(b'/');

/// A list of query options.
pub(super) type Options = Vec<(String, String)>;

/// Sets a query option, and replaces an earlier one with this name.
pub(super) fn set(options: &mut Options, name: &str, value: String) {
    match find(options, name) {
        Some(old) => *old = value,
        None => options.push((name.to_owned(), value)),
    }
}

/// Adds an element to a comma-separated query option, unless present.
pub(super) fn merge_list(options: &mut Options, name: &str, element: &str) {
    match find(options, name) {
        Some(list) if list.is_empty() => element.clone_into(list),
        // Splitting at the commas within an element (`manager($select=id,city)`) is harmless: no fragment is an element
        // by itself.
        Some(list) if list.split(',').any(|present| present == element) => {}
        Some(list) => {
            list.push(',');
            list.push_str(element);
        }
        None => options.push((name.to_owned(), element.to_owned())),
    }
}

/// Adds a condition to `$filter`, joined by `and`.
pub(super) fn merge_filter(options: &mut Options, condition: &str) {
    match find(options, "$filter") {
        Some(old) => *old = format!("({old}) and ({condition})"),
        None => options.push(("$filter".to_owned(), condition.to_owned())),
    }
}

/// Returns the value of the query option with this name.
fn find<'a>(options: &'a mut Options, name: &str) -> Option<&'a mut String> {
    options.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// Returns the query string, without `?`.
pub(super) fn text(options: &Options) -> String {
    let options = options
        .iter()
        .map(|(name, value)| format!("{}={}", utf8_percent_encode(name, NAME), utf8_percent_encode(value, VALUE)));
    options.collect::<Vec<_>>().join("&")
}
