//! All rules, and what they say: plainly, rule by rule, for questions that are asked seldom and want to know why; and
//! compiled, for every message.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::compiled::Tree;
use crate::rule::{Actions, Effect, Rule, Subject};
use crate::template::Names;

/// The rules in the order in which they count.
#[derive(Debug)]
pub(crate) struct RuleSet {
    /// Unlike that of any other set in this process.
    pub(crate) id: u64,
    rules: Box<[Rule]>,
    /// By the place of a rule: whether it allows.
    allows: Arc<[bool]>,
    /// What holds where no rule fits.
    default: Effect,
    /// The rules for single users, by user name, and all others.
    by_user: HashMap<Box<str>, Vec<u32>>,
    for_others: Vec<u32>,
    /// The rules that fit a client, compiled, by their places. Clients with the same rules share them.
    compiled: Mutex<HashMap<Box<[u32]>, Arc<Compiled>>>,
}

/// The rules that fit one kind of client.
#[derive(Debug)]
pub(crate) struct Compiled {
    publish: Tree,
    retain: Tree,
    subscribe: Tree,
    /// Of all rules, shared.
    allows: Arc<[bool]>,
    default: bool,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question<'a> {
    /// Publish to this topic.
    Publish {
        /// The topic name.
        topic: &'a str,
        /// Whether the message is to be retained.
        retain: bool,
    },
    /// Be delivered a message of this topic.
    Receive {
        /// The topic name.
        topic: &'a str,
    },
    /// Subscribe to this filter, and everything it matches.
    Subscribe {
        /// The filter, without `$share/GROUP/`.
        filter: &'a str,
    },
}

/// An answer, and the rule that gave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'r> {
    pub(crate) effect: Effect,
    /// `None`: no rule fits.
    pub(crate) rule: Option<&'r Rule>,
}

impl RuleSet {
    pub(crate) fn new(rules: Vec<Rule>, default: Effect) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let (mut by_user, mut for_others) = (HashMap::<Box<str>, Vec<u32>>::new(), Vec::new());
        for (rule, place) in rules.iter().zip(0..) {
            match rule.who.exact_users() {
                Some(users) => users
                    .iter()
                    .for_each(|user| by_user.entry((*user).into()).or_default().push(place)),
                None => for_others.push(place),
            }
        }
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            allows: rules
                .iter()
                .map(|rule| rule.effect == Effect::Allow)
                .collect(),
            rules: rules.into(),
            default,
            by_user,
            for_others,
            compiled: Mutex::default(),
        }
    }

    /// How many rules there are.
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    /// Asks rule by rule.
    pub(crate) fn answer(&self, subject: Subject<'_>, question: Question<'_>) -> Answer<'_> {
        let fitting = self.fitting(subject);
        let mut rules = fitting.iter().map(|place| &self.rules[*place as usize]);
        let rule = rules.find(|rule| decides(rule, subject.names(), question));
        Answer {
            effect: rule.map_or(self.default, |rule| rule.effect),
            rule,
        }
    }

    /// The rules that fit a client, compiled.
    pub(crate) fn compiled(&self, subject: Subject<'_>) -> Arc<Compiled> {
        let fitting = self.fitting(subject);
        let mut known = self.compiled.lock();
        if let Some(compiled) = known.get(fitting.as_slice()) {
            return compiled.clone();
        }
        let tree = |action| Tree::new(&self.rules, &fitting, action);
        let compiled = Arc::new(Compiled {
            publish: tree(Actions::PUBLISH),
            retain: tree(Actions::RETAIN),
            subscribe: tree(Actions::SUBSCRIBE),
            allows: self.allows.clone(),
            default: self.default == Effect::Allow,
        });
        if known.len() >= MOST_COMPILED {
            known.clear();
        }
        known.insert(fitting.into(), compiled.clone());
        compiled
    }

    /// The places of the rules that are for a client, in order.
    fn fitting(&self, subject: Subject<'_>) -> Vec<u32> {
        let own = subject.user.and_then(|user| self.by_user.get(user));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        let mut places: Vec<_> = own.iter().chain(&self.for_others).copied().collect();
        places.retain(|place| self.rules[*place as usize].who.fits(subject));
        places.sort_unstable();
        places
    }
}

impl Compiled {
    pub(crate) fn may_publish(&self, topic: &str, retain: bool, names: Names<'_>) -> bool {
        let tree = if retain { &self.retain } else { &self.publish };
        self.says(tree.first(topic, names))
    }

