//! Who is turned away for a while after too many wrong passwords. Only failures are remembered, and of those no more than
//! fit into a bounded table; time comes in as an argument.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use gmqtt_config::Lockout;
use parking_lot::Mutex;

/// The failures of late.
#[derive(Default)]
pub(crate) struct Failures {
    addresses: Mutex<Table<IpAddr>>,
    /// By a number for the user name: names may be long, and are chosen by strangers.
    users: Mutex<Table<u64>>,
}

/// Failures by whom they are counted for.
struct Table<K>(HashMap<K, Count>);

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

/// The failures of one address or user name.
#[derive(Clone, Copy)]
struct Count {
    failures: u32,
    /// When the first of them was.
    since: Instant,
    /// Until when it is turned away.
    until: Option<Instant>,
}

/// Why somebody is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locked {
    Address,
    User,
}

impl Failures {
    /// Whether somebody from this address, or with the name of this number, is turned away.
    pub(crate) fn locked(&self, address: IpAddr, user: u64, now: Instant) -> Option<Locked> {
        let address = counted(address);
        if address.is_some_and(|address| self.addresses.lock().is_locked(&address, now)) {
            return Some(Locked::Address);
        }
        self.users
            .lock()
            .is_locked(&user, now)
            .then_some(Locked::User)
    }

    /// Counts a wrong password. Returns what is locked by it, for the log.
    pub(crate) fn failed(
        &self,
        address: IpAddr,
        user: u64,
        rules: &Lockout,
        now: Instant,
    ) -> Vec<Locked> {
        let Lockout {
            address_failures,
            user_failures,
            window,
            duration,
        } = *rules;
        let mut locked = Vec::new();
        let counting = counted(address).filter(|_| address_failures > 0);
        if counting.is_some_and(|address| {
            self.addresses
                .lock()
                .count(address, address_failures, (window, duration), now)
        }) {
            locked.push(Locked::Address);
        }
        if user_failures > 0
            && self
                .users
                .lock()
                .count(user, user_failures, (window, duration), now)
        {
            locked.push(Locked::User);
        }
        locked
    }
}

impl<K: Hash + Eq> Table<K> {
    fn is_locked(&self, key: &K, now: Instant) -> bool {
        !self.0.is_empty()
            && self
                .0
                .get(key)
                .and_then(|count| count.until)
                .is_some_and(|until| now < until)
    }

    /// Returns whether this failure locks.
    fn count(
        &mut self,
        key: K,
        limit: u32,
        (window, duration): (Duration, Duration),
        now: Instant,
    ) -> bool {
        if self.0.len() >= MOST_COUNTED
            && !self.0.contains_key(&key)
            && !self.make_room(window, now)
        {
            return false;
        }
        let fresh = Count {
            failures: 0,
            since: now,
            until: None,
        };
        let count = self.0.entry(key).or_insert(fresh);
        let over = match count.until {
            Some(until) => now >= until,
            None => now.saturating_duration_since(count.since) >= window,
        };
        if over {
            *count = fresh;
        }
        count.failures = count.failures.saturating_add(1);
        if count.failures < limit || count.until.is_some() {
            return false;
        }
        count.until = now.checked_add(duration);
        count.until.is_some()
    }

    /// Forgets what is over; where all is still counted, those that are not locked. Returns whether there is room then.
    fn make_room(&mut self, window: Duration, now: Instant) -> bool {
        self.0.retain(|_, count| match count.until {
            Some(until) => now < until,
            None => now.saturating_duration_since(count.since) < window,
        });
        if self.0.len() >= MOST_COUNTED {
            self.0.retain(|_, count| count.until.is_some());
        }
        self.0.len() < MOST_COUNTED
    }
}

/// What an address is counted as: one of IPv6 as its network, since a subscriber has a whole one. Unix sockets have none.
fn counted(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        address if address.is_unspecified() => None,
        IpAddr::V6(address) => Some(IpAddr::V6(
            (address.to_bits() & !u128::from(u64::MAX)).into(),
        )),
        address => Some(address),
    }
}

