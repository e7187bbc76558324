//! Spellings of names, and whether a row name can belong to a property or a parameter.
//!
//! In: a name from a path, a heading or a table. Out: the name in another spelling, or the answer.

/// Converts `team-id`, `team id`, `TeamId` and `TEAM_ID` to `teamId`.
#[must_use]
pub fn camel(text: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    // In a text in capitals, only separators mark the beginning of a word.
    let capitals = text.len() > 1 && !text.contains(|c: char| c.is_ascii_lowercase());
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() {
            if out.is_empty() {
                out.push(c.to_ascii_lowercase());
            } else if upper {
                out.push(c.to_ascii_uppercase());
            } else if capitals {
                out.push(c.to_ascii_lowercase());
            } else {
                out.push(c);
            }
            upper = false;
        } else {
            upper = !out.is_empty();
        }
    }
    out
}

/// Converts `teamId` to `TeamId`.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_uppercase().to_string()).unwrap_or_default() + chars.as_str()
}

/// Returns the English singular of a set's name, well enough for a parameter's name.
#[must_use]
pub fn singular(name: &str) -> String {
    let lower = name.to_lowercase();
    if let Some(stem) = lower.strip_suffix("ies") {
        return format!("{}y", &name[..stem.len()]);
    }
    for ending in ["sses", "shes", "ches", "xes", "uses"] {
        if lower.ends_with(ending) {
            return name[..name.len() - 2].to_owned();
        }
    }
    if lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !lower.ends_with("is")
        && name.len() > 2
    {
        return name[..name.len() - 1].to_owned();
    }
    name.to_owned()
}

/// Returns whether a row's name can name a parameter: it is not a path, prose, or control information with or without its `@`.
#[must_use]
pub fn is_parameter(name: &str) -> bool {
    !name.contains(['@', '/', ' ']) && !name.starts_with("odata.")
}

/// Returns whether a row's name can name a property.
///
/// Instance annotations are not properties (OData JSON §4.6); they are reachable by name on every value. A name with a dot is not a
/// property name (OData CSDL §17.3): `odata.type` has lost its `@`.
#[must_use]
pub fn is_property(name: &str) -> bool {
    !name.is_empty() && !name.contains('@') && !name.starts_with("odata.")
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn words_of_names() {
        for (text, want) in [
            ("team-id", "teamId"),
            ("team id", "teamId"),
            ("TeamId", "teamId"),
            ("TEAM_ID", "teamId"),
            ("YOUR-TEAM", "yourTeam"),
            ("ID", "id"),
            ("teamID", "teamID"),
            ("A", "a"),
        ] {
            assert_eq!(camel(text), want, "{text}");
        }
    }
}
