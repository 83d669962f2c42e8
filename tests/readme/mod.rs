//! The README does what it says: every command in it is run, what it prints is compared with what the README shows, and its tables
//! are held against what they are about.
//!
//! Commands are in blocks marked `console`. A comment before a block, which a reader does not see, says where they are run:
//! `world: NAME` on a machine of their own, prepared as `worlds` says, on which the blocks that follow are run, too; `run by: TEST`
//! says which test runs them instead. `file: NAME` puts a block into a file of that machine.

mod blocks;
mod masks;
mod session;
mod tables;
mod worlds;

use blocks::Block;
use session::play;

fn text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    std::fs::read_to_string(path).expect("it is in the tree")
}

/// Worlds with a test of their own below, which can so be run at the same time.
const WORLDS: &[&str] = &[
    "accounts",
    "api",
    "backups",
    "cluster",
    "first",
    "from-go",
    "from-mosquitto",
    "mqtt",
    "running",
    "secure",
];

#[test]
fn the_first_message() {
    play("first");
}

#[test]
fn a_broker_for_other_machines() {
    play("secure");
}

#[test]
fn the_admin_api() {
    play("api");
}

#[test]
fn accounts_and_rules() {
    play("accounts");
}

#[test]
fn a_node_of_a_cluster() {
    play("cluster");
}

#[test]
fn backups_and_stores() {
    play("backups");
}

#[test]
fn a_running_broker_is_asked_and_watched() {
    play("running");
}

#[test]
fn mqtt_on_the_command_line() {
    play("mqtt");
}

#[test]
fn moving_from_gmqtt_in_go() {
    play("from-go");
}

#[test]
fn moving_from_mosquitto() {
    play("from-mosquitto");
}

#[test]
fn every_block_is_shown_to_be_true() {
    let readme = text();
    let blocks = Block::all(&readme);
    let mut worlds: Vec<_> = blocks
        .iter()
        .filter_map(|block| block.said("world"))
        .collect();
    worlds.sort_unstable();
    worlds.dedup();
    assert_eq!(worlds, WORLDS, "each has a test of its own");
    for block in &blocks {
        let place = format!("line {} of the README", block.line);
        match block.language {
            "console" => assert!(
                block.runs_somewhere(),
                "{place}: nothing runs these commands"
            ),
            "yaml" => assert!(block.said("file").is_some(), "{place}: nothing reads this"),
            "text" => assert!(
                block.said("gmqtt top").is_some() || block.said("crates").is_some(),
                "{place}: nothing compares this with what it is about"
            ),
            other => panic!("{place}: a block of {other:?}"),
        }
        if let Some(test) = block.said("run by") {
            assert!(tables::is_a_test(test), "{place}: there is no test {test}");
        }
    }
    let indented: Vec<_> = blocks::outside(&readme)
        .filter(|line| line.starts_with("    "))
        .collect();
    assert!(indented.is_empty(), "blocks without fences: {indented:?}");
}
