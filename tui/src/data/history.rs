//! The past of the chief figures, in memory that does not grow: one value a second for ten minutes, one each ten seconds for as long
//! as was asked for, at most a day. Where nothing came there is a gap.

use std::collections::VecDeque;
use std::time::Duration;

use super::Figures;

/// Values of the last ten minutes, one a second.
const FINE: usize = 600;

/// Seconds to one value of what is older.
const COARSE_SECONDS: u64 = 10;

/// Seconds without a value that are taken for a late one, not for a gap.
const PATIENCE: u64 = 2;

/// A figure that has a past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Sessions whose client is connected.
    Online,
    /// Sessions whose client is away.
    Offline,
    /// Messages received a second.
    In,
    /// Messages sent a second.
    Out,
    /// Bytes received a second.
    InBytes,
    /// Bytes sent a second.
    OutBytes,
    /// Messages that wait.
    Queued,
    /// Messages sent and not acknowledged.
    Inflight,
    /// Messages a second that do not reach a session.
    Dropped,
    /// Of one CPU, in percent.
    Cpu,
    /// Bytes of memory.
    Memory,
}

const LINES: usize = 11;

impl Line {
    const fn at(self) -> usize {
        self as usize
    }
}

/// The past of all of them.
#[derive(Debug, Clone)]
pub(crate) struct History {
    reach: Duration,
    /// The second of the last value.
    last: Option<u64>,
    /// Seconds between values, as they come.
    step: u64,
    fine: [VecDeque<f32>; LINES],
    coarse: [VecDeque<f32>; LINES],
    /// Sum and number of the values of the ten seconds that are not over.
    open: [(f64, u32); LINES],
}

/// A part of the past, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    /// From left to right; nothing where there is a gap.
    pub(crate) values: Vec<Option<f32>>,
    /// The last one, unless it is a gap.
    pub(crate) now: Option<f32>,
    /// The mean of all.
    pub(crate) mean: Option<f32>,
    /// The highest.
    pub(crate) most: Option<f32>,
}

impl History {
    /// An empty one that goes back for `reach`, ten minutes at least and a day at most.
    pub(crate) fn new(reach: Duration) -> Self {
        let reach = reach.clamp(Duration::from_secs(600), Duration::from_secs(86_400));
        Self {
            reach,
            last: None,
            step: 1,
            fine: std::array::from_fn(|_| VecDeque::new()),
            coarse: std::array::from_fn(|_| VecDeque::new()),
            open: [(0.0, 0); LINES],
        }
    }

    /// How far it goes back.
    pub(crate) const fn reach(&self) -> Duration {
        self.reach
    }

    /// Adds the figures of the moment `ran`.
    pub(crate) fn push(&mut self, ran: Duration, figures: &Figures) {
        let count = |value: Option<u64>| value.map_or(f32::NAN, |value| value as f32);
        let rate = |value: Option<f64>| value.map_or(f32::NAN, |value| value as f32);
        let mut values = [f32::NAN; LINES];
        values[Line::Online.at()] = count(figures.online);
        values[Line::Offline.at()] = count(figures.offline);
        values[Line::In.at()] = rate(figures.in_rate);
        values[Line::Out.at()] = rate(figures.out_rate);
        values[Line::InBytes.at()] = rate(figures.in_bytes);
        values[Line::OutBytes.at()] = rate(figures.out_bytes);
        values[Line::Queued.at()] = count(figures.queued);
        values[Line::Inflight.at()] = count(figures.inflight);
        values[Line::Dropped.at()] = rate(figures.drop_rate);
        values[Line::Cpu.at()] = rate(figures.cpu);
        values[Line::Memory.at()] = count(figures.memory);
        self.add(ran.as_secs(), &values);
    }

    /// Says that what comes now does not continue what was.
    pub(crate) fn gap(&mut self, ran: Duration) {
        let second = ran.as_secs();
        if self.last.is_some_and(|last| second > last) {
            self.advance(second, &[f32::NAN; LINES]);
        }
    }

