//! Places are right whatever the text is made of.

use std::path::Path;

use gmqtt_config::{LoadOptions, load_bytes};

use crate::{refused, shown};

/// Line, column and length of the first mistake.
#[track_caller]
fn place(text: &str) -> (u32, u32, u32) {
    let found = refused(text);
    let at = found[0].location.as_ref().expect("a place");
    (at.line, at.column, at.length)
}

#[test]
fn a_plain_file() {
    assert_eq!(place("log:\n  level: loud\n"), (2, 10, 4));
    assert_eq!(place("log:\n  lvel: info\n"), (2, 3, 4));
    assert_eq!(place("plugin_order:\n- admin\n- nonsense\n"), (3, 3, 8));
}

#[test]
fn characters_count_not_bytes() {
    assert_eq!(
        place("# äöü €\npid_file: ü\nlog: {level: löud}\n"),
        (3, 14, 4)
    );
    assert_eq!(place("{pid_file: '日本', unknown: 1}\n"), (1, 18, 7));
}

#[test]
fn line_ends_of_every_kind() {
    assert_eq!(place("log:\r\n  level: loud\r\n"), (2, 10, 4));
    assert_eq!(place("# a\r\n\r\nlog:\r\n  lvel: x\r\n"), (4, 3, 4));
    assert_eq!(place("log:\r  level: loud\r"), (2, 10, 4));
    let found = refused("log:\r\n  lvel: x\r\nmqtt: {}\r\n");
    assert_eq!(found[0].excerpt.as_deref(), Some("  lvel: x"));
}

#[test]
fn a_byte_order_mark_counts_nothing() {
    assert_eq!(place("\u{feff}lgo: {}\n"), (1, 1, 3));
    assert_eq!(place("\u{feff}# comment\nlgo: {}\n"), (2, 1, 3));
}

#[test]
fn a_tab_is_one_character_and_four_columns() {
    assert_eq!(place("log:\t{ level: \tloud }\n"), (1, 16, 4));
    let text = shown(&refused("log: {level: \tloud}\n"));
    let lines: Vec<_> = text.lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "   |",
            " 1 | log: {level:     loud}",
            "   |                  ^^^^"
        ]
    );
    let found = refused("log:\n  level:\tinfo\n");
    assert_eq!(
        found[0].hint.as_deref(),
        Some("put a blank in place of the tab")
    );
}

#[test]
fn wide_characters_move_the_carets() {
    let text = shown(&refused("{pid_file: 日本, lgo: 1}\n"));
    assert!(
        text.contains("\n   |                  ^^^ did you mean `log`?"),
        "{text}"
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let found = shown(&refused("log: {level: \"\\e[2J\"}\n"));
    assert!(found.contains("not `\\u{1b}[2J`"), "{found}");
    let found = shown(&refused("log: {level: \u{1b}[2J}\n"));
    assert!(
        found.contains("the character U+001B cannot be in a config file"),
        "{found}"
    );
    assert_eq!(place("log:\n  level: \0\n"), (2, 10, 1));
}

#[test]
fn quoted_values_and_block_scalars() {
    assert_eq!(place("log:\n  level: \"loud\"\n"), (2, 10, 6));
    assert_eq!(place("log:\n  level: >\n    loud\n"), (3, 5, 1));
}

#[test]
fn text_that_is_not_utf8() {
    let bytes = b"log:\n  level: \xff\n";
    let error =
        load_bytes(Path::new("gmqtt.yml"), bytes, &LoadOptions::default()).expect_err("not UTF-8");
    assert_eq!(
        error.to_string(),
        "the configuration in gmqtt.yml is not valid: this is not UTF-8 text (gmqtt.yml:2:10)"
    );
}

#[test]
fn a_line_too_long_to_show_is_not_shown() {
    let text = format!("{{pid_file: {}, lgo: 1}}\n", "x".repeat(5000));
    assert_eq!(
        shown(&refused(&text)),
        "error: unknown key `lgo`\n  --> gmqtt.yml:1:5014  (lgo)\n  hint: did you mean `log`?\n"
    );
}

#[test]
fn an_alias_is_reported_where_its_anchor_is() {
    assert_eq!(place("log: {level: &a info, format: *a}\n"), (1, 14, 7));
}
