//! The architecture, held against the tree: who may use whom, in which order, how deep, and how files are named.
//!
//! It reads manifests and file names, not code. A failure means that either the change or the table below is wrong; the
//! table is changed on purpose or not at all.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What a crate may use besides itself.
struct Rule {
    /// The folder of the crate; a trailing `*` stands for any one folder.
    folder: &'static str,
    /// Crates of ours, by folder.
    ours: &'static [&'static str],
    outside: Outside,
}

/// Crates that are not ours.
enum Outside {
    /// These and no others.
    Only(&'static [&'static str]),
    /// Any but these; a trailing `*` matches the rest of a name.
    Never(&'static [&'static str]),
}

const RULES: &[Rule] = &[
    Rule {
        folder: "config",
        ours: &[],
        outside: Outside::Only(&[
            "serde",
            "serde_yaml",
            "saphyr-parser",
            "humantime",
            "thiserror",
        ]),
    },
    Rule {
        folder: "broker/protocol",
        ours: &[],
        outside: Outside::Only(&["bytes", "thiserror"]),
    },
    Rule {
        folder: "broker/router",
        ours: &["broker/protocol"],
        outside: Outside::Never(&["tokio*", "fjall", "redis"]),
    },
    Rule {
        folder: "broker/store",
        ours: &["broker/protocol"],
        outside: Outside::Never(&["tonic*", "axum"]),
    },
    Rule {
        folder: "broker/plugin-api",
        ours: &["broker/protocol", "config"],
        outside: Outside::Never(&["tonic*", "axum"]),
    },
    Rule {
        folder: "broker/admin-api",
        ours: &[],
        outside: Outside::Never(&["fjall", "redis", "rustls"]),
    },
    Rule {
        folder: "broker/server",
        ours: &[
            "broker/protocol",
            "broker/router",
            "broker/store",
            "broker/plugin-api",
            "config",
        ],
        outside: Outside::Never(&["tonic*", "axum", "clap", "prometheus"]),
    },
    Rule {
        folder: "broker/plugins/*",
        ours: &[
            "config",
            "broker/protocol",
            "broker/plugin-api",
            "broker/admin-api",
            "broker/router",
        ],
        outside: Outside::Never(&["clap"]),
    },
    Rule {
        folder: "admin-client",
        ours: &["broker/admin-api"],
        outside: Outside::Never(&["clap", "ratatui"]),
    },
    Rule {
        folder: "tui",
        ours: &["admin-client"],
        outside: Outside::Never(&["clap", "socket2", "reqwest", "tonic*"]),
    },
    // Built by name; nothing else needs libFuzzer.
    Rule {
        folder: NOT_BUILT_BY_DEFAULT,
        ours: &["*", "broker/*", "broker/plugins/*"],
        outside: Outside::Never(&["clap"]),
    },
    // The command line may use everything of ours, and speaks MQTT with our own state machine.
    Rule {
        folder: "",
        ours: &["*", "broker/*", "broker/plugins/*"],
        outside: Outside::Never(&["rumqttc", "paho-mqtt", "mqtt*", "ntex-mqtt", "figment"]),
    },
];

/// The one member that is not among `default-members`: its binaries would stand beside `gmqtt` in a plain `cargo run`.
const NOT_BUILT_BY_DEFAULT: &str = "tests/fuzz";

/// The longest chain of crates inside `broker/`.
const DEPTH: usize = 4;

/// Names that say nothing about what is in a file.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "misc", "types", "manager",
];

/// A member of the workspace.
struct Member {
    /// Relative to the root; empty for the root package.
    folder: String,
    /// Folders of the members it uses, of kind normal.
    ours: Vec<String>,
    /// Names of the other crates it uses, of kind normal.
    outside: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `path` relative to the root.
fn relative(path: &str) -> String {
    let path = Path::new(path)
        .strip_prefix(root())
        .expect("a path inside the workspace");
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// The members as cargo sees them, by folder.
fn members() -> BTreeMap<String, Member> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--locked",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let manifest = package["manifest_path"].as_str().expect("manifest_path");
            let folder = relative(manifest.strip_suffix("Cargo.toml").expect("a manifest"));
            let mut member = Member {
                folder: folder.clone(),
                ours: Vec::new(),
                outside: Vec::new(),
            };
            for dependency in package["dependencies"].as_array().expect("dependencies") {
                if !dependency["kind"].is_null() {
                    continue; // dev and build
                }
                match dependency["path"].as_str() {
                    Some(path) => member.ours.push(relative(path)),
                    None => {
                        let name = dependency["rename"]
                            .as_str()
                            .or(dependency["name"].as_str());
                        member.outside.push(name.expect("a name").to_owned());
                    }
                }
            }
            (folder, member)
        })
        .collect()
}

