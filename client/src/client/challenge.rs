//! Challenges of a service that does not accept a token.
//!
//! In: the headers `WWW-Authenticate` of a response. Out: the claims that a new token must contain, as JSON. Microsoft
//! Entra ID sends them when a policy for the session changes.

use super::head::Head;
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Returns the claims of the first bearer challenge that contains some (RFC 9110 §11.6.1).
pub fn claims(head: &Head) -> Option<String> {
    let challenges =
        head.values("WWW-Authenticate").filter_map(|value| http_auth::parse_challenges(value).ok()).flatten();
    let bearer = challenges.filter(|challenge| challenge.scheme.eq_ignore_ascii_case("Bearer"));
    let mut params = bearer.flat_map(|challenge| challenge.params);
    let (_, value) = params.find(|(name, _)| name.eq_ignore_ascii_case("claims"))?;
    let text = value.to_unescaped();
    if text.trim_start().starts_with('{') {
        return Some(text);
    }
    decode(text.trim())
}

/// Decodes base64 in either alphabet, with or without padding.
fn decode(text: &str) -> Option<String> {
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded =
        [STANDARD, URL_SAFE].into_iter().find_map(|alphabet| GeneralPurpose::new(&alphabet, lenient).decode(text).ok());
    String::from_utf8(decoded?).ok().filter(|claims| claims.trim_start().starts_with('{'))
}
