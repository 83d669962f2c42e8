//! A rule in words, and a rule from flags.

use clap::{Args, ValueEnum};
use gmqtt_admin_client::admin::{AclAction, AclEffect, AclRule};

/// Whether a rule allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Effect {
    /// What fits is allowed
    Allow,
    /// What fits is denied
    Deny,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Action {
    /// To publish, retained or not
    Publish,
    /// To publish a retained message
    Retain,
    /// To subscribe, and to be delivered to
    Subscribe,
    /// All of these
    All,
}

/// Who a rule is about; all that are given must fit, of several values one.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Who")]
pub(super) struct Who {
    /// Users whose names fit; * stands for any characters
    #[arg(long, value_name = "PATTERN")]
    user: Vec<String>,

    /// Clients whose identifiers fit
    #[arg(long, value_name = "PATTERN")]
    client_id: Vec<String>,

    /// Clients at an address or in a network
    #[arg(long, value_name = "NETWORK")]
    address: Vec<String>,

    /// Clients of a listener
    #[arg(long, value_name = "NAME")]
    listener: Vec<String>,

    /// Clients whose certificate has a name that fits
    #[arg(long, value_name = "PATTERN")]
    certificate: Vec<String>,

    /// Clients without a user name; with one if false
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    anonymous: Option<bool>,
}

/// The rule that flags make.
pub(super) fn of(effect: Effect, action: Action, topics: &[String], who: &Who) -> AclRule {
    let effect = match effect {
        Effect::Allow => AclEffect::Allow,
        Effect::Deny => AclEffect::Deny,
    };
    let action = match action {
        Action::Publish => AclAction::AclPublish,
        Action::Retain => AclAction::AclRetain,
        Action::Subscribe => AclAction::AclSubscribe,
        Action::All => AclAction::AclAll,
    };
    AclRule {
        effect: effect.into(),
        actions: vec![action.into()],
        topics: topics.to_vec(),
        users: who.user.clone(),
        client_ids: who.client_id.clone(),
        addresses: who.address.clone(),
        listeners: who.listener.clone(),
        certificates: who.certificate.clone(),
        line: 0,
        anonymous: who.anonymous,
    }
}

/// `publish,subscribe`
pub(super) fn actions(rule: &AclRule) -> String {
    let words: Vec<_> = rule
        .actions()
        .map(|action| match action {
            AclAction::AclPublish => "publish",
            AclAction::AclRetain => "retain",
            AclAction::AclSubscribe => "subscribe",
            AclAction::AclAll | AclAction::Unspecified => "all",
        })
        .collect();
    if words.is_empty() {
        "all".to_owned()
    } else {
        words.join(",")
    }
}

/// `user=a,b address=10.0.0.0/8`; everybody if nothing is said.
pub(super) fn who(rule: &AclRule) -> String {
    let said = [
        ("user", &rule.users),
        ("client_id", &rule.client_ids),
        ("address", &rule.addresses),
        ("listener", &rule.listeners),
        ("certificate", &rule.certificates),
    ];
    let words: Vec<_> = said
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| format!("{name}={}", values.join(",")))
        .chain(
            rule.anonymous
                .map(|anonymous| format!("anonymous={anonymous}")),
        )
        .collect();
    if words.is_empty() {
        "everybody".to_owned()
    } else {
        words.join(" ")
    }
}

/// All of a rule.
pub(super) fn words(rule: &AclRule) -> String {
    let effect = if rule.effect() == AclEffect::Deny {
        "deny"
    } else {
        "allow"
    };
    format!(
        "{effect} {} to {} on {}",
        actions(rule),
        who(rule),
        rule.topics.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_said_in_words() {
        let who = Who {
            user: vec!["a".to_owned(), "b*".to_owned()],
            ..Who::default()
        };
        let one = of(Effect::Deny, Action::Retain, &["x/#".to_owned()], &who);
        assert_eq!(words(&one), "deny retain to user=a,b* on x/#");
        assert_eq!(
            words(&AclRule {
                topics: vec!["#".to_owned()],
                ..AclRule::default()
            }),
            "allow all to everybody on #"
        );
    }
}
