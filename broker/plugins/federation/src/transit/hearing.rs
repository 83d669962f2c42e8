//! What nodes tell each other of sessions that have moved: their cuts, and that they are gone or begin anew.

use std::collections::{BTreeMap, BTreeSet};

use gmqtt_plugin_api::cluster::{NodeName, Stamp};

use super::moving::{Item, Leaving};
use super::{Known, Others, Step, Transit};
use crate::Run;

impl Transit {
    /// The number of the session that came last, and the filters of those that others may not know of, for a node that knows nothing.
    pub(crate) fn account(&self) -> (u64, Box<[Box<str>]>) {
        let all = self.coming.values();
        let filters: BTreeSet<_> = all.flat_map(|it| it.filters.iter().cloned()).collect();
        (self.arrivals, filters.into_iter().collect())
    }

    /// A session has come to a node from another one; from itself: all up to this number have. False if that was known.
    pub(crate) fn hears(
        &mut self,
        node: &NodeName,
        arrival: u64,
        from: &NodeName,
        others: Others<'_>,
        now: u64,
    ) -> bool {
        if self.cuts.knows(&self.me, node, arrival) {
            return false;
        }
        let cut = self.cut(node, arrival, now);
        for (to, _) in others {
            if to == node || to == from || node == from {
                let (to, cut) = (to.clone(), cut.clone());
                self.steps.push(Step::Tell { to, cut });
            }
        }
        true
    }

    /// This node knows more from now on.
    pub(super) fn cut(&mut self, node: &NodeName, arrival: u64, now: u64) -> Known {
        self.version += 1;
        let cut = Known {
            origin: self.me.clone(),
            node: node.clone(),
            arrival,
            version: self.version,
            through: false,
        };
        self.cuts.note(&cut, now);
        cut
    }

    /// A node has told its cut.
    pub(crate) fn knows(&mut self, known: &Known, now: u64) {
        self.cuts.note(known, now);
    }

    /// A node has said that everything has been sent that is before a cut, and that has been dealt with. If it is its own, that goes on to where the
    /// sessions have come to, behind what was passed on.
    pub(crate) fn hears_through(&mut self, teller: &NodeName, known: &Known) {
        if known.node != self.me {
            self.cuts
                .is_clear(&known.origin, &known.node, known.arrival);
            if *teller == known.origin {
                self.repeat(&known.origin, &known.node);
            }
            return;
        }
        let mut is_news = false;
        for coming in self.coming.values_mut() {
            is_news |= coming.hears_through(teller, &known.origin, known.arrival);
        }
        for came in self.leaving.values_mut().filter_map(|it| it.came.as_mut()) {
            is_news |= came.hears_through(teller, &known.origin, known.arrival);
        }
        if is_news {
            self.release();
        }
    }

    /// Lets go of what waited for those before it only.
    pub(super) fn release(&mut self) {
        let mut ready = Vec::new();
        for (client, coming) in &mut self.coming {
            if !coming.kept.is_empty() {
                ready.push((client.clone(), coming.take_ready()));
            }
        }
        for (client, items) in ready {
            self.free(&client, items);
        }
        let goes_on = |it: &Leaving| it.arrival.is_some() && it.came.is_some();
        let all = self.leaving.iter().filter(|(_, it)| goes_on(it));
        let all: BTreeMap<_, _> = all.map(|(key, it)| (key.clone(), it.to.clone())).collect();
        all.keys().for_each(|key| self.go_on(key));
        for to in all.into_values().collect::<BTreeSet<_>>() {
            for origin in self.cuts.origins(&to) {
                self.repeat(&origin, &to);
            }
        }
    }

    pub(super) fn free(&mut self, client: &str, items: Vec<Item>) {
        for item in items {
            self.kept -= item.message.len();
            self.give(client.into(), item);
        }
    }

    /// Tells a node that everything before the cut of another one has been passed on to it.
    pub(super) fn repeat(&mut self, origin: &NodeName, to: &NodeName) {
        // Sessions arrive there, and are known here to have arrived, in the order of their numbers.
        let Some(last) = self.arrived.get(to) else {
            return;
        };
        let Some(clear) = self.cuts.clear(origin, to) else {
            return;
        };
        let mut its = self.leaving.values().filter(|it| it.to == *to);
        if its.any(|it| it.arrival.is_some() && it.holds_up(origin)) {
            return;
        }
        let cut = Known {
            origin: origin.clone(),
            node: to.clone(),
            arrival: clear.min(*last),
            version: 0,
            through: true,
        };
        let to = to.clone();
        self.steps.push(Step::Tell { to, cut });
    }

    /// The sessions that have come from a node lately, with their claims and numbers.
    pub(crate) fn came_from(&self, node: &NodeName) -> Vec<(Box<str>, Stamp, u64)> {
        let all = self.coming.iter().filter(|(_, it)| it.from == *node);
        all.filter_map(|(client, it)| Some((client.clone(), it.stamp.clone(), it.arrival?)))
            .collect()
    }

    /// A node has begun another run: it counts anew, and has to be told what this one knows.
    pub(crate) fn begins_anew(&mut self, node: &NodeName, run: Run) {
        self.is_lost_in(node, run);
        self.arrived.remove(node);
        self.cuts.forget_origin(node);
        for cut in self.cuts.of(&self.me) {
            let to = node.clone();
            self.steps.push(Step::Tell { to, cut });
        }
    }

    /// A node is not expected back.
    pub(crate) fn forget(&mut self, node: &NodeName) {
        let unarrived = |it: &Leaving| it.to == *node && it.arrival.is_none();
        let clients: Vec<_> = self
            .leaving
            .iter()
            .filter(|(_, it)| unarrived(it))
            .map(|((client, _), _)| client.clone())
            .collect();
        clients.iter().for_each(|client| self.stays(client));
        let gone: Vec<_> = self
            .leaving
            .extract_if(.., |_, it| it.to == *node)
            .collect();
        for ((client, by), leaving) in gone {
            let by = leaving.gone_by(by);
            self.settle(leaving.kept);
            self.steps.push(Step::Forget { client, by });
        }
        self.arrived.remove(node);
        self.cuts.forget(node);
    }
}
