//! The routes that the broker in Go had, answered by a whole broker: what it answered, its errors, its empty lists. What is new in
//! an answer is looked over, what is missing is not.

use gmqtt_config::PasswordHash;
use serde_json::{Map, Value, json};

use super::node::Node;
use crate::support::prelude::*;

/// The part of an answer that has the shape of what is expected.
fn old_part(answer: &Value, expected: &Value) -> Value {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => {
            let mut part = Map::new();
            for (name, value) in answer {
                if let Some(expected) = expected.get(name) {
                    part.insert(name.clone(), old_part(value, expected));
                }
            }
            Value::Object(part)
        }
        (Value::Array(answer), Value::Array(expected)) if answer.len() == expected.len() => {
            let both = answer.iter().zip(expected);
            both.map(|(answer, expected)| old_part(answer, expected))
                .collect()
        }
        (answer, _) => answer.clone(),
    }
}

#[track_caller]
fn answers(node: &Node, line: &str, body: &str, expected: &Value) {
    let answer = node.ask(line, body, &[]);
    assert_eq!(answer.status, 200, "{line}: {answer:?}");
    assert!(
        answer.head.contains("content-type: application/json"),
        "{answer:?}"
    );
    assert_eq!(old_part(&answer.json(), expected), *expected, "{line}");
}

#[track_caller]
fn refuses(node: &Node, line: &str, body: &str, (status, code): (u16, u16), message: &str) {
    let answer = node.ask(line, body, &[]);
    let json = answer.json();
    assert_eq!(
        (answer.status, &json["code"]),
        (status, &json!(code)),
        "{line}: {answer:?}"
    );
    assert_eq!(json["message"], message, "{line}");
    assert!(json["details"].is_array(), "{answer:?}");
}

#[test]
fn clients() {
    let node = Node::with(|config, _| config.plugin_order.retain(|name| name != "auth"));
    answers(
        &node,
        "GET /v1/clients",
        "",
        &json!({"clients": [], "total_count": 0}),
    );
    refuses(&node, "GET /v1/clients/c1", "", (404, 5), "not found");
    let _client = node.broker.connect_with(Version::V3_1_1, "c1", |connect| {
        connect.username = Some("u");
        connect.keep_alive = 30;
    });
    let shown = node.ask("GET /v1/clients/c1", "", &[]).json()["client"].clone();
    let names = "client_id username keep_alive version remote_addr local_addr connected_at session_expiry \
                 max_inflight inflight_len max_queue queue_len subscriptions_current subscriptions_total \
                 packets_received_bytes packets_received_nums packets_send_bytes packets_send_nums message_dropped";
    for name in names.split_whitespace() {
        assert!(shown.get(name).is_some(), "{name} is missing in {shown}");
    }
    assert!(shown.get("disconnected_at").is_none(), "{shown}");
    let expected = json!({
        "client_id": "c1", "username": "u", "keep_alive": 30, "version": 4,
        "inflight_len": 0, "max_queue": 1000, "queue_len": 0, "subscriptions_current": 0, "message_dropped": "0",
    });
    assert_eq!(old_part(&shown, &expected), expected);
    assert!(
        shown["packets_received_bytes"].is_string(),
        "64 bits are a string"
    );
    let local = node.broker.address().to_string();
    assert_eq!(shown["local_addr"], json!(local));
    let page = json!({"clients": [{"client_id": "c1"}], "total_count": 1});
    answers(&node, "GET /v1/clients?page_size=1&page=1", "", &page);
    answers(&node, "GET /v1/clients?pageSize=1", "", &page);
    let past = json!({"clients": [], "total_count": 1});
    answers(&node, "GET /v1/clients?page=2&page_size=20", "", &past);
}

#[test]
fn a_client_is_disconnected_and_its_session_ended() {
    let node = Node::start();
    let empty = json!({});
    answers(&node, "DELETE /v1/clients/nobody", "", &empty);
    let mut client = node.broker.persistent(Version::V5, "c1");
    answers(&node, "DELETE /v1/clients/c1", "", &empty);
    client.expect_disconnect(ReasonCode::AdministrativeAction);
    let gone = node.ask("GET /v1/clients/c1", "", &[]).json();
    assert!(
        gone["client"]["disconnected_at"].is_string(),
        "its session stays: {gone}"
    );
    answers(
        &node,
        "DELETE /v1/clients/c1?clean_session=true",
        "",
        &empty,
    );
    refuses(&node, "GET /v1/clients/c1", "", (404, 5), "not found");
}

