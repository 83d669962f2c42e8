//! The figures of a broker, put together for those who ask for them.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::SystemTime;

use gmqtt_plugin_api::{CertificateMetric, Metrics};
use parking_lot::Mutex;

use crate::broker::Broker;

impl Broker {
    /// The figures of this moment. Costs the same however many clients, sessions and messages there are.
    pub(crate) fn metrics(&self) -> Metrics {
        let mut metrics = Metrics::new(env!("CARGO_PKG_VERSION"), self.started_at);
        metrics.uptime = self.clock.uptime();
        metrics.certificates = self.certificates.read();
        metrics.hook_latencies = self.hooks.latencies();
        metrics.limits_reached = self.refusals.counts();
        metrics.store = self.storage.metrics();
        metrics.cluster = self.peers().map(|peers| peers.metrics());
        self.counters.sum_into(&mut metrics);
        metrics
    }
}

/// Says what a listener presents now; `None` once there is no listener any more.
type Look = Box<dyn Fn() -> Option<CertificateMetric> + Send + Sync>;

/// The certificates that listeners present, those of plugins included.
#[derive(Default)]
pub(crate) struct Presented {
    listeners: Mutex<Vec<Look>>,
}

impl Presented {
    /// Looks at this listener's certificate from now on, as long as it exists and presents one. `look` says whose it is and
    /// when it ends.
    pub(crate) fn watch<L: Send + Sync + 'static>(
        &self,
        listener: &Arc<L>,
        name: String,
        look: impl Fn(&L) -> Option<(String, SystemTime)> + Send + Sync + 'static,
    ) {
        let listener: Weak<L> = Arc::downgrade(listener);
        self.listeners.lock().push(Box::new(move || {
            let (subject, expires_at) = look(&*listener.upgrade()?)?;
            Some(CertificateMetric {
                listener: name.clone(),
                subject,
                expires_at,
            })
        }));
    }

    /// Each listener once: of one that was closed and opened again, and still has connections of before, what it presents now.
    pub(crate) fn read(&self) -> Vec<CertificateMetric> {
        let mut certificates: Vec<CertificateMetric> = Vec::new();
        self.listeners.lock().retain(|look| {
            let Some(found) = look() else {
                return false;
            };
            let mut known = certificates.iter_mut();
            match known.find(|one| one.listener == found.listener) {
                Some(before) => *before = found,
                None => certificates.push(found),
            }
            true
        });
        certificates
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_of_a_listener_is_seen_as_long_as_the_listener_is_there() {
        let certificates = Presented::default();
        let listener = Arc::new(SystemTime::UNIX_EPOCH);
        certificates.watch(&listener, "tls".to_owned(), |at| {
            Some(("CN=me".to_owned(), *at))
        });
        certificates.watch(&Arc::new(()), "gone".to_owned(), |()| None);
        let seen = certificates.read();
        assert_eq!((seen.len(), seen[0].listener.as_str()), (1, "tls"));
        let again = Arc::new(SystemTime::UNIX_EPOCH);
        certificates.watch(&again, "tls".to_owned(), |at| {
            Some(("CN=new".to_owned(), *at))
        });
        let seen = certificates.read();
        assert_eq!((seen.len(), seen[0].subject.as_str()), (1, "CN=new"));
        drop(again);
        assert_eq!(certificates.read()[0].subject, "CN=me");
        drop(listener);
        assert!(certificates.read().is_empty());
    }
}