/// Whether `name` is `pattern`, whose last character may be a `*` for the rest up to the next `/`.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name
            .strip_prefix(start)
            .is_some_and(|rest| !rest.contains('/')),
        None => name == pattern,
    }
}

/// The lists `members` and `default-members` as they are written in the root manifest.
fn written_list(key: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the root manifest");
    let start = manifest
        .find(&format!("\n{key} = ["))
        .unwrap_or_else(|| panic!("{key} is listed"));
    let list = &manifest[start..];
    let list = &list[..list.find(']').expect("the list ends")];
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(|folder| folder.trim_start_matches('.').to_owned())
        .collect()
}

/// Every file and folder of the tree, without build output and dot-folders other than `.ci`.
fn tree() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)
            .expect("a folder of the tree")
            .flatten()
        {
            let name = entry.file_name();
            let name = name.to_str().expect("a name in UTF-8");
            if name == "target" || (name.starts_with('.') && name != ".ci") {
                continue;
            }
            if entry.file_type().expect("a file type").is_dir() {
                open.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for member in members().values() {
        let Some(rule) = RULES
            .iter()
            .find(|rule| matches(rule.folder, &member.folder))
        else {
            wrong.push(format!("{} is not in the table", member.folder));
            continue;
        };
        for used in &member.ours {
            if !rule.ours.iter().any(|allowed| matches(allowed, used)) {
                wrong.push(format!("{} uses {used}", member.folder));
            }
        }
        for used in &member.outside {
            let allowed = match rule.outside {
                Outside::Only(list) => list.iter().any(|one| matches(one, used)),
                Outside::Never(list) => !list.iter().any(|one| matches(one, used)),
            };
            if !allowed {
                wrong.push(format!("{} uses {used}", member.folder));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn members_are_listed_in_dependency_order() {
    let order = written_list("members");
    let mut by_default = order.clone();
    by_default.retain(|folder| folder != NOT_BUILT_BY_DEFAULT);
    assert_eq!(
        by_default,
        written_list("default-members"),
        "a plain `cargo test` tests every member"
    );
    let members = members();
    assert_eq!(order.len(), members.len(), "members are listed one by one");
    for (at, folder) in order.iter().enumerate() {
        for used in &members[folder].ours {
            let above = order
                .iter()
                .position(|other| other == used)
                .is_some_and(|other| other < at);
            assert!(
                above,
                "{folder} uses {used}, which is not above it in the list of members"
            );
        }
    }
}

#[test]
fn dependencies_stay_shallow_inside_the_broker() {
    let members = members();
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    // In dependency order, what a line uses has been measured before.
    for folder in &written_list("members") {
        let used = members[folder]
            .ours
            .iter()
            .filter_map(|used| depths.get(used.as_str()));
        let depth = 1 + used.max().unwrap_or(&0);
        assert!(
            !folder.starts_with("broker/") || depth <= DEPTH,
            "{folder} is {depth} crates deep"
        );
        depths.insert(folder, depth);
    }
}

#[test]
fn names_say_what_is_inside() {
    let empty: Vec<_> = tree()
        .into_iter()
        .filter(|path| {
            path.file_stem()
                .and_then(|stem| stem.to_str())
                .is_some_and(|stem| EMPTY_NAMES.contains(&stem))
        })
        .collect();
    assert!(
        empty.is_empty(),
        "a thing lives in the file of its noun: {empty:#?}"
    );
}

#[test]
fn every_source_file_says_what_it_is() {
    let silent: Vec<_> = tree()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| {
            !fs::read_to_string(path)
                .expect("a source file")
                .trim_start()
                .starts_with("//!")
        })
        .collect();
    assert!(
        silent.is_empty(),
        "these files do not start with `//!`: {silent:#?}"
    );
}
