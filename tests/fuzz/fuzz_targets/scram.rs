//! SCRAM-SHA-256 against a client that says anything: it is asked, refused, and never let in.
#![no_main]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use gmqtt_auth::{Accounts, AuthPlugin};
use gmqtt_config::Auth;
use gmqtt_plugin_api::{AuthStep, ConnectRequest, Grant, Peer, Plugin};
use gmqtt_protocol::Version;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

/// Without accounts, so that no proof is right.
static PLUGIN: LazyLock<AuthPlugin> = LazyLock::new(|| {
    let settings = Auth {
        scram: true,
        ..Auth::default()
    };
    let accounts = Accounts::open(Path::new("/nonexistent/accounts.yml")).expect("no accounts");
    AuthPlugin::with_accounts(settings, accounts).expect("random bytes")
});
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));

// A zero byte separates the messages; the broker's nonce is put where the client leaves a `*`.
fuzz_target!(|data: &[u8]| {
    let mut messages = data.splitn(2, |byte| *byte == 0);
    let first = messages.next().map(Bytes::copy_from_slice);
    let step =
        RUNTIME.block_on(PLUGIN.on_enhanced_auth(Arc::new(request(first)), Grant::default()));
    let Ok(AuthStep::Continue { data, next }) = step else {
        assert!(step.is_err(), "nobody gets in with the first message");
        return;
    };
    let question = data.unwrap_or_default();
    let nonce = question.strip_prefix(b"r=").unwrap_or_default();
    let nonce = nonce.split(|byte| *byte == b',').next().unwrap_or_default();
    let answer: Vec<u8> = messages
        .next()
        .unwrap_or_default()
        .iter()
        .flat_map(|byte| {
            if *byte == b'*' {
                nonce
            } else {
                std::slice::from_ref(byte)
            }
        })
        .copied()
        .collect();
    let step = RUNTIME.block_on(next.on_auth(Some(answer.into())));
    assert!(
        !matches!(step, Ok(AuthStep::Done { .. })),
        "nobody gets in without an account"
    );
});

fn request(auth_data: Option<Bytes>) -> ConnectRequest {
    ConnectRequest {
        client_id: "fuzz".to_owned(),
        username: None,
        password: None,
        auth_method: Some("SCRAM-SHA-256".to_owned()),
        auth_data,
        clean_start: true,
        version: Version::V5,
        peer: Peer {
            remote: ([0, 0, 0, 0], 0).into(),
            local: ([0, 0, 0, 0], 0).into(),
            listener: None,
            certificate_name: None,
            anonymous: None,
            mount_point: None,
        },
    }
}
