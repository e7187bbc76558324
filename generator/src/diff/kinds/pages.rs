//! Kinds of changes of the facts that apply to all operations of a page.
//!
//! In: nothing (data only). Out: a constant for each kind.

kinds! {
    PAGE_ADDED "page-added" Documentation Documentation Minor
        "a page with operations is new"
        "The module `pages` of the bindings has a constant for it. Its operations are reported as well, unless another page documents them."
    PAGE_REMOVED "page-removed" Documentation Documentation Major
        "a page with operations is gone"
        "The module `pages` of the bindings loses its constant. Its operations are reported as well, unless another page documents them."
    PAGE_RENAMED "page-renamed" Documentation Documentation Major
        "a page with operations has another path"
        "Links to the page must follow. The constant of the module `pages` is named after the file."
    CALLER_ADDED "caller-added" Compatible Compatible None
        "another kind of caller can use the operations of a page"
        "The permission table has permissions for a kind of caller that was not supported or not documented."
    CALLER_REMOVED "caller-removed" Callers Callers None
        "a kind of caller can no longer use the operations of a page"
        "The permission table says that the kind of caller is not supported, or does not list it."
    PERMISSION_LOWERED "permission-lowered" Compatible Compatible None
        "another permission is sufficient"
        "Programs that have one of the former permissions continue to work. A program may be able to do with a smaller permission."
    PERMISSION_RAISED "permission-raised" Callers Callers None
        "a permission is no longer sufficient"
        "Programs that have only this permission get the status 403. Request one of the remaining permissions."
    PERMISSION_CHANGED "permission-changed" Callers Callers None
        "some permissions are no longer sufficient, and others are"
        "Programs that have only a former permission get the status 403. Request one of the new ones."
    PERMISSION_ORDER_CHANGED "permission-order-changed" Documentation Documentation None
        "the same permissions are listed in another order"
        "Tables list the least privileged permission first. Which permissions are sufficient has not changed."
    PERMISSION_CONDITION_REMOVED "permission-condition-removed" Compatible Compatible None
        "permissions are sufficient without a condition"
        "The permission table no longer limits the permissions of a kind of caller to a case. Programs that have them continue to work. If other permissions are sufficient as well, that is a change by itself."
    PERMISSION_CONDITION_ADDED "permission-condition-added" Callers Callers None
        "permissions are sufficient only under a condition"
        "The permission table limits the permissions of a kind of caller to a case. Programs may get the status 403 in all other cases."
    PERMISSION_CONDITION_CHANGED "permission-condition-changed" Callers Callers None
        "permissions are sufficient under another condition"
        "The permission table names another case for the same permissions. Where it is not only another name of the same case, programs may get the status 403."
    HEADER_ADDED "header-added" Compatible Compatible None
        "a page documents another request header"
        "Requests without it continue to work."
    REQUIRED_HEADER_ADDED "required-header-added" Senders Senders None
        "requests must have another header"
        "Requests without it may be rejected."
    HEADER_REMOVED "header-removed" Documentation Documentation None
        "a page no longer documents a request header"
        "The service may ignore it."
    HEADER_BECAME_REQUIRED "header-became-required" Senders Senders None
        "requests must have a header"
        "Requests without it may be rejected."
    HEADER_BECAME_OPTIONAL "header-became-optional" Compatible Compatible None
        "requests can omit a header"
        "Requests that have it continue to work."
    HEADER_VALUE_CHANGED "header-value-changed" Senders Senders None
        "a request header has another value"
        "Requests with the former value may be rejected, or treated differently."
    RESPONSE_HEADER_ADDED "response-header-added" Compatible Compatible None
        "a page documents another response header"
        "Programs may ignore it."
    RESPONSE_HEADER_REMOVED "response-header-removed" Callers Callers None
        "a page no longer documents a response header"
        "Responses may lack it."
    QUERY_OPTION_ADDED "query-option-added" Compatible Compatible None
        "the operations of a page support another query option"
        "Requests without it continue to work."
    QUERY_OPTION_REMOVED "query-option-removed" Senders Senders None
        "the operations of a page no longer support a query option"
        "Requests with it may be rejected, or it may be ignored. The bindings do not reject it."
}
