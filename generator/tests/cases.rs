//! Pages that are easy to misread, one folder for each kind of page below `cases/pages`, and the right result for each.

mod support;

#[path = "cases/apart.rs"]
mod apart;
#[path = "cases/bodyrow.rs"]
mod bodyrow;
#[path = "cases/castpost.rs"]
mod castpost;
#[path = "cases/containerstatus.rs"]
mod containerstatus;
#[path = "cases/disagree.rs"]
mod disagree;
#[path = "cases/enumpage.rs"]
mod enumpage;
#[path = "cases/facets.rs"]
mod facets;
#[path = "cases/filterstrings.rs"]
mod filterstrings;
#[path = "cases/fnargs.rs"]
mod fnargs;
#[path = "cases/fnoptional.rs"]
mod fnoptional;
#[path = "cases/headingvalues.rs"]
mod headingvalues;
#[path = "cases/introtable.rs"]
mod introtable;
#[path = "cases/jsononly.rs"]
mod jsononly;
#[path = "cases/leading.rs"]
mod leading;
#[path = "cases/nothingown.rs"]
mod nothingown;
#[path = "cases/numbers.rs"]
mod numbers;
#[path = "cases/pivot.rs"]
mod pivot;
#[path = "cases/precise.rs"]
mod precise;
#[path = "cases/queryopts.rs"]
mod queryopts;
#[path = "cases/register.rs"]
mod register;
#[path = "cases/requests.rs"]
mod requests;
#[path = "cases/required.rs"]
mod required;
#[path = "cases/samples.rs"]
mod samples;
#[path = "cases/success.rs"]
mod success;
#[path = "cases/success2.rs"]
mod success2;
#[path = "cases/values2.rs"]
mod values2;
#[path = "cases/values3.rs"]
mod values3;
