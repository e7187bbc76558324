//! Compares examples and JSON representations with the model.
//!
//! In: the [`Api`]. Out: the same, with the findings about each example and each representation. Resolve and select call it last, so the
//! findings of an [`Api`] always refer to its own types and operations.

mod deviations;
mod json_types;
mod obstacles;

use rayon::prelude::*;
use serde_json::Value;

use crate::model::{Api, Deviation, Example, Findings, MessageFindings, Representation, shown_response, unwrapped};

/// Computes the findings about all examples and representations, and replaces earlier ones.
pub fn update(api: &mut Api) {
    let of_examples: Vec<Findings> = api.examples.par_iter().map(|example| of_example(api, example)).collect();
    let of_representations: Vec<Vec<Deviation>> =
        api.representations.par_iter().map(|shown| of_representation(api, shown)).collect();
    for (example, findings) in api.examples.iter_mut().zip(of_examples) {
        example.findings = findings;
    }
    for (shown, deviations) in api.representations.iter_mut().zip(of_representations) {
        shown.deviations = deviations;
    }
}

fn of_example(api: &Api, example: &Example) -> Findings {
    let inner = inner(api, example);
    Findings {
        request: MessageFindings {
            obstacle: obstacles::request(api, example),
            deviations: deviations::request(api, example),
        },
        response: MessageFindings {
            obstacle: obstacles::response(api, example),
            deviations: deviations::response(api, example, inner),
        },
        wrapped: inner.is_some(),
    }
}

fn of_representation(api: &Api, shown: &Representation) -> Vec<Deviation> {
    deviations::representation(api, &shown.ty, &shown.json.value)
}

/// Returns the object of a response that has it inside an envelope.
fn inner<'a>(api: &Api, example: &'a Example) -> Option<&'a Value> {
    unwrapped(api, &*shown_response(api, example)?, example.response_json()?)
}
