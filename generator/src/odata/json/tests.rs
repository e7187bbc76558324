//! Tables of texts with the value, repair and fault of each; then texts designed to break the reader.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;

const DATA: Dialect = Dialect { strings: Strings::Data, separate: |_| false };
const PROSE: Dialect = Dialect { strings: Strings::Prose, separate: |_| false };

/// Reads `text`, which has no fault.
fn repaired(text: &str, dialect: Dialect) -> (Value, Option<&'static str>) {
    match read(text, dialect).complete() {
        Ok((value, repair)) => (value, repair.map(|repair| repair.what)),
        Err(fault) => panic!("{text}: {fault:?}"),
    }
}

#[test]
fn valid_json_has_no_repair() {
    for text in ["{\"a\": [1, null]}", "893", " \"x\" ", "[]"] {
        let value = serde_json::from_str(text).expect("JSON");
        assert_eq!(read(text, DATA), Reading { value, repair: None, fault: None });
    }
}

#[test]
fn data_that_a_value_does_not_have_is_found() {
    let found = |text: &str| loss(text).map(|repair| (repair.what, repair.at));
    for (text, what, at) in [
        ("{\"a\": 1, \"a\": 2}", REPEATED, 9),
        ("{\"a\": {\"b\": 1, \"\\u0062\": 2}}", REPEATED, 15),
        ("[12345678901234567890123]", ROUNDED, 1),
        ("{\"a\": 0.12345678901234567890}", ROUNDED, 6),
    ] {
        assert_eq!(found(text), Some((what, at)), "{text}");
    }
    let text = "{\"a\": 1, \"a\": 2,}";
    assert_eq!(repaired(text, DATA), (json!({"a": 2}), Some(REPEATED)));
    assert_eq!(repaired(text, PROSE), (json!({"a": 2}), Some("a trailing comma")));
    for text in ["{\"a\": {\"b\": 1}, \"b\": 2}", "[18446744073709551615, 1.50, 1e22, 100000000000000000000000, -0.0]"]
    {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn repairs_of_all_dialects() {
    for (text, value, what) in [
        ("{\"a\": 1,}", json!({"a": 1}), "a trailing comma"),
        ("{\"a\": 1,\t\n}", json!({"a": 1}), "a trailing comma"),
        ("[1, 2,\n]", json!([1, 2]), "a trailing comma"),
        ("[,1,,2]", json!([1, 2]), "a surplus comma"),
        ("{\"a\": 1, // one\n \"b\": 2 /* two */}", json!({"a": 1, "b": 2}), "a comment"),
        ("{ // one\n\"a\": /* two */ 1 // three\n}", json!({"a": 1}), "a comment"),
        ("{\u{a0}\"a\": 1}", json!({"a": 1}), "a space character that JSON does not allow"),
        ("{\"a\":\u{a0}\"b\"}", json!({"a": "b"}), "a space character that JSON does not allow"),
        ("\u{3000}{\"a\":\u{c}1}", json!({"a": 1}), "a space character that JSON does not allow"),
        ("{a: true}", json!({"a": true}), "a name without quotes"),
        ("{a.b: true, @odata.type: \"x\"}", json!({"a.b": true, "@odata.type": "x"}), "a name without quotes"),
        ("{\"a\": 1\n \"b\": 2}", json!({"a": 1, "b": 2}), "a missing comma"),
        ("{\"a\": [1, 2,]\n \"b\": null}", json!({"a": [1, 2], "b": null}), "a trailing comma"),
        ("{\"a\": String}", json!({"a": "String"}), "a value without quotes"),
        ("[True, FALSE, Null]", json!([true, false, null]), "a value without quotes"),
        ("[007]", json!(["007"]), "a value without quotes"),
        ("{\"a\": \"\\'\"}", json!({"a": "'"}), "an invalid escape"),
        ("{\"a\": \"\\ud83d\\ude00\",}", json!({"a": "😀"}), "a trailing comma"),
        ("{\"a\": \"\\ud83d\",}", json!({"a": "\u{fffd}"}), "a trailing comma"),
        ("{\"a\": \"\\ud83d\"}", json!({"a": "\u{fffd}"}), "a value out of range"),
    ] {
        for dialect in [DATA, PROSE] {
            assert_eq!(repaired(text, dialect), (value.clone(), Some(what)), "{dialect:?}: {text}");
        }
    }
}

#[test]
fn replacements_make_data_valid() {
    for (text, valid) in [
        ("{\"a\": 1,}", "{\"a\": 1}"),
        ("{\"a\": 1,\u{a0}\n}", "{\"a\": 1 \n}"),
        ("[,1,,2]", "[1,2]"),
        ("{\u{a0}\"a\": 1\u{a0}\n \"b\": 2,}", "{ \"a\": 1, \n \"b\": 2}"),
        ("{a: True}", "{\"a\": true}"),
        ("{\"a\": <text>}", "{\"a\": \"<text>\"}"),
        ("{\"a\": 1\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}"),
        ("{'a': '\"'}", "{\"a\": \"\\\"\"}"),
        ("{“a”: “b”}", "{\"a\": \"b\"}"),
        ("{\"a\": \"b\n   c\td\"}", "{\"a\": \"bc\\td\"}"),
        ("{\"a\": \"\\'\"}", "{\"a\": \"'\"}"),
        ("{\"a: b\", \"c\": 1}", "{\"a\": \"b\", \"c\": 1}"),
        ("{\"a\": 1}\n}\n", "{\"a\": 1}\n"),
        ("{\u{200b}\"a\": 1}", "{\"a\": 1}"),
    ] {
        let (_, repair) = read(text, DATA).complete().expect("no fault");
        let replacements = repair.expect("a repair").replacements;
        assert_eq!(replace::replaced(text, &replacements).as_deref(), Some(valid), "{text}");
    }
}

#[test]
fn comments_and_ellipses_are_kept() {
    for (text, kept) in
        [("{\"a\": 1 // one\n \"b\": 2,}", "{\"a\": 1, // one\n \"b\": 2}"), ("{\"a\": 1, ...}", "{\"a\": 1, ...}")]
    {
        let (_, repair) = read(text, DATA).complete().expect("no fault");
        let replacements = repair.expect("a repair").replacements;
        assert_eq!(replace::replaced(text, &replacements).as_deref(), Some(kept), "{text}");
    }
}

#[test]
fn some_repairs_of_data_are_faults_of_prose() {
    for (text, value, what, message) in [
        ("{“a”: “x”}", json!({"a": "x"}), "quotes that are not `\"`", "this is not a quote of JSON; use `\"`"),
        ("{'a': 'x'}", json!({"a": "x"}), "quotes that are not `\"`", "this is not a quote of JSON; use `\"`"),
        ("{\"a\": { ... }, ...}", json!({"a": {}}), "an ellipsis", "JSON does not allow an ellipsis"),
        ("[1, …]", json!([1]), "an ellipsis", "JSON does not allow an ellipsis"),
        (
            "\u{feff}[1]",
            json!([1]),
            "a space character that JSON does not allow",
            "JSON does not allow this invisible character",
        ),
        ("{\"a\": 1}}", json!({"a": 1}), "text after the end", "unexpected text after the JSON value"),
        ("{\"a\": 1};\n```", json!({"a": 1}), "text after the end", "unexpected text after the JSON value"),
        (
            "{\"@odata.type: x.y\", \"b\": 1}",
            json!({"@odata.type": "x.y", "b": 1}),
            "name and value in one string",
            "a key and `:` are expected here",
        ),
    ] {
        assert_eq!(repaired(text, DATA), (value.clone(), Some(what)), "{text}");
        let reading = read(text, PROSE);
        assert_eq!((reading.value, reading.fault.map(|fault| fault.message)), (value, Some(message)), "{text}");
    }
    let date = "{\"a\": 2018-04-01T12:39:16Z, \"b\": 1}";
    assert_eq!(repaired(date, DATA).0, json!({"a": "2018-04-01T12:39:16Z", "b": 1}));
    assert_eq!(read(date, PROSE).value, json!({"b": 1}));
}

#[test]
fn brackets_separate_items_of_prose() {
    for (text, value, at) in
        [("{\"a\": [] \"b\": {}}", json!({"a": [], "b": {}}), 9), ("[[1][2]{}]", json!([[1], [2], {}]), 4)]
    {
        assert_eq!(repaired(text, PROSE), (value, Some("a missing comma")), "{text}");
        assert_eq!(read(text, DATA).fault.map(|fault| fault.at), Some(at), "{text}");
    }
}

#[test]
fn strings_of_prose_contain_quotes_and_line_ends() {
    for (text, value, what) in [
        ("{\"a\": \"x\n   y\"}", json!({"a": "x\n   y"}), "a control character in a string"),
        ("{\"a\": \"say \"yes\" or\nno\"}", json!({"a": "say \"yes\" or\nno"}), "a quote inside a string"),
        ("{\"a\": \"no end,\n  \"b\": 1}", json!({"a": "no end", "b": 1}), "a control character in a string"),
        (
            "{\"a\": \"no end\\n \r\n\n  \"b.c\" : 1}",
            json!({"a": "no end", "b.c": 1}),
            "a control character in a string",
        ),
        ("{\"a\": \"x\n \"y\" z\"}", json!({"a": "x\n \"y\" z"}), "a control character in a string"),
        ("{\"a\": \"x\" // one\n}", json!({"a": "x"}), "a comment"),
        ("{\"a\n\": 1}", json!({"a": 1}), "a control character in a string"),
    ] {
        assert_eq!(repaired(text, PROSE), (value, Some(what)), "{text}");
    }
}

#[test]
fn text_of_prose_without_quotes_has_several_words() {
    for (text, value) in [
        ("{a: get user, b: 1}", json!({"a": "get user", "b": 1})),
        ("{\"a\": x y // one\n, b: x y /* two */}", json!({"a": "x y", "b": "x y"})),
        ("[a b\n c d]", json!(["a b", "c d"])),
    ] {
        assert_eq!(read(text, PROSE).complete().map(|(value, _)| value), Ok(value), "{text}");
    }
    for (text, at) in [("{a: x b: y}", 4), ("[x \"y\"]", 1), ("[x {]", 1)] {
        assert_eq!(read(text, PROSE).fault.map(|fault| fault.at), Some(at), "{text}");
    }
    assert_eq!(read("{a: get user}", DATA).fault.map(|fault| fault.at), Some(8));
}

#[test]
fn strings_of_data_end_at_the_first_quote() {
    for (text, value) in [
        ("{\"a\": \"x\n   y\"}", json!({"a": "xy"})),
        ("{\"a\": \"x\r\n\ty\tz\"}", json!({"a": "xy\tz"})),
        ("{\"a\n\": 1}", json!({"a": 1})),
    ] {
        assert_eq!(repaired(text, DATA), (value, Some("a control character in a string")), "{text}");
    }
    for (text, at) in
        [("{\"a\": \"say \"yes\" or no\"}", 12), ("{\"a\": \"\"x\"}", 8), ("{\"a\": \"no end,\n \"b\": 1}", 17)]
    {
        assert_eq!(read(text, DATA).fault.map(|fault| fault.at), Some(at), "{text}");
    }
}

#[test]
fn what_precedes_a_fault_is_kept() {
    for (text, value, at, message) in [
        ("", json!(null), 0, "a value is missing here"),
        ("{", json!({}), 1, "the closing `}` is missing"),
        ("{\"a\": 1", json!({"a": 1}), 7, "the closing `}` is missing"),
        ("[1", json!([1]), 2, "the closing `]` is missing"),
        ("{\"a\": [1}", json!({"a": [1]}), 8, "the closing `]` is missing"),
        ("{\"a\": 1]", json!({"a": 1}), 7, "a key and `:` are expected here"),
        ("{\"a\" 1}", json!({}), 5, "a key and `:` are expected here"),
        ("{\"a\": 1, \"b\" 2}", json!({"a": 1}), 13, "a key and `:` are expected here"),
        ("{\"a\": 1, (b): 2}", json!({"a": 1}), 9, "a key and `:` are expected here"),
        ("{\"a\": 1, \"b\": }", json!({"a": 1}), 14, "a value is expected here"),
        ("[[1] \"x\"]", json!([[1]]), 5, "a comma is expected here"),
        ("{\"a\": 1} and more", json!({"a": 1}), 9, "unexpected text after the JSON value"),
    ] {
        for dialect in [DATA, PROSE] {
            let reading = read(text, dialect);
            assert_eq!(
                (&reading.value, reading.fault),
                (&value, Some(Fault { message, at, stopped: at })),
                "{dialect:?}: {text}"
            );
        }
    }
}

#[test]
fn data_ends_at_a_fault_and_prose_skips_an_item() {
    for (text, data, prose, at, message) in [
        ("{\"a\": , \"b\": 1}", json!({}), json!({"b": 1}), 6, "a value is expected here"),
        (
            "{\"a\": [\"b\": 1], \"c\": 2}",
            json!({"a": ["b"]}),
            json!({"a": ["b"], "c": 2}),
            10,
            "a comma is expected here",
        ),
        ("{\"a\": {}\",\n\"b\": 1}", json!({"a": {}}), json!({"a": {}, "b": 1}), 8, "a comma is expected here"),
        ("{(a): \"x, }\", \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{(a) {1, 2}, \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{(a) /* , */ 1, \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{\"a\" 1\n \"b\": 1}", json!({}), json!({"b": 1}), 5, "a key and `:` are expected here"),
        ("{] [1][, \"b\": 1}", json!({}), json!({}), 1, "a key and `:` are expected here"),
        ("{], \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{(a) x\", \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{(a) x[, \"b\": 1}", json!({}), json!({"b": 1}), 1, "a key and `:` are expected here"),
        ("{\"a\": [1}, \"b\" 2", json!({"a": [1]}), json!({"a": [1]}), 8, "the closing `]` is missing"),
        ("[{\"a\": ([)], 2]", json!([{}]), json!([{}]), 7, "a value is expected here"),
    ] {
        for (dialect, value) in [(DATA, data), (PROSE, prose)] {
            let reading = read(text, dialect);
            assert_eq!(
                (reading.value, reading.fault.map(|fault| (fault.at, fault.message))),
                (value, Some((at, message))),
                "{dialect:?}: {text}"
            );
        }
    }
}

#[test]
fn numbers_of_prose_can_begin_a_text() {
    for (text, value, at) in [
        ("{\"a\": 2 boats, \"b\": 1}", json!({"a": "2 boats", "b": 1}), 8),
        ("[1 2, -3 /* three */, 4]", json!(["1 2", -3, 4]), 3),
    ] {
        assert_eq!(repaired(text, PROSE), (value, Some("a value without quotes")), "{text}");
        assert_eq!(read(text, DATA).fault.map(|fault| fault.at), Some(at), "{text}");
    }
}

#[test]
fn an_open_string_is_a_fault_at_its_quote() {
    for text in ["{\"a\": \"x\\", "{\"a\": \"x\", \"b"] {
        for dialect in [DATA, PROSE] {
            let reading = read(text, dialect);
            let at = text.rfind('"').expect("a quote");
            let fault = Fault { message: "the closing quote is missing", at, stopped: text.len() };
            assert_eq!((reading.value, reading.fault), (json!({"a": "x"}), Some(fault)), "{dialect:?}: {text}");
        }
    }
}

#[test]
fn quotes_of_prose_that_nothing_closes_are_text() {
    for (text, value) in [
        ("{\"a\": 'tis, \"b\": 'so}", json!({"a": "'tis", "b": "'so"})),
        ("[“], \n ’x]", json!(["“"])),
        ("[‘\n‘x’\n]", json!(["‘", "x"])),
    ] {
        assert_eq!(read(text, PROSE).value, value, "{text}");
        assert!(read(text, DATA).fault.is_some(), "{text}");
    }
}

#[test]
fn separate_text_after_the_value_is_a_repair() {
    let dialect = Dialect { separate: |rest| rest.starts_with("---"), ..DATA };
    assert_eq!(repaired("{} ---", dialect), (json!({}), Some("text after the end")));
    assert_eq!(read("{} --", dialect).fault.map(|fault| fault.at), Some(3));
}

#[test]
fn the_first_repair_counts() {
    let reading = read("{a: 1,\n \"b\": 2,}", DATA);
    assert_eq!(reading.repair.map(|repair| (repair.what, repair.at)), Some(("a name without quotes", 1)));
}

#[test]
fn nesting_has_the_limit_of_valid_json() {
    for (depth, fits) in [(127, true), (128, false)] {
        let valid = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(serde_json::from_str::<Value>(&valid).is_ok(), fits);
        for dialect in [DATA, PROSE] {
            let reading = read(&format!("{valid} // end"), dialect);
            let fault = Fault { message: "this JSON value is nested too deeply", at: 127, stopped: 127 };
            assert_eq!(reading.fault, (!fits).then_some(fault));
        }
    }
}

#[test]
fn every_beginning_of_a_text_is_read() {
    let text = "{“a': [1, -2e5, tru, \"x\\\"\\u00e9\n\"k\": /* é */ {…}], // c\n @b.c: '',\"d: e\"}} ...";
    for (end, _) in text.char_indices() {
        for dialect in [DATA, PROSE] {
            let reading = read(&text[..end], dialect);
            let offsets = [reading.repair.as_ref().map(|repair| repair.at), reading.fault.map(|fault| fault.at)];
            assert!(offsets.iter().flatten().all(|at| *at <= end && text.is_char_boundary(*at)), "{end}: {reading:?}");
        }
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    const STARTS: [&str; 8] = ["", "{", "[", "{\"a\": \"", "[\"\n", "{\"a", "{}", "[\""];
    const PARTS: [&str; 29] = [
        "[",
        "{\"a\":",
        "{a:",
        "\"",
        ",",
        ":",
        "//",
        "/*",
        "\\u",
        "é",
        "[1,",
        "\"\n\"a\":",
        "\"a\"",
        "\"x\n",
        "\n",
        "\" ",
        "x",
        "1",
        "...",
        "'",
        "[]\n",
        "{}{",
        "\\",
        "/* */",
        "\"aaaa\"    \"",
        "[]\"a\"",
        "'x,",
        "(\"a\n \"b\":",
        "x {\"",
    ];
    for (start, part) in STARTS.iter().flat_map(|start| PARTS.iter().map(move |part| (start, part))) {
        let text = |count| format!("{start}{}", part.repeat(count));
        let (short, long) = (text(500), text(4_000));
        for dialect in [DATA, PROSE] {
            // Eight times the text takes about eight times as long, with quadratic work 64 times. Other processes disturb some of the runs,
            // not all.
            let shortest = time(&short, dialect).min(time(&short, dialect)).max(Duration::from_micros(10));
            let linear = (0..200).any(|_| time(&long, dialect) < 24 * shortest);
            assert!(linear, "{dialect:?}: {start} {part}");
        }
    }
}

fn time(text: &str, dialect: Dialect) -> Duration {
    let begin = Instant::now();
    let fault = read(text, dialect).fault;
    let time = begin.elapsed();
    assert!(fault.is_none_or(|fault| text.is_char_boundary(fault.at)), "{dialect:?}: {fault:?}");
    time
}