    pub(crate) fn may_receive(&self, topic: &str, names: Names<'_>) -> bool {
        self.says(self.subscribe.first(topic, names))
    }

    fn says(&self, rule: Option<usize>) -> bool {
        rule.map_or(self.default, |place| self.allows[place])
    }
}

/// Whether this rule, which is for the client, is the one that answers.
fn decides(rule: &Rule, names: Names<'_>, question: Question<'_>) -> bool {
    let effect = rule.effect;
    let (action, fits): (_, &dyn Fn(&crate::template::Template) -> bool) = match question {
        Question::Publish { topic, retain } => (
            if retain {
                Actions::RETAIN
            } else {
                Actions::PUBLISH
            },
            &move |template| template.matches(topic, names, effect),
        ),
        Question::Receive { topic } => (Actions::SUBSCRIBE, &move |template| {
            template.matches(topic, names, effect)
        }),
        // All of the filter must be allowed by one rule, and nothing of it denied by one before.
        Question::Subscribe { filter } => (Actions::SUBSCRIBE, &move |template| match effect {
            Effect::Allow => template.covers(filter, names, effect),
            Effect::Deny => template.overlaps(filter, names, effect),
        }),
    };
    rule.actions.has_any(action) && rule.topics.iter().any(fits)
}

/// Kinds of clients whose rules are kept compiled; beyond, all are compiled anew when they are needed.
const MOST_COMPILED: usize = 10_000;

#[cfg(test)]
mod tests {
    use gmqtt_config::AccessRule;
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn rules(yaml: &str) -> Vec<Rule> {
        let entries = AccessRule::read_all("f", yaml.as_bytes()).unwrap();
        entries
            .iter()
            .map(|entry| Rule::new(&entry.value, entry.line).unwrap())
            .collect()
    }

    fn subject<'a>(user: Option<&'a str>, client_id: &'a str) -> Subject<'a> {
        Subject {
            user,
            client_id,
            address: None,
            listener: None,
            certificate: None,
        }
    }

    fn line(set: &RuleSet, user: &str, question: Question<'_>) -> (bool, Option<u32>) {
        let answer = set.answer(subject(Some(user), "c"), question);
        (
            answer.effect == Effect::Allow,
            answer.rule.map(|rule| rule.line),
        )
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let set = RuleSet::new(
            rules(
                "- {deny: retain, topic: \"#\"}\n- {allow: publish, user: a, topic: \"x/#\"}\n- {deny: publish, topic: x/y}\n- {allow: all, topic: \"#\"}\n",
            ),
            Effect::Deny,
        );
        let publish = |topic, retain| Question::Publish { topic, retain };
        assert_eq!(line(&set, "a", publish("x/y", false)), (true, Some(2)));
        assert_eq!(line(&set, "a", publish("x/y", true)), (false, Some(1)));
        assert_eq!(line(&set, "b", publish("x/y", false)), (false, Some(3)));
        assert_eq!(line(&set, "b", publish("x", false)), (true, Some(4)));
        assert_eq!(line(&set, "b", publish("$SYS/x", false)), (false, None));
        assert_eq!(
            line(&set, "b", Question::Receive { topic: "x" }),
            (true, Some(4))
        );
    }

    #[test]
    fn a_filter_is_granted_if_a_rule_covers_it_and_none_before_denies_a_part() {
        let set = RuleSet::new(
            rules(
                "- {allow: subscribe, topic: [a/public/#, \"+/open\"]}\n- {deny: subscribe, topic: a/secret}\n- {allow: subscribe, user: x, topic: \"a/#\"}\n- {allow: subscribe, topic: b/%u}\n",
            ),
            Effect::Deny,
        );
        let subscribe = |user, filter| line(&set, user, Question::Subscribe { filter });
        assert_eq!(subscribe("x", "a/public/+"), (true, Some(1)));
        assert_eq!(subscribe("x", "a/open"), (true, Some(1)));
        assert_eq!(subscribe("x", "a/#"), (false, Some(2)));
        assert_eq!(subscribe("x", "a/+"), (false, Some(2)));
        assert_eq!(subscribe("x", "a/other/#"), (true, Some(3)));
        assert_eq!(subscribe("y", "a/other"), (false, None));
        assert_eq!(subscribe("y", "b/y"), (true, Some(4)));
        assert_eq!(subscribe("y", "b/+"), (false, None));
    }

