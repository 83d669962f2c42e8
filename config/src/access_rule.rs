//! The rule file of the plugin `acl`: a list of rules.

use serde::Serialize;

use crate::{
    Diagnostic, Entry, Network, OneOrMany,
    load::{Entries, read_entries},
    schema::{choice, section},
};

section! {
    /// A rule: who may, or may not, do what with which topics. Of the keys that say who, all that are there must fit; of
    /// a list, one item.
    pub struct AccessRule {
        /// What it allows.
        pub allow: OneOrMany<Action> = OneOrMany::default();
        /// What it denies.
        pub deny: OneOrMany<Action> = OneOrMany::default();
        /// User names; `*` stands for any characters.
        pub user: OneOrMany<String> = OneOrMany::default();
        /// Client identifiers; `*` stands for any characters.
        pub client_id: OneOrMany<String> = OneOrMany::default();
        /// Where the client comes from.
        pub address: OneOrMany<Network> = OneOrMany::default();
        /// Names of listeners.
        pub listener: OneOrMany<String> = OneOrMany::default();
        /// Names in verified client certificates; `*` stands for any characters.
        pub certificate: OneOrMany<String> = OneOrMany::default();
        /// Whether it is for clients without (`true`) or with (`false`) a user name only.
        pub anonymous: Option<bool> = None;
        /// Topic filters; `%u` stands for the user name and `%c` for the client identifier.
        pub topic: OneOrMany<String> = OneOrMany::default() => required(), alias("topics");
    }
}

choice! {
    /// What a rule is about.
    pub enum Action default All {
        /// Publishing, retained or not.
        Publish = "publish",
        /// Publishing with the retain flag.
        Retain = "retain",
        /// Subscribing, and being delivered to.
        Subscribe = "subscribe",
        /// All of these.
        All = "all",
    }
}

/// A rule as it is written: what says nothing is left out.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    allow: &'a OneOrMany<Action>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    deny: &'a OneOrMany<Action>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    user: &'a OneOrMany<String>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    client_id: &'a OneOrMany<String>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    address: &'a OneOrMany<Network>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    listener: &'a OneOrMany<String>,
    #[serde(skip_serializing_if = "OneOrMany::is_empty")]
    certificate: &'a OneOrMany<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anonymous: Option<bool>,
    topic: &'a OneOrMany<String>,
}

impl AccessRule {
    /// Reads a rule file of this name. Whether the topics are filters is the reader's to check.
    ///
    /// # Errors
    /// Everything else that is wrong with it.
    pub fn read_all(name: &str, bytes: &[u8]) -> Result<Vec<Entry<Self>>, Vec<Diagnostic>> {
        read_entries(name, bytes, check)
    }

    /// A rule file with these rules. [`AccessRule::read_all`] reads it again.
    #[must_use]
    pub fn write_all<'a>(rules: impl IntoIterator<Item = &'a Self>) -> String {
        let written: Vec<_> = rules.into_iter().map(Written::from).collect();
        serde_yaml::to_string(&written).unwrap_or_default()
    }
}

impl<'a> From<&'a AccessRule> for Written<'a> {
    fn from(rule: &'a AccessRule) -> Self {
        let AccessRule {
            allow,
            deny,
            user,
            client_id,
            address,
            listener,
            certificate,
            anonymous,
            topic,
        } = rule;
        Self {
            allow,
            deny,
            user,
            client_id,
            address,
            listener,
            certificate,
            anonymous: *anonymous,
            topic,
        }
    }
}

fn check(entries: &mut Entries<'_, '_, AccessRule>) {
    for (index, Entry { value, .. }) in entries.list.iter().enumerate() {
        match (value.allow.is_empty(), value.deny.is_empty()) {
            (true, true) => {
                let message = "the rule neither allows nor denies anything".to_owned();
                let hint = "say `allow:` or `deny:` with publish, subscribe, retain or all";
                entries.error(index, "", message, Some(hint.to_owned()));
            }
            (false, false) => {
                let message = "a rule either allows or denies".to_owned();
                let hint = "make it two rules; the first that fits decides";
                entries.error(index, "deny", message, Some(hint.to_owned()));
            }
            _ => {}
        }
        if value.topic.is_empty() {
            let message = "the rule has no topics".to_owned();
            entries.error(
                index,
                "topic",
                message,
                Some("`#` is all of them".to_owned()),
            );
        }
    }
}
