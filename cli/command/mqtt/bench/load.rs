//! The clients of a benchmark: tasks on a few threads, each thread with its own runtime and figures.
//!
//! A message carries the time at which it was due, not the time at which it got out: a publisher that is held up makes the
//! latencies of what waits behind it longer, as users would see it (coordinated omission).

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use gmqtt_protocol::{
    QoS,
    packet::{SubscribeFilter, SubscriptionOptions},
    session::client::{Event, Message},
};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::histogram::Histogram;
use crate::{
    command::mqtt::connect::Session,
    error::Error,
    mqtt::{Connection, Flow, cannot_send, not_subscribed},
};

/// What all clients do at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Connect and subscribe.
    Setup,
    /// Publish and receive.
    Run,
    /// Publish no more, receive what is still on its way.
    Drain,
    /// Disconnect.
    End,
}

/// What one client does.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) number: usize,
    pub(super) publishes_to: Option<String>,
    pub(super) subscribes_to: Option<String>,
    /// When it may connect, after the start.
    pub(super) connects_after: Duration,
}

/// How they do it.
#[derive(Debug, Clone)]
pub(super) struct Load {
    pub(super) qos: QoS,
    pub(super) size: usize,
    /// Time between two messages of a publisher; none is as fast as it goes.
    pub(super) interval: Option<Duration>,
    /// Clients that publish, to spread their messages over the interval.
    pub(super) publishers: usize,
}

/// Figures that change while it runs.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) connected: AtomicU64,
    /// Connected, and subscribed if there is something to subscribe to.
    pub(super) ready: AtomicU64,
    pub(super) sent: AtomicU64,
    pub(super) acknowledged: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) received: AtomicU64,
    pub(super) lost_connections: AtomicU64,
    /// Why the first connection was lost, or never made.
    pub(super) first_failure: Mutex<Option<Error>>,
}

/// Durations, of one thread or of all.
#[derive(Debug, Default, Clone)]
pub(super) struct Latencies {
    pub(super) connect: Histogram,
    pub(super) delivery: Histogram,
}

/// What a thread's clients share.
pub(super) struct Shared {
    pub(super) session: Arc<Session>,
    pub(super) load: Load,
    pub(super) counters: Arc<Counters>,
    /// What times in messages count from.
    pub(super) epoch: Instant,
    pub(super) latencies: RefCell<Latencies>,
}

/// One client from its connection to its end.
pub(super) async fn client(shared: Rc<Shared>, role: Role, mut phase: watch::Receiver<Phase>) {
    let outcome = live(&shared, &role, &mut phase).await;
    if let Err(error) = outcome {
        shared.counters.lost_connections.fetch_add(1, Relaxed);
        if let Ok(mut first) = shared.counters.first_failure.lock() {
            first.get_or_insert(error);
        }
    }
}

async fn live(
    shared: &Shared,
    role: &Role,
    phase: &mut watch::Receiver<Phase>,
) -> Result<(), Error> {
    sleep_until(shared.epoch + role.connects_after).await;
    let mut options = shared.session.options.clone();
    options.client_id = format!("{}-{}", options.client_id, role.number);
    let mut connection = Connection::new(options);
    let mut ignore = |_: Event<'_>| Flow::Continue(());
    let began = Instant::now();
    connection
        .connect(&shared.session.target, &mut ignore)
        .await
        .map_err(|lost| lost.error)?;
    shared
        .latencies
        .borrow_mut()
        .connect
        .record(began.elapsed());
    shared.counters.connected.fetch_add(1, Relaxed);
    if let Some(filter) = &role.subscribes_to {
        subscribe(&mut connection, filter, shared.load.qos).await?;
    }
    shared.counters.ready.fetch_add(1, Relaxed);
    let mut seen = Seen::new(shared);
    let ended = run(shared, role, phase, &mut connection, &mut seen).await;
    seen.tell();
    if ended.is_ok() {
        connection.disconnect().await;
    }
    ended
}

async fn subscribe(connection: &mut Connection, filter: &str, qos: QoS) -> Result<(), Error> {
    let options = SubscriptionOptions {
        qos,
        ..SubscriptionOptions::default()
    };
    let filters = [SubscribeFilter { filter, options }];
    connection
        .subscribe(&filters, None)
        .map_err(|why| cannot_send(&format!("subscribe to {filter}"), &why))?;
    let mut answer = None;
    while answer.is_none() {
        let mut observe = |event: Event<'_>| match event {
            Event::Subscribed(suback) => {
                answer = suback.reasons.first().copied();
                Flow::Break(())
            }
            _ => Flow::Continue(()),
        };
        let _ = connection
            .next(&mut observe)
            .await
            .map_err(|lost| lost.error)?;
    }
    match answer {
        Some(reason) if reason.is_error() => Err(not_subscribed(filter, reason)),
        _ => Ok(()),
    }
}

