//! The client of the generated crate.
//!
//! In: the configuration, and the roots of the service. Out: [`ClientPlan`].

use crate::config::Packages;
use crate::plan::names::{Role, RustName, rust_name};

use super::PlanOptions;

/// What the crate says about its client, and where the client comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientPlan {
    /// The name of its type.
    pub name: RustName,
    /// The root of the service.
    pub base_url: String,
    /// Further roots, as constants: name, name in words, and URL.
    pub clouds: Vec<Cloud>,
    /// Whether client and runtime are a part of the crate.
    pub embedded: bool,
}

/// A further root of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    /// The name of the constant.
    pub constant: RustName,
    /// The configured name.
    pub name: String,
    /// The root.
    pub base_url: String,
}

/// Plans the client.
pub(super) fn client(options: &PlanOptions<'_>) -> ClientPlan {
    let clouds = options.clouds.iter().map(|(name, base_url)| Cloud {
        constant: rust_name(name, Role::Constant),
        name: name.clone(),
        base_url: base_url.clone(),
    });
    ClientPlan {
        name: rust_name(&options.client.name, Role::Type),
        base_url: options.base_url.to_owned(),
        clouds: clouds.collect(),
        embedded: options.client.packages == Packages::Embedded,
    }
}
