//! What every command prints for programs, held against files beside this one: `golden/clients-list.txt` and so on.
//!
//! What differs from run to run (times, ports, sizes of a process) is masked, so that keys, their order and the kinds of their values are
//! compared. `GMQTT_WRITE=1` writes the files anew; a key may be added to them, none may go.

/// Tests that hold what these functions make against the golden files of their commands, and the names of these commands.
macro_rules! goldens {
    ($($make:ident: $command:literal,)*) => {
        pub(super) const COMMANDS: &[&str] = &[$($command),*];

        mod tests {
            $(
                #[test]
                fn $make() {
                    super::$make().hold_against($command);
                }
            )*
        }
    };
}

mod accounts;
mod admin;
mod cluster;
mod files;
mod messages;
mod mqtt;
mod operate;
mod scene;
mod sessions;
mod tool;

use std::collections::BTreeSet;
use std::fs;

use super::process::{run_gmqtt, text};

/// Commands without a golden file of what programs read, each with the reason.
const OTHERS: &[(&str, &str)] = &[
    ("completions", "prints a script"),
    ("help", "prints a page"),
    ("man", "prints a page"),
    (
        "mqtt bench",
        "prints measurements; its test reads their JSON",
    ),
    ("mqtt reply", "prints what comes, as `mqtt sub` does"),
];

/// A command that is new has to say what it prints for programs.
#[test]
fn every_command_has_a_golden_file_or_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = run_gmqtt(["man", "--out", text(folder.path())]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let pages: BTreeSet<String> = fs::read_dir(folder.path())
        .expect("the pages")
        .filter_map(|page| page.ok()?.file_name().into_string().ok())
        .filter_map(|page| Some(page.strip_suffix(".1")?.to_owned()))
        .collect();
    // Groups of commands have pages, too; this one prints something itself.
    let is_group = |page: &str| {
        let below = format!("{page}-");
        page != "gmqtt-logs" && pages.iter().any(|other| other.starts_with(&below))
    };
    let commands = pages.iter().filter(|page| !is_group(page));
    let commands: BTreeSet<_> = commands
        .map(|page| page.replacen("gmqtt-", "", 1))
        .collect();
    let parts = [
        accounts::COMMANDS,
        admin::COMMANDS,
        cluster::COMMANDS,
        files::COMMANDS,
        messages::COMMANDS,
        mqtt::COMMANDS,
        operate::COMMANDS,
        sessions::COMMANDS,
        tool::COMMANDS,
    ];
    let covered = parts.concat().into_iter();
    let others = OTHERS.iter().map(|(command, _)| *command);
    let known: Vec<_> = covered
        .chain(others)
        .map(|name| name.replace(' ', "-"))
        .collect();
    let twice: BTreeSet<_> = known.iter().cloned().collect();
    assert_eq!(twice.len(), known.len(), "a command is there twice");
    assert_eq!(twice, commands);
}
