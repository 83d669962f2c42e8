//! What is said when it does not work, and the exit codes of it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use crate::cli::process::{Done, gmqtt, run, run_gmqtt};

use super::fake;

fn at_the_fake(words: &[&str]) -> Done {
    let api = format!("grpc://{}", fake::serve());
    run(gmqtt(words.iter().copied()).env("GMQTT_API", api))
}

#[track_caller]
fn says(done: &Done, code: i32, expected: &str) {
    assert_eq!(done.stderr, expected, "{done:?}");
    assert_eq!(done.code, Some(code), "{done:?}");
    assert_eq!(done.stdout, "", "{done:?}");
}

#[test]
fn nobody_can_be_reached() {
    let done = run_gmqtt(["--api", "unix:///run/nonexistent/admin.sock", "status"]);
    says(
        &done,
        5,
        "error: cannot reach the broker's admin API at unix:///run/nonexistent/admin.sock\n  \
         cause: no such file (chosen by --api)\n  \
         hint: start a broker here with `gmqtt start`, or point elsewhere: gmqtt --api grpcs://HOST:8084 status\n",
    );
    let json = run_gmqtt(["status", "--api", "grpc://127.0.0.1:1", "-o", "json"]);
    let error: serde_json::Value = serde_json::from_str(&json.stderr).expect("a line of JSON");
    assert_eq!(error["error"]["code"], "unreachable");
    assert_eq!(error["error"]["exit"], 5);
}

#[test]
fn the_rule_that_chose_the_endpoint_is_told() {
    let done =
        run(gmqtt(["clients", "list", "--timeout", "2s"]).env("GMQTT_API", "http://127.0.0.1:1"));
    assert!(done.stderr.contains("(chosen by GMQTT_API)"), "{done:?}");
    let done = run_gmqtt(["clients", "list", "--context", "nowhere"]);
    assert_eq!(done.code, Some(3), "{done:?}");
    let done = run_gmqtt(["clients", "list", "--api", "mq1:8084"]);
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn a_role_that_does_not_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let token = folder.path().join("token");
    std::fs::write(&token, "viewer\n").expect("it is written");
    let api = format!("grpc://{}", fake::serve());
    let done = run(gmqtt(["clients", "kick", "a", "--api", &api]).env("GMQTT_TOKEN_FILE", &token));
    says(
        &done,
        4,
        &format!(
            "error: the admin API at {api} refused this request\n  \
             cause: token \"ci\" has the role viewer; `clients kick` needs operator\n  \
             hint: ask an admin for: gmqtt tokens create ci --role operator\n"
        ),
    );
}

#[test]
fn a_filter_that_is_none() {
    let done = at_the_fake(&["subscriptions", "add", "c", "a/#/b"]);
    says(
        &done,
        2,
        "error: `a/#/b` is not a valid topic filter\n  \
         cause: # must be the last level\n  \
         hint: to match anything between a and b use one level: a/+/b\n",
    );
}

#[test]
fn a_client_that_does_not_exist() {
    let done = at_the_fake(&["clients", "show", "sensor-1"]);
    says(
        &done,
        3,
        "error: no client \"sensor-1\"\n  \
         hint: closest ids: sensor-10, sensor-11. Offline sessions are included; it may have expired\n",
    );
}

#[test]
fn nobody_to_ask() {
    let done = at_the_fake(&["clients", "kick", "--filter", "connected=true"]);
    says(
        &done,
        2,
        "error: this would disconnect 1,204 clients; confirmation needed\n  \
         hint: not a terminal. Add --yes, or look first with --dry-run\n",
    );
}

#[test]
fn a_command_that_is_nearly_one() {
    let done = run_gmqtt(["client-list"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.stderr.starts_with(
            "error: unknown command \"client-list\"\n  hint: did you mean `gmqtt client"
        ),
        "{done:?}"
    );
    let done = run_gmqtt(["pub", "x"]);
    assert!(
        done.stderr.contains("did you mean `gmqtt publish` (through the admin API) or `gmqtt mqtt pub` (as an MQTT client)?"),
        "{done:?}"
    );
}

#[test]
fn each_exit_code_of_the_table() {
    for (words, code) in [
        // An empty list is success.
        (&["clients", "list", "--filter", "none"][..], 0),
        // The broker cannot do it.
        (&["clients", "messages", "a"], 1),
        (&["clients", "list", "--sort", "bogus"], 2),
        (&["clients", "list", "--columns", "bogus"], 2),
        (&["accounts", "add", "x"], 2),
        (&["clients", "show", "x"], 3),
        (&["clients", "kick", "x"], 3),
        (&["subscriptions", "match", "nobody"], 3),
        (&["accounts", "remove", "x"], 3),
        (&["clients", "list", "--api", "grpc://127.0.0.1:1"], 5),
        (&["accounts", "add", "root", "--generate"], 6),
        (&["clients", "kick", "dash-eu-3", "x", "--yes"], 8),
        (&["clients", "kick", "x", "--if-exists"], 0),
        (&["accounts", "remove", "x", "--if-exists"], 0),
    ] {
        let done = at_the_fake(words);
        assert_eq!(done.code, Some(code), "{words:?}: {done:?}");
    }
}

#[test]
fn verify_says_ok_or_no() {
    for (password, code, word) in [("right", 0, "ok\n"), ("wrong", 4, "no\n")] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        std::fs::write(&file, password).expect("it is written");
        let file = file.to_str().expect("a path in UTF-8");
        let done = at_the_fake(&["accounts", "verify", "a", "--password-file", file]);
        assert_eq!((done.code, done.stdout.as_str()), (Some(code), word));
    }
}

#[test]
fn a_context_that_is_read_only_refuses_changes() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("gmqtt");
    std::fs::create_dir(&folder).expect("a folder");
    let api = fake::serve();
    let contexts =
        format!("current: prod\ncontexts:\n  prod: {{api: 'grpc://{api}', read_only: true}}\n");
    let file = folder.join("contexts.yml");
    std::fs::write(&file, contexts).expect("it is written");
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("its mode is set");
    let mut kick = gmqtt(["clients", "kick", "dash-eu-3"]);
    let done = run(kick.env("XDG_CONFIG_HOME", home.path()));
    assert_eq!(done.code, Some(6), "{done:?}");
    let mut show = gmqtt(["clients", "show", "dash-eu-3", "-v"]);
    let done = run(show.env("XDG_CONFIG_HOME", home.path()));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stderr.contains("chosen by context \"prod\""),
        "{done:?}"
    );
}
