//! `gmqtt start` and the admin API: what it says of it, when it refuses, what is in the log, and what a reload changes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use rustix::process::Signal;

use super::process::{Broker, folder_with, gmqtt, run, run_gmqtt, text};

/// The address of the endpoint with this scheme.
fn endpoint(broker: &Broker, scheme: &str) -> String {
    let all = broker.banner()["admin"].as_array().expect("a list");
    let mut urls = all.iter().filter_map(|url| url.as_str());
    let found = urls.find_map(|url| url.strip_prefix(&format!("{scheme}://")));
    found
        .unwrap_or_else(|| panic!("no {scheme} in {all:?}"))
        .to_owned()
}

fn ask(address: &str, line: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    stream
        .write_all((head + body).as_bytes())
        .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn the_banner_names_its_endpoints() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("admin.sock");
    let mut command = gmqtt(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"]);
    command
        .env("GMQTT_CFG__API__UNIX__ENABLED", "true")
        .env("GMQTT_CFG__API__UNIX__PATH", &socket);
    let broker = Broker::spawn(&mut command);
    assert!(ask(&endpoint(&broker, "http"), "GET /readyz", "").starts_with("HTTP/1.1 200 "));
    TcpStream::connect(endpoint(&broker, "grpc")).unwrap();
    assert_eq!(Path::new(&endpoint(&broker, "unix")), socket);
    let live = Command::new("curl")
        .args([
            "-s",
            "--unix-socket",
            text(&socket),
            "http://localhost/livez",
        ])
        .output()
        .unwrap();
    assert_eq!(live.stdout, b"ok");
    assert_eq!(broker.stop().code, Some(0));
    assert!(!socket.exists(), "it goes with the broker");
}

#[test]
fn an_api_for_everybody_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = |more: &[&str]| {
        let mut arguments = vec![
            "start",
            "--listen",
            "tcp://127.0.0.1:0",
            "--data-dir",
            text(folder.path()),
            "--set",
            "api.http=[{address: \"0.0.0.0:0\"}]",
        ];
        arguments.extend_from_slice(more);
        arguments.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let refused = open(&[]);
    let done = run_gmqtt(refused.iter().map(String::as_str));
    assert_eq!(done.code, Some(7), "{done:?}");
    let expected = "error: refusing to serve the admin API on 0.0.0.0:0 without authentication\n  \
                    hint: `gmqtt init --secure` adds tokens and TLS; or bind 127.0.0.1; or set api.auth.mode: none to accept it\n";
    assert!(done.stderr.ends_with(expected), "{}", done.stderr);

    let accepted = open(&["--set", "api.auth.mode=none", "-o", "json"]);
    let broker = Broker::spawn(&mut gmqtt(accepted.iter().map(String::as_str)));
    let made = ask(
        &endpoint(&broker, "http").replace("0.0.0.0", "127.0.0.1"),
        "POST /v1/tokens",
        r#"{"name":"ci","role":"viewer"}"#,
    );
    assert!(made.contains("gmt_"), "{made}");
    assert_eq!(broker.stop().code, Some(0));

    // With a token there is something to ask for.
    let tokens = open(&["-o", "json"]);
    let broker = Broker::spawn(&mut gmqtt(tokens.iter().map(String::as_str)));
    let address = endpoint(&broker, "http").replace("0.0.0.0", "127.0.0.1");
    assert!(ask(&address, "GET /v1/clients", "").starts_with("HTTP/1.1 401 "));
    assert_eq!(broker.stop().code, Some(0));
}

/// Starts a broker whose API everybody reaches, with what is said about its tokens.
fn reachable(data: &Path, set: &[&str]) -> Command {
    let mut command = gmqtt(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"]);
    command
        .args(["--data-dir", text(data), "--log-format", "json"])
        .args(["--set", "api.http=[{address: \"0.0.0.0:0\"}]"]);
    for setting in set {
        command.args(["--set", setting]);
    }
    command
}

/// The status of a request with a token.
fn status(broker: &Broker, token: &str) -> String {
    let address = endpoint(broker, "http").replace("0.0.0.0", "127.0.0.1");
    let line = format!("GET /v1/tokens HTTP/1.1\r\nAuthorization: Bearer {token}\r\nX-Rest:");
    let answer = ask(&address, &line, "");
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn the_first_token_is_printed_once_and_logged_never() {
    let folder = tempfile::tempdir().unwrap();
    let first = ["api.auth.first_token=true"];
    let mut broker = Broker::spawn(&mut reachable(folder.path(), &first));
    let line = broker.wait_for_log("API token of the administrator");
    let token = line.trim_end().rsplit(' ').next().unwrap_or_default();
    assert_eq!(status(&broker, "gmt_wrong"), "401");
    assert_eq!(status(&broker, token), "200");
    let rest = broker.stop();
    assert!(!rest.stderr.contains(token) && !rest.stdout.contains(token));

    let broker = Broker::spawn(&mut reachable(folder.path(), &first));
    assert_eq!(status(&broker, token), "200", "it is kept");
    let log = broker.stop().stderr;
    assert!(!log.contains("gmt_") && !log.contains("API token"), "{log}");
}

#[test]
fn a_file_with_nothing_but_a_token_makes_an_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let mut broker = Broker::spawn(&mut reachable(
        folder.path(),
        &["api.auth.first_token=true"],
    ));
    let line = broker.wait_for_log("API token of the administrator");
    broker.stop();
    let token = line.trim_end().rsplit(' ').next().unwrap_or_default();

    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("token");
    fs::write(&file, format!("{token}\n")).unwrap();
    let mut command = reachable(elsewhere.path(), &[]);
    let broker = Broker::spawn(command.env("GMQTT_API_TOKEN_FILE", &file));
    assert_eq!(status(&broker, token), "200");
    assert_eq!(status(&broker, "gmt_wrong"), "401");
    broker.stop();

    fs::write(&file, "gmt_guessed\n").unwrap();
    let mut command = reachable(elsewhere.path(), &[]);
    let done = run(command.env("GMQTT_API_TOKEN_FILE", &file));
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(done.stderr.contains("this is no token"), "{done:?}");
    assert!(!done.stderr.contains("gmt_guessed"), "{done:?}");
}

#[test]
fn changes_are_in_the_log_without_their_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let data = ["--data-dir", text(folder.path()), "--log-format", "json"];
    let mut broker = Broker::anywhere(data);
    let address = endpoint(&broker, "http");
    ask(&address, "GET /v1/clients", "");
    let made = ask(
        &address,
        "POST /v1/tokens",
        r#"{"name":"ci","role":"viewer"}"#,
    );
    let secret = &made[made.find("gmt_").expect("a secret")..][..42];
    let line = broker.wait_for_log("gmqtt::audit");
    let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(entry["who"], "loopback");
    assert_eq!(entry["from"], "127.0.0.1");
    assert_eq!(entry["method"], "gmqtt.admin.api.TokenService.Create");
    assert_eq!(entry["asked"], r#"{"name":"ci","role":"viewer"}"#);
    assert_eq!(entry["result"], "done");
    assert_eq!(entry["request_id"].as_str().map(str::len), Some(26));
    let body = r#"{"username":"a","password":"geheim"}"#;
    ask(
        &address,
        "POST /v1/accounts/a",
        &body.replace("\"username\":\"a\",", ""),
    );
    let line = broker.wait_for_log("gmqtt::audit");
    assert!(line.contains("***") && !line.contains("geheim"), "{line}");
    let rest = broker.stop().stderr;
    assert!(!rest.contains("geheim") && !line.contains(secret) && !rest.contains(secret));
}

#[test]
fn a_reload_opens_and_closes_endpoints() {
    let folder = folder_with("");
    let file = folder.path().join("gmqtt.yml");
    let config = |http: &str| {
        format!(
            "listeners:\n  - address: 127.0.0.1:0\napi:\n  grpc: []\n  unix: {{enabled: false}}\n  http: {http}\n"
        )
    };
    fs::write(&file, config("[{address: \"127.0.0.1:0\"}]")).unwrap();
    let mut command = gmqtt(["start", "-o", "json", "-c", text(&file)]);
    for key in ["GRPC", "HTTP", "UNIX__ENABLED"] {
        command.env_remove(format!("GMQTT_CFG__API__{key}"));
    }
    let mut broker = Broker::spawn(&mut command);
    let first = endpoint(&broker, "http");
    let socket = folder.path().join("admin.sock");
    let second = format!(
        "[{{address: \"127.0.0.1:0\"}}, {{address: \"unix://{}\"}}]",
        text(&socket)
    );
    fs::write(&file, config(&second)).unwrap();
    broker.signal(Signal::HUP);
    broker.wait_for_log("\"reloaded\"");
    assert!(
        ask(&first, "GET /livez", "").ends_with("ok"),
        "it stays open"
    );
    assert!(socket.exists());
    fs::write(&file, config("[]")).unwrap();
    broker.signal(Signal::HUP);
    broker.wait_for_log("\"reloaded\"");
    assert!(!socket.exists());
    assert_eq!(broker.stop().code, Some(0));
}
