//! What the machine gives a broker: open files, memory, a queue for new connections, the time.

use std::{
    fs,
    process::Command,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use gmqtt_config::Config;
use rustix::process::{Resource, getrlimit};

use super::finding::Finding;

/// Files the broker needs beside connections.
const RESERVED: u64 = 64;
/// Fewer open files than this are few for a broker.
const FEW_FILES: u64 = 16_384;
/// Less memory than this is little, in bytes.
const LITTLE_MEMORY: u64 = 128 << 20;
/// A shorter queue of connections that are not yet accepted is short.
const SHORT_BACKLOG: u64 = 1024;
/// 2026-01-01: this was written later.
const NOT_BEFORE: Duration = Duration::from_secs(1_767_225_600);

/// Looks at the machine.
pub(super) fn look(config: &Config, now: SystemTime) -> Vec<Finding> {
    let mut findings = vec![open_files(
        getrlimit(Resource::Nofile).maximum,
        config.limits.max_connections,
    )];
    findings.extend(memory(config));
    findings.extend(backlog(read_number("/proc/sys/net/core/somaxconn")));
    findings.push(clock(now, synchronised()));
    findings
}

/// `gmqtt start` raises the soft limit to the hard one, so the hard one counts.
fn open_files(limit: Option<u64>, wanted: u32) -> Finding {
    let fix = "raise it: LimitNOFILE=1048576 in the unit of systemd, or `ulimit -Hn 1048576` before the start";
    let Some(limit) = limit else {
        return Finding::ok("files", "any number of files may be open");
    };
    let room = limit.saturating_sub(RESERVED);
    let message = format!("{limit} files may be open, which is room for {room} connections");
    if u64::from(wanted) > room {
        Finding::error(
            "files",
            format!("{message}; limits.max_connections wants {wanted}"),
        )
        .fix(fix)
    } else if limit < FEW_FILES && wanted == 0 {
        Finding::warning("files", message).fix(fix)
    } else {
        Finding::ok("files", message)
    }
}

fn memory(config: &Config) -> Option<Finding> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_ascii_whitespace()
            .next()?
            .parse::<u64>()
            .ok()
            .map(|kib| kib << 10)
    };
    let available = field("MemAvailable:")?;
    // A container may have less than the machine it runs on.
    let limit = read_number("/sys/fs/cgroup/memory.max");
    let total = field("MemTotal:")?;
    let limit = limit.map_or(total, |limit| limit.min(total));
    Some(judge_memory(
        available.min(limit),
        limit,
        config.limits.queue_memory,
    ))
}

fn judge_memory(available: u64, limit: u64, queues: u64) -> Finding {
    let mib = |bytes: u64| bytes >> 20;
    let message = format!("{} MiB of memory are available", mib(available));
    if available < LITTLE_MEMORY {
        Finding::error("memory", message)
            .fix("end other programs, or give the broker a machine of its own")
    } else if queues > limit / 2 {
        Finding::warning(
            "memory",
            format!(
                "limits.queue_memory is {} MiB of {} MiB of memory",
                mib(queues),
                mib(limit)
            ),
        )
        .fix("lower it to half of the memory: queues are not all that needs some")
    } else if queues == 0 {
        Finding::warning(
            "memory",
            format!("{message}, and waiting messages may take all of it"),
        )
        .fix(format!(
            "set a limit in the configuration: limits.queue_memory: {}",
            available / 2
        ))
    } else {
        Finding::ok("memory", message)
    }
}

fn backlog(longest: Option<u64>) -> Option<Finding> {
    let longest = longest?;
    let message = format!("{longest} connections may wait to be accepted");
    Some(if longest < SHORT_BACKLOG {
        Finding::warning(
            "network",
            format!("{message}; when many clients come back at once, some are turned away"),
        )
        .fix("sysctl -w net.core.somaxconn=4096")
    } else {
        Finding::ok("network", message)
    })
}

/// Certificates, expiry and logs depend on it.
fn clock(now: SystemTime, synchronised: Option<bool>) -> Finding {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    if since < NOT_BEFORE {
        return Finding::error(
            "clock",
            "the clock is before 2026: certificates will not be valid",
        )
        .fix("set it, and keep it right: timedatectl set-ntp true");
    }
    match synchronised {
        Some(false) => Finding::warning("clock", "nothing keeps the clock right")
            .fix("timedatectl set-ntp true, or run chrony"),
        Some(true) => Finding::ok("clock", "the clock is kept right"),
        None => Finding::ok("clock", "the clock is later than this program"),
    }
}

/// Whether something keeps the clock right, where systemd tells.
fn synchronised() -> Option<bool> {
    // In a container the machine outside looks after the clock.
    if !fs::exists("/run/systemd/system").unwrap_or(false) {
        return None;
    }
    let done = Command::new("timedatectl")
        .args(["show", "-p", "NTPSynchronized", "--value"])
        .output()
        .ok()?;
    match String::from_utf8_lossy(&done.stdout).trim() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn read_number(path: &str) -> Option<u64> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::finding::Health;
    use super::*;

    #[test]
    fn open_files_have_to_be_enough_for_the_connections() {
        for (limit, wanted, health) in [
            (None, 0, Health::Ok),
            (Some(1024), 0, Health::Warning),
            (Some(1024), 500, Health::Ok),
            (Some(1024), 1000, Health::Error),
            (Some(1 << 20), 0, Health::Ok),
        ] {
            assert_eq!(
                open_files(limit, wanted).health,
                health,
                "{limit:?} {wanted}"
            );
        }
    }

    #[test]
    fn memory_is_judged_with_what_queues_may_take() {
        let gib = 1 << 30;
        for (available, queues, health) in [
            (64 << 20, 0, Health::Error),
            (gib, 0, Health::Warning),
            (gib, gib, Health::Ok),
            (gib, 3 * gib, Health::Warning),
        ] {
            assert_eq!(
                judge_memory(available, 4 * gib, queues).health,
                health,
                "{available} {queues}"
            );
        }
    }

    #[test]
    fn a_clock_from_before_this_was_written_is_wrong() {
        assert_eq!(clock(UNIX_EPOCH, None).health, Health::Error);
        assert_eq!(
            clock(UNIX_EPOCH + NOT_BEFORE, Some(false)).health,
            Health::Warning
        );
        assert_eq!(
            clock(UNIX_EPOCH + NOT_BEFORE, Some(true)).health,
            Health::Ok
        );
    }

    #[test]
    fn a_short_backlog_is_a_warning() {
        assert_eq!(
            backlog(Some(128)).map(|one| one.health),
            Some(Health::Warning)
        );
        assert_eq!(backlog(Some(4096)).map(|one| one.health), Some(Health::Ok));
        assert_eq!(backlog(None), None);
    }
}
