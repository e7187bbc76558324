//! References to entities.
//!
//! In: a URL. Out: the body of a request that adds or sets a reference (OData JSON §4.6.4, `@odata.id`).

use super::extra::Extra;

/// A reference to an entity by its URL.
pub struct Reference {
    /// The URL of the entity (`@odata.id`).
    pub odata_id: Option<String>,
    /// The additional members.
    pub extra: Extra,
}

impl Reference {
    /// Creates a reference to the entity at this URL, such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
    pub fn to(address: impl Into<String>) -> Self {
        Self { odata_id: Some(address.into()), ..Self::default() }
    }
}

super::macros::object! { Reference "" { 0 odata_id "@odata.id" } }
