//! The word that was probably meant.

/// A longer word is not a misspelt key.
const LONGEST: usize = 48;

/// The candidate that differs least from the word, if it is close: about one slip in three letters.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word = fold(word)?;
    let allowed = (word.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&word, &fold(candidate)?), candidate)))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Case and the kind of dash are no difference.
fn fold(word: &str) -> Option<Vec<char>> {
    let word: Vec<char> = word
        .chars()
        .take(LONGEST + 1)
        .map(|c| {
            if c == '-' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    (word.len() <= LONGEST).then_some(word)
}

/// Letters to insert, remove, change or swap with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven() {
        let keys = ["max_inflight", "max_keepalive", "maximum_qos"];
        assert_eq!(nearest("max_inflght", keys), Some("max_inflight"));
        assert_eq!(nearest("max-inflight", keys), Some("max_inflight"));
        assert_eq!(nearest("MaxKeepalive", keys), Some("max_keepalive"));
        assert_eq!(nearest("maximum_qso", keys), Some("maximum_qos"));
    }

    #[test]
    fn another_word_is_another_word() {
        assert_eq!(nearest("listen", ["log", "mqtt", "api"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), ["a"]), None);
    }
}
