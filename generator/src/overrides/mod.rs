//! Applies the corrections in `docbindgen.toml`.
//!
//! In: the facts of all pages and the configured [`Override`]s. Out: corrected facts, the [`Renames`] for plan, and a diagnostic for every
//! override that changes nothing, because the page has been fixed or the name is misspelled.

mod renames;

pub use renames::Renames;

use crate::config::{Action, Override, Target};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::extract::path::parse_template;
use crate::extract::type_expr::parse_str;
use crate::extract::{EnumFacts, Facets, MemberFacts, PageFacts, PropertyFacts, ResourceFacts, SkipReason};
use crate::odata::{Method, OperationKey, operation_key};
use crate::parse::{Run, Text};

/// Applies `overrides`, which are in `file`, in order.
pub fn apply(facts: &mut [PageFacts], overrides: &[Override], file: FileId) -> (Renames, Diagnostics) {
    let mut renames = Renames::default();
    let mut diagnostics = Diagnostics::default();
    for entry in overrides {
        let span = Span::new(file, entry.range.start, entry.range.end);
        let change = Change { entry, span };
        let applied = match &entry.action {
            Action::Rename(to) => change.rename(facts, to, &mut renames),
            _ => change.apply_to_pages(facts),
        };
        if let Err(why) = applied {
            diagnostics.push(
                Diagnostic::new(lint::OVERRIDE_UNUSED, span, why).hint("remove the override, or correct what it names"),
            );
        }
    }
    for page in facts.iter_mut().filter(|page| page.skipped.is_none() && !page.states_something()) {
        page.skipped = Some(SkipReason::Configured);
    }
    (renames, diagnostics)
}

/// An override and its span.
struct Change<'a> {
    entry: &'a Override,
    span: Span,
}

type Applied = Result<(), String>;

impl Change<'_> {
    fn concerns(&self, page: &PageFacts) -> bool {
        self.entry.page.as_deref().is_none_or(|path| path.eq_ignore_ascii_case(&page.path))
    }

    /// Applies the override to the pages, or returns why it applies to none.
    fn apply_to_pages(&self, facts: &mut [PageFacts]) -> Applied {
        let mut found = false;
        let mut changed = false;
        for page in facts.iter_mut() {
            if !self.concerns(page) {
                continue;
            }
            let (here, change) = match &self.entry.target {
                Target::Page => (true, skip(page)),
                Target::Type(name) => self.drop_type(page, name),
                Target::Property { ty, name } => self.property(page, ty, name, changed),
                Target::Member { ty, name } => self.member(page, ty, name, changed),
                Target::Request(request) => drop_request(page, request),
            };
            found |= here;
            changed |= change;
        }
        match (found, changed) {
            (_, true) => Ok(()),
            (true, false) => Err("the override repeats what the pages declare".to_owned()),
            (false, false) => Err(format!("no page has {}", describe(&self.entry.target))),
        }
    }

    fn drop_type(&self, page: &mut PageFacts, name: &str) -> (bool, bool) {
        let before = page.resources.len() + page.enums.len();
        page.resources.retain(|resource| !is_named(&resource.name, name));
        page.enums.retain(|stated| !is_named(&stated.name, name));
        let dropped = page.resources.len() + page.enums.len() < before;
        (dropped, dropped)
    }

    /// Returns whether the page has the type (or the property, if it must exist), and whether it was changed. A property is added only to
    /// the first page of its type.
    fn property(&self, page: &mut PageFacts, ty: &str, name: &str, added: bool) -> (bool, bool) {
        let (mut found, mut changed) = (false, false);
        for resource in page.resources.iter_mut().filter(|resource| is_named(&resource.name, ty)) {
            match &self.entry.action {
                Action::AddProperty(text) => {
                    found = true;
                    if !added && !changed && !rows(resource).any(|row| row.name == name) {
                        resource.properties.push(self.row(name, text));
                        changed = true;
                    }
                }
                Action::Drop => {
                    let before = resource.properties.len() + resource.navigation.len();
                    resource.properties.retain(|row| row.name != name);
                    resource.navigation.retain(|row| row.name != name);
                    changed |= resource.properties.len() + resource.navigation.len() < before;
                    found |= changed;
                }
                Action::Retype(text) => {
                    let wanted = parse_str(text, self.span);
                    for row in
                        resource.properties.iter_mut().chain(&mut resource.navigation).filter(|row| row.name == name)
                    {
                        found = true;
                        // A list of values would turn the type into an enum again.
                        let listed = row.facets.values.take().is_some();
                        changed |= listed || row.ty != wanted && row.type_text != *text;
                        row.ty = wanted.clone();
                        row.type_text.clone_from(text);
                        row.type_span = self.span;
                    }
                }
                _ => {}
            }
        }
        (found, changed)
    }

    fn row(&self, name: &str, ty: &str) -> PropertyFacts {
        let reason = self.entry.reason.iter().map(|reason| Run::Plain(reason.clone()));
        PropertyFacts {
            type_target: None,
            name: name.to_owned(),
            span: self.span,
            ty: parse_str(ty, self.span),
            type_text: ty.to_owned(),
            type_span: self.span,
            description: Text { runs: reason.collect(), span: Some(self.span) },
            facets: Facets::default(),
        }
    }

    fn member(&self, page: &mut PageFacts, ty: &str, name: &str, added: bool) -> (bool, bool) {
        let (mut found, mut changed) = (false, false);
        for stated in page.enums.iter_mut().filter(|stated| is_named(&stated.name, ty)) {
            let has = stated.members.iter().any(|member| member.name == name);
            match &self.entry.action {
                Action::AddMember => {
                    found = true;
                    if !has && !added && !changed {
                        stated.members.push(self.new_member(name));
                        changed = true;
                    }
                }
                Action::Drop if has => {
                    stated.members.retain(|member| member.name != name);
                    (found, changed) = (true, true);
                }
                _ => {}
            }
        }
        (found, changed)
    }

    fn new_member(&self, name: &str) -> MemberFacts {
        MemberFacts { name: name.to_owned(), value: None, description: Text::default(), span: self.span }
    }

    /// Records the new name, if an item has the old one.
    fn rename(&self, facts: &[PageFacts], to: &str, renames: &mut Renames) -> Applied {
        let pages = || facts.iter().filter(|page| self.concerns(page));
        let resources = |ty: &str| -> Vec<&ResourceFacts> {
            pages().flat_map(|page| &page.resources).filter(|resource| is_named(&resource.name, ty)).collect()
        };
        let enums = |ty: &str| -> Vec<&EnumFacts> {
            pages().flat_map(|page| &page.enums).filter(|stated| is_named(&stated.name, ty)).collect()
        };
        let exists = match &self.entry.target {
            Target::Page => false,
            Target::Type(ty) => !resources(ty).is_empty() || !enums(ty).is_empty(),
            Target::Property { ty, name } => {
                resources(ty).iter().any(|resource| rows(resource).any(|row| row.name == *name))
            }
            Target::Member { ty, name } => {
                enums(ty).iter().any(|stated| stated.members.iter().any(|m| m.name == *name))
            }
            Target::Request(request) => {
                let key = request_key(request);
                pages()
                    .filter_map(|page| page.operation.as_ref())
                    .flat_map(|operation| &operation.requests)
                    .any(|line| key.as_ref().is_some_and(|key| *key == operation_key(line.method, &line.template)))
            }
        };
        if !exists {
            return Err(format!("no page has {}", describe(&self.entry.target)));
        }
        renames.add(&self.entry.target, to);
        Ok(())
    }
}

