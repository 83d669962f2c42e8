//! The commands over REST against the answers of the broker in Go: what it can do works, and what it cannot is said.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use crate::cli::process::{Done, gmqtt, run};

const CLIENT: &str = r#"{"client_id":"c1","username":"u","keep_alive":60,"version":4,"remote_addr":"127.0.0.1:4000","local_addr":"127.0.0.1:1883","connected_at":"2020-09-13T12:26:40.005Z","session_expiry":7200,"max_inflight":100,"inflight_len":0,"max_queue":1000,"queue_len":0,"subscriptions_current":1,"subscriptions_total":2,"packets_received_bytes":"64","packets_received_nums":"3","packets_send_bytes":"0","packets_send_nums":"0","message_dropped":"0"}"#;
const SUBSCRIPTIONS: &str = r#"{"subscriptions":[{"topic_name":"$share/g/a/#","id":0,"qos":1,"no_local":false,"retain_as_published":false,"retain_handling":0,"client_id":"c1"}]}"#;
const ACCOUNTS: &str = r#"{"accounts":[{"username":"user1","password":"20a0db53bc1881a7f739cd956b740039"}],"total_count":1}"#;

/// Its answers, word for word from its description. What it did not know in a query it ignored.
fn recorded(line: &str) -> (&'static str, String) {
    let target = line.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let method = line.split(' ').next().unwrap_or_default();
    let ok = "200 OK";
    match (method, path) {
        ("GET", "/v1/clients") => (ok, format!(r#"{{"clients":[{CLIENT}],"total_count":1}}"#)),
        ("GET", "/v1/clients/c1") => (ok, format!(r#"{{"client":{CLIENT}}}"#)),
        ("GET", "/v1/filter_subscriptions") => (ok, SUBSCRIPTIONS.to_owned()),
        ("GET", "/v1/accounts") => (ok, ACCOUNTS.to_owned()),
        ("POST", "/v1/publish" | "/v1/unsubscribe") => (ok, "{}".to_owned()),
        ("POST", "/v1/accounts/alice") => (ok, "{}".to_owned()),
        // It had the path of PUT and PATCH for other methods.
        ("PUT" | "PATCH", "/v1/accounts/alice") => (
            "501 Not Implemented",
            r#"{"code":12,"message":"Method Not Allowed","details":[]}"#.to_owned(),
        ),
        ("GET", "/v1/clients/x" | "/v1/accounts/alice") => (
            "404 Not Found",
            r#"{"code":5,"message":"not found","details":[]}"#.to_owned(),
        ),
        _ => (
            "404 Not Found",
            r#"{"code":5,"message":"Not Found","details":[]}"#.to_owned(),
        ),
    }
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            let header = header.trim().to_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(number) = header.strip_prefix("content-length:") {
                length = number.trim().parse().unwrap_or_default();
            }
        }
        reader.read_exact(&mut vec![0; length])?;
        let (status, body) = recorded(&line);
        write!(
            writer,
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
    }
}

fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // How a connection ends is not what is tested.
            std::thread::spawn(move || answer(stream));
        }
    });
    url
}

fn ask(url: &str, words: &str) -> Done {
    run(gmqtt(words.split(' ')).env("GMQTT_API", url))
}

#[test]
fn what_it_can_do_works() {
    let url = serve();
    for (words, said) in [
        ("clients list -o name", "c1\n"),
        ("clients show c1", "client_id        c1 "),
        ("subscriptions list --client c1 -o name", "$share/g/a/#\n"),
        (
            "subscriptions list --filter-match a/b -o name",
            "$share/g/a/#\n",
        ),
        (
            "subscriptions remove c1 $share/g/a/#",
            "unsubscribed c1 from $share/g/a/#\n",
        ),
        ("publish a hi", "published 2 B to a (qos 0)\n"),
        (
            "publish a hi --count 3",
            "published 3 messages, 6 B to a (qos 0) in ",
        ),
        ("accounts list -o name", "user1\n"),
        ("accounts add alice --generate", "added alice\n"),
    ] {
        let done = ask(&url, words);
        assert_eq!(done.code, Some(0), "{words}: {done:?}");
        assert!(done.stdout.starts_with(said), "{words}: {done:?}");
    }
    assert_eq!(ask(&url, "clients show x").code, Some(3));
}

#[test]
fn what_it_cannot_do_takes_a_newer_broker() {
    let url = serve();
    for words in [
        "status",
        "clients kick c1",
        "clients list --slow",
        "clients list --sort -queue",
        "clients list --watch",
        "clients bans",
        "clients messages c1",
        "subscriptions match a/b",
        "accounts add alice --generate --disabled",
        "retained list",
        "topics tree",
        "topics top",
    ] {
        let done = ask(&url, words);
        assert_eq!(done.code, Some(1), "{words}: {done:?}");
        assert!(
            done.stderr.contains("needs a newer broker"),
            "{words}: {done:?}"
        );
    }
}
