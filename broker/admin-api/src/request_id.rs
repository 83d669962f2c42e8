//! The name of a request, in `X-Request-Id`, errors and the audit log.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use http::HeaderMap;

/// The header.
pub(crate) const HEADER: &str = "x-request-id";

/// The name of a request. It is in the request's extensions when a service is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

/// The longest name that is taken from a caller.
const LONGEST: usize = 64;

impl RequestId {
    /// The one in the headers if it is fit to be written to logs (up to 64 letters, digits, `-`, `_`, `.`, `:`), a new one
    /// otherwise.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|name| is_fit(name))
            .map_or_else(Self::new, |name| Self(name.to_owned()))
    }

    /// A new one: 26 letters and digits that sort by time, as ULIDs do. It is unlike any other, and no secret.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "each is another one")]
    pub fn new() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut value = (now.as_millis() & 0xffff_ffff_ffff) << 80;
        value |= u128::from(KEY.hash_one(count)) << 16;
        value |= u128::from(count & 0xffff);
        Self(base32(value))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_fit(name: &str) -> bool {
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(fit)
}

/// 130 bits, of which the first two are zero, five at a time.
fn base32(value: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..26)
        .rev()
        .map(|at| char::from(DIGITS[(value >> (5 * at) & 31) as usize]))
        .collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn new_names_are_unlike() {
        let (a, b) = (RequestId::new(), RequestId::new());
        assert_ne!(a, b);
        assert_eq!(a.as_str().len(), 26);
        assert!(is_fit(a.as_str()));
    }

    #[test]
    fn a_name_from_the_caller_is_kept_if_it_is_fit() {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_static("build-7.x:1"));
        assert_eq!(RequestId::of(&headers).as_str(), "build-7.x:1");
        headers.insert(HEADER, HeaderValue::from_static("a b"));
        assert_ne!(RequestId::of(&headers).as_str(), "a b");
    }
}
