//! Mistakes are all reported, where they are, with what was expected.

use crate::{accepted, read, refused, shown};

#[test]
fn three_mistakes_in_one_file_are_three_located_errors() {
    let text = "\
log:
  level: loud
mqtt:
  max_inflght: 200
  maximum_qos: 3
";
    assert_eq!(
        shown(&refused(text)),
        "\
error: `log.level` must be one of `trace`, `debug`, `info`, `warn`, `error`, not `loud`
  --> gmqtt.yml:2:10
   |
 2 |   level: loud
   |          ^^^^
error: unknown key `max_inflght`
  --> gmqtt.yml:4:3
   |
 4 |   max_inflght: 200
   |   ^^^^^^^^^^^ did you mean `max_inflight`?
error: `mqtt.maximum_qos` must be a number from 0 to 2, not `3`
  --> gmqtt.yml:5:16
   |
 5 |   maximum_qos: 3
   |                ^
"
    );
}

#[test]
fn errors_and_warnings_are_in_file_order_and_a_line_of_meaning_shows_its_key() {
    let text = "\
api:
  http:
    - address: 0.0.0.0:8083
listeners:
  - address: :1883
  - address: 127.0.0.1:1883
";
    assert_eq!(
        shown(&refused(text)),
        "\
warning: admin API on 0.0.0.0:8083 has no authentication; `gmqtt start` refuses it unless there are tokens
  --> gmqtt.yml:3:16  (api.http[0].address)
  hint: bind 127.0.0.1, or set `api.auth.mode` to `token`, or to `none` to accept it
error: 127.0.0.1:1883 is already taken by `listeners[0].address`
  --> gmqtt.yml:6:14  (listeners[1].address)
  hint: give one of them another port
"
    );
}

#[test]
fn a_key_in_the_wrong_section_is_told_where_it_belongs() {
    let hint = |text| refused(text)[0].hint.clone().expect("a hint");
    assert_eq!(
        hint("session_expiry: 1h\n"),
        "`session_expiry` belongs to `mqtt`"
    );
    assert_eq!(
        hint("mqtt:\n  listeners: []\n"),
        "`listeners` belongs to the top level; check the indentation"
    );
    assert_eq!(
        hint("log:\n  colour: true\n"),
        "known keys: level, format, output, dump_packet"
    );
}

#[test]
fn a_missing_address_is_reported_at_its_listener() {
    let found = refused("listeners:\n  - address:\n");
    assert_eq!(found[0].message, "`listeners[0].address` is missing");
    assert_eq!(
        found[0]
            .location
            .as_ref()
            .map(|at| (at.line, at.column, at.length)),
        Some((2, 5, 7))
    );
    let found = refused("listeners:\n  - name: a\n  - address: ':1883'\n");
    assert_eq!(found[0].message, "`listeners[0].address` is missing");
    assert_eq!(
        found[0].location.as_ref().map(|at| (at.line, at.column)),
        Some((2, 5))
    );
}

#[test]
fn a_section_that_is_a_word_and_a_list_that_is_a_word_are_refused() {
    let found = refused("mqtt: yes\nplugin_order: admin\nlog: [a]\n");
    let messages: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`mqtt` must be a section with keys of its own, not `yes`",
            "`plugin_order` must be a list, not `admin`",
            "`log` must be a section with keys of its own, not a list",
        ]
    );
    assert_eq!(
        found[1].hint.as_deref(),
        Some("a list of one is written `[admin]`")
    );
    assert_eq!(
        refused("just words\n")[0].message,
        "a config file must be a section with keys of its own, not `just words`"
    );
}

#[test]
fn yaml_that_cannot_be_parsed_is_one_error_with_its_place() {
    for (text, line) in [
        ("mqtt:\n\tmax_inflight: 1\n", 2),
        ("log: {level: info\n", 2),
        ("a: b: c\n", 1),
        ("'open\n", 1),
    ] {
        let found = refused(text);
        assert_eq!(found.len(), 1, "{}", shown(&found));
        assert!(
            found[0].message.starts_with("this is not YAML: "),
            "{}",
            found[0].message
        );
        let at = found[0].location.as_ref().expect("a place");
        assert!(at.line.abs_diff(line) <= 1, "{text:?}: {at}");
    }
    let tab = refused("mqtt:\n\tmax_inflight: 1\n");
    assert_eq!(
        tab[0].hint.as_deref(),
        Some("indent with spaces; YAML does not take tabs")
    );
}

#[test]
fn a_key_given_twice_is_an_error_that_names_the_first() {
    let found = refused("log:\n  level: info\n  format: text\n  level: debug\n");
    assert_eq!(found[0].message, "the key `level` is given twice");
    assert_eq!(found[0].hint.as_deref(), Some("first on line 2"));
    assert_eq!(found[0].location.as_ref().map(|at| at.line), Some(4));
}

#[test]
fn tags_second_documents_and_keys_that_are_no_words_are_refused() {
    assert_eq!(
        refused("log: !secret {level: info}\n")[0].message,
        "the tag `!secret` means nothing here"
    );
    assert!(
        refused("log: {}\n---\nlog: {}\n")[0]
            .message
            .contains("one document")
    );
    assert_eq!(
        refused("? [a, b]\n: c\n")[0].message,
        "a key must be a word"
    );
    accepted("---\nlog: !!map {level: !!str info}\n...\n");
}

#[test]
fn a_secret_is_not_repeated_in_a_message() {
    let text = "persistence:\n  redis:\n    password: [hunter2]\n    pasword: hunter2\n";
    let shown = shown(&refused(text));
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("did you mean `password`?"), "{shown}");
    let loaded = accepted("persistence: {redis: {password: hunter2}}\n");
    assert!(!format!("{:?}", loaded.config).contains("hunter2"));
}

#[test]
fn a_hundred_mistakes_are_enough() {
    let text: String = (0..1000).map(|i| format!("nonsense{i}: 1\n")).collect();
    let found = refused(&text);
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].message, "900 more mistakes are not shown");
}

#[test]
fn the_error_itself_is_one_line() {
    let one = read("log: {level: loud}\n")
        .expect_err("a mistake")
        .to_string();
    assert_eq!(
        one,
        "the configuration in gmqtt.yml is not valid: `log.level` must be one of `trace`, `debug`, `info`, `warn`, \
         `error`, not `loud` (gmqtt.yml:1:14)"
    );
    let two = read("a: 1\nb: 2\n").expect_err("two mistakes").to_string();
    assert_eq!(two, "the configuration in gmqtt.yml is not valid: 2 errors");
}
