//! `--set` and `GMQTT_CFG__*`.

use std::path::Path;

use gmqtt_config::{Config, ListenAddress, LoadError, LoadOptions, Loaded, Origin, load_bytes};

use crate::shown;

fn with(text: &str, env: &[(&str, &str)], set: &[&str]) -> Result<Loaded, LoadError> {
    let env = env
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let set = set.iter().map(|&text| text.to_owned()).collect();
    load_bytes(
        Path::new("gmqtt.yml"),
        text.as_bytes(),
        &LoadOptions {
            env,
            set,
            ..LoadOptions::default()
        },
    )
}

#[track_caller]
fn accepted(text: &str, env: &[(&str, &str)], set: &[&str]) -> Loaded {
    with(text, env, set).unwrap_or_else(|error| panic!("{}", shown(error.diagnostics())))
}

#[track_caller]
fn refused(env: &[(&str, &str)], set: &[&str]) -> String {
    shown(with("", env, set).expect_err("a mistake").diagnostics())
}

#[test]
fn a_variable_with_a_name_of_its_own_sets_its_key() {
    let name = "GMQTT_API_TOKEN_FILE";
    let loaded = accepted("", &[(name, "/run/secrets/token")], &[]);
    let file = loaded.config.api.auth.tokens_file.as_deref();
    assert_eq!(file, Some(Path::new("/run/secrets/token")));
    assert_eq!(loaded.origins.of("api.auth.tokens_file").to_string(), name);
    let longer = [(name, "/a"), ("GMQTT_CFG__API__AUTH__TOKENS_FILE", "/b")];
    let loaded = accepted("", &longer, &[]);
    let file = loaded.config.api.auth.tokens_file.as_deref();
    assert_eq!(file, Some(Path::new("/b")));
    let loaded = accepted("", &[(name, "")], &[]);
    assert_eq!(loaded.config.api.auth.tokens_file, None);
}

#[test]
fn flag_over_variable_over_file_over_default() {
    let file = "mqtt:\n  max_inflight: 1\n  max_keepalive: 1\n  topic_alias_maximum: 1\n";
    let env = [
        ("GMQTT_CFG__MQTT__MAX_INFLIGHT", "2"),
        ("GMQTT_CFG__MQTT__MAX_KEEPALIVE", "2"),
        ("HOME", "/"),
    ];
    let loaded = accepted(file, &env, &["mqtt.max_inflight=3", "mqtt.max_inflight=4"]);
    let mqtt = &loaded.config.mqtt;
    assert_eq!(
        (
            mqtt.max_inflight,
            mqtt.max_keepalive,
            mqtt.topic_alias_maximum
        ),
        (4, 2, 1)
    );
    let origin = |key: &str| loaded.origins.of(key).to_string();
    assert_eq!(origin("mqtt.max_inflight"), "--set");
    assert_eq!(
        origin("mqtt.max_keepalive"),
        "GMQTT_CFG__MQTT__MAX_KEEPALIVE"
    );
    assert_eq!(origin("mqtt.topic_alias_maximum"), "gmqtt.yml:4");
    assert_eq!(origin("mqtt.maximum_qos"), "default");
    assert!(matches!(
        loaded.origins.of("mqtt.max_inflight"),
        Origin::Flag(_)
    ));
    assert_eq!(loaded.origins.iter().count(), 3);
}

#[test]
fn both_spellings_mean_the_same_key() {
    let loaded = accepted(
        "mqtt: {session_expiry_check_timer: 1s}\n",
        &[],
        &["mqtt.session_expiry_check_interval=2s"],
    );
    assert_eq!(
        loaded.config.mqtt.session_expiry_check_interval.as_secs(),
        2
    );
}

#[test]
fn of_both_spellings_in_one_file_the_first_counts() {
    let text = "mqtt: {session_expiry_check_timer: 1s, session_expiry_check_interval: 2s}\n";
    let loaded = accepted(text, &[], &[]);
    assert_eq!(
        loaded.config.mqtt.session_expiry_check_interval.as_secs(),
        1
    );
    assert_eq!(
        loaded.warnings[0].message,
        "`session_expiry_check_interval` and `session_expiry_check_timer` are two names of the same key; the first one counts"
    );
}

