//! `gmqtt config path`: which file is read, and why.

use super::process::{folder_with, gmqtt, run, run_gmqtt, text};

#[test]
fn the_first_that_exists_is_used() {
    let folder = folder_with("");
    let home = folder.path().join("gmqtt.yml");
    let done = run(gmqtt(["config", "path", "-o", "json"]).env("HOME", folder.path()));
    assert_eq!(
        (done.code, &done.json()["used"]),
        (Some(0), &text(&home).into())
    );
    let quiet = run(gmqtt(["config", "path", "-q"]).env("HOME", folder.path()));
    assert_eq!(quiet.stdout, format!("{}\n", text(&home)));
}

#[test]
fn the_flag_wins_over_the_environment_and_that_over_the_folders() {
    let (flag, variable, home) = (folder_with(""), folder_with(""), folder_with(""));
    let variable = variable.path().join("gmqtt.yml");
    let flag = flag.path().join("gmqtt.yml");
    let used = |args: &[&str]| {
        let mut command = gmqtt(args.iter().copied());
        run(command
            .env("GMQTT_CONFIG", &variable)
            .env("HOME", home.path()))
        .stdout
    };
    assert_eq!(
        used(&["config", "path", "-q"]),
        format!("{}\n", text(&variable))
    );
    assert_eq!(
        used(&["config", "path", "-q", "-c", text(&flag)]),
        format!("{}\n", text(&flag))
    );
}

#[test]
fn a_named_file_that_is_missing_is_not_passed_over() {
    let home = folder_with("");
    let done =
        run(gmqtt(["config", "path", "-c", "/nonexistent/gmqtt.yml"]).env("HOME", home.path()));
    let row = done
        .stdout
        .lines()
        .find(|line| line.starts_with("/nonexistent"))
        .unwrap();
    assert!(row.contains("missing"), "{done:?}");
    assert!(!done.stdout.contains("used"), "{done:?}");
}

#[test]
fn every_place_is_listed_with_its_rule() {
    let done = run_gmqtt(["config", "path"]);
    assert_eq!(done.code, Some(0));
    for place in [
        "/nonexistent/gmqtt.yml",
        "/etc/gmqtt/gmqtt.yml",
        "/etc/gmqtt/gmqttd.yml",
        "$HOME/gmqtt.yml",
    ] {
        assert!(done.stdout.contains(place), "{place}: {done:?}");
    }
}

#[test]
fn the_current_directory_is_not_a_place() {
    let folder = folder_with("bogus: 1");
    let done = run(gmqtt(["config", "check"]).current_dir(folder.path()));
    assert_eq!(done.code, Some(0), "{done:?}");
}
