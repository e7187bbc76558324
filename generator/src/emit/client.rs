//! The items of `lib.rs` that belong to the client: where client and runtime are, the type, and the roots of the service.
//!
//! In: [`ClientPlan`]. Out: tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ClientPlan, Cloud};

use super::tokens::ident;

/// Returns the modules of the runtime and the client, embedded or of packages, and the prelude of both.
pub fn modules(plan: &ClientPlan) -> TokenStream {
    let modules = if plan.embedded { embedded() } else { packages() };
    quote! {
        #modules
        /// The items that most programs import.
        pub mod prelude {
            #[cfg(feature = "client")]
            pub use crate::client::prelude::*;
            pub use crate::runtime::prelude::*;
        }
    }
}

fn embedded() -> TokenStream {
    quote! {
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        pub mod client;
        #[rustfmt::skip]
        pub mod runtime;
    }
}

fn packages() -> TokenStream {
    quote! {
        #[cfg(feature = "client")]
        pub use docbindgen_client::client;
        pub use docbindgen_runtime::runtime;
    }
}

/// Returns the name of the client, and the roots of the service.
pub fn items(plan: &ClientPlan) -> TokenStream {
    let (name, base_url) = (ident(&plan.name), &plan.base_url);
    let clouds = clouds(&plan.clouds);
    let about = format!(" The client: `{}::builder(BASE_URL)`.", plan.name);
    quote! {
        /// The root of the service.
        pub const BASE_URL: &str = #base_url;
        #clouds
        #[doc = #about]
        #[cfg(feature = "client")]
        pub type #name = client::Client;
    }
}

/// Returns the further roots of the service.
fn clouds(clouds: &[Cloud]) -> TokenStream {
    let constants = clouds.iter().map(|cloud| {
        let (constant, base_url) = (ident(&cloud.constant), &cloud.base_url);
        let about = format!(" `{}`.", cloud.name);
        quote! {
            #[doc = #about]
            pub const #constant: &str = #base_url;
        }
    });
    let module = quote! {
        /// Further roots of the service, in place of [`BASE_URL`](crate::BASE_URL).
        pub mod clouds {
            #(#constants)*
        }
    };
    if clouds.is_empty() { TokenStream::new() } else { module }
}
