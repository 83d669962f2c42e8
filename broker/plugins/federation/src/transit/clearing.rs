//! What time brings: messages that need not wait any longer are given, and what is over is forgotten.

use gmqtt_plugin_api::cluster::{NodeName, Stamp};

use super::moving::{Leaving, Lost};
use super::{
    ABSENT, HEARSAY, IN_HAND, IN_ORDER, Known, Others, SOMETIME, STRAGGLES, Step, Transit,
};

impl Transit {
    /// Time has passed. `is_settled` says whether the others have told what they have.
    pub(crate) fn tick(&mut self, now: u64, others: Others<'_>, is_settled: bool) {
        if now < self.settled_by {
            self.is_settled = is_settled;
        } else {
            self.is_settled = true;
            self.confirmed.clear();
            self.foretold.clear();
        }
        if self.is_settled {
            for (client, items) in std::mem::take(&mut self.restored) {
                self.free(&client, items);
            }
        }
        self.say_what_is_clear(now, others);
        let mut is_news = false;
        for coming in self.coming.values_mut() {
            is_news |= coming.look_at_the_clock(now);
        }
        for came in self.leaving.values_mut().filter_map(|it| it.came.as_mut()) {
            is_news |= came.look_at_the_clock(now);
        }
        if is_news {
            self.release();
        }
        self.let_go(now, others);
        self.end(now, others);
        self.hearsay.sweep(now);
        self.cuts.sweep(now.saturating_sub(ABSENT));
    }

    /// Ends what nothing more is heard of.
    fn let_go(&mut self, now: u64, others: Others<'_>) {
        // What has come for a session is lost with it, if the one there is had not come from here.
        let is_over =
            |_: &(Box<str>, Stamp), it: &mut Leaving| it.is_void && now >= it.since + IN_ORDER;
        let void: Vec<_> = self.leaving.extract_if(.., is_over).collect();
        for ((client, by), leaving) in void {
            self.settle(leaving.kept);
            self.steps.push(Step::Forget { client, by });
        }
        let answers = |node: &NodeName| others.iter().any(|(it, answers)| it == node && *answers);
        let unarrived = self.leaving.iter().filter(|(_, it)| it.arrival.is_none());
        let (mut gone_on, mut stay) = (Vec::new(), Vec::new());
        for ((client, by), leaving) in unarrived.filter(|(_, it)| !it.is_void) {
            match &leaving.goes_on {
                // It is where its client has gone since.
                Some((last, since)) if now >= since + HEARSAY => {
                    gone_on.push((client.clone(), by.clone(), last.node.clone()));
                }
                // The claim has come to nothing.
                None if now >= leaving.since + 2 * HEARSAY && answers(&leaving.to) => {
                    stay.push(client.clone());
                }
                _ => {}
            }
        }
        for (client, by, to) in gone_on {
            if let Some(leaving) = self.leaving.get_mut(&(client.clone(), by.clone())) {
                leaving.to = to;
            }
            self.arrived(&client, &by, SOMETIME, now);
        }
        stay.iter().for_each(|client| self.stays(client));
    }

    /// Threads have sent by now what they had in hand when this node made its cuts.
    fn say_what_is_clear(&mut self, now: u64, others: Others<'_>) {
        for (node, arrival) in self.cuts.unclear(&self.me, now.saturating_sub(IN_HAND)) {
            self.cuts.is_clear(&self.me, &node, arrival);
            for (to, _) in others.iter().filter(|(to, _)| *to != node) {
                let cut = Known {
                    origin: self.me.clone(),
                    node: node.clone(),
                    arrival,
                    version: 0,
                    through: true,
                };
                let to = to.clone();
                self.steps.push(Step::Tell { to, cut });
            }
            let me = self.me.clone();
            self.repeat(&me, &node);
        }
    }

    /// Those that everybody knows where they are, are in transit no more.
    fn end(&mut self, now: u64, others: Others<'_>) {
        let Self {
            cuts,
            leaving,
            coming,
            giving,
            me,
            steps,
            ..
        } = self;
        let everybody_knows = |node: &NodeName, arrival: u64, since: u64| {
            let knows = |origin: &NodeName| cuts.knows(origin, node, arrival);
            let given_up = now >= since + ABSENT;
            let mut others = others.iter();
            knows(me) && others.all(|(it, answers)| knows(it) || !answers && given_up)
        };
        let all_have_sent_again = |lost: &Lost, since: u64| {
            let given_up = now >= since + ABSENT;
            let mut others = others.iter();
            others.all(|(it, answers)| lost.sent_again.contains(it) || !answers && given_up)
                || given_up
        };
        let is_over = |_: &(Box<str>, Stamp), it: &mut Leaving| {
            let known = match &it.lost {
                Some(lost) => all_have_sent_again(lost, it.since),
                None => it.arrival.is_some_and(|arrival| {
                    arrival == SOMETIME || everybody_knows(&it.to, arrival, it.since)
                }),
            };
            known && it.kept.is_empty() && now >= it.since + STRAGGLES
        };
        for ((client, by), it) in leaving.extract_if(.., is_over) {
            let by = it.gone_by(by);
            steps.push(Step::Forget { client, by });
        }
        coming.retain(|client, it| {
            let known = it
                .arrival
                .is_some_and(|arrival| everybody_knows(me, arrival, it.since));
            let is_over = known && it.kept.is_empty() && now >= it.since + 2 * STRAGGLES;
            !is_over || giving.contains_key(client)
        });
    }
}
