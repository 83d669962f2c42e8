//! What an acknowledgement is worth: brokers and servers of Redis are killed under real clients, and what was promised is looked for.
//!
//! `GMQTT_KILL_ROUNDS` says how often each is killed; `tests/run --long` sets it to 200.

mod acknowledged_late;
mod broker;
pub(crate) mod client;
mod killed;
mod losing;
mod population;
mod publisher;
mod redis_killed;
mod subscriber;

/// How often something is killed.
fn rounds(usual: u32) -> u32 {
    let asked = std::env::var("GMQTT_KILL_ROUNDS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(usual)
}

/// Numbers that look random. The seed is printed where a test fails.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn seeded() -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = now.map_or(1, |now| now.as_nanos() as u64) | 1;
        println!("seed {seed}");
        Self(seed)
    }

    /// Below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound.max(1)
    }
}
