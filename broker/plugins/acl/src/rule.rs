//! One rule, and the clients and questions it is held against.

use std::net::IpAddr;

use gmqtt_config::{AccessRule, Action, Network};
use gmqtt_plugin_api::ClientInfo;

use crate::pattern::Pattern;
use crate::template::{Names, Template};

/// What a rule says to what it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Go ahead.
    Allow,
    /// No.
    Deny,
}

/// What a rule is about; a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Actions(u8);

impl Actions {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const PUBLISH: Self = Self(1);
    pub(crate) const RETAIN: Self = Self(2);
    pub(crate) const SUBSCRIBE: Self = Self(4);

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl From<Action> for Actions {
    fn from(action: Action) -> Self {
        match action {
            // A retained message is published too.
            Action::Publish => Self::PUBLISH.with(Self::RETAIN),
            Action::Retain => Self::RETAIN,
            Action::Subscribe => Self::SUBSCRIBE,
            Action::All => Self::PUBLISH.with(Self::RETAIN).with(Self::SUBSCRIBE),
        }
    }
}

/// A client, as far as rules look at it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its user name.
    pub user: Option<&'a str>,
    /// Its client identifier.
    pub client_id: &'a str,
    /// Where it comes from.
    pub address: Option<IpAddr>,
    /// The name of the listener it came through.
    pub listener: Option<&'a str>,
    /// The name in its verified certificate.
    pub certificate: Option<&'a str>,
}

impl<'a> From<&'a ClientInfo> for Subject<'a> {
    fn from(client: &'a ClientInfo) -> Self {
        Self {
            user: client.username.as_deref().filter(|name| !name.is_empty()),
            client_id: &client.id,
            address: Some(client.peer.remote.ip()),
            listener: client.peer.listener.as_deref(),
            certificate: client.peer.certificate_name.as_deref(),
        }
    }
}

impl<'a> Subject<'a> {
    fn has_wildcards(self) -> bool {
        let mut names = self.user.into_iter().chain([self.client_id]);
        names.any(|name| name.contains(['+', '#']))
    }

    pub(crate) const fn names(self) -> Names<'a> {
        Names {
            user: self.user,
            client: self.client_id,
        }
    }
}

/// Whom a rule is for. What is empty does not matter; of what is not, one must fit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Who {
    user: Box<[Pattern]>,
    client_id: Box<[Pattern]>,
    address: Box<[Network]>,
    listener: Box<[Box<str>]>,
    certificate: Box<[Pattern]>,
    anonymous: Option<bool>,
    /// Only clients whose names have no wildcards in them.
    plain: bool,
}

impl Who {
    /// The user of this name.
    pub(crate) fn user(name: &str) -> Self {
        Self {
            user: [Pattern::Exact(name.into())].into(),
            ..Self::default()
        }
    }

    /// Clients without a user name.
    pub(crate) fn anonymous() -> Self {
        Self {
            anonymous: Some(true),
            ..Self::default()
        }
    }

    /// Everybody whose user name and client identifier have no wildcards in them.
    pub(crate) fn plain() -> Self {
        Self {
            plain: true,
            ..Self::default()
        }
    }

    /// The user names it is for, if it is for some only and they are known one by one.
    pub(crate) fn exact_users(&self) -> Option<Vec<&str>> {
        let users: Option<Vec<_>> = self.user.iter().map(Pattern::exact).collect();
        users.filter(|users| !users.is_empty())
    }

    pub(crate) fn fits(&self, subject: Subject<'_>) -> bool {
        let named = |patterns: &[Pattern], name: Option<&str>| {
            patterns.is_empty()
                || name.is_some_and(|name| patterns.iter().any(|it| it.matches(name)))
        };
        let listener = || {
            subject
                .listener
                .is_some_and(|name| self.listener.iter().any(|it| **it == *name))
        };
        let address = || {
            subject
                .address
                .is_some_and(|from| self.address.iter().any(|it| it.contains(from)))
        };
        named(&self.user, subject.user)
            && named(&self.client_id, Some(subject.client_id))
            && named(&self.certificate, subject.certificate)
            && (self.address.is_empty() || address())
            && (self.listener.is_empty() || listener())
            && self
                .anonymous
                .is_none_or(|anonymous| anonymous == subject.user.is_none())
            && !(self.plain && subject.has_wildcards())
    }
}

/// A rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) effect: Effect,
    pub(crate) actions: Actions,
    pub(crate) who: Who,
    pub(crate) topics: Box<[Template]>,
    /// Where it is written, from 1.
    pub(crate) line: u32,
    /// For people.
    pub(crate) text: Box<str>,
}

impl Rule {
    /// From what stands in a YAML file.
    ///
    /// # Errors
    /// Which of its topics is no filter of a rule, and why.
    pub(crate) fn new(written: &AccessRule, line: u32) -> Result<Self, String> {
        let patterns = |texts: &[String]| texts.iter().map(|text| Pattern::new(text)).collect();
        let (effect, actions) = if written.deny.is_empty() {
            (Effect::Allow, &written.allow)
        } else {
            (Effect::Deny, &written.deny)
        };
        let topics: Result<_, _> = written
            .topic
            .0
            .iter()
            .map(|text| Template::parse(text, true))
            .collect();
        Ok(Self {
            effect,
            actions: actions
                .0
                .iter()
                .fold(Actions::NONE, |set, action| set.with((*action).into())),
            who: Who {
                user: patterns(&written.user.0),
                client_id: patterns(&written.client_id.0),
                address: written.address.0.clone().into(),
                listener: written
                    .listener
                    .0
                    .iter()
                    .map(|name| name.as_str().into())
                    .collect(),
                certificate: patterns(&written.certificate.0),
                anonymous: written.anonymous,
                plain: false,
            },
            topics: topics?,
            line,
            text: shown(written),
        })
    }
}

/// A rule on one line.
fn shown(written: &AccessRule) -> Box<str> {
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
    } = written;
    let mut parts = Vec::new();
    let mut part = |key: &str, values: Vec<String>| match values.as_slice() {
        [] => {}
        [one] => parts.push(format!("{key}: {one}")),
        all => parts.push(format!("{key}: [{}]", all.join(", "))),
    };
    let words = |actions: &[Action]| actions.iter().map(ToString::to_string).collect();
    part("allow", words(&allow.0));
    part("deny", words(&deny.0));
    part("user", user.0.clone());
    part("client_id", client_id.0.clone());
    part(
        "address",
        address.0.iter().map(ToString::to_string).collect(),
    );
    part("listener", listener.0.clone());
    part("certificate", certificate.0.clone());
    part(
        "anonymous",
        anonymous.iter().map(ToString::to_string).collect(),
    );
    part("topic", topic.0.clone());
    parts.join(", ").into()
}
