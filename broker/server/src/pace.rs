//! How fast a client may send. What is above the measure stays in its socket for a while, or ends its connection.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use gmqtt_config::Limits;
use tokio::time::{Sleep, sleep};

use crate::bucket::Bucket;
use crate::clock::Millis;

/// What one client may still send, for a client that is measured.
pub(crate) struct Pace {
    messages: Bucket,
    bytes: Bucket,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    /// For a client that has sent nothing yet.
    pub(crate) fn new(limits: &Limits, now: Millis) -> Self {
        Self {
            messages: Bucket::new(limits.message_rate, now),
            bytes: Bucket::new(limits.byte_rate, now),
            pause: None,
        }
    }

    /// How many messages the client may send now.
    pub(crate) fn messages(&mut self, limits: &Limits, now: Millis) -> u64 {
        match limits.message_rate {
            0 => u64::MAX,
            rate => self.messages.tokens(rate, now),
        }
    }

    /// The client has sent so many messages.
    pub(crate) fn count_messages(&mut self, messages: u64, limits: &Limits) {
        if limits.message_rate > 0 {
            self.messages.take(messages);
        }
    }

    /// The client has sent so many bytes. True if that is more than it may.
    pub(crate) fn count_bytes(&mut self, bytes: usize, limits: &Limits, now: Millis) -> bool {
        if limits.byte_rate == 0 {
            return false;
        }
        let may = self.bytes.tokens(limits.byte_rate, now);
        self.bytes.take(bytes as u64);
        bytes as u64 > may
    }

    /// Nothing is taken from the client until it may send again. Returns when that is.
    pub(crate) fn rest(&mut self, limits: &Limits, now: Millis) -> Millis {
        let bytes = u64::from(limits.byte_rate).min(WORTHWHILE);
        let wait = self
            .messages
            .wait(limits.message_rate, 1)
            .max(self.bytes.wait(limits.byte_rate, bytes));
        self.pause = Some(Box::pin(sleep(Duration::from_millis(wait))));
        now.saturating_add(wait)
    }

    /// Whether the client may send again.
    pub(crate) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(pause) = &mut self.pause
            && pause.as_mut().poll(cx).is_pending()
        {
            return Poll::Pending;
        }
        self.pause = None;
        Poll::Ready(())
    }
}

/// For less it is not read from a socket.
const WORTHWHILE: u64 = 1024;
