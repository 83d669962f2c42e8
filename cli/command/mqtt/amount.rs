//! Numbers and sizes as people read them.

/// `1204` as `1,204`.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(String::from_utf8_lossy);
    let mut all: Vec<_> = groups.map(|group| group.into_owned()).collect();
    if !head.is_empty() {
        all.insert(0, head.to_owned());
    }
    all.join(",")
}

/// Bytes in units of a thousand: `12 B`, `84.1 kB`.
pub(super) fn bytes(bytes: u64) -> String {
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1e3;
    for unit in ["kB", "MB", "GB"] {
        if size < 999.95 {
            return format!("{size:.1} {unit}");
        }
        size /= 1e3;
    }
    format!("{size:.1} TB")
}

/// `1 message` or `2 messages`.
pub(super) fn count(many: u64, noun: &str) -> String {
    let end = if many == 1 { "" } else { "s" };
    format!("{} {noun}{end}", number(many))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_easily() {
        assert_eq!(
            [0, 12, 999, 1204, 1_000_000].map(number),
            ["0", "12", "999", "1,204", "1,000,000"]
        );
        assert_eq!(
            [12, 84_100, 999_960, u64::MAX].map(bytes),
            ["12 B", "84.1 kB", "1.0 MB", "18446744.1 TB"]
        );
        assert_eq!(count(1, "message"), "1 message");
    }
}
