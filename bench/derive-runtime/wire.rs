//! Values of the derive variant: everything that serde encodes and decodes.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type that a member of a JSON object can have.
pub trait Wire: Serialize + DeserializeOwned + Clone + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + 'static> Wire for T {}
