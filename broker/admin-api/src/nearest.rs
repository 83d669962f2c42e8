//! The name that somebody probably meant.

/// The one of the names that is nearest to what was written, if it is near: at most a third of it has to change, or one is the
/// beginning of the other.
pub(crate) fn nearest<'a>(
    written: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    similar(written, names, 1).into_iter().next()
}

/// Those of the names that are near to what was written, as `nearest` finds the one, nearest first, at most so many. Long ones and those
/// of another length are not compared, so that there may be many names.
#[must_use]
pub fn similar<'a>(
    written: &str,
    names: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    // Comparing costs the product of the lengths; what is longer than any name is near none.
    const LONGEST: usize = 64;
    if written.is_empty() || written.len() > LONGEST {
        return Vec::new();
    }
    let allowed = (written.chars().count() / 3).max(1);
    let mut near = Vec::new();
    for name in names {
        let starts = name.starts_with(written) || written.starts_with(name);
        let comparable = written.len().abs_diff(name.len()) <= 4 * allowed;
        if name.is_empty() || !starts && !comparable {
            continue;
        }
        let far = if comparable {
            distance(written, name)
        } else {
            usize::MAX
        };
        if starts || far <= allowed {
            near.push((!starts, far, name));
            if near.len() > 64 * most {
                near.sort_unstable();
                near.truncate(most);
            }
        }
    }
    near.sort_unstable();
    near.truncate(most);
    near.into_iter().map(|(_, _, name)| name).collect()
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
    fn similar_names_come_nearest_first() {
        let names = [
            "meter-12",
            "meter-1",
            "metre-1",
            "gauge-1",
            "",
            "meter-1-of-the-old-building-in-berlin",
        ];
        let found = similar("meter-1", names, 3);
        assert_eq!(found[..2], ["meter-1", "meter-12"]);
        assert_eq!(similar("METER-1", names, 9), Vec::<&str>::new());
        assert_eq!(similar("metr-1", names, 2), ["meter-1", "metre-1"]);
        let many: Vec<String> = (0..1000).map(|n| format!("client-{n}")).collect();
        let found = similar("client-1", many.iter().map(String::as_str), 2);
        assert_eq!(found, ["client-1", "client-10"]);
    }

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "ab"), 2);
    }
}
