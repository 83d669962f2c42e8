//! The graceful stop: every client is told, then those that were let in are waited for.

use gmqtt_protocol::ReasonCode;
use tokio::time::{Instant, timeout_at};
use tracing::{info, warn};

use crate::broker::Broker;

/// Ends all connections (v5: DISCONNECT 0x8B) and waits until they are gone, at most until the deadline. From here on nobody
/// is let in. False if it gave up.
pub(crate) async fn end_connections(broker: &Broker, deadline: Instant) -> bool {
    broker.stop_accepting();
    info!(clients = broker.live(), "stopping");
    broker.sessions.for_each(|session| {
        session
            .delivery
            .lock()
            .order(ReasonCode::ServerShuttingDown)
    });
    loop {
        // Made before the count is read, so that the last one to leave is not missed.
        let gone = broker.idle.notified();
        if broker.live() == 0 {
            return true;
        }
        if timeout_at(deadline, gone).await.is_err() {
            warn!(clients = broker.live(), "gave up waiting for clients");
            return false;
        }
    }
}
