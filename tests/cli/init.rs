//! `gmqtt init`: what it writes can be used as it is.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use super::process::{Done, gmqtt, run, run_gmqtt, text};

/// Runs `gmqtt init` in a home of its own, which is also where it writes.
fn init(home: &Path, args: &[&str]) -> Done {
    let mut command = gmqtt(["init"]);
    run(command.args(args).env("HOME", home).current_dir(home))
}

fn mode(file: &Path) -> u32 {
    let metadata = fs::metadata(file).expect("the file is there");
    metadata.permissions().mode() & 0o777
}

#[test]
fn a_configuration_for_this_machine() {
    let home = tempfile::tempdir().unwrap();
    let done = init(home.path(), &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(
        done.stdout,
        "wrote ./gmqtt.yml  tcp://127.0.0.1:1883, ws://127.0.0.1:9001/, this machine only\n"
    );
    assert_eq!(done.stderr, "next: gmqtt start -c ./gmqtt.yml\n");
    let file = home.path().join("gmqtt.yml");
    assert_eq!(mode(&file), 0o600);
    assert_eq!(
        run_gmqtt(["config", "check", "--strict", text(&file)]).code,
        Some(0)
    );
    let config = fs::read_to_string(&file).unwrap();
    assert!(
        config.contains("#max_keepalive: 300"),
        "keys that are not set are explained"
    );
}

#[test]
fn nothing_is_replaced_unasked() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("gmqtt.yml"), "mine").unwrap();
    for args in [&[][..], &["--secure"]] {
        let done = init(home.path(), args);
        assert_eq!(done.code, Some(6), "{done:?}");
        assert!(done.stderr.contains("has gmqtt.yml already"), "{done:?}");
    }
    assert_eq!(
        fs::read_to_string(home.path().join("gmqtt.yml")).unwrap(),
        "mine"
    );
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    assert_eq!(init(home.path(), &["--force"]).code, Some(0));
}

#[test]
fn the_configuration_can_be_printed_and_short() {
    let home = tempfile::tempdir().unwrap();
    for profile in ["dev", "edge", "server"] {
        let done = init(
            home.path(),
            &["--stdout", "--minimal", "--profile", profile],
        );
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(!done.stdout.contains('#'), "{done:?}");
        let file = home.path().join("copy.yml");
        fs::write(&file, done.stdout).unwrap();
        assert_eq!(run_gmqtt(["config", "check", text(&file)]).code, Some(0));
        fs::remove_file(file).unwrap();
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_secure_broker_has_certificates_an_account_rules_and_a_context() {
    let home = tempfile::tempdir().unwrap();
    let done = init(home.path(), &["--secure", "--hostname", "mq1.lan"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for words in [
        "tls://0.0.0.0:8883, anonymous refused",
        "mq1.lan, localhost, 127.0.0.1, ::1, valid 397 days",
        "account \"admin\" (argon2id)",
        "context \"local\" selected",
    ] {
        assert!(done.stdout.contains(words), "{words}: {}", done.stdout);
    }
    let at = |name: &str| home.path().join(name);
    for private in [
        "gmqtt.yml",
        "accounts.yml",
        "acl.yml",
        "tls/ca.key",
        "tls/server.key",
        ".config/gmqtt/contexts.yml",
        ".config/gmqtt/local.password",
        ".config/gmqtt/local.token",
        "tokens",
    ] {
        assert_eq!(mode(&at(private)), 0o600, "{private}");
    }
    let token = fs::read_to_string(at(".config/gmqtt/local.token")).unwrap();
    let tokens = fs::read_to_string(at("tokens")).unwrap();
    assert!(token.starts_with("gmt_") && tokens.starts_with("local admin sha256:"));
    assert!(!tokens.contains(token.trim()) && !done.stdout.contains(token.trim()));
    // Nobody sees the password but who asks the file for it.
    let password = fs::read_to_string(at(".config/gmqtt/local.password")).unwrap();
    assert!(password.trim().len() >= 16 && !done.stdout.contains(password.trim()));
    assert!(
        fs::read_to_string(at("accounts.yml"))
            .unwrap()
            .contains("$argon2id$")
    );

    let config = at("gmqtt.yml");
    let check = run_gmqtt(["config", "check", "--strict", text(&config)]);
    assert_eq!(check.code, Some(0), "{check:?}");
    let tls = run_gmqtt(["tls", "check", text(&config), "-o", "json"]).json();
    assert_eq!(
        tls["items"][0]["problems"].as_array().map(Vec::len),
        Some(0),
        "{tls}"
    );
    assert_eq!(tls["items"][0]["certificates"][0]["names"][0], "mq1.lan");
    let acl = run_gmqtt([
        "acl",
        "test",
        "admin",
        "subscribe",
        "#",
        "-c",
        text(&config),
    ]);
    assert_eq!(acl.code, Some(0), "{acl:?}");
    let acl = run_gmqtt(["acl", "test", "meter", "publish", "a", "-c", text(&config)]);
    assert_eq!(acl.code, Some(4), "{acl:?}");
    let context = run(gmqtt(["context", "show", "-o", "json"]).env("HOME", home.path())).json();
    assert_eq!(context["mqtt_url"], "mqtts://localhost:8883");
    assert_eq!(context["username"], "admin");
    assert_eq!(
        context["cacert"],
        text(&fs::canonicalize(at("tls/ca.crt")).unwrap())
    );
}

#[test]
fn further_accounts_are_told_their_passwords_once() {
    let home = tempfile::tempdir().unwrap();
    let done = init(
        home.path(),
        &["--secure", "--account", "root", "--account", "ops"],
    );
    assert_eq!(done.code, Some(0), "{done:?}");
    let line = done
        .stdout
        .lines()
        .find(|line| line.contains("\"ops\""))
        .unwrap();
    assert!(line.contains("shown only now: "), "{line}");
    assert!(done.stdout.contains("as root"), "{done:?}");
}

#[test]
fn a_new_certificate_keeps_its_names_and_its_authority() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(init(home.path(), &["--renew"]).code, Some(3));
    init(home.path(), &["--secure", "--hostname", "mq1.lan"]);
    let read = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    let (ca, before) = (read("tls/ca.crt"), read("tls/server.crt"));
    let done = init(home.path(), &["--renew"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("mq1.lan, localhost"), "{done:?}");
    assert_eq!(read("tls/ca.crt"), ca);
    assert_ne!(read("tls/server.crt"), before);
    let config = home.path().join("gmqtt.yml");
    assert_eq!(run_gmqtt(["tls", "check", text(&config)]).code, Some(0));
    let done = init(home.path(), &["--renew", "--hostname", "mq2.lan"]);
    assert!(done.stdout.contains("mq2.lan, localhost"), "{done:?}");
}

#[test]
fn what_is_no_host_name_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let done = init(home.path(), &["--secure", "--hostname", "mqtts://mq1:8883"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}
