//! Reports the findings about examples and JSON representations.
//!
//! In: the [`Api`] with its findings, and the texts. Out: diagnostics, each with the span of the member.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::model::{
    Api, Deviation, DeviationKind, Example, Obstacle, OtherValue, Reason, Representation, Type, shows_reference,
};
use crate::similar::hint_for;

/// Reports the findings about all examples and representations.
#[must_use]
pub fn check(api: &Api, sources: &Sources) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for shown in api.representations.iter().filter(|shown| !shown.json.value.is_object()) {
        let message = format!("the representation of `{}` is not a JSON object", shown.ty.short());
        diagnostics.push(
            Diagnostic::new(lint::EXAMPLE_RESPONSE, shown.json.span, message)
                .hint("show an object with the properties"),
        );
    }
    let hints = Hints::new(api);
    for shown in &api.representations {
        check_representation(sources, &hints, shown, &mut diagnostics);
    }
    let of_examples: Vec<_> = api
        .examples
        .par_iter()
        .map(|example| {
            let mut found = Diagnostics::default();
            check_example(api, sources, &hints, example, &mut found);
            found
        })
        .collect();
    of_examples.into_iter().for_each(|found| diagnostics.extend(found));
    diagnostics
}

/// Reports members of nested objects in a JSON representation. Those of the outermost object are settled in resolve.
fn check_representation(sources: &Sources, hints: &Hints<'_>, shown: &Representation, diagnostics: &mut Diagnostics) {
    let mut places = Places::new(sources, shown.json.span);
    for deviation in &shown.deviations {
        let nested = deviation.pointer.rfind('/').is_some_and(|at| at > 0);
        if nested && deviation.kind == DeviationKind::Undocumented {
            let Deviation { name, owner, .. } = deviation;
            let message = format!("no table of `{owner}` has the member `{name}`");
            diagnostics.push(Diagnostic::new(lint::REPRESENTATION_MEMBER, places.next(name), message).hint(hints.of(
                owner,
                name,
                "add it to the table of the type, or take it out of the representation",
            )));
        }
    }
}

/// Reports the findings about one example.
fn check_example(api: &Api, sources: &Sources, hints: &Hints<'_>, example: &Example, diagnostics: &mut Diagnostics) {
    let findings = &example.findings;
    let obstacles = [&findings.request.obstacle, &findings.response.obstacle];
    obstacles.into_iter().flatten().filter_map(|found| of_obstacle(api, example, found)).for_each(|found| {
        diagnostics.push(found);
    });
    if let Some(block) = example.response_json().filter(|_| findings.wrapped) {
        diagnostics.push(
            Diagnostic::new(
                lint::WRAPPED_RESPONSE,
                block.span,
                "one object is documented, and shown inside `value`".to_owned(),
            )
            .hint("show the object itself"),
        );
    }
    for (block, found) in [(example.request_json(), &findings.request), (example.response_json(), &findings.response)] {
        let Some(block) = block else { continue };
        let mut places = Places::new(sources, block.span);
        for deviation in &found.deviations {
            report(deviation, hints, places.next(&deviation.name), diagnostics);
        }
        let mut seen = BTreeSet::new();
        for other in found.values.iter().filter(|other| seen.insert(*other)) {
            let span = Places::new(sources, block.span).value_of(&other.name, &other.value);
            diagnostics.push(of_value(api, other, span));
        }
    }
}

/// Returns the diagnostic of a value that its enum does not contain.
fn of_value(api: &Api, other: &OtherValue, span: Span) -> Diagnostic {
    let OtherValue { name, ty, value } = other;
    let shown: String = value.chars().take(60).collect();
    let known = api.enums.get(ty);
    let members = known.into_iter().flat_map(|known| &known.members).map(|member| member.name.as_str());
    if let Some(member) = members.clone().find(|member| member.eq_ignore_ascii_case(value)) {
        let message = format!("`{shown}` of `{name}` is spelled `{member}` in the list of members");
        return Diagnostic::new(lint::VALUE_CASE, span, message).hint(format!("write `{member}`"));
    }
    let message = format!("`{shown}` is not among the documented values of `{name}`");
    let hint = hint_for(value, members, "correct the example, or add the value to the list of members");
    let diagnostic = Diagnostic::new(lint::UNDOCUMENTED_VALUE, span, message).hint(hint);
    known.into_iter().fold(diagnostic, |found, known| found.related(known.span, "the values are listed here"))
}

