//! Keys of the configuration, one level at a time.

use std::{collections::BTreeSet, ffi::OsStr};

use clap_complete::CompletionCandidate;
use gmqtt_config::{KeyDoc, KeyKind};

/// What `gmqtt config show` can be given.
pub(crate) fn config_keys(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(current, |key| key.path.clone())
}

/// What `--set` can be given: a key and, where it is one of a few words, its value.
pub(crate) fn settings(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let Some((path, _)) = typed.split_once('=') else {
        return complete(current, |key| format!("{}=", key.path));
    };
    let key = gmqtt_config::keys().iter().find(|key| key.path == path);
    let words = key.map(|key| match key.kind {
        KeyKind::Flag => &["true", "false"],
        _ => key.words,
    });
    let values = words.unwrap_or_default().iter();
    values
        .map(|word| CompletionCandidate::new(format!("{path}={word}")))
        .filter(|candidate| starts_with(candidate, &typed))
        .collect()
}

/// The keys that begin with `current`, no further than their next level; `written` is how a key without keys below it ends.
fn complete(current: &OsStr, written: impl Fn(&KeyDoc) -> String) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    let keys = gmqtt_config::keys();
    let mut sections = BTreeSet::new();
    let mut found = Vec::new();
    // What is in a list is named by its number, which is not known here.
    for key in keys.iter().filter(|key| !key.path.contains("[]")) {
        let Some(rest) = key.path.strip_prefix(&*typed) else {
            continue;
        };
        let candidate = match rest.find('.') {
            Some(dot) => {
                let section = &key.path[..typed.len() + dot + 1];
                if !sections.insert(section.to_owned()) {
                    continue;
                }
                let of = keys
                    .iter()
                    .find(|key| key.path == section[..section.len() - 1]);
                CompletionCandidate::new(section).help(of.map(|key| key.doc.clone().into()))
            }
            None if keys
                .iter()
                .any(|below| below.path.starts_with(&format!("{}.", key.path))) =>
            {
                continue;
            }
            None => CompletionCandidate::new(written(key)).help(Some(key.doc.clone().into())),
        };
        found.push(candidate);
    }
    found
}

fn starts_with(candidate: &CompletionCandidate, typed: &str) -> bool {
    candidate.get_value().to_string_lossy().starts_with(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(found: Vec<CompletionCandidate>) -> Vec<String> {
        let text = |one: &CompletionCandidate| one.get_value().to_string_lossy().into_owned();
        found.iter().map(text).collect()
    }

    #[test]
    fn keys_come_one_level_at_a_time() {
        let top = values(config_keys("".as_ref()));
        assert!(top.contains(&"mqtt.".to_owned()), "{top:?}");
        assert!(top.contains(&"data_dir".to_owned()), "{top:?}");
        assert!(!top.iter().any(|key| key.starts_with("mqtt.m")), "{top:?}");
        assert_eq!(
            values(config_keys("mqtt.max_infl".as_ref())),
            ["mqtt.max_inflight"]
        );
        let plugins = values(config_keys("plugins.".as_ref()));
        assert!(plugins.contains(&"plugins.auth.".to_owned()), "{plugins:?}");
    }

    #[test]
    fn a_setting_has_a_value() {
        assert_eq!(
            values(settings("mqtt.max_infl".as_ref())),
            ["mqtt.max_inflight="]
        );
        assert_eq!(values(settings("log.level=w".as_ref())), ["log.level=warn"]);
        assert_eq!(values(settings("mqtt.retain_available=".as_ref())).len(), 2);
        assert!(values(settings("mqtt.max_inflight=1".as_ref())).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_the_candidates_go_on_from_it(typed in "[a-z._=\\[\\]é]{0,12}") {
            for value in values(settings(typed.as_ref())) {
                proptest::prop_assert!(value.starts_with(&typed));
            }
        }
    }
}
