//! The meaning of every written reference, found once.
//!
//! In: the facts of all pages and the [`Names`]. Out: [`Meanings`] and, once ancestors are known, [`Links`]. A reference is identified by its
//! address, because facts do not move while they are resolved. A copy has no meaning: looking one up is a bug, which is reported.
//!
//! [`Faults`] determines which faults of a reference are reported, and when. A fault of a type is reported if a pass uses the type, and only
//! once: passes call [`Links::use_type`] for a type that they put into the model, and [`Links::type_ref`] otherwise.
//!
//! A table may describe a type of another namespace than its page's. [`Links::in_namespace`] looks its rows up there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::diagnostics::{Diagnostic, Diagnostics, Fix, Span, lint};
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{TypeName, TypeRef};
use crate::odata::{TypeExpr, WrittenType};

use super::find::Found;
use super::positions::{Faults, Occurrence, Positions, ShownRow};
use super::{Meaning, Names};

/// The ancestors of each type, nearest first.
pub type Ancestors = BTreeMap<TypeName, Vec<TypeName>>;

/// The meaning of a reference, or of alternatives, and the index of its faults.
#[derive(Debug)]
struct Linked<T> {
    meaning: T,
    faults: Option<usize>,
}

/// The declared name that each reference means.
#[derive(Debug, Default)]
pub struct Meanings<'f> {
    /// By address.
    found: HashMap<usize, Linked<Option<(TypeName, Meaning)>>>,
    alternatives: Vec<&'f [TypeExpr]>,
    /// References that are looked up again when the names of all enums are known.
    late: Vec<Occurrence<'f, 'static>>,
    /// Faults of types, reported once a pass uses the type.
    faults: Vec<Vec<Diagnostic>>,
    /// References that were looked up but never linked.
    unlinked: Mutex<BTreeSet<(Span, String)>>,
}

/// The type that each reference means.
#[derive(Debug)]
pub struct Links<'f> {
    meanings: Meanings<'f>,
    ancestors: &'f Ancestors,
    /// The common base of alternatives, by their address.
    common: HashMap<usize, Linked<TypeRef>>,
    /// The faults of types that passes used.
    used: Mutex<BTreeSet<usize>>,
    /// The links of all other references.
    outer: Option<&'f Links<'f>>,
}

/// Links the references of all pages, and those in `shown`.
pub fn link<'f>(
    facts: &'f [PageFacts],
    shown: impl Iterator<Item = ShownRow<'f>>,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Meanings<'f> {
    let mut positions = Positions::default();
    facts.iter().for_each(|page| positions.page(page, names));
    shown.for_each(|shown| positions.shown(shown));
    Meanings::find(positions, names, diagnostics)
}

impl<'f> Meanings<'f> {
    fn find(positions: Positions<'f, '_>, names: &Names, diagnostics: &mut Diagnostics) -> Self {
        let found = HashMap::with_capacity(positions.names.len());
        let mut meanings = Meanings { found, alternatives: positions.alternatives, ..Meanings::default() };
        for occurrence in &positions.names {
            let found = occurrence.find(names);
            let is_late = matches!(occurrence.faults, Faults::Annotation(_));
            if is_late || found.meaning.is_none() {
                meanings.late.push(occurrence.late());
            }
            if !is_late {
                meanings.report(occurrence, &found, names, diagnostics);
            }
            meanings.add(occurrence, found, names);
        }
        meanings
    }

    /// Adds the meaning of a reference, and the faults to report if it is used.
    fn add(&mut self, occurrence: &Occurrence<'f, '_>, found: Found, names: &Names) {
        let faults =
            if occurrence.faults == Faults::Type { type_faults(occurrence.written, &found, names) } else { Vec::new() };
        let linked = Linked { faults: self.add_faults(faults), meaning: found.meaning };
        self.found.insert(address(occurrence.written), linked);
    }

