//! The items to emit, with every decision made.
//!
//! In: nothing (types only). Out: [`Plan`], built by plan and printed by emit. Names are identifiers, modules are in order, and text
//! is safe for documentation comments.

use std::collections::BTreeMap;

use crate::model::ParameterLocation;

pub use crate::areas::{Area, Gate};

use super::names::RustName;

/// The modules of a generated crate, without the runtime.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// `v1.0`
    pub version: String,
    /// The recursion limit that rustc needs, if types nest deeper than its default allows.
    pub recursion_limit: Option<usize>,
    /// The areas that are features.
    pub areas: Vec<Area>,
    /// Types and enums by module: `[]` is `models` itself, `[call_records]` the module of a sub-namespace.
    pub models: BTreeMap<Vec<RustName>, Vec<Model>>,
    /// Parameter objects, by the path of their page.
    pub parameters: BTreeMap<String, Struct>,
    /// The tree of request functions.
    pub requests: Module,
    /// Facts of pages, by the file they go to.
    pub pages: BTreeMap<RustName, PageFile>,
    /// The examples of the reference as responses, by the file they go to.
    pub examples: BTreeMap<RustName, ExampleFile>,
    /// Samples of the documentation, if the reference has requests for them.
    pub samples: Option<super::samples::Samples>,
    /// The client.
    pub client: super::ClientPlan,
    /// The lines about the licences of the crate's parts, in markdown.
    pub licences: Vec<String>,
    /// The test that replays the examples, if requested.
    pub replay: Option<super::replay::Replay>,
    /// The test that sends each request, if requested.
    pub calls: Option<super::replay::Calls>,
}

/// The path of a type in the crate.
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
    /// The features that make it available.
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
    /// The features that make it available.
    pub gate: Gate,
    /// Module and file name in its folder.
    pub module: RustName,
    /// The name.
    pub name: RustName,
    /// `microsoft.graph.user`; empty for a parameter object.
    pub odata_type: String,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Fields: inherited ones first, except that those with related entities come last.
    pub fields: Vec<Field>,
    /// The index of the first field with related entities.
    pub first_related: Option<usize>,
    /// The name of the field for additional members.
    pub extra: RustName,
    /// The types derived from it, if its values may have a derived type.
    pub derived: Option<Derived>,
    /// The ancestors that it converts to.
    pub ancestors: Vec<Ancestor>,
}

/// An ancestor that a derived type converts to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ancestor {
    /// Its Rust path.
    pub path: Path,
    /// The features that make both types available.
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
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Whether `Debug` hides its value.
    pub secret: bool,
    /// Whether it is a navigation property, so that its constant is a `Navigation`.
    pub navigation: bool,
    /// Its gate, if narrower than the gate of its struct.
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
    /// A set of members of a flags enum.
    Flags(Path),
    /// `Vec<_>`
    Vec(Box<RustType>),
    /// `Box<_>`
    Boxed(Box<RustType>),
    /// `Related<_>` of the runtime: a struct or a list of structs, decoded when the program calls for it.
    Related(Box<RustType>),
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
    /// Its gate, if narrower than the gate of the base.
    pub gate: Gate,
}

/// An enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// The features that make it available.
    pub gate: Gate,
    /// Module and file name in its folder.
    pub module: RustName,
    /// The name.
    pub name: RustName,
    /// `microsoft.graph.color`
    pub odata_type: String,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// Variants: name, name on the wire, documentation.
    pub variants: Vec<(RustName, String, Vec<String>)>,
}

/// A module of request functions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    /// Its gate, if narrower than the gate of the parent module.
    pub gate: Gate,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// Functions in the order of their paths.
    pub functions: Vec<Function>,
    /// Submodules.
    pub modules: BTreeMap<RustName, Module>,
}

