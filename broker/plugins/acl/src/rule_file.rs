//! The rule file as text: read in either format, and changed rule by rule so that what people wrote around the rules stays.

use gmqtt_config::{AccessRule, AclFormat, Diagnostic, Entry};

use crate::mosquitto;
use crate::rule::Rule;

/// What a rule file says.
#[derive(Debug, Default)]
pub(crate) struct RuleFile {
    /// In the order in which they count.
    pub(crate) rules: Vec<Rule>,
    /// The rules as they are written, of a file that can be written; `None`: it is mosquitto's.
    pub(crate) written: Option<Vec<Entry<AccessRule>>>,
}

impl RuleFile {
    /// One that does not exist: no rules.
    pub(crate) fn missing(format: AclFormat) -> Self {
        let written = (format != AclFormat::Mosquitto).then(Vec::new);
        Self {
            rules: Vec::new(),
            written,
        }
    }

    /// Reads a file of this name.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn parse(
        name: &str,
        bytes: &[u8],
        format: AclFormat,
    ) -> Result<Self, Vec<Diagnostic>> {
        match std::str::from_utf8(bytes) {
            Ok(text) if is_of_mosquitto(text, format) => Ok(Self {
                rules: mosquitto::parse(name, text)?,
                written: None,
            }),
            Err(_) if format == AclFormat::Mosquitto => Err(vec![Diagnostic::in_line(
                name,
                1,
                "this is not UTF-8 text".to_owned(),
            )]),
            _ => Self::parse_yaml(name, bytes),
        }
    }

    fn parse_yaml(name: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let written = AccessRule::read_all(name, bytes)?;
        let (mut rules, mut mistakes) = (Vec::new(), Vec::new());
        for entry in &written {
            match Rule::new(&entry.value, entry.line) {
                Ok(rule) => rules.push(rule),
                Err(message) => mistakes.push(Diagnostic::in_line(name, entry.line, message)),
            }
        }
        if mistakes.is_empty() {
            Ok(Self {
                rules,
                written: Some(written),
            })
        } else {
            Err(mistakes)
        }
    }
}

/// The text with `rule` before the one at `index`, or at the end.
pub(crate) fn with(
    text: &str,
    entries: &[Entry<AccessRule>],
    index: usize,
    rule: &AccessRule,
) -> String {
    let mut values: Vec<&AccessRule> = entries.iter().map(|entry| &entry.value).collect();
    values.insert(index.min(entries.len()), rule);
    let mut lines: Vec<&str> = text.lines().collect();
    let at = start_of(&lines, entries, index);
    let new = AccessRule::write_all([rule]);
    lines.splice(at..at, new.lines());
    checked(&lines, &values)
}

/// The text without the rule at `index`.
pub(crate) fn without(text: &str, entries: &[Entry<AccessRule>], index: usize) -> String {
    let others = entries.iter().enumerate().filter(|(at, _)| *at != index);
    let values: Vec<&AccessRule> = others.map(|(_, entry)| &entry.value).collect();
    let mut lines: Vec<&str> = text.lines().collect();
    // What stands above the first rule is about the file.
    let first = if index == 0 {
        line_of(entries, 0)
    } else {
        start_of(&lines, entries, index)
    };
    let end = start_of(&lines, entries, index + 1).max(first);
    lines.drain(first..end);
    checked(&lines, &values)
}

/// The lines, if they say what they should; else the rules written anew.
fn checked(lines: &[&str], values: &[&AccessRule]) -> String {
    let mut text = lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    let is_right = AccessRule::read_all("", text.as_bytes()).is_ok_and(|read| {
        read.iter()
            .map(|entry| &entry.value)
            .eq(values.iter().copied())
    });
    if is_right {
        text
    } else {
        AccessRule::write_all(values.iter().copied())
    }
}

/// Where the rule at `index` begins, with the comments right above it; beyond the last one, the end of the text.
fn start_of(lines: &[&str], entries: &[Entry<AccessRule>], index: usize) -> usize {
    if index >= entries.len() {
        return lines.len();
    }
    let mut start = line_of(entries, index).min(lines.len());
    while start > 0 && lines[start - 1].trim_start().starts_with('#') {
        start -= 1;
    }
    start
}

/// The line, from 0, on which a rule is.
fn line_of(entries: &[Entry<AccessRule>], index: usize) -> usize {
    entries
        .get(index)
        .map_or(0, |entry| (entry.line as usize).saturating_sub(1))
}

