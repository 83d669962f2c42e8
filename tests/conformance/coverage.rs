//! Holds the tests against the lists of normative statements: each statement that a server can be seen to keep or break is
//! named by a test, or is in `exceptions.csv` with a reason.
//!
//! A statement counts as named only in the doc comment directly above a `#[test]`; comments elsewhere prove nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Client statements whose breach a server has to answer, so that a test can see the answer.
const ANSWERED_BREACHES: [&str; 22] = [
    "MQTT-2.2.1-3",
    "MQTT-3.1.0-1",
    "MQTT-3.1.2-9",
    "MQTT-3.1.2-30",
    "MQTT-3.1.3-3",
    "MQTT-3.2.2-11",
    "MQTT-3.2.2-14",
    "MQTT-3.2.2-15",
    "MQTT-3.2.2-17",
    "MQTT-3.2.2-18",
    "MQTT-3.3.2-9",
    "MQTT-3.3.4-6",
    "MQTT-3.3.4-7",
    "MQTT-4.12.0-3",
    "MQTT-4.12.0-7",
    "MQTT-4.12.1-1",
    "MQTT-6.0.0-3",
    "3.1.1 MQTT-3.1.0-1",
    "3.1.1 MQTT-3.1.2-9",
    "3.1.1 MQTT-3.1.3-3",
    "3.1.1 MQTT-3.1.3-7",
    "3.1.1 MQTT-6.0.0-3",
];

#[test]
fn every_statement_is_tested_or_excepted() {
    let named = named_in_tests();
    let excepted = exceptions();
    let missing: Vec<_> = observable()
        .into_iter()
        .filter(|(id, _)| !named.contains_key(id) && !excepted.contains_key(id))
        .map(|(id, statement)| format!("[{id}] {statement}"))
        .collect();
    assert!(
        missing.is_empty(),
        "{} statements without a test:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn every_statement_named_by_a_test_exists() {
    let known: BTreeSet<_> = statements()
        .into_iter()
        .map(|statement| statement.id)
        .collect();
    let unknown: Vec<_> = named_in_tests()
        .into_iter()
        .filter(|(id, _)| !known.contains(id))
        .collect();
    assert!(unknown.is_empty(), "no such statements: {unknown:#?}");
}

#[test]
fn exceptions_have_a_reason_and_are_needed() {
    let observable = observable();
    let named = named_in_tests();
    for (id, reason) in exceptions() {
        assert!(observable.contains_key(&id), "[{id}] needs no exception");
        assert!(
            !named.contains_key(&id),
            "[{id}] is excepted but tested in {}",
            named[&id].display()
        );
        assert!(reason.len() > 10, "[{id}] is excepted without a reason");
    }
}

struct Statement {
    /// `MQTT-x.y.z-n` of MQTT 5, `3.1.1 MQTT-x.y.z-n`.
    id: String,
    who: String,
    text: String,
}

/// All statements of both standards.
fn statements() -> Vec<Statement> {
    let mut statements = Vec::new();
    for (prefix, file) in [
        ("", "mqtt5-normative.csv"),
        ("3.1.1 ", "mqtt311-normative.csv"),
    ] {
        for row in rows(file) {
            let [id, who, text] = <[String; 3]>::try_from(row).expect("id,who,paraphrase");
            statements.push(Statement {
                id: format!("{prefix}{id}"),
                who,
                text,
            });
        }
    }
    statements
}

/// The statements that can be observed at a server, by id.
fn observable() -> BTreeMap<String, String> {
    let statements = statements();
    for id in ANSWERED_BREACHES {
        assert!(
            statements.iter().any(|statement| statement.id == id),
            "no such statement: {id}"
        );
    }
    let observable = |statement: &Statement| {
        statement.who != "client" || ANSWERED_BREACHES.contains(&statement.id.as_str())
    };
    statements
        .into_iter()
        .filter(observable)
        .map(|statement| (statement.id, statement.text))
        .collect()
}

/// Exceptions and their reasons, by id.
fn exceptions() -> BTreeMap<String, String> {
    rows("exceptions.csv")
        .map(|row| <[String; 2]>::try_from(row).expect("id,reason").into())
        .collect()
}

/// The rows of a file in this folder, without comments and header.
fn rows(file: &str) -> impl Iterator<Item = Vec<String>> {
    let text = read(&root().join("tests/conformance").join(file));
    let lines: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(fields)
        .collect();
    lines.into_iter().skip(1)
}

/// The fields of a row; a field in quotes may have commas.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("never empty").push(character),
        }
    }
    fields
}

/// Every id in the doc comment of a test, with one file that names it.
fn named_in_tests() -> BTreeMap<String, PathBuf> {
    let mut folders = vec![root().join("tests")];
    let mut named = BTreeMap::new();
    folders.extend(
        children(&root().join("broker"))
            .into_iter()
            .flat_map(|krate| [krate.join("src"), krate.join("tests")]),
    );
    while let Some(folder) = folders.pop() {
        for path in children(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                for id in ids_of_tests(&read(&path)) {
                    named.insert(id, path.clone());
                }
            }
        }
    }
    named
}

/// The ids in doc comments that stand directly above a `#[test]`.
fn ids_of_tests(source: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut comment = String::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            comment.push_str(text);
        } else if line == "#[test]" {
            ids.extend(ids_in(&comment));
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    ids
}

/// What stands in brackets and is an id.
fn ids_in(comment: &str) -> impl Iterator<Item = String> {
    let in_brackets = comment
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .map(|(inside, _)| inside);
    in_brackets
        .filter(|inside| {
            inside
                .strip_prefix("3.1.1 ")
                .unwrap_or(inside)
                .starts_with("MQTT-")
        })
        .map(str::to_owned)
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn ids_count_only_above_a_test() {
    let source = "
        //| [MQTT-1.1.1-1], [3.1.1 MQTT-1.1.1-2], [`Other`]: shown,
        //| [MQTT-1.1.1-3] too.
        #[test]
        fn a_test() { // [MQTT-1.1.1-4]
        }
        //| [MQTT-1.1.1-5]
        fn no_test() {}
        #[test]
        fn without() {}
    ";
    let source = source.replace("//|", "///"); // or this file would name these ids itself
    assert_eq!(
        ids_of_tests(&source),
        ["MQTT-1.1.1-1", "3.1.1 MQTT-1.1.1-2", "MQTT-1.1.1-3"]
    );
}