fn rows(resource: &ResourceFacts) -> impl Iterator<Item = &PropertyFacts> {
    resource.properties.iter().chain(&resource.navigation)
}

/// Returns whether a qualified or short name is the one in an override.
fn is_named(name: &str, wanted: &str) -> bool {
    let short = name.rsplit('.').next().unwrap_or(name);
    name.eq_ignore_ascii_case(wanted) || short.eq_ignore_ascii_case(wanted)
}

/// Leaves out all facts of a page.
fn skip(page: &mut PageFacts) -> bool {
    let said = !page.resources.is_empty() || !page.enums.is_empty() || page.operation.is_some();
    page.resources.clear();
    page.enums.clear();
    page.operation = None;
    page.skipped = Some(SkipReason::Configured);
    said
}

fn drop_request(page: &mut PageFacts, request: &str) -> (bool, bool) {
    let (Some(operation), Some(key)) = (&mut page.operation, request_key(request)) else { return (false, false) };
    let before = operation.requests.len();
    operation.requests.retain(|line| operation_key(line.method, &line.template) != key);
    let dropped = operation.requests.len() < before;
    (dropped, dropped)
}

/// Returns the identity of a request such as `GET /users/{id}`.
fn request_key(request: &str) -> Option<OperationKey> {
    let (method, path) = request.trim().split_once(' ')?;
    let parsed = parse_template(path).ok()?;
    Some(operation_key(Method::parse(&method.to_uppercase())?, &parsed.template))
}

fn describe(target: &Target) -> String {
    match target {
        Target::Page => "this path".to_owned(),
        Target::Type(ty) => format!("the type `{ty}`"),
        Target::Property { ty, name } => format!("the property `{name}` of a type `{ty}`"),
        Target::Member { ty, name } => format!("the member `{name}` of an enum `{ty}`"),
        Target::Request(request) => format!("the request `{request}`"),
    }
}
