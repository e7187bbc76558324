//! What comparing an example with the model finds.
//!
//! In: nothing (types only). Out: [`Findings`] with [`Obstacle`]s, [`Deviation`]s and [`OtherValue`]s, which lint reports and plan reads.

use crate::diagnostics::{Lint, lint};
use crate::odata::TypeName;
use crate::source::Span;

/// The findings about an example.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Those about its request.
    pub request: MessageFindings,
    /// Those about its response. Pointers into a wrapped object begin at that object.
    pub response: MessageFindings,
    /// Whether the response has its object inside an envelope: see [`unwrapped`](super::unwrapped).
    pub wrapped: bool,
}

/// The findings about a request or a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageFindings {
    /// What prevents its replay.
    pub obstacle: Option<Obstacle>,
    /// The members of its body that deviate from the tables.
    pub deviations: Vec<Deviation>,
    /// The values in its body that the enum of their property does not contain.
    pub values: Vec<OtherValue>,
}

/// Why a request or a response is not replayed. The list is complete: the replay has no other reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its JSON is invalid, even after the usual repairs.
    BrokenJson,
    /// Its request is not documented.
    UnknownRequest,
    /// Its request goes to another host.
    OtherHost,
    /// A query option has no value.
    QueryOption,
    /// An argument does not match its documented type.
    Argument,
    /// Its request body is not of the documented kind.
    Body,
    /// Its response body is not of the documented kind.
    ResponseBody,
    /// An argument is a placeholder, `<name>` or `{name}`, where the parameter is not a text. This is not a fault.
    Placeholder,
    /// Its request body is in another format than JSON, which the page documents or the path leads to. This is not a fault.
    OtherFormat,
    /// Its response is a file that the service redirects to, or in another format that the request names. This is not a fault.
    File,
}

impl Reason {
    /// Returns the lint that reports it, unless it is not a fault.
    #[must_use]
    pub fn lint(self) -> &'static Lint {
        match self {
            Reason::BrokenJson => lint::BROKEN_JSON,
            Reason::UnknownRequest => lint::EXAMPLE_MISMATCH,
            Reason::OtherHost => lint::EXAMPLE_HOST,
            Reason::QueryOption => lint::EXAMPLE_QUERY,
            Reason::Argument | Reason::Placeholder => lint::EXAMPLE_ARGUMENT,
            Reason::Body | Reason::OtherFormat => lint::EXAMPLE_BODY,
            Reason::ResponseBody | Reason::File => lint::EXAMPLE_RESPONSE,
        }
    }
}

/// What prevents the replay of a request or a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The reason.
    pub reason: Reason,
    /// Where it is.
    pub span: Span,
    /// What was found, for the diagnostic; empty if an earlier stage has reported it, or if it is not a fault.
    pub message: String,
}

/// How a member deviates from the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviationKind {
    /// No table lists it.
    Undocumented,
    /// Its JSON type does not match its documented type.
    Mistyped,
    /// No table lists it, and the type is open.
    Dynamic,
    /// No table lists it, and the request selects or expands it.
    Requested,
    /// Only a type derived from the documented one lists it, and the object is of that type.
    Derived,
    /// No table lists it, and it is the error of a part of the response that failed.
    Failure,
}

/// A value that is not a member of an enum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherValue {
    /// The name of the property.
    pub name: String,
    /// The enum.
    pub ty: TypeName,
    /// The value.
    pub value: String,
}

/// A member that deviates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deviation {
    /// JSON pointer (RFC 6901).
    pub pointer: String,
    /// The member's name.
    pub name: String,
    /// The type that should declare it. Empty for members of a response that has its values inside `value`.
    pub owner: String,
    /// How it deviates.
    pub kind: DeviationKind,
}
