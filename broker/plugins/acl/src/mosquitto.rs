//! Mosquitto's `acl_file`, read as mosquitto reads it.
//!
//! ```text
//! # for clients without a user name
//! topic read $SYS/#
//! user alice
//! topic readwrite sensors/#
//! topic deny sensors/secret
//! # for everybody
//! pattern write log/%c
//! ```
//!
//! A client is held against its own lines first (those of its user, or those before any `user` if it has no user name),
//! then against the patterns; in each, what is denied counts before what is allowed, in whatever order it is written. No
//! pattern allows anything to a client with wildcards in its names.

use gmqtt_config::Diagnostic;

use crate::rule::{Actions, Effect, Rule, Who};
use crate::template::Template;

/// Whose lines are being read.
enum Section {
    Anonymous,
    User(String),
}

/// Reads a file of this name. The rules come in the order in which they count.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn parse(name: &str, text: &str) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let mut section = Section::Anonymous;
    let (mut rules, mut mistakes) = (Vec::new(), Vec::new());
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = split_word(line);
        let outcome = match word {
            "user" if rest.is_empty() => Err("the user name is missing".to_owned()),
            "user" => {
                section = Section::User(rest.to_owned());
                continue;
            }
            "topic" | "pattern" => rule(word == "pattern", rest, &section, number),
            other => Err(format!("`{other}` is none of user, topic and pattern")),
        };
        match outcome {
            Ok(rule) => rules.push(rule),
            Err(message) => mistakes.push(Diagnostic::in_line(name, number, message)),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    rules.sort_by_key(|(is_pattern, rule)| (*is_pattern, rule.effect == Effect::Allow));
    Ok(rules.into_iter().map(|(_, rule)| rule).collect())
}

fn rule(
    is_pattern: bool,
    rest: &str,
    section: &Section,
    line: u32,
) -> Result<(bool, Rule), String> {
    let both = Actions::from(gmqtt_config::Action::All);
    let (word, after) = split_word(rest);
    let access = match word {
        "read" => Some((Effect::Allow, Actions::SUBSCRIBE)),
        "write" => Some((Effect::Allow, Actions::PUBLISH.with(Actions::RETAIN))),
        "readwrite" => Some((Effect::Allow, both)),
        "deny" => Some((Effect::Deny, both)),
        _ => None,
    };
    // A word alone is a topic, and a topic may have blanks in it.
    let (access, topic) = match access {
        Some(access) if !after.is_empty() => (access, after),
        _ => ((Effect::Allow, both), rest),
    };
    if topic.is_empty() {
        return Err("the topic is missing".to_owned());
    }
    let template = Template::parse(topic, is_pattern)?;
    let (effect, actions) = access;
    let who = match section {
        // What is denied is denied to all.
        _ if is_pattern && effect == Effect::Allow => Who::plain(),
        _ if is_pattern => Who::default(),
        Section::Anonymous => Who::anonymous(),
        Section::User(name) => Who::user(name),
    };
    let text = match section {
        _ if is_pattern => format!("pattern {rest}"),
        Section::Anonymous => format!("topic {rest}"),
        Section::User(name) => format!("user {name}, topic {rest}"),
    };
    Ok((
        is_pattern,
        Rule {
            effect,
            actions,
            who,
            topics: [template].into(),
            line,
            text: text.into(),
        },
    ))
}

fn split_word(text: &str) -> (&str, &str) {
    text.split_once([' ', '\t'])
        .map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_counts_first_comes_first() {
        let text = "pattern write log/%c\nuser a b\ntopic x y/#\ntopic deny x y/z\npattern deny log/c\ntopic read read\n";
        let rules = parse("f", text).unwrap();
        let lines: Vec<_> = rules.iter().map(|rule| (rule.line, rule.effect)).collect();
        assert_eq!(
            lines,
            [
                (4, Effect::Deny),
                (3, Effect::Allow),
                (6, Effect::Allow),
                (5, Effect::Deny),
                (1, Effect::Allow)
            ]
        );
        assert_eq!(&*rules[0].text, "user a b, topic deny x y/z");
    }

    #[test]
    fn access_words_are_optional() {
        let actions = |text: &str| parse("f", text).unwrap()[0].actions;
        let both = Actions::from(gmqtt_config::Action::All);
        for (text, expected) in [
            ("topic read a", Actions::SUBSCRIBE),
            ("topic write a", Actions::PUBLISH.with(Actions::RETAIN)),
            ("topic\treadwrite\ta", both),
            ("topic a", both),
            ("topic read", both),
        ] {
            assert_eq!(actions(text), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_have_lines() {
        let told: String = parse("f", "topic a\nuser\ntopics b\ntopic read a/#/b\n\ntopic")
            .unwrap_err()
            .iter()
            .map(|one| format!("{one}\n"))
            .collect();
        for part in [
            "name is missing\n  --> f:2:1",
            "`topics` is none of",
            "f:3:1",
            "f:4:1",
            "topic is missing\n  --> f:6:1",
        ] {
            assert!(told.contains(part), "{told}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "((user|topic|pattern|read|deny|#|%u|\\+|a|/|\n| |\t)){0,40}") {
            let _ = parse("f", &text);
        }
    }
}
