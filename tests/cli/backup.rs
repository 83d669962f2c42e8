//! `gmqtt backup` and `gmqtt restore`.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::process::{Done, folder_with, run_gmqtt, text};
use crate::support::kept;

const CONFIG: &str = "\
persistence: {type: embedded, embedded: {path: store}}
plugins: {federation: {node_name: mq1}}
";
const FILLED: [&str; 3] = ["meter-1: <a/#> one two", "meter-2: <a/#>", "a/state = on"];

/// A broker's files and its store.
fn broker() -> TempDir {
    let folder = folder_with(CONFIG);
    fs::write(
        folder.path().join("gmqtt_password.yml"),
        "- {username: u, password: p}\n",
    )
    .expect("written");
    fs::write(
        folder.path().join("gmqtt_acl.yml"),
        "- {allow: all, topic: \"#\"}\n",
    )
    .expect("written");
    kept::fill(&folder.path().join("store"));
    folder
}

fn gmqtt(folder: &TempDir, words: &[&str]) -> Done {
    let config = folder.path().join("gmqtt.yml");
    let config = ["-c", text(&config)];
    run_gmqtt(words.iter().copied().chain(config).collect::<Vec<_>>())
}

fn backup(folder: &TempDir) -> std::path::PathBuf {
    let file = folder.path().join("backup.tar");
    let done = gmqtt(folder, &["backup", text(&file)]);
    assert_eq!((done.code, &*done.stderr), (Some(0), ""), "{done:?}");
    file
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}

/// What stands beside `name` under the time of a restore.
fn before(folder: &TempDir, name: &str) -> Option<std::path::PathBuf> {
    let entries = fs::read_dir(folder.path()).expect("listed").flatten();
    let name = format!("{name}.before-");
    entries.map(|it| it.path()).find(|path| {
        path.file_name()
            .is_some_and(|it| it.to_string_lossy().starts_with(&name))
    })
}

#[test]
fn a_backup_brings_everything_back() {
    let folder = broker();
    let file = backup(&folder);
    // Everything changes.
    let config = format!("{CONFIG}mqtt: {{max_inflight: 7}}\n");
    fs::write(folder.path().join("gmqtt.yml"), &config).unwrap();
    fs::write(folder.path().join("gmqtt_password.yml"), "[]\n").unwrap();
    fs::remove_file(folder.path().join("gmqtt_acl.yml")).unwrap();
    fs::remove_dir_all(folder.path().join("store")).unwrap();
    let mut numbers = gmqtt_store::Numbers::default();
    kept::put_session(
        &kept::open(&folder.path().join("store")),
        &mut numbers,
        "new",
        &[],
    );

    let done = gmqtt(&folder, &["restore", text(&file), "--dry-run"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.stdout.matches("would restore").count(), 4, "{done:?}");
    assert_eq!(read(&folder, "gmqtt.yml"), config);

    let done = gmqtt(&folder, &["restore", text(&file), "--confirm", "mq1"]);
    assert_eq!((done.code, &*done.stderr), (Some(0), ""), "{done:?}");
    assert_eq!(read(&folder, "gmqtt.yml"), CONFIG);
    assert_eq!(
        read(&folder, "gmqtt_password.yml"),
        "- {username: u, password: p}\n"
    );
    assert_eq!(
        read(&folder, "gmqtt_acl.yml"),
        "- {allow: all, topic: \"#\"}\n"
    );
    assert_eq!(
        kept::contents(&kept::open(&folder.path().join("store"))),
        FILLED
    );

    // What was there is still there.
    let old = before(&folder, "store").expect("the old store");
    assert_eq!(kept::contents(&kept::open(&old)), ["new: <a/#>"]);
    let old = before(&folder, "gmqtt.yml").expect("the old config");
    assert_eq!(fs::read_to_string(old).unwrap(), config);
    assert!(before(&folder, "gmqtt_acl.yml").is_none());
}

/// On a machine that has nothing, the config of the backup says where everything goes.
#[test]
fn a_backup_makes_a_broker_where_there_was_none() {
    let folder = broker();
    let file = backup(&folder);
    let other = tempfile::tempdir().unwrap();
    let config = other.path().join("etc/gmqtt.yml");
    let done = run_gmqtt([
        "restore",
        text(&file),
        "--confirm",
        "mq1",
        "-c",
        text(&config),
    ]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let path = other.path().join("etc/store");
    assert_eq!(kept::contents(&kept::open(&path)), FILLED);
    assert!(other.path().join("etc/gmqtt_password.yml").exists());
}

/// The name of the node must be typed, or given; nothing happens without.
#[test]
fn the_name_of_the_node_confirms_it() {
    let folder = broker();
    let file = backup(&folder);
    for (words, says) in [
        (&[][..], "Add --confirm mq1"),
        (&["--confirm", "mq2"], "this is mq1, not mq2"),
    ] {
        let words = [&["restore", text(&file)][..], words].concat();
        let done = gmqtt(&folder, &words);
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.stderr.contains(says), "{done:?}");
        assert!(before(&folder, "store").is_none() && before(&folder, "gmqtt.yml").is_none());
    }
}

#[test]
fn parts_can_be_chosen() {
    let folder = broker();
    let file = folder.path().join("accounts.tar");
    let done = gmqtt(
        &folder,
        &[
            "backup",
            text(&file),
            "--only",
            "accounts,acl",
            "-o",
            "json",
        ],
    );
    assert_eq!(
        done.json()["files"].as_array().map(Vec::len),
        Some(2),
        "{done:?}"
    );
    let listed = Command::new("tar").arg("tf").arg(&file).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&listed.stdout),
        "accounts\nacl\nmanifest.json\n"
    );
    fs::write(folder.path().join("gmqtt_acl.yml"), "[]\n").unwrap();
    let words = ["restore", text(&file), "--only", "acl", "--confirm", "mq1"];
    let done = gmqtt(&folder, &words);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(read(&folder, "gmqtt_acl.yml").contains("allow"));
    assert!(before(&folder, "gmqtt_password.yml").is_none());
    let words = [
        "restore",
        text(&file),
        "--only",
        "sessions",
        "--confirm",
        "mq1",
    ];
    let done = gmqtt(&folder, &words);
    assert_eq!(done.code, Some(3), "{done:?}");
}

