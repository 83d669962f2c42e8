//! Tokens: made, shown once, used, ended, revoked, kept; and who tries too many.

use gmqtt_config::ApiLoopback;
use serde_json::json;

use super::node::{Answer, Node};
use crate::support::prelude::*;

fn with(node: &Node, secret: &str) -> Answer {
    let bearer = format!("Bearer {secret}");
    node.ask("GET /v1/clients", "", &[("Authorization", &bearer)])
}

fn closed() -> Node {
    Node::with(|config, _| config.api.auth.loopback = ApiLoopback::Token)
}

#[test]
fn a_token_holds_until_it_is_revoked() {
    let node = closed();
    assert_eq!(node.ask("GET /v1/clients", "", &[]).status, 401);
    let secret = node.token("ci", "viewer");
    let before = node.ask_locally("GET /v1/tokens", "", &[]).json();
    assert!(
        before["tokens"][0].get("last_used_at").is_none(),
        "{before}"
    );
    assert_eq!(with(&node, &secret).status, 200);
    let listed = node.ask_locally("GET /v1/tokens", "", &[]);
    assert!(!listed.body.contains(&secret), "{listed:?}");
    let token = listed.json()["tokens"][0].clone();
    assert_eq!(
        (&token["name"], &token["role"]),
        (&json!("ci"), &json!("viewer"))
    );
    assert!(
        token["last_used_at"].is_string() && token["created_at"].is_string(),
        "{token}"
    );
    assert!(
        token["created_by"]
            .as_str()
            .is_some_and(|by| by.starts_with("user ")),
        "{token}"
    );
    let again = node.ask_locally("POST /v1/tokens", r#"{"name":"ci","role":"admin"}"#, &[]);
    assert_eq!(
        (again.status, again.reason().as_str()),
        (409, "TOKEN_EXISTS")
    );
    assert_eq!(
        node.ask_locally("DELETE /v1/tokens/ci", "", &[]).status,
        200
    );
    assert_eq!(with(&node, &secret).status, 401);
    let gone = node.ask_locally("DELETE /v1/tokens/ci", "", &[]);
    assert_eq!(
        (gone.status, gone.reason().as_str()),
        (404, "TOKEN_NOT_FOUND")
    );
}

#[test]
fn a_token_ends_when_it_was_said_to() {
    let node = closed();
    let body = r#"{"name":"short","role":"viewer","expires_in":"1s"}"#;
    let made = node.ask_locally("POST /v1/tokens", body, &[]).json();
    assert!(made["token"]["expires_at"].is_string(), "{made}");
    let secret = made["secret"].as_str().expect("a secret");
    pass(Duration::from_millis(2100));
    assert_eq!(with(&node, secret).status, 401);
    let wrong = node.ask_locally("POST /v1/tokens", r#"{"name":"x","role":"root"}"#, &[]);
    assert_eq!(wrong.status, 400, "{wrong:?}");
}

#[test]
fn only_what_checks_a_secret_is_on_disk() {
    let node = closed();
    let secret = node.token("ci", "admin");
    let file = node.folder.path().join("data/tokens.json");
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(
        text.contains("\"ci\"") && !text.contains(&secret[4..]),
        "{text}"
    );
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(&file)
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn tokens_of_a_file_hold_from_the_start() {
    let secret = closed().token("made", "operator");
    let line = format!("ci operator {secret}\n");
    let node = Node::with(|config, folder| {
        let file = folder.join("tokens");
        std::fs::write(&file, line).expect("a file");
        config.api.auth.tokens_file = Some(file);
        config.api.auth.loopback = ApiLoopback::Token;
    });
    assert_eq!(with(&node, &secret).status, 200);
    let kept = node.ask_locally("DELETE /v1/tokens/ci", "", &[]);
    assert_eq!((kept.status, kept.reason().as_str()), (400, "READ_ONLY"));
}

#[test]
fn who_fails_too_often_waits() {
    let node = Node::with(|config, _| config.api.auth.max_failures = 3);
    let secret = node.token("ci", "viewer");
    for _ in 0..3 {
        assert_eq!(with(&node, "gmt_wrong").status, 401);
    }
    let answer = with(&node, &secret);
    assert_eq!(
        (answer.status, answer.reason().as_str()),
        (429, "RATE_LIMITED")
    );
    assert!(answer.head.contains("retry-after: "), "{answer:?}");
    // Who says nothing has not failed.
    assert_eq!(node.ask("GET /v1/clients", "", &[]).status, 200);
}
