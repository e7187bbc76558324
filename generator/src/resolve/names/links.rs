//! The meaning of every written reference, found once.
//!
//! In: the facts of all pages and the complete [`Names`]. Out: [`Meanings`] and, once ancestors are known, [`Links`]. Faults are reported
//! here, as the [`Position`] of each reference demands; later passes look ids up and report nothing about references.
//!
//! A reference is identified by its address: facts do not move while they are resolved. A copy has no meaning. To look one up is an error
//! of this crate; it is reported, and the reference counts as unknown.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::PageFacts;
use crate::model::{TypeName, TypeRef};
use crate::odata::{TypeExpr, TypeRef as Written};

use super::find::Found;
use super::positions::{Position, Positions, Report, ShownRow};
use super::{Meaning, Names};

/// The declared name that each reference means.
#[derive(Debug, Default)]
pub struct Meanings<'f> {
    /// By address.
    found: HashMap<usize, Option<(TypeName, Meaning)>>,
    /// Alternatives, and whether to report those without a common base.
    alternatives: Vec<(&'f [TypeExpr], bool)>,
    /// References that were looked up but never linked.
    unlinked: Mutex<BTreeSet<(Span, String)>>,
}

/// The type that each reference means.
#[derive(Debug, Default)]
pub struct Links<'f> {
    meanings: Meanings<'f>,
    /// The common base of alternatives, by their address.
    common: HashMap<usize, TypeRef>,
}

/// Links the references of all pages, and those in `shown`. `described` contains the types whose members a table describes.
pub fn link<'f>(
    facts: &'f [PageFacts],
    shown: impl Iterator<Item = ShownRow<'f>>,
    names: &'f Names,
    described: &'f BTreeSet<TypeName>,
    diagnostics: &mut Diagnostics,
) -> Meanings<'f> {
    let mut positions = Positions::new(described);
    facts.iter().for_each(|page| positions.page(page, names));
    shown.for_each(|shown| positions.shown(shown));
    let mut found = HashMap::with_capacity(positions.names.len());
    for position in &positions.names {
        let Position { written, page, namespace, .. } = position;
        let meaning = names.find(written, page, *namespace);
        report(position, &meaning, names, diagnostics);
        found.insert(address(*written), meaning.meaning);
    }
    Meanings { found, alternatives: positions.alternatives, unlinked: Mutex::default() }
}

impl<'f> Meanings<'f> {
    /// Returns the declared name that a reference means; `None` if no page declares it.
    pub fn get(&self, written: &Written) -> Option<(&TypeName, Meaning)> {
        let Some(found) = self.found.get(&address(written)) else {
            self.report_unlinked(written);
            return None;
        };
        found.as_ref().map(|(name, meaning)| (name, *meaning))
    }

    /// Returns the type that a reference means; `None` if it means an enum, or nothing.
    pub fn ty(&self, written: &Written) -> Option<&TypeName> {
        self.get(written).filter(|(_, meaning)| *meaning == Meaning::Type).map(|(name, _)| name)
    }

    /// Finds the common bases of alternatives, and reports alternatives without one. `ancestors` are those of each type, nearest first.
    #[must_use]
    pub fn with_ancestors(
        self,
        ancestors: &BTreeMap<TypeName, Vec<TypeName>>,
        diagnostics: &mut Diagnostics,
    ) -> Links<'f> {
        let mut links = Links { meanings: self, common: HashMap::new() };
        for (all, is_reported) in std::mem::take(&mut links.meanings.alternatives) {
            let known: Vec<TypeRef> = all.iter().map(|ty| links.type_ref(ty)).collect();
            let first = known.first().cloned().unwrap_or(TypeRef::UNTYPED);
            let base = known.iter().skip(1).fold(first, |one, other| common(&one, other, ancestors));
            if is_reported && base == TypeRef::UNTYPED && !known.contains(&TypeRef::UNTYPED) {
                no_common_type(all).into_iter().for_each(|found| diagnostics.push(found));
            }
            links.common.insert(address(all.as_ptr()), base);
        }
        links
    }

    fn report_unlinked(&self, written: &Written) {
        let mut unlinked = self.unlinked.lock().unwrap_or_else(PoisonError::into_inner);
        unlinked.insert((written.span, written.name.clone()));
    }
}

