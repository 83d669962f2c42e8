//! Sections of plugins that the configuration does not know: read into types of the plugins, with located mistakes.

use std::path::Path;

use gmqtt_config::{Config, Diagnostic, LoadError, LoadOptions, Loaded, load_bytes};
use proptest::{prop_assert, proptest};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Section {
    url: String,
    retries: u8,
    ratio: f64,
    strict: bool,
    note: Option<String>,
    mode: Mode,
    topics: Vec<Topic>,
}

#[derive(Debug, PartialEq, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Fast,
    Slow {
        seconds: u32,
    },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Topic {
    name: String,
    qos: i8,
}

fn read_with(text: &str, set: &[&str]) -> Result<Loaded, LoadError> {
    let options = LoadOptions {
        plugins: vec!["mine".to_owned()],
        set: set.iter().map(|&it| it.to_owned()).collect(),
        ..LoadOptions::default()
    };
    load_bytes(Path::new("gmqtt.yml"), text.as_bytes(), &options)
}

fn config(text: &str) -> Config {
    read_with(text, &[]).expect("a right file").config
}

fn mistake(text: &str) -> Diagnostic {
    *config(text).section::<Section>("mine").expect_err(text)
}

#[test]
fn a_section_becomes_a_type_of_its_plugin() {
    let text = "plugin_order: [mine]
plugins:
  mine:
    url: http://127.0.0.1
    retries: 3
    ratio: 0.5
    strict: true
    note: 12
    mode: {slow: {seconds: 5}}
    topics: [{name: a/b, qos: 1}]
";
    let config = config(text);
    assert_eq!(config.plugin_order, ["mine"]);
    let expected = Section {
        url: "http://127.0.0.1".to_owned(),
        retries: 3,
        ratio: 0.5,
        strict: true,
        note: Some("12".to_owned()),
        mode: Mode::Slow { seconds: 5 },
        topics: vec![Topic {
            name: "a/b".to_owned(),
            qos: 1,
        }],
    };
    assert_eq!(config.section::<Section>("mine").unwrap(), expected);
}

#[test]
fn a_missing_section_is_an_empty_one() {
    for text in ["", "plugins: {mine: }\n", "plugins: {mine: {}}\n"] {
        assert_eq!(
            config(text).section::<Section>("mine").unwrap(),
            Section::default()
        );
    }
    #[derive(Debug, Deserialize)]
    struct Needs {
        #[expect(dead_code, reason = "never read: it is missing")]
        name: String,
    }
    let missing = config("").section::<Needs>("mine").unwrap_err();
    assert_eq!(missing.message, "`plugins.mine`: missing field `name`");
}

#[test]
fn mistakes_have_their_place() {
    for (text, message, line, column) in [
        (
            "plugins:\n  mine:\n    retries: many\n",
            "`plugins.mine.retries`: invalid type: string \"many\", expected u8",
            3,
            14,
        ),
        (
            "plugins:\n  mine:\n    retries: 300\n",
            "`plugins.mine.retries`: invalid value: integer `300`, expected u8",
            3,
            14,
        ),
        (
            "plugins:\n  mine:\n    topics:\n      - name: a\n        qos: []\n",
            "`plugins.mine.topics[0].qos`: invalid type: sequence, expected i8",
            5,
            14,
        ),
        (
            "plugins:\n  mine:\n    topics:\n      - name: a\n",
            "`plugins.mine.topics[0]`: missing field `qos`",
            4,
            9,
        ),
        (
            "plugins:\n  mine: [1]\n",
            "`plugins.mine`: invalid type: sequence, expected struct Section",
            2,
            9,
        ),
    ] {
        let found = mistake(text);
        assert_eq!(found.message, message);
        let at = found.location.expect(text);
        assert_eq!(
            (at.line, at.column, at.source.as_str()),
            (line, column, "gmqtt.yml")
        );
    }
    let unknown = mistake("plugins:\n  mine:\n    retrys: 1\n");
    assert!(
        unknown.message.contains("unknown field `retrys`"),
        "{unknown}"
    );
    assert_eq!(
        unknown.location.map(|at| (at.line, at.column)),
        Some((3, 5))
    );
    let wrong = mistake("plugins: {mine: {mode: medium}}\n");
    assert!(
        wrong.message.contains("unknown variant `medium`"),
        "{wrong}"
    );
}

#[test]
fn overrides_reach_it_and_are_where_it_came_from() {
    let loaded = read_with(
        "plugins: {mine: {retries: 1, url: a}}\n",
        &["plugins.mine.retries=7"],
    );
    let Loaded {
        config, origins, ..
    } = loaded.expect("a right file");
    assert_eq!(config.section::<Section>("mine").unwrap().retries, 7);
    assert_eq!(origins.of("plugins.mine.retries").to_string(), "--set");
    assert_eq!(origins.of("plugins.mine.url").to_string(), "gmqtt.yml:1");
}

#[test]
fn it_is_shown_without_its_secrets() {
    let config = config("plugins: {mine: {retries: 1, api_token: abc, text: 'a: b'}}\n");
    let shown = config.to_yaml(true);
    assert!(
        shown.contains("retries: 1") && shown.contains("text: 'a: b'"),
        "{shown}"
    );
    assert!(
        shown.contains("********") && !shown.contains("abc"),
        "{shown}"
    );
    assert!(config.to_yaml(false).contains("abc"));
    assert!(!format!("{config:?}").contains("abc"));
    let again = read_with(&config.to_yaml(false), &[])
        .expect("it loads again")
        .config;
    assert_eq!(again, config);
}

#[test]
fn a_built_in_plugin_keeps_its_section() {
    let options = LoadOptions {
        plugins: vec!["auth".to_owned(), "mine".to_owned()],
        ..LoadOptions::default()
    };
    let text = b"plugins: {auth: {rehash: true}, mine: {retries: 1}}\n";
    let config = load_bytes(Path::new("f"), text, &options)
        .expect("a right file")
        .config;
    assert!(config.plugins.auth.rehash);
    assert_eq!(config.section::<Section>("mine").unwrap().retries, 1);
}

#[test]
fn it_belongs_to_a_plugin_that_is_there() {
    let options = LoadOptions::default();
    let text = b"plugin_order: [mine]\nplugins: {mine: {a: 1}}\n";
    let Err(LoadError::Invalid { diagnostics, .. }) = load_bytes(Path::new("f"), text, &options)
    else {
        panic!("accepted");
    };
    let messages: Vec<_> = diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["unknown plugin `mine`", "unknown key `mine`"]);
    let Err(LoadError::Invalid { diagnostics, .. }) = read_with("plugin_order: [nine]\n", &[])
    else {
        panic!("accepted");
    };
    assert_eq!(diagnostics[0].hint.as_deref(), Some("did you mean `mine`?"));
}

proptest! {
    /// Whatever is written there, reading it ends with a value or a located mistake.
    #[test]
    fn any_section_is_read_or_refused(text in "[-:,{}\\[\\] \na-e0-9.'_]{0,80}") {
        let whole = format!("plugins: {{mine: {{topics: [{{name: a, qos: 1}}], {text}}}}}\n");
        for text in [whole, format!("plugins:\n  mine:\n    mode: {text}\n")] {
            let Ok(Loaded { config, .. }) = read_with(&text, &[]) else {
                continue;
            };
            if let Err(mistake) = config.section::<Section>("mine") {
                prop_assert!(mistake.location.is_some(), "{mistake}");
            }
        }
    }
}
