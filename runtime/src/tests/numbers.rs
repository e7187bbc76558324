//! Numbers that neither a double nor a 64-bit integer can represent.

use crate::runtime::*;
use crate::tests::models::{DirectoryObject, DirectoryObjectDerived, Price, User};
use serde_json::{Value, json};

/// A number that no double can represent.
const LONG: &str = "12345678901234567890.12";

/// Parses a decimal.
fn decimal(text: &str) -> Decimal {
    text.parse().expect("text must be a decimal")
}

/// Serializes a value.
fn written<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("value must serialize")
}

/// Encodes a request body.
fn sent<B>(body: impl JsonBody<B>) -> String {
    let body = Body::Json(body.into_json());
    String::from_utf8(body.into_bytes()).expect("body must be UTF-8")
}

#[test]
fn decimal_keeps_its_text() {
    for text in [LONG, "1.10", "-0.0", "0", "1E2", "1e-400", "-5.00000000000000000000000000000001", "17"] {
        let json = format!(r#"{{"amount":{text},"steps":[{text},{text}]}}"#);
        let price = Price::from_slice(json.as_bytes()).expect("text must be an object");
        assert_eq!(price.amount.as_ref().map(Decimal::as_str), Some(text));
        assert!(price.extra.is_empty(), "{text}: {:?}", price.extra);
        assert_eq!(written(&price), json);
        assert_eq!(sent::<Price>(&price), json);
        assert_eq!(written(&price.clone()), json);
        assert_eq!(price.clone(), price);
        let read: Price = serde_json::from_str(&json).expect("text must be an object");
        assert_eq!(written(&read), json);
        let member: Decimal = serde_json::from_str(text).expect("text must be a decimal");
        assert_eq!(written(&member), text);
    }
}

#[test]
fn decimal_keeps_its_text_in_patches_lists_and_nested_objects() {
    let patch = Patch::new().set(Price::AMOUNT, decimal(LONG));
    assert_eq!(sent::<Price>(patch), format!(r#"{{"amount":{LONG}}}"#));
    let json = format!(r#"{{"value":[{{"amount":{LONG},"nested":{{"amount":1.10}}}}]}}"#);
    let page = <Collection<Price> as ResponseBody>::decode(json.as_bytes()).expect("text must be a collection");
    assert_eq!(page.value[0].nested.as_ref().and_then(|price| price.amount.clone()), Some(decimal("1.1")));
    assert_eq!(written(&page), json);
    assert_eq!(written(&page.clone()), json);
    let scalar = <Scalar<Decimal> as ResponseBody>::decode(format!(r#"{{"value":{LONG}}}"#).as_bytes())
        .expect("text must be a scalar");
    assert_eq!(scalar.value, Some(decimal(LONG)));
}

#[test]
fn json_value_contains_nearest_double() {
    let price = Price { amount: Some(decimal(LONG)), ..Price::default() };
    assert_eq!(price.to_json(), json!({"amount": 12_345_678_901_234_567_890.12_f64}));
    assert_eq!(serde_json::to_value(&price).expect("value must convert to JSON"), price.to_json());
    assert_eq!(Patch::new().set(Price::AMOUNT, decimal(LONG)).to_json(), price.to_json());
    assert_eq!(
        Price::from_json(price.to_json()).expect("text must be an object").amount.map(|amount| amount.to_f64()),
        price.amount.map(|amount| amount.to_f64())
    );
}

#[test]
fn decimal_sent_as_string_stays_string() {
    let json = r#"{"amount":"12.50"}"#;
    let price = Price::from_slice(json.as_bytes()).expect("text must be an object");
    assert_eq!(price.amount, Some(decimal("12.5")));
    assert_eq!(written(&price), json);
    assert!(price.undocumented().is_empty());
}

#[test]
fn mistyped_decimal_is_additional_member() {
    for other in
        [json!(true), json!("1,5"), json!({"a": 1}), json!([1]), json!("NaN"), json!({"$docbindgen::decimal": "1;x"})]
    {
        let json = json!({"amount": other});
        let price = Price::from_slice(json.to_string().as_bytes()).expect("text must be an object");
        assert_eq!((price.amount.as_ref(), price.extra.get("amount")), (None, Some(&other)));
        assert_eq!(price.undocumented()[0].kind, UndocumentedKind::Mistyped);
        assert_eq!(price.to_json(), json);
        assert_eq!(sent::<Price>(&price), json.to_string());
    }
    let null = Price::from_slice(br#"{"amount":null}"#).expect("text must be an object");
    assert_eq!(null.undocumented()[0].kind, UndocumentedKind::Null);
}

#[test]
fn number_beyond_double_affects_only_its_member() {
    for (name, kind) in [
        ("amount", UndocumentedKind::Mistyped),
        ("size", UndocumentedKind::Mistyped),
        ("other", UndocumentedKind::Unknown),
    ] {
        let json = format!(r#"{{"title":"1e400 \" 1e400","{name}":-1e400,"nested":{{"amount":1.10}}}}"#);
        let price = Price::from_slice(json.as_bytes()).expect("text must be an object");
        assert_eq!(price.title.as_deref(), Some("1e400 \" 1e400"));
        assert_eq!(price.nested.as_ref().and_then(|nested| nested.amount.clone()), Some(decimal("1.10")));
        assert_eq!(price.extra.get(name), Some(&Value::from("-1e400")));
        let found = price.undocumented();
        assert_eq!((found.len(), found[0].path.as_str(), found[0].kind), (1, format!("/{name}").as_str(), kind));
    }
    let value = <Value as ResponseBody>::decode(br#"[1e400, 2]"#).expect("value must convert to JSON");
    assert_eq!(value, json!(["1e400", 2]));
    let page = <Collection<Price> as ResponseBody>::decode(br#"{"value":[{"amount":1e999},{"amount":2}]}"#)
        .expect("text must be a collection");
    assert_eq!(page.value[1].amount, Some(decimal("2")));
    for broken in ["{\"amount\":1e400", "{\"amount\":1e400x}", "{\"a\": 1e400, }"] {
        assert!(Price::from_slice(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn number_beyond_64_bits_affects_only_its_member() {
    let price =
        Price::from_slice(br#"{"size":123456789012345678901234567890,"title":"x"}"#).expect("text must be an object");
    assert_eq!((price.size, price.title.as_deref()), (None, Some("x")));
    // `serde_json` represents such a number as a double.
    assert_eq!(price.extra.get("size"), Some(&json!(1.234_567_890_123_456_8e29)));
    let exact = Price::from_slice(br#"{"size":9007199254740993}"#).expect("text must be an object");
    assert_eq!(exact.size, Some(9_007_199_254_740_993));
}

/// Additional members are values of `serde_json`: doubles, unless the program enables its feature
/// `arbitrary_precision`.
#[test]
fn additional_members_are_doubles() {
    let price = Price::from_slice(format!(r#"{{"other":{LONG}}}"#).as_bytes()).expect("text must be an object");
    assert_eq!(price.extra.get("other"), Some(&json!(12_345_678_901_234_567_890.12_f64)));
    assert_eq!(written(&price), r#"{"other":1.2345678901234567e+19}"#);
}

#[test]
fn compares_and_converts_decimals() {
    let same = [("1.10", "1.1"), ("100", "1e2"), ("0", "-0.00"), ("0.5e1", "5"), (LONG, "1234567890123456789012e-2")];
    for (one, other) in same {
        assert_eq!(decimal(one), decimal(other));
        assert!(decimal(one) <= decimal(other));
    }
    let mut sorted: Vec<Decimal> = ["10", "-2", "0.3", "-10.5", "9.99", "0", "1e-400"].map(decimal).into();
    sorted.sort();
    assert_eq!(
        sorted.iter().map(Decimal::as_str).collect::<Vec<_>>(),
        ["-10.5", "-2", "0", "1e-400", "0.3", "9.99", "10"]
    );
    for text in ["", "+1", "01", "1.", ".5", "1e", "NaN", "0x1", "1 ", "1e400", "--1"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
    assert_eq!(
        (decimal("1e2").to_i64(), decimal("-12.00").to_i64(), decimal("1.5").to_i64()),
        (Some(100), Some(-12), None)
    );
    assert_eq!((decimal(LONG).to_i64(), decimal("1e308").to_i64()), (None, None));
    assert_eq!(Decimal::try_from(0.1).expect("number must be finite").as_str(), "0.1");
    assert!(Decimal::try_from(f64::INFINITY).is_err());
    assert_eq!(Decimal::from(7), decimal("7.0"));
    assert_eq!(format!("{:?}", Price { amount: Some(decimal("1.50")), ..Price::default() }), "Price { amount: 1.50 }");
}

#[test]
fn decimals_are_filter_literals() {
    assert_eq!(Price::AMOUNT.ge::<Price>(decimal("1.50")).to_string(), "amount ge 1.50");
    assert_eq!(Price::AMOUNT.eq::<Price>(3).to_string(), "amount eq 3");
}

/// Decodes a body as a `T` and encodes it again.
fn reencode<T: Model + serde::Serialize>(json: &str) -> String {
    written(&T::from_slice(json.as_bytes()).expect("text must be an object"))
}

#[test]
fn no_field_accepts_number_beyond_double() {
    for name in [
        "id", "birthday", "manager", "password", "kind", "scope", "tags", "messages", "data", "address", "size",
        "level", "ratio", "weight", "type", "sizes", "kinds",
    ] {
        for number in ["1e400", "-1E+999", "1".repeat(400).as_str()] {
            let json = format!(r#"{{"{name}":{number}}}"#);
            let user = User::from_slice(json.as_bytes()).expect("text must be an object");
            let found = user.undocumented();
            assert_eq!((found.len(), found[0].kind), (1, UndocumentedKind::Mistyped), "{name}");
            assert_eq!(found[0].value, json!(number));
            assert_eq!(user, User { extra: user.extra.clone(), ..User::default() }, "{name}");
            assert_eq!(user.extra.get(name), Some(&json!(number)));
            assert_eq!(written(&user), json);
            assert_eq!(written(&user.clone()), json);
            assert_eq!(sent::<User>(&user), json);
            assert_eq!(
                sent::<DirectoryObject>(&user),
                json.replace('}', r##","@odata.type":"#microsoft.graph.user"}"##)
            );
            assert_eq!(user.to_json(), json!({ name: number }));
            assert_eq!(serde_json::to_value(&user).expect("value must convert to JSON"), user.to_json());
        }
    }
}

#[test]
fn number_beyond_double_in_untyped_data_is_written_back() {
    for json in [
        r#"{"data":{"x":1e400}}"#,
        r#"{"data":[1,[-1e400]]}"#,
        r#"{"other":{"x":[1e400]}}"#,
        r#"{"tags":["a",1e400]}"#,
        r#"{"sizes":[1,1e400,"2"]}"#,
        r#"{"address":{"city":1e400,"other":1e400}}"#,
        r##"{"manager":{"@odata.type":"#microsoft.graph.user","size":1e400}}"##,
    ] {
        assert_eq!(reencode::<User>(json), json);
    }
    let user = User::from_slice(br#"{"tags":["a",1e400],"data":{"x":1e400}}"#).expect("text must be an object");
    assert_eq!((user.tags, user.data), (Some(vec!["a".to_owned()]), None));
    assert_eq!(user.extra.get("tags"), Some(&json!(["a", "1e400"])));
    let object = DirectoryObject::from_slice(br##"{"@odata.type":"#microsoft.graph.user","size":1e400,"id":"1"}"##);
    let DirectoryObjectDerived::User(user) = object.expect("text must be an object").into_derived() else {
        panic!("a user")
    };
    assert_eq!((user.id.as_deref(), user.size), (Some("1"), None));
    assert!(written(&user).contains(r#""size":1e400"#));
}

#[test]
fn mixed_lists_of_decimals_keep_their_digits() {
    for json in [
        r#"{"steps":[1.10,1e400]}"#,
        r#"{"steps":[1.10,"1.50",12345678901234567890.12]}"#,
        r#"{"amount":1e400,"steps":[true,1.10]}"#,
    ] {
        assert_eq!(reencode::<Price>(json), json);
    }
    let price = Price::from_slice(br#"{"steps":[1.10,1e400]}"#).expect("text must be an object");
    assert_eq!(price.steps, Some(vec![decimal("1.1")]));
    assert_eq!(price.extra.get("steps"), Some(&json!([1.1, "1e400"])));
    assert!(!format!("{price:?}").contains('$'));
    assert_eq!(price.undocumented()[0].value, json!([1.1, "1e400"]));
    assert_eq!(serde_json::to_value(&price).expect("value must convert to JSON"), json!({"steps": [1.1, "1e400"]}));
}

/// A value set after decoding replaces the received digits.
#[test]
fn additional_member_set_again_is_written_as_set() {
    let read = || Price::from_slice(br#"{"other":1e400}"#).expect("text must be an object");
    let mut price = read();
    price.extra.insert("other", "1e400");
    assert_eq!(written(&price), r#"{"other":"1e400"}"#);
    assert_ne!(price, read());
    let mut price = read();
    *price.extra.get_mut("other").expect("member must be present") = json!(5);
    assert_eq!(written(&price), r#"{"other":5}"#);
    let mut price = read();
    price.extra.remove("other");
    assert_eq!(written(&price), "{}");
    let mut price = read();
    price.extra.extend([("other", 6)]);
    assert_eq!(written(&price), r#"{"other":6}"#);
}

/// Neither a service nor a user can create an object that is mistaken for a number.
#[test]
fn no_object_is_mistaken_for_a_number() {
    for name in ["$docbindgen::decimal", "$docbindgen::decimal'", "$docbindgen::decimal''", "$docbindgen::decimals"] {
        let object = json!({ name: "5" });
        for large in ["", r#","large":1e400"#] {
            for member in ["other", "amount", "steps", "nested"] {
                let json = format!(r#"{{"{member}":{object}{large}}}"#);
                assert_eq!(reencode::<Price>(&json), json);
                let price = Price::from_slice(json.as_bytes()).expect("text must be an object");
                assert_eq!((&price.amount, &price.steps), (&None, &None));
                assert_eq!(sent::<Price>(&price), json);
                assert_eq!(price.to_json()[member], object);
                let json = format!(r#"{{"data":[{object}]{large}}}"#);
                assert_eq!(reencode::<User>(&json), json);
                assert_eq!(
                    User::from_slice(json.as_bytes()).expect("text must be an object").data,
                    Some(json!([object]))
                );
            }
            let json = format!(r#"{{"{name}":"5"{large}}}"#);
            assert_eq!(reencode::<Price>(&json), json);
            assert_eq!(sent::<Price>(Price::from_slice(json.as_bytes()).expect("text must be an object")), json);
        }
        let json = json!({ "other": object });
        let mut price = Price::from_json(json.clone()).expect("text must be an object");
        assert_eq!((written(&price), price.to_json()), (json.to_string(), json.clone()));
        price.extra.insert("other", object.clone());
        assert_eq!((written(&price), sent::<Price>(&price)), (json.to_string(), json.to_string()));
        let user = User { data: Some(object.clone()), ..User::default() };
        assert_eq!((written(&user), sent::<User>(&user)), (format!(r#"{{"data":{object}}}"#), written(&user)));
        assert_eq!(user.clone(), user);
        let patch = || Patch::<Price>::new().raw("other", object.clone()).raw(name, object.clone());
        let patched = json!({ "other": object, name: object });
        assert_eq!((sent::<Price>(patch()), patch().to_json()), (patched.to_string(), patched));
        assert_eq!(sent::<Price>(object.clone()), object.to_string());
    }
    // The same name, written with an escape sequence.
    let spelled = r#"{"other":{"$docbindgen\u003a:decimal" : "5"},"large":1e400}"#;
    assert!(reencode::<Price>(spelled).contains(r#"{"$docbindgen::decimal":"5"}"#));
}

#[test]
fn malformed_json_stays_an_error() {
    for broken in ["01e400", "1e400x", "+1e400", "1.e400", "1e400e1", "--1e400", ".1e400", "1e+", "1e400 1", "1e400]"] {
        for name in ["id", "other", "amount", "size"] {
            assert!(Price::from_slice(format!(r#"{{"{name}":{broken}}}"#).as_bytes()).is_err(), "{broken}");
        }
        assert!(<Value as ResponseBody>::decode(broken.as_bytes()).is_err(), "{broken}");
    }
    for broken in ["1e400", "[1e400]", r#"{"a":1e400"#, r#"{"a":"1e400}"#, r#"{"a":1e400,"b":01}"#, r#"{1e400:1}"#] {
        assert!(Price::from_slice(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn bodies_dereference_to_plain_values() {
    let price = Price { amount: Some(decimal(LONG)), ..Price::default() };
    let json = JsonBody::<Price>::into_json(&price);
    assert_eq!(json, json!({"amount": 12_345_678_901_234_567_890.12_f64}));
    assert_eq!(json["amount"], json!(12_345_678_901_234_567_890.12_f64));
    assert!(!format!("{:?}", Body::Json(json.clone())).contains('$'));
    assert_eq!(json.clone(), json);
    assert_eq!(json.to_string(), format!(r#"{{"amount":{LONG}}}"#));
    assert!(serde_json::from_str::<Price>(r#"{"other":1e400}"#).is_err(), "`from_str` parses only once");
    assert_ne!(json, Json::from(price.to_json()));
    let patch = Patch::new().set(Price::AMOUNT, decimal(LONG));
    assert!(!format!("{patch:?}").contains('$'));
    assert_eq!(*JsonBody::<Price>::into_json(patch), price.to_json());
}

#[test]
fn filters_compare_decimals_with_numbers_and_strings() {
    assert_eq!(Price::AMOUNT.eq::<Price>(3_i64).to_string(), "amount eq 3");
    assert_eq!(Price::AMOUNT.lt::<Price>(1.5).to_string(), "amount lt 1.5");
    assert_eq!(Price::AMOUNT.gt::<Price>(1e21).to_string(), "amount gt 1000000000000000000000");
    assert_eq!(Price::AMOUNT.eq::<Price>(LONG).to_string(), format!("amount eq {LONG}"));
    assert_eq!(Price::AMOUNT.eq::<Price>("1 or true").to_string(), "amount eq '1 or true'");
}

#[cfg(feature = "rust_decimal")]
#[test]
fn converts_to_and_from_rust_decimal() {
    let exact = rust_decimal::Decimal::try_from(&decimal("12345678901234567890.12")).expect("number must fit");
    assert_eq!(exact.to_string(), LONG);
    assert_eq!(Decimal::from(exact).as_str(), LONG);
    assert_eq!(
        rust_decimal::Decimal::try_from(decimal("15e-1")).expect("number must fit"),
        rust_decimal::Decimal::new(15, 1)
    );
    assert!(rust_decimal::Decimal::try_from(decimal("1e300")).is_err());
    for (text, exact) in [
        ("-1.5e3", "-1500"),
        ("12.50e-1", "1.25"),
        ("1.234567890123456789012345678e-1", "0.1234567890123456789012345678"),
        ("1000e-31", "0.0000000000000000000000000001"),
        ("7.9228162514264337593543950335e28", "79228162514264337593543950335"),
        ("0e99", "0"),
        ("1.50000000000000000000000000000000000000000", "1.5"),
    ] {
        let read = rust_decimal::Decimal::try_from(decimal(text)).expect("number must fit");
        assert_eq!((read.to_string().as_str(), Decimal::from(read)), (exact, decimal(text)));
    }
    for text in
        ["1.234567890123456789012345678901234e1", "1e-29", "7.9228162514264337593543950336e28", "1e29", "1e-400"]
    {
        assert!(rust_decimal::Decimal::try_from(decimal(text)).is_err(), "{text}");
    }
    assert!(rust_decimal::Decimal::try_from(decimal("0.12345678901234567890123456789012345")).is_err());
}

#[test]
fn decodes_from_json_value() {
    let user = User::from_json(json!({"size": 5})).expect("text must be an object");
    assert_eq!(user.size, Some(5));
    let price = Price::from_json(json!({"amount": 12.5, "steps": [1, 2.5]})).expect("text must be an object");
    assert_eq!((price.amount, price.steps.map(|steps| steps.len())), (Some(decimal("12.5")), Some(2)));
}

/// A number out of range affects only its member: others keep their digits and their fields.
#[test]
fn a_number_out_of_range_leaves_the_others_as_they_are() {
    for json in [
        r#"{"amount":12345678901234567890.12,"other":1e400}"#,
        r#"{"steps":[1.10,12345678901234567890.12],"other":1e400}"#,
        r#"{"nested":{"amount":1.10},"other":[1e400]}"#,
    ] {
        let price = Price::from_slice(json.as_bytes()).expect("an object");
        assert_eq!(written(&price), json);
        assert!(price.amount.is_some() || price.steps.is_some() || price.nested.is_some(), "{json}");
    }
    let page = r#"{"value":[{"amount":1.10},{"amount":12345678901234567890.12,"other":1e400}]}"#;
    let page = <Collection<Price> as ResponseBody>::decode(page.as_bytes()).expect("a page");
    let amounts: Vec<_> = page.value.iter().map(|price| price.amount.as_ref().map(Decimal::as_str)).collect();
    assert_eq!(amounts, [Some("1.10"), Some("12345678901234567890.12")]);
    // Fields of other types keep their values, whatever the spelling of the number.
    let json = r#"{"size":5.00,"ratio":0.10,"weight":0.10,"sizes":[1,2.0],"data":{"x":1.10},"other":1e400}"#;
    let user = User::from_slice(json.as_bytes()).expect("an object");
    assert_eq!((user.size, user.ratio, user.weight), (Some(5), Some(0.1), Some(0.1)));
    assert_eq!((user.sizes, user.data), (Some(vec![1, 2]), Some(json!({"x": 1.1}))));
}
