//! Plans structs and enums: names, fields, order, `Box`, documentation.
//!
//! In: types and enums of the [`Api`], and the Rust path of each. Out: [`Struct`]s and [`Enum`]s.

use std::collections::{BTreeMap, BTreeSet};

use crate::areas::{AreaSet, Areas};
use crate::extract::type_expr::Primitive;
use crate::model::{self, Api, Kind, Property, Type, TypeName, TypeRef};
use crate::overrides::Renames;

use super::collisions::Collisions;
use super::docs;
use super::items::{Ancestor, Derived, Enum, Field, Gate, Path, RustType, Struct, Variant};
use super::links::{Links, rust_path};
use super::names::{Role, RustName, Scope};
use super::page_names;

/// The shared input for planning models.
pub struct Models<'a> {
    /// The areas of each type.
    pub areas: &'a Areas,
    /// The API model.
    pub api: &'a Api,
    /// The Rust path of each type and enum.
    pub paths: &'a BTreeMap<TypeName, Path>,
    /// The name of the enum of derived types, for each type that has one.
    pub derived: BTreeMap<&'a TypeName, &'a RustName>,
    /// The targets of links in documentation.
    pub links: &'a Links<'a>,
    /// The configured names.
    pub renames: &'a Renames,
    /// Types whose values may have a derived type, with all their derived types.
    pub polymorphic: &'a BTreeMap<TypeName, Vec<TypeName>>,
    /// Types that requests take as bodies.
    pub bodies: BTreeSet<&'a TypeName>,
    /// Structural properties that must be boxed, as owner and property name.
    pub boxed: BTreeSet<(TypeName, String)>,
}

/// A field to plan.
struct Row<'p> {
    /// The short name of the type that declares it.
    declared_in: &'p str,
    property: &'p Property,
    ty: RustType,
    navigation: bool,
}

/// The note of `#[deprecated]` on a property.
const DEPRECATED_PROPERTY: &str = "the reference marks this property as deprecated";

