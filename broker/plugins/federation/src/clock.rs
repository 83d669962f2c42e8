//! A hybrid logical clock (Kulkarni et al., 2014): times that nodes agree on the order of, close to what their wall clocks show.
//!
//! It asks no clock: whoever calls it says what the wall shows.

use gmqtt_plugin_api::cluster::{NodeName, Stamp, Time};

/// The clock of one node.
#[derive(Debug)]
pub(crate) struct Clock {
    node: NodeName,
    last: Time,
}

impl Clock {
    pub(crate) fn new(node: NodeName) -> Self {
        Self {
            node,
            last: Time::default(),
        }
    }

    /// A moment later than every one given or heard of so far. `wall` is what the wall clock shows, in milliseconds since the epoch;
    /// it may go backwards.
    pub(crate) fn stamp(&mut self, wall: u64) -> Stamp {
        self.last = if wall > self.last.millis {
            Time {
                millis: wall,
                count: 0,
            }
        } else {
            match self.last.count.checked_add(1) {
                Some(count) => Time { count, ..self.last },
                None => Time {
                    millis: self.last.millis.saturating_add(1),
                    count: 0,
                },
            }
        };
        Stamp {
            time: self.last,
            node: self.node.clone(),
        }
    }

    /// Hears of a moment: what is stamped from now on is later.
    pub(crate) fn hear(&mut self, time: Time) {
        self.last = self.last.max(time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_go_forward_though_the_wall_clock_goes_back() {
        let mut clock = Clock::new(NodeName::new("a"));
        let first = clock.stamp(1000);
        let second = clock.stamp(400);
        let third = clock.stamp(1001);
        assert!(first < second && second < third);
        assert_eq!(third.time.millis, 1001);
    }

    #[test]
    fn what_is_stamped_is_later_than_what_was_heard() {
        let mut ahead = Clock::new(NodeName::new("a"));
        let mut behind = Clock::new(NodeName::new("b"));
        let heard = ahead.stamp(9_000_000);
        behind.hear(heard.time);
        assert!(behind.stamp(1000) > heard);
    }

    #[test]
    fn a_full_counter_carries_into_the_millisecond() {
        let mut clock = Clock::new(NodeName::new("a"));
        clock.hear(Time {
            millis: 7,
            count: u32::MAX,
        });
        let next = clock.stamp(0).time;
        assert_eq!((next.millis, next.count), (8, 0));
    }

    #[test]
    fn a_tie_is_broken_by_the_node() {
        let time = Time {
            millis: 1,
            count: 0,
        };
        let of = |node| Stamp {
            time,
            node: NodeName::new(node),
        };
        assert!(of("a") < of("b"));
    }
}