/// A request function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its gate, if narrower than the gate of its module.
    pub gate: Gate,
    /// The name.
    pub name: RustName,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The method's variant in the runtime's `Method`.
    pub method: &'static str,
    /// The path template.
    pub template: String,
    /// The constants of its pages in the crate's `pages` module.
    pub pages: Vec<RustName>,
    /// Arguments in the path and the query.
    pub arguments: Vec<Argument>,
    /// The path, piece by piece.
    pub path: Vec<Piece>,
    /// Query options that are arguments: name on the wire and index of the argument.
    pub query: Vec<(String, usize)>,
    /// The request body.
    pub body: Option<BodyPlan>,
    /// The properties that the body must have.
    pub required: Vec<String>,
    /// The response body.
    pub response: ResponsePlan,
    /// Index of the operation in the model.
    pub operation: usize,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: RustName,
    /// Its location.
    pub location: ParameterLocation,
    /// Its type. Text, enums, flags and types of the runtime are passed by reference; numbers and Booleans by value.
    pub ty: RustType,
    /// Whether the function takes any value that converts into the type.
    pub converted: bool,
    /// Whether it may be omitted.
    pub optional: bool,
    /// Whether it is an `Option` whose `None` is written as `null`.
    pub nullable: bool,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// The argument with this index.
    Argument(usize),
    /// The argument with this index, as a literal with a prefix: `duration'PT1H'`.
    Prefixed(String, usize),
    /// An optional argument of a call.
    Optional {
        /// `name=`
        before: String,
        /// The prefix before its quotes.
        prefix: String,
        /// Its index.
        index: usize,
    },
    /// The end of a call with optional arguments.
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
    /// Returns the name of the argument for the body.
    #[must_use]
    pub fn argument(&self) -> &'static str {
        match self {
            BodyPlan::Json(_) => "body",
            BodyPlan::Reference => "reference",
            BodyPlan::Bytes => "content",
        }
    }
}

/// A response body.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponsePlan {
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
    Optional(Box<ResponsePlan>),
}

impl ResponsePlan {
    /// Returns the plan of a response that has a body.
    #[must_use]
    pub fn inner(&self) -> &ResponsePlan {
        match self {
            ResponsePlan::Optional(inner) => inner.inner(),
            plan => plan,
        }
    }
}

/// A file with facts of pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageFile {
    /// Where it is.
    pub gate: Gate,
    /// The pages.
    pub pages: Vec<Page>,
}

/// The facts of a page about its requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its gate, if narrower than the gate of its file.
    pub gate: Gate,
    /// Its path in the docs folder.
    pub path: String,
    /// The constant's name.
    pub name: RustName,
    /// The lines of its documentation.
    pub docs: Vec<String>,
    /// The page's address.
    pub reference: String,
    /// The permissions of each kind of caller, one line each, in the format that the runtime's `Page::permissions` reads.
    pub allowed: Vec<String>,
    /// The request headers, one line each, in the format that the runtime's `Page::request_headers` reads.
    pub headers: Vec<String>,
    /// OData query options.
    pub query_options: Vec<String>,
    /// Success statuses.
    pub statuses: Vec<u16>,
    /// Error statuses.
    pub errors: Vec<u16>,
    /// The deprecation note, if it is deprecated.
    pub deprecated: Option<String>,
}

/// A file with examples as responses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExampleFile {
    /// Where it is.
    pub gate: Gate,
    /// The bodies that several responses have.
    pub bodies: Vec<SharedBody>,
    /// The responses. Of several with an equal number of parameters in their templates, the first that matches a request answers it.
    pub rows: Vec<ExampleRow>,
}

/// A body that several responses have.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedBody {
    /// Its gate, if narrower than the gate of its file.
    pub gate: Gate,
    /// The constant's name.
    pub name: RustName,
    /// The body.
    pub text: String,
}

/// The example of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleRow {
    /// Its gate, if narrower than the gate of its file.
    pub gate: Gate,
    /// The method's variant in the runtime's `Method`.
    pub method: &'static str,
    /// The path template of the requests that it answers, or the path and query of one request.
    pub template: String,
    /// The status; 0 if the reference shows no response.
    pub status: u16,
    /// The body.
    pub body: RowBody,
}

/// The body of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowBody {
    /// The text; empty if there is no body.
    Text(String),
    /// The constant of a body that several responses have.
    Shared(RustName),
}
