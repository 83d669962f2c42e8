//! Messages that a node has sent to where a session was, and that go to where it is now: it was taken out of a store that nodes share, and
//! its old node confirms nothing any more.
//!
//! Every node does this with what it has sent itself. What the old node has confirmed is in the session, for that was in the store; of what it
//! has not confirmed:
//!
//! | | QoS 1 | QoS 2 |
//! |---|---|---|
//! | it was never sent | is sent | is sent |
//! | it was sent, and the answer is missing | is sent again, as if for a second delivery | is not: it may be in the session. Its publisher is told that it is not safe |
//!
//! A thread may have worked out where a message goes, and forward it a moment after that: such a one is looked for for a while.

use std::collections::BTreeMap;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{Forward, NodeName, Stamp};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::Publish;
use gmqtt_protocol::{QoS, TopicFilter, TopicName, Version, split_frame};
use gmqtt_router::{Group, Subscriptions, Visitor};

/// How long a thread may take to forward a message, once it has worked out where it goes, in milliseconds.
const LASTS: u64 = 2_000;

/// Sessions that were taken out of a store a moment ago.
#[derive(Default)]
pub(crate) struct Again {
    /// By the nodes that they were at.
    nodes: BTreeMap<NodeName, Taken>,
}

/// Those of one node.
struct Taken {
    sessions: BTreeMap<Box<str>, Session>,
    /// Their filters.
    table: Subscriptions<Box<str>, ()>,
}

/// A session that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) stamp: Stamp,
    /// Where it is.
    pub(crate) to: NodeName,
    pub(crate) filters: Box<[Box<str>]>,
    /// From which version on this node knows that: what bears a lesser one was sent where it was.
    pub(crate) version: u64,
    pub(crate) since: u64,
    /// What is kept for its old node was not looked through yet.
    pub(crate) is_new: bool,
}

impl Again {
    /// A session was taken from a node.
    pub(crate) fn note(&mut self, from: &NodeName, client: &str, session: Session) {
        // Where it was before does not matter any more.
        self.forget(client);
        let taken = self.nodes.entry(from.clone()).or_insert_with(|| Taken {
            sessions: BTreeMap::new(),
            table: Subscriptions::new(),
        });
        for filter in session.filters.iter().filter_map(|it| plain(it)) {
            taken.table.insert(filter, client.into(), ());
        }
        taken.sessions.insert(client.into(), session);
    }

    /// The session of a client goes on.
    pub(crate) fn forget(&mut self, client: &str) {
        self.nodes
            .values_mut()
            .for_each(|taken| taken.remove(client));
    }

    /// The nodes of sessions for which nothing was looked through yet.
    pub(crate) fn unlooked_for(&self) -> Vec<NodeName> {
        let is_new = |taken: &Taken| taken.sessions.values().any(|session| session.is_new);
        let all = self.nodes.iter().filter(|(_, taken)| is_new(taken));
        all.map(|(node, _)| node.clone()).collect()
    }

    /// Those of a node that were new until now.
    pub(crate) fn take_new(&mut self, from: &NodeName) -> Vec<(Box<str>, Session)> {
        let taken = self.nodes.get_mut(from);
        let all = taken.into_iter().flat_map(|taken| &mut taken.sessions);
        all.filter_map(|(client, session)| {
            std::mem::take(&mut session.is_new).then(|| (client.clone(), session.clone()))
        })
        .collect()
    }

    /// What is to be sent, and where, of a message that is kept for a node, or is being forwarded to it. `only_new` leaves those out for
    /// which that was asked before.
    pub(crate) fn of(
        &self,
        from: &NodeName,
        forward: &Forward,
        only_new: bool,
    ) -> Vec<(NodeName, Forward)> {
        let Some(taken) = self.nodes.get(from).filter(|_| forward.safe) else {
            return Vec::new();
        };
        let Some(publish) = read(&forward.message) else {
            return Vec::new();
        };
        let mut clients = Clients::default();
        match (&forward.client, TopicName::parse(publish.topic)) {
            (Some(client), _) => clients.0.push(client.clone()),
            (None, Ok(topic)) if forward.plain => taken.table.matching(topic, &mut clients),
            _ => {}
        }
        clients.0.sort();
        clients.0.dedup();
        let sessions = clients.0.into_iter().filter_map(|client| {
            let session = taken.sessions.get(&client)?;
            let is_meant = forward.client.is_some() || forward.known < session.version;
            (is_meant && (session.is_new || !only_new)).then_some((client, session))
        });
        let again = |(client, session): (Box<str>, &Session)| {
            let forward = Forward {
                message: forward.message.clone(),
                safe: true,
                plain: forward.plain,
                groups: Box::default(),
                client: Some(client),
                known: forward.known,
            };
            (session.to.clone(), forward)
        };
        sessions.map(again).collect()
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self, now: u64) {
        for taken in self.nodes.values_mut() {
            let old = taken.sessions.iter();
            let old = old.filter(|(_, session)| !session.is_new && now >= session.since + LASTS);
            let old: Vec<_> = old.map(|(client, _)| client.clone()).collect();
            old.iter().for_each(|client| taken.remove(client));
        }
        self.nodes.retain(|_, taken| !taken.sessions.is_empty());
    }
}

