//! Patterns of paths, as the HTTP annotations write them, and how a request's path is held against them.
//!
//! A path is matched as it came and decoded after, so that a `%2F` is part of a name and a `/` is not. It knows no methods of
//! HTTP; `routes.rs` does.

use std::cmp::Ordering;

use percent_encoding::percent_decode_str;

/// A pattern: `/v1/clients/{client_id}/queue`, `/v1/listeners/{name}:close`, `/v1/retained/{topic=**}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    segments: Vec<Segment>,
    /// What follows the last `:` of the last segment.
    verb: Option<String>,
}

/// What stands between two slashes. The order is that of trying: a pattern that says more comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    /// These words.
    Literal(String),
    /// One segment that is not empty, for this field.
    One(String),
    /// All that follows, slashes included and not empty, for this field.
    Rest(String),
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It does not begin with a slash.
    #[error("it does not begin with a slash")]
    NoSlash,
    /// A segment is neither words nor `{field}` nor `{field=**}`.
    #[error("{0:?} is neither words nor {{field}} nor {{field=**}}")]
    Segment(String),
    /// `{field=**}` is not at the end.
    #[error("{{{0}=**}} is not the last segment")]
    RestNotLast(String),
}

/// Why a path that fits a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotText {
    /// The field whose segment is not UTF-8 when it is decoded.
    pub(crate) field: String,
}

/// The fields of a path and their values, decoded.
pub(crate) type Captures<'a> = Vec<(&'a str, String)>;

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.strip_prefix('/').ok_or(PatternError::NoSlash)?;
        let after_fields = text.rfind(['}', '/']).map_or(0, |at| at + 1);
        let (path, verb) = match text[after_fields..].rfind(':') {
            Some(colon) => {
                let colon = after_fields + colon;
                (&text[..colon], Some(text[colon + 1..].to_owned()))
            }
            None => (text, None),
        };
        let segments = path
            .split('/')
            .map(Segment::parse)
            .collect::<Result<Vec<_>, _>>()?;
        let before_last = &segments[..segments.len() - 1];
        for segment in before_last {
            if let Segment::Rest(field) = segment {
                return Err(PatternError::RestNotLast(field.clone()));
            }
        }
        Ok(Self { segments, verb })
    }

    /// The fields in the order they stand in.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::One(field) | Segment::Rest(field) => Some(field.as_str()),
        })
    }

    /// What stands for the fields in a path as it came; `None` if the path is another.
    pub(crate) fn captures(&self, path: &str) -> Option<Result<Captures<'_>, NotText>> {
        let mut rest = path.strip_prefix('/')?;
        if let Some(verb) = &self.verb {
            rest = rest.strip_suffix(verb.as_str())?.strip_suffix(':')?;
        }
        let mut rest = Some(rest);
        let mut raw = Vec::new();
        for segment in &self.segments {
            let here = rest?;
            if let Segment::Rest(field) = segment {
                if here.is_empty() {
                    return None;
                }
                raw.push((field.as_str(), here));
                rest = None;
                continue;
            }
            let (one, after) = match here.split_once('/') {
                Some((one, after)) => (one, Some(after)),
                None => (here, None),
            };
            match segment {
                Segment::Literal(words) if words == one => {}
                Segment::One(field) if !one.is_empty() => raw.push((field, one)),
                _ => return None,
            }
            rest = after;
        }
        rest.is_none().then(|| decode(raw))
    }

    /// As OpenAPI writes it.
    pub(crate) fn template(&self) -> String {
        let mut out = String::new();
        for segment in &self.segments {
            out.push('/');
            match segment {
                Segment::Literal(words) => out.push_str(words),
                Segment::One(field) | Segment::Rest(field) => {
                    out.push('{');
                    out.push_str(field);
                    out.push('}');
                }
            }
        }
        if let Some(verb) = &self.verb {
            out.push(':');
            out.push_str(verb);
        }
        out
    }

    /// Whether this pattern is to be tried before another: the one that says more.
    pub(crate) fn precedence(&self, other: &Self) -> Ordering {
        let own = (&self.segments, self.verb.is_none());
        own.cmp(&(&other.segments, other.verb.is_none()))
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError::Segment(text.to_owned());
        let Some(field) = text.strip_prefix('{') else {
            let plain = !text.is_empty() && !text.contains(['{', '}', '*', '=', ':', '%']);
            return plain
                .then(|| Self::Literal(text.to_owned()))
                .ok_or_else(wrong);
        };
        let field = field.strip_suffix('}').ok_or_else(wrong)?;
        let (name, rest) = match field.strip_suffix("=**") {
            Some(name) => (name, true),
            None => (field, false),
        };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(wrong());
        }
        Ok(if rest {
            Self::Rest(name.to_owned())
        } else {
            Self::One(name.to_owned())
        })
    }
}