#[test]
fn subscriptions_are_made_found_and_removed() {
    let node = Node::start();
    let none = json!({"subscriptions": []});
    answers(&node, "GET /v1/filter_subscriptions", "", &none);
    let all = json!({"subscriptions": [], "total_count": 0});
    answers(&node, "GET /v1/subscriptions", "", &all);
    let mut client = node.broker.v5("c1");
    let body = r#"{"client_id":"c1","subscriptions":[{"topic_name":"a/+","qos":1},{"topic_name":"$share/g/b"}]}"#;
    answers(
        &node,
        "POST /v1/subscribe",
        body,
        &json!({"new": [true, true]}),
    );
    answers(
        &node,
        "POST /v1/subscribe",
        body,
        &json!({"new": [false, false]}),
    );
    let found = json!({"subscriptions": [{
        "topic_name": "a/+", "id": 0, "qos": 1, "no_local": false, "retain_as_published": false,
        "retain_handling": 0, "client_id": "c1",
    }]});
    let by_topic = "GET /v1/filter_subscriptions?match_type=2&topic_name=a/b";
    answers(&node, by_topic, "", &found);
    let by_name =
        "GET /v1/filter_subscriptions?matchType=SUB_MATCH_TYPE_MATCH_NAME&topicName=a/%2B";
    answers(&node, by_name, "", &found);
    answers(
        &node,
        "GET /v1/filter_subscriptions?filter_type=3",
        "",
        &found,
    );
    answers(
        &node,
        "GET /v1/filter_subscriptions?filter_type=,",
        "",
        &none,
    );
    answers(
        &node,
        "GET /v1/filter_subscriptions?client_id=c2",
        "",
        &none,
    );
    let listed = json!({"subscriptions": [{"topic_name": "$share/g/b"}, {"topic_name": "a/+"}], "total_count": 2});
    answers(&node, "GET /v1/subscriptions", "", &listed);
    let message = r#"{"topic_name":"a/b","payload":"x"}"#;
    answers(&node, "POST /v1/publish", message, &json!({}));
    client.expect_message("a/b", "x");
    let body = r#"{"client_id":"c1","topics":["a/+","none"]}"#;
    answers(&node, "POST /v1/unsubscribe", body, &json!({}));
    answers(&node, by_topic, "", &none);
}

