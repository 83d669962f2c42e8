//! What waits to be sent on one link. Interests and claims go before messages, and when enough messages wait the node makes no more.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio_stream::Stream;

use super::message::Message;
use super::rtt::Rtt;
use crate::Lane;

/// So many frames with messages wait at most before no more are made; each has 512 messages or about 256 KiB.
const ENOUGH: usize = 64;
/// When so few are left, more are made.
const FEW: usize = 16;
/// So many frames wait at most; what comes then is lost, and its receiver asks for it again.
const MOST: usize = 8192;

/// What waits to be sent on one link. A clone is the same one.
#[derive(Clone)]
pub(crate) struct Outbound(Arc<Inner>);

struct Inner {
    queue: Mutex<Queue>,
    /// Whether the node is to make no more messages for this link.
    held: AtomicBool,
    /// Tells the node that it may again.
    drained: Arc<Notify>,
    closed: Notify,
    rtt: Mutex<Rtt>,
}

#[derive(Default)]
struct Queue {
    first: VecDeque<Message>,
    messages: VecDeque<Message>,
    is_closed: bool,
    reader: Option<Waker>,
}

impl Outbound {
    /// `drained` is told when there is room again.
    pub(crate) fn new(drained: Arc<Notify>) -> Self {
        Self(Arc::new(Inner {
            queue: Mutex::default(),
            held: AtomicBool::new(false),
            drained,
            closed: Notify::new(),
            rtt: Mutex::default(),
        }))
    }

    /// Adds a message. Beyond a limit it is lost.
    pub(crate) fn push(&self, message: Message) {
        let mut queue = self.0.queue.lock();
        if queue.is_closed || queue.first.len() + queue.messages.len() >= MOST {
            return;
        }
        if matches!(&message, Message::Frame(frame) if frame.lane == Lane::Messages) {
            queue.messages.push_back(message);
            if queue.messages.len() >= ENOUGH {
                self.0.held.store(true, Ordering::Relaxed);
            }
        } else {
            queue.first.push_back(message);
        }
        if let Some(reader) = queue.reader.take() {
            reader.wake();
        }
    }

    /// Whether enough messages wait.
    pub(crate) fn is_held(&self) -> bool {
        self.0.held.load(Ordering::Relaxed)
    }

    /// Asks the other end whether it is there. False if it has not answered for so many times that it is not.
    pub(crate) fn ping(&self) -> bool {
        let Some(number) = self.0.rtt.lock().ask() else {
            return false;
        };
        self.push(Message::Ping(number));
        true
    }

    /// The other end has answered.
    pub(crate) fn answered(&self, number: u64) {
        self.0.rtt.lock().answered(number);
    }

    /// How long answers take, half of the time and 99 % of it at most.
    pub(crate) fn rtt(&self) -> Option<(std::time::Duration, std::time::Duration)> {
        self.0.rtt.lock().figures()
    }

    /// Ends the link.
    pub(crate) fn close(&self) {
        let mut queue = self.0.queue.lock();
        queue.is_closed = true;
        if let Some(reader) = queue.reader.take() {
            reader.wake();
        }
        drop(queue);
        self.0.closed.notify_one();
    }

    /// Waits until it was ended.
    pub(crate) fn closed(&self) -> impl Future<Output = ()> + '_ {
        self.0.closed.notified()
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn next(&self, context: &Context<'_>) -> Poll<Option<Message>> {
        let mut queue = self.0.queue.lock();
        if queue.is_closed {
            return Poll::Ready(None);
        }
        let message = match queue.first.pop_front() {
            Some(message) => Some(message),
            None => queue.messages.pop_front(),
        };
        let Some(message) = message else {
            queue.reader = Some(context.waker().clone());
            return Poll::Pending;
        };
        if queue.messages.len() <= FEW && self.0.held.swap(false, Ordering::Relaxed) {
            self.0.drained.notify_one();
        }
        Poll::Ready(Some(message))
    }
}

/// What is sent, in order, until the link is ended.
pub(crate) struct Sending(pub(crate) Outbound);

impl Stream for Sending {
    type Item = Message;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Message>> {
        self.0.next(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Frame, StreamId};

    fn frame(lane: Lane, first: u64) -> Message {
        Message::Frame(Frame {
            lane,
            stream: StreamId::default(),
            body: Body::Open { first },
        })
    }

    fn take(outbound: &Outbound) -> Poll<Option<Message>> {
        outbound.next(&Context::from_waker(Waker::noop()))
    }

    #[test]
    fn claims_go_before_messages() {
        let outbound = Outbound::new(Arc::default());
        outbound.push(frame(Lane::Messages, 1));
        outbound.push(frame(Lane::Messages, 2));
        outbound.push(frame(Lane::Control, 3));
        let next = || take(&outbound);
        assert_eq!(next(), Poll::Ready(Some(frame(Lane::Control, 3))));
        assert_eq!(next(), Poll::Ready(Some(frame(Lane::Messages, 1))));
        assert_eq!(next(), Poll::Ready(Some(frame(Lane::Messages, 2))));
        assert_eq!(next(), Poll::Pending);
    }

    #[test]
    fn messages_are_held_between_two_marks() {
        let outbound = Outbound::new(Arc::default());
        for at in 0..ENOUGH as u64 {
            assert!(!outbound.is_held());
            outbound.push(frame(Lane::Messages, at));
        }
        assert!(outbound.is_held());
        for _ in FEW..ENOUGH - 1 {
            assert!(take(&outbound).is_ready() && outbound.is_held());
        }
        assert!(take(&outbound).is_ready() && !outbound.is_held());
    }

    #[test]
    fn a_link_that_is_not_read_has_an_end() {
        let outbound = Outbound::new(Arc::default());
        for at in 0..2 * MOST as u64 {
            outbound.push(frame(Lane::Control, at));
        }
        let all = std::iter::from_fn(|| match take(&outbound) {
            Poll::Ready(message) => message,
            Poll::Pending => None,
        });
        assert_eq!(all.count(), MOST);
        outbound.close();
        assert_eq!(take(&outbound), Poll::Ready(None));
    }
}
