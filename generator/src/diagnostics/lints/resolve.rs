//! Lints about facts that do not fit together: on several pages, or in examples and tables.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    MISSING_LINK_TARGET "missing-link-target" Warning
        "a type's link leads to no page"
        "The linked file does not exist. The type is looked up by the link's text; if no page has it, it is a JSON value."
    LINK_CASE "link-case" Note
        "a link and its file differ in letter case"
        "The page was found nevertheless. Case-sensitive file systems and web servers will not find it."
    MISSPELT_TYPE "misspelt-type" Note
        "the text of a link to a type is nearly the type's name"
        "The link is followed. Readers who search for the name, or write it in a request, do not find the type."
    UNRESOLVED_TYPE "unresolved-type" Warning
        "a type that no page describes"
        "The property or body becomes any JSON value. Add a page for the type, or correct its name."
    ANNOTATION_CASE "annotation-case" Warning
        "an annotation spells a type name with different capitalisation"
        "OData names are case-sensitive. The declared spelling is used."
    UNKNOWN_ANNOTATION_TYPE "unknown-annotation-type" Warning
        "an annotation names a type that no page describes"
        "The type of the example is taken from the text of the page instead."
    TYPE_FROM_BODY "type-from-body" Warning
        "a type is known from a request's table only"
        "No page describes the type, so its properties are those of the table under Request body."
    SHOWN_PROPERTIES "shown-properties" Note
        "a type's properties are known from its JSON representation only"
        "No table describes the type. Placeholders, `@odata.type` and samples in the JSON tell the types of its properties."
    CONFLICTING_PROPERTY "conflicting-property" Note
        "two pages give a property different types"
        "The first one is used. Make the pages agree."
    CONFLICTING_ENUM "conflicting-enum" Warning
        "an enum is described twice, with different members"
        "Two headings, a heading and the list in a cell, or two cells give different members. The enum has all of them; one of the two places is wrong or out of date."
    UNUSED_VALUES "unused-values" Note
        "values of a property that the page does not have"
        "The heading says whose values follow, and no row of the page has this name or links to the heading. They type nothing. Values that a row \
         or the JSON representation lists too may be explained anywhere."
    CONFLICTING_NAME "conflicting-name" Warning
        "a name is declared as a type and as an enum"
        "The first declaration is used, the other one dropped."
    UNRESOLVED_BASE "unresolved-base" Warning
        "a base type that no page describes"
        "The type is treated as if it had no base; the properties it lists itself stay."
    BASE_CYCLE "base-cycle" Warning
        "a type inherits from itself"
        "The statement that closes the circle is ignored."
    CONFLICTING_BASE "conflicting-base" Note
        "a page names two different base types"
        "The annotation is used before the text, and the text before the rows."
    EXAMPLE_MISMATCH "example-mismatch" Warning
        "an example's request is not documented"
        "Method and path of the example match no request line. Correct the example, or add the request line."
    EXAMPLE_CASE "example-case" Note
        "an example's request is spelled otherwise than the documented one"
        "Letter case, a namespace before a name, the order of arguments: the service may be generous there; the bindings use the documented spelling."
    EXAMPLE_HOST "example-host" Note
        "an example's request goes to another host"
        "The service returns some addresses, such as those of upload sessions; others are mistakes. The bindings have no function for them. \
         Nothing is reported if a message of the page contains the host, or if the service sends the request as a notification."
    EXAMPLE_QUERY "example-query" Warning
        "a query option of an example has no value"
        "Query options are written as `name=value`, separated by `&`. The example is not replayed."
    UNPLACED_PARAMETER "unplaced-parameter" Warning
        "a row of path parameters that no request line has"
        "The row describes an argument for which the path has no place, so the functions do not take it."
    ARGUMENT_FORM "argument-form" Warning
        "an argument of a function is not written as a literal of its type"
        "Texts and enum members are in quotes, numbers, dates and ids are not, durations are `duration'…'` (OData ABNF, primitiveLiteral). The request line is followed, then the example, then the type."
    EXAMPLE_ARGUMENT "example-argument" Warning
        "an argument of an example is not of its documented type"
        "Strings are in quotes; numbers, booleans and dates are not. Correct the example, or the type of the parameter. A placeholder, `<name>` or `{name}`, is accepted. The example's request is not replayed."
    EXAMPLE_BODY "example-body" Warning
        "an example's request body is not of the documented kind"
        "The page documents no body, or an object where the example has something else. A media type that the page names for the body is accepted, as is \
         the value of a property of bytes. The example's request is not replayed."
    EXAMPLE_RESPONSE "example-response" Warning
        "an example's response, or the JSON representation of a type, is not of the documented kind"
        "The page documents an object, a collection or nothing, and the example shows something else. A request whose path ends in `/$ref` has no \
         response body (OData protocol §11.4.6), whatever the text says. The example is not replayed, and its members are not compared."
    WRAPPED_RESPONSE "wrapped-response" Note
        "an example shows an object inside `value`"
        "A response with one object is sent as it is; only collections and single values are inside `value`. The object is looked at in its place."
    UNDOCUMENTED_MEMBER "undocumented-member" Warning
        "an example has a member that no table documents"
        "The bindings keep the member, but have no field for it. Document it, or take it out of the example. The error of an item that failed, in a \
         response with status 207, need not be documented."
    UNDOCUMENTED_VALUE "undocumented-value" Note
        "an example has a value that is not a member of the enum"
        "The bindings keep the value as an unknown one. Placeholders such as `state-value` are not reported."
    VALUE_CASE "value-case" Allow
        "an example spells a member of an enum with different capitalisation"
        "Values are case-sensitive in the bindings, but many services accept any capitalisation, so the lint is off by default."
    MISTYPED_MEMBER "mistyped-member" Warning
        "a value of an example, or of the JSON representation of a type, is not of the documented type"
        "The bindings keep the value of an example as it is, but not in the typed field; they follow the table. In a representation, text that names a type or \
         stands for a value is not compared. Correct the JSON or the table."
    UNUSED_ROW "unused-row" Warning
        "a row of properties or parameters is not used"
        "No type, parameter or request body of the bindings contains what the row documents."
    NAME_CASE "name-case" Warning
        "two parts of the reference capitalise a property's name differently"
        "Names of properties are case-sensitive: a request with the wrong one fails. The spelling in the examples is used, otherwise the spelling in the table."
    COLLECTION_OR_NOT "collection-or-not" Warning
        "two parts of the reference disagree on whether a property or a response is a collection"
        "The shape of the values in the examples is used, otherwise the shape in the type's table. For a response, that is the table of the last property in the path."
    REPRESENTATION_MEMBER "representation-member" Warning
        "a JSON representation has a member that no table documents"
        "The member becomes a property with the type that the JSON shows, unless a derived type or a caller of an open type declares it."
    BODY_ROW "body-row" Note
        "a request body table has a property that the type's page lacks"
        "The row becomes a property of the type. The page of the type should list it."
    BODY_ROW_UNUSED "body-row-unused" Warning
        "a row of a request body table is not a property of the body's type"
        "The row describes the whole body, or a member of another object, and is left out."
    LISTED_NAVIGATION "listed-navigation" Note
        "a relationship is not called a collection, and requests list it"
        "The requests are believed: the property is a collection."
    ANNOTATION_TYPE "annotation-type" Warning
        "a page or response and its annotation or JSON name different types"
        "For a response, the type that has more members of the example is used, otherwise the type in the text."
}