/// In each table: some 4 MiB.
const MOST_COUNTED: usize = 65_536;

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Lockout = Lockout {
        address_failures: 3,
        user_failures: 5,
        window: Duration::from_secs(60),
        duration: Duration::from_secs(30),
    };

    /// Numbers of user names.
    const ALICE: u64 = 1;
    const BOB: u64 = 2;
    const CAROL: u64 = 3;
    const NOBODY: u64 = 4;
    const VICTIM: u64 = 5;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_turned_away_for_a_while() {
        let (failures, start) = (Failures::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(failures.failed(ip("10.0.0.1"), ALICE, &RULES, at(0)), []);
        assert_eq!(failures.failed(ip("10.0.0.1"), BOB, &RULES, at(1)), []);
        assert_eq!(failures.locked(ip("10.0.0.1"), CAROL, at(1)), None);
        assert_eq!(
            failures.failed(ip("10.0.0.1"), CAROL, &RULES, at(2)),
            [Locked::Address]
        );
        assert_eq!(
            failures.locked(ip("10.0.0.1"), NOBODY, at(3)),
            Some(Locked::Address)
        );
        assert_eq!(failures.locked(ip("10.0.0.2"), NOBODY, at(3)), None);
        assert_eq!(failures.locked(ip("10.0.0.1"), NOBODY, at(32)), None);
        assert_eq!(
            failures.failed(ip("10.0.0.1"), NOBODY, &RULES, at(33)),
            [],
            "counting begins anew"
        );
    }

    #[test]
    fn a_user_name_is_turned_away_from_anywhere() {
        let (failures, now) = (Failures::default(), Instant::now());
        for n in 1..5 {
            assert_eq!(
                failures.failed(ip(&format!("10.0.0.{n}")), ALICE, &RULES, now),
                []
            );
        }
        assert_eq!(
            failures.failed(ip("10.0.0.5"), ALICE, &RULES, now),
            [Locked::User]
        );
        assert_eq!(
            failures.locked(ip("10.0.0.6"), ALICE, now),
            Some(Locked::User)
        );
        assert_eq!(failures.locked(ip("10.0.0.6"), BOB, now), None);
    }

    #[test]
    fn failures_that_are_long_ago_do_not_count() {
        let (failures, start) = (Failures::default(), Instant::now());
        for minute in 0..10 {
            let now = start + Duration::from_secs(minute * 60);
            assert_eq!(failures.failed(ip("10.0.0.1"), ALICE, &RULES, now), []);
        }
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_unix_sockets_as_none() {
        let (failures, now) = (Failures::default(), Instant::now());
        for n in 1..=3 {
            failures.failed(ip(&format!("2001:db8::{n}")), 100 + n, &RULES, now);
            failures.failed(ip("0.0.0.0"), 200 + n, &RULES, now);
        }
        assert_eq!(
            failures.locked(ip("2001:db8::ffff"), NOBODY, now),
            Some(Locked::Address)
        );
        assert_eq!(failures.locked(ip("2001:db8:0:1::1"), NOBODY, now), None);
        assert_eq!(failures.locked(ip("0.0.0.0"), NOBODY, now), None);
    }

    #[test]
    fn zero_is_without_limit() {
        let rules = Lockout {
            address_failures: 0,
            user_failures: 0,
            ..RULES
        };
        let (failures, now) = (Failures::default(), Instant::now());
        assert!((0..1000).all(|_| {
            failures
                .failed(ip("10.0.0.1"), ALICE, &rules, now)
                .is_empty()
        }));
    }

    #[test]
    fn a_flood_of_names_neither_fills_the_memory_nor_frees_who_is_locked() {
        let (failures, now) = (Failures::default(), Instant::now());
        for _ in 0..5 {
            failures.failed(ip("10.0.0.1"), VICTIM, &RULES, now);
        }
        for n in (0..).take(2 * MOST_COUNTED) {
            failures.failed(ip("10.0.0.1"), 100 + n, &RULES, now);
        }
        assert!(failures.users.lock().0.len() <= MOST_COUNTED);
        assert_eq!(
            failures.locked(ip("10.0.0.9"), VICTIM, now),
            Some(Locked::User)
        );
    }
}