impl Taken {
    fn remove(&mut self, client: &str) {
        if let Some((client, session)) = self.sessions.remove_entry(client) {
            for filter in session.filters.iter().filter_map(|it| plain(it)) {
                self.table.remove(filter, &client);
            }
        }
    }
}

/// A member of a shared subscription has no right to what another one was sent.
fn plain(filter: &str) -> Option<TopicFilter<'_>> {
    let filter = TopicFilter::parse(filter).ok()?;
    filter.share().is_none().then_some(filter)
}

/// The clients of filters that match.
#[derive(Default)]
struct Clients(Vec<Box<str>>);

impl Visitor<Box<str>, ()> for Clients {
    fn plain(&mut self, client: &Box<str>, (): &()) {
        self.0.push(client.clone());
    }

    fn group(&mut self, _: &Group<Box<str>, ()>) {}
}

/// Whether a message is of QoS 2.
pub(crate) fn is_exact(forward: &Forward) -> bool {
    read(&forward.message).is_some_and(|publish| publish.qos == QoS::ExactlyOnce)
}

fn read(message: &Bytes) -> Option<Publish<'_>> {
    match split_frame(message, u32::MAX) {
        Ok(Split::Complete(frame)) if frame.packet_type() == 3 => {
            Publish::decode(frame, Version::V5).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_protocol::PacketId;
    use gmqtt_protocol::packet::Forward as Packet;

    use super::*;
    use crate::Time;

    fn message(topic: &str, qos: QoS) -> Bytes {
        let packet = Packet {
            qos,
            retain: false,
            dup: false,
            topic,
            packet_id: Some(PacketId::MIN),
            block: &[],
            message_expiry_interval: None,
            topic_alias: None,
            subscription_ids: &[],
            payload: b"x",
        };
        let mut bytes = Vec::new();
        packet.encode(Version::V5, &mut bytes);
        bytes.into()
    }

    fn plain(topic: &str, qos: QoS, known: u64) -> Forward {
        Forward {
            message: message(topic, qos),
            safe: true,
            plain: true,
            groups: Box::default(),
            client: None,
            known,
        }
    }

    fn session(to: &str, filters: &[&str]) -> Session {
        Session {
            stamp: Stamp {
                time: Time::default(),
                node: NodeName::new(to),
            },
            to: NodeName::new(to),
            filters: filters.iter().map(|&filter| filter.into()).collect(),
            version: 7,
            since: 0,
            is_new: true,
        }
    }

    fn clients(again: &Again, forward: &Forward, only_new: bool) -> Vec<(String, String)> {
        let all = again.of(&NodeName::new("old"), forward, only_new);
        let name = |to: NodeName, forward: Forward| {
            let client = forward.client.expect("a client");
            (to.as_str().to_owned(), client.into())
        };
        all.into_iter()
            .map(|(to, forward)| name(to, forward))
            .collect()
    }

    #[test]
    fn what_was_for_a_session_goes_to_where_it_is() {
        let old = NodeName::new("old");
        let mut again = Again::default();
        again.note(
            &old,
            "x",
            session("b", &["to/x", "to/+", "$share/g/shared"]),
        );
        again.note(&old, "y", session("c", &["other"]));
        let (new, all) = (true, false);
        let to_x = plain("to/x", QoS::AtLeastOnce, 6);
        assert_eq!(
            clients(&again, &to_x, new),
            [("b".to_owned(), "x".to_owned())]
        );
        // It knew.
        assert!(clients(&again, &plain("to/x", QoS::AtLeastOnce, 7), new).is_empty());
        assert!(clients(&again, &plain("shared", QoS::AtLeastOnce, 6), new).is_empty());
        assert!(!is_exact(&to_x) && is_exact(&plain("to/x", QoS::ExactlyOnce, 6)));
        let own = Forward {
            plain: false,
            client: Some("y".into()),
            known: 9,
            ..to_x.clone()
        };
        assert_eq!(
            clients(&again, &own, new),
            [("c".to_owned(), "y".to_owned())]
        );
        assert_eq!(again.take_new(&old).len(), 2);
        assert!(clients(&again, &to_x, new).is_empty());
        assert_eq!(clients(&again, &to_x, all).len(), 1);
        again.tick(LASTS);
        assert!(clients(&again, &to_x, all).is_empty());
    }

    #[test]
    fn only_where_it_was_last_matters() {
        let (old, next) = (NodeName::new("old"), NodeName::new("next"));
        let mut again = Again::default();
        again.note(&old, "x", session("next", &["a"]));
        again.note(&next, "x", session("old", &["a"]));
        let forward = plain("a", QoS::AtLeastOnce, 1);
        assert!(again.of(&old, &forward, false).is_empty());
        assert_eq!(again.of(&next, &forward, false).len(), 1);
    }
}
