//! What the process uses. Read from `/proc`; where there is none, it is left out.

use std::fs;

use rustix::param::{clock_ticks_per_second, page_size};
use rustix::process::{Resource, getrlimit};

use crate::{MetricFamily, MetricKind, Sample, SampleValue};

/// Reads what this process uses.
#[derive(Debug, Clone, Copy)]
pub struct ProcessUsage {
    /// In seconds since 1970.
    started: Option<f64>,
}

/// What the process uses at one moment; 0 where the system does not say.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Usage {
    /// Time that all threads have computed, in seconds.
    pub cpu_seconds: f64,
    /// Memory that is in use and in RAM, in bytes.
    pub memory_bytes: u64,
    /// Files and sockets that are open.
    pub open_files: u64,
    /// How many may be; `None` is any number.
    pub open_files_limit: Option<u64>,
}

/// The fields of `/proc/self/stat` that are wanted.
#[derive(Debug, PartialEq)]
struct Stat {
    /// In clock ticks, of user and system.
    cpu: u64,
    threads: u64,
    /// In clock ticks since the system started.
    started: u64,
    virtual_bytes: u64,
    resident_pages: u64,
}

impl Default for ProcessUsage {
    fn default() -> Self {
        Self::new()
    }
}

impl ProcessUsage {
    /// Of this process.
    #[must_use]
    pub fn new() -> Self {
        let started = || {
            let booted = booted(&fs::read_to_string("/proc/stat").ok()?)?;
            Some(booted as f64 + seconds(read_stat()?.started))
        };
        Self { started: started() }
    }

    /// What is used now.
    #[must_use]
    pub fn read() -> Usage {
        let stat = read_stat();
        let stat = stat.as_ref();
        Usage {
            cpu_seconds: stat.map_or(0.0, |stat| seconds(stat.cpu)),
            memory_bytes: stat.map_or(0, |stat| stat.resident_pages * page_size() as u64),
            open_files: open_files().unwrap_or_default(),
            open_files_limit: getrlimit(Resource::Nofile).current,
        }
    }

    /// As metrics, by the names that Prometheus's client libraries give them.
    #[must_use]
    pub fn families(&self) -> Vec<MetricFamily> {
        let stat = read_stat();
        let stat = stat.as_ref();
        let cpu = stat.map(|stat| seconds(stat.cpu));
        let resident = stat.map(|stat| stat.resident_pages as f64 * page_size() as f64);
        [
            family(
                MetricKind::Counter,
                "process_cpu_seconds_total",
                "Time that all threads have computed, in seconds.",
                cpu,
            ),
            family(
                MetricKind::Gauge,
                "process_resident_memory_bytes",
                "Memory that is in use and in RAM.",
                resident,
            ),
            family(
                MetricKind::Gauge,
                "process_virtual_memory_bytes",
                "Address space that is taken.",
                stat.map(|stat| stat.virtual_bytes as f64),
            ),
            family(
                MetricKind::Gauge,
                "process_threads",
                "Threads of the process.",
                stat.map(|stat| stat.threads as f64),
            ),
            family(
                MetricKind::Gauge,
                "process_open_fds",
                "Open file descriptors; each connection is one.",
                open_files().map(|open| open as f64),
            ),
            family(
                MetricKind::Gauge,
                "process_max_fds",
                "The most file descriptors the process may open.",
                Some(
                    getrlimit(Resource::Nofile)
                        .current
                        .map_or(f64::INFINITY, |most| most as f64),
                ),
            ),
            family(
                MetricKind::Gauge,
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                self.started,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn family(
    kind: MetricKind,
    name: &'static str,
    help: &'static str,
    value: Option<f64>,
) -> Option<MetricFamily> {
    let sample = Sample {
        labels: Vec::new(),
        value: SampleValue::Number(value?),
    };
    Some(MetricFamily {
        name: name.into(),
        help: help.into(),
        kind,
        samples: vec![sample],
    })
}

fn seconds(ticks: u64) -> f64 {
    ticks as f64 / clock_ticks_per_second() as f64
}

/// Newer systems say the number as the size of the folder; on older ones the entries are counted.
fn open_files() -> Option<u64> {
    let folder = "/proc/self/fd";
    match fs::metadata(folder).ok()?.len() {
        // One of them is the open folder itself.
        0 => Some(fs::read_dir(folder).ok()?.count().saturating_sub(1) as u64),
        open => Some(open),
    }
}

fn read_stat() -> Option<Stat> {
    parse_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// The second field, the name in parentheses, may hold anything.
fn parse_stat(text: &str) -> Option<Stat> {
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    // Counted from 1 with the name being 2, as in proc(5).
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    Some(Stat {
        cpu: field(14)? + field(15)?,
        threads: field(20)?,
        started: field(22)?,
        virtual_bytes: field(23)?,
        resident_pages: field(24)?,
    })
}

/// When the system started, in seconds since 1970.
fn booted(stat: &str) -> Option<u64> {
    let line = stat.lines().find_map(|line| line.strip_prefix("btime "))?;
    line.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_found_behind_any_name() {
        let text = "7 (a) b) R 1 7 7 0 -1 4194304 100 0 0 0 31 11 0 0 20 0 4 0 5000 1048576 256 18446744073709551615 1";
        let stat = Stat {
            cpu: 42,
            threads: 4,
            started: 5000,
            virtual_bytes: 1_048_576,
            resident_pages: 256,
        };
        assert_eq!(parse_stat(text), Some(stat));
        assert_eq!(parse_stat("7 (a) R 1"), None);
        assert_eq!(
            booted("cpu 1 2\nbtime 1700000000\nprocesses 5\n"),
            Some(1_700_000_000)
        );
    }

    /// Of this process: an open file shows in the count, and the start lies in the past.
    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_seen() {
        let before = open_files().unwrap();
        let files: Vec<_> = (0..50)
            .map(|_| fs::File::open("/proc/self/stat").unwrap())
            .collect();
        // Other tests open and close files, too.
        assert!(open_files().unwrap() >= before + 25);
        drop(files);
        let process = ProcessUsage::new();
        let now = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap()
            .as_secs_f64();
        let started = process.started.unwrap();
        assert!(
            started <= now + 1.0 && started > now - 3600.0,
            "{started} {now}"
        );
        assert_eq!(process.families().len(), 7);
    }
}