/// Sessions of a running broker are saved as of one moment; they are never replaced under it.
#[test]
fn a_running_broker_can_be_saved_and_not_replaced() {
    let folder = broker();
    let file = folder.path().join("backup.tar");
    let open = kept::open(&folder.path().join("store"));
    let done = gmqtt(&folder, &["backup", text(&file)]);
    assert_eq!(done.code, Some(6), "{done:?}");
    let pid = format!("process {} has it open", std::process::id());
    assert!(done.stderr.contains(&pid), "{done:?}");
    assert!(!file.exists());
    let done = gmqtt(&folder, &["backup", text(&file), "--live"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for words in [&["--dry-run"][..], &["--confirm", "mq1"]] {
        let done = gmqtt(&folder, &[&["restore", text(&file)][..], words].concat());
        assert_eq!(done.code, Some(6), "{done:?}");
        assert!(done.stderr.contains(&pid), "{done:?}");
    }
    drop(open);
    let done = gmqtt(&folder, &["restore", text(&file), "--confirm", "mq1"]);
    assert_eq!(done.code, Some(0), "{done:?}");
}

/// Whatever happens to the file, it is noticed before anything is replaced.
#[test]
fn a_damaged_backup_changes_nothing() {
    let folder = broker();
    let file = backup(&folder);
    let whole = fs::read(&file).unwrap();
    let changed = |text: &[u8]| {
        let at = whole
            .windows(text.len())
            .position(|part| part == text)
            .unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    for bytes in [
        changed(b"username: u"),
        changed(b"meter-1"),
        changed(b"manifest.json"),
        whole[..whole.len() / 2].to_vec(),
        b"something else".to_vec(),
    ] {
        fs::write(&file, bytes).unwrap();
        let done = gmqtt(&folder, &["restore", text(&file), "--confirm", "mq1"]);
        assert_eq!(done.code, Some(7), "{done:?}");
        assert!(before(&folder, "store").is_none() && before(&folder, "gmqtt.yml").is_none());
    }
}

/// Into a Redis: what is there is removed, what the backup has is there.
#[test]
fn sessions_can_be_restored_into_redis() {
    let folder = broker();
    let file = backup(&folder);
    let redis = crate::support::redis_server::RedisServer::start(&[]);
    let target = folder_with(&format!(
        "persistence: {{type: redis, redis: {{addr: \"127.0.0.1:{}\"}}}}\nplugins: {{federation: {{node_name: mq2}}}}\n",
        redis.port
    ));
    for _ in 0..2 {
        let words = [
            "restore",
            text(&file),
            "--only",
            "sessions",
            "--confirm",
            "mq2",
        ];
        let done = gmqtt(&target, &words);
        assert_eq!(done.code, Some(0), "{done:?}");
        let json = gmqtt(&target, &["store", "info", "-o", "json"]).json();
        assert_eq!(
            (&json["sessions"], &json["messages"]),
            (&2.into(), &3.into())
        );
    }
    assert!(Path::new(&file).exists());
}
