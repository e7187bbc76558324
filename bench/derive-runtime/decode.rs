//! What is left of the shared reader.

/// The text without the byte order mark that some servers send.
pub(super) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}
