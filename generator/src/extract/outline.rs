//! The structure of a page, for the checks of lint.
//!
//! In: a page and the roles of its headings. Out: [`Outline`]: sections, misspelt headings, tables of permissions, statuses.

use crate::diagnostics::{Span, Spanned};
use crate::parse::{Block, Folder, Run, Section};

use super::annotation_keys::misspelt_keys;
use super::broken_links::broken_links;
use super::context::{Context, codes, items, paragraphs, tables};
use super::facts::{MisspeltHeading, Outline, PermissionSection, SectionFacts, SectionKind};
use super::marks::misspelt_marks;
use super::methods;
use super::misspelt;
use super::pattern::pattern;
use super::permissions::structure;
use super::sections::Role;
use super::status_text;

pattern! {
    PERMISSION = r"\b[A-Z][A-Za-z0-9]+(?:\.[A-Z][A-Za-z0-9]+)+\b";
    NONE_NEEDED = r"(?i)^\W*(?:none|nothing|n/?a|not (?:supported|applicable|required|available))\b|\b(?:no|not|without|never)\b[^.]{0,60}\b(?:permissions?|scopes?|requires?|required|needs?|needed|support|supported|applicable|available|authoriz\w+|authenticat\w+)\b|n[’']t (?:require|need|support)\b";
}

/// Returns the structure of a page.
pub(super) fn outline(cx: &Context<'_>) -> Outline {
    let page = cx.page;
    let value = |wanted: &str| {
        page.front_matter.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
    };
    let describes_requests = page.folder == Folder::Api || cx.roles.contains(&Role::HttpRequest);
    Outline {
        folder: page.folder,
        title: page.title.clone(),
        keys: page.front_matter.iter().map(|(key, value)| (key.to_ascii_lowercase(), value.value.clone())).collect(),
        front_matter: page.front_matter.values().map(|value| value.span).min(),
        front_title: value("title"),
        doc_type: value("doc_type"),
        sections: sections(cx),
        misspelt: misspelt(cx),
        more_titles: more_titles(cx),
        block_types: block_types(cx),
        misspelt_keys: misspelt_keys(cx.page),
        misspelt_marks: misspelt_marks(cx.page),
        unnamed_methods: cx.tables(&Role::Methods).into_iter().flat_map(methods::unnamed).collect(),
        broken_links: broken_links(cx.page),
        others: others(cx),
        permissions: if describes_requests { permissions(cx) } else { Vec::new() },
        statuses: if describes_requests { status_text::statuses(cx) } else { Vec::new() },
    }
}

/// Returns the known sections.
fn sections(cx: &Context<'_>) -> Vec<SectionFacts> {
    let all = cx.page.sections.iter().zip(&cx.roles).skip(1);
    let known = all.filter_map(|(section, role)| {
        let parent = section.parent.filter(|parent| *parent > 0);
        // A nested section with the role of the one that contains it is a part of it.
        let is_part = parent.and_then(|parent| cx.roles.get(parent)) == Some(role);
        let kind = kind(role).filter(|_| !is_part)?;
        // Sections such as `Functions` list methods too, anywhere on the page.
        let is_other = kind == SectionKind::Methods && !section.heading.value.eq_ignore_ascii_case("methods");
        if is_other {
            return None;
        }
        Some(SectionFacts { kind, heading: section.heading.clone(), is_top: parent.is_none() })
    });
    known.collect()
}

/// Returns the headings below the H1 that are not those of a known section.
fn others(cx: &Context<'_>) -> Vec<Spanned<String>> {
    let all = cx.page.sections.iter().zip(&cx.roles).skip(1);
    let is_other = |(section, role): &(&Section, &Role)| {
        section.parent.is_none_or(|parent| parent == 0) && kind(role).is_none() && !section.heading.value.is_empty()
    };
    all.filter(is_other).map(|(section, _)| section.heading.clone()).collect()
}