impl Links<'_> {
    /// Returns the type that a type expression means. A type that no page describes is untyped.
    #[must_use]
    pub fn type_ref(&self, ty: &TypeExpr) -> TypeRef {
        match ty {
            TypeExpr::Primitive(primitive) => TypeRef::Primitive(*primitive),
            TypeExpr::Collection(element) => self.type_ref(element).collection(),
            TypeExpr::Named(written) => match self.meanings.get(written) {
                Some((name, Meaning::Type)) => TypeRef::Type(name.clone()),
                Some((name, Meaning::Enum)) => TypeRef::Enum(name.clone()),
                None => TypeRef::UNTYPED,
            },
            TypeExpr::OneOf(all) => match self.common.get(&address(all.as_ptr())) {
                Some(base) => base.clone(),
                None => {
                    all.iter().filter_map(TypeExpr::named).for_each(|written| self.meanings.report_unlinked(written));
                    TypeRef::UNTYPED
                }
            },
            TypeExpr::Unknown(_) => TypeRef::UNTYPED,
        }
    }

    /// Returns the declared name that a reference means; `None` if no page declares it.
    pub fn meaning(&self, written: &Written) -> Option<(&TypeName, Meaning)> {
        self.meanings.get(written)
    }

    /// Returns a diagnostic for each reference that a pass looked up although it was never linked.
    #[must_use]
    pub fn unlinked(&self) -> Diagnostics {
        let mut found = Diagnostics::default();
        let unlinked = self.meanings.unlinked.lock().unwrap_or_else(PoisonError::into_inner);
        for (span, name) in &*unlinked {
            let message = format!("`{name}` was not looked up: this is an error of the generator");
            let hint = "it is treated as any JSON value; please report the page";
            found.push(Diagnostic::new(lint::UNRESOLVED_TYPE, *span, message).hint(hint));
        }
        found
    }
}

/// Returns the identity of a part of the facts.
fn address<T>(part: *const T) -> usize {
    part.addr()
}

/// Reports the faults that count in this position.
fn report(position: &Position<'_>, found: &Found, names: &Names, diagnostics: &mut Diagnostics) {
    let written = position.written;
    let unknown = |lint, message: String, hint: &str| Diagnostic::new(lint, written.span, message).hint(hint);
    match position.report {
        Report::Nothing => {}
        Report::MissingPage => found.missing_page(written).into_iter().for_each(|found| diagnostics.push(found)),
        Report::Type => {
            found.link_fault(written, names).into_iter().for_each(|found| diagnostics.push(found));
            if found.meaning.is_none() {
                let message = format!("no page describes the type `{}`", written.name);
                let hint = "it is treated as any JSON value; add a page for it or correct the name";
                diagnostics.push(unknown(lint::UNRESOLVED_TYPE, message, hint));
            }
        }
        Report::Base(of) => {
            found.link_fault(written, names).into_iter().for_each(|found| diagnostics.push(found));
            if !matches!(found.meaning, Some((_, Meaning::Type))) {
                let message = format!("no page describes `{}`, the base of `{}`", written.name, of.short());
                diagnostics.push(unknown(
                    lint::UNRESOLVED_BASE,
                    message,
                    "add its page; until then the type has no base",
                ));
            }
        }
        Report::Annotation(span) => {
            annotation(written, span, found).into_iter().for_each(|found| diagnostics.push(found))
        }
    }
}

/// Returns the diagnostic for an annotation whose type is unknown or spelled with different capitalisation.
fn annotation(written: &Written, span: Span, found: &Found) -> Option<Diagnostic> {
    let Some((name, _)) = &found.meaning else {
        let message = format!("no page describes the type `{}`", written.name);
        let hint = "correct the name or add a page for the type";
        return Some(Diagnostic::new(lint::UNKNOWN_ANNOTATION_TYPE, span, message).hint(hint));
    };
    let short = written.name.rsplit('.').next().unwrap_or_default();
    let message = format!("the annotation says `{}`, the type is `{name}`", written.name);
    let hint = "names are case-sensitive: write it as declared";
    (name.short() != short).then(|| Diagnostic::new(lint::ANNOTATION_CASE, span, message).hint(hint))
}

/// Returns the nearest type that both types are or inherit from. `entity` does not count, because every entity inherits from it.
fn common(one: &TypeRef, other: &TypeRef, ancestors: &BTreeMap<TypeName, Vec<TypeName>>) -> TypeRef {
    let (TypeRef::Type(one), TypeRef::Type(other)) = (one, other) else { return TypeRef::UNTYPED };
    let line = |name: &TypeName| {
        let above = ancestors.get(name).map_or(&[][..], Vec::as_slice);
        std::iter::once(name).chain(above).filter(|name| name.short() != "entity").cloned().collect::<Vec<_>>()
    };
    let others = line(other);
    line(one).into_iter().find(|name| others.contains(name)).map_or(TypeRef::UNTYPED, TypeRef::Type)
}

/// Reports alternatives without a common base type, at the first named alternative.
fn no_common_type(all: &[TypeExpr]) -> Option<Diagnostic> {
    let named: Vec<_> = all.iter().filter_map(TypeExpr::named).collect();
    let shown: Vec<String> = named.iter().map(|written| format!("`{}`", written.name)).collect();
    let message = format!("the alternatives {} have no common base type", shown.join(", "));
    let hint = "they are treated as any JSON value; name one type, or give the types a base";
    Some(Diagnostic::new(lint::DROPPED_TYPE, named.first()?.span, message).hint(hint))
}
