//! What happens: events, the log, the packets of one client. They come as fast as they happen, and are handed on ten times a
//! second; what is more than a screen could ever show is counted instead.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use gmqtt_admin_client::{
    AdminClient, Status,
    admin::{
        CreateTraceRequest, DeleteTraceRequest, Event as ApiEvent, EventKind, LogRecord,
        StreamTraceRequest, TailLogRequest, TraceRecord, WatchEventsRequest,
    },
};
use tokio::time::{MissedTickBehavior, interval};

use super::{Desk, convert};
use crate::data::{Event, EventQuery, MAX_EVENTS, Piece, Update};

/// How often what has happened is handed on.
const HAND_ON: Duration = Duration::from_millis(100);

/// How many events of before the first connection are wanted.
const BEFORE: u32 = 200;

/// How long a trace lasts.
const TRACE: Duration = Duration::from_secs(600);

/// How far events and the log were seen, so that a new connection goes on where the last one ended.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Places>>);

#[derive(Default)]
struct Places {
    instance: String,
    /// Of all events.
    event: u64,
    /// Of those that an operator should see.
    grave: u64,
    line: u64,
}

impl Seen {
    fn with<T>(&self, look: impl FnOnce(&mut Places) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says which broker it is. Another one counts from the beginning.
    pub(super) fn broker(&self, instance: &str) {
        self.with(|places| {
            if places.instance != instance {
                *places = Places {
                    instance: instance.to_owned(),
                    ..Places::default()
                };
            }
        });
    }
}

/// Events that wait to be handed on.
#[derive(Default)]
struct Batch {
    events: Vec<Event>,
    skipped: u64,
}

impl Batch {
    fn add(&mut self, event: Event) {
        if self.events.len() >= MAX_EVENTS {
            self.skipped += 1;
        } else {
            self.events.push(event);
        }
    }

    async fn hand_on(&mut self, desk: &Desk) {
        if self.events.is_empty() && self.skipped == 0 {
            return;
        }
        let Self { events, skipped } = std::mem::take(self);
        desk.report(Update::Events { events, skipped }).await;
    }
}

/// Hands on what a stream brings, until it ends.
macro_rules! hand_on {
    ($desk:expr, $stream:expr, $batch:ident, |$item:ident| $take:expr) => {{
        let mut $batch = Batch::default();
        let mut ticks = interval(HAND_ON);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                item = $stream.message() => match item? {
                    Some($item) => $take,
                    None => break,
                },
                _ = ticks.tick(), if !$batch.events.is_empty() || $batch.skipped > 0 => $batch.hand_on($desk).await,
            }
        }
        $batch.hand_on($desk).await;
    }};
}

/// What an operator should see whatever is on the screen.
const GRAVE: [EventKind; 8] = [
    EventKind::AuthFail,
    EventKind::Drop,
    EventKind::Slow,
    EventKind::Cluster,
    EventKind::Config,
    EventKind::Audit,
    EventKind::Listener,
    EventKind::Broker,
];

/// Reports what happens.
pub(super) async fn events(desk: Desk, query: EventQuery, seen: Seen) {
    loop {
        match watch(&desk, &query, &seen).await {
            Ok(()) => {
                desk.lose("the broker has closed the connection".to_owned())
                    .await
            }
            Err(status) => desk.fail(Piece::Events, status.into()).await,
        }
    }
}

async fn watch(desk: &Desk, query: &EventQuery, seen: &Seen) -> Result<(), Status> {
    let since = match (&query.client, query.all) {
        // Of one client all that is known is wanted each time; what was seen is told apart by its sequence.
        (Some(_), _) => 0,
        (None, true) => seen.with(|places| places.event),
        (None, false) => seen.with(|places| places.grave.max(places.event)),
    };
    let kinds = if query.all {
        Vec::new()
    } else {
        GRAVE.map(i32::from).into()
    };
    let asked = WatchEventsRequest {
        kinds,
        client_id: query.client.clone().unwrap_or_default(),
        since_sequence: since,
        last: if since == 0 { BEFORE } else { 0 },
        ..WatchEventsRequest::default()
    };
    let mut stream = desk.client.events().watch(asked).await?.into_inner();
    hand_on!(desk, stream, batch, |event| take(
        event, &mut batch, seen, query
    ));
    Ok(())
}

fn take(event: ApiEvent, batch: &mut Batch, seen: &Seen, query: &EventQuery) {
    if event.kind() == EventKind::EventsSkipped {
        batch.skipped = batch.skipped.saturating_add(event.count.max(1));
        return;
    }
    seen.with(|places| match (&query.client, query.all) {
        (Some(_), _) => {}
        (None, true) => places.event = places.event.max(event.sequence),
        (None, false) => places.grave = places.grave.max(event.sequence),
    });
    batch.add(convert::event(event));
}

/// Reports the log.
pub(super) async fn logs(desk: Desk, seen: Seen) {
    loop {
        match tail(&desk, &seen).await {
            Ok(()) => {
                desk.lose("the broker has closed the connection".to_owned())
                    .await
            }
            Err(status) => desk.fail(Piece::Logs, status.into()).await,
        }
    }
}

async fn tail(desk: &Desk, seen: &Seen) -> Result<(), Status> {
    let since = seen.with(|places| places.line);
    let asked = TailLogRequest {
        last: BEFORE,
        since_sequence: since,
        ..TailLogRequest::default()
    };
    let mut stream = desk.client.logs().tail(asked).await?.into_inner();
    let take = |record: LogRecord, batch: &mut Batch| {
        seen.with(|places| places.line = places.line.max(record.sequence));
        batch.skipped = batch.skipped.saturating_add(record.skipped);
        batch.add(convert::log(record));
    };
    hand_on!(desk, stream, batch, |record| take(record, &mut batch));
    Ok(())
}

/// Traces a client, and reports its packets.
pub(super) async fn trace(desk: Desk, id: String) {
    loop {
        match follow(&desk, &id).await {
            // It lasts as long as it may.
            Ok(()) => std::future::pending().await,
            Err(status) => desk.fail(Piece::Trace, status.into()).await,
        }
    }
}

/// A trace of ours. The broker forgets it when this is dropped.
struct Traced {
    client: AdminClient,
    id: String,
}

impl Drop for Traced {
    fn drop(&mut self) {
        let (client, id) = (self.client.clone(), std::mem::take(&mut self.id));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = client.traces().delete(DeleteTraceRequest { id }).await;
            });
        }
    }
}

async fn follow(desk: &Desk, client_id: &str) -> Result<(), Status> {
    let asked = CreateTraceRequest {
        client_id: client_id.to_owned(),
        duration: TRACE.try_into().ok(),
        ..CreateTraceRequest::default()
    };
    let trace = desk
        .client
        .traces()
        .create(asked)
        .await?
        .into_inner()
        .trace
        .unwrap_or_default();
    let traced = Traced {
        client: desk.client.clone(),
        id: trace.id,
    };
    let asked = StreamTraceRequest {
        id: traced.id.clone(),
        since_sequence: 0,
    };
    let mut stream = desk.client.traces().stream(asked).await?.into_inner();
    let take = |record: TraceRecord, batch: &mut Batch| {
        batch.skipped = batch.skipped.saturating_add(record.skipped);
        batch.add(convert::packet(record));
    };
    hand_on!(desk, stream, batch, |record| take(record, &mut batch));
    Ok(())
}
