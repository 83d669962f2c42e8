//! The signals a running broker answers: SIGINT and SIGTERM stop it, SIGHUP asks for the config to be read again.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::exit::Exit;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    /// To stop; the exit code if it has to be at once.
    Stop(Exit),
    /// To read the config again.
    Reload,
}

/// The signals as a stream of requests. Once listened to, none of them ends the process by itself.
#[derive(Debug)]
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Signals {
    /// Must be called within a tokio runtime.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// The next request. Cancel safe: a request is never lost by dropping the future.
    pub(super) async fn next(&mut self) -> Request {
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Request::Stop(Exit::Interrupted),
            _ = self.terminate.recv() => Request::Stop(Exit::Terminated),
            _ = self.hangup.recv() => Request::Reload,
        }
    }

    /// Waits for a request to stop and leaves out all others.
    pub(super) async fn stop(&mut self) -> Exit {
        loop {
            if let Request::Stop(exit) = self.next().await {
                return exit;
            }
        }
    }
}
