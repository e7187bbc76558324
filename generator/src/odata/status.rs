//! Statuses and their reason phrases.
//!
//! In: a status, or a reason phrase. Out: the other one.

/// The reason phrases of statuses (RFC 9110 §15, RFC 4918 §11, RFC 6585, RFC 7725), in order.
const PHRASES: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (103, "Early Hints"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
    (226, "IM Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Content Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Content"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (509, "Bandwidth Limit Exceeded"),
    (510, "Not Extended"),
    (511, "Network Authentication Required"),
];

/// Other phrases of some statuses: those of earlier editions of the standards, and of servers.
const OTHER_PHRASES: &[(u16, &str)] = &[
    (302, "Moved Temporarily"),
    (302, "Object Moved"),
    (303, "Redirect"),
    (413, "Payload Too Large"),
    (413, "Request Entity Too Large"),
    (414, "Request URI Too Long"),
    (416, "Requested Range Not Satisfiable"),
    (422, "Unprocessable Entity"),
    (500, "Internal Error"),
];

/// Returns the reason phrase of a status, or the name of its class.
#[must_use]
pub fn reason_phrase(code: u16) -> &'static str {
    own_phrase(code).unwrap_or(match code / 100 {
        2 => "Success",
        3 => "Redirection",
        4 => "Client Error",
        _ => "Server Error",
    })
}

/// Returns the reason phrase of a status, if the standards define one.
#[must_use]
pub fn own_phrase(code: u16) -> Option<&'static str> {
    let at = PHRASES.binary_search_by_key(&code, |(known, _)| *known).ok()?;
    PHRASES.get(at).map(|(_, phrase)| *phrase)
}

/// Returns the statuses with this reason phrase, whatever its case, blanks and hyphens.
pub fn statuses_of(phrase: &str) -> impl Iterator<Item = u16> {
    let bare = bare(phrase);
    PHRASES.iter().chain(OTHER_PHRASES).filter(move |(_, known)| self::bare(known) == bare).map(|(code, _)| *code)
}

/// Returns the letters of a phrase.
fn bare(phrase: &str) -> String {
    phrase.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_and_statuses_belong_together() {
        assert!(PHRASES.is_sorted_by_key(|(code, _)| *code));
        assert_eq!(reason_phrase(204), "No Content");
        assert_eq!((reason_phrase(299), reason_phrase(499)), ("Success", "Client Error"));
        assert_eq!(own_phrase(299), None);
        assert_eq!(statuses_of("no-content").collect::<Vec<_>>(), [204]);
        assert_eq!(statuses_of("Unprocessable entity").collect::<Vec<_>>(), [422]);
        assert_eq!(statuses_of("Success").next(), None);
    }
}
