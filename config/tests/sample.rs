//! `gmqtt.yml`, the sample in which every key is documented, and the schema agree.

use gmqtt_config::{Config, KeyDoc, ListenAddress, Loaded, keys};
use serde_yaml::Value;

use crate::{accepted, shown};

const SAMPLE: &str = include_str!("../gmqtt.yml");

/// Keys whose sample value is not the default: the sample is open to other machines, and lists all plugins.
/// What goes with client certificates and proxies is shown switched on, since it is refused while they are off.
const DIFFERENT: [&str; 9] = [
    "listeners",
    "plugin_order",
    "listeners[].tls.verify",
    "api.grpc[].tls.verify",
    "api.http[].tls.verify",
    "api.auth.certificates",
    "api.auth.unix.roles",
    "listeners[].proxy_protocol",
    "listeners[].trusted",
];

/// The sample with every key set: a line that starts with `#` and no blank after it is a key.
fn complete() -> String {
    let uncomment = |line: &str| {
        let text = line.trim_start();
        match text.strip_prefix('#') {
            Some(key) if !key.starts_with([' ', '#']) && !key.is_empty() => {
                format!("{}{key}\n", &line[..line.len() - text.len()])
            }
            _ => format!("{line}\n"),
        }
    };
    SAMPLE.lines().map(uncomment).collect()
}

#[test]
fn it_serves_the_usual_ports() {
    let Loaded {
        config, warnings, ..
    } = accepted(SAMPLE);
    assert_eq!(shown(&warnings), "");
    let mut expected = Config::default();
    expected.listeners[0].address = ListenAddress::new("", 1883).into();
    expected.listeners[1].address = ListenAddress::new("", 8883).into();
    assert_eq!(config, expected);
}

#[test]
fn with_every_key_set_it_is_accepted() {
    // Of a Redis there is an address or a URL, and certificates mean something with TLS only.
    let complete = complete()
        .replace("    addr: \"127.0.0.1:6379\"\n", "")
        .replace("url: \"\"", "url: rediss://127.0.0.1");
    // Once as it is, once without the line that makes mistakes warnings.
    for text in [complete.replace("compat: gmqtt-go", ""), complete] {
        let Loaded { warnings, .. } = accepted(&text);
        assert_eq!(shown(&warnings), "");
    }
}

#[test]
fn every_key_is_in_it() {
    let complete: Value = serde_yaml::from_str(&complete()).expect("YAML");
    let missing: Vec<_> = keys()
        .iter()
        .filter(|key| !is_in(&complete, &key.path))
        .map(|key| &key.path)
        .collect();
    assert!(missing.is_empty(), "not in gmqtt.yml: {missing:#?}");
}

#[test]
fn every_value_is_the_default() {
    let text = complete();
    let complete: Value = serde_yaml::from_str(&text).expect("YAML");
    let shown = |value: &Value| {
        serde_yaml::to_string(value)
            .expect("YAML")
            .trim()
            .to_owned()
    };
    for KeyDoc { path, default, .. } in keys() {
        let (Some(default), Some(value)) = (default, find(&complete, path)) else {
            continue;
        };
        if DIFFERENT.contains(&path.as_str()) {
            continue;
        }
        let default: Value = serde_yaml::from_str(default).expect("YAML");
        let same = shown(&default) == shown(value) || same_duration(&default, value);
        assert!(
            same,
            "{path}: {} in the code, {} in the sample",
            shown(&default),
            shown(value)
        );
    }
}

#[test]
fn every_key_is_explained() {
    let complete = complete();
    let original: Vec<_> = SAMPLE.lines().collect();
    let mut explained = false;
    for (number, line) in complete.lines().enumerate() {
        let text = line.trim_start();
        if text.starts_with("# ") {
            explained = true;
        } else if !text.is_empty() {
            // A list item opens on the line of its first key.
            assert!(
                explained,
                "gmqtt.yml:{}: no comment above: {}",
                number + 1,
                original[number]
            );
            explained = false;
        }
    }
}

#[test]
fn the_schema_has_words_for_every_key() {
    for key in keys() {
        assert!(key.doc.ends_with('.'), "{}: {}", key.path, key.doc);
        assert!(!key.expected.is_empty(), "{}", key.path);
    }
    let key = |path: &str| keys().iter().find(|key| key.path == path).expect(path);
    assert_eq!(key("mqtt.session_expiry").default.as_deref(), Some("2h"));
    assert_eq!(
        key("listeners[].tls.verify").default.as_deref(),
        Some("false")
    );
    assert_eq!(
        key("mqtt.session_expiry_check_interval").alias,
        Some("session_expiry_check_timer")
    );
    assert!(key("persistence.redis.password").secret && key("listeners[].address").required);
    assert_eq!(key("mqtt.delivery_mode").words, ["onlyonce", "overlap"]);
}

/// Whether a path is there. The endpoints of `api` have the same keys, so that each is shown once.
fn is_in(value: &Value, path: &str) -> bool {
    let twin = path.replace("api.grpc[]", "api.http[]");
    [path, &twin, &path.replace("api.http[]", "api.grpc[]")]
        .iter()
        .any(|path| find(value, path).is_some())
}

/// The value of a path; `[]` is any item of a list.
fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let (step, rest) = path
        .split_once('.')
        .map_or((path, None), |(step, rest)| (step, Some(rest)));
    let name = step.trim_end_matches("[]");
    let below = value.get(name)?;
    match (rest, step.ends_with("[]")) {
        (None, _) => Some(below),
        (Some(rest), false) => find(below, rest),
        (Some(rest), true) => below
            .as_sequence()?
            .iter()
            .find_map(|item| find(item, rest)),
    }
}

/// `240s` is `4m`.
fn same_duration(a: &Value, b: &Value) -> bool {
    let nanos = |value: &Value| gmqtt_config::parse_duration(value.as_str()?).ok();
    nanos(a).is_some() && nanos(a) == nanos(b)
}
