//! Which rules fit a connected client, remembered by each thread, so that a message costs one look-up by the address of the
//! client's identifier. What is remembered is compared with all that rules look at before it is used: an address that is used again by
//! another client is no way in.

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::Arc;

use gmqtt_plugin_api::ClientInfo;

use crate::rule::Subject;
use crate::rule_set::{Compiled, RuleSet};

/// A client whose rules are known.
struct Slot {
    /// Of the rules.
    id: u64,
    client_id: Arc<str>,
    username: Option<Arc<str>>,
    listener: Option<Arc<str>>,
    certificate: Option<Arc<str>>,
    address: IpAddr,
    compiled: Arc<Compiled>,
}

thread_local! {
    /// Each client has one place in it.
    static KNOWN: RefCell<Vec<Option<Slot>>> = const { RefCell::new(Vec::new()) };
}

/// Asks the rules that fit this client.
pub(crate) fn ask<T>(
    rules: &RuleSet,
    client: &ClientInfo,
    question: impl FnOnce(&Compiled) -> T,
) -> T {
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            known.resize_with(PLACES, || None);
        }
        let slot = &mut known[place(client)];
        if slot
            .as_ref()
            .is_none_or(|slot| !slot.is_about(rules, client))
        {
            *slot = Some(Slot::new(rules, client));
        }
        match slot {
            Some(slot) => question(&slot.compiled),
            None => question(&rules.compiled(Subject::from(client))),
        }
    })
}

impl Slot {
    fn new(rules: &RuleSet, client: &ClientInfo) -> Self {
        Self {
            id: rules.id,
            client_id: client.id.clone(),
            username: client.username.clone(),
            listener: client.peer.listener.clone(),
            certificate: client.peer.certificate_name.clone(),
            address: client.peer.remote.ip(),
            compiled: rules.compiled(Subject::from(client)),
        }
    }

    fn is_about(&self, rules: &RuleSet, client: &ClientInfo) -> bool {
        self.id == rules.id
            && same(Some(&self.client_id), Some(&client.id))
            && same(self.username.as_ref(), client.username.as_ref())
            && same(self.listener.as_ref(), client.peer.listener.as_ref())
            && same(
                self.certificate.as_ref(),
                client.peer.certificate_name.as_ref(),
            )
            && self.address == client.peer.remote.ip()
    }
}

/// Mostly it is the same text in the same place.
fn same(one: Option<&Arc<str>>, other: Option<&Arc<str>>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => Arc::ptr_eq(one, other) || one == other,
        _ => false,
    }
}

fn place(client: &ClientInfo) -> usize {
    let address = client.id.as_ptr().addr();
    // Fibonacci hashing: the low bits of addresses are all alike.
    (address.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (usize::BITS - PLACE_BITS)) & (PLACES - 1)
}

const PLACE_BITS: u32 = 12;
/// Some 500 KiB a thread, once it is used.
const PLACES: usize = 1 << PLACE_BITS;

#[cfg(test)]
mod tests {
    use gmqtt_plugin_api::Peer;
    use gmqtt_protocol::Version;

    use super::*;
    use crate::rule::{Effect, Rule};

    fn client(id: &Arc<str>, username: Option<&str>, port: u16) -> ClientInfo {
        ClientInfo {
            id: id.clone(),
            username: username.map(Into::into),
            version: Version::V5,
            keep_alive: 0,
            clean_start: true,
            connected_at: std::time::SystemTime::UNIX_EPOCH,
            peer: Peer {
                remote: ([127, 0, 0, 1], port).into(),
                local: ([127, 0, 0, 1], 1883).into(),
                listener: None,
                certificate_name: None,
                anonymous: None,
                mount_point: None,
            },
        }
    }

    fn set(yaml: &str) -> RuleSet {
        let entries = gmqtt_config::AccessRule::read_all("f", yaml.as_bytes()).unwrap();
        let rules = entries
            .iter()
            .map(|entry| Rule::new(&entry.value, entry.line).unwrap())
            .collect();
        RuleSet::new(rules, Effect::Deny)
    }

    fn may(rules: &RuleSet, client: &ClientInfo) -> bool {
        let subject = Subject::from(client);
        ask(rules, client, |compiled| {
            compiled.may_publish("t", false, subject.names())
        })
    }

    #[test]
    fn another_client_in_the_same_place_has_rules_of_its_own() {
        let rules = set("- {allow: all, user: a, topic: t}\n");
        let id: Arc<str> = "c".into();
        for _ in 0..2 {
            assert!(may(&rules, &client(&id, Some("a"), 1)));
            assert!(!may(&rules, &client(&id, Some("b"), 1)));
            assert!(!may(&rules, &client(&id, None, 2)));
        }
    }

    #[test]
    fn other_rules_are_asked_when_they_have_changed() {
        let id: Arc<str> = "c".into();
        let client = client(&id, Some("a"), 1);
        assert!(may(&set("- {allow: all, topic: t}\n"), &client));
        assert!(!may(&set("- {deny: all, topic: t}\n"), &client));
    }
}
