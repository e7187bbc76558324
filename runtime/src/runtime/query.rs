//! Query options.
//!
//! In: names and values. Out: one list in which each option of OData occurs once, and its text in a URL.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a value does not keep in a URL. The signs that OData gives a meaning (`$ , ( ) ' : / ; = *`) stay readable.
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

/// What a name does not keep in a URL.
const NAME: &AsciiSet = &VALUE.add(b'=').add(b';').add(b'/');

/// A list of options.
pub(super) type Options = Vec<(String, String)>;

/// Sets an option, in the place of an earlier one of this name.
pub(super) fn set(options: &mut Options, name: &str, value: String) {
    match find(options, name) {
        Some(old) => *old = value,
        None => options.push((name.to_owned(), value)),
    }
}

/// Adds an element to an option that is a list with commas, unless it is in it.
pub(super) fn merge_list(options: &mut Options, name: &str, element: &str) {
    match find(options, name) {
        Some(list) if list.is_empty() => element.clone_into(list),
        // Commas within an element (`manager($select=id,city)`) part it, which does no harm: no part of it is an element alone.
        Some(list) if list.split(',').any(|old| old == element) => {}
        Some(list) => {
            list.push(',');
            list.push_str(element);
        }
        None => options.push((name.to_owned(), element.to_owned())),
    }
}

/// Adds a condition to `$filter`.
pub(super) fn merge_filter(options: &mut Options, condition: &str) {
    match find(options, "$filter") {
        Some(old) => *old = format!("({old}) and ({condition})"),
        None => options.push(("$filter".to_owned(), condition.to_owned())),
    }
}

/// The value of the option of this name.
fn find<'a>(options: &'a mut Options, name: &str) -> Option<&'a mut String> {
    options.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// The options as a query string, without `?`.
pub(super) fn text(options: &Options) -> String {
    let options = options
        .iter()
        .map(|(name, value)| format!("{}={}", utf8_percent_encode(name, NAME), utf8_percent_encode(value, VALUE)));
    options.collect::<Vec<_>>().join("&")
}
