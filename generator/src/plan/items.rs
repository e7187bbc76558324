//! What will be emitted, every decision made.
//!
//! In: nothing (types only). Out: [`Plan`], made by plan and printed by emit. Names are identifiers, modules are in order, text is
//! safe for documentation comments.

use std::collections::BTreeMap;

use crate::model::ParameterLocation;

pub use crate::areas::{Area, Gate};

use super::names::RustName;

/// A generated crate's own modules.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// `v1.0`
    pub version: String,
    /// What rustc needs for types that nest deeper than it allows for.
    pub recursion_limit: Option<usize>,
    /// The parts that are features.
    pub areas: Vec<Area>,
    /// Types and enums by module: `[]` is `models` itself, `[call_records]` the module of a sub-namespace.
    pub models: BTreeMap<Vec<RustName>, Vec<Model>>,
    /// Parameter objects.
    pub parameters: Vec<Struct>,
    /// The tree of request functions.
    pub requests: Module,
    /// Facts by page, grouped by the file they go to.
    pub pages: BTreeMap<RustName, PageFile>,
    /// The test that replays the examples, where it is wanted.
    pub replay: Option<super::replay::Replay>,
}

/// A type's place in the crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<RustName>);

/// An item of `models`.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// An entity or complex type.
    Struct(Struct),
    /// An enum.
    Enum(Enum),
}

impl Model {
    /// Where it is available.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        match self {
            Model::Struct(plan) => &plan.gate,
            Model::Enum(plan) => &plan.gate,
        }
    }
}

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// Where it is available.
    pub gate: Gate,
    /// Module and file name in its folder.
    pub module: RustName,
    /// The name.
    pub name: RustName,
    /// `microsoft.graph.user`; empty for a parameter object.
    pub odata_type: String,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Fields, inherited ones first.
    pub fields: Vec<Field>,
    /// The name of the field that keeps what the page does not list.
    pub extra: RustName,
    /// The types derived from it, where values of it may be of such a type.
    pub derived: Option<Derived>,
    /// The ancestors whose place it can take.
    pub ancestors: Vec<Ancestor>,
}

/// A type that a derived one can stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ancestor {
    /// Its Rust path.
    pub path: Path,
    /// Where the two of them are available.
    pub gate: Gate,
    /// Whether a request takes it as its body.
    pub body: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field's name.
    pub name: RustName,
    /// The constant's name.
    pub constant: RustName,
    /// The name on the wire.
    pub wire: String,
    /// The type of the value, without `Option`.
    pub ty: RustType,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Hidden by `Debug`.
    pub secret: bool,
    /// A navigation property: its constant is a `Navigation`.
    pub navigation: bool,
    /// Where it is, if not wherever its struct is.
    pub gate: Gate,
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// `bool`, `i32`, `f64` …
    Plain(&'static str),
    /// `String`
    String,
    /// A type of the runtime: `DateTimeOffset`, `Guid` …
    Runtime(&'static str),
    /// `serde_json::Value`
    Json,
    /// A generated struct or enum.
    Model(Path),
    /// A set of an enum's members.
    Flags(Path),
    /// `Vec<_>`
    Vec(Box<RustType>),
    /// `Box<_>`
    Boxed(Box<RustType>),
}

/// The types derived from a base.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The enum's name.
    pub name: RustName,
    /// The types.
    pub variants: Vec<Variant>,
}

/// A type derived from a base.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The variant's name.
    pub name: RustName,
    /// The type.
    pub ty: Path,
    /// Its name on the wire.
    pub wire: String,
    /// Where it is, if not wherever the base is.
    pub gate: Gate,
}

/// An enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Where it is available.
    pub gate: Gate,
    /// Module and file name in its folder.
    pub module: RustName,
    /// The name.
    pub name: RustName,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Variants: name, name on the wire, documentation.
    pub variants: Vec<(RustName, String, Vec<String>)>,
}

/// A module of request functions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    /// Where it is, if not wherever the module around it is.
    pub gate: Gate,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// Functions in the order of their paths.
    pub functions: Vec<Function>,
    /// Modules below.
    pub modules: BTreeMap<RustName, Module>,
}

/// A request function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Where it is, if not wherever its module is.
    pub gate: Gate,
    /// The name.
    pub name: RustName,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The method's variant in the runtime's `Method`.
    pub method: &'static str,
    /// The path with placeholders.
    pub template: String,
    /// The constants of its pages, in the crate's `pages`.
    pub pages: Vec<RustName>,
    /// Arguments of path and query.
    pub arguments: Vec<Argument>,
    /// The path, piece by piece.
    pub path: Vec<Piece>,
    /// Query options that are arguments: name on the wire, index of the argument.
    pub query: Vec<(String, usize)>,
    /// The body.
    pub body: Option<BodyPlan>,
    /// The type of the answer.
    pub answer: AnswerPlan,
    /// Index of the operation in the model.
    pub operation: usize,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: RustName,
    /// Where it goes.
    pub place: ParameterLocation,
    /// Its type, passed by reference: text, an enum, a set of an enum's members, a type of the runtime; numbers and truth values are passed
    /// by value.
    pub ty: RustType,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it is an `Option` that is written as `null` where it is `None`.
    pub nullable: bool,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Literal(String),
    /// The argument with this index.
    Argument(usize),
    /// The argument with this index, as a literal with a prefix: `duration'PT1H'`.
    Prefixed(String, usize),
    /// An argument of a call that may be left out.
    Optional {
        /// `name=`
        before: String,
        /// What precedes its quotes.
        prefix: String,
        /// Its index.
        index: usize,
    },
    /// The end of a call whose arguments may all be left out.
    End,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyPlan {
    /// A value of this type, as JSON.
    Json(RustType),
    /// A reference to an entity.
    Reference,
    /// Bytes.
    Bytes,
}

impl BodyPlan {
    /// What the argument for it is called.
    #[must_use]
    pub fn argument(&self) -> &'static str {
        match self {
            BodyPlan::Json(_) => "body",
            BodyPlan::Reference => "reference",
            BodyPlan::Bytes => "content",
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerPlan {
    /// `()`
    Nothing,
    /// The type itself.
    Value(RustType),
    /// `Collection<_>`
    Collection(RustType),
    /// `Scalar<_>`
    Scalar(RustType),
    /// A number as text.
    Count,
    /// Bytes.
    Content,
    /// `Option<_>`: the response may have no body.
    Optional(Box<AnswerPlan>),
}

impl AnswerPlan {
    /// What a response with a body is.
    #[must_use]
    pub fn inner(&self) -> &AnswerPlan {
        match self {
            AnswerPlan::Optional(inner) => inner.inner(),
            plan => plan,
        }
    }
}

/// A file of facts of pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageFile {
    /// Where it is.
    pub gate: Gate,
    /// The pages.
    pub pages: Vec<Page>,
}

/// What a page says about its requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Where it is, if not wherever its file is.
    pub gate: Gate,
    /// The constant's name.
    pub name: RustName,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The page's address.
    pub reference: String,
    /// Who may call, a line each, in the form that the runtime's `Page::permissions` reads.
    pub allowed: Vec<String>,
    /// OData query options.
    pub query_options: Vec<String>,
    /// Success statuses.
    pub statuses: Vec<u16>,
}
