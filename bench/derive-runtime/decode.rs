//! The part of the shared decoder that response bodies use.

/// Returns the text without a leading UTF-8 byte order mark, which some servers send.
pub(super) fn strip_byte_order_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}
