//! What happens in the broker, kept for those who watch it. What repeats fast is put together.
//!
//! They are kept from the start, the last of them and no more than some memory, so that who comes after an incident finds what led
//! to it. They are put into words when somebody reads them. What a thread sees in a turn goes to its desk and from there, at the
//! end of the turn, here: no lock of another is held meanwhile.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_plugin_api::{
    ClientInfo, DropReason, Event, EventKind, Feed, Happening, Limit, Note, Peer, Severity,
};
use gmqtt_protocol::ReasonCode;
use parking_lot::Mutex;
use tokio::sync::Notify;

/// How many events are kept.
const KEPT: usize = 5000;
/// What they may take in memory, about.
const KEPT_BYTES: usize = 4 * 1024 * 1024;
/// What an event takes without its words, about.
const EVENT_BYTES: usize = 200;
/// What repeats within this time is one event.
const TOGETHER: Duration = Duration::from_millis(500);
/// How many different things are put together; what is beyond is told by its number.
const MOST_APART: usize = 1000;

/// The events of a broker.
#[derive(Debug)]
pub(crate) struct Events {
    feed: Arc<Feed<Event>>,
    repeated: Mutex<Repeated>,
    /// Told when something is to be put together.
    begun: Notify,
}

/// What happened lately and may happen again at once.
#[derive(Debug, Default)]
struct Repeated {
    /// With how often it happened since it was told.
    again: HashMap<Key, (Happening, u64)>,
    /// What found no place any more.
    others: [u64; 3],
}

/// What makes two events one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Dropped(Arc<str>, DropReason),
    Refused(IpAddr, ReasonCode),
    Limit(Limit),
}

impl Key {
    fn of(happening: &Happening) -> Option<Self> {
        match happening {
            Happening::Dropped { client_id, reason } => {
                Some(Self::Dropped(client_id.clone(), *reason))
            }
            Happening::Refused {
                peer: Peer { remote, .. },
                reason,
                ..
            } => Some(Self::Refused(remote.ip(), *reason)),
            Happening::LimitReached { limit } => Some(Self::Limit(*limit)),
            _ => None,
        }
    }

    const fn kind(&self) -> usize {
        match self {
            Self::Dropped(..) => 0,
            Self::Refused(..) => 1,
            Self::Limit(_) => 2,
        }
    }
}

/// What became of others, by [`Key::kind`].
const OTHERS: [(EventKind, &str); 3] = [
    (EventKind::Drop, "messages of other clients were dropped"),
    (
        EventKind::AuthFail,
        "clients of other addresses were refused",
    ),
    (EventKind::Limit, "other limits were reached"),
];

impl Default for Events {
    fn default() -> Self {
        Self {
            feed: Feed::new(KEPT, KEPT_BYTES),
            repeated: Mutex::default(),
            begun: Notify::new(),
        }
    }
}

impl Events {
    /// What has happened, and what will.
    pub(crate) fn feed(&self) -> Arc<Feed<Event>> {
        self.feed.clone()
    }

    /// Something happened once.
    pub(crate) fn add_one(&self, happening: Happening) {
        self.add(happening, 1);
    }

    /// The broker has something to say.
    pub(crate) fn note(&self, note: Note) {
        self.add_one(Happening::Note(note));
    }

    /// Something happened so many times.
    pub(crate) fn add(&self, happening: Happening, count: u64) {
        let Some(key) = Key::of(&happening) else {
            return self.tell(happening, count);
        };
        let mut repeated = self.repeated.lock();
        if let Some((last, again)) = repeated.again.get_mut(&key) {
            *last = happening;
            *again += count;
        } else if repeated.again.len() >= MOST_APART {
            repeated.others[key.kind()] += count;
        } else {
            // The first is told at once.
            if repeated.again.is_empty() {
                self.begun.notify_one();
            }
            repeated.again.insert(key, (happening.clone(), 0));
            drop(repeated);
            self.tell(happening, count);
        }
    }

    fn tell(&self, what: Happening, count: u64) {
        let event = Event {
            at: SystemTime::now(),
            what,
            count,
        };
        let bytes = EVENT_BYTES + words(&event.what);
        self.feed.push(event, bytes);
    }

    /// Tells what happened again since it was told, and forgets what did not.
    fn sum_up(&self) {
        let mut repeated = self.repeated.lock();
        let mut told = Vec::new();
        repeated.again.retain(|_, (last, again)| {
            let count = std::mem::take(again);
            if count > 0 {
                told.push((last.clone(), count));
            }
            count > 0
        });
        let others = std::mem::take(&mut repeated.others);
        if !repeated.again.is_empty() {
            self.begun.notify_one();
        }
        drop(repeated);
        for ((kind, message), count) in OTHERS.into_iter().zip(others) {
            if count > 0 {
                let note = Note::new(kind, "", message).severity(Severity::Warning);
                told.push((Happening::Note(note), count));
            }
        }
        told.into_iter()
            .for_each(|(happening, count)| self.tell(happening, count));
    }

    /// The broker stops: those who watch get what is there, and then the end.
    pub(crate) fn end(&self) {
        self.sum_up();
        self.feed.close();
    }
}