impl Models<'_> {
    /// Plans the struct of a type.
    #[must_use]
    pub fn structure(&self, ty: &Type, module: RustName, name: RustName, collisions: &mut Collisions) -> Struct {
        let ancestors: Vec<&Type> = self.api.ancestors(&ty.name).skip(1).collect();
        let owners: Vec<&Type> = ancestors.iter().rev().copied().chain([ty]).collect();
        let structural = owners.iter().flat_map(|owner| owner.properties.iter().map(move |p| (*owner, p, false)));
        let navigation = owners.iter().flat_map(|owner| owner.navigation.iter().map(move |p| (*owner, p, true)));
        let all: Vec<(&Type, &Property, bool)> = structural.chain(navigation).collect();
        let mut seen = BTreeSet::new();
        let rows =
            all.into_iter().filter(|(_, p, _)| seen.insert(p.name.clone())).map(|(owner, property, navigation)| {
                let boxed = self.boxed.contains(&(owner.name.clone(), property.name.clone()));
                let ty = self.rust_type(&property.ty);
                let ty = match property.ty.element() {
                    TypeRef::Type(name) if navigation && self.paths.contains_key(name) => {
                        RustType::Related(Box::new(ty))
                    }
                    _ if boxed => RustType::Boxed(Box::new(ty)),
                    _ => ty,
                };
                Row { declared_in: owner.name.short(), property, ty, navigation }
            });
        // The runtime knows the fields with related entities by the index of the first one.
        let (related, others): (Vec<_>, Vec<_>) = rows.partition(|row| matches!(row.ty, RustType::Related(_)));
        let first_related = (!related.is_empty()).then_some(others.len());
        let own = self.areas.of_type(&ty.name);
        let (fields, extra) = self.fields(others.into_iter().chain(related), ty.name.short(), own, collisions);
        Struct {
            gate: self.areas.gate(own, self.areas.all()),
            derived: self.derived(ty, collisions),
            docs: self.type_docs(ty),
            module,
            name,
            odata_type: ty.name.0.clone(),
            deprecated: ty.deprecated.as_deref().map(docs::note),
            fields,
            first_related,
            extra,
            ancestors: ancestors
                .iter()
                .filter(|ancestor| self.polymorphic.contains_key(&ancestor.name))
                .map(|ancestor| Ancestor {
                    path: self.paths[&ancestor.name].clone(),
                    gate: self.type_gate(&ancestor.name, own),
                    body: self.bodies.contains(&ancestor.name),
                })
                .collect(),
        }
    }

    /// Plans the struct of an action's parameters.
    #[must_use]
    pub fn parameters(
        &self,
        properties: &[Property],
        name: RustName,
        module: RustName,
        docs: Vec<String>,
        own: AreaSet,
        collisions: &mut Collisions,
    ) -> Struct {
        let rows = properties.iter().map(|property| {
            let ty = self.rust_type(&property.ty);
            Row { declared_in: name.as_str(), property, ty, navigation: false }
        });
        let (fields, extra) = self.fields(rows, name.as_str(), own, collisions);
        Struct {
            gate: self.areas.gate(own, self.areas.all()),
            module,
            name,
            odata_type: String::new(),
            docs,
            deprecated: None,
            fields,
            first_related: None,
            extra,
            derived: None,
            ancestors: Vec::new(),
        }
    }

    fn fields<'p>(
        &self,
        rows: impl Iterator<Item = Row<'p>>,
        owner: &str,
        available: AreaSet,
        collisions: &mut Collisions,
    ) -> (Vec<Field>, RustName) {
        // Every model has a field `extra`, so a property of that name is renamed.
        let mut names = Scope::default();
        let (extra, _) = names.add("extra", Role::Value, None);
        let mut constants = Scope::default();
        let mut fields = Vec::new();
        for Row { declared_in, property, ty, navigation } in rows {
            let wanted = self.renames.of_part(declared_in, &property.name);
            let (name, collision) = names.add(wanted, Role::Value, Some(property.span));
            let (constant, _) = constants.add(wanted, Role::Constant, Some(property.span));
            collisions.note(collision, property.span, &format!("{owner}.{}", property.name));
            fields.push(Field {
                name,
                constant,
                wire: property.name.clone(),
                ty,
                docs: self.property_docs(
                    property,
                    self.links.of(available).of_part(self.value_areas(&property.ty, available)),
                ),
                deprecated: property.deprecated.then(|| DEPRECATED_PROPERTY.to_owned()),
                secret: is_secret(owner, property),
                navigation,
                gate: self.value_gate(&property.ty, available),
            });
        }
        (fields, extra)
    }

    /// Returns the gate of a type within an item that is available in `around`.
    fn type_gate(&self, name: &TypeName, around: AreaSet) -> Gate {
        self.areas.gate(self.areas.of_type(name), around)
    }

    /// Returns the gate of a value's type within an item that is available in `around`.
    fn value_gate(&self, ty: &TypeRef, around: AreaSet) -> Gate {
        self.areas.gate(self.value_areas(ty, around), around)
    }

    /// Returns the areas in which a value's type is available; `around` for a primitive type.
    fn value_areas(&self, ty: &TypeRef, around: AreaSet) -> AreaSet {
        match ty.element() {
            TypeRef::Type(name) | TypeRef::Enum(name) => self.areas.of_type(name),
            TypeRef::Primitive(_) | TypeRef::Collection(_) => around,
        }
    }

    /// Returns the Rust type of a value, without `Option` and `Box`.
    #[must_use]
    pub fn rust_type(&self, ty: &TypeRef) -> RustType {
        match ty {
            TypeRef::Primitive(primitive) => primitive_type(*primitive),
            TypeRef::Type(name) => self.paths.get(name).map_or(RustType::Json, |path| RustType::Model(path.clone())),
            TypeRef::Enum(name) => match (self.api.enums.get(name), self.paths.get(name)) {
                (Some(model::Enum { flags: true, .. }), Some(path)) => RustType::Flags(path.clone()),
                (_, Some(path)) => RustType::Model(path.clone()),
                _ => RustType::String,
            },
            TypeRef::Collection(inner) => RustType::Vec(Box::new(self.rust_type(inner))),
        }
    }

    fn derived(&self, ty: &Type, collisions: &mut Collisions) -> Option<Derived> {
        let types = self.polymorphic.get(&ty.name)?;
        let name = (*self.derived.get(&ty.name)?).clone();
        let mut scope = Scope::with_reserved(&["Other"]);
        let mut variants = Vec::new();
        for derived in types {
            let span = self.api.types.get(derived).map(|ty| ty.span);
            let (variant, collision) = scope.add(derived.short(), Role::Variant, span);
            collisions.note(collision, span.unwrap_or(ty.span), &format!("{derived} in {name}"));
            let gate = self.type_gate(derived, self.areas.of_type(&ty.name));
            variants.push(Variant { name: variant, ty: self.paths[derived].clone(), wire: derived.0.clone(), gate });
        }
        Some(Derived { name, variants })
    }

    fn type_docs(&self, ty: &Type) -> Vec<String> {
        let links = self.links.of(self.areas.of_type(&ty.name));
        let mut notes = Vec::new();
        // Do not repeat facts that the description on the page already contains.
        let said = ty.description.plain().to_lowercase();
        if let Some(base) = ty.base.as_ref().filter(|_| !said.contains("inherits from")) {
            notes.push(format!("Inherits from {}.", type_link(base, &links)));
        }
        if ty.is_abstract && !said.contains("abstract") {
            notes.push("Abstract: values always have a derived type.".to_owned());
        }
        if let Some(values) = &ty.values {
            let values = match values.element() {
                TypeRef::Type(name) | TypeRef::Enum(name) => {
                    format!(", each with a value of type {}", type_link(name, &links))
                }
                TypeRef::Primitive(Primitive::Untyped) | TypeRef::Collection(_) => String::new(),
                TypeRef::Primitive(primitive) => format!(", each with a value of type {}", docs::code(primitive.edm())),
            };
            notes.push(format!(
                "Dictionary: the members have names that are not declared{values}; they are kept in `extra`."
            ));
        } else if ty.is_open {
            notes.push("Open: values may have undocumented members, which are kept in `extra`.".to_owned());
        }
        let kind = match ty.kind {
            Kind::Entity => "Entity",
            Kind::Complex => "Complex",
        };
        notes.insert(0, format!("{kind} type {}.", docs::code(&ty.name.0)));
        docs::paragraphs([
            docs::lines(&ty.description, &links),
            docs::wrap(&notes.join(" ")),
            self.references(&ty.pages),
        ])
    }

    /// Returns lines with the addresses of the pages, the leading page first.
    #[must_use]
    pub fn references(&self, pages: &[String]) -> Vec<String> {
        page_names::references(self.api, pages, self.links.page)
    }

    fn property_docs(&self, property: &Property, links: Links<'_>) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        // Show the type as written on the page if the Rust type no longer shows it.
        let untyped = [TypeRef::UNTYPED, TypeRef::Primitive(Primitive::Stream)].contains(property.ty.element());
        if untyped && !property.type_text.trim().is_empty() {
            notes.push(format!("Documented type: {}.", docs::code(&property.type_text)));
        }
        let said = property.description.plain().to_lowercase();
        if property.required && !["required", "mandatory"].iter().any(|word| said.contains(word)) {
            notes.push("Required.".to_owned());
        }
        let text = docs::lines(&property.description, &links);
        let text = if text.is_empty() { vec![format!("The {} property.", docs::code(&property.name))] } else { text };
        docs::paragraphs([text, if notes.is_empty() { Vec::new() } else { docs::wrap(&notes.join(" ")) }])
    }

    /// Plans an enum.
    #[must_use]
    pub fn enumeration(
        &self,
        stated: &model::Enum,
        module: RustName,
        name: RustName,
        collisions: &mut Collisions,
    ) -> Enum {
        let links = self.links.of(self.areas.of_type(&stated.name));
        let mut scope = Scope::with_reserved(&["Unrecognized"]);
        let mut variants = Vec::new();
        for member in &stated.members {
            let wanted = self.renames.of_part(stated.name.short(), &member.name);
            let (variant, collision) = scope.add(wanted, Role::Variant, Some(member.span));
            collisions.note(collision, member.span, &format!("{}.{}", stated.name.short(), member.name));
            let text = docs::lines(&member.description, &links);
            let text = if text.is_empty() { vec![docs::code(&member.name)] } else { text };
            variants.push((variant, member.name.clone(), text));
        }
        let mut notes = vec![if stated.synthetic {
            "Values that the reference lists; the API has no enum type of this name.".to_owned()
        } else {
            format!("Enum type {}.", docs::code(&stated.name.0))
        }];
        if stated.flags {
            notes.push("Members combine: properties hold a set of them.".to_owned());
        }
        Enum {
            odata_type: stated.name.0.clone(),
            gate: self.type_gate(&stated.name, self.areas.all()),
            module,
            name,
            docs: docs::paragraphs([
                docs::lines(&stated.description, &links),
                docs::wrap(&notes.join(" ")),
                self.references(&stated.pages),
            ]),
            deprecated: stated.deprecated.as_deref().map(docs::note),
            variants,
        }
    }
}

