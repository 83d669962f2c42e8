//! The routes that the broker in Go had, each with the JSON it answered, written from its description. New fields are added to the
//! messages, none is lost: what stands here must be in the answer, in this order.

use serde_json::{Map, Value, json};

use crate::rest::ask;

/// Asks, and compares what the answer has of the expected fields with them.
async fn check(line: &str, body: &str, expected: Value) {
    let answer = ask(line, body).await;
    assert_eq!(answer.status, 200, "{line}: {}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(old_part(&answer.json(), &expected), expected, "{line}");
}

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
        (Value::Array(answer), Value::Array(expected)) if answer.len() == expected.len() => answer
            .iter()
            .zip(expected)
            .map(|(answer, expected)| old_part(answer, expected))
            .collect(),
        (answer, _) => answer.clone(),
    }
}

fn c1() -> Value {
    json!({
        "client_id": "c1", "username": "u", "keep_alive": 60, "version": 5,
        "remote_addr": "127.0.0.1:4000", "local_addr": "127.0.0.1:1883",
        "connected_at": "2020-09-13T12:26:40.005Z",
        "session_expiry": 7200, "max_inflight": 100, "inflight_len": 0, "max_queue": 1000, "queue_len": 0,
        "subscriptions_current": 1, "subscriptions_total": 2,
        "packets_received_bytes": "18446744073709551615", "packets_received_nums": "3",
        "packets_send_bytes": "0", "packets_send_nums": "0", "message_dropped": "0",
    })
}

#[tokio::test]
async fn clients_are_listed() {
    let expected = json!({"clients": [c1()], "total_count": 2});
    check("GET /v1/clients?page_size=1", "", expected.clone()).await;
    check("GET /v1/clients?pageSize=1&page=1", "", expected.clone()).await;
    // What is no parameter was ignored.
    check("GET /v1/clients?page_size=1&sort=x", "", expected).await;
}

#[tokio::test]
async fn a_page_past_the_end_is_empty_and_counts() {
    let expected = json!({"clients": [], "total_count": 2});
    check("GET /v1/clients?page=9", "", expected).await;
}

#[tokio::test]
async fn a_client_is_shown() {
    check("GET /v1/clients/c1", "", json!({"client": c1()})).await;
    let json = ask("GET /v1/clients/c1", "").await.json();
    let client = json["client"].as_object().expect("a client");
    assert!(!client.contains_key("disconnected_at"), "it is connected");
}

/// Fields come in the order of their numbers, with no space between them, as protojson wrote them in the README's examples.
#[tokio::test]
async fn fields_come_in_the_order_of_their_numbers() {
    let body = ask("GET /v1/clients/c1", "").await.body;
    assert!(
        body.starts_with(
            r#"{"client":{"client_id":"c1","username":"u","keep_alive":60,"version":5,"remote_addr":"#
        ),
        "{body}"
    );
    let account = ask("GET /v1/accounts/user1", "").await.body;
    let expected =
        r#"{"account":{"username":"user1","password":"20a0db53bc1881a7f739cd956b740039""#;
    assert!(account.starts_with(expected), "{account}");
}

#[tokio::test]
async fn clients_are_disconnected() {
    for line in [
        "DELETE /v1/clients/c1",
        "DELETE /v1/clients/c1?clean_session=true",
        "DELETE /v1/clients/c1?cleanSession=1",
        "DELETE /v1/clients/nobody",
    ] {
        assert_eq!(ask(line, "").await.body, "{}", "{line}");
    }
}

#[tokio::test]
async fn subscriptions_are_listed() {
    let expected = json!({"subscriptions": [], "total_count": 0});
    check("GET /v1/subscriptions", "", expected).await;
}

#[tokio::test]
async fn subscriptions_are_found() {
    let found = |filter_type: &str, qos: u32| {
        json!({"subscriptions": [{
            "topic_name": "/a", "id": 1, "qos": qos, "no_local": false, "retain_as_published": false,
            "retain_handling": 0, "client_id": filter_type,
        }]})
    };
    let old = "GET /v1/filter_subscriptions";
    check(
        &format!("{old}?filter_type=1,2,3&match_type=1&topic_name=/a"),
        "",
        found("1,2,3", 1),
    )
    .await;
    check(
        &format!(
            "{old}?filterType=3&matchType=SUB_MATCH_TYPE_MATCH_FILTER&topicName=%2Fa&limit=-1"
        ),
        "",
        found("3", 2),
    )
    .await;
}

#[tokio::test]
async fn a_client_is_subscribed_and_unsubscribed() {
    let body = r#"{"client_id":"c","subscriptions":[{"topic_name":"a","no_local":true},{"topicName":"b"}]}"#;
    check("POST /v1/subscribe", body, json!({"new": [true, false]})).await;
    let body = r#"{"clientId":"c","topics":["a"]}"#;
    assert_eq!(ask("POST /v1/unsubscribe", body).await.body, "{}");
}

#[tokio::test]
async fn a_message_is_published() {
    for body in [
        r#"{"topic_name":"a","payload":"test","qos":1}"#,
        r#"{"topicName":"a","payload":"test","qos":"1","userProperties":[{"K":"aw==","V":"dg=="}]}"#,
        r#"{"topic_name":"a","payload":null,"message_expiry":1e1}"#,
        "",
    ] {
        let answer = ask("POST /v1/publish", body).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"));
    }
}

#[tokio::test]
async fn accounts_are_kept() {
    let expected = json!({"accounts": [], "total_count": 0});
    check("GET /v1/accounts", "", expected).await;
    let expected = json!({"account": {
        "username": "user1", "password": "20a0db53bc1881a7f739cd956b740039",
    }});
    check("GET /v1/accounts/user1", "", expected).await;
    let body = r#"{"password":"user1pass"}"#;
    assert_eq!(ask("POST /v1/accounts/user1", body).await.body, "{}");
    assert_eq!(ask("DELETE /v1/accounts/user1", "").await.body, "{}");
}

#[tokio::test]
async fn nodes_join_and_leave() {
    let hosts = r#"{"hosts":["127.0.0.1:8932"]}"#;
    assert_eq!(ask("POST /v1/federation/join", hosts).await.body, "{}");
    assert_eq!(ask("POST /v1/federation/leave", "").await.body, "{}");
    let node = r#"{"node_name":"n2"}"#;
    assert_eq!(
        ask("POST /v1/federation/force_leave", node).await.body,
        "{}"
    );
    let expected = json!({"members": [{
        "name": "n1", "addr": "127.0.0.1:8902", "tags": {"fed_addr": "127.0.0.1:8901"}, "status": "STATUS_ALIVE",
    }]});
    check("GET /v1/federation/members", "", expected).await;
}
