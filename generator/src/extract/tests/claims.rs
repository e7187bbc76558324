//! Sentences of rows, and the facets they claim.

use super::said::compare;
use crate::extract::Facets;
use crate::extract::facets::facets;
use crate::extract::sentences::tests::text;

fn row(said: &str) -> Facets {
    facets(&text(said), "")
}

#[test]
fn filter_claims_are_read() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Supports `$filter` (`eq`, `ne`, `not`, `in`).", "eq ne not in"),
        ("Supports `$filter`.", "*"),
        ("Supports `$orderby` and `$filter`(`eq` only).", "eq"),
        ("`$filter` is supported.", "*"),
        ("Doesn't support `$filter`.", ""),
        ("Doesn’t support `$filter` (`eq`).", ""),
        ("`$filter` isn't supported.", ""),
        ("Supports `$select`. `$filter` (`eq`) isn't supported.", ""),
        ("Does **not** support `$filter`.", ""),
        ("No support for `$filter`.", ""),
        ("Supports `$select` but not `$filter`.", ""),
        ("No longer supports `$filter`.", ""),
        ("Supports neither `$filter` nor `$orderby`.", ""),
        ("Supports all query options except `$filter`.", ""),
        ("Supports `$filter` (`eq`) but not `ne`.", "eq"),
        ("Supports `$filter` (`eq`, `ne`) but not `ne`.", "eq"),
        ("Supports `$filter` (`eq`, `ge`, but not `ne`).", "eq ge"),
        ("Supports `$filter` (`eq`, `ge`, except `ne`).", "eq ge"),
        ("Supports `$filter` (all operators except `ne`).", ""),
        ("Supports `$filter` (eq, ne, NOT, startsWith).", "eq ne not startsWith"),
        ("Supports `$filter` (`eq` and `not`).", "eq not"),
        ("Use `$filter` to get less.", ""),
    ] {
        cases.push((said, row(&said.replace("**", "")).filter.join(" "), want.to_owned()));
    }
    compare(cases);
}

/// Checks which sentences claim a fact.
fn check(read: impl Fn(&Facets) -> bool, claims: &[&str], others: &[&str]) {
    let claimed = claims.iter().map(|said| (*said, read(&row(said)), true));
    let denied = others.iter().map(|said| (*said, read(&row(said)), false));
    compare(claimed.chain(denied).collect());
}

#[test]
fn required_claims_are_read() {
    check(
        |facets| facets.required,
        &[
            "Required. The name.",
            "The name. Required.",
            "The name (required).",
            "This property is required.",
            "(Required) The name",
            "Required: yes",
            "Required, at most 30 characters.",
            "Required. Not nullable.",
            "The name. Mandatory.",
        ],
        &[
            "Not required.",
            "Isn't required.",
            "This isn’t required.",
            "Required only when `x` is set.",
            "Required, unless `x` is set.",
            "Required if `x` is set.",
            "Required for guests.",
            "Required when creating.",
            "Required (only for guests).",
            "Required on create.",
            "Required permissions of the app.",
            "No longer required.",
            "Neither required nor used.",
            "Required: no",
            "Unless `x` is set, this property is required.",
            "The required type.",
            "Required or optional, depending on `x`.",
            "Whether a password is required.",
            "Possible values are: `allowed`, `required`, `disallowed`.",
            "Type of password that is required. Possible values are `required`.",
            "Required and must be positive if `x` is set.",
        ],
    );
}

#[test]
fn read_only_claims_are_read() {
    check(
        |facets| facets.read_only,
        &[
            "Read-only.",
            "The id. Read-only",
            "The id (read-only).",
            "This property is read-only.",
            "Supports `$filter` (`eq`).Read-only.",
            "Read only. Nullable.",
            "This is a read-only property.",
            "Read-only, not nullable.",
            "This property is read-only and is not nullable.",
            "Inherited. Read-only.",
            "(The users of b.) Read-only.",
        ],
        &[
            "Isn't read-only.",
            "This property isn't read-only.",
            "This is not a read-only property.",
            "Not read-only.",
            "Read-only for guests only.",
            "Read-only, except for guests.",
            "Read-only if `x` is set.",
            "No longer read-only.",
            "Grants read-only access.",
            "Whether the team is in read-only mode.",
            "The `other` property is read-only.",
            "Possible values are: `none` (the default), `locked` (read-only).",
        ],
    );
}

#[test]
fn null_claims_are_read() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Nullable.", Some(true)),
        ("Read-only. Nullable.", Some(true)),
        ("This property can be null.", Some(true)),
        ("Not nullable.", Some(false)),
        ("Non-nullable.", Some(false)),
        ("This property isn't nullable.", Some(false)),
        ("It can't be null.", Some(false)),
        ("Cannot be null.", Some(false)),
        ("Must not be null.", Some(false)),
        ("It is never null.", Some(false)),
        ("Nullable unless `x` is set.", None),
        ("Nullable, unless `x` is set.", None),
        ("The keys of the app Not nullable.", Some(false)),
        ("Not nullable if `x` is set.", None),
        ("If null, the first is taken.", None),
        ("Returns a nullable string from `x`.", None),
        ("Nullable: no", Some(false)),
        ("No longer nullable.", Some(false)),
    ] {
        cases.push((said, row(said).nullable, want));
    }
    compare(cases);
}

