//! What the README lists, held against what it is about.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::Value;

use super::{blocks::Block, text};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Whether `cli::init::a_name` is a test: a file of that path has a function of that name.
pub(super) fn is_a_test(path: &str) -> bool {
    let Some((module, name)) = path.rsplit_once("::") else {
        return false;
    };
    let folder = Path::new(ROOT)
        .join("tests")
        .join(module.replace("::", "/"));
    [folder.with_extension("rs"), folder.join("mod.rs")]
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .any(|source| source.contains(&format!("fn {name}()")))
}

/// The rows of the table below a heading, without its head.
fn rows<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let (_, section) = page
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("no section {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with('|'));
    lines
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// What gmqtt is said to do, a test shows.
#[test]
fn features_are_those_that_a_test_shows() {
    let readme = text();
    let rows = rows(&readme, "What it does");
    assert!(rows.len() > 10);
    for row in rows {
        let test = row.last().expect("a cell").trim_matches('`');
        assert!(is_a_test(test), "{}: there is no test {test}", row[0]);
    }
}

/// The figures are those of PERFORMANCE.md, which says how they were measured.
#[test]
fn figures_are_those_that_were_measured() {
    let readme = text();
    let measured = fs::read_to_string(Path::new(ROOT).join("PERFORMANCE.md")).expect("a page");
    let rows = rows(&readme, "What it costs");
    assert!(rows.len() > 4);
    for row in rows {
        let of_scenario = format!("| {}: ", row[0].trim_matches('`'));
        let line = measured.lines().find(|line| line.starts_with(&of_scenario));
        let line = line.unwrap_or_else(|| panic!("{} was not measured", row[0]));
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(
            row[1..],
            [
                cells[0].split_once(": ").expect("words").1,
                cells[1],
                cells[2]
            ]
        );
    }
}

/// The map of the tree has every crate.
#[test]
fn the_map_has_every_crate() {
    let done = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .current_dir(ROOT)
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let folders: BTreeSet<_> = packages
        .filter_map(|package| Path::new(package["manifest_path"].as_str()?).parent())
        .filter_map(|folder| folder.strip_prefix(ROOT).ok()?.to_str())
        .filter(|folder| !folder.is_empty())
        .map(|folder| folder.to_owned() + "/")
        .collect();
    let readme = text();
    let blocks = Block::all(&readme);
    let map = blocks.iter().find(|block| block.said("crates").is_some());
    let named: BTreeSet<_> = map
        .expect("a map")
        .text
        .iter()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    // What is below a folder that is named is named with it: the plugins, what is fuzzed.
    let is_named = |folder: &&String| named.iter().any(|name| folder.starts_with(name));
    let missing: Vec<_> = folders.iter().filter(|folder| !is_named(folder)).collect();
    assert!(missing.is_empty(), "not in the map: {missing:?}");
    for name in &named {
        assert!(Path::new(ROOT).join(name).is_dir(), "{name} is not there");
    }
}

#[test]
fn links_lead_somewhere() {
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "PLUGINS.md",
        "CHANGELOG.md",
    ] {
        let text = fs::read_to_string(Path::new(ROOT).join(page)).expect("a page");
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let exists = file.is_empty() || Path::new(ROOT).join(file).exists();
            assert!(exists, "{page}: {target}");
            let is_heading = |line: &str| {
                let plain = |c: char| (c.is_alphanumeric() || c == ' ').then_some(c);
                let words: String = line.chars().filter_map(plain).collect();
                line.starts_with('#') && words.trim().to_lowercase().replace(' ', "-") == anchor
            };
            let found = !file.is_empty() || anchor.is_empty() || text.lines().any(is_heading);
            assert!(found, "{page}: no heading for {target}");
        }
    }
}
