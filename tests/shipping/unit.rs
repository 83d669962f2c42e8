//! The service: what systemd makes of its unit, and that the unit keeps to what gmqtt promises.

use std::{fs, process::Command};

use super::{in_tree, read};

const UNIT: &str = "packaging/systemd/gmqtt.service";

/// The values of a key of the unit, in order.
pub(super) fn values<'a>(unit: &'a str, key: &str) -> Vec<&'a str> {
    let lines = unit.lines();
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .filter(|(name, _)| *name == key)
        .map(|(_, value)| value)
        .collect()
}

#[track_caller]
fn run(command: &mut Command) -> String {
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
    said.into_owned()
}

/// With the program where it was built, since systemd looks whether it is there.
#[test]
fn systemd_understands_the_unit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gmqtt.service");
    let unit = read(UNIT).replace("/usr/bin/gmqtt", env!("CARGO_BIN_EXE_gmqtt"));
    fs::write(&file, &unit).unwrap();
    let verify = || {
        let mut command = Command::new("systemd-analyze");
        command.args(["verify", "--man=no"]).arg(&file);
        command
    };
    let said = run(&mut verify());
    let ours: Vec<_> = said.lines().filter(|line| line.contains("gmqtt")).collect();
    assert!(ours.is_empty(), "{ours:?}");

    fs::write(&file, unit.replace("Restart=on-failure", "Restart=perhaps")).unwrap();
    let done = verify().output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        said.contains("restart specifier"),
        "a mistake is seen: {said}"
    );
}

/// The scale of `systemd-analyze security` goes from 0 to 10; what stays is what a broker is for: the network.
#[test]
fn the_service_is_confined() {
    run(Command::new("systemd-analyze")
        .args(["security", "--offline=yes", "--threshold=20"])
        .arg(in_tree(UNIT)));
}

#[test]
fn restarts_are_not_tried_where_they_cannot_help() {
    let unit = read(UNIT);
    let codes = values(&unit, "RestartPreventExitStatus");
    assert_eq!(codes, ["2 6 7"]);
    // Usage, conflict, invalid, as `gmqtt help exit-codes` has them.
    let table = run(Command::new(env!("CARGO_BIN_EXE_gmqtt")).args(["help", "exit-codes"]));
    for (code, meaning) in [("2", "usage"), ("6", "conflict"), ("7", "invalid")] {
        let line = table
            .lines()
            .find(|line| line.trim_start().starts_with(code));
        let line = line.unwrap_or_else(|| panic!("{code} in {table}"));
        assert!(line.contains(meaning), "{line}");
    }
    assert_eq!(values(&unit, "Type"), ["notify"]);
    assert_eq!(values(&unit, "LimitNOFILE"), ["1048576"]);
}

/// The user and the folders are made in a tree of their own.
#[test]
fn the_user_and_the_folders_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("etc")).unwrap();
    let option = format!("--root={}", root.display());
    run(Command::new("systemd-sysusers")
        .arg(&option)
        .arg(in_tree("packaging/systemd/sysusers.d/gmqtt.conf")));
    let users = fs::read_to_string(root.join("etc/passwd")).unwrap();
    assert!(
        users.contains(":MQTT broker:/var/lib/gmqtt:/usr/sbin/nologin"),
        "{users}"
    );
    let unit = read(UNIT);
    let made = read("packaging/systemd/tmpfiles.d/gmqtt.conf");
    for (key, place) in [
        ("StateDirectory", "/var/lib/"),
        ("RuntimeDirectory", "/run/"),
    ] {
        let path = format!("d {place}{} ", values(&unit, key)[0]);
        assert!(made.contains(&path), "{path} in {made}");
    }
}
