//! What the links tell the node.

use std::sync::Arc;

use super::Core;
use crate::wire::outbound::Outbound;
use crate::{Frame, NodeName, Run};

/// A link, for as long as this is kept.
pub(crate) struct Link {
    core: Arc<Core>,
    pub(crate) peer: NodeName,
    pub(crate) run: Run,
    pub(crate) outbound: Outbound,
}

impl Drop for Link {
    fn drop(&mut self) {
        self.core.detach(&self.peer, &self.outbound);
    }
}

impl Link {
    /// A frame has come over it.
    pub(crate) fn frame(&self, frame: Frame) {
        self.core.frame(&self.peer, self.run, frame);
    }
}

impl Core {
    /// There is a link to a node, in this run; another one that there was ends.
    pub(crate) fn attach(self: &Arc<Self>, name: &NodeName, run: Run) -> Link {
        let outbound = Outbound::new(Arc::clone(&self.wake));
        self.tell(|state, now| {
            let peer = state.peers.entry(name.clone()).or_default();
            peer.links += 1;
            let before = peer.link.replace((run, outbound.clone()));
            if let Some((_, before)) = before {
                before.close();
            }
            if peer.run == Some(run) {
                state.node.connected(name, now);
            }
        });
        Link {
            core: self.clone(),
            peer: name.clone(),
            run,
            outbound,
        }
    }

    /// A link has ended.
    fn detach(&self, name: &NodeName, outbound: &Outbound) {
        outbound.close();
        self.tell(|state, _| {
            if let Some(peer) = state.peers.get_mut(name)
                && let Some((_, link)) = &peer.link
                && link.is(outbound)
            {
                peer.link = None;
                state.node.disconnected(name);
            }
        });
    }

    /// A frame has come over a link. One of another run than takes part is passed over.
    fn frame(&self, from: &NodeName, run: Run, frame: Frame) {
        self.tell(|state, now| {
            if state.peers.get(from).is_some_and(|it| it.run == Some(run)) {
                state.node.frame(from, frame, now);
            }
        });
    }

    /// Asks the other end of each link whether it is there, and ends those of which it is not.
    pub(crate) fn ping(&self) {
        let state = self.state.lock();
        for (name, peer) in &state.peers {
            if let Some((_, link)) = &peer.link
                && !link.ping()
            {
                tracing::warn!(node = %name, "a node does not answer any more; its link is made anew");
                link.close();
            }
        }
    }
}
