//! Rust names: the only route by which text of a page becomes an identifier or a file name.
//!
//! In: names as the pages have them. Out: [`RustName`]s, which are valid identifiers whatever the page says, and unique in their
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
//! | a digit first | `_` before it | `10x15` → `_10x15` |
//! | a keyword | raw identifier | `type` → `r#type` |
//! | `self`, `super`, `crate`, `Self` | suffix `_`, `SelfValue` | `self` → `self_` |
//! | a type named like one of the prelude's | suffix `Type` | `option` → `OptionType` |
//! | a module named like a Windows device | suffix `_` | `aux` → `aux_` |
//! | a module named like the one around it | `nested_` before it | `sites` in `sites` → `nested_sites` |
//! | nothing left | `unnamed` | `*/` → `unnamed` |
//! | taken in its scope | a number as a suffix, from 2 | `sub_unit` → `sub_unit_2` |
//! | longer than 100 characters | cut at 100 | |
//!
//! Scopes: the types and enums of a namespace with the enums of derived types, the fields of a struct, the variants of an enum, the
//! functions of a module, the arguments of a function, the parameter objects, the pages. The first in the order of names or paths keeps
//! the name; the other is reported with both places. Modules and functions are told apart by Rust, so they share no scope. Requests
//! have rules of their own before numbers: see `plan/requests/place.rs`.

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
    /// The identifier as Rust writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`: how a file of that name is called.
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

/// What a name is for: decides its case and its rules.
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
/// Modules are files: two below each other must fit into a path.
const LONGEST_MODULE: usize = 64;

/// `text` as a name of this role.
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
        // A type and a module share a namespace: with `_` both would be called the same.
        name.insert_str(0, if role == Role::Type { "Type" } else { "_" });
    }
    RustName(reserved(name, role))
}

/// The name of a module inside `parent`: a second one of that name would be taken for a slip (`clippy::module_inception`).
#[must_use]
pub fn module_name(text: &str, parent: &str) -> RustName {
    let name = rust_name(text, Role::Module);
    if name.plain() == parent { rust_name(&format!("nested {text}"), Role::Module) } else { name }
}

/// The rules for words that mean something already.
fn reserved(name: String, role: Role) -> String {
    match (name.as_str(), role) {
        ("self" | "super" | "crate", _) => format!("{name}_"),
        // The file of a folder itself is called `mod.rs`.
        ("mod", Role::Module) => format!("{name}_"),
        ("Self", _) => "SelfValue".to_owned(),
        (prelude, Role::Type) if PRELUDE.contains(&prelude) => format!("{name}Type"),
        (device, Role::Module) if is_device(device) => format!("{name}_"),
        (keyword, Role::Value | Role::Module) if KEYWORDS.contains(&keyword) => format!("r#{name}"),
        _ => name,
    }
}

/// Keywords of every edition, strict and reserved, that are lower case (Rust reference, "Keywords"); those that cannot be raw
/// have a rule of their own.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What the standard prelude names: a model of the same name would hide it from those who import all models.
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

/// Names no file can have on Windows, whatever its extension.
fn is_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|c: char| c.is_ascii_digit())
}

/// Names in one place, each once, whatever its letter case (files of two modules must differ on every system).
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, Option<Span>>,
    /// The number to try next behind a name, so that many equal names take no square of time.
    next: BTreeMap<String, usize>,
}

/// A name that had to change because it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The name that was wanted.
    pub wanted: String,
    /// The name it got.
    pub got: String,
    /// Where the first one stands that has it; `None` for a name the generator uses itself.
    pub first: Option<Span>,
}

impl Scope {
    /// A scope in which `names` are taken.
    #[must_use]
    pub fn with_reserved(names: &[&str]) -> Self {
        Scope { taken: names.iter().map(|name| (name.to_lowercase(), None)).collect(), ..Scope::default() }
    }

    /// Reserves `name`; later requests get a suffix.
    pub fn reserve(&mut self, name: &RustName) {
        self.taken.entry(name.plain().to_lowercase()).or_insert(None);
    }

    /// A name for `text` that nothing else in the scope has.
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
    fn rules() {
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
    fn a_module_differs_from_the_one_around_it() {
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
