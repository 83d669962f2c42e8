//! Has the clients of this node connect to others.

use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::cluster::Redirect;
use gmqtt_plugin_api::{Cursor, ReasonCode, Severity};
use tokio::time::Instant;

use super::Presence;

/// Clients a second, unless another number is asked for.
const RATE: u32 = 100;
/// What was not used for so long is lost.
const BURST: Duration = Duration::from_secs(1);

/// A node that is being drained.
pub(super) struct Drain {
    rate: u32,
    server: Option<String>,
    /// How many clients were told to go.
    moved: u64,
    /// Since when the next ones may be.
    since: Instant,
    /// Where to look for them.
    next: Cursor,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) connected: u64,
    pub(crate) moved: u64,
    pub(crate) is_draining: bool,
}

impl Presence {
    /// Begins to drain, or goes on; `rate` is in clients a second, 0 for the usual.
    pub(crate) fn drain(&self, rate: u32, server: Option<String>) -> Progress {
        let mut draining = self.draining.lock();
        let drain = draining.get_or_insert_with(|| {
            tracing::info!("this node is drained");
            self.record(Severity::Info, &self.name, "is drained");
            Drain {
                rate: RATE,
                server: None,
                moved: 0,
                since: Instant::now(),
                next: Cursor::default(),
            }
        });
        drain.rate = if rate == 0 { RATE } else { rate };
        drain.server = server;
        let moved = drain.moved;
        drop(draining);
        self.progress(moved, true)
    }

    /// Calls it off.
    pub(crate) fn drain_no_more(&self) -> Progress {
        let drain = self.draining.lock().take();
        if drain.is_some() {
            tracing::info!("this node is not drained any more");
            self.record(Severity::Info, &self.name, "is not drained any more");
        }
        self.progress(drain.map_or(0, |drain| drain.moved), false)
    }

    pub(super) fn is_drained(&self) -> bool {
        self.draining.lock().is_some()
    }

    fn progress(&self, moved: u64, is_draining: bool) -> Progress {
        let metrics = self.broker.metrics();
        Progress {
            connected: metrics.map_or(0, |metrics| metrics.sessions_active),
            moved,
            is_draining,
        }
    }

    /// Tells as many clients to go as may now.
    pub(super) fn move_clients(&self) {
        let Some((clients, server)) = self.clients_to_move() else {
            return;
        };
        let redirect = Redirect {
            reason: ReasonCode::UseAnotherServer,
            server: server.as_deref(),
        };
        let moved = clients
            .iter()
            .filter(|client| self.control.redirect(client, redirect))
            .count();
        if let Some(drain) = &mut *self.draining.lock() {
            drain.moved += moved as u64;
        }
    }

    fn clients_to_move(&self) -> Option<(Vec<Arc<str>>, Option<String>)> {
        let (mut next, most, server) = {
            let draining = self.draining.lock();
            let drain = draining.as_ref()?;
            let time = drain.since.elapsed().min(BURST);
            let most = (time.as_secs_f64() * f64::from(drain.rate)) as usize;
            (drain.next, most, drain.server.clone())
        };
        if most == 0 {
            return None;
        }
        let mut clients = Vec::new();
        let mut goes_on = Some(next);
        while let Some(from) = goes_on
            && clients.len() < most
        {
            next = from;
            goes_on = self.broker.clients_from(from, &mut |client| {
                if client.connected && clients.len() < most {
                    clients.push(client.info.id.clone());
                }
            });
        }
        let mut draining = self.draining.lock();
        let drain = draining.as_mut()?;
        drain.since = Instant::now();
        // From the beginning again: others may have come.
        drain.next = if goes_on.is_some() {
            next
        } else {
            Cursor::default()
        };
        Some((clients, server))
    }
}