    /// Replaces the meaning of a reference, and those of its faults that are not reported yet.
    fn replace(&mut self, occurrence: &Occurrence<'f, '_>, found: Found, names: &Names) {
        let Some(linked) = self.found.get_mut(&address(occurrence.written)) else { return };
        let faults = linked.faults.and_then(|index| self.faults.get_mut(index)).filter(|faults| !faults.is_empty());
        if let Some(faults) = faults {
            *faults = type_faults(occurrence.written, &found, names);
        }
        linked.meaning = found.meaning;
    }

    fn add_faults(&mut self, faults: Vec<Diagnostic>) -> Option<usize> {
        let index = self.faults.len();
        (!faults.is_empty()).then(|| self.faults.push(faults)).map(|()| index)
    }

    /// Returns the declared name that a reference means; `None` if no page declares it.
    pub fn get(&self, written: &WrittenType) -> Option<(&TypeName, Meaning)> {
        let Some(found) = self.found.get(&address(written)) else {
            self.report_unlinked(written);
            return None;
        };
        found.meaning.as_ref().map(|(name, meaning)| (name, *meaning))
    }

    /// Returns the type that a reference means; `None` if it means an enum, or nothing.
    pub fn ty(&self, written: &WrittenType) -> Option<&TypeName> {
        self.get(written).filter(|(_, meaning)| *meaning == Meaning::Type).map(|(name, _)| name)
    }

