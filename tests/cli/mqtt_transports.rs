//! `gmqtt mqtt` over TLS, WebSocket and unix sockets.

use std::fs;

use tempfile::TempDir;

use super::process::{Broker, folder_with, run_gmqtt, text};

/// A broker with every kind of door.
struct Doors {
    folder: TempDir,
    broker: Broker,
}

const CONFIG: &str = "
listeners:
  - address: 127.0.0.1:0
    tls: {cert: server.crt, key: server.key}
  - address: 127.0.0.1:0
    websocket: {path: /mqtt}
  - address: 127.0.0.1:0
    websocket: {path: /mqtt}
    tls: {cert: server.crt, key: server.key}
  - address: unix://FOLDER/broker.sock
";

impl Doors {
    fn open() -> Self {
        let folder = folder_with("");
        let signed =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let write = |name: &str, text: String| {
            fs::write(folder.path().join(name), text).expect("it is written")
        };
        write("server.crt", signed.cert.pem());
        write("server.key", signed.signing_key.serialize_pem());
        write("gmqtt.yml", CONFIG.replace("FOLDER", text(folder.path())));
        let broker = Broker::start(["-c", text(&folder.path().join("gmqtt.yml"))]);
        Self { folder, broker }
    }

    /// The port of a listener.
    fn port(&self, number: usize) -> String {
        let url = self.broker.banner()["listeners"][number]
            .as_str()
            .expect("a URL");
        let end = url.rsplit_once(':').expect("a URL").1;
        end.split('/').next().expect("a URL").to_owned()
    }

    fn publish(&self, args: &[&str]) -> super::process::Done {
        let message = ["mqtt", "pub", "-t", "a", "-q", "1", "-m"];
        // Larger than a record of TLS and a small frame of WebSocket.
        let payload = "x".repeat(70_000);
        run_gmqtt(
            message
                .into_iter()
                .chain([payload.as_str()])
                .chain(args.iter().copied()),
        )
    }
}

#[test]
fn every_transport_carries_messages() {
    let doors = Doors::open();
    let ca = doors.folder.path().join("server.crt");
    let socket = format!("unix://{}/broker.sock", doors.folder.path().display());
    for url in [
        format!("mqtts://localhost:{}", doors.port(0)),
        format!("ws://localhost:{}/mqtt", doors.port(1)),
        format!("wss://localhost:{}/mqtt", doors.port(2)),
        socket,
    ] {
        for version in ["5", "3.1.1"] {
            let done = doors.publish(&["-L", &url, "--cafile", text(&ca), "-V", version]);
            if url.starts_with("ws:") {
                // --cafile asks for TLS.
                assert_eq!(done.code, Some(5), "{done:?}");
                let plain = doors.publish(&["-L", &url, "-V", version]);
                assert_eq!(plain.code, Some(0), "{plain:?}");
                continue;
            }
            assert_eq!(done.code, Some(0), "{url} {done:?}");
            assert!(
                done.stdout.starts_with("published 70.0 kB to a (qos 1)"),
                "{done:?}"
            );
        }
    }
}

#[test]
fn what_is_wrong_with_tls_is_exit_code_5_and_said() {
    let doors = Doors::open();
    let ca = text(&doors.folder.path().join("server.crt")).to_owned();
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let stranger = doors.folder.path().join("other.crt");
    fs::write(&stranger, other.cert.pem()).unwrap();
    let port = doors.port(0);
    for (args, said) in [
        (
            &["-h", "localhost", "-p", &port, "--cafile", text(&stranger)][..],
            "cannot connect to mqtts://localhost",
        ),
        (
            &["-h", "127.0.0.1", "-p", &port, "--cafile", &ca],
            "--insecure to take any name",
        ),
        (
            &["-h", "localhost", "-p", &doors.port(1), "--cafile", &ca],
            "cannot connect to mqtts://localhost",
        ),
        (&["-h", "localhost", "-p", &port], "does it speak TLS"),
        (
            &["-L", &format!("ws://localhost:{}/wrong", doors.port(1))],
            "to a WebSocket request",
        ),
    ] {
        let done = doors.publish(args);
        assert_eq!(done.code, Some(5), "{args:?} {done:?}");
        assert!(done.stderr.contains(said), "{args:?} {done:?}");
    }
    let any_name = [
        "-h",
        "127.0.0.1",
        "-p",
        &port,
        "--cafile",
        &ca,
        "--insecure",
    ];
    let done = doors.publish(&any_name);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stderr
            .starts_with("warning: the broker's name is not checked"),
        "{done:?}"
    );
    let still = [
        "-h",
        "localhost",
        "-p",
        &port,
        "--cafile",
        text(&stranger),
        "--insecure",
    ];
    assert_eq!(doors.publish(&still).code, Some(5));
}

#[test]
fn files_that_are_no_certificates_are_exit_code_2() {
    let folder = folder_with("");
    let file = folder.path().join("gmqtt.yml");
    for args in [["--cafile", text(&file)], ["--cafile", "/nonexistent"]] {
        let done = run_gmqtt(
            ["mqtt", "pub", "-t", "a", "-m", "x"]
                .into_iter()
                .chain(args),
        );
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.stderr.contains("for TLS"), "{done:?}");
    }
}
