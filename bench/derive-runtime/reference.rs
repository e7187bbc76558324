//! References to entities.

use super::model::Model;
use super::object::Schema;
use serde::{Deserialize, Serialize};

/// A reference to an entity by its URL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The URL of the entity (`@odata.id`).
    #[serde(rename = "@odata.id", skip_serializing_if = "Option::is_none")]
    pub odata_id: Option<String>,
}

impl Reference {
    /// Creates a reference to the entity at this URL.
    pub fn to(address: impl Into<String>) -> Self {
        Self { odata_id: Some(address.into()) }
    }
}

impl Model for Reference {
    const SCHEMA: &'static Schema = &Schema { ident: "Reference", type_name: "" };
}
