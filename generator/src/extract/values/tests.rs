//! Lists of values in sentences.

use super::*;

/// Converts `` `x` `` to a code span, `**x**` to bold text and a line end to a break. An unpaired backquote stays text.
fn text(source: &str) -> Text {
    let mut runs = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['`', '\n']).into_iter().chain(rest.find("**")).min() {
        runs.push(Run::Plain(rest[..at].into()));
        rest = &rest[at..];
        let mark = if rest.starts_with('`') {
            "`"
        } else if rest.starts_with('\n') {
            "\n"
        } else {
            "**"
        };
        let inside = &rest[mark.len()..];
        match inside.find(mark).filter(|_| mark != "\n") {
            None if mark == "\n" => {
                runs.push(Run::Break);
                rest = inside;
            }
            None => break,
            Some(end) => {
                let content = inside[..end].to_owned();
                runs.push(if mark == "`" { Run::Code(content) } else { Run::Strong(content) });
                rest = &inside[end + mark.len()..];
            }
        }
    }
    runs.push(Run::Plain(rest.into()));
    Text { runs, span: None }
}

fn values(source: &str) -> Vec<String> {
    value_list(&text(source)).filter(|l| l.introduced).map(|l| l.values).unwrap_or_default()
}

#[test]
fn lists_of_values_are_read() {
    for (source, want) in [
        ("Kind. Possible values are: `a`, `b`, `c`.", "a b c"),
        ("Possible values are `a` and `b`. The default is `a`.", "a b"),
        ("The possible values are: `a` (default), `b` (only here), or `unknownFutureValue`.", "a b unknownFutureValue"),
        ("Supported values for this are: `a` or `b`", "a b"),
        ("Allowed values: `a`, `b` and `c`.", "a b c"),
        ("Possible values are: `sis`, `manual.", "sis manual"),
        ("Possible values:\n`a` - the first. Nice.\n`b` - the second.", "a b"),
        ("The following values are supported:\n`a`: one\n`b`: two", "a b"),
        ("Possible value: `a`", "a"),
        ("Must be one of `a`, or `b`.", "a b"),
        ("The state. It can be \" \", \"Open\",\"Closed\" or \"Lost\".", "Open Closed Lost"),
        ("Either `a` or `b`.", "a b"),
        ("Possible values are: unknown, low, medium and high.", "unknown low medium high"),
        ("Possible values are:\nREG_A\nREG_B", "REG_A REG_B"),
        ("Possible values are 'a' and 'b'.", "a b"),
        ("Possible values are: a, b. Possible values are: `a`, `b`.", "a b"),
        ("Possible values are: `a`, `u`. Use the header to get the following value(s): `c`.", "a u c"),
        (
            "Possible values are: `a`. Send the header to get the following value(s) in this enum that grows: `c`.",
            "a c",
        ),
        ("Possible values are:`a`,`b`", "a b"),
        ("Possible values are: `a`\u{202f}and\u{202f}`b`.", "a b"),
        ("Possible values are: `a`, `b`, and, `c`.", "a b c"),
        ("Allowed values: `null`, `a`, `b`.", "a b"),
        ("Allowed values: `a`, `b`, `Null`.", "a b"),
        ("Possible values are **a**, **b** or **c**.", "a b c"),
        ("The supported values for **kind** are: `a` and `b`.", "a b"),
        ("Possible values: `a` for one thing, or `b` for another.", "a b"),
        ("Allowed values are `a` and `b`; `c` isn't allowed.", "a b"),
        ("Possible values are: `a`, `b`. Previously possible values: `c`.", "a b"),
        ("Possible values (not case-sensitive) are: `a`, `b`.", "a b"),
        ("This is not required. Possible values include, but are not limited to: `a`, `b`.", "a b"),
    ] {
        assert_eq!(values(source).join(" "), want, "{source}");
    }
}

#[test]
fn other_sentences_are_not_lists() {
    for source in [
        "For example, `a`, `b`, `c`.",
        "Possible values include codes such as `a`, `b`.",
        "Valid values 0 to 100",
        "Possible values are: `true`, `false`.",
        "Possible values: `1`, `2`",
        "Allowed when this value is `a` and nothing else.",
        "Supports `$filter` (`eq`, `ne`, `NOT`, `ge`).",
        "Cannot be one of the following values: `a`, `b`.",
        "Can’t be one of the following values: `a`, `b`.",
        "The default value is `a`.",
        "Possible values are: `a1` through `a20`.",
        "Possible values are given in the table below.",
        "The following values aren't allowed: `x`, `y`, `z`.",
        "The following values are not supported: `x`, `y`.",
        "Possible values don’t include `x`, `y`.",
        "Possible values are all but `x`, `y`.",
        "No longer supported values: `x`, `y`.",
        "The following values: `x`, `y` are not allowed.",
    ] {
        assert_eq!(value_list(&text(source)).map(|l| l.values), None, "{source}");
    }
}