fn kind(role: &Role) -> Option<SectionKind> {
    Some(match role {
        Role::Permissions => SectionKind::Permissions,
        Role::HttpRequest => SectionKind::HttpRequest,
        Role::PathParameters => SectionKind::PathParameters,
        Role::FunctionParameters => SectionKind::FunctionParameters,
        Role::QueryParameters => SectionKind::QueryParameters,
        Role::RequestHeaders => SectionKind::RequestHeaders,
        Role::RequestBody => SectionKind::RequestBody,
        Role::Response => SectionKind::Response,
        Role::Example => SectionKind::Example,
        Role::Methods => SectionKind::Methods,
        Role::Properties => SectionKind::Properties,
        Role::Relationships => SectionKind::Relationships,
        Role::Json => SectionKind::Json,
        Role::Intro | Role::Members(_) | Role::DerivedTypes | Role::Ignored | Role::Unknown => return None,
    })
}

/// Returns the headings that are nearly those of a known section, and paragraphs that would be its heading with a blank after `##`.
fn misspelt(cx: &Context<'_>) -> Vec<MisspeltHeading> {
    let named = |(index, intended): &(usize, &'static str)| {
        let section = cx.page.sections.get(*index)?;
        Some(MisspeltHeading { heading: section.heading.clone(), intended, level: section.level, glued: false })
    };
    let mut out: Vec<MisspeltHeading> = cx.misspelt.iter().filter_map(named).collect();
    for section in &cx.page.sections {
        for text in paragraphs(&section.blocks) {
            let Some(Run::Plain(first)) = text.runs.first().filter(|_| text.runs.len() == 1) else { continue };
            let line = first.lines().next().filter(|line| line.starts_with('#')).unwrap_or_default();
            let heading = line.trim_start_matches('#');
            // A heading has at most six levels.
            let level = u8::try_from(line.len() - heading.len()).ok().filter(|level| (1..=6).contains(level));
            let (Some(level), heading) = (level, heading.trim()) else { continue };
            let intended = misspelt::intended(heading);
            if let (Some(intended), Some(span)) = (intended, text.span) {
                let heading = Spanned::new(heading.to_owned(), span);
                out.push(MisspeltHeading { heading, intended, level, glued: true });
            }
        }
    }
    out
}

/// Returns the headings of the first level after the first one.
fn more_titles(cx: &Context<'_>) -> Vec<Spanned<String>> {
    let own = |section: &&Section| section.heading.span.file == cx.page.file && section.level == 1;
    cx.page.sections.iter().skip(1).filter(own).map(|section| section.heading.clone()).collect()
}

/// Returns the `blockType` of each annotated fence.
fn block_types(cx: &Context<'_>) -> Vec<Spanned<String>> {
    let fences = cx.page.sections.iter().flat_map(|section| codes(&section.blocks));
    let annotations = fences.filter_map(|code| code.annotation.as_ref());
    annotations.filter_map(|found| Some(Spanned::new(found.str("blockType")?.to_owned(), found.span))).collect()
}

/// Returns the sections of permissions.
fn permissions(cx: &Context<'_>) -> Vec<PermissionSection> {
    let page = cx.page;
    let mut out: Vec<PermissionSection> = Vec::new();
    let mut is_open = false;
    for (section, role) in page.sections.iter().zip(&cx.roles) {
        let heading = section.heading.span;
        if *role != Role::Permissions {
            if let Some(last) = out.last_mut().filter(|_| is_open) {
                last.span = Span::new(heading.file, last.span.start, heading.start);
            }
            is_open = false;
            continue;
        }
        if !is_open {
            let span = Span::new(heading.file, heading.start, usize::MAX);
            out.push(PermissionSection { heading, span, tables: Vec::new(), is_told: false });
        }
        is_open = true;
        if let Some(open) = out.last_mut() {
            open.tables.extend(tables(&section.blocks).into_iter().map(structure));
            open.is_told |= tells_permissions(&section.blocks);
        }
    }
    out
}

/// Returns whether the text names a permission, or says that none is needed.
fn tells_permissions(blocks: &[Block]) -> bool {
    let texts = items(blocks).into_iter().filter_map(|item| match item.block {
        Block::Paragraph(text) => Some(text.plain()),
        Block::Code(code) => Some(code.text()),
        _ => None,
    });
    texts.into_iter().any(|text| PERMISSION.is_match(&text) || NONE_NEEDED.is_match(&text))
}
