//! What the nodes say of themselves, and what is seen of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use chitchat::{Chitchat, ChitchatId, NodeState};

use crate::{NodeName, Run};

/// What a node says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said<'a> {
    /// Where other nodes reach it: `host:port`.
    Address,
    /// Its version.
    Version,
    /// Since when it runs, in seconds since the Unix epoch.
    Started,
    /// One of [`Intention`].
    Intention,
    /// How many clients are connected.
    Sessions,
    /// PUBLISH packets a second that it receives and sends, `in/out`.
    Rates,
    /// Another node was put out: up to which run.
    Forgotten(&'a str),
}

impl Said<'_> {
    pub(crate) fn key(self) -> Cow<'static, str> {
        match self {
            Self::Address => "fed_addr".into(),
            Self::Version => "version".into(),
            Self::Started => "started".into(),
            Self::Intention => "intention".into(),
            Self::Sessions => "sessions".into(),
            Self::Rates => "rates".into(),
            Self::Forgotten(node) => format!("{FORGOTTEN}{node}").into(),
        }
    }
}

const FORGOTTEN: &str = "forgotten:";

/// What a node is about to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Intention {
    /// To stay.
    #[default]
    Stay,
    /// To stop, and come back.
    Stop,
    /// To leave for good.
    Leave,
}

impl Intention {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Stop => "stop",
            Self::Leave => "leave",
        }
    }

    fn read(word: Option<&str>) -> Self {
        match word {
            Some("stop") => Self::Stop,
            Some("leave") => Self::Leave,
            _ => Self::Stay,
        }
    }
}

/// A node that is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known {
    pub(crate) name: NodeName,
    pub(crate) run: Run,
    /// Where it gossips.
    pub(crate) gossip: SocketAddr,
    /// Where its links are accepted: `host:port`; `None` until it has said so.
    pub(crate) address: Option<Box<str>>,
    /// Whether it was heard of lately.
    pub(crate) heard: bool,
    pub(crate) intention: Intention,
    pub(crate) version: Box<str>,
    pub(crate) started: Option<u64>,
    pub(crate) sessions: Option<u64>,
    pub(crate) rates: Option<(f64, f64)>,
}

impl Known {
    /// Whether it takes part: it is there and will stay.
    pub(crate) fn takes_part(&self) -> bool {
        self.heard && self.intention == Intention::Stay && self.address.is_some()
    }
}

/// All nodes by name, the latest run of each, without those that were put out.
pub(super) fn known(chitchat: &Chitchat) -> Vec<Known> {
    let live: BTreeSet<&ChitchatId> = chitchat.live_nodes().collect();
    let mut latest: BTreeMap<&str, Known> = BTreeMap::new();
    for (id, state) in chitchat.node_states() {
        let known = read(id, state, live.contains(id));
        let before = latest.get(&*id.node_id);
        if before.is_none_or(|before| before.run < known.run) {
            latest.insert(&id.node_id, known);
        }
    }
    for (node, run) in chitchat.node_states().values().flat_map(forgotten) {
        if latest.get(node).is_some_and(|known| known.run <= run) {
            latest.remove(node);
        }
    }
    latest.into_values().collect()
}

fn forgotten(state: &NodeState) -> impl Iterator<Item = (&str, Run)> {
    state.key_values().filter_map(|(key, value)| {
        let node = key.strip_prefix(FORGOTTEN)?;
        Some((node, Run(value.parse().ok()?)))
    })
}

fn read(id: &ChitchatId, state: &NodeState, heard: bool) -> Known {
    let said = |what: Said<'_>| state.get(&what.key());
    let number = |what: Said<'_>| said(what).and_then(|text| text.parse().ok());
    let rates = said(Said::Rates).and_then(|text| text.split_once('/'));
    Known {
        name: NodeName::new(&id.node_id),
        run: Run(id.generation_id),
        gossip: id.gossip_advertise_addr,
        address: said(Said::Address).map(Into::into),
        heard,
        intention: Intention::read(said(Said::Intention)),
        version: said(Said::Version).unwrap_or_default().into(),
        started: number(Said::Started),
        sessions: number(Said::Sessions),
        rates: rates.and_then(|(r, s)| Some((r.parse().ok()?, s.parse().ok()?))),
    }
}
