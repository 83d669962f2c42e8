//! The name that somebody probably meant.

/// The one of the names that is nearest to what was written, if it is near: at most a third of it has to change, or one is the
/// beginning of the other.
pub(crate) fn nearest<'a>(
    written: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Comparing costs the product of the lengths; what is longer than any name is near none.
    const LONGEST: usize = 64;
    if written.is_empty() || written.len() > LONGEST {
        return None;
    }
    let allowed = (written.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter_map(|name| {
            let starts = name.starts_with(written) || written.starts_with(name);
            let far = distance(written, name);
            (starts || far <= allowed).then_some((!starts, far, name))
        })
        .min()
        .map(|(_, _, name)| name)
}

/// How many characters have to be inserted, removed or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["client_id", "queue_len", "inflight_len", "username"];
        for (written, meant) in [
            ("queue", Some("queue_len")),
            ("que_len", Some("queue_len")),
            ("clientid", Some("client_id")),
            ("user_name", Some("username")),
            ("x", None),
            ("", None),
            ("payload", None),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
    }

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "ab"), 2);
    }
}