    /// Finds the common bases of alternatives.
    #[must_use]
    pub fn with_ancestors(self, ancestors: &'f Ancestors) -> Links<'f> {
        let (common, used) = (HashMap::new(), Mutex::default());
        let mut links = Links { meanings: self, ancestors, common, used, outer: None };
        for all in std::mem::take(&mut links.meanings.alternatives) {
            // A phrase that leads to no type is not an alternative.
            let is_type = |ty: &&TypeExpr| !ty.has_phrase() || *links.type_ref(ty).element() != TypeRef::UNTYPED;
            let known: Vec<TypeRef> = all.iter().filter(is_type).map(|ty| links.type_ref(ty)).collect();
            let first = known.first().cloned().unwrap_or(TypeRef::UNTYPED);
            let meaning = known.iter().skip(1).fold(first, |one, other| common_base(&one, other, ancestors));
            let is_fault = meaning == TypeRef::UNTYPED && !known.is_empty() && !known.contains(&TypeRef::UNTYPED);
            let faults = if is_fault { no_common_type(all).into_iter().collect() } else { Vec::new() };
            let faults = links.meanings.add_faults(faults);
            links.common.insert(address(all.as_ptr()), Linked { meaning, faults });
        }
        links
    }

    fn report_unlinked(&self, written: &WrittenType) {
        let mut unlinked = self.unlinked.lock().unwrap_or_else(PoisonError::into_inner);
        unlinked.insert((written.span, written.name.clone()));
    }

    /// Reports the faults that do not depend on the use of a reference.
    fn report(&self, occurrence: &Occurrence<'_, '_>, found: &Found, names: &Names, diagnostics: &mut Diagnostics) {
        let written = occurrence.written;
        match occurrence.faults {
            Faults::Nothing | Faults::Type => {}
            Faults::MissingPage => {
                found.missing_page(written, names).into_iter().for_each(|found| diagnostics.push(found))
            }
            Faults::Base(of) => {
                found.link_fault(written, names).into_iter().for_each(|found| diagnostics.push(found));
                if !matches!(found.meaning, Some((_, Meaning::Type))) {
                    let message = format!("no page describes `{}`, the base of `{}`", written.name, of.short());
                    let until = "until then the type has no base";
                    let hint = found.unknown_hint(written, names, &format!("add its page; {until}"), until);
                    diagnostics.push(Diagnostic::new(lint::UNRESOLVED_BASE, written.span, message).hint(hint));
                }
            }
            Faults::Annotation(span) => {
                annotation(written, span, found, names).into_iter().for_each(|found| diagnostics.push(found));
            }
        }
    }
}

impl<'f> Links<'f> {
    /// Returns links that look up the types of these rows, each with its page, in `namespace`. Other references mean the same as before.
    #[must_use]
    pub fn in_namespace<'s>(
        &'s self,
        namespace: &'s str,
        rows: impl Iterator<Item = (&'s str, &'s PropertyFacts)>,
        names: &Names,
    ) -> Links<'s> {
        let mut positions = Positions::default();
        rows.for_each(|(page, row)| positions.row_type(page, namespace, row));
        let meanings = Meanings::find(positions, names, &mut Diagnostics::default());
        Links { outer: Some(self), ..meanings.with_ancestors(self.ancestors) }
    }

    /// Returns the type that a type expression means. A type that no page describes is untyped.
    #[must_use]
    pub fn type_ref(&self, ty: &TypeExpr) -> TypeRef {
        match ty {
            TypeExpr::Primitive(primitive) => TypeRef::Primitive(*primitive),
            TypeExpr::Collection(element) => self.type_ref(element).collection(),
            TypeExpr::Named(written) => match self.meaning(written) {
                Some((name, Meaning::Type)) => TypeRef::Type(name.clone()),
                Some((name, Meaning::Enum)) => TypeRef::Enum(name.clone()),
                None => TypeRef::UNTYPED,
            },
            TypeExpr::OneOf(all) => match self.of(|links| links.common.get(&address(all.as_ptr()))) {
                Some((_, base)) => base.meaning.clone(),
                None => {
                    all.iter().filter_map(TypeExpr::named).for_each(|written| self.meanings.report_unlinked(written));
                    TypeRef::UNTYPED
                }
            },
            TypeExpr::Unknown(_) => TypeRef::UNTYPED,
        }
    }

    /// Returns the type that a type expression means, and has its faults reported.
    pub fn use_type(&self, ty: &TypeExpr) -> TypeRef {
        self.mark_used(ty);
        self.type_ref(ty)
    }

    /// Returns the declared name that a reference means; `None` if no page declares it.
    pub fn meaning(&self, written: &WrittenType) -> Option<(&TypeName, Meaning)> {
        let links = self.of(|links| links.meanings.found.get(&address(written))).map_or(self, |(links, _)| links);
        links.meanings.get(written)
    }

    /// Looks unknown names up again, now that the names of all enums are known, and reports the faults of annotations.
    pub fn complete(&mut self, names: &Names, diagnostics: &mut Diagnostics) {
        self.report(diagnostics);
        for occurrence in std::mem::take(&mut self.meanings.late) {
            let found = occurrence.find(names);
            self.meanings.report(&occurrence, &found, names, diagnostics);
            self.meanings.replace(&occurrence, found, names);
        }
    }

    /// Reports the faults of the types that passes used since the last report.
    pub fn report(&mut self, diagnostics: &mut Diagnostics) {
        let used = std::mem::take(self.used.get_mut().unwrap_or_else(PoisonError::into_inner));
        for index in used {
            let faults = self.meanings.faults.get_mut(index).map(std::mem::take);
            faults.into_iter().flatten().for_each(|found| diagnostics.push(found));
        }
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

    /// Returns what these links contain, else what the outer ones contain, with the links that contain it.
    fn of<'s, T>(&'s self, find: impl Fn(&'s Links<'f>) -> Option<&'s T>) -> Option<(&'s Links<'f>, &'s T)> {
        let mut links = self;
        loop {
            if let Some(found) = find(links) {
                return Some((links, found));
            }
            links = links.outer?;
        }
    }

    fn mark_used(&self, ty: &TypeExpr) {
        let found = match ty {
            TypeExpr::Named(written) => {
                let found = self.of(|links| links.meanings.found.get(&address(written)));
                found.and_then(|(links, linked)| Some((links, linked.faults?)))
            }
            TypeExpr::Collection(element) => return self.mark_used(element),
            TypeExpr::OneOf(all) => {
                all.iter().for_each(|ty| self.mark_used(ty));
                let found = self.of(|links| links.common.get(&address(all.as_ptr())));
                found.and_then(|(links, linked)| Some((links, linked.faults?)))
            }
            TypeExpr::Primitive(_) | TypeExpr::Unknown(_) => None,
        };
        if let Some((links, faults)) = found {
            links.used.lock().unwrap_or_else(PoisonError::into_inner).insert(faults);
        }
    }
}

