//! References to entities.
//!
//! In: an address. Out: the body of a request that adds or sets a reference (OData JSON §4.6.4, `@odata.id`).

use super::extra::Extra;

/// A reference to an entity by its address.
pub struct Reference {
    /// The address (`@odata.id`).
    pub odata_id: Option<String>,
    /// What was received beside it.
    pub extra: Extra,
}

impl Reference {
    /// A reference to the entity at this address, such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
    pub fn to(address: impl Into<String>) -> Self {
        Self { odata_id: Some(address.into()), ..Self::default() }
    }
}

super::macros::object! { Reference "" { 0 odata_id "@odata.id" } }
