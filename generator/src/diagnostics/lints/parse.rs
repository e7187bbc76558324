//! What can be wrong with a page's markdown.

lints! {
    MISSING_INCLUDE "missing-include" Warning
        "an included file does not exist"
        "`[!INCLUDE]` names a file that is in neither the docs folder nor the include roots. The include is left out."
}
