//! What happens to sessions whose client is away: the will after its delay, the end after the expiry interval.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::Terminated;
use gmqtt_store::Change;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::delivery::{Delivery, note_dropped};
use crate::session::{Session, State};
use crate::turn::Desk;
use crate::{close, turn, will};

/// Sessions that are away, by the moment something is due.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: Mutex<BTreeMap<(Millis, u64), Arc<Session>>>,
    /// Told when something is due earlier than all before.
    earlier: Notify,
}

impl Timers {
    /// Looks after a session that went away, or whose will was just published.
    pub(crate) fn watch(&self, session: &Arc<Session>) {
        let mut state = session.state.lock();
        let at = match (state.will_due, state.expires_at()) {
            (Some(will), Some(end)) => will.min(end),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => return,
        };
        let mut due = self.due.lock();
        if let Some(before) = state.watched_until.replace(at) {
            due.remove(&(before, session.key));
        }
        let is_first = due
            .first_key_value()
            .is_none_or(|((first, _), _)| at < *first);
        due.insert((at, session.key), session.clone());
        if is_first {
            self.earlier.notify_one();
        }
    }

    /// Lets go of a session whose client came back, or that has ended: however often that happens, nothing adds up.
    pub(crate) fn forget(&self, key: u64, state: &mut State) {
        if let Some(at) = state.watched_until.take() {
            self.due.lock().remove(&(at, key));
        }
    }

    fn next(&self) -> Option<Millis> {
        self.due.lock().first_key_value().map(|((at, _), _)| *at)
    }

    fn take_due(&self, now: Millis) -> Option<Arc<Session>> {
        let mut due = self.due.lock();
        let entry = due.first_entry().filter(|entry| entry.key().0 <= now)?;
        Some(entry.remove())
    }
}

/// Runs for the life of the broker.
pub(crate) async fn run(broker: Arc<Broker>) {
    loop {
        let woken = broker.timers.earlier.notified();
        match broker.timers.next() {
            Some(at) => {
                let at = Instant::from_std(broker.clock.instant(at));
                let _ = timeout_at(at, woken).await;
            }
            None => woken.await,
        }
        let now = broker.clock.now();
        while let Some(session) = broker.timers.take_due(now) {
            fall_due(&broker, &session, now);
            // Many may be due at once, with many subscriptions.
            tokio::task::yield_now().await;
        }
    }
}

/// The will is published or the session ends, or neither, if the client is back.
fn fall_due(broker: &Arc<Broker>, session: &Arc<Session>, now: Millis) {
    let will = {
        let mut state = session.state.lock();
        if state.watched_until.is_some_and(|at| at <= now) {
            state.watched_until = None;
        }
        if state.offline_since.is_none() || state.ended {
            return;
        }
        if state.will_due.is_some_and(|due| due <= now) {
            state.will_due = None;
            state.will.take()
        } else {
            None
        }
    };
    turn::run(broker, |turn| {
        if let Some(will) = will {
            will::publish(broker, turn, session, *will);
        }
        if !close::end_if_expired(broker, turn, session, now, Terminated::Expired) {
            broker.timers.watch(session);
        }
    });
}

/// Removes expired messages from queues and from the retained store, every `mqtt.session_expiry_check_interval`.
pub(crate) async fn sweep(broker: Arc<Broker>) {
    loop {
        let interval = broker
            .settings()
            .1
            .session_expiry_check_interval
            .max(Duration::from_millis(100));
        sleep_until(Instant::now() + interval).await;
        turn::run(&broker, |turn| {
            let now = turn.desk.now;
            broker.sessions.for_each(|session| {
                let mut delivery = session.delivery.lock();
                let Delivery { queue, drops, .. } = &mut *delivery;
                let desk = &mut turn.desk;
                let before = queue.waiting();
                queue.purge_expired(now, |held, reason| {
                    note_dropped(session, held, reason, drops, desk);
                });
                desk.counters.queued(before, queue.waiting());
            });
            let Desk {
                counters,
                log,
                cluster,
                ..
            } = &mut turn.desk;
            let mut retained = broker.retained.write();
            retained.retain(|message| {
                let stays = !message.expires.has_passed(now);
                if !stays {
                    counters.retained(Some(message.size()), None);
                    let topic = message.topic();
                    log.note(&Change::DropRetained { topic });
                    if let Some(peers) = cluster {
                        peers.cluster.retained_expired(topic);
                    }
                }
                stays
            });
            // Before another one takes its place.
            log.settle();
        });
    }
}
