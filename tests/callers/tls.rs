//! Endpoints with TLS: what they present, and that a new certificate needs no restart.

use std::process::Command;
use std::time::Instant;

use gmqtt_config::{ApiEndpoint, Tls};

use super::authority::Authority;
use super::node::{Node, anywhere};
use crate::support::prelude::*;

#[test]
fn a_new_certificate_is_presented_without_a_restart() {
    let node = Node::with(|config, folder| {
        Authority::new().write(folder);
        config.api.http.push(ApiEndpoint {
            tls: Some(Tls {
                cert: Some(folder.join("server.crt")),
                key: Some(folder.join("server.key")),
                ..Tls::default()
            }),
            ..anywhere()
        });
    });
    let port = node.address("api.http[1]").port();
    let trusts = |file: &std::path::Path| {
        let live = Command::new("curl")
            .args(["-s", "--max-time", "10", "--cacert"])
            .arg(file)
            .arg(format!("https://localhost:{port}/livez"))
            .output()
            .expect("curl is installed");
        live.stdout == b"ok"
    };
    let (old, new) = (
        node.folder.path().join("old.crt"),
        node.folder.path().join("ca.crt"),
    );
    std::fs::copy(&new, &old).expect("our folder");
    assert!(trusts(&old));
    Authority::new().write(node.folder.path());
    // The files are looked at every two seconds.
    let begun = Instant::now();
    while !trusts(&new) {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it is never presented"
        );
    }
    assert!(!trusts(&old));
}
