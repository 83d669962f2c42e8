//! Somebody else's clients over TLS.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use gmqtt_config::{ClientCertificates, Tls};

use crate::authority::{Authority, Signed};
use crate::broker::{Broker, tls};

fn mosquitto(
    program: &str,
    broker: &Broker,
    authority: &Authority,
    shown: Option<&Signed>,
) -> Command {
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    // What is printed into a pipe would wait in it.
    let mut command = Command::new("stdbuf");
    command.args(["-oL", program, "-V", "5", "-h", "localhost", "-p"]);
    command.arg(broker.address(0).port().to_string());
    command.args([
        "--cafile",
        &path(&authority.cacert()),
        "-t",
        "a/b",
        "-q",
        "1",
    ]);
    if let Some(signed) = shown {
        command.args(["--cert", &path(&signed.cert), "--key", &path(&signed.key)]);
    }
    command
}

/// A message from mosquitto_pub to mosquitto_sub.
fn crosses(broker: &Broker, authority: &Authority, shown: Option<&Signed>) {
    let mut subscriber = mosquitto("mosquitto_sub", broker, authority, shown)
        .args(["-C", "1", "-W", "20", "-d"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("mosquitto-clients are installed");
    let mut lines = BufReader::new(subscriber.stdout.take().expect("a pipe")).lines();
    assert!(
        lines
            .by_ref()
            .any(|line| line.expect("text").contains("received SUBACK"))
    );
    let published = mosquitto("mosquitto_pub", broker, authority, shown)
        .args(["-m", "over TLS"])
        .status()
        .expect("it runs");
    assert!(published.success());
    assert!(lines.any(|line| line.expect("text") == "over TLS"));
    assert!(subscriber.wait().expect("it ends").success());
}

#[test]
fn without_a_client_certificate() {
    let authority = Authority::new();
    let broker = Broker::start(vec![tls(&authority, &authority.server("server"), |_| {})]);
    crosses(&broker, &authority, None);
}

#[test]
fn with_a_client_certificate_and_refused_without() {
    let authority = Authority::new();
    let required = |tls: &mut Tls| tls.verify = ClientCertificates::Required;
    let broker = Broker::start(vec![tls(&authority, &authority.server("server"), required)]);
    let alice = authority.sign("alice", "alice", &[], 7);
    crosses(&broker, &authority, Some(&alice));
    let refused = mosquitto("mosquitto_pub", &broker, &authority, None)
        .args(["-m", "x"])
        .stderr(Stdio::null())
        .status()
        .expect("it runs");
    assert!(!refused.success());
}
