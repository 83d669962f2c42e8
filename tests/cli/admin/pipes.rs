//! Output that is read by programs, or not to its end, and what strangers write into it.

use crate::cli::process::{gmqtt, run, shell};

use super::fake;

#[test]
fn who_closes_the_pipe_has_read_enough() {
    let api = fake::serve();
    let script = "set -o pipefail; \"$GMQTT\" clients list --slow --sort -queue -o jsonl | head -1";
    let done = run(shell(script).env("GMQTT_API", format!("grpc://{api}")));
    assert_eq!(done.stdout.lines().count(), 1, "{done:?}");
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
}

#[test]
fn every_form_has_the_same_clients() {
    let api = format!("grpc://{}", fake::serve());
    let list = |form: &str| {
        let words = ["clients", "list", "--slow", "--sort", "-queue", "-o", form];
        let done = run(gmqtt(words).env("GMQTT_API", &api));
        assert_eq!(done.code, Some(0), "{done:?}");
        done.stdout
    };
    assert_eq!(list("name"), "ingest-worker-7\ndash-eu-3\nmeter-00A3F\n");
    assert_eq!(
        list("template={{ client_id }}={{ queue_len }}"),
        "ingest-worker-7=1000\ndash-eu-3=874\nmeter-00A3F=37\n"
    );
    let json: serde_json::Value = serde_json::from_str(&list("json")).expect("JSON");
    assert_eq!(json["total"], 3);
    assert_eq!(json["next_page_token"], "");
    assert_eq!(json["items"][0]["message_dropped"], 48_211);
    let yaml: serde_json::Value = serde_yaml::from_str(&list("yaml")).expect("YAML");
    assert_eq!(yaml["total"], 3);
    assert_eq!(yaml["items"][2]["client_id"], json["items"][2]["client_id"]);
    let csv = list("csv");
    assert!(csv.starts_with("client_id,user,address,ver,state,since,subs,queue,inflight,dropped,"));
    assert_eq!(csv.lines().count(), 4);
    let table = list("table");
    assert!(table.lines().all(|line| line == line.trim_end()));
    assert!(
        !table.contains("2h"),
        "times are not relative in a pipe: {table}"
    );
    assert!(list("wide").contains("KEEPALIVE"));
    // As long as no stream is a terminal, nothing is coloured.
    assert!(!table.contains('\u{1b}'));
}

#[test]
fn an_empty_list_is_said_to_people_and_empty_to_programs() {
    let api = format!("grpc://{}", fake::serve());
    let done = run(gmqtt(["clients", "list", "--filter", "none"]).env("GMQTT_API", &api));
    assert_eq!(
        (done.stdout.as_str(), done.stderr.as_str()),
        ("", "no clients match\n")
    );
    let done =
        run(gmqtt(["clients", "list", "--filter", "none", "-o", "json"]).env("GMQTT_API", &api));
    let json: serde_json::Value = serde_json::from_str(&done.stdout).expect("JSON");
    assert_eq!(json["items"], serde_json::json!([]));
}

#[test]
fn what_strangers_write_cannot_move_the_cursor() {
    let api = format!("grpc://{}", fake::serve());
    for form in ["table", "wide", "template={{ client_id }}"] {
        let words = ["clients", "list", "--filter", "hostile", "-o", form];
        let done = run(gmqtt(words).env("GMQTT_API", &api));
        assert!(done.stdout.contains("\\x1b[2J"), "{done:?}");
        let moves = |c: char| c.is_control() && c != '\n';
        assert!(!done.stdout.contains(moves), "{done:?}");
    }
}

#[test]
fn the_columns_are_those_that_were_picked() {
    let api = format!("grpc://{}", fake::serve());
    let words = "clients list --slow --sort -queue --columns queue,client-id --no-header";
    let done = run(gmqtt(words.split(' ')).env("GMQTT_API", &api));
    assert_eq!(
        done.stdout,
        "1000  ingest-worker-7\n 874  dash-eu-3\n  37  meter-00A3F\n"
    );
}