#[test]
fn what_is_wrong_with_a_subscription_is_said_in_its_words() {
    let node = Node::start();
    for (line, body, message) in [
        (
            "GET /v1/filter_subscriptions?filter_type=4",
            "",
            "invalid filter_type",
        ),
        (
            "GET /v1/filter_subscriptions?limit=1001",
            "",
            "invalid limit:limit too large, must <= 1000",
        ),
        (
            "GET /v1/filter_subscriptions?topic_name=a",
            "",
            "invalid match_type",
        ),
        (
            "GET /v1/filter_subscriptions?match_type=1",
            "",
            "invalid topic_name",
        ),
        (
            "POST /v1/subscribe",
            r#"{"client_id":"c1","subscriptions":[{"topic_name":"a"},{"topic_name":"a/#/b"}]}"#,
            "invalid subIndexer[1]:invalid topic name",
        ),
        (
            "POST /v1/subscribe",
            r#"{"client_id":"c1","subscriptions":[{"topic_name":"a","qos":3}]}"#,
            "invalid subIndexer[0]:invalid qos",
        ),
        (
            "POST /v1/subscribe",
            r#"{"client_id":"c1","subscriptions":[{"topic_name":"a","retain_handling":3}]}"#,
            "invalid subIndexer[0]:invalid retain handling",
        ),
        (
            "POST /v1/unsubscribe",
            r#"{"client_id":"c1","topics":["a/#/b"]}"#,
            "invalid topics[0]",
        ),
        (
            "POST /v1/publish",
            r#"{"topic_name":"a/+"}"#,
            "invalid topic_name",
        ),
        (
            "POST /v1/publish",
            r#"{"topic_name":"a","qos":3}"#,
            "invalid qos",
        ),
        (
            "POST /v1/publish",
            r#"{"topic_name":"a","payload_format":2}"#,
            "invalid payload_format",
        ),
        (
            "POST /v1/publish",
            r#"{"topic_name":"a","response_topic":"b/#"}"#,
            "invalid response_topic",
        ),
    ] {
        refuses(&node, line, body, (400, 3), message);
    }
    let unknown = node.ask("POST /v1/publish", r#"{"topic":"a"}"#, &[]);
    assert_eq!(
        (unknown.status, unknown.reason().as_str()),
        (400, "INVALID_BODY")
    );
}

#[test]
fn a_message_carries_what_it_was_given() {
    let node = Node::start();
    let mut client = node.broker.v5("c1");
    client.subscribe("a", ExactlyOnce);
    let body = r#"{"topic_name":"a","payload":"p","qos":1,"retained":true,"content_type":"text/plain",
        "correlation_data":"c","message_expiry":60,"payload_format":1,"response_topic":"r",
        "user_properties":[{"K":"aw==","V":"dg=="}]}"#;
    answers(&node, "POST /v1/publish", body, &json!({}));
    let message = client.expect_message("a", "p");
    let properties = &message.properties;
    assert_eq!(message.qos, AtLeastOnce);
    assert_eq!(properties.content_type, Some("text/plain"));
    assert_eq!(properties.correlation_data, Some(&b"c"[..]));
    assert_eq!(properties.response_topic, Some("r"));
    assert_eq!(properties.payload_format_indicator, Some(true));
    assert_eq!(
        properties.user_properties.iter().collect::<Vec<_>>(),
        [("k", "v")]
    );
    // Unlike there, it is retained.
    let mut late = node.broker.v5("late");
    late.subscribe("a", AtMostOnce);
    assert!(late.expect_message("a", "p").retain);
}

#[test]
fn accounts() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Sha256);
    let none = json!({"accounts": [], "total_count": 0});
    answers(&node, "GET /v1/accounts", "", &none);
    refuses(&node, "GET /v1/accounts/a", "", (404, 5), "not found");
    answers(&node, "DELETE /v1/accounts/a", "", &json!({}));
    for name in ["b", "a"] {
        let line = format!("POST /v1/accounts/{name}");
        answers(&node, &line, r#"{"password":"x"}"#, &json!({}));
    }
    let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let a = json!({"username": "a", "password": hash});
    answers(&node, "GET /v1/accounts/a", "", &json!({"account": a}));
    let b = json!({"username": "b", "password": hash});
    let both = json!({"accounts": [b, a], "total_count": 2});
    answers(&node, "GET /v1/accounts", "", &both);
    let second = json!({"accounts": [a], "total_count": 2});
    answers(&node, "GET /v1/accounts?page=2&page_size=1", "", &second);
    answers(&node, "DELETE /v1/accounts/a", "", &json!({}));
    let left = json!({"accounts": [{"username": "b"}], "total_count": 1});
    answers(&node, "GET /v1/accounts", "", &left);
}

/// An account that is removed or closed takes its clients with it, as nobody could log in with it again.
#[test]
fn a_closed_account_takes_its_clients_with_it() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Md5);
    let log_in = |id: &str, user: &str| {
        let user = user.to_owned().leak();
        node.broker
            .connect_with(Version::V5, id.to_owned().leak(), |connect| {
                connect.username = Some(user);
                connect.password = Some(b"x");
            })
    };
    for name in ["a", "b"] {
        node.ask(
            &format!("POST /v1/accounts/{name}"),
            r#"{"password":"x"}"#,
            &[],
        );
    }
    let (mut first, mut second) = (log_in("c1", "a"), log_in("c2", "b"));
    answers(&node, "DELETE /v1/accounts/a", "", &json!({}));
    first.expect_disconnect(ReasonCode::NotAuthorized);
    let patched = json!({"account": {"username": "b", "disabled": true, "connected": 0}});
    let answer = node.ask("PATCH /v1/accounts/b", r#"{"disabled":true}"#, &[]);
    assert_eq!(answer.status, 200, "{answer:?}");
    second.expect_disconnect(ReasonCode::NotAuthorized);
    assert_eq!(
        old_part(&answer.json(), &patched)["account"]["disabled"],
        json!(true)
    );
}