/// Returns the identity of a part of the facts.
fn address<T>(part: *const T) -> usize {
    part.addr()
}

/// Returns the faults of a type: those of its link, and a name that no page describes.
fn type_faults(written: &WrittenType, found: &Found, names: &Names) -> Vec<Diagnostic> {
    let message = || format!("no page describes the type `{}`", written.name);
    let missing = "it is treated as any JSON value; add a page for it or correct the name";
    let hint = || found.unknown_hint(written, names, missing, "until then it is treated as any JSON value");
    let unknown = || Diagnostic::new(lint::UNRESOLVED_TYPE, written.span, message()).hint(hint());
    found.link_fault(written, names).into_iter().chain(found.meaning.is_none().then(unknown)).collect()
}

/// Returns the diagnostic for an annotation whose type is unknown or spelled with different capitalisation.
fn annotation(written: &WrittenType, span: Span, found: &Found, names: &Names) -> Option<Diagnostic> {
    let Some((name, _)) = &found.meaning else {
        let message = format!("no page describes the type `{}`", written.name);
        let hint = names.hint_for(&written.name, "correct the name or add a page for the type");
        return Some(Diagnostic::new(lint::UNKNOWN_ANNOTATION_TYPE, span, message).hint(hint));
    };
    let short = written.name.rsplit('.').next().unwrap_or_default();
    let message = format!("the annotation says `{}`, the type is `{name}`", written.name);
    let hint = "names are case-sensitive: write it as declared";
    let namespace = written.name.strip_suffix(short).unwrap_or_default();
    let fix = Fix::Rename { from: written.name.clone(), to: format!("{namespace}{}", name.short()) };
    let is_same = name.short().eq_ignore_ascii_case(short);
    let diagnostic = || Diagnostic::new(lint::ANNOTATION_CASE, span, message).hint(hint).fix(is_same.then_some(fix));
    (name.short() != short).then(diagnostic)
}

/// Returns the nearest type that both types are or inherit from. `entity` does not count, because every entity inherits from it.
fn common_base(one: &TypeRef, other: &TypeRef, ancestors: &Ancestors) -> TypeRef {
    let (TypeRef::Type(one), TypeRef::Type(other)) = (one, other) else { return TypeRef::UNTYPED };
    let with_ancestors = |name: &TypeName| {
        let above = ancestors.get(name).map_or(&[][..], Vec::as_slice);
        std::iter::once(name).chain(above).filter(|name| name.short() != "entity").cloned().collect::<Vec<_>>()
    };
    let others = with_ancestors(other);
    with_ancestors(one).into_iter().find(|name| others.contains(name)).map_or(TypeRef::UNTYPED, TypeRef::Type)
}

/// Reports alternatives without a common base type, at the first named alternative.
fn no_common_type(all: &[TypeExpr]) -> Option<Diagnostic> {
    let named: Vec<_> = all.iter().filter_map(TypeExpr::named).collect();
    let shown: Vec<String> = named.iter().map(|written| format!("`{}`", written.name)).collect();
    let message = format!("the alternatives {} have no common base type", shown.join(", "));
    let hint = "they are treated as any JSON value; name one type, or give the types a base";
    Some(Diagnostic::new(lint::DROPPED_TYPE, named.first()?.span, message).hint(hint))
}
