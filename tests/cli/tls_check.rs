//! `gmqtt tls check`, and what `gmqtt start` says of certificates.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use tempfile::TempDir;

use super::{
    process::{Broker, folder_with, gmqtt, run, run_gmqtt, text},
    start::printed,
};

const CONFIG: &str = "\
listeners:
  - address: 127.0.0.1:0
    tls:
      cert: server.crt
      key: server.key
";

/// A config and a certificate for localhost.
fn folder() -> TempDir {
    let folder = folder_with(CONFIG);
    let signed =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    fs::write(folder.path().join("server.crt"), signed.cert.pem()).expect("written");
    fs::write(
        folder.path().join("server.key"),
        signed.signing_key.serialize_pem(),
    )
    .expect("written");
    folder
}

#[test]
fn certificates_that_work_are_described() {
    let folder = folder();
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["tls", "check", text(&file)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stdout.contains("names    localhost\n"),
        "{}",
        done.stdout
    );
    let report = run_gmqtt(["tls", "check", text(&file), "-o", "json"]).json();
    assert_eq!(
        report["items"][0]["certificates"][0]["names"][0],
        "localhost"
    );
    assert_eq!(
        report["items"][0]["problems"].as_array().map(Vec::len),
        Some(0)
    );
}

#[test]
fn a_key_of_another_certificate_is_invalid() {
    let (folder, other) = (folder(), folder());
    fs::copy(
        other.path().join("server.key"),
        folder.path().join("server.key"),
    )
    .expect("copied");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["tls", "check", text(&file)]);
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(
        done.stdout.contains("problem: tls.cert: the private key"),
        "{}",
        done.stdout
    );
    let done = run(&mut gmqtt(["start", "-c", text(&file)]));
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(
        done.stderr
            .contains("`listeners[0].tls.cert` does not work"),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("gmqtt.yml:4:13"), "{}", done.stderr);
}

/// For people beside the listener, for programs in a list.
#[test]
fn the_banner_says_how_long_a_certificate_lasts() {
    let folder = folder();
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::new(["localhost".to_owned()]).expect("names");
    let now = SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970");
    // Half a day of room for a slow machine.
    let left = Duration::from_secs(89 * 24 * 60 * 60 + 12 * 60 * 60);
    params.not_after = rcgen::date_time_ymd(1970, 1, 1) + now + left;
    let certificate = params.self_signed(&key).expect("a certificate");
    fs::write(folder.path().join("server.crt"), certificate.pem()).expect("written");
    fs::write(folder.path().join("server.key"), key.serialize_pem()).expect("written");
    let file = folder.path().join("gmqtt.yml");
    let args = ["-c", text(&file)];

    let done = printed(args);
    assert_eq!(done.code, Some(0), "{done:?}");
    let line = done.stdout.lines().nth(1).expect("a line of listeners");
    assert!(line.starts_with("mqtt    tls://127.0.0.1:"), "{line}");
    assert!(line.contains(" (cert expires in 89 days)"), "{line}");

    let broker = Broker::start(args);
    let certificates = &broker.banner()["certificates"];
    assert_eq!(certificates.as_array().map(Vec::len), Some(1));
    assert_eq!(certificates[0]["listener"], broker.banner()["listeners"][0]);
    assert_eq!(certificates[0]["days_left"], 89);
    assert_eq!(certificates[0]["subject"], "CN=rcgen self signed cert");
}

/// A certificate that is over is told at the start; the broker serves all the same.
#[test]
fn a_start_tells_of_a_certificate_that_has_expired() {
    let folder = folder();
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut old = rcgen::CertificateParams::new(["localhost".to_owned()]).expect("names");
    old.not_before = rcgen::date_time_ymd(2019, 1, 1);
    old.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let certificate = old.self_signed(&key).expect("a certificate");
    fs::write(folder.path().join("server.crt"), certificate.pem()).expect("written");
    fs::write(folder.path().join("server.key"), key.serialize_pem()).expect("written");
    let file = folder.path().join("gmqtt.yml");
    let mut broker = Broker::start(["-c", text(&file)]);
    let line = broker.wait_for_log("the certificate has expired");
    assert!(line.contains("CN="), "{line}");
}
