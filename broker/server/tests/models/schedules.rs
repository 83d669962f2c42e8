//! Trying schedules: half at random, half with few and well-placed switches (probabilistic concurrency testing).

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use shuttle::Runner;
use shuttle::scheduler::{PctScheduler, RandomScheduler};

std::thread_local! {
    static IN_MODEL: Cell<bool> = const { Cell::new(false) };
}

/// Stack of a thread of the model, in bytes.
const STACK: usize = 512 * 1024;
/// How often a thread with a higher priority loses it.
const SWITCHES: usize = 4;

/// Whether the code runs in a model.
pub(crate) fn in_model() -> bool {
    IN_MODEL.get()
}

/// Runs a scenario in so many schedules, or in those that the environment asks for.
pub(crate) fn try_schedules(most: usize, scenario: fn()) {
    let most = std::env::var("GMQTT_MODEL_SCHEDULES")
        .ok()
        .map_or(most, |given| given.parse().unwrap());
    let seed = RandomState::new().hash_one(0);
    let config = || {
        let mut config = shuttle::Config::default();
        config.stack_size = STACK;
        config.silence_warnings = true;
        config
    };
    let leave = Leave { seed };
    IN_MODEL.set(true);
    let random = RandomScheduler::new_from_seed(seed, most.div_ceil(2));
    Runner::new(random, config()).run(scenario);
    let placed = PctScheduler::new_from_seed(seed, SWITCHES, most / 2);
    Runner::new(placed, config()).run(scenario);
    drop(leave);
}

/// The end of the model, also by a panic.
struct Leave {
    seed: u64,
}

impl Drop for Leave {
    fn drop(&mut self) {
        IN_MODEL.set(false);
        if std::thread::panicking() {
            eprintln!(
                "the whole series can be repeated with SHUTTLE_RANDOM_SEED={}",
                self.seed
            );
        }
    }
}

/// One of several, chosen by the scheduler.
pub(crate) fn choose<T: Copy>(from: &[T]) -> T {
    use shuttle::rand::Rng;
    from[shuttle::rand::thread_rng().gen_range(0..from.len())]
}
