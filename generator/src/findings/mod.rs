//! Compares examples and JSON representations with the model.
//!
//! In: the [`Api`]. Out: the same, with the findings about each example and each representation. Resolve and select call it last, so the
//! findings of an [`Api`] always refer to its own types and operations.

mod derived;
mod deviations;
mod json_types;
mod obstacles;

use rayon::prelude::*;
use serde_json::Value;

use crate::model::{
    Api, Deviation, Example, Findings, MessageFindings, Reason, Representation, shown_response, unwrapped,
};

use derived::DerivedTypes;

/// Computes the findings about all examples and representations, and replaces earlier ones.
pub fn update(api: &mut Api) {
    let derived = DerivedTypes::new(api);
    let of_examples: Vec<Findings> =
        api.examples.par_iter().map(|example| of_example(api, &derived, example)).collect();
    let of_representations: Vec<Vec<Deviation>> =
        api.representations.par_iter().map(|shown| of_representation(api, &derived, shown)).collect();
    for (example, findings) in api.examples.iter_mut().zip(of_examples) {
        example.findings = findings;
    }
    for (shown, deviations) in api.representations.iter_mut().zip(of_representations) {
        shown.deviations = deviations;
    }
}

/// Computes the findings about one example that is not among those of the [`Api`], and replaces earlier ones.
pub fn update_one(api: &Api, example: &mut Example) {
    example.findings = of_example(api, &DerivedTypes::new(api), example);
}

fn of_example(api: &Api, derived: &DerivedTypes<'_>, example: &Example) -> Findings {
    let inner = inner(api, example);
    let response = obstacles::response(api, example);
    // A body of another kind has none of the documented members.
    let is_other_kind = response.as_ref().is_some_and(|obstacle| obstacle.reason == Reason::ResponseBody);
    let (sent, other_sent) = deviations::request(api, derived, example);
    let (received, other_received) =
        if is_other_kind { Default::default() } else { deviations::response(api, derived, example, inner) };
    let request = obstacles::request(api, example);
    Findings {
        request: MessageFindings { obstacle: request, deviations: sent, values: other_sent },
        response: MessageFindings { obstacle: response, deviations: received, values: other_received },
        wrapped: inner.is_some(),
    }
}

fn of_representation(api: &Api, derived: &DerivedTypes<'_>, shown: &Representation) -> Vec<Deviation> {
    deviations::representation(api, derived, &shown.ty, &shown.json.value)
}

/// Returns the object of a response that has it inside an envelope.
fn inner<'a>(api: &Api, example: &'a Example) -> Option<&'a Value> {
    unwrapped(api, &*shown_response(api, example)?, example.response_json()?)
}
