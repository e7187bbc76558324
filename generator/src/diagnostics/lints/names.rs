//! Lints about names, links and examples that are checked once all pages are known.
//!
//! In: nothing (data only). Out: a constant for each lint.

lints! {
    DEAD_LINK "dead-link" Warning
        "a link leads to a page or file that does not exist"
        "Readers who follow the link get an error page. Links of HTML tags count too, those out of the docs folder do not. Files other than pages, such as images, are \
         checked only if the docs folder has the folder that should contain them: images are often kept elsewhere."
    DEAD_ANCHOR "dead-anchor" Note
        "a link leads to a heading that its page does not have"
        "Readers get to the top of the page instead. The anchor of a heading is its text in lower case, with `-` for spaces and without punctuation; \
         of several headings with the same text, all but the first end in `-1`, `-2` and so on. Names and ids of HTML tags are anchors too."
    UNKNOWN_QUERY_OPTION "unknown-query-option" Warning
        "a query option that OData does not define"
        "Names that begin with `$` belong to OData. Services reject or ignore others, and the bindings do not offer the option."
    UNKNOWN_SEGMENT "unknown-segment" Warning
        "a segment of a path that no other page has, and is nearly another one"
        "The name differs by a letter from one that other pages have at the same place in a path. The bindings have a function for the path as it is written, and \
         the service answers it with an error."
    UNLISTED_HEADER "unlisted-header" Note
        "an example sends a header that its page does not list"
        "Readers cannot tell whether the request needs the header. Headers that any request may have, such as `Authorization` and `Content-Type`, \
         need not be listed."
    UNKNOWN_HEADER "unknown-header" Warning
        "a header that no other page has, and is nearly another one"
        "The name differs by a letter from one that other pages list or show, or that any message may have. Services ignore headers that they do not know. The \
         bindings send the header as the page spells it."
    UNLISTED_OPTION "unlisted-option" Note
        "an example has a query option that its page does not list"
        "Readers cannot tell which query options the request supports. The bindings offer only the options that the page lists. Examples of other \
         requests than those of the page are not compared."
    UNLISTED_SELECTION "unlisted-selection" Note
        "an example selects or expands a property that no table documents"
        "The table is incomplete, or the name is misspelt. The bindings keep the property of a response as a member without a field, and offer no \
         constant for it."
    SIMILAR_PROPERTY "similar-property" Warning
        "two properties of a type differ only in case or in one letter"
        "One of them is probably a misspelling of the other. The bindings have both."
    DIFFERING_REQUEST "differing-request" Note
        "two pages document the same request differently"
        "The bindings have one function for the request. The page that describes more of it is used; the rest is taken from the other one. One note relates all pages. \
         Pages that link the same name to different pages describe it for different products, each with its own permissions."
    UNREPRESENTED_PROPERTY "unrepresented-property" Note
        "a JSON representation lacks properties of the table"
        "The representation should show what the service returns. The bindings have the properties of the table. A representation with less than half of \
         them is taken for an excerpt."
    DUPLICATE_MEMBER "duplicate-member" Warning
        "a member appears twice in an object of JSON"
        "Parsers keep one of the two, and not all keep the same. Examples and representations are compared with the last one."
    IMPOSSIBLE_DATE "impossible-date" Warning
        "a date in JSON does not exist"
        "The text has the form of a date, but the calendar has no such day, or the day no such time. Readers who copy it get an error from the service."
    UNKNOWN_KEY "unknown-key" Note
        "the key of a type is not one of its properties"
        "`keyProperty` in the annotation, or the word `Key.` in a row, names the property that identifies an entity. The name is exported as it is, and no table describes it."
}
