//! Who may open one more connection: in all, and from one source address. Asked before anything is spent on a connection.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::quality::RandomState;
use gmqtt_config::Limits;
use gmqtt_plugin_api::Limit;
use parking_lot::Mutex;

use crate::bucket::Bucket;
use crate::clock::Millis;

/// The connections of one broker.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    connections: AtomicUsize,
    sources: Mutex<Sources>,
}

/// Addresses that have connections, or had one lately.
#[derive(Debug, Default)]
struct Sources {
    known: HashMap<Source, State, RandomState>,
    /// With so many it is time to look for those that can be forgotten.
    enough: usize,
}

/// An address, or a network of 64 bits: who has one IPv6 address has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    V4(u32),
    V6(u64),
}

#[derive(Debug)]
struct State {
    connections: u32,
    bucket: Bucket,
}

/// One of the connections. It is given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: Arc<Gate>,
    source: Option<Source>,
}

impl Gate {
    /// Below this many addresses it is not looked for those that can be forgotten.
    const FEW: usize = 1024;

    /// Lets one more connection in, wherever it comes from.
    ///
    /// # Errors
    /// The limit that keeps it out.
    pub(crate) fn enter(self: &Arc<Self>, limits: &Limits) -> Result<Pass, Limit> {
        let before = self.connections.fetch_add(1, Ordering::Relaxed);
        let pass = Pass {
            gate: self.clone(),
            source: None,
        };
        if limits.max_connections > 0 && before >= limits.max_connections as usize {
            return Err(Limit::Connections);
        }
        Ok(pass)
    }
}

impl Pass {
    /// The connection comes from this address.
    ///
    /// # Errors
    /// The limit that keeps it out.
    pub(crate) fn set_address(
        &mut self,
        address: IpAddr,
        limits: &Limits,
        now: Millis,
    ) -> Result<(), Limit> {
        let (most, rate) = (
            limits.max_connections_per_address,
            limits.connection_rate_per_address,
        );
        if most == 0 && rate == 0 {
            return Ok(());
        }
        let source = Source::of(address);
        let mut sources = self.gate.sources.lock();
        sources.forget_idle(rate, now);
        let state = sources.known.entry(source).or_insert_with(|| State {
            connections: 0,
            bucket: Bucket::new(rate, now),
        });
        if most > 0 && state.connections >= most {
            return Err(Limit::AddressConnections);
        }
        if rate > 0 {
            if state.bucket.tokens(rate, now) == 0 {
                return Err(Limit::AddressConnectionRate);
            }
            state.bucket.take(1);
        }
        state.connections += 1;
        self.source = Some(source);
        Ok(())
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.gate.connections.fetch_sub(1, Ordering::Relaxed);
        if let Some(source) = self.source
            && let Some(state) = self.gate.sources.lock().known.get_mut(&source)
        {
            state.connections -= 1;
        }
    }
}

impl Sources {
    /// Forgets addresses without connections and without debts, whenever twice as many are known as were worth knowing.
    fn forget_idle(&mut self, rate: u32, now: Millis) {
        if self.known.len() < self.enough.max(Gate::FEW) {
            return;
        }
        self.known
            .retain(|_, state| state.connections > 0 || !state.bucket.is_full(rate, now));
        self.enough = 2 * self.known.len();
        self.known.shrink_to(self.enough);
    }
}

impl Source {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.to_bits()),
            IpAddr::V6(address) => {
                Self::V6(u64::try_from(address.to_bits() >> 64).unwrap_or(u64::MAX))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(gate: &Arc<Gate>, address: &str, limits: &Limits, now: Millis) -> Result<Pass, Limit> {
        let mut pass = gate.enter(limits)?;
        pass.set_address(address.parse().unwrap(), limits, now)?;
        Ok(pass)
    }

    #[test]
    fn a_connection_that_is_refused_or_gone_does_not_count() {
        let limits = Limits {
            max_connections: 2,
            ..Limits::default()
        };
        let gate = Arc::default();
        let one = enter(&gate, "10.0.0.1", &limits, 0).unwrap();
        let _two = enter(&gate, "10.0.0.2", &limits, 0).unwrap();
        for _ in 0..3 {
            let refused = enter(&gate, "10.0.0.3", &limits, 0);
            assert_eq!(refused.unwrap_err(), Limit::Connections);
        }
        drop(one);
        assert!(enter(&gate, "10.0.0.3", &limits, 0).is_ok());
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let limits = Limits {
            max_connections_per_address: 1,
            ..Limits::default()
        };
        let gate = Arc::default();
        let enters = |address| enter(&gate, address, &limits, 0);
        let held = ["2001:db8::1", "2001:db8:0:1::1", "10.0.0.1", "10.0.0.2"].map(enters);
        assert!(held.iter().all(Result::is_ok));
        for address in ["2001:db8::2", "2001:db8::ffff:0:0:1", "::ffff:10.0.0.1"] {
            assert_eq!(enters(address).unwrap_err(), Limit::AddressConnections);
        }
        drop(held);
        assert!(enters("2001:db8::2").is_ok());
    }

    #[test]
    fn new_connections_are_counted_by_the_second() {
        let limits = Limits {
            connection_rate_per_address: 3,
            ..Limits::default()
        };
        let gate = Arc::default();
        let enters = |now| enter(&gate, "10.0.0.1", &limits, now).is_ok();
        assert_eq!([0, 0, 0, 0].map(enters), [true, true, true, false]);
        assert_eq!([333, 334, 335].map(enters), [false, true, false]);
        assert!(enter(&gate, "10.0.0.2", &limits, 335).is_ok());
    }

    /// However many addresses come and go, what is kept of them is bounded.
    #[test]
    fn addresses_are_forgotten() {
        let limits = Limits {
            connection_rate_per_address: 1,
            ..Limits::default()
        };
        let gate: Arc<Gate> = Arc::default();
        for n in 0..100_000_u32 {
            let address = IpAddr::V4(n.into());
            let mut pass = gate.enter(&limits).unwrap();
            pass.set_address(address, &limits, u64::from(n)).unwrap();
        }
        let known = gate.sources.lock().known.len();
        assert!(known <= 2 * Gate::FEW + 1000, "{known}");
    }
}
