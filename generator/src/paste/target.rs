//! Compares the address of a request with the roots of the service.
//!
//! In: a URL or a path, and the [`Service`]. Out: [`Target`]: path and query below the root, and the version that the URL names; or the host
//! of another service.

/// Where the service is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// The version of the pages.
    pub version: String,
    /// Patterns of the roots, `{version}` in place of the version. The first one is that of the bindings.
    pub roots: Vec<String>,
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To the service.
    Service {
        /// Path and query below the root, with a leading `/`; a URL with a placeholder in its host is unchanged.
        url: String,
        /// The version that the URL names, if the roots have one.
        version: Version,
    },
    /// To another host, with its port.
    Elsewhere(String),
    /// To a host, without a path.
    NoPath,
}

/// The version that a URL names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// That of the pages, or none where none is necessary.
    Own,
    /// Another one, as written.
    Other(String),
    /// None, although the root has one.
    Missing,
}

/// The placeholder of the version in a root.
const VERSION: &str = "{version}";

impl Service {
    /// Returns where a request with this URL goes.
    #[must_use]
    pub fn locate(&self, url: &str) -> Target {
        // A variable in place of the root: `{{baseUrl}}/me`.
        let variable = url.trim().strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
        let url = variable.map_or(url.trim(), |(_, path)| path);
        let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
            let first = url.split(['/', '?']).next().unwrap_or_default();
            if self.with_host(first).next().is_some() {
                return self.locate(&format!("https://{url}"));
            }
            let roots = self.roots.iter().map(|root| root_path(root));
            return self.below(roots, url, false);
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = (&rest[..end], &rest[end..]);
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        if host.contains(['{', '<']) {
            return Target::Service { url: format!("{scheme}://{host}{path}"), version: Version::Own };
        }
        if self.with_host(host).next().is_none() {
            return Target::Elsewhere(host.to_owned());
        }
        if path.split('?').next().unwrap_or_default().trim_matches('/').is_empty() {
            return Target::NoPath;
        }
        self.below(self.with_host(host), path, true)
    }

    /// Returns the paths of the roots with this host.
    fn with_host<'s>(&'s self, host: &'s str) -> impl Iterator<Item = &'s str> {
        let plain = |host: &str| host.trim_end_matches(":443").trim_end_matches(":80").to_ascii_lowercase();
        let wanted = plain(host);
        let roots = self.roots.iter().filter_map(|root| {
            let (_, rest) = root.split_once("://")?;
            Some((rest.split('/').next()?, root_path(root)))
        });
        roots.filter(move |(own, _)| !wanted.is_empty() && plain(own) == wanted).map(|(_, path)| path)
    }

    /// Removes the path of a root from the beginning of a path.
    fn below<'r>(&self, roots: impl Iterator<Item = &'r str>, path: &str, is_whole: bool) -> Target {
        let mut missing = false;
        for root in roots {
            if let Some((rest, version)) = self.without_root(root, path) {
                let slash = if rest.starts_with('/') { "" } else { "/" };
                return Target::Service { url: format!("{slash}{rest}"), version };
            }
            missing |= is_whole && root.split('/').any(|part| part == VERSION);
        }
        let version = if missing { Version::Missing } else { Version::Own };
        Target::Service { url: path.to_owned(), version }
    }

    /// Returns a path without that of a root, and its version; `None` if it does not begin with the root's.
    fn without_root<'p>(&self, root: &str, path: &'p str) -> Option<(&'p str, Version)> {
        let mut rest = path.trim_start_matches('/');
        let mut version = Version::Own;
        for part in root.split('/').filter(|part| !part.is_empty()) {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let own = &rest[..end];
            if part == VERSION || is_version(part) {
                let expected = if part == VERSION { self.version.as_str() } else { part };
                if own.eq_ignore_ascii_case(expected) || own.eq_ignore_ascii_case(VERSION) {
                } else if is_version(own) {
                    version = Version::Other(own.to_owned());
                } else {
                    return None;
                }
            } else if !own.eq_ignore_ascii_case(part) {
                return None;
            }
            rest = rest[end..].trim_start_matches('/');
        }
        Some((rest, version))
    }
}

/// Returns the path of a root, without the host.
fn root_path(root: &str) -> &str {
    let rest = root.split_once("://").map_or(root, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// Returns whether a segment names a version: `v1.0`, `beta`.
fn is_version(text: &str) -> bool {
    let is_number = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    text.eq_ignore_ascii_case("beta") || text.strip_prefix(['v', 'V']).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locate(url: &str) -> (String, Version) {
        let roots = ["https://graph.microsoft.com/{version}", "https://graph.microsoft.us/{version}"];
        let service = Service { version: "v1.0".to_owned(), roots: roots.map(str::to_owned).into() };
        match service.locate(url) {
            Target::Service { url, version } => (url, version),
            Target::Elsewhere(host) => (format!("elsewhere {host}"), Version::Own),
            Target::NoPath => ("no path".to_owned(), Version::Own),
        }
    }

    #[test]
    fn roots_are_removed() {
        for (url, expected) in [
            ("https://graph.microsoft.com/v1.0/me?a=b", "/me?a=b"),
            ("HTTPS://Graph.Microsoft.Com:443/V1.0//me", "/me"),
            ("https://graph.microsoft.us/v1.0/me", "/me"),
            ("https://user:password@graph.microsoft.com/v1.0/me", "/me"),
            ("graph.microsoft.com/v1.0/me", "/me"),
            ("/v1.0/me", "/me"),
            ("/me/v1.0", "/me/v1.0"),
            ("me", "me"),
            ("https://graph.microsoft.com/{version}/me", "/me"),
            ("https://{host}/v1.0/me", "https://{host}/v1.0/me"),
            ("{{baseUrl}}/me", "/me"),
            ("{{host}}/v1.0/me", "/me"),
            ("https://graph.microsoft.com/v1.0?a=b", "/?a=b"),
            ("/users/a?b=https://c/d", "/users/a?b=https://c/d"),
        ] {
            assert_eq!(locate(url), (expected.to_owned(), Version::Own), "{url}");
        }
    }

    #[test]
    fn other_versions_and_hosts_are_recognized() {
        assert_eq!(
            locate("https://graph.microsoft.com/beta/me"),
            ("/me".to_owned(), Version::Other("beta".to_owned()))
        );
        assert_eq!(locate("/v2.0/me"), ("/me".to_owned(), Version::Other("v2.0".to_owned())));
        assert_eq!(locate("https://graph.microsoft.com/me"), ("/me".to_owned(), Version::Missing));
        assert_eq!(locate("https://files.example.com/v1.0/me").0, "elsewhere files.example.com");
        assert_eq!(locate("https://graph.microsoft.com").0, "no path");
    }

    #[test]
    fn roots_may_have_a_path() {
        let service = Service { version: "v2".to_owned(), roots: vec!["https://example.com/api/v2/odata".to_owned()] };
        let here = |url: &str, version| Target::Service { url: url.to_owned(), version };
        assert_eq!(service.locate("https://example.com/api/v2/odata/crates"), here("/crates", Version::Own));
        let other = Version::Other("v3".to_owned());
        assert_eq!(service.locate("https://example.com/api/v3/odata/crates"), here("/crates", other));
        assert_eq!(service.locate("https://example.com/crates"), here("/crates", Version::Own));
        assert_eq!(Service::default().locate("/crates"), here("/crates", Version::Own));
    }
}
