//! Rust names: the only way in which text of a page becomes an identifier or a file name.
//!
//! In: names as written on pages. Out: [`RustName`]s, which are valid identifiers whatever the page contains, and unique in their
//! [`Scope`]. The rules, in this order:
//!
//! | what | rule | example |
//! |---|---|---|
//! | types, variants | upper camel case | `iosCustomConfiguration` → `IosCustomConfiguration` |
//! | fields, functions, modules, arguments | snake case | `userPrincipalName` → `user_principal_name` |
//! | constants | screaming snake case | `displayName` → `DISPLAY_NAME` |
//! | in snake case: one letter before a word | part of it, unless `a`, `x`, `y`, `z` | `iCloudBackup` → `icloud_backup` |
//! | in snake case: capitals and an `s` | one word | `userIDs` → `user_ids` |
//! | in snake case: a number after a preposition, or before `Bit` | a word | `runAs32Bit` → `run_as_32_bit` |
//! | a leading digit | `_` before it | `10x15` → `_10x15` |
//! | a keyword | raw identifier | `type` → `r#type` |
//! | `self`, `super`, `crate`, `Self` | suffix `_`, `SelfValue` | `self` → `self_` |
//! | a type with the name of a prelude item | suffix `Type` | `option` → `OptionType` |
//! | a module with the name of a Windows device | suffix `_` | `aux` → `aux_` |
//! | a module with the name of its parent | `nested_` before it | `sites` in `sites` → `nested_sites` |
//! | no characters left | `unnamed` | `*/` → `unnamed` |
//! | already taken in its scope | a number as a suffix, from 2 | `sub_unit` → `sub_unit_2` |
//! | longer than 100 characters | cut at 100 | |
//!
//! Each of these is a scope: the types and enums of a namespace with the enums of derived types, the fields of a struct, the variants of
//! an enum, the functions of a module, the arguments of a function, the parameter objects, the pages. The first in the order of names or
//! paths keeps the name; the other is reported with both spans. Rust distinguishes modules and functions, so they do not share a scope.
//! Requests have their own rules, which apply before numbers: see `plan/requests/place.rs`.

mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use heck::ToUpperCamelCase;

use crate::diagnostics::Span;

use words::snake;

/// A valid Rust identifier, raw (`r#type`) where it must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustName(String);

impl RustName {
    /// Returns the identifier as written in Rust.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the identifier without `r#`, as used for file names.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The role of a name, which determines its case and its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A struct, an enum.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field, a function, an argument.
    Value,
    /// A module, and its file.
    Module,
    /// A constant.
    Constant,
}

const LONGEST: usize = 100;
/// Modules are files: two nested ones must fit into a path.
const LONGEST_MODULE: usize = 64;

/// Returns `text` as a name of this role.
#[must_use]
pub fn rust_name(text: &str, role: Role) -> RustName {
    let ascii = if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
    };
    let mut name = match role {
        Role::Type | Role::Variant => ascii.to_upper_camel_case(),
        Role::Value | Role::Module => snake(&ascii),
        Role::Constant => snake(&ascii),
    };
    if role == Role::Constant {
        name.make_ascii_uppercase();
    }
    name.truncate(if role == Role::Module { LONGEST_MODULE } else { LONGEST });
    if name.is_empty() {
        name = match role {
            Role::Type | Role::Variant => "Unnamed".to_owned(),
            Role::Value | Role::Module => "unnamed".to_owned(),
            Role::Constant => "UNNAMED".to_owned(),
        };
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        // Types and modules share a namespace: with `_`, a type and a module could have the same name.
        name.insert_str(0, if role == Role::Type { "Type" } else { "_" });
    }
    RustName(reserved(name, role))
}

/// Returns the name of a module inside `parent`, which differs from `parent` (`clippy::module_inception`).
#[must_use]
pub fn module_name(text: &str, parent: &str) -> RustName {
    let name = rust_name(text, Role::Module);
    if name.plain() == parent { rust_name(&format!("nested {text}"), Role::Module) } else { name }
}

/// Applies the rules for names with a predefined meaning.
fn reserved(name: String, role: Role) -> String {
    match (name.as_str(), role) {
        ("self" | "super" | "crate", _) => format!("{name}_"),
        // `mod.rs` is the file of the folder itself.
        ("mod", Role::Module) => format!("{name}_"),
        ("Self", _) => "SelfValue".to_owned(),
        (prelude, Role::Type) if PRELUDE.contains(&prelude) => format!("{name}Type"),
        (device, Role::Module) if is_device(device) => format!("{name}_"),
        (keyword, Role::Value | Role::Module) if KEYWORDS.contains(&keyword) => format!("r#{name}"),
        _ => name,
    }
}

/// Lower-case keywords of every edition, strict and reserved (Rust reference, "Keywords").
///
/// Keywords that cannot be raw identifiers have their own rule.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of the standard prelude. A model of the same name would shadow them wherever all models are imported.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Returns whether Windows reserves the name for a device, so that no file can have it, whatever its extension.
fn is_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|c: char| c.is_ascii_digit())
}

/// A set of names that are unique without regard to case, since file names of modules must differ on every system.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, Option<Span>>,
    /// The number to try next for each name, so that many equal names do not take quadratic time.
    next: BTreeMap<String, usize>,
}

/// A name that had to change because it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The name that was wanted.
    pub wanted: String,
    /// The name it got.
    pub got: String,
    /// The span of the first item with that name; `None` for a name that the generator itself uses.
    pub first: Option<Span>,
}