    fn add(&mut self, second: u64, values: &[f32; LINES]) {
        let Some(last) = self.last else {
            self.last = Some(second);
            self.append(second, values);
            return;
        };
        if second <= last {
            for (line, value) in self.fine.iter_mut().zip(values) {
                if let Some(newest) = line.back_mut() {
                    *newest = *value;
                }
            }
            return;
        }
        let missed = second - last - 1;
        let fill = if missed <= PATIENCE.max(self.step * 3) {
            self.step = missed.clamp(1, 60);
            *values
        } else {
            [f32::NAN; LINES]
        };
        self.advance(second - 1, &fill);
        self.append(second, values);
        self.last = Some(second);
    }

    /// Fills the seconds after the last one up to `second`.
    fn advance(&mut self, second: u64, fill: &[f32; LINES]) {
        let last = self.last.unwrap_or(second);
        // After a long time away nothing of what was is in reach, and there is no need to count every second of it.
        let first = (last + 1).max(second.saturating_sub(self.reach.as_secs()));
        for second in first..=second {
            self.append(second, fill);
        }
        self.last = Some(second.max(last));
    }

    fn append(&mut self, second: u64, values: &[f32; LINES]) {
        let most = usize::try_from(self.reach.as_secs() / COARSE_SECONDS).unwrap_or(usize::MAX);
        for (at, value) in values.iter().enumerate() {
            push_bounded(&mut self.fine[at], *value, FINE);
            let open = &mut self.open[at];
            if !value.is_nan() {
                open.0 += f64::from(*value);
                open.1 += 1;
            }
            if second % COARSE_SECONDS == COARSE_SECONDS - 1 {
                let mean = if open.1 == 0 {
                    f32::NAN
                } else {
                    (open.0 / f64::from(open.1)) as f32
                };
                *open = (0.0, 0);
                push_bounded(&mut self.coarse[at], mean, most);
            }
        }
    }

    /// The last `seconds` before `ran` of a line, as `columns` values.
    pub(crate) fn window(&self, line: Line, seconds: u64, columns: usize, ran: Duration) -> Window {
        let (values, step) = if seconds <= FINE as u64 {
            (&self.fine[line.at()], 1)
        } else {
            (&self.coarse[line.at()], COARSE_SECONDS)
        };
        // How many steps ago the newest value is. While the next one is due its place is not a gap.
        let last = self.last.unwrap_or(0);
        let late = ran.as_secs().saturating_sub(last);
        let late = if late <= self.step + PATIENCE {
            0
        } else {
            late
        };
        let late = usize::try_from(late / step).unwrap_or(usize::MAX);
        let span = usize::try_from(seconds / step).unwrap_or(usize::MAX).max(1);
        let value = |ago: usize| -> Option<f32> {
            let back = ago.checked_sub(late)?;
            let at = values.len().checked_sub(back + 1)?;
            values.get(at).copied().filter(|value| !value.is_nan())
        };
        let values: Vec<Option<f32>> = (0..columns)
            .map(|column| {
                let right = span - span * (column + 1) / columns;
                let left = (span - span * column / columns).max(right + 1);
                mean((right..left).filter_map(value))
            })
            .collect();
        Window {
            now: value(0),
            mean: mean((0..span).filter_map(value)),
            most: (0..span).filter_map(value).fold(None, |most, value| {
                Some(most.map_or(value, |most: f32| most.max(value)))
            }),
            values,
        }
    }
}

fn push_bounded(values: &mut VecDeque<f32>, value: f32, most: usize) {
    if values.len() >= most {
        values.pop_front();
    }
    values.push_back(value);
}

fn mean(values: impl Iterator<Item = f32>) -> Option<f32> {
    let (sum, count) = values.fold((0.0_f64, 0_u32), |(sum, count), value| {
        (sum + f64::from(value), count + 1)
    });
    (count > 0).then(|| (sum / f64::from(count)) as f32)
}