#[test]
fn an_account_is_changed_only_as_it_was_read() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Md5);
    let put = |body: &str, headers: &[(&str, &str)]| node.ask("PUT /v1/accounts/a", body, headers);
    let made = put(r#"{"password":"x","create_only":true}"#, &[]);
    assert_eq!(made.status, 200, "{made:?}");
    let etag = made.json()["account"]["etag"]
        .as_str()
        .expect("an etag")
        .to_owned();
    let again = put(r#"{"password":"x","create_only":true}"#, &[]);
    assert_eq!(
        (again.status, again.reason().as_str()),
        (409, "ACCOUNT_EXISTS")
    );
    let quoted = format!("\"{etag}\"");
    let changed = put(r#"{"password":"y"}"#, &[("If-Match", &quoted)]);
    assert_eq!(changed.status, 200, "{changed:?}");
    let stale = put(r#"{"password":"z"}"#, &[("If-Match", &quoted)]);
    assert_eq!(
        (stale.status, stale.reason().as_str()),
        (409, "ETAG_MISMATCH")
    );
    let verify = |password: &str| {
        let body = format!(r#"{{"username":"a","password":"{password}"}}"#);
        node.ask("POST /v1/accounts:verify", &body, &[]).json()["valid"].clone()
    };
    assert_eq!((verify("y"), verify("z")), (json!(true), json!(false)));
}

#[test]
fn many_accounts_are_imported_and_each_is_answered_for() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Md5);
    node.ask("POST /v1/accounts/old", r#"{"password":"x"}"#, &[]);
    let body = |more: &str| {
        format!(
            r#"{{"accounts":[{{"username":"old","password":"y"}},{{"username":"new","password":"x"}},
                {{"username":"hashed","password_hash":"20a0db53bc1881a7f739cd956b740039"}},
                {{"username":"none"}},{{"username":"odd","password_hash":"plain words"}}]{more}}}"#
        )
    };
    let counts = |more: &str| {
        let answer = node.ask("POST /v1/accounts:import", &body(more), &[]);
        assert_eq!(answer.status, 200, "{answer:?}");
        let json = answer.json();
        ["created", "replaced", "skipped", "failed"].map(|name| json[name].as_u64().unwrap_or(99))
    };
    assert_eq!(counts(r#","dry_run":true"#), [2, 0, 1, 2]);
    assert_eq!(
        node.ask("GET /v1/accounts", "", &[]).json()["total_count"],
        json!(1)
    );
    assert_eq!(counts(""), [2, 0, 1, 2]);
    assert_eq!(counts(r#","replace":true"#), [0, 3, 0, 2]);
    assert_eq!(
        node.ask("GET /v1/accounts", "", &[]).json()["total_count"],
        json!(3)
    );
}

/// Nobody but an administrator, or who holds the scope for it, sees what is stored for a password.
#[test]
fn stored_passwords_are_for_administrators() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Md5);
    node.ask("POST /v1/accounts/a", r#"{"password":"x"}"#, &[]);
    let hash = json!("9dd4e461268c8034f5c8564e155c67a6");
    let shown = |secret: &str| {
        let bearer = format!("Bearer {secret}");
        let headers = [("Authorization", bearer.as_str())];
        let one =
            node.ask("GET /v1/accounts/a", "", &headers).json()["account"]["password"].clone();
        let all =
            node.ask("GET /v1/accounts", "", &headers).json()["accounts"][0]["password"].clone();
        assert_eq!(one, all);
        one
    };
    assert_eq!(shown(&node.token("t1", "viewer")), json!(""));
    assert_eq!(shown(&node.token("t2", "operator")), json!(""));
    assert_eq!(shown(&node.token("t3", "admin")), hash);
    let body = r#"{"name":"t4","role":"viewer","scopes":["accounts:hash"]}"#;
    let made = node.ask("POST /v1/tokens", body, &[]).json();
    assert_eq!(shown(made["secret"].as_str().expect("a secret")), hash);
}