impl Scope {
    /// Creates a scope in which `names` are taken.
    #[must_use]
    pub fn with_reserved(names: &[&str]) -> Self {
        Scope { taken: names.iter().map(|name| (name.to_lowercase(), None)).collect(), ..Scope::default() }
    }

    /// Reserves `name`; later requests get a suffix.
    pub fn reserve(&mut self, name: &RustName) {
        self.taken.entry(name.plain().to_lowercase()).or_insert(None);
    }

    /// Adds a name for `text` that is unique in the scope.
    pub fn add(&mut self, text: &str, role: Role, span: Option<Span>) -> (RustName, Option<Collision>) {
        let wanted = rust_name(text, role);
        let first = match self.taken.entry(wanted.plain().to_lowercase()) {
            Entry::Vacant(free) => {
                free.insert(span);
                return (wanted, None);
            }
            Entry::Occupied(first) => *first.get(),
        };
        let separator = match role {
            Role::Type | Role::Variant => "",
            Role::Value | Role::Module | Role::Constant => "_",
        };
        let number = self.next.entry(wanted.plain().to_lowercase()).or_insert(2);
        let name = loop {
            let name = format!("{}{separator}{number}", wanted.plain().trim_end_matches('_'));
            *number += 1;
            if !self.taken.contains_key(&name.to_lowercase()) {
                break name;
            }
        };
        self.taken.insert(name.to_lowercase(), span);
        let collision = Collision { wanted: wanted.plain().to_owned(), got: name.clone(), first };
        (RustName(name), Some(collision))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        let cases = [
            ("iosCustomConfiguration", Role::Type, "IosCustomConfiguration"),
            ("userPrincipalName", Role::Value, "user_principal_name"),
            ("displayName", Role::Constant, "DISPLAY_NAME"),
            ("10x15", Role::Variant, "_10x15"),
            ("10x15", Role::Type, "Type10x15"),
            ("type", Role::Value, "r#type"),
            ("self", Role::Value, "self_"),
            ("Self", Role::Variant, "SelfValue"),
            ("option", Role::Type, "OptionType"),
            ("aux", Role::Module, "aux_"),
            ("mod", Role::Module, "mod_"),
            ("mod", Role::Value, "r#mod"),
            ("com1", Role::Module, "com1_"),
            ("*/ fn main() {}", Role::Value, "fn_main"),
            ("*/", Role::Value, "unnamed"),
            ("../../etc", Role::Module, "etc"),
            ("North America 5x7in", Role::Variant, "NorthAmerica5x7in"),
            ("iCloudBlockBackup", Role::Value, "icloud_block_backup"),
            ("iPhoneAndIPod", Role::Constant, "IPHONE_AND_IPOD"),
            ("iCalUId", Role::Value, "ical_uid"),
            ("managedEBooks", Role::Module, "managed_ebooks"),
            ("IPv4Range", Role::Module, "ipv4_range"),
            ("IPv4Range", Role::Type, "IPv4Range"),
            ("OAuth2PermissionGrant", Role::Type, "OAuth2PermissionGrant"),
            ("eTag", Role::Value, "etag"),
            ("isAMember", Role::Value, "is_a_member"),
            ("xAxis", Role::Value, "x_axis"),
            ("plan b members", Role::Value, "plan_b_members"),
            ("v4_0_3", Role::Value, "v4_0_3"),
            ("b", Role::Value, "b"),
            ("userIDs", Role::Value, "user_ids"),
            ("PDFs", Role::Value, "pdfs"),
            ("runAs32Bit", Role::Value, "run_as_32_bit"),
            ("check32BitOn64System", Role::Value, "check_32_bit_on_64_system"),
            ("sha256Hash", Role::Value, "sha256_hash"),
            ("applyOnlyToWindows81", Role::Value, "apply_only_to_windows81"),
        ];
        for (text, role, expected) in cases {
            assert_eq!(rust_name(text, role).as_str(), expected, "{text:?} as {role:?}");
        }
    }

    #[test]
    fn modules_differ_from_their_parents() {
        assert_eq!(module_name("sites", "sites").as_str(), "nested_sites");
        assert_eq!(module_name("Sites", "users").as_str(), "sites");
        assert_eq!(module_name("type", "type").as_str(), "nested_type");
    }

    #[test]
    fn every_name_is_an_identifier() {
        for text in ["", "-", "1", "ünï", "a\nb", "\u{0}", "r#fn", "'", "\"", "_", "__", "crate", "gen"] {
            for role in [Role::Type, Role::Variant, Role::Value, Role::Module, Role::Constant] {
                let name = rust_name(text, role);
                assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok(), "{text:?} as {role:?} gave {name}");
            }
        }
    }

    #[test]
    fn taken_names_get_numbers() {
        let mut scope = Scope::with_reserved(&["extra"]);
        let mut add = |text: &str| scope.add(text, Role::Value, None).0.to_string();
        assert_eq!(add("subUnit"), "sub_unit");
        assert_eq!(add("SubUnit"), "sub_unit_2");
        assert_eq!(add("sub_unit"), "sub_unit_3");
        assert_eq!(add("extra"), "extra_2");
        assert_eq!(add("self"), "self_");
        assert_eq!(add("Self_"), "self_2");
        assert_eq!(add("type"), "r#type");
        assert_eq!(add("Type"), "type_2");
    }
}