#[test]
fn examples_of_values_are_not_introduced() {
    for source in [
        "For example, possible values are: `a`, `b`, `c`.",
        "The possible values are `a`, `b` for example.",
        "Some examples of possible values are `a`, `b`.",
        "Possible values are: `a`, `b`, or any custom string.",
    ] {
        assert!(value_list(&text(source)).is_none_or(|list| !list.introduced), "{source}");
    }
    let list = value_list(&text("Possible values are: `a`, `b`. For example, `a` is small.")).expect("a list");
    assert!(list.introduced && list.values == ["a", "b"]);
}

#[test]
fn lists_without_a_phrase_are_read() {
    let list = value_list(&text("State: `a`, `b`, `c`.")).expect("a list");
    assert!(!list.introduced);
    assert_eq!(list.values, ["a", "b", "c"]);
    assert!(value_list(&text("Flags that can be combined. Possible values are: `a`, `b`.")).expect("a list").flags);
}

#[test]
fn members_of_evolvable_enums_are_requested() {
    for (lead, requested) in [
        (
            "Use the `Prefer: include-unknown-enum-members` request header to get the following values in this evolvable enum",
            true,
        ),
        ("Use `Prefer: include-unknown-enum-members` to receive these additional members", true),
        ("You must send this header to get the following value(s)", true),
        ("Call it again to get the following values from the log", false),
        (
            "Use the `Prefer: include-unknown-enum-members` header to get the following value(s): (for guests only)",
            true,
        ),
        ("When the `Prefer: include-unknown-enum-members` header is sent, these members are also returned", true),
    ] {
        let source = format!("The possible values are: `a`, `unknownFutureValue`. {lead}: `c`, `d`.");
        let list = value_list(&text(&source)).expect("a list");
        let want: &[&str] = if requested { &["c", "d"] } else { &[] };
        assert_eq!(list.requested, want, "{lead}");
        assert_eq!(list.values.len(), 2 + want.len(), "{lead}");
    }
}

#[test]
fn requested_members_may_come_before_the_header() {
    const HEADER: &str = "`Prefer: include-unknown-enum-members`";
    for (said, want) in [
        ("To get `c` and `d`, use the HEADER request header.", "c d"),
        ("To receive the members `c` and `d`, send the HEADER header.", "c d"),
        ("`c` and `d` are returned only if the HEADER header is sent.", "c d"),
        ("`c` is not returned unless you send HEADER.", "c"),
        ("Send the HEADER header. With this header, `c` and `d` are returned too.", "c d"),
        ("The HEADER header adds `c`.", "c"),
        ("Use HEADER to get the following members: `c`, (for guests only) `d`.", "c d"),
        ("Use HEADER to get the following members: `c` and (for guests only) `d`.", "c d"),
        ("This is an evolvable enum. Clients that send HEADER also see `c`.", "c"),
        ("Without the HEADER header, `unknownFutureValue` is returned.", ""),
        ("With the HEADER header, the `kind` property has more values.", ""),
        ("With the HEADER header, property `kind` has more values.", ""),
        ("HEADER works for values such as `c`.", ""),
        ("HEADER does not return `c`.", ""),
        ("The HEADER header is supported by `GET` requests to `beta/parts`.", ""),
        ("If the `status` header is sent, `c` is ignored.", ""),
    ] {
        let source = format!("Possible values are: `a`, `unknownFutureValue`. {}", said.replace("HEADER", HEADER));
        let list = value_list(&text(&source)).expect("a list");
        assert_eq!(list.requested.join(" "), want, "{said}");
        assert!(list.values.starts_with(&["a".to_owned(), "unknownFutureValue".to_owned()]), "{said}");
        assert_eq!(list.values.len(), 2 + list.requested.len(), "{said}");
    }
    assert_eq!(values("Possible values are: `a`, (for guests only) `c`."), ["a", "c"]);
}

#[test]
fn sentences_may_end_without_a_space() {
    assert_eq!(values("It can't be changed.The possible values are: `a`, `b`."), ["a", "b"]);
    assert_eq!(values("For example, once a day.Possible values are: `a`, `b`."), ["a", "b"]);
}

#[test]
fn combined_values_are_read() {
    for (said, flags) in [
        ("A multivalued enumeration.", true),
        ("Values separated by commas.", true),
        ("Values separated by commas in the CSV export.", false),
        ("This is a flagged enumeration of the columns of a CSV file.", true),
        ("The kinds of files as a comma-separated list.", true),
        ("A comma-delimited list of kinds.", true),
        ("A combination of the following values.", true),
        ("Members can be combined.", true),
        ("The values can't be combined.", false),
        ("This is not a flags enum.", false),
        ("Values cannot be combined. They are read in order.", false),
        ("What the warden flags it as.", false),
        ("The combination of user and device.", false),
        ("It is never a bitmask.", false),
    ] {
        assert_eq!(says_flags(said), flags, "{said}");
    }
}

#[test]
fn hostile_texts_are_not_lists() {
    assert_eq!(value_list(&text(&"`a`, ".repeat(50_000))), None);
    let _ = value_list(&text(&"Possible values are: ".repeat(1_500)));
}

#[test]
fn negated_values_are_not_listed() {
    for said in [
        "The value isn't one of `k`, `l`.",
        "Possible values no longer include `k`, `l`.",
        "It is never one of `k`, `l`.",
    ] {
        assert_eq!(value_list(&text(said)), None, "{said}");
    }
}
