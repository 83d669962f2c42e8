//! What follows from what is known, step by step as a message goes.

use anstyle::{AnsiColor, Style};
use gmqtt_admin_client::admin::{AclEffect, Client, receiver::Verdict};
use serde::Serialize;

use super::facts::Facts;
use crate::output::printable;

/// A step on the way of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Step {
    /// `client`, `subscription`, `rules`, `queue`, `window`, `drops`
    pub(super) step: &'static str,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<String>,
}

/// What a step means for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// It goes on.
    Yes,
    /// It goes on, and may not arrive soon or at all.
    Perhaps,
    /// It ends here.
    No,
}

impl Step {
    fn new(step: &'static str, outcome: Outcome, message: impl Into<String>) -> Self {
        Self {
            step,
            outcome,
            message: message.into(),
            hint: None,
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A line for people, and one for the hint.
    pub(super) fn text(&self) -> String {
        let (word, style) = match self.outcome {
            Outcome::Yes => ("yes", AnsiColor::Green.on_default()),
            Outcome::Perhaps => ("perhaps", AnsiColor::Yellow.on_default()),
            Outcome::No => ("no", AnsiColor::Red.on_default()),
        };
        let blanks = " ".repeat(9 - word.len());
        let mut text = format!(
            "{:<14}{style}{word}{style:#}{blanks}{}\n",
            self.step,
            printable(&self.message)
        );
        if let Some(hint) = &self.hint {
            let bold = Style::new().bold();
            text.push_str(&format!(
                "{:<23}{bold}hint:{bold:#} {}\n",
                "",
                printable(hint)
            ));
        }
        text
    }
}

/// Whether a message published now reaches the client or waits for it, and why.
pub(super) fn steps(facts: &Facts, client_id: &str, topic: &str) -> (bool, Vec<Step>) {
    let Some(client) = &facts.client else {
        let step = Step::new("client", Outcome::No, "it is not connected, and no session waits for it")
            .hint("an expired session is forgotten with its subscriptions; gmqtt events --kind connect,auth_fail shows attempts");
        return (false, vec![step]);
    };
    let mut steps = vec![connected(client)];
    let (matches, mut found) = subscriptions(facts, topic);
    steps.append(&mut found);
    let denied = rules(facts, client_id, topic);
    steps.extend(denied.clone());
    let denied = denied.is_some_and(|step| step.outcome == Outcome::No);
    if matches {
        steps.push(queue(client));
        steps.push(window(client));
        steps.extend(drops(client));
    }
    (matches && !denied, steps)
}

fn connected(client: &Client) -> Step {
    if client.connected {
        // A listener that nobody named has its address.
        let through = match client.listener.as_str() {
            "" => String::new(),
            name => format!(" through {name}"),
        };
        let place = format!("it is connected from {}{through}", client.remote_addr);
        return Step::new("client", Outcome::Yes, place);
    }
    let kept = match client.session_expiry {
        0 => "its session is about to end".to_owned(),
        u32::MAX => "its session waits for it for ever".to_owned(),
        seconds => format!("its session waits for it, {seconds} s from when it went"),
    };
    Step::new("client", Outcome::Perhaps, format!("it is away; {kept}"))
}

/// Whether a subscription takes the message, and what becomes of it through each.
fn subscriptions(facts: &Facts, topic: &str) -> (bool, Vec<Step>) {
    let Some(receivers) = &facts.receivers else {
        let step = Step::new(
            "subscription",
            Outcome::Perhaps,
            "the broker cannot say which subscriptions match",
        )
        .hint("it needs a newer broker");
        return (true, vec![step]);
    };
    if receivers.is_empty() {
        let filters: Vec<_> = facts
            .subscriptions
            .iter()
            .take(5)
            .map(|one| one.topic_name.as_str())
            .collect();
        let message = match (filters.len(), facts.subscriptions.len()) {
            (0, _) => "it has no subscriptions".to_owned(),
            (_, all) => format!(
                "none of its {all} subscriptions matches: {}",
                filters.join(", ")
            ),
        };
        let step = Step::new("subscription", Outcome::No, message);
        return (false, vec![near_miss(facts, topic, step)]);
    }
    let mut takes = false;
    let mut steps = Vec::new();
    for receiver in receivers {
        let filter = receiver
            .subscription
            .as_ref()
            .map_or("", |one| one.topic_name.as_str());
        let (outcome, words) = match receiver.verdict() {
            Verdict::Sent => (Outcome::Yes, "it is sent".to_owned()),
            Verdict::Queued => (Outcome::Yes, "it waits in the queue".to_owned()),
            Verdict::OneOfGroup => (
                Outcome::Perhaps,
                format!(
                    "one of {} members of the group gets it",
                    receiver.group_size
                ),
            ),
            Verdict::OtherSubscription => (
                Outcome::Yes,
                "it comes through another subscription".to_owned(),
            ),
            Verdict::Denied => (Outcome::No, "a rule denies it".to_owned()),
            Verdict::Dropped => (Outcome::No, "it is dropped".to_owned()),
            Verdict::Unspecified => (Outcome::Perhaps, "it matches".to_owned()),
        };
        takes |= outcome != Outcome::No;
        let detail = if receiver.detail.is_empty() {
            String::new()
        } else {
            format!(" ({})", receiver.detail)
        };
        steps.push(Step::new(
            "subscription",
            outcome,
            format!("{filter}: {words}{detail}"),
        ));
    }
    (takes, steps)
}

/// Mistakes that are often made with filters.
fn near_miss(facts: &Facts, topic: &str, step: Step) -> Step {
    let filters = || {
        facts
            .subscriptions
            .iter()
            .map(|one| one.topic_name.as_str())
    };
    if let Some(filter) = filters().find(|filter| filter.eq_ignore_ascii_case(topic)) {
        return step.hint(format!(
            "{filter} differs in upper and lower case, which count"
        ));
    }
    if let Some(filter) =
        filters().find(|filter| filter.trim_matches('/') == topic.trim_matches('/'))
    {
        return step.hint(format!(
            "{filter} differs in a slash at an end, which is a level of its own"
        ));
    }
    if topic.starts_with('$') && filters().any(|filter| filter.starts_with(['+', '#'])) {
        return step
            .hint("a filter that begins with a wildcard does not match topics that begin with $");
    }
    step
}

fn rules(facts: &Facts, client_id: &str, topic: &str) -> Option<Step> {
    let acl = facts.acl.as_ref()?;
    let rule = match acl.line {
        0 => "no rule fits, and that is what holds then".to_owned(),
        line => format!("line {line}: {}", acl.rule),
    };
    Some(match acl.effect() {
        AclEffect::Deny => Step::new("rules", Outcome::No, format!("they deny it ({rule})")).hint(
            format!("gmqtt acl add allow subscribe {topic} --client-id {client_id}"),
        ),
        _ => Step::new("rules", Outcome::Yes, format!("they allow it ({rule})")),
    })
}

fn queue(client: &Client) -> Step {
    let (now, most) = (client.queue_len, client.max_queue);
    if most > 0 && now >= most {
        return Step::new(
            "queue",
            Outcome::Perhaps,
            format!("{now} of {most} messages wait: the oldest is dropped for each new one"),
        )
        .hint("it takes less than it is sent; raise mqtt.max_queued_messages, or send it less");
    }
    Step::new(
        "queue",
        Outcome::Yes,
        format!("{now} of {most} messages wait"),
    )
}

fn window(client: &Client) -> Step {
    let (now, most) = (client.inflight_len, client.max_inflight);
    if most > 0 && now >= most {
        return Step::new(
            "window",
            Outcome::Perhaps,
            format!("{now} of {most} messages are not acknowledged: QoS 1 and 2 wait until one is"),
        )
        .hint(format!(
            "see what it acknowledges: gmqtt trace client {}",
            client.client_id
        ));
    }
    let slow = if client.slow {
        ", and it acknowledges slowly"
    } else {
        ""
    };
    Step::new(
        "window",
        Outcome::Yes,
        format!("{now} of {most} messages are not acknowledged{slow}"),
    )
}

/// What did not reach it before, if anything.
fn drops(client: &Client) -> Option<Step> {
    if client.message_dropped == 0 {
        return None;
    }
    let reasons: Vec<_> = client
        .dropped
        .iter()
        .filter(|one| one.count > 0)
        .map(|one| format!("{} {}", one.reason, one.count))
        .collect();
    let reasons = if reasons.is_empty() {
        String::new()
    } else {
        format!(" ({})", reasons.join(", "))
    };
    Some(Step::new(
        "drops",
        Outcome::Perhaps,
        format!(
            "{} messages did not reach it{reasons}",
            client.message_dropped
        ),
    ))
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::admin::{DropCount, Receiver, Subscription, TestAclResponse};

    use super::*;

    fn subscription(filter: &str) -> Subscription {
        Subscription {
            topic_name: filter.to_owned(),
            ..Subscription::default()
        }
    }

    fn client() -> Client {
        Client {
            client_id: "a".to_owned(),
            connected: true,
            max_queue: 1000,
            max_inflight: 100,
            ..Client::default()
        }
    }

    fn receiver(verdict: Verdict) -> Receiver {
        Receiver {
            subscription: Some(subscription("a/#")),
            verdict: verdict.into(),
            ..Receiver::default()
        }
    }

    fn facts(client: Client, receivers: Vec<Receiver>) -> Facts {
        Facts {
            client: Some(client),
            receivers: Some(receivers),
            ..Facts::default()
        }
    }

    #[test]
    fn who_is_not_there_gets_nothing() {
        let (delivered, steps) = steps(&Facts::default(), "a", "t");
        assert!(!delivered);
        assert_eq!(steps.len(), 1);
    }

    #[test]
    fn each_verdict_decides() {
        for (verdict, expected) in [
            (Verdict::Sent, true),
            (Verdict::Queued, true),
            (Verdict::OneOfGroup, true),
            (Verdict::OtherSubscription, true),
            (Verdict::Denied, false),
            (Verdict::Dropped, false),
        ] {
            let (delivered, _) = steps(&facts(client(), vec![receiver(verdict)]), "a", "a/b");
            assert_eq!(delivered, expected, "{verdict:?}");
        }
    }

    #[test]
    fn without_a_match_the_filters_are_named_and_near_misses_explained() {
        for (filter, topic, hint) in [
            ("Sensors/1", "sensors/1", "upper and lower case"),
            ("/a/b", "a/b", "slash"),
            ("#", "$SYS/x", "begin with $"),
        ] {
            let mut facts = facts(client(), Vec::new());
            facts.subscriptions = vec![subscription(filter)];
            let (delivered, steps) = steps(&facts, "a", topic);
            assert!(!delivered);
            let step = steps
                .iter()
                .find(|step| step.step == "subscription")
                .unwrap();
            assert!(step.message.contains(filter), "{step:?}");
            assert!(
                step.hint.as_ref().is_some_and(|text| text.contains(hint)),
                "{step:?}"
            );
        }
    }

    #[test]
    fn a_rule_that_denies_outweighs_a_match() {
        let mut facts = facts(client(), vec![receiver(Verdict::Sent)]);
        facts.acl = Some(TestAclResponse {
            effect: AclEffect::Deny.into(),
            line: 14,
            rule: "deny all".to_owned(),
        });
        let (delivered, steps) = steps(&facts, "a", "a/b");
        assert!(!delivered);
        assert!(
            steps.iter().any(|step| step.message.contains("line 14")),
            "{steps:?}"
        );
    }

    #[test]
    fn a_full_queue_and_window_are_said_with_what_was_dropped() {
        let mut slow = client();
        slow.queue_len = 1000;
        slow.inflight_len = 100;
        slow.message_dropped = 7;
        slow.dropped = vec![DropCount {
            reason: "queue_full".to_owned(),
            count: 7,
        }];
        let (delivered, steps) = steps(&facts(slow, vec![receiver(Verdict::Sent)]), "a", "a/b");
        assert!(delivered);
        let perhaps: Vec<_> = steps
            .iter()
            .filter(|step| step.outcome == Outcome::Perhaps)
            .map(|step| step.step)
            .collect();
        assert_eq!(perhaps, ["queue", "window", "drops"]);
        assert!(
            steps
                .last()
                .is_some_and(|step| step.message.ends_with("(queue_full 7)")),
            "{steps:?}"
        );
    }
}