#[test]
fn a_series_shares_its_negation() {
    let mut cases = Vec::new();
    for (said, want) in [
        ("Not required, nullable, or deprecated.", Some(false)),
        ("This property isn't required, nullable, or deprecated.", Some(false)),
        ("Isn't deprecated, required, or nullable.", Some(false)),
        ("Neither required, nullable, nor deprecated.", Some(false)),
        ("Neither nullable nor required.", Some(false)),
        ("It is neither required nor nullable.", Some(false)),
        ("Not deprecated, required or nullable.", Some(false)),
        ("Not required, nullable or deprecated.", Some(false)),
        ("The name. It isn’t visible, nullable, or sortable.", Some(false)),
        ("The name (not required, nullable, or deprecated).", Some(false)),
        ("It can't be null or empty.", Some(false)),
        ("Can't be null, empty, or blank.", Some(false)),
        ("Never required, read-only, nullable, or deprecated.", Some(false)),
        ("Not required, nor nullable, nor deprecated.", Some(false)),
        ("Not required, nullable, and deprecated.", None),
        ("Not required, deprecated, and nullable.", None),
        ("Not required and nullable.", None),
        ("Not required, nullable, or deprecated for guests.", None),
        ("Not nullable, required, or deprecated if `x` is set.", None),
        ("Not required, nullable, or deprecated (only for guests).", None),
        ("Not required, nullable, or deprecated, unless `x` is set.", None),
        ("Not set by guests for others, nullable, or required.", None),
        ("Can't be null or empty if `x` is set.", None),
        ("Required, nullable, or deprecated.", None),
        ("Read-only, nullable, and required.", Some(true)),
        ("Required, not nullable, and not deprecated.", Some(false)),
        ("Not nullable, required, and read-only.", Some(false)),
        ("Not required. Nullable, or the request fails.", Some(true)),
        ("Isn't required, but is nullable.", Some(true)),
        ("Not deprecated, nullable.", Some(true)),
    ] {
        cases.push((said, row(said).nullable, want));
    }
    compare(cases);
    check(
        |facets| facets.deprecated || facets.required || facets.read_only,
        &["Read-only, nullable, and required.", "Required, or the request fails.", "Not nullable, read-only."],
        &[
            "Not required, read-only, or deprecated.",
            "Not nullable, read-only, required, or deprecated.",
            "It isn't nullable, read-only or required.",
            "Neither nullable, read-only, nor deprecated.",
            "Not nullable, required, and read-only.",
            "Read-only, required, or deprecated.",
        ],
    );
}

#[test]
fn deprecation_claims_are_read() {
    check(
        |facets| facets.deprecated,
        &[
            "Deprecated.",
            "DEPRECATED: use `x`.",
            "(deprecated) The old one.",
            "[Deprecated] The old one.",
            "This property is deprecated.",
            "This property has been deprecated and will be removed.",
            "The old one. Do not use. Deprecated and will stop returning data on 2024-01-01.",
            "Deprecated as of 2024.",
            "Deprecated -- use `x` instead.",
            "This property will be deprecated in July.",
        ],
        &[
            "Not deprecated.",
            "This property isn't deprecated.",
            "This property is no longer deprecated.",
            "It hasn't been deprecated.",
            "Kept although `gone` is deprecated.",
            "Kept although gone is deprecated.",
            "Lists deprecated things.",
            "Possible values are: `a`, `b` (deprecated), and `c`.",
            "The shape; `round` (deprecated).",
            "Deprecated devices are listed.",
            "The property `gone` is deprecated.",
            "Possible states are InDevelopment, Available, and Deprecated.",
        ],
    );
}

#[test]
fn select_claims_are_read() {
    check(
        |facets| facets.select_only,
        &[
            "Returned only on `$select`.",
            "Requires `$select` to retrieve.",
            "Returned only on applying a `$select` query option.",
            "Returned only if `$select` names it.",
        ],
        &[
            "Returned by default.",
            "Not returned by default.",
            "Returned by default, no `$select` needed.",
            "Doesn't require `$select`.",
            "No longer returned only on `$select`.",
            "Supports `$select`.",
            "Isn't returned only on `$select`.",
        ],
    );
}

#[test]
fn notes_in_name_cells_are_claims() {
    let noted = |note: &str, said: &str| facets(&text(said), note);
    assert!(noted("read-only", "The size.").read_only && noted("Read-only", "").read_only);
    assert!(noted("required", "The size.").required);
    assert_eq!(noted("nullable", "The size.").nullable, Some(true));
    assert_eq!(noted("not nullable", "").nullable, Some(false));
    assert!(!noted("not required", "The size.").required && !noted("in meters", "The size.").read_only);
}

#[test]
fn a_verb_after_and_begins_a_statement() {
    let hull = row("This property is not nullable and is read-only.");
    assert_eq!((hull.nullable, hull.read_only), (Some(false), true));
    let mast = row("It isn't required and isn't read-only.");
    assert!(!mast.required && !mast.read_only);
}