/// Whether the first line that says something begins like one of mosquitto's.
fn is_of_mosquitto(text: &str, format: AclFormat) -> bool {
    match format {
        AclFormat::Yaml => false,
        AclFormat::Mosquitto => true,
        AclFormat::Auto => text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .and_then(|line| line.split([' ', '\t']).next())
            .is_some_and(|word| matches!(word, "user" | "topic" | "pattern")),
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_config::{Action, OneOrMany};
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "# All rules.\n\n# for a\n- allow: all\n  user: a\n  topic: \"#\" # everything\n\n# for b\n- {allow: publish, user: b, topic: b}\n";

    fn entries(text: &str) -> Vec<Entry<AccessRule>> {
        AccessRule::read_all("f", text.as_bytes()).unwrap()
    }

    fn rule(user: &str) -> AccessRule {
        AccessRule {
            deny: OneOrMany(vec![Action::All]),
            user: OneOrMany(vec![user.to_owned()]),
            topic: OneOrMany(vec!["x".to_owned()]),
            ..AccessRule::default()
        }
    }

    #[test]
    fn the_format_shows_in_the_first_line() {
        for (text, expected) in [
            ("# x\n\nuser a\ntopic b", true),
            ("topic\tb", true),
            ("pattern read %u", true),
            ("- allow: all\n  topic: a", false),
            ("", false),
            ("# only words", false),
        ] {
            let file = RuleFile::parse("f", text.as_bytes(), AclFormat::Auto).unwrap();
            assert_eq!(file.written.is_none(), expected, "{text}");
        }
        assert!(RuleFile::parse("f", b"topic a", AclFormat::Yaml).is_err());
        assert!(RuleFile::parse("f", b"- x", AclFormat::Mosquitto).is_err());
    }

    #[test]
    fn topics_that_are_no_filters_have_lines() {
        let mistakes = RuleFile::parse(
            "f",
            b"- {allow: all, topic: a}\n- {allow: all, topic: a/#/b}\n",
            AclFormat::Auto,
        );
        let told = mistakes.unwrap_err()[0].to_string();
        assert!(
            told.contains("`a/#/b` is not a topic filter") && told.contains("f:2:1"),
            "{told}"
        );
    }

    #[test]
    fn comments_survive_a_new_rule() {
        let entries = entries(TEXT);
        assert_eq!(
            with(TEXT, &entries, 2, &rule("c")),
            format!("{TEXT}- deny: all\n  user: c\n  topic: x\n")
        );
        let between = with(TEXT, &entries, 1, &rule("c"));
        assert_eq!(
            between,
            TEXT.replace("# for b", "- deny: all\n  user: c\n  topic: x\n# for b")
        );
        let first = with(TEXT, &entries, 0, &rule("c"));
        assert_eq!(
            first,
            TEXT.replace("# for a", "- deny: all\n  user: c\n  topic: x\n# for a")
        );
    }

    #[test]
    fn a_rule_goes_with_the_comments_right_above_it() {
        let entries = entries(TEXT);
        assert_eq!(
            without(TEXT, &entries, 1),
            TEXT.split("# for b").next().unwrap()
        );
        assert_eq!(
            without(TEXT, &entries, 0),
            format!(
                "# All rules.\n\n# for a\n{}",
                &TEXT[TEXT.find("# for b").unwrap()..]
            )
        );
    }

    #[test]
    fn a_list_on_one_line_is_written_anew() {
        let text = "[{allow: all, user: a, topic: a}, {allow: all, user: b, topic: b}]";
        let text = with(text, &entries(text), 1, &rule("c"));
        let users: Vec<_> = entries(&text)
            .into_iter()
            .map(|entry| entry.value.user.0[0].clone())
            .collect();
        assert_eq!(users, ["a", "c", "b"]);
        assert!(
            entries(&without(
                "[{allow: all, topic: a}]",
                &entries("[{allow: all, topic: a}]"),
                0
            ))
            .is_empty()
        );
    }

    proptest! {
        /// Whatever a file looks like, a change changes one rule.
        #[test]
        fn a_change_changes_one_rule(
            blocks in proptest::collection::vec("(# [a-z]{1,5}\n|\n)?- ?(\\{allow: all, user: [a-e], topic: a\\}|allow: all\n  user: [a-e]\n  # c\n  topic: [a])\n", 1..6), index in 0_usize..6
        ) {
            let text = blocks.concat();
            let Ok(entries) = AccessRule::read_all("f", text.as_bytes()) else { return Ok(()) };
            let users = |text: &str| AccessRule::read_all("f", text.as_bytes()).unwrap().into_iter().map(|it| it.value.user.0.join("")).collect::<Vec<_>>();
            let mut expected = users(&text);
            let at = index.min(expected.len());
            expected.insert(at, "new".to_owned());
            prop_assert_eq!(users(&with(&text, &entries, at, &rule("new"))), expected);
            let mut expected = users(&text);
            let at = index % expected.len();
            expected.remove(at);
            prop_assert_eq!(users(&without(&text, &entries, at)), expected);
        }
    }
}
