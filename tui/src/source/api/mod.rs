//! The admin API: watched where the broker can be watched, asked again and again where it cannot. Only what is on the screen is
//! asked for; each piece is a task of its own, and changes when what is wanted changes.

mod clients;
mod convert;
mod events;
mod figures;
mod orders;
mod topics;

use std::{future::Future, pin::Pin, time::Duration};

use gmqtt_admin_client::{AdminClient, ClientError, ErrorKind, Status};
use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, sleep},
};

use self::events::Seen;
use super::{Link, Source, backoff::Backoff};
use crate::data::{Kind, Piece, Trouble, Update, Want};

/// A broker's admin API.
pub(crate) struct ApiSource {
    pub(crate) client: AdminClient,
}

impl Source for ApiSource {
    fn run(self: Box<Self>, link: Link) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(run(self.client, link))
    }
}

/// How long a piece that cannot be had is left alone.
const LEAVE_ALONE: Duration = Duration::from_secs(10);

/// What every piece needs.
#[derive(Clone)]
struct Desk {
    client: AdminClient,
    updates: mpsc::Sender<Update>,
    /// Who hears that the connection is lost.
    lost: mpsc::Sender<String>,
    interval: Duration,
}

impl Desk {
    /// Reports something. If nobody listens any more the task is about to end anyway.
    async fn report(&self, update: Update) {
        if self.updates.send(update).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The connection is lost: this ends the task, from outside.
    async fn lose(&self, why: String) {
        let _ = self.lost.try_send(why);
        std::future::pending::<()>().await;
    }

    /// A piece cannot be had. If that is because nobody answers, all are lost; else it is tried again after a while.
    async fn fail(&self, piece: Piece, error: ClientError) {
        if is_lost(&error) {
            return self.lose(reason(&error)).await;
        }
        let trouble = Trouble {
            why: reason(&error),
            question: *error.kind() == ErrorKind::Invalid,
        };
        self.report(Update::Trouble { piece, trouble }).await;
        sleep(LEAVE_ALONE).await;
    }
}

/// Whether nothing at all can be had after this.
fn is_lost(error: &ClientError) -> bool {
    error.is_unreachable() || matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Setup)
}

/// What went wrong, and what to do about it where that is known.
fn reason(error: &ClientError) -> String {
    match error.kind() {
        ErrorKind::Unauthenticated => {
            format!("{}; give another token: --token-file FILE", error.message())
        }
        ErrorKind::Unimplemented => {
            "this needs a newer broker, or a plugin that is not loaded there".to_owned()
        }
        ErrorKind::Refused { role: Some(role) } => {
            format!("{}; it takes the role {role}", error.message())
        }
        _ => error.message().to_owned(),
    }
}

/// Whether the broker has no such method.
fn is_missing(status: &Status) -> bool {
    matches!(
        *ClientError::from(status.clone()).kind(),
        ErrorKind::Unimplemented
    )
}

/// Ends a task when it is no longer wanted.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A piece that is wanted in some way, and the task that reports it.
struct Slot<T> {
    now: Option<(T, Task)>,
}

impl<T: PartialEq + Clone> Slot<T> {
    const fn new() -> Self {
        Self { now: None }
    }

    /// Starts the task anew if something else is wanted than before.
    fn want<F>(&mut self, wanted: Option<T>, start: impl FnOnce(T) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        if self.now.as_ref().map(|(wanted, _)| wanted) == wanted.as_ref() {
            return;
        }
        self.now = None;
        if let Some(wanted) = wanted {
            let task = Task(tokio::spawn(start(wanted.clone())));
            self.now = Some((wanted, task));
        }
    }
}

/// The tasks.
struct Pieces {
    desk: Desk,
    seen: Seen,
    figures: Slot<Duration>,
    status: Slot<()>,
    talkers: Slot<u32>,
    clients: Slot<crate::data::ClientQuery>,
    client: Slot<String>,
    topics: Slot<crate::data::TopicQuery>,
    members: Slot<()>,
    events: Slot<crate::data::EventQuery>,
    logs: Slot<()>,
    trace: Slot<String>,
}