    #[test]
    fn who_says_more_than_the_user() {
        let set = RuleSet::new(
            rules(
                "- {allow: all, address: 10.0.0.0/8, listener: inside, topic: a}\n- {allow: all, certificate: \"dev-*\", topic: b}\n- {allow: all, client_id: \"s-*\", user: [u, v], topic: c}\n- {allow: all, anonymous: true, topic: d}\n",
            ),
            Effect::Deny,
        );
        let may = |subject: Subject<'_>, topic| {
            set.answer(subject, Question::Receive { topic }).effect == Effect::Allow
        };
        let base = subject(Some("u"), "s-1");
        let inside = Subject {
            address: Some("10.1.1.1".parse().unwrap()),
            listener: Some("inside"),
            ..base
        };
        assert!(
            may(inside, "a")
                && !may(
                    Subject {
                        listener: None,
                        ..inside
                    },
                    "a"
                )
        );
        assert!(!may(
            Subject {
                address: Some("11.1.1.1".parse().unwrap()),
                ..inside
            },
            "a"
        ));
        assert!(
            may(
                Subject {
                    certificate: Some("dev-7"),
                    ..base
                },
                "b"
            ) && !may(base, "b")
        );
        assert!(
            may(base, "c")
                && !may(subject(Some("w"), "s-1"), "c")
                && !may(subject(Some("u"), "t"), "c")
        );
        assert!(may(subject(None, "s-1"), "d") && !may(base, "d"));
    }

    fn written() -> impl Strategy<Value = String> {
        let level = prop_oneof![4 => "[abc]", 2 => Just("+".to_owned()), 1 => Just("%u".to_owned()), 1 => Just("x%c".to_owned()), 1 => Just("$s".to_owned()), 1 => Just(String::new())];
        let topic = (proptest::collection::vec(level, 1..4), any::<bool>()).prop_map(
            |(mut levels, hash)| {
                if hash {
                    levels.push("#".to_owned());
                }
                let topic = levels.join("/");
                if topic.is_empty() {
                    "#".to_owned()
                } else {
                    topic
                }
            },
        );
        let rule = (
            prop_oneof!["allow", "deny"],
            prop_oneof!["publish", "retain", "subscribe", "all"],
            prop_oneof![3 => Just(""), 1 => Just("user: a, "), 1 => Just("user: [a, \"b*\"], "), 1 => Just("client_id: c, "), 1 => Just("anonymous: true, ")],
            topic,
        )
            .prop_map(|(effect, action, who, topic)| format!("- {{{effect}: {action}, {who}topic: \"{topic}\"}}\n"));
        proptest::collection::vec(rule, 0..20).prop_map(|rules| rules.concat())
    }

    proptest! {
        /// Compiled rules answer as the plain ones do.
        #[test]
        fn compiling_changes_no_answer(
            yaml in written(), topic in "([abc]|\\$s|xc)?(/([abc]|xc|a/b)?){0,4}", user in prop_oneof![Just(None), Just(Some("a")), Just(Some("b")), Just(Some("a/b")), Just(Some("+"))],
            client in prop_oneof![Just("c"), Just("#")], default in prop_oneof![Just(Effect::Allow), Just(Effect::Deny)],
        ) {
            let set = RuleSet::new(rules(&yaml), default);
            let subject = subject(user, client);
            let compiled = set.compiled(subject);
            let plain = |question| set.answer(subject, question).effect == Effect::Allow;
            for retain in [false, true] {
                prop_assert_eq!(compiled.may_publish(&topic, retain, subject.names()), plain(Question::Publish { topic: &topic, retain }));
            }
            prop_assert_eq!(compiled.may_receive(&topic, subject.names()), plain(Question::Receive { topic: &topic }));
        }

        /// A filter that is granted lets nothing through that could not be received by itself.
        #[test]
        fn a_granted_filter_is_no_way_around_the_rules(
            yaml in written(), filter in "([abc]|\\+|\\$s)(/([abc]|\\+)){0,2}(/#)?", topic in "([abc]|\\$s)(/[abc]){0,3}", user in prop_oneof![Just(None), Just(Some("a")), Just(Some("a/b"))],
        ) {
            let set = RuleSet::new(rules(&yaml), Effect::Deny);
            let subject = subject(user, "c");
            let matched = crate::template::Template::parse(&filter, false).unwrap().matches(&topic, subject.names(), Effect::Allow);
            let granted = set.answer(subject, Question::Subscribe { filter: &filter }).effect == Effect::Allow;
            if matched && granted {
                prop_assert_eq!(set.answer(subject, Question::Receive { topic: &topic }).effect, Effect::Allow);
            }
        }
    }
}
