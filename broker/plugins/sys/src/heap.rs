//! How much memory the broker takes.

use std::fs;

/// Bytes in RAM that are not those of files. 0 where the system does not say.
pub(crate) fn current() -> u64 {
    fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| parse(&status))
        .unwrap_or(0)
}

fn parse(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_is_found_among_the_rest() {
        let status =
            "Name:\tgmqtt\nVmRSS:\t    9000 kB\nRssAnon:\t    1536 kB\nRssFile:\t 100 kB\n";
        assert_eq!(parse(status), Some(1_572_864));
        assert_eq!(parse("Name:\tgmqtt\n"), None);
    }
}
