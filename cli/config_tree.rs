//! A configuration as a tree of keys, to look things up in and to compare.

use gmqtt_config::Config;
use serde_yaml::Value;

/// What becomes of passwords in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// They are asterisks.
    Masked,
    /// They can be read.
    Revealed,
}

/// `config` as a tree, its keys in the order in which they are documented.
pub(crate) fn of(config: &Config, secrets: Secrets) -> Value {
    let tree = match secrets {
        Secrets::Masked => serde_yaml::to_value(config),
        Secrets::Revealed => serde_yaml::to_value(config.revealed()),
    };
    // Only a map with keys that are not plain values cannot be a tree, and a configuration has none.
    tree.unwrap_or_default()
}

/// The value at `path`: names parted by dots, indexes in brackets or as names. The whole tree for an empty path.
pub(crate) fn find<'a>(tree: &'a Value, path: &str) -> Option<&'a Value> {
    names(path).try_fold(tree, |value, name| match value {
        Value::Mapping(map) => map.get(name),
        Value::Sequence(list) => list.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '['])
        .map(|name| name.strip_suffix(']').unwrap_or(name))
        .filter(|name| !name.is_empty())
}

/// Everything below `root` that has nothing below it, with its path, in order.
pub(crate) fn leaves<'a>(key: &str, root: &'a Value) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    // The configuration's own structure, so its depth is ours.
    let mut open = vec![(key.to_owned(), root)];
    while let Some((key, value)) = open.pop() {
        match value {
            Value::Mapping(map) if !map.is_empty() => {
                let dot = if key.is_empty() { "" } else { "." };
                let below = map
                    .iter()
                    .map(|(name, value)| (format!("{key}{dot}{}", inline(name)), value));
                // The last one in is the first one out.
                open.extend(below.collect::<Vec<_>>().into_iter().rev());
            }
            Value::Sequence(list) if !list.is_empty() => {
                open.extend(
                    list.iter()
                        .enumerate()
                        .rev()
                        .map(|(at, value)| (format!("{key}[{at}]"), value)),
                );
            }
            leaf => found.push((key, leaf)),
        }
    }
    found
}

/// A leaf on one line.
pub(crate) fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other)
            .map(|text| text.trim_end().to_owned())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Value {
        serde_yaml::from_str("a: {b: 1, c: []}\nlist:\n- x: y\n- z").unwrap()
    }

    #[test]
    fn paths_go_through_maps_and_lists() {
        let tree = tree();
        assert_eq!(find(&tree, "a.b"), Some(&1.into()));
        assert_eq!(find(&tree, "list[0].x"), Some(&"y".into()));
        assert_eq!(find(&tree, "list.1"), Some(&"z".into()));
        assert_eq!(find(&tree, ""), Some(&tree));
        for missing in ["a.d", "list[2]", "a.b.c", "list[x]", "list[-1]"] {
            assert_eq!(find(&tree, missing), None, "{missing}");
        }
    }

    #[test]
    fn leaves_come_in_order_with_their_paths() {
        let tree = tree();
        let keys: Vec<_> = leaves("", &tree).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["a.b", "a.c", "list[0].x", "list[1]"]);
    }
}
