//! What most programs that send requests import.
//!
//! In: the public items of the client. Out: the traits whose methods requests have, and the types that a program names to create a client.

pub use super::Error as ClientError;
pub use super::{
    Change, CheckRequest, Client, Cursor, ErrorKind, ListRequest, Response, SendRequest, Token, token_async, token_fn,
};
