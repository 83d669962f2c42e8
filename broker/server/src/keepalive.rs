//! Keep alive: a coarse wheel instead of a timer for each connection.
//!
//! A connection is looked at when its keep alive could have run out at the earliest. Packets cost one store of the current
//! tick.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use gmqtt_protocol::ReasonCode;

use crate::broker::Broker;
use crate::clock::Millis;
use crate::session::Session;

/// The grain of the wheel.
const TICK: Millis = 500;

/// Stands for the tick when the client was last heard of, while nobody listens to it.
const HELD: u32 = u32::MAX;

/// Connections by the tick at which they are looked at, and by session: each has one entry at most.
#[derive(Debug, Default)]
pub(crate) struct Wheel {
    entries: BTreeMap<(u32, u64), Entry>,
}

#[derive(Debug)]
struct Entry {
    session: Arc<Session>,
    epoch: u32,
    /// One and a half keep alive periods, in ticks, rounded up.
    patience: u32,
}

/// The current tick.
pub(crate) fn tick(now: Millis) -> u32 {
    u32::try_from(now / TICK).unwrap_or(HELD - 1).min(HELD - 1)
}

impl Wheel {
    /// Watches a connection with this keep alive in seconds; 0 means that the client may be silent for ever.
    pub(crate) fn watch(
        &mut self,
        session: &Arc<Session>,
        epoch: u32,
        keep_alive: u16,
        now: Millis,
    ) {
        if session.epoch() != epoch {
            return; // taken over already
        }
        session.last_heard.store(tick(now), Ordering::Relaxed);
        // Of a connection that was taken over.
        self.entries.remove(&place(session));
        if keep_alive > 0 {
            // 1.5 periods [MQTT-3.1.2-22], and one tick for the grain.
            let patience = (u32::from(keep_alive) * 1500).div_ceil(TICK as u32) + 1;
            self.insert(
                tick(now).saturating_add(patience),
                Entry {
                    session: session.clone(),
                    epoch,
                    patience,
                },
            );
        }
    }

    /// A connection has ended; nothing of it stays.
    pub(crate) fn forget(&mut self, session: &Session, epoch: u32) {
        let of_epoch = |entry: &&Entry| entry.epoch == epoch;
        if self.entries.get(&place(session)).filter(of_epoch).is_some() {
            self.entries.remove(&place(session));
        }
    }

    fn insert(&mut self, due: u32, entry: Entry) {
        entry.session.looked_at.store(due, Ordering::Relaxed);
        self.entries.insert((due, entry.session.key), entry);
    }

    /// The connections that have been silent for too long: sessions and epochs.
    fn advance(&mut self, now: u32) -> Vec<(Arc<Session>, u32)> {
        let mut silent = Vec::new();
        while let Some(first) = self
            .entries
            .first_entry()
            .filter(|first| first.key().0 <= now)
        {
            let entry = first.remove();
            if entry.session.epoch() != entry.epoch || entry.session.delivery.look().link.is_none()
            {
                continue;
            }
            let last_heard = match entry.session.last_heard.load(Ordering::Relaxed) {
                HELD => now,
                tick => tick,
            };
            let due = last_heard.saturating_add(entry.patience);
            if due <= now {
                silent.push((entry.session, entry.epoch));
            } else {
                self.insert(due, entry);
            }
        }
        silent
    }
}

/// A plugin takes its time and the connection is not read from: the silence is not the client's.
pub(crate) fn hold(session: &Session, epoch: u32) {
    // Under this lock another connection cannot have taken the session over without being watched later.
    let _delivery = session.delivery.look();
    if session.epoch() == epoch {
        session.last_heard.store(HELD, Ordering::Relaxed);
    }
}

/// The connection is read from again.
pub(crate) fn release(session: &Session, epoch: u32, now: Millis) {
    let _delivery = session.delivery.look();
    if session.epoch() == epoch {
        session.last_heard.store(tick(now), Ordering::Relaxed);
    }
}

fn place(session: &Session) -> (u32, u64) {
    (session.looked_at.load(Ordering::Relaxed), session.key)
}

/// Runs for the life of the broker.
pub(crate) async fn run(broker: Arc<Broker>) {
    let mut interval = tokio::time::interval(Duration::from_millis(TICK));
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        let silent = broker.keepalive.lock().advance(tick(broker.clock.now()));
        for (session, epoch) in silent {
            let mut delivery = session.delivery.lock();
            // A newcomer's link comes after its epoch: it is not blamed for the silence of the one before.
            if session.epoch() == epoch {
                delivery.order(ReasonCode::KeepAliveTimeout);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Delivery;
    use crate::link::Link;
    use gmqtt_plugin_api::{ClientInfo, Peer};
    use gmqtt_protocol::Version;

    fn connected() -> Arc<Session> {
        let session = Arc::new(Session::new(1, "c".into()));
        let address = "127.0.0.1:1".parse().unwrap();
        let peer = Peer {
            remote: address,
            local: address,
            listener: None,
            certificate_name: None,
            anonymous: None,
            mount_point: None,
        };
        let info = ClientInfo {
            id: "c".into(),
            username: None,
            version: Version::V5,
            keep_alive: 10,
            clean_start: true,
            connected_at: std::time::SystemTime::UNIX_EPOCH,
            peer,
        };
        *session.delivery.lock() = Delivery {
            link: Some(Link::new(Arc::new(info), None, u32::MAX, 0)),
            ..Delivery::default()
        };
        session
    }

    /// [MQTT-3.1.2-22] One and a half periods of silence, neither less nor much more.
    #[test]
    fn silence_is_noticed_after_one_and_a_half_periods() {
        let (mut wheel, session) = (Wheel::default(), connected());
        wheel.watch(&session, 1, 10, 0);
        assert!(wheel.advance(tick(15_000)).is_empty());
        session.last_heard.store(tick(14_000), Ordering::Relaxed);
        assert!(wheel.advance(tick(28_500)).is_empty());
        assert_eq!(wheel.advance(tick(29_500)).len(), 1);
        assert!(wheel.entries.is_empty());
    }

    /// While a plugin decides, the client cannot be heard.
    #[test]
    fn silence_does_not_count_while_nobody_listens() {
        let (mut wheel, session) = (Wheel::default(), connected());
        wheel.watch(&session, 1, 10, 0);
        hold(&session, 1);
        for second in 15..40 {
            assert!(wheel.advance(tick(second * 1000)).is_empty());
        }
        release(&session, 1, 40_000);
        assert!(wheel.advance(tick(55_000)).is_empty());
        assert_eq!(wheel.advance(tick(60_000)).len(), 1);
        session.next_epoch();
        wheel.watch(&session, 2, 10, 0);
        hold(&session, 1);
        assert_eq!(wheel.advance(tick(16_000)).len(), 1, "of the newcomer");
    }

    #[test]
    fn closed_and_replaced_connections_are_forgotten() {
        let (mut wheel, session) = (Wheel::default(), connected());
        wheel.watch(&session, 1, 10, 0);
        session.next_epoch();
        wheel.watch(&session, 2, 60, 0);
        wheel.watch(&session, 1, 10, 0);
        wheel.forget(&session, 1);
        assert_eq!(wheel.entries.len(), 1, "that of the second connection");
        assert!(wheel.advance(tick(90_000)).is_empty());
        assert_eq!(wheel.advance(tick(91_000)).len(), 1);
        wheel.watch(&session, 2, 60, 0);
        wheel.forget(&session, 2);
        assert!(wheel.entries.is_empty());
    }
}
