//! Sessions that no node hands over, in a store that nodes share: the node that had it is gone, or does not answer, or knows nothing of it; or
//! whoever kept the book on its client went with it.
//!
//! ```text
//! granted, and who had it is gone  --+
//! granted, and nobody had it       --+
//! granted, and it was handed over  --+     to a node that went before it said that it has it
//! handed over: nothing             --+--> fetching --> what the store has, or what would be so without one
//! who had it goes                  --+
//! nobody answers in time (serve)   --+
//! handed over                      --+     only traced: who finds it in the old part has to know who may have it
//! ```
//!
//! A claim that is fetching waits for nothing else, and a later claim of another node waits for it. The store decides between two nodes
//! that fetch at once: the later claim gets the session, wherever the earlier one is at.

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{NotFetched, Wanted};

use crate::claims::{Claims, World};
use crate::effect::{Effect, Refusal};
use crate::event::{ClaimId, Event};
use crate::node::Out;
use crate::settings::{Now, OnPartition};
use crate::{Node, NodeName, SessionFrom};

/// What the store had.
pub type Fetched = Result<Option<(NodeName, Bytes)>, NotFetched>;

impl Claims {
    /// Where nodes share a store it is asked before a claim comes to its end; without one, or if the session is here, it is as said.
    pub(crate) fn fetch_or(
        &mut self,
        claim: ClaimId,
        otherwise: SessionFrom,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.waiting.get_mut(&claim) else {
            return;
        };
        let held = self.held.get(&waiting.client);
        let is_here = otherwise == SessionFrom::Here && held.is_some_and(|held| !held.handed);
        if !world.settings.shares_store || is_here {
            return self.finish(claim, otherwise, now, world, out);
        }
        if waiting.fetching.is_some() {
            return;
        }
        let wanted = match &otherwise {
            SessionFrom::Node { node, .. } => Wanted::Trace(node.clone()),
            _ if waiting.clean => Wanted::End,
            _ => Wanted::Session,
        };
        waiting.fetching = Some(otherwise);
        out.effect(Effect::Fetch {
            claim,
            client: waiting.client.clone(),
            stamp: waiting.stamp.clone(),
            wanted,
        });
    }

    /// The store has answered.
    pub(crate) fn fetched(
        &mut self,
        claim: ClaimId,
        fetched: Fetched,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.waiting.get_mut(&claim) else {
            return;
        };
        let Some(otherwise) = waiting.fetching.take() else {
            return;
        };
        // Another node may keep the book by now.
        waiting.contested = true;
        let session = match fetched {
            Ok(Some((node, session))) => SessionFrom::Store { node, session },
            Ok(None) => match otherwise {
                SessionFrom::Lost(_) => SessionFrom::Nobody,
                otherwise => otherwise,
            },
            Err(NotFetched::Superseded(by)) => {
                world.clock.hear(by.time);
                waiting.from = None;
                if waiting.again {
                    return self.give_up(claim, Refusal::Superseded, now, world, out);
                }
                return self.denied(claim, &by, now, world, out);
            }
            Err(NotFetched::Failed)
                if world.settings.on_partition == OnPartition::Serve || waiting.clean =>
            {
                otherwise
            }
            Err(NotFetched::Failed) => {
                return self.give_up(claim, Refusal::NoAnswer, now, world, out);
            }
        };
        self.finish(claim, session, now, world, out);
    }

    /// The client is not let in, and the claim does not stand any more.
    pub(crate) fn give_up(
        &mut self,
        claim: ClaimId,
        why: Refusal,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        if let Some(waiting) = self.waiting.get(&claim) {
            let (client, stamp) = (waiting.client.clone(), waiting.stamp.clone());
            let registrar = world.members.registrar(&client);
            out.tell(registrar, Event::Release { client, stamp });
        }
        self.refuse(claim, why, now, world, out);
    }
}

impl Node {
    /// Answers [`Effect::Fetch`](crate::Effect::Fetch).
    pub fn fetched(&mut self, claim: ClaimId, fetched: Fetched, now: Now) {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        self.claims
            .fetched(claim, fetched, now, &mut world, &mut self.out);
        self.settle(now);
    }
}