fn type_link(name: &TypeName, links: &Links<'_>) -> String {
    match links.path(name) {
        Some(path) => format!("[`{}`]({})", path.0.last().map(RustName::as_str).unwrap_or_default(), rust_path(path)),
        None => docs::code(&name.0),
    }
}

/// Returns the Rust type of a primitive (OData CSDL §3.3).
fn primitive_type(primitive: Primitive) -> RustType {
    match primitive {
        Primitive::Boolean => RustType::Plain("bool"),
        Primitive::Byte => RustType::Plain("u8"),
        Primitive::SByte => RustType::Plain("i8"),
        Primitive::Int16 => RustType::Plain("i16"),
        Primitive::Int32 => RustType::Plain("i32"),
        Primitive::Int64 => RustType::Plain("i64"),
        Primitive::Single => RustType::Plain("f32"),
        Primitive::Double => RustType::Plain("f64"),
        Primitive::Decimal => RustType::Runtime("Decimal"),
        Primitive::String => RustType::String,
        Primitive::Date => RustType::Runtime("Date"),
        Primitive::DateTimeOffset => RustType::Runtime("DateTimeOffset"),
        Primitive::Duration => RustType::Runtime("Duration"),
        Primitive::TimeOfDay => RustType::Runtime("TimeOfDay"),
        Primitive::Guid => RustType::Runtime("Guid"),
        Primitive::Binary => RustType::Runtime("Binary"),
        // JSON does not contain streams. If a page shows a value for one, the value is kept unchanged.
        Primitive::Stream | Primitive::Untyped => RustType::Json,
    }
}