fn decode<'a>(raw: Vec<(&'a str, &str)>) -> Result<Captures<'a>, NotText> {
    raw.into_iter()
        .map(
            |(field, value)| match percent_decode_str(value).decode_utf8() {
                Ok(value) => Ok((field, value.into_owned())),
                Err(_) => Err(NotText {
                    field: field.to_owned(),
                }),
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    fn captures(pattern: &str, path: &str) -> Option<Vec<String>> {
        let pattern = Pattern::parse(pattern).unwrap();
        let captures = pattern.captures(path)?.unwrap();
        Some(captures.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn a_path_is_matched_before_it_is_decoded() {
        let pattern = "/v1/clients/{client_id}";
        for (path, client_id) in [
            ("/v1/clients/a", "a"),
            ("/v1/clients/a%2Fb", "a/b"),
            ("/v1/clients/100%25", "100%"),
            ("/v1/clients/a%20b+c", "a b+c"),
            ("/v1/clients/%1B%5B2J", "\u{1b}[2J"),
            ("/v1/clients/urn:x:1", "urn:x:1"),
            ("/v1/clients/%C3%A9", "é"),
            ("/v1/clients/..", ".."),
        ] {
            assert_eq!(
                captures(pattern, path),
                Some(vec![client_id.to_owned()]),
                "{path}"
            );
        }
        for path in [
            "/v1/clients",
            "/v1/clients/",
            "/v1/clients/a/",
            "/v1/clients/a/b",
            "/v1//a",
            "v1/clients/a",
            "/",
            "",
        ] {
            assert_eq!(captures(pattern, path), None, "{path}");
        }
    }

    #[test]
    fn a_verb_is_what_follows_the_last_colon() {
        let close = "/v1/listeners/{name}:close";
        assert_eq!(
            captures(close, "/v1/listeners/0.0.0.0:1883:close"),
            Some(vec!["0.0.0.0:1883".to_owned()])
        );
        assert_eq!(captures(close, "/v1/listeners/tcp"), None);
        assert_eq!(captures(close, "/v1/listeners/:close"), None);
        assert_eq!(captures(close, "/v1/listeners/tcp%3Aclose"), None);
        assert_eq!(
            captures("/v1/clients:kick", "/v1/clients:kick"),
            Some(vec![])
        );
        assert_eq!(captures("/v1/clients:kick", "/v1/clients"), None);
    }

    #[test]
    fn the_rest_of_a_path_keeps_its_slashes() {
        let topic = "/v1/retained/{topic=**}";
        for (path, name) in [
            ("/v1/retained/a/b//c", "a/b//c"),
            ("/v1/retained/a%2Fb", "a/b"),
            ("/v1/retained//a", "/a"),
        ] {
            assert_eq!(captures(topic, path), Some(vec![name.to_owned()]));
        }
        assert_eq!(captures(topic, "/v1/retained/"), None);
        assert_eq!(captures(topic, "/v1/retained"), None);
    }

    #[test]
    fn a_segment_that_is_not_text_is_named() {
        let pattern = Pattern::parse("/v1/clients/{client_id}").unwrap();
        let wrong = pattern.captures("/v1/clients/%FF").unwrap().unwrap_err();
        assert_eq!(wrong.field, "client_id");
    }

    #[test]
    fn the_pattern_that_says_more_is_tried_first() {
        let mut patterns = ["/v1/{a}", "/v1/{a=**}", "/v1/x", "/v1/{a}:do"]
            .map(|text| Pattern::parse(text).unwrap());
        patterns.sort_by(Pattern::precedence);
        assert_eq!(
            patterns.map(|pattern| pattern.template()),
            ["/v1/x", "/v1/{a}:do", "/v1/{a}", "/v1/{a}"]
        );
    }

    #[test]
    fn patterns_that_mean_nothing_are_refused() {
        for (text, error) in [
            ("v1", PatternError::NoSlash),
            ("/v1/{", PatternError::Segment("{".to_owned())),
            ("/v1/{a*}", PatternError::Segment("{a*}".to_owned())),
            ("/v1/{a}b", PatternError::Segment("{a}b".to_owned())),
            ("/v1//b", PatternError::Segment(String::new())),
            ("/v1/{a=**}/b", PatternError::RestNotLast("a".to_owned())),
        ] {
            assert_eq!(Pattern::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_name_can_be_written_into_a_path(name in "\\PC{1,20}|[\\x00-\\x7f]{1,20}", verb in any::<bool>()) {
            let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
            let (pattern, path) = if verb {
                ("/v1/listeners/{name}:close", format!("/v1/listeners/{encoded}:close"))
            } else {
                ("/v1/clients/{client_id}", format!("/v1/clients/{encoded}"))
            };
            prop_assert_eq!(captures(pattern, &path), Some(vec![name]));
        }

        #[test]
        fn no_path_stops_the_matcher(path in "[/:%a-z{}*0-9]{0,40}") {
            for pattern in ["/v1/{a}", "/v1/{a}/b:c", "/{a=**}", "/v1/x:y"] {
                let _ = Pattern::parse(pattern).unwrap().captures(&path);
            }
        }

        #[test]
        fn no_pattern_stops_the_parser(text in "[/:%a-z{}*=]{0,30}") {
            let _ = Pattern::parse(&text);
        }
    }
}
