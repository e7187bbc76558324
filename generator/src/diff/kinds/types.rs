//! Kinds of changes of types and enums.
//!
//! In: nothing (data only). Out: a constant for each kind.

kinds! {
    TYPE_ADDED "type-added" Compatible Compatible Minor
        "a type is new"
        "Existing requests and responses do not contain it, unless one of their properties has changed as well."
    TYPE_REMOVED "type-removed" Callers Senders Major
        "a type is gone"
        "No page describes it any more. Programs that name the struct do not compile; values of the type have no documented members."
    TYPE_RENAMED "type-renamed" Callers Senders Major
        "a type has another name"
        "Its name is part of `@odata.type`, of casts in paths, and of Rust programs. The evidence says why it is the same type."
    TYPE_KIND_CHANGED "type-kind-changed" Compatible Compatible None
        "a complex type has become an entity, or the other way round"
        "An entity has a key, and can be requested by itself. Its members do not change by that alone."
    BASE_ADDED "base-added" Compatible Compatible Minor
        "a type inherits from a type"
        "Its values have the members of the base as well, and may appear wherever the base does."
    BASE_REMOVED "base-removed" Callers Senders Major
        "a type no longer inherits from a type"
        "It loses the members of its former base, and its conversion to it."
    BASE_CHANGED "base-changed" Callers Senders Major
        "a type inherits from another type"
        "It has the members of the new base instead of those of the former one. If the former base is an ancestor of the new one, nothing is lost, and the change is reported as `base-refined`."
    BASE_REFINED "base-refined" Compatible Compatible Minor
        "a type inherits from a type that is derived from its former base"
        "It keeps all inherited members, and gets those of the new base."
    TYPE_BECAME_ABSTRACT "type-became-abstract" Compatible Senders None
        "a type has become abstract"
        "Requests can no longer create a value of exactly this type. Use a type that is derived from it."
    TYPE_BECAME_CONCRETE "type-became-concrete" Compatible Compatible None
        "a type is no longer abstract"
        "Values may have exactly this type."
    TYPE_OPENED "type-opened" Compatible Compatible None
        "a type may have members that are not declared"
        "Programs must ignore members that they do not know. The bindings keep them."
    TYPE_CLOSED "type-closed" Compatible Senders None
        "a type may no longer have members that are not declared"
        "The service may reject additional members in requests."
    KEY_CHANGED "key-changed" Callers Callers None
        "an entity has another key property"
        "The values that identify it in paths are those of another property."
    KEY_DOCUMENTED "key-documented" Documentation Documentation None
        "the documentation names the key property, or no longer does so"
        "The key itself is the same, as far as the documentation tells."
    VALUES_RETYPED "values-retyped" Callers Senders None
        "the values of a dictionary have another type"
        "The type of the members with free names has changed, or the type has become a dictionary or is no longer one."
    ENUM_ADDED "enum-added" Compatible Compatible Minor
        "an enum is new"
        "Existing properties do not have it as their type, unless they have changed as well."
    ENUM_REMOVED "enum-removed" Callers Senders Major
        "an enum is gone"
        "No page describes it any more. Programs that name it do not compile."
    ENUM_RENAMED "enum-renamed" Compatible Compatible Major
        "an enum has another name"
        "Values on the wire are names of members, so only Rust programs are affected. The evidence says why it is the same enum."
    ENUM_BECAME_FLAGS "enum-became-flags" Callers Compatible Major
        "members of an enum can be combined"
        "A value may be a list of members, separated by commas. Programs that compare the whole text miss them."
    ENUM_LOST_FLAGS "enum-lost-flags" Compatible Senders Major
        "members of an enum can no longer be combined"
        "The service may reject a list of members."
    MEMBER_ADDED "member-added" Compatible Compatible Minor
        "an enum has a new member"
        "Programs must be prepared for members that they do not know: the generated enums are not exhaustive."
    MEMBER_REMOVED "member-removed" Compatible Senders Major
        "a member of an enum is gone"
        "The service may reject it in requests, and no longer returns it."
    MEMBER_RENAMED "member-renamed" Callers Senders Major
        "a member of an enum has another name"
        "The name is the value on the wire. The evidence says why it is the same member."
    MEMBER_RENUMBERED "member-renumbered" Documentation Documentation None
        "a member of an enum has another number"
        "Values on the wire are names, so that the number matters only to those who store it."
}