/// Bytes of what an event holds beside itself, all of which may come from a client.
fn words(happening: &Happening) -> usize {
    match happening {
        Happening::Connected { client, .. } | Happening::SessionStarted { client } => about(client),
        Happening::Disconnected { client, text, .. } => about(client) + length(text.as_ref()),
        Happening::Subscribed { client, filter, .. }
        | Happening::Unsubscribed { client, filter } => about(client) + filter.len(),
        Happening::Note(note) => {
            let detail: usize = note
                .detail
                .iter()
                .map(|(name, value)| name.len() + value.len())
                .sum();
            note.subject.len() + note.message.len() + detail
        }
        Happening::SessionEnded { client_id, .. }
        | Happening::Dropped { client_id, .. }
        | Happening::Slow { client_id, .. } => client_id.len(),
        Happening::Refused {
            client_id,
            username,
            text,
            ..
        } => length(client_id.as_ref()) + length(username.as_ref()) + length(text.as_ref()),
        // A limit, and kinds to come.
        _ => 0,
    }
}

/// What is known of a client stays as long as an event that is about it.
fn about(client: &ClientInfo) -> usize {
    size_of::<ClientInfo>() + client.id.len() + length(client.username.as_ref())
}

fn length(text: Option<&Arc<str>>) -> usize {
    text.map_or(0, |text| text.len())
}

/// Runs for the life of the broker.
pub(crate) async fn run(events: Arc<Events>) {
    loop {
        events.begun.notified().await;
        tokio::time::sleep(TOGETHER).await;
        events.sum_up();
    }
}

/// Messages that a thread saw dropped, before they get here.
#[derive(Debug, Default)]
pub(crate) struct Dropped(Vec<(Arc<str>, DropReason, u64)>);

impl Dropped {
    /// How many clients and reasons a thread keeps apart before it hands them over.
    const MOST: usize = 64;

    /// One more. True if it is time to hand them over.
    pub(crate) fn add(&mut self, client_id: &Arc<str>, reason: DropReason) -> bool {
        let Self(list) = self;
        let same = |(id, why, _): &&mut (Arc<str>, DropReason, u64)| {
            Arc::ptr_eq(id, client_id) && *why == reason
        };
        match list.iter_mut().rev().find(same) {
            Some((.., count)) => *count += 1,
            None => list.push((client_id.clone(), reason, 1)),
        }
        list.len() >= Self::MOST
    }

    pub(crate) fn hand_over(&mut self, events: &Events) {
        for (client_id, reason, count) in self.0.drain(..) {
            events.add(Happening::Dropped { client_id, reason }, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use gmqtt_plugin_api::Since;

    use super::*;

    /// Subjects and counts of all that was told.
    fn told(events: &Events) -> Vec<(String, u64)> {
        let mut watch = events.feed().watch(Since::Last(KEPT));
        let mut cx = Context::from_waker(Waker::noop());
        let mut told = Vec::new();
        while let Poll::Ready(Some(item)) = watch.poll_next(&mut cx) {
            told.push((item.value.what.subject().to_owned(), item.value.count));
        }
        told
    }

    fn drop_one(events: &Events, client_id: &str) {
        let mut dropped = Dropped::default();
        dropped.add(&client_id.into(), DropReason::QueueFull);
        dropped.hand_over(events);
    }

    #[test]
    fn what_happened_before_somebody_asks_is_known() {
        let events = Events::default();
        events.note(Note::new(EventKind::Audit, "x", "y"));
        assert_eq!(told(&events), [("x".to_owned(), 1)]);
    }

    /// Names of clients may be long, and are kept as long as an event that is about them.
    #[test]
    fn long_names_leave_room_for_fewer_events() {
        let events = Events::default();
        let name: Arc<str> = "n".repeat(60_000).into();
        let kept = KEPT_BYTES / name.len();
        for _ in 0..2 * kept {
            events.add_one(Happening::SessionEnded {
                client_id: name.clone(),
                reason: gmqtt_plugin_api::Terminated::Expired,
            });
        }
        assert!((kept - 2..=kept).contains(&told(&events).len()));
    }

    #[test]
    fn what_repeats_is_told_at_once_and_then_by_its_number() {
        let events = Events::default();
        for _ in 0..7 {
            drop_one(&events, "a");
        }
        drop_one(&events, "b");
        let first = [("a".to_owned(), 1), ("b".to_owned(), 1)];
        assert_eq!(told(&events), first);
        events.sum_up();
        assert_eq!(told(&events)[2..], [("a".to_owned(), 6)]);
        events.sum_up();
        events.sum_up();
        assert_eq!(told(&events).len(), 3);
        drop_one(&events, "a");
        assert_eq!(told(&events)[3..], [("a".to_owned(), 1)]);
    }

    #[test]
    fn a_crowd_takes_no_more_room_than_there_is_and_is_counted() {
        let events = Events::default();
        for n in 0..MOST_APART + 30 {
            drop_one(&events, &n.to_string());
        }
        events.sum_up();
        let told = told(&events);
        assert_eq!(told.len(), MOST_APART + 1);
        assert_eq!(told[MOST_APART], (String::new(), 30));
    }

    #[test]
    fn a_thread_counts_by_client_and_reason() {
        let (mut dropped, a) = (Dropped::default(), Arc::from("a"));
        for reason in [DropReason::Expired, DropReason::QueueFull] {
            assert!(!dropped.add(&a, reason) && !dropped.add(&a, reason));
        }
        let counts: Vec<_> = dropped.0.iter().map(|(_, _, count)| *count).collect();
        assert_eq!(counts, [2, 2]);
        let full =
            (0..Dropped::MOST).any(|n| dropped.add(&n.to_string().into(), DropReason::Expired));
        assert!(full);
    }
}
