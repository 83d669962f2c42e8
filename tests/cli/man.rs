//! `gmqtt man`: the pages, as sources and as man(1) shows them.

use std::fs;

use super::process::{run, run_gmqtt, shell, text};

#[test]
fn a_page_goes_into_a_pipe_as_its_source() {
    for (words, name) in [
        (&["man"][..], "gmqtt 1"),
        (&["man", "start"], "gmqtt-start 1"),
        (&["man", "config", "check"], "gmqtt-config-check 1"),
        (&["man", "gmqtt-config-check"], "gmqtt-config-check 1"),
        (&["man", "gmqtt.yml"], "gmqtt.yml 5"),
        (&["man", "gmqtt-filters"], "gmqtt-filters 7"),
        (&["man", "gmqtt-security.7"], "gmqtt-security 7"),
    ] {
        let done = run_gmqtt(words.iter().copied());
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(
            done.stdout.contains(&format!(".TH {name}")),
            "{words:?}: {}",
            done.stdout
        );
    }
}

#[test]
fn man_shows_what_a_command_does() {
    let done = run(&mut shell(
        "$GMQTT man config check | mandoc -T utf8 | col -b",
    ));
    assert_eq!(done.code, Some(0), "{done:?}");
    for words in [
        "gmqtt-config-check - Say what is wrong",
        "EXIT STATUS",
        "--strict",
        "GMQTT_CONFIG",
        "gmqtt config check gmqtt.yml",
    ] {
        assert!(done.stdout.contains(words), "{words}: {}", done.stdout);
    }
}

#[test]
fn all_pages_are_written_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man");
    let done = run_gmqtt(["man", "--out", text(&out)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let written = fs::read_dir(&out).unwrap().count();
    assert!(
        done.stdout.starts_with(&format!("wrote {written} pages")),
        "{done:?}"
    );
    for page in [
        "gmqtt.1",
        "gmqtt-start.1",
        "gmqtt-mqtt-sub.1",
        "gmqtt.yml.5",
        "gmqtt-filters.7",
    ] {
        assert!(out.join(page).is_file(), "{page}");
    }
}

#[test]
fn a_page_that_is_not_there_is_not_found() {
    let done = run_gmqtt(["man", "bogus"]);
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(
        done.stderr.contains("no manual page for \"bogus\""),
        "{done:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let done = run_gmqtt(["man", "--out", "/dev/null/man"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr.contains("cannot write into /dev/null/man"),
        "{done:?}"
    );
}
