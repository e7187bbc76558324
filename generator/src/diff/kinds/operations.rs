//! Kinds of changes of operations.
//!
//! In: nothing (data only). Out: a constant for each kind.

kinds! {
    OPERATION_ADDED "operation-added" Compatible Compatible Minor
        "an operation is new"
        "A page documents another method and path."
    OPERATION_REMOVED "operation-removed" Callers Callers Major
        "an operation is gone"
        "No page documents this method and path any more. The bindings have no function for it."
    OPERATION_MOVED "operation-moved" Callers Callers Major
        "an operation has another path or method"
        "Requests to the former path may fail, and the function in Rust has another place. The evidence says why it is the same operation."
    OPERATION_KIND_CHANGED "operation-kind-changed" Documentation Documentation None
        "an operation is understood as another kind"
        "For example as a function instead of a property. Requests do not change by that alone; if the function in Rust has another name, that is a change by itself."
    PARAMETER_ADDED "parameter-added" Compatible Compatible Minor
        "an operation has a new optional parameter"
        "Requests without it continue to work."
    REQUIRED_PARAMETER_ADDED "required-parameter-added" Senders Senders Major
        "an operation has a new parameter that requests must have"
        "Requests without it may be rejected. The function in Rust takes another argument."
    PARAMETER_REMOVED "parameter-removed" Senders Senders Major
        "a parameter of an operation is gone"
        "Requests that have it may be rejected. The function in Rust takes one argument less."
    PARAMETER_RENAMED "parameter-renamed" Documentation Documentation None
        "a parameter in a path has another name"
        "The name appears only in the documentation: a value takes its place in requests."
    PARAMETER_RETYPED "parameter-retyped" Senders Senders Major
        "a parameter of an operation has another type"
        "Requests with a value of the former type may be rejected."
    PARAMETER_REWRITTEN "parameter-rewritten" Senders Senders None
        "the value of a parameter is written differently in the path"
        "For example with quotes instead of without. The bindings write it as documented."
    PARAMETER_BECAME_OPTIONAL "parameter-became-optional" Compatible Compatible Major
        "requests can omit a parameter"
        "Requests that have it continue to work. The function in Rust no longer takes it as a plain argument."
    PARAMETER_BECAME_REQUIRED "parameter-became-required" Senders Senders Major
        "requests must have a parameter"
        "Requests without it may be rejected. The function in Rust takes it as an argument."
    BODY_ADDED "body-added" Senders Senders Major
        "an operation takes a request body"
        "Requests without a body may be rejected. The function in Rust takes another argument."
    BODY_REMOVED "body-removed" Compatible Compatible Major
        "an operation no longer takes a request body"
        "The service may ignore it or reject it. The function in Rust takes one argument less."
    BODY_CHANGED "body-changed" Senders Senders Major
        "an operation takes another request body"
        "Requests with the former body may be rejected."
    BODY_MEMBER_REQUIRED "body-member-required" Senders Senders None
        "a request body must have a property"
        "Requests without it may be rejected. The bindings check it before they send the request."
    BODY_MEMBER_OPTIONAL "body-member-optional" Compatible Compatible None
        "a request body can omit a property"
        "Requests that have it continue to work."
    RESPONSE_ADDED "response-added" Compatible Compatible Major
        "an operation returns a body"
        "Programs may ignore it. The function's type in Rust has another parameter."
    RESPONSE_REMOVED "response-removed" Callers Callers Major
        "an operation no longer returns a body"
        "Programs that read it get nothing."
    RESPONSE_CHANGED "response-changed" Callers Callers Major
        "an operation returns another body"
        "Programs that decode the former body fail, or lose members."
    RESPONSE_BECAME_OPTIONAL "response-became-optional" Callers Callers Major
        "a successful response may have no body"
        "Programs must be prepared for that. The type in Rust is an `Option`."
    RESPONSE_BECAME_CERTAIN "response-became-certain" Compatible Compatible Major
        "every successful response has a body"
        "The type in Rust is no longer an `Option`."
    STATUS_ADDED "status-added" Compatible Compatible None
        "an operation has another success status"
        "Programs should accept every status from 200 to 299."
    STATUS_REMOVED "status-removed" Compatible Compatible None
        "a success status of an operation is gone"
        "Programs should accept every status from 200 to 299."
    ERROR_STATUS_ADDED "error-status-added" Compatible Compatible None
        "an operation can fail with another status"
        "Programs should treat an unknown status as the class of its first digit."
    ERROR_STATUS_REMOVED "error-status-removed" Documentation Documentation None
        "an error status of an operation is gone"
        "Code that handles it is no longer necessary, as far as the documentation tells."
}
