//! Answers that go on: what a service makes, one after the other, as fast as its reader takes it.
//!
//! A few messages wait between the two. A service that finds no room there waits, and what it misses meanwhile it tells as skipped.
//! When the broker stops, every stream says so and ends.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{BoxFuture, BrokerHandle};
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tonic::Status;

/// Messages that wait for their reader.
const WAITING: usize = 16;

/// What a streaming method answers.
pub(crate) type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Where a service puts its answers.
pub(crate) struct Out<T>(mpsc::Sender<Result<T, Status>>);

/// Nobody reads any more.
#[derive(Debug)]
pub(crate) struct Gone;

impl<T> Out<T> {
    /// Puts one more, when there is room.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub(crate) async fn put(&self, answer: T) -> Result<(), Gone> {
        self.0.send(Ok(answer)).await.map_err(|_| Gone)
    }

    /// Ends the stream with an error.
    pub(crate) async fn fail(&self, fault: Fault) -> Result<(), Gone> {
        self.0.send(Err(fault.into())).await.map_err(|_| Gone)
    }
}

/// What the end of the broker looks like.
pub(crate) fn stopping() -> Fault {
    Fault::new(Reason::Unavailable, "the broker is stopping")
}

/// The stream of what a service makes. It is given up when nobody reads any more or the broker stops.
pub(crate) fn stream<T, F>(broker: &BrokerHandle, make: impl FnOnce(Out<T>) -> F) -> Answers<T>
where
    T: Send + 'static,
    F: Future<Output = Result<(), Gone>> + Send + 'static,
{
    let (sender, answers) = mpsc::channel(WAITING);
    let made = make(Out(sender.clone()));
    let (stopped, read_to_the_end) = (broker.stopped(), broker.stopped());
    tokio::spawn(async move {
        tokio::select! {
            biased;
            // What is there already goes before the end.
            _ = made => {}
            () = sender.closed() => {}
            () = stopped => {
                let _ = sender.send(Err(stopping().into())).await;
            }
        }
    });
    Box::pin(Reader {
        answers,
        _read_to_the_end: read_to_the_end,
    })
}

/// The reader's side.
struct Reader<T> {
    answers: mpsc::Receiver<Result<T, Status>>,
    /// The broker waits for it a moment when it stops.
    _read_to_the_end: BoxFuture<'static, ()>,
}

impl<T> Stream for Reader<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.answers.poll_recv(cx)
    }
}