/// Returns whether a property must not appear in logs: passwords, secrets, tokens, private keys.
///
/// This depends on the name of the property and, if that is only `value` or `key`, on the name of the owning type.
fn is_secret(owner: &str, property: &Property) -> bool {
    let is_text =
        matches!(property.ty.element(), TypeRef::Primitive(Primitive::String | Primitive::Binary | Primitive::Untyped));
    let name = property.name.to_lowercase();
    let owner = owner.to_lowercase();
    let named =
        SECRET_WORDS.iter().any(|word| name.contains(word)) && !HARMLESS_ENDINGS.iter().any(|end| name.ends_with(end));
    // `tokenType` and `keyId` are harmless: the property itself must be the token or the key.
    let is_token = name.ends_with("token") && !name.ends_with("skiptoken");
    let bare = matches!(name.as_str(), "value" | "key") && (owner.contains("secret") || owner.contains("credential"));
    is_text && (named || is_token || bare)
}

const SECRET_WORDS: [&str; 6] = ["password", "passphrase", "secret", "privatekey", "clientkey", "sharedkey"];

/// Endings of properties that describe a secret but do not contain it.
const HARMLESS_ENDINGS: [&str; 11] =
    ["policies", "policy", "type", "id", "name", "hint", "datetime", "count", "length", "days", "method"];
