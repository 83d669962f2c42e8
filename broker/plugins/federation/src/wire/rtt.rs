//! How long a question and its answer take on a link.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// So many answers are remembered.
const SAMPLES: usize = 128;
/// So many questions may be without an answer before nobody is there.
const UNANSWERED: usize = 5;

/// The questions that were asked, and how long the answers to them took.
#[derive(Debug, Default)]
pub(crate) struct Rtt {
    asked: VecDeque<(u64, Instant)>,
    next: u64,
    samples: VecDeque<Duration>,
}

impl Rtt {
    /// The number of the next question; `None` if too many have no answer.
    pub(crate) fn ask(&mut self) -> Option<u64> {
        if self.asked.len() >= UNANSWERED {
            return None;
        }
        self.next += 1;
        self.asked.push_back((self.next, Instant::now()));
        Some(self.next)
    }

    /// A question was answered, and those before it will not be.
    pub(crate) fn answered(&mut self, number: u64) {
        while let Some((asked, at)) = self.asked.front().copied()
            && asked <= number
        {
            self.asked.pop_front();
            if asked == number {
                if self.samples.len() == SAMPLES {
                    self.samples.pop_front();
                }
                self.samples.push_back(at.elapsed());
            }
        }
    }

    /// The median and the 99th percentile.
    pub(crate) fn figures(&self) -> Option<(Duration, Duration)> {
        let mut samples: Vec<_> = self.samples.iter().copied().collect();
        samples.sort();
        let at = |part: usize| samples.get((samples.len() * part / 100).min(samples.len() - 1));
        if samples.is_empty() {
            return None;
        }
        Some((*at(50)?, *at(99)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_answer_is_not_there() {
        let mut rtt = Rtt::default();
        for _ in 0..UNANSWERED {
            assert!(rtt.ask().is_some());
        }
        assert_eq!(rtt.ask(), None);
        rtt.answered(2);
        assert_eq!(rtt.ask(), Some(6));
        assert!(rtt.figures().is_some());
    }

    #[test]
    fn an_answer_to_nothing_is_no_figure() {
        let mut rtt = Rtt::default();
        rtt.answered(7);
        assert_eq!(rtt.figures(), None);
        rtt.ask();
        rtt.answered(9);
        assert_eq!(rtt.figures(), None);
    }
}
