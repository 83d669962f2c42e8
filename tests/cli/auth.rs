//! Accounts, with the clients and tools that people have.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use tempfile::TempDir;

use super::process::{Broker, Done, folder_with, run, run_gmqtt, text};

/// The plugins of the original's README.
const CONFIG: &str = "plugin_order: [auth, prometheus, admin]\nplugins:\n  auth: {hash: md5, rehash: true}\n  prometheus: {listen_address: \"127.0.0.1:0\"}\n";

/// A folder with a config and a password file.
fn folder(config: &str, accounts: &str) -> TempDir {
    let folder = folder_with(config);
    fs::write(folder.path().join("gmqtt_password.yml"), accounts).expect("it is written");
    folder
}

fn start(folder: &TempDir) -> Broker {
    Broker::anywhere(["-c", text(&folder.path().join("gmqtt.yml"))])
}

fn publish(broker: &Broker, version: &str, credentials: &[&str]) -> Done {
    let address = broker.address();
    let mut command = Command::new("mosquitto_pub");
    command.args([
        "-V",
        version,
        "-h",
        &address.ip().to_string(),
        "-p",
        &address.port().to_string(),
    ]);
    run(command
        .args(["-t", "a", "-m", "x", "-q", "1"])
        .args(credentials))
}

/// The original's README: with `auth` in `plugin_order` every client needs an account. The stored hash is the one it prints.
#[test]
fn a_client_needs_an_account() {
    let folder = folder(
        CONFIG,
        "- username: user1\n  password: 20a0db53bc1881a7f739cd956b740039\n",
    );
    let broker = start(&folder);
    for version in ["311", "5"] {
        for wrong in [
            &[][..],
            &["-u", "user1", "-P", "wrong"],
            &["-u", "user2", "-P", "user1pass"],
        ] {
            let refused = publish(&broker, version, wrong);
            assert_ne!(refused.code, Some(0), "{wrong:?}: {refused:?}");
            assert!(
                refused.stderr.to_lowercase().contains("not authori"),
                "{refused:?}"
            );
        }
        let published = publish(&broker, version, &["-u", "user1", "-P", "user1pass"]);
        assert_eq!(published.code, Some(0), "{published:?}");
    }
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn an_account_added_by_hand_counts_and_a_mistake_changes_nothing() {
    let folder = folder(CONFIG, "");
    let file = folder.path().join("gmqtt_password.yml");
    let mut broker = start(&folder);
    let alice = ["-u", "alice", "-P", "wonder"];
    assert_ne!(publish(&broker, "5", &alice).code, Some(0));
    fs::write(&file, "- {username: alice, password: wonder}\n").expect("it is written");
    broker.wait_for_log("read the accounts again");
    assert_eq!(publish(&broker, "5", &alice).code, Some(0));
    fs::write(
        &file,
        "- {username: bob, password: builder}\n- {username: bob, password: x}\n",
    )
    .expect("it is written");
    let told = broker.wait_for_log("given twice");
    assert!(told.contains("gmqtt_password.yml:2"), "{told}");
    assert_eq!(publish(&broker, "5", &alice).code, Some(0));
    assert_ne!(
        publish(&broker, "5", &["-u", "bob", "-P", "builder"]).code,
        Some(0)
    );
}

/// A plain password becomes what `hash` says when its user logs in, in a file that nobody else can read.
#[test]
fn a_weak_password_is_stored_anew_when_its_user_logs_in() {
    let folder = folder(
        "plugin_order: [auth]\nplugins: {auth: {rehash: true}}\n",
        "- {username: alice, password: wonder, description: hers}\n- {username: bob, password: builder}\n",
    );
    let file = folder.path().join("gmqtt_password.yml");
    let mut broker = start(&folder);
    let alice = ["-u", "alice", "-P", "wonder"];
    assert_ne!(
        publish(&broker, "5", &["-u", "bob", "-P", "wonder"]).code,
        Some(0)
    );
    assert_eq!(publish(&broker, "5", &alice).code, Some(0));
    broker.wait_for_log("stored passwords anew");
    let stored = fs::read_to_string(&file).expect("it is there");
    assert!(
        stored.contains("username: alice\n  password: $argon2id$v=19$m=19456,t=2,p=1$"),
        "{stored}"
    );
    assert!(
        stored.contains("description: hers") && stored.contains("password: builder"),
        "{stored}"
    );
    let mode = fs::metadata(&file)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(publish(&broker, "5", &alice).code, Some(0));
    assert_ne!(
        publish(&broker, "5", &["-u", "alice", "-P", "wander"]).code,
        Some(0)
    );
}

#[test]
fn a_password_file_of_mosquitto_is_read() {
    for hash in ["sha512", "sha512-pbkdf2"] {
        let folder = folder(
            "plugin_order: [auth]\nplugins: {auth: {password_file: passwd}}\n",
            "",
        );
        let file = folder.path().join("passwd");
        for (create, name) in [(Some("-c"), "alice"), (None, "bob")] {
            let mut command = Command::new("mosquitto_passwd");
            command
                .args(["-H", hash])
                .args(create)
                .args(["-b", text(&file), name, "wonder"]);
            let made = run(&mut command);
            assert_eq!(made.code, Some(0), "{made:?}");
        }
        let broker = start(&folder);
        for name in ["alice", "bob"] {
            assert_eq!(
                publish(&broker, "311", &["-u", name, "-P", "wonder"]).code,
                Some(0),
                "{hash}"
            );
            assert_ne!(
                publish(&broker, "311", &["-u", name, "-P", "wander"]).code,
                Some(0),
                "{hash}"
            );
        }
    }
}

#[test]
fn a_broken_password_file_is_found_before_the_broker_starts() {
    let folder = folder("plugin_order: [auth]\n", "- {username: alice}\n");
    let config = folder.path().join("gmqtt.yml");
    for words in [
        &["start", "--listen", "tcp://127.0.0.1:0"][..],
        &["config", "check"],
    ] {
        let done = run_gmqtt(words.iter().copied().chain(["-c", text(&config)]));
        assert_eq!(done.code, Some(7), "{done:?}");
        let told = done.stdout + &done.stderr;
        assert!(told.contains("gmqtt_password.yml:1:3"), "{told}");
    }
}

#[test]
fn a_reload_changes_who_gets_in() {
    let config = |anonymous| {
        format!("plugin_order: [auth]\nplugins: {{auth: {{anonymous: {anonymous}}}}}\n")
    };
    let folder = folder(&config(false), "- {username: alice, password: wonder}\n");
    let mut broker = start(&folder);
    assert_ne!(publish(&broker, "5", &[]).code, Some(0));
    fs::write(folder.path().join("gmqtt.yml"), config(true)).expect("it is written");
    broker.signal(rustix::process::Signal::HUP);
    let told = broker.wait_for_log("plugins.auth.anonymous");
    assert!(told.contains("now"), "{told}");
    broker.wait_for_log("reloaded");
    assert_eq!(publish(&broker, "5", &[]).code, Some(0));
    assert_ne!(
        publish(&broker, "5", &["-u", "alice", "-P", "wander"]).code,
        Some(0)
    );
}
