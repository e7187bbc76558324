//! A change between two editions, as a value.
//!
//! In: nothing (types only). Out: [`Change`], and [`Comparison`], the list of all of them.

use std::fmt;

use serde::Serialize;

use crate::export::json::form::Location;

use super::kinds::ChangeKind;

/// Everything that differs between two editions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The changes, ordered by subject, then kind.
    pub changes: Vec<Change>,
    /// The number of changes outside the selection.
    pub unselected: usize,
}

impl Comparison {
    /// Returns the level that the bindings' next version needs.
    #[must_use]
    pub fn rust_level(&self) -> RustLevel {
        self.changes.iter().map(|change| change.rust).max().unwrap_or(RustLevel::None)
    }

    /// Returns the highest level on the wire.
    #[must_use]
    pub fn wire_level(&self) -> WireLevel {
        self.changes.iter().map(|change| change.wire).max().unwrap_or(WireLevel::Documentation)
    }

    /// Returns which part of the version number has to be raised, or `None` if nothing changed.
    #[must_use]
    pub fn bump(&self) -> Option<Bump> {
        if self.changes.is_empty() {
            return None;
        }
        Some(match self.rust_level() {
            RustLevel::Major => Bump::Major,
            RustLevel::Minor => Bump::Minor,
            RustLevel::None => Bump::Patch,
        })
    }

    /// Returns the number of changes of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind of difference it is.
    pub kind: &'static ChangeKind,
    /// What has changed. If it was renamed or moved, its former name.
    pub subject: Subject,
    /// The value in the old edition, in one line where it is not a description; `None` if there was none.
    pub before: Option<String>,
    /// The value in the new edition; `None` if there is none.
    pub after: Option<String>,
    /// The span that declares it in the old edition, else the span that declared what it belongs to.
    pub old_span: Option<Location>,
    /// The span that declares it in the new edition, else the span that declares what it belonged to.
    pub new_span: Option<Location>,
    /// The level on the wire.
    pub wire: WireLevel,
    /// The level in Rust.
    pub rust: RustLevel,
    /// Whether the service or only its documentation changed.
    pub class: Class,
    /// The reasons for the class, and for a rename or a move.
    pub evidence: Vec<Evidence>,
}

impl Change {
    /// Returns how much attention it needs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.wire.is_breaking() || self.rust == RustLevel::Major {
            Severity::Breaking
        } else if self.wire == WireLevel::Compatible || self.rust == RustLevel::Minor {
            Severity::Compatible
        } else {
            Severity::Documentation
        }
    }
}

/// How much attention a change needs, for programs of all kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No program changes its behaviour.
    Documentation,
    /// Existing programs continue to work and to compile.
    Compatible,
    /// Some programs may fail, or no longer compile.
    Breaking,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// What it is.
    pub item: Item,
    /// What it belongs to: the type's qualified name, the enum's, `GET /users/{id}`, or the page's path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its name: a qualified name, the name of a property, `GET /users/{id}`, a page's path.
    pub name: String,
}

impl fmt::Display for Subject {
    /// Prints `microsoft.graph.user/displayName`, `GET /users/{id} → id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Subject { item, owner, name } = self;
        match (owner, item) {
            (None, _) => f.write_str(name),
            (Some(owner), Item::Property | Item::Navigation | Item::Member) => write!(f, "{owner}/{name}"),
            (Some(owner), _) => write!(f, "{owner} → {name}"),
        }
    }
}

/// The items of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// The whole API.
    Api,
    /// An area of the API, which is a feature of the generated crate.
    Area,
    /// An entity or complex type.
    Type,
    /// A structural property of a type.
    Property,
    /// A navigation property of a type.
    Navigation,
    /// An enum.
    Enum,
    /// A member of an enum.
    Member,
    /// An operation: method and path.
    Operation,
    /// A parameter in the path or query of an operation.
    Parameter,
    /// A page that documents operations.
    Page,
    /// A parameter in the body of an action; its owner is the page.
    BodyParameter,
    /// A request header; its owner is the page.
    Header,
    /// A response header; its owner is the page.
    ResponseHeader,
}

impl Item {
    /// Returns its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Item::Api => "API",
            Item::Area => "area",
            Item::Type => "type",
            Item::Property => "property",
            Item::Navigation => "navigation property",
            Item::Enum => "enum",
            Item::Member => "member",
            Item::Operation => "operation",
            Item::Parameter => "parameter",
            Item::Page => "page",
            Item::BodyParameter => "body parameter",
            Item::Header => "request header",
            Item::ResponseHeader => "response header",
        }
    }
}

/// What a change means for programs that use the API directly. In this order: a level includes the audience of the lower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WireLevel {
    /// Nothing changes but the documentation.
    Documentation,
    /// Existing programs continue to work.
    Compatible,
    /// Programs that build such a request may be rejected.
    BreakingForSenders,
    /// Programs that only read responses may fail as well.
    BreakingForCallers,
}

impl WireLevel {
    /// All levels, the lowest first.
    pub const ALL: [WireLevel; 4] =
        [WireLevel::Documentation, WireLevel::Compatible, WireLevel::BreakingForSenders, WireLevel::BreakingForCallers];

    /// Returns its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WireLevel::Documentation => "documentation only",
            WireLevel::Compatible => "compatible",
            WireLevel::BreakingForSenders => "breaking for senders",
            WireLevel::BreakingForCallers => "breaking for callers",
        }
    }

    /// Returns whether it breaks programs of either audience.
    #[must_use]
    pub fn is_breaking(self) -> bool {
        self >= WireLevel::BreakingForSenders
    }
}

/// What a change means for programs that use the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RustLevel {
    /// The public items stay the same.
    None,
    /// There are more public items.
    Minor,
    /// A program may no longer compile.
    Major,
}

impl RustLevel {
    /// All levels, the lowest first.
    pub const ALL: [RustLevel; 3] = [RustLevel::None, RustLevel::Minor, RustLevel::Major];

    /// Returns its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RustLevel::None => "none",
            RustLevel::Minor => "minor",
            RustLevel::Major => "major",
        }
    }
}

/// The part of the version number that has to be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Bump {
    /// The last number.
    Patch,
    /// The middle number; the last one before version 1.0.0.
    Minor,
    /// The first number; the middle one before version 1.0.0.
    Major,
}

impl Bump {
    /// Returns its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }
}

/// Whether the service changed, or only what the documentation says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The service changed.
    ServiceChanged,
    /// The documentation was corrected or completed.
    DocumentationCorrected,
    /// The two editions do not tell.
    Unclear,
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 3] = [Class::ServiceChanged, Class::DocumentationCorrected, Class::Unclear];

    /// Returns its name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::ServiceChanged => "service changed",
            Class::DocumentationCorrected => "documentation corrected",
            Class::Unclear => "unclear",
        }
    }
}

/// A reason for the class of a change, or for calling it a rename or a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The reason as a sentence without a full stop, names in backquotes.
    pub text: String,
    /// The class that it speaks for; `None` if it is evidence of a rename or a move.
    pub supports: Option<Class>,
    /// The edition and the span that shows it, if there is one.
    pub span: Option<(Side, Location)>,
}

/// One of the two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The old edition.
    Old,
    /// The new edition.
    New,
}