/// Returns the diagnostic of an obstacle, unless it is not a fault or an earlier stage has reported it.
fn of_obstacle(api: &Api, example: &Example, obstacle: &Obstacle) -> Option<Diagnostic> {
    let sends_nothing = || {
        let matched = example.matched.as_ref().and_then(|matched| api.operations.get(matched.operation));
        matched.is_some_and(|operation| operation.kind.sends_nothing())
    };
    let hint = match obstacle.reason {
        Reason::BrokenJson | Reason::UnknownRequest | Reason::OtherHost => return None,
        Reason::Placeholder | Reason::OtherFormat | Reason::File => return None,
        Reason::QueryOption => "write it as `name=value`",
        Reason::Argument => "correct the example, or the type in the table of parameters",
        Reason::Body if sends_nothing() => "take the body out of the example, or correct the method or the path",
        Reason::Body => "correct the example, or what the page says about the request body",
        Reason::ResponseBody if shows_reference(api, example) => {
            "take `/$ref` out of the request lines, or the body out of the page"
        }
        Reason::ResponseBody => "correct the example, or the request line and what the page says about the response",
    };
    Some(Diagnostic::new(obstacle.reason.lint(), obstacle.span, obstacle.message.clone()).hint(hint))
}

fn report(deviation: &Deviation, hints: &Hints<'_>, span: Span, diagnostics: &mut Diagnostics) {
    let Deviation { name, owner, .. } = deviation;
    // The object around a collection or a single value is not documented as a type.
    let is_envelope = owner.is_empty();
    diagnostics.push(match deviation.kind {
        DeviationKind::Dynamic | DeviationKind::Derived | DeviationKind::Requested | DeviationKind::Failure => return,
        DeviationKind::Undocumented if is_envelope => Diagnostic::new(
            lint::UNDOCUMENTED_MEMBER,
            span,
            format!("`{name}` is next to `value`, where only annotations are documented"),
        )
        .hint("take it out of the example, or write `@` before the name of an annotation"),
        DeviationKind::Undocumented => {
            Diagnostic::new(lint::UNDOCUMENTED_MEMBER, span, format!("`{owner}` has no property `{name}`"))
                .hint(hints.of(owner, name, "add it to the table of the type, or take it out of the example"))
        }
        DeviationKind::Mistyped => {
            let message = if is_envelope {
                format!("`{name}` does not match the documented type of the response")
            } else {
                format!("`{name}` of `{owner}` does not match the type in the table")
            };
            let hint = if is_envelope { "correct the example or the text" } else { "correct the example or the table" };
            Diagnostic::new(lint::MISTYPED_MEMBER, span, message).hint(hint)
        }
    });
}

/// Finds the properties that unknown members of examples were probably meant to be.
struct Hints<'a> {
    api: &'a Api,
    /// Types by short name, the first one of each.
    types: BTreeMap<&'a str, &'a Type>,
}

impl<'a> Hints<'a> {
    fn new(api: &'a Api) -> Self {
        Hints { api, types: api.types.values().rev().map(|ty| (ty.name.short(), ty)).collect() }
    }

    /// Returns `hint`, after the name of the property that is most similar to an unknown member, if any is similar.
    fn of(&self, owner: &str, member: &str, hint: &str) -> String {
        let line = self.types.get(owner).into_iter().flat_map(|ty| self.api.ancestors(&ty.name));
        let names = line.flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).map(|own| own.name.as_str());
        hint_for(member, names, hint)
    }
}

/// Finds members in an example's text, in order.
struct Places<'a> {
    text: &'a str,
    block: Span,
    at: usize,
}

impl<'a> Places<'a> {
    fn new(sources: &'a Sources, block: Span) -> Self {
        let text = sources.file(block.file).text.get(block.start..block.end).unwrap_or("");
        Places { text, block, at: 0 }
    }

    /// Returns the next span of this member after the last one found, else its first one, else the block.
    fn next(&mut self, name: &str) -> Span {
        let quoted = format!("\"{name}\"");
        let next = self.text.get(self.at..).and_then(|rest| rest.find(&quoted)).map(|found| self.at + found);
        match next.or_else(|| self.text.find(&quoted)) {
            Some(found) => {
                self.at = found + quoted.len();
                Span::new(self.block.file, self.block.start + found, self.block.start + found + quoted.len())
            }
            None => self.block,
        }
    }

    /// Returns the span of the first such value after the name of its member, else of the member.
    fn value_of(&mut self, name: &str, value: &str) -> Span {
        let member = self.next(name);
        let quoted = format!("\"{value}\"");
        let found = self.text.get(self.at..).and_then(|rest| rest.find(&quoted)).map(|found| self.at + found);
        found.map_or(member, |at| {
            Span::new(self.block.file, self.block.start + at, self.block.start + at + quoted.len())
        })
    }
}