/// What a client has seen since it last told.
struct Seen<'a> {
    shared: &'a Shared,
    received: u64,
    acknowledged: u64,
    refused: u64,
    sent: u64,
}

impl<'a> Seen<'a> {
    fn new(shared: &'a Shared) -> Self {
        Self {
            shared,
            received: 0,
            acknowledged: 0,
            refused: 0,
            sent: 0,
        }
    }

    /// `now` is read once for all that arrived together.
    fn take(&mut self, event: &Event<'_>, now: Duration) -> Flow {
        match event {
            Event::Message(message) => {
                self.received += 1;
                if let Some(stamp) = message.payload.first_chunk::<STAMP>() {
                    let due = Duration::from_nanos(u64::from_be_bytes(*stamp));
                    // Messages of others carry something else.
                    if due <= now {
                        let mut latencies = self.shared.latencies.borrow_mut();
                        latencies.delivery.record(now - due);
                    }
                }
            }
            Event::Published { reason, .. } if reason.is_error() => self.refused += 1,
            Event::Published { .. } => self.acknowledged += 1,
            _ => {}
        }
        Flow::Continue(())
    }

    /// Adds it to the figures of all.
    fn tell(&mut self) {
        let counters = &self.shared.counters;
        for (count, total) in [
            (&mut self.received, &counters.received),
            (&mut self.acknowledged, &counters.acknowledged),
            (&mut self.refused, &counters.refused),
            (&mut self.sent, &counters.sent),
        ] {
            if *count > 0 {
                total.fetch_add(std::mem::take(count), Relaxed);
            }
        }
    }
}

/// Publishes when it is time, receives what comes.
async fn run(
    shared: &Shared,
    role: &Role,
    phase: &mut watch::Receiver<Phase>,
    connection: &mut Connection,
    seen: &mut Seen<'_>,
) -> Result<(), Error> {
    let load = &shared.load;
    let mut payload = vec![b'.'; load.size.max(STAMP)];
    let mut next_due: Option<Instant> = None;
    loop {
        let publishing = match *phase.borrow() {
            Phase::Setup | Phase::Drain => None,
            Phase::Run => role.publishes_to.as_deref(),
            Phase::End => return Ok(()),
        };
        let mut due = None;
        if let Some(topic) = publishing {
            let first = || Instant::now() + first_due(load, role.number);
            let mut at = *next_due.get_or_insert_with(first);
            while at <= Instant::now() && connection.has_room(load.qos) {
                // As fast as it goes, a message is due when there is room for it.
                let stamp = match load.interval {
                    Some(_) => at,
                    None => Instant::now(),
                };
                let nanoseconds = (stamp - shared.epoch).as_nanos();
                let nanoseconds = u64::try_from(nanoseconds).unwrap_or(u64::MAX);
                payload[..STAMP].copy_from_slice(&nanoseconds.to_be_bytes());
                connection
                    .publish(&Message::new(topic, &payload, load.qos))
                    .map_err(|why| cannot_send(&format!("publish to {topic}"), &why))?;
                seen.sent += 1;
                at += load.interval.unwrap_or_default();
            }
            next_due = Some(at);
            due = Some(at).filter(|_| connection.has_room(load.qos));
        }
        seen.tell();
        let mut now = None;
        let mut observe = |event: Event<'_>| {
            let now = *now.get_or_insert_with(|| shared.epoch.elapsed());
            seen.take(&event, now)
        };
        tokio::select! {
            biased;
            happened = connection.next(&mut observe) => {
                let _ = happened.map_err(|lost| lost.error)?;
            }
            changed = phase.changed() => if changed.is_err() { return Ok(()) },
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
        }
    }
}

/// The first messages of the publishers are spread over an interval.
fn first_due(load: &Load, number: usize) -> Duration {
    let interval = load.interval.unwrap_or_default();
    let share = (number % load.publishers.max(1)) as f64 / load.publishers.max(1) as f64;
    interval.mul_f64(share)
}

/// Bytes at the beginning of a payload that say when it was due, in nanoseconds.
pub(super) const STAMP: usize = 8;
