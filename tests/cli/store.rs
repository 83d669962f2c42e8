//! `gmqtt store info`, `check`, `export` and `import`, on directories.

use std::fs;
use std::path::Path;

use super::process::{Done, gmqtt, run_gmqtt, text};
use crate::support::kept;

/// Runs `gmqtt store` with these words and a store in a directory.
fn store(words: &str, path: &Path) -> Done {
    let words = ["store"].into_iter().chain(words.split(' '));
    run_gmqtt(words.chain(["--store", text(path)]))
}

const FILLED: [&str; 3] = ["meter-1: <a/#> one two", "meter-2: <a/#>", "a/state = on"];

#[test]
fn info_says_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    kept::fill(&path);
    let done = store("info", &path);
    assert_eq!((done.code, &*done.stderr), (Some(0), ""), "{done:?}");
    for line in [
        "sessions       2 (0 of them connected when the broker ended)",
        "subscriptions  2",
        "queued         2 (0 in flight), the longest 2 (\"meter-1\")",
        "retained       1",
        "messages       3, each counted once",
    ] {
        assert!(done.stdout.contains(line), "{line} in {}", done.stdout);
    }
    let json = store("info -o json", &path).json();
    assert_eq!(json["type"], "embedded");
    assert_eq!(json["sessions"], 2);
    assert_eq!(json["longest_queue_of"], "meter-1");
    assert!(json["bytes"].as_u64() > Some(0));
}

/// The config says where the store is, as it does for `gmqtt start`.
#[test]
fn the_config_names_the_store() {
    let folder = super::process::folder_with("persistence: {type: embedded}\ndata_dir: state\n");
    kept::fill(&folder.path().join("state/store"));
    let config = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["store", "check", "-c", text(&config)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stdout
            .contains("state/store is whole: 2 sessions, 2 queued messages, 1 retained")
    );
    let done = run_gmqtt(["store", "check", "--set", "persistence.type=memory"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(
        done.stderr.contains("keeps everything in memory"),
        "{done:?}"
    );
}

#[test]
fn a_store_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    for words in ["info", "check", "export -n x"] {
        let done = store(words, &path);
        assert_eq!(done.code, Some(3), "{words}: {done:?}");
        assert!(!path.exists());
    }
}

/// What another process has open is refused with its pid; only what reads may go on, when it is told to.
#[test]
fn a_store_in_use_is_a_conflict_that_names_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    kept::fill(&path);
    let dump = folder.path().join("a.dump");
    assert_eq!(
        store(&format!("export {}", text(&dump)), &path).code,
        Some(0)
    );
    let open = kept::open(&path);
    let import = format!("import {}", text(&dump));
    for words in ["info", "check", "export -n x", &*import] {
        let done = store(words, &path);
        assert_eq!(done.code, Some(6), "{words}: {done:?}");
        let pid = format!("process {} has it open", std::process::id());
        assert!(done.stderr.contains(&pid), "{words}: {done:?}");
    }
    for words in ["info --live", "check --live", "export -n x --live"] {
        assert_eq!(store(words, &path).code, Some(0), "{words}");
    }
    drop(open);
    assert_eq!(store("check", &path).code, Some(0));
}

/// One changed byte in what had been promised is found.
#[test]
fn damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    kept::fill(&path);
    // Later commits say that what was before them had been promised.
    let open = kept::open(&path);
    for message in 90..93 {
        let mut numbers = gmqtt_store::Numbers {
            session: 90,
            message,
        };
        kept::retain(&open, &mut numbers, "a/later", "later");
        while gmqtt_store::Store::stats(&open).pending_bytes > 0 {
            std::thread::yield_now();
        }
    }
    drop(open);
    let segments = fs::read_dir(&path).unwrap().flatten();
    let segment = segments
        .map(|entry| entry.path())
        .filter(|it| {
            let bytes = fs::read(it).unwrap_or_default();
            bytes.windows(3).any(|part| part == b"two")
        })
        .max()
        .expect("a segment with the message");
    let mut bytes = fs::read(&segment).unwrap();
    let at = bytes.windows(3).position(|part| part == b"two").unwrap();
    bytes[at] ^= 1;
    fs::write(&segment, bytes).unwrap();
    for words in ["check", "check -o json", "info"] {
        let done = store(words, &path);
        assert_eq!(done.code, Some(7), "{words}: {done:?}");
        assert!(done.stderr.contains("damaged"), "{done:?}");
        assert!(done.stderr.contains("gmqtt restore"), "{done:?}");
    }
}

#[test]
fn what_is_exported_can_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let dump = folder.path().join("a.dump");
    kept::fill(&from);
    let export = format!("export {}", text(&dump));
    let done = store(&format!("{export} --dry-run"), &from);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(!dump.exists());
    let done = store(&export, &from);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stdout
            .starts_with("exported 2 sessions with 2 queued messages, and 1 retained messages")
    );
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&dump).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    // A file that is there stays, unless it is to be replaced.
    assert_eq!(store(&export, &from).code, Some(6));
    assert_eq!(store(&format!("{export} --force"), &from).code, Some(0));

    let import = format!("import {}", text(&dump));
    let done = store(&format!("{import} --dry-run"), &to);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(!to.exists());
    let done = store(&format!("{import} -o json"), &to);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.json()["sessions"], 2);
    assert_eq!(kept::contents(&kept::open(&to)), FILLED);

    // What is there stays, unless it is to be replaced.
    let store_of_mine = kept::open(&to);
    kept::retain(
        &store_of_mine,
        &mut gmqtt_store::Numbers {
            session: 90,
            message: 90,
        },
        "a/state",
        "mine",
    );
    drop(store_of_mine);
    let done = store(&import, &to);
    assert!(
        done.stdout.contains("left out 3 that are there already"),
        "{done:?}"
    );
    assert!(kept::contents(&kept::open(&to)).contains(&"a/state = mine".to_owned()));
    let done = store(&format!("{import} --replace"), &to);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(kept::contents(&kept::open(&to)), FILLED);
}

#[test]
fn one_client_can_be_exported_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let dump = folder.path().join("a.dump");
    kept::fill(&from);
    let file = fs::File::create(&dump).unwrap();
    let mut command = gmqtt([
        "store",
        "export",
        "-",
        "--client",
        "meter-1",
        "--store",
        text(&from),
    ]);
    let status = command
        .stdout(file)
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let import = format!("import {}", text(&dump));
    assert_eq!(store(&import, &to).code, Some(0));
    assert_eq!(kept::contents(&kept::open(&to)), ["meter-1: <a/#> one two"]);
    let done = store("export - --client meter-9", &from);
    assert_eq!(done.code, Some(3), "{done:?}");
}

/// A file that is damaged, cut short or something else changes nothing.
#[test]
fn a_file_that_is_no_export_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let dump = folder.path().join("a.dump");
    kept::fill(&from);
    assert_eq!(
        store(&format!("export {}", text(&dump)), &from).code,
        Some(0)
    );
    let whole = fs::read(&dump).unwrap();
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    for bytes in [&whole[..whole.len() - 1], &damaged, b"something else"] {
        fs::write(&dump, bytes).unwrap();
        let done = store(&format!("import {}", text(&dump)), &to);
        assert_eq!(done.code, Some(7), "{done:?}");
        assert!(done.stderr.contains("nothing was changed"), "{done:?}");
        assert!(!to.exists());
    }
    let missing = folder.path().join("missing");
    let done = store(&format!("import {}", text(&missing)), &to);
    assert_eq!(done.code, Some(3), "{done:?}");
}