/// One value a second for a minute: the small chart of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spark {
    values: VecDeque<f32>,
    last: Duration,
}

impl Spark {
    const LENGTH: usize = 60;

    /// Adds the value of the moment `ran`; it replaces another one of the same second.
    pub(crate) fn push(&mut self, ran: Duration, value: f32) {
        if !self.values.is_empty() && ran.as_secs() == self.last.as_secs() {
            if let Some(newest) = self.values.back_mut() {
                *newest = value;
            }
        } else {
            push_bounded(&mut self.values, value, Self::LENGTH);
        }
        self.last = ran;
    }

    /// When a value came last.
    pub(crate) const fn last(&self) -> Duration {
        self.last
    }

    /// The latest, as `columns` values.
    pub(crate) fn window(&self, columns: usize) -> Vec<Option<f32>> {
        let span = Self::LENGTH.max(columns).max(1);
        let value = |ago: usize| -> Option<f32> {
            let at = self.values.len().checked_sub(ago + 1)?;
            self.values.get(at).copied()
        };
        (0..columns)
            .map(|column| {
                let right = span - span * (column + 1) / columns;
                let left = (span - span * column / columns).max(right + 1);
                mean((right..left).filter_map(value))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(value: f64) -> Figures {
        Figures {
            in_rate: Some(value),
            ..Figures::default()
        }
    }

    fn filled(seconds: impl Iterator<Item = u64>) -> History {
        let mut history = History::new(Duration::from_secs(86_400));
        for second in seconds {
            history.push(Duration::from_secs(second), &figures(second as f64));
        }
        history
    }

    #[test]
    fn a_window_ends_now() {
        let history = filled(0..=100);
        let window = history.window(Line::In, 10, 10, Duration::from_secs(100));
        let expected: Vec<_> = (91..=100).map(|value| Some(value as f32)).collect();
        assert_eq!(window.values, expected);
        assert_eq!((window.now, window.most), (Some(100.0), Some(100.0)));
        assert_eq!(window.mean, Some(95.5));
    }

    #[test]
    fn missing_time_is_a_gap_and_a_late_value_is_not() {
        let mut history = filled(0..=10);
        history.push(Duration::from_secs(12), &figures(12.0));
        history.push(Duration::from_secs(30), &figures(30.0));
        let window = history.window(Line::In, 30, 30, Duration::from_secs(30));
        assert_eq!(window.values[9..12], [Some(10.0), Some(12.0), Some(12.0)]);
        assert!(window.values[12..29].iter().all(Option::is_none));
        assert_eq!(window.values[29], Some(30.0));
    }

    #[test]
    fn a_broker_that_is_gone_leaves_a_gap_up_to_now() {
        let history = filled(0..=10);
        let window = history.window(Line::In, 20, 20, Duration::from_secs(20));
        assert_eq!(window.now, None);
        assert!(window.values[10..].iter().all(Option::is_none));
        assert_eq!(window.values[9], Some(10.0));
    }

    #[test]
    fn a_day_is_kept_in_fixed_memory() {
        let history = filled(0..=200_000);
        assert_eq!(history.fine[0].len(), FINE);
        assert_eq!(history.coarse[0].len(), 8_640);
        let window = history.window(Line::In, 86_400, 24, Duration::from_secs(200_000));
        assert!(window.values.iter().all(Option::is_some));
    }

    #[test]
    fn a_long_absence_costs_no_more_than_what_is_kept() {
        let mut history = filled(0..=5);
        history.push(Duration::from_secs(40_000_000), &figures(1.0));
        assert_eq!(history.fine[0].len(), FINE);
    }

    #[test]
    fn a_spark_keeps_a_minute() {
        let mut spark = Spark::default();
        for second in 0..100 {
            spark.push(Duration::from_secs(second), second as f32);
        }
        assert_eq!(spark.window(2), [Some(54.5), Some(84.5)]);
        assert_eq!(spark.window(120).len(), 120);
    }
}
