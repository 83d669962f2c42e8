//! The rule file: what is read, what is refused and where, and that what is written is read again.

use gmqtt_config::{AccessRule, Action, OneOrMany};
use proptest::prelude::*;

use crate::shown;

#[track_caller]
fn refused(text: &str) -> String {
    match AccessRule::read_all("acl.yml", text.as_bytes()) {
        Ok(_) => panic!("accepted: {text}"),
        Err(diagnostics) => shown(&diagnostics),
    }
}

#[test]
fn a_rule_says_who_may_do_what_with_which_topics() {
    let text = "- allow: [publish, subscribe]\n  user: alice\n  address: [10.0.0.0/8, \"::1\"]\n  topics: [a/%u, b/#]\n- {deny: all, anonymous: true, topic: '#'}\n";
    let rules = AccessRule::read_all("acl.yml", text.as_bytes()).expect("rules");
    assert_eq!((rules[0].line, rules[1].line), (1, 5));
    let first = &rules[0].value;
    assert_eq!(first.allow.0, [Action::Publish, Action::Subscribe]);
    assert_eq!(first.user.0, ["alice"]);
    assert_eq!(first.topic.0, ["a/%u", "b/#"]);
    assert!(first.address.0[0].contains("10.1.2.3".parse().expect("an address")));
    let second = &rules[1].value;
    assert_eq!(
        (second.deny.0.as_slice(), second.anonymous),
        (&[Action::All][..], Some(true))
    );
}

#[test]
fn mistakes_are_told_with_their_lines() {
    let told = refused(
        "- topic: a\n- {allow: all, deny: all, topic: a}\n- {allow: al, topic: a}\n- allow: all\n",
    );
    assert!(told.contains("did you mean `all`?"), "{told}");
    assert!(told.contains("`[3].topic` is missing"), "{told}");
    let told =
        refused("- topic: a\n- {allow: all, deny: all, topic: a}\n- {allow: all, topic: []}\n");
    assert!(
        told.contains("neither allows nor denies anything\n  --> acl.yml:1:3"),
        "{told}"
    );
    assert!(
        told.contains("either allows or denies\n  --> acl.yml:2:22"),
        "{told}"
    );
    assert!(told.contains("has no topics\n  --> acl.yml:3:"), "{told}");
    assert!(refused("- {alow: all, topic: a}\n").contains("did you mean `allow`?"));
}

fn names() -> impl Strategy<Value = OneOrMany<String>> {
    proptest::collection::vec("[ -~]{1,10}", 0..3).prop_map(OneOrMany)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        user in names(), client_id in names(), topic in names(), anonymous in any::<Option<bool>>(), allows in any::<bool>()
    ) {
        let action = OneOrMany(vec![Action::Publish, Action::Retain]);
        let mut rule = AccessRule { user, client_id, topic, anonymous, ..AccessRule::default() };
        rule.topic.0.push("#".to_owned());
        rule.address.0.push("fd00::/8".parse().expect("a network"));
        if allows { rule.allow = action } else { rule.deny = action }
        let text = AccessRule::write_all([&rule, &rule]);
        let read = AccessRule::read_all("acl.yml", text.as_bytes()).expect("rules");
        prop_assert!(read.iter().all(|entry| entry.value == rule) && read.len() == 2, "{text}");
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = AccessRule::read_all("acl.yml", &bytes);
    }
}