impl Pieces {
    const fn new(desk: Desk, seen: Seen) -> Self {
        Self {
            desk,
            seen,
            figures: Slot::new(),
            status: Slot::new(),
            talkers: Slot::new(),
            clients: Slot::new(),
            client: Slot::new(),
            topics: Slot::new(),
            members: Slot::new(),
            events: Slot::new(),
            logs: Slot::new(),
            trace: Slot::new(),
        }
    }

    fn want(&mut self, want: &Want) {
        self.desk.interval = want.interval;
        let desk = || self.desk.clone();
        self.figures
            .want(Some(want.interval), |_| figures::figures(desk()));
        self.status.want(Some(()), |()| figures::status(desk()));
        self.talkers
            .want(want.talkers, |count| clients::talkers(desk(), count));
        self.clients.want(want.clients.clone(), |query| {
            clients::clients(desk(), query)
        });
        self.client
            .want(want.client.clone(), |id| clients::client(desk(), id));
        self.topics
            .want(want.topics.clone(), |query| topics::topics(desk(), query));
        self.members
            .want(want.members.then_some(()), |()| topics::members(desk()));
        let (seen, logged) = (self.seen.clone(), self.seen.clone());
        self.events.want(Some(want.events.clone()), |query| {
            events::events(desk(), query, seen)
        });
        self.logs.want(want.events.logs.then_some(()), |()| {
            events::logs(desk(), logged)
        });
        self.trace
            .want(want.trace.clone(), |id| events::trace(desk(), id));
    }
}

async fn run(client: AdminClient, mut link: Link) {
    let mut backoff = Backoff::new();
    let seen = Seen::default();
    loop {
        let began = Instant::now();
        let Some(why) = session(&client, &mut link, &seen).await else {
            return;
        };
        if began.elapsed() > Duration::from_secs(5) {
            backoff.reset();
        }
        let wait = backoff.wait();
        let lost = Update::Lost {
            why,
            retry: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        };
        if link.updates.send(lost).await.is_err() || !pause(&client, &mut link, wait).await {
            return;
        }
    }
}

/// One connection, from its beginning to its end; says why it ended, or nothing if nobody listens any more.
async fn session(client: &AdminClient, link: &mut Link, seen: &Seen) -> Option<String> {
    let (lost, mut losses) = mpsc::channel(4);
    let want = link.wants.borrow_and_update().clone();
    let desk = Desk {
        client: client.clone(),
        updates: link.updates.clone(),
        lost,
        interval: want.interval,
    };
    let kind = match figures::first(&desk, seen).await {
        Ok(kind) => kind,
        Err(why) => return Some(why),
    };
    desk.report(Update::Live { kind }).await;
    let mut pieces = Pieces::new(desk.clone(), seen.clone());
    pieces.want(&want);
    loop {
        tokio::select! {
            Some(why) = losses.recv() => return Some(why),
            changed = link.wants.changed() => {
                changed.ok()?;
                let want = link.wants.borrow_and_update().clone();
                pieces.want(&want);
            }
            order = link.orders.recv() => {
                let desk = desk.clone();
                let order = order?;
                // It is carried out even if the screen changes meanwhile.
                tokio::spawn(async move {
                    let done = orders::carry_out(&desk.client, order).await;
                    let _ = desk.updates.send(done).await;
                });
            }
        }
    }
}

/// Waits for the next attempt, unless one is wanted now. Says whether anybody still listens.
async fn pause(client: &AdminClient, link: &mut Link, wait: Duration) -> bool {
    let retry = link.wants.borrow_and_update().retry;
    let until = sleep(wait);
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => return true,
            changed = link.wants.changed() => {
                if changed.is_err() {
                    return false;
                }
                if link.wants.borrow_and_update().retry != retry {
                    return true;
                }
            }
            order = link.orders.recv() => {
                let Some(order) = order else { return false };
                let done = orders::carry_out(client, order).await;
                if link.updates.send(done).await.is_err() {
                    return false;
                }
            }
        }
    }
}

/// How the data comes, by whether figures can be watched.
const fn kind_of(watched: bool) -> Kind {
    if watched { Kind::Live } else { Kind::Polling }
}