#[test]
fn lists_whole_or_by_item() {
    let loaded = accepted(
        "",
        &[],
        &["plugin_order=[auth, admin]", "listeners[0].address=:2883"],
    );
    assert_eq!(loaded.config.plugin_order, ["auth", "admin"]);
    // The other default listener stays.
    assert_eq!(loaded.config.listeners.len(), 2);
    assert_eq!(
        loaded.config.listeners[0].address,
        ListenAddress::new("", 2883).into()
    );
    assert_eq!(loaded.config.listeners[1], Config::default().listeners[1]);
    assert_eq!(*loaded.origins.of("listeners[1].address"), Origin::Default);

    let env = [
        ("GMQTT_CFG__LISTENERS__1__ADDRESS", ":2"),
        ("GMQTT_CFG__LISTENERS__0__ADDRESS", ":1"),
    ];
    let loaded = accepted(
        "listeners: [{address: ':9'}]\n",
        &env,
        &["listeners.2.address=[::1]:3"],
    );
    let addresses: Vec<_> = loaded
        .config
        .listeners
        .iter()
        .map(|listener| listener.address.to_string())
        .collect();
    assert_eq!(addresses, ["tcp://:1", "tcp://:2", "tcp://[::1]:3"]);
}

#[test]
fn values_are_taken_as_they_are() {
    let set = [
        "persistence.redis.password=a: #b",
        "persistence.redis.user=\"[c]\"",
        "mqtt.max_inflight=",
    ];
    let config = accepted("mqtt: {max_inflight: 5}\n", &[], &set).config;
    assert_eq!(config.persistence.redis.password.expose(), "a: #b");
    assert_eq!(config.persistence.redis.user, "[c]");
    assert_eq!(
        config.mqtt.max_inflight,
        Config::default().mqtt.max_inflight
    );
}

#[test]
fn mistakes_are_located_in_the_flag() {
    assert_eq!(
        refused(&[], &["mqtt.max_inflght=200", "log.level=loud"]),
        "\
error: unknown key `max_inflght`
  --> --set
   |
   | mqtt.max_inflght
   |      ^^^^^^^^^^^ did you mean `max_inflight`?
error: `log.level` must be one of `trace`, `debug`, `info`, `warn`, `error`, not `loud`
  --> --set
   |
   | log.level=loud
   |           ^^^^
"
    );
}

#[test]
fn mistakes_are_located_in_the_variable() {
    assert_eq!(
        refused(&[("GMQTT_CFG__MQTT__MAX_INFLGHT", "200")], &[]),
        "\
error: unknown key `max_inflght`
  --> GMQTT_CFG__MQTT__MAX_INFLGHT
   |
   | GMQTT_CFG__MQTT__MAX_INFLGHT
   |                  ^^^^^^^^^^^ did you mean `max_inflight`?
"
    );
    let found = refused(&[("GMQTT_CFG__MQTT__MAX_INFLIGHT", "many")], &[]);
    assert!(
        found.contains(
            "   | GMQTT_CFG__MQTT__MAX_INFLIGHT=many\n   |                               ^^^^"
        ),
        "{found}"
    );
}

#[test]
fn paths_that_lead_nowhere() {
    for (set, message) in [
        (
            "mqtt.max_inflight",
            "`--set mqtt.max_inflight` has no value",
        ),
        ("=1", "the name of a key is missing"),
        ("mqtt..x=1", "the name of a key is missing"),
        (
            "mqtt.max_inflight.x=1",
            "`mqtt.max_inflight` is a single value",
        ),
        ("listeners.address=:1", "`listeners` is a list"),
        ("listeners[5].address=:1", "`listeners` has 2 items"),
        ("nonsense.a.b=1", "unknown key `nonsense`"),
        ("plugin_order=[a", "this is not YAML: "),
        ("[0]=1", "unknown key `0`"),
    ] {
        let found = refused(&[], &[set]);
        assert!(
            found.starts_with(&format!("error: {message}")),
            "{set}: {found}"
        );
    }
}

#[test]
fn overrides_stay_strict_and_secret_values_stay_secret() {
    let error = with("compat: gmqtt-go\n", &[], &["nonsense=1"]).expect_err("a mistake");
    assert_eq!(error.diagnostics()[0].message, "unknown key `nonsense`");
    let found = refused(
        &[("GMQTT_CFG__PERSISTENCE__REDIS__PASSWRD", "hunter2")],
        &["log.level=loud"],
    );
    assert!(!found.contains("hunter2"), "{found}");
}

#[test]
fn a_broken_file_does_not_hide_a_broken_flag() {
    let error = with("a: b: c\n", &[], &["log.level=loud"]).expect_err("two mistakes");
    assert_eq!(error.diagnostics().len(), 2);
}
