//! What differs from one run to the next, made alike: times, process ids, ports, what is made up, and the width of columns.

use std::path::Path;

use regex_lite::Regex;

/// Words of a line that stay the same.
pub(super) struct Masks {
    patterns: Vec<(Regex, &'static str)>,
    folders: Vec<(String, &'static str)>,
}

/// From the most particular to the most general.
const PATTERNS: &[(&str, &str)] = &[
    (r"gmt_[0-9A-Za-z]{38}", "TOKEN"),
    (r"\b[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){3,}\b", "PASSWORD"),
    (r"\b[0-9a-f]{32}\b", "HASH"),
    (r"\$argon2id\$[^ ,}]*", "HASH"),
    (r"\bauto-[0-9a-f]+", "auto-ID"),
    (r"\bgmqtt-[a-z]+-[0-9a-f]+", "gmqtt-ID"),
    (r"(127\.0\.0\.1|192\.0\.2\.1):[1-9][0-9]{4}\b", "$1:PORT"),
    // Lists say on a terminal how long ago, and in a pipe when.
    (r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "Ns"),
    (r"\b[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?\b", "TIME"),
    (r"\b(pid|process) [0-9]+", "$1 N"),
    (r"\b[0-9]+ connections\b", "N connections"),
    (r"\b[0-9]+(\.[0-9]+)?( ?)(ns|us|µs|ms|s|m)\b", "N$3"),
    (r"\b[0-9]+(\.[0-9]+)? (B|KiB|MiB|GiB|kB|MB)\b", "N bytes"),
    (r"\b[0-9]+\.[0-9]\b", "N.N"),
    (r"[ \t]+", " "),
    (r" $", ""),
];

impl Masks {
    pub(super) fn new(home: &Path, runtime: &Path) -> Self {
        let compiled = PATTERNS
            .iter()
            .map(|(pattern, with)| (Regex::new(pattern).expect("a pattern"), *with));
        Self {
            patterns: compiled.collect(),
            folders: vec![
                (home.display().to_string(), "/home/me"),
                (runtime.display().to_string(), "/run/user/1000"),
            ],
        }
    }

    /// A line with all that differs made alike.
    pub(super) fn apply(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for (folder, with) in &self.folders {
            line = line.replace(folder, with);
        }
        for (pattern, with) in &self.patterns {
            line = pattern.replace_all(&line, *with).into_owned();
        }
        line
    }
}

#[test]
fn what_differs_is_alike_and_what_does_not_is_not() {
    let masks = Masks::new(Path::new("/tmp/x/home"), Path::new("/tmp/x/run"));
    for (one, other) in [
        ("gmqtt 0.1.0  pid 7  no", "gmqtt 0.1.0 pid 4242 no"),
        ("ready in 9 ms.", "ready in 12.5 ms."),
        (
            "auto-6f0c2c9a  -  127.0.0.1:53122 5",
            "auto-00ff - 127.0.0.1:60000  5 ",
        ),
        ("at /tmp/x/home/a", "at /home/me/a"),
        ("Jm3x-0pTq-8VnW-2sKd", "aaaa-bbbb-cccc-dddd"),
    ] {
        assert_eq!(masks.apply(one), masks.apply(other));
    }
    for (one, other) in [
        ("tcp://127.0.0.1:1883", "tcp://127.0.0.1:8883"),
        ("1 subscriber", "2 subscribers"),
        ("qos 1", "qos 0"),
    ] {
        assert_ne!(masks.apply(one), masks.apply(other));
    }
}
