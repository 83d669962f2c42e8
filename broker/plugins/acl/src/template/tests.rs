//! Which topics a template matches, which filters it covers and overlaps, and what names do in it.

use proptest::prelude::*;

use super::*;

const ALICE: Names<'_> = Names {
    user: Some("alice"),
    client: "c1",
};

fn template(text: &str) -> Template {
    Template::parse(text, true).unwrap()
}

fn matches(text: &str, topic: &str) -> bool {
    template(text).matches(topic, ALICE, Effect::Allow)
}

/// [MQTT-4.7.1-2], [MQTT-4.7.1-3], [MQTT-4.7.2-1]
#[test]
fn wildcards_match_as_in_subscriptions() {
    for (filter, topics) in [
        ("#", &["a", "a/b", "/"][..]),
        ("a/#", &["a", "a/", "a/b/c"]),
        ("+/b", &["a/b", "/b"]),
        ("+/+", &["a/b", "/"]),
        ("$SYS/#", &["$SYS", "$SYS/a"]),
        ("/", &["/"]),
    ] {
        assert!(
            topics.iter().all(|topic| matches(filter, topic)),
            "{filter}"
        );
    }
    for (filter, topics) in [
        ("#", &["$SYS/a", "$x"][..]),
        ("+/a", &["$SYS/a"]),
        ("a/#", &["b", "ab"]),
        ("+", &["a/b", "/"]),
        ("a/+", &["a", "a/b/c"]),
    ] {
        assert!(
            !topics.iter().any(|topic| matches(filter, topic)),
            "{filter}"
        );
    }
}

#[test]
fn names_stand_for_the_client() {
    assert!(matches("u/%u", "u/alice") && !matches("u/%u", "u/bob"));
    assert!(matches("%c/x-%u-y/#", "c1/x-alice-y/z") && !matches("%c/x-%u-y/#", "c1/x-alice-/z"));
    assert!(matches("%u%c", "alicec1") && matches("%x/%", "%x/%"));
    assert!(
        Template::parse("%u", false)
            .unwrap()
            .matches("%u", ALICE, Effect::Allow)
    );
}

#[test]
fn a_name_with_a_meaning_never_widens_what_is_allowed() {
    for name in ["+", "#", "a/b", "a/#", "/", "$SYS", "x+", ""] {
        let names = Names {
            user: Some(name),
            client: "c",
        };
        for topic in ["+", "#", "a/b", "a", "$SYS", "/", "x+", ""] {
            assert!(
                !template("%u").matches(topic, names, Effect::Allow),
                "{name}: {topic}"
            );
            assert!(
                !template("%u/#").matches(topic, names, Effect::Allow),
                "{name}: {topic}"
            );
        }
        assert!(!template("%u/#").covers("a/b", names, Effect::Allow));
    }
    let odd = Names {
        user: Some("a/b"),
        client: "c",
    };
    assert!(
        template("x/%u/y").matches("x/a/y", odd, Effect::Deny),
        "a denial is not dodged"
    );
    assert!(template("x/%u/y").overlaps("x/+/y", odd, Effect::Deny));
    let nobody = Names {
        user: None,
        client: "c",
    };
    assert!(!template("x/%u").matches("x/y", nobody, Effect::Deny));
}

#[test]
fn a_filter_is_covered_by_one_that_is_as_wide() {
    for (wide, narrow) in [
        ("#", "a/+/#"),
        ("#", "+"),
        ("#", "#"),
        ("a/#", "a"),
        ("a/#", "a/+"),
        ("+/b", "+/b"),
        ("+/b", "a/b"),
        ("$SYS/#", "$SYS/+/x"),
        ("u/%u/#", "u/alice/+"),
        ("+", "+"),
        ("a/+/#", "a/b/#"),
    ] {
        assert!(
            template(wide).covers(narrow, ALICE, Effect::Allow),
            "{wide} {narrow}"
        );
    }
    for (wide, narrow) in [
        ("a", "+"),
        ("+", "#"),
        ("a/+", "a/#"),
        ("#", "$SYS/#"),
        ("+/a", "$SYS/a"),
        ("a/#", "#"),
        ("a/b", "a"),
        ("u/%u", "u/+"),
        ("a", "a/#"),
        ("a/+/c", "a/b"),
    ] {
        assert!(
            !template(wide).covers(narrow, ALICE, Effect::Allow),
            "{wide} {narrow}"
        );
    }
}

#[test]
fn filters_overlap_if_a_topic_fits_both() {
    for (one, other) in [
        ("a/+", "+/b"),
        ("#", "a"),
        ("a", "#"),
        ("a", "a/#"),
        ("a/#", "a"),
        ("+/b/#", "a/#"),
        ("a/b", "a/+"),
        ("$SYS/a", "$SYS/#"),
        ("u/%u", "u/+"),
    ] {
        assert!(
            template(one).overlaps(other, ALICE, Effect::Deny),
            "{one} {other}"
        );
    }
    for (one, other) in [
        ("a", "b"),
        ("a/+", "a"),
        ("#", "$SYS/#"),
        ("$SYS/#", "#"),
        ("$SYS/a", "+/a"),
        ("a/b/#", "a/c/#"),
        ("u/%u", "u/bob"),
    ] {
        assert!(
            !template(one).overlaps(other, ALICE, Effect::Deny),
            "{one} {other}"
        );
    }
}

#[test]
fn what_is_no_filter_of_a_rule_is_refused() {
    for text in ["", "a/#/b", "a+", "$share/g/a", "a\0"] {
        assert!(Template::parse(text, true).is_err(), "{text:?}");
    }
}

fn filters() -> impl Strategy<Value = String> {
    let level = prop_oneof![4 => "[ab]?", 2 => Just("+".to_owned()), 1 => Just("$x".to_owned()), 1 => Just("%u".to_owned())];
    (proptest::collection::vec(level, 1..4), any::<bool>())
        .prop_map(|(mut levels, hash)| {
            if hash {
                levels.push("#".to_owned());
            }
            levels.join("/")
        })
        .prop_filter("a filter", |text| !text.is_empty())
}

proptest! {
    /// Covering and overlapping, held against what they mean.
    #[test]
    fn covering_and_overlapping_are_about_topics(one in filters(), other in filters(), topic in "([ab]|\\$x|a)?(/([ab]|\\$x)?){0,3}") {
        prop_assume!(!topic.is_empty());
        let names = Names { user: Some("a"), client: "b" };
        let (rule, literal) = (template(&one), Template::parse(&other, false).unwrap());
        let in_rule = rule.matches(&topic, names, Effect::Allow);
        let in_other = literal.matches(&topic, names, Effect::Allow);
        if in_other && rule.covers(&other, names, Effect::Allow) {
            prop_assert!(in_rule, "{one} covers {other}, but not {topic}");
        }
        if in_other && in_rule {
            prop_assert!(rule.overlaps(&other, names, Effect::Allow), "{one} and {other} share {topic}");
        }
    }
}
