//! No input makes the reader panic, recurse or take long.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use gmqtt_config::{LoadOptions, load_bytes};
use proptest::prelude::*;

/// Far above what any input below takes, so that a loaded machine does not fail the test.
const LONG: Duration = Duration::from_secs(10);

fn read(bytes: &[u8], set: Vec<String>) -> String {
    let started = Instant::now();
    let options = LoadOptions {
        set,
        ..LoadOptions::default()
    };
    let shown = match load_bytes(Path::new("gmqttd.yml"), bytes, &options) {
        Ok(loaded) => loaded.warnings.iter().map(ToString::to_string).collect(),
        Err(error) => error
            .diagnostics()
            .iter()
            .map(|diagnostic| format!("{diagnostic}\n{error}\n"))
            .collect(),
    };
    assert!(
        started.elapsed() < LONG,
        "{:?} for {} bytes",
        started.elapsed(),
        bytes.len()
    );
    shown
}

fn refused(text: &str, message: &str) {
    let shown = read(text.as_bytes(), Vec::new());
    assert!(
        shown.contains(message),
        "{}",
        shown.chars().take(2000).collect::<String>()
    );
}

#[test]
fn aliases_that_multiply() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..20 {
        let aliases = vec![format!("*a{}", i - 1); 10].join(", ");
        text.push_str(&format!("a{i}: &a{i} [{aliases}]\n"));
    }
    refused(&text, "more than 50000 values");
    refused(
        "a: &a [*a]\n",
        "this alias stands for something that contains it",
    );
}

#[test]
fn depth() {
    refused(&"[".repeat(1_000_000), "levels within each other");
    refused(&"{a: ".repeat(200_000), "levels within each other");
    refused(&"- ".repeat(400_000), "levels within each other");
    refused(&"? ".repeat(400_000), "levels within each other");
    let nested: String = (0..1000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    refused(&nested, "levels within each other");
    let mut anchored = String::from("a0: &a0 x\n");
    for i in 1..40 {
        anchored.push_str(&format!("a{i}: &a{i} [*a{}]\n", i - 1));
    }
    refused(&anchored, "levels within each other");
}

#[test]
fn size() {
    refused(&"#".repeat(2_000_000), "this is not a config file");
    refused(&"a: 1\n".repeat(200_000), "given twice");
    let many: String = (0..100_000).map(|i| format!("k{i}: 1\n")).collect();
    refused(&many, "more than 50000 values");
    refused(
        &format!("log: {{level: {}}}\n", "x".repeat(1_000_000)),
        "this long text",
    );
    refused(&format!("{}: 1\n", "x".repeat(1000)), "unknown key");
    read(&vec![b'\n'; 1_000_000], Vec::new());
    read(" ".repeat(1_000_000).as_bytes(), Vec::new());
    read("a\n".repeat(500_000).as_bytes(), Vec::new());
    read("-".repeat(1_000_000).as_bytes(), Vec::new());
    read("&a ".repeat(300_000).as_bytes(), Vec::new());
    read("!".repeat(1_000_000).as_bytes(), Vec::new());
    read("\"".repeat(1_000_000).as_bytes(), Vec::new());
    read(
        format!("%TAG ! {}\n---\na: !x 1", "x".repeat(900_000)).as_bytes(),
        Vec::new(),
    );
}

/// Pieces of YAML and of configurations, so that random texts reach the deeper parts.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "mqtt",
        "log",
        "listeners",
        "address",
        "tls",
        "plugin_order",
        "api",
        "compat",
        "gmqtt-go",
        "max_inflight",
        "level",
        ":",
        ": ",
        "\n",
        "\n  ",
        "\n- ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "<<",
        "<<: *a",
        "\"",
        "'",
        "|",
        ">",
        "!!str ",
        "!x",
        "#",
        " #",
        "~",
        "null",
        "1",
        "-1",
        "0x",
        "1h",
        ":1883",
        "\t",
        "\r",
        "\r\n",
        "---",
        "...",
        "%YAML 1.2\n",
        "? ",
        "\u{feff}",
        "ü",
        "日",
        "\0",
        "\u{85}",
        "\u{2028}",
        "unix://",
        "[::1]:1",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes, Vec::new());
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        read(text.as_bytes(), vec![text.clone()]);
    }

    #[test]
    fn any_pieces(text in pieces(), set in pieces(), name in "[a-z_.\\[\\]0-9]{0,30}") {
        read(text.as_bytes(), vec![set.clone(), format!("{name}={set}")]);
    }
}
