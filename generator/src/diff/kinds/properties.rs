//! Kinds of changes of properties, navigation properties, and parameters in the body of an action.
//!
//! In: nothing (data only). Out: a constant for each kind.

kinds! {
    PROPERTY_ADDED "property-added" Compatible Compatible Minor
        "a property is new"
        "Programs that ignore unknown members continue to work. Rust programs build structs with `..Default::default()`, so that a new field is a minor change."
    REQUIRED_PROPERTY_ADDED "required-property-added" Compatible Senders Minor
        "a property is new, and requests must have it"
        "Requests that create such an object without the property may be rejected."
    PROPERTY_REMOVED "property-removed" Callers Senders Major
        "a property is gone"
        "The documentation has no row for it any more. Responses may lack it, and the service may reject it in requests."
    PROPERTY_RENAMED "property-renamed" Callers Senders Major
        "a property has another name"
        "The name is a member of the JSON, and the name of the field in Rust. The evidence says why it is the same property."
    PROPERTY_MOVED_TO_BASE "property-moved-to-base" Compatible Compatible Minor
        "a property is now declared by a base type"
        "The type still has it by inheritance. The base and its other derived types have it as well."
    PROPERTY_MOVED_TO_DERIVED "property-moved-to-derived" Callers Senders Major
        "a property is now declared by a derived type"
        "Values of the former type that are not of the derived type no longer have it."
    PROPERTY_RETYPED "property-retyped" Callers Senders Major
        "a property has another type"
        "Programs that decode or send values of the former type fail, or lose the value."
    PROPERTY_WIDENED "property-widened" Callers Compatible Major
        "the type of a property has become wider"
        "Values that were possible are still possible. Programs that read into the former type fail for the additional ones."
    PROPERTY_NARROWED "property-narrowed" Compatible Senders Major
        "the type of a property has become narrower"
        "The service may reject values that do not fit the new type."
    PROPERTY_VALUES_LISTED "property-values-listed" Documentation Documentation Major
        "a property documented as a string has become an enum"
        "Values on the wire are still texts. The field's type in Rust is the enum."
    PROPERTY_VALUES_UNLISTED "property-values-unlisted" Documentation Documentation Major
        "a property documented as an enum has become a string"
        "Values on the wire are still texts. The field's type in Rust is `String`."
    PROPERTY_ENUM_CHANGED "property-enum-changed" Compatible Senders Major
        "a property has another enum as its type"
        "Values on the wire are names of members: whether they have changed, the members of both enums tell. The field's type in Rust is another one."
    PROPERTY_TYPE_RESOLVED "property-type-resolved" Documentation Documentation Major
        "the type of a property is known now"
        "The old edition named a type that none of its pages describes, so that the bindings had any JSON value."
    PROPERTY_TYPE_LOST "property-type-lost" Documentation Documentation Major
        "the type of a property is no longer known"
        "The new edition names a type that none of its pages describes, so that the bindings have any JSON value. `docbindgen check` names the place."
    PROPERTY_BECAME_NULLABLE "property-became-nullable" Callers Compatible None
        "a property can be null"
        "Programs that read the value must be prepared for null. Fields of the bindings are always optional."
    PROPERTY_BECAME_NON_NULL "property-became-non-null" Compatible Senders None
        "a property can no longer be null"
        "The service may reject null in requests."
    PROPERTY_BECAME_READ_ONLY "property-became-read-only" Compatible Senders None
        "a property has become read-only"
        "The service may reject requests that set it, or ignore it."
    PROPERTY_BECAME_WRITABLE "property-became-writable" Compatible Compatible None
        "a property is no longer read-only"
        "Requests may set it."
    PROPERTY_BECAME_REQUIRED "property-became-required" Compatible Senders None
        "requests must have a property"
        "Requests without it may be rejected."
    PROPERTY_BECAME_OPTIONAL "property-became-optional" Compatible Compatible None
        "requests can omit a property"
        "Requests that have it continue to work."
    PROPERTY_BECAME_SELECT_ONLY "property-became-select-only" Callers Compatible None
        "a property is returned only if `$select` names it"
        "Responses to requests without `$select` lack it. Add it to `$select`."
    PROPERTY_RETURNED_BY_DEFAULT "property-returned-by-default" Compatible Compatible None
        "a property is returned without `$select`"
        "Requests that name it in `$select` continue to work."
    FILTER_ADDED "filter-added" Compatible Compatible None
        "`$filter` accepts more operators for a property"
        "Existing filters continue to work."
    FILTER_REMOVED "filter-removed" Senders Senders None
        "`$filter` no longer accepts an operator for a property"
        "The service may reject filters that use it."
    NAVIGATION_ADDED "navigation-added" Compatible Compatible Minor
        "a navigation property is new"
        "It appears in responses only if `$expand` names it."
    NAVIGATION_REMOVED "navigation-removed" Callers Senders Major
        "a navigation property is gone"
        "`$expand` may reject it, and the paths that lead through it may be gone as well."
    NAVIGATION_RENAMED "navigation-renamed" Callers Senders Major
        "a navigation property has another name"
        "The name is a member of the JSON, a segment of paths, and the name of the field in Rust. The evidence says why it is the same property."
    NAVIGATION_RETYPED "navigation-retyped" Callers Senders Major
        "a navigation property leads to another type"
        "Related entities have other members, or there are several of them instead of one, or the other way round."
    PROPERTY_BECAME_NAVIGATION "property-became-navigation" Callers Senders Major
        "a property has become a navigation property"
        "Its value appears only if `$expand` names it. The field's type in Rust is `Related`."
    NAVIGATION_BECAME_PROPERTY "navigation-became-property" Callers Senders Major
        "a navigation property has become a property"
        "Its value is part of the object, and `$expand` may reject it."
}
