//! What ends a client from outside: signals, a time limit, and a reader that has gone away.

use std::{future::pending, io, os::fd::AsFd as _, sync::Arc, time::Duration};

use rustix::event::{PollFd, PollFlags, poll};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::Notify,
    time::{Instant, sleep_until},
};

use crate::{error::Error, exit::Exit};

/// Why a client has to end before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// SIGINT or SIGTERM.
    Signal(Exit),
    /// The time is up.
    Time,
    /// Nobody reads what is printed.
    Unread,
}

/// Waits for the first of them.
#[derive(Debug)]
pub(super) struct Ending {
    interrupt: Signal,
    terminate: Signal,
    deadline: Option<Instant>,
    unread: Arc<Notify>,
}

impl Ending {
    /// From now on signals do not end the process by themselves. Must be called within a tokio runtime.
    pub(super) fn new(limit: Option<Duration>) -> Result<Self, Error> {
        let failed =
            |error: io::Error| Error::new(Exit::Failed, "cannot wait for signals").cause(error);
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(failed)?,
            terminate: signal(SignalKind::terminate()).map_err(failed)?,
            deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
            unread: Arc::default(),
        })
    }

    /// Ends too when stdout is a pipe and its reader goes away, even if there is nothing to print.
    pub(super) fn watch_stdout(self) -> Self {
        let unread = self.unread.clone();
        std::thread::spawn(move || {
            let stdout = io::stdout();
            let mut polled = [PollFd::from_borrowed_fd(stdout.as_fd(), PollFlags::empty())];
            let end = PollFlags::ERR | PollFlags::NVAL;
            while poll(&mut polled, None).is_ok() {
                if polled[0].revents().intersects(end) {
                    unread.notify_one();
                    return;
                }
                // A terminal that hangs up, or a socket: writing will tell.
                if !polled[0].revents().is_empty() {
                    return;
                }
            }
        });
        self
    }

    /// Waits. Cancel safe.
    pub(super) async fn next(&mut self) -> Ended {
        let time = async {
            match self.deadline {
                Some(at) => sleep_until(at).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Ended::Signal(Exit::Interrupted),
            _ = self.terminate.recv() => Ended::Signal(Exit::Terminated),
            () = self.unread.notified() => Ended::Unread,
            () = time => Ended::Time,
        }
    }
}
