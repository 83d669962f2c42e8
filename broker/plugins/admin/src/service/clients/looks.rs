//! What happens to a client in a second, measured between two looks at it.

use std::time::{Duration, Instant};

use gmqtt_plugin_api::ClientView;

/// What happened to a client in a second, between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rates {
    /// PUBLISH packets from it.
    pub(crate) received: f64,
    /// PUBLISH packets to it.
    pub(crate) sent: f64,
    /// Messages that did not reach it.
    pub(crate) dropped: f64,
}

/// Earlier looks at a connection, which rates are measured from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    older: Option<Look>,
    newer: Option<Look>,
}

#[derive(Debug, Clone, Copy)]
struct Look {
    at: Instant,
    counts: Counts,
}

#[derive(Debug, Clone, Copy)]
struct Counts {
    received: u64,
    sent: u64,
    dropped: u64,
}

/// Rates are measured over at least this time, where there is a choice, and never over less than [`SHORTEST`].
const USUAL: Duration = Duration::from_secs(2);
const SHORTEST: Duration = Duration::from_millis(500);
/// Counts older than that say nothing about now.
const LONGEST: Duration = Duration::from_secs(15);

impl Looks {
    /// Of a connection that was not there at the look before this one, if there was one: it began with nothing. What was dropped counts
    /// for the session.
    pub(super) fn begin(before: Option<Instant>, client: &ClientView) -> Self {
        let counts = Counts {
            received: 0,
            sent: 0,
            dropped: Counts::of(client).dropped,
        };
        Self {
            older: None,
            newer: before.map(|at| Look { at, counts }),
        }
    }

    /// One more look; the rates since an earlier one that tells something.
    pub(super) fn add(&mut self, client: &ClientView, now: Instant) -> Option<Rates> {
        let age = |look: &Look| now.saturating_duration_since(look.at);
        let useful = |look: &&Look| (SHORTEST..=LONGEST).contains(&age(look));
        let looks = [&self.older, &self.newer];
        let since = looks.into_iter().flatten().find(useful).copied();
        let counts = Counts::of(client);
        if self.newer.as_ref().is_none_or(|look| age(look) >= USUAL) {
            self.older = self.newer.replace(Look { at: now, counts });
        }
        let since = since?;
        let seconds = age(&since).as_secs_f64();
        let rate = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
        Some(Rates {
            received: rate(counts.received, since.counts.received),
            sent: rate(counts.sent, since.counts.sent),
            dropped: rate(counts.dropped, since.counts.dropped),
        })
    }
}

impl Counts {
    fn of(client: &ClientView) -> Self {
        Self {
            received: client.received.packets,
            sent: client.sent.packets,
            dropped: client.dropped.iter().map(|(_, count)| count).sum(),
        }
    }
}
