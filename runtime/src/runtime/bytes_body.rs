//! Request bodies that are not JSON.
//!
//! In: bytes or text. Out: the bytes to send.

/// A value that can be the body of a request that takes bytes, such as a photo or a file: everything that converts into
/// a `Vec<u8>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the bytes of a request body",
    label = "expected bytes",
    note = "pass the content as a `Vec<u8>`, a `&[u8]`, an array of bytes, a `String` or a `&str`"
)]
pub trait BytesBody {
    /// Converts into bytes.
    fn into_bytes(self) -> Vec<u8>;
}

// Without the attribute, the compiler reports that `Vec<u8>` does not implement `From`.
#[diagnostic::do_not_recommend]
impl<T: Into<Vec<u8>>> BytesBody for T {
    fn into_bytes(self) -> Vec<u8> {
        self.into()
    }
}
