//! The runtime's source, which travels in every generated crate.
//!
//! In: the files of `generator/runtime/`, embedded when the generator is built. Out: path to text.

use super::Sources;
