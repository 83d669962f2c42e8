//! Errors: the body that the broker in Go wrote, with details, and its statuses.

use http::header::ACCEPT;

use crate::rest::{Everybody, ask, gateway, request, send};

/// Request, body, status, gRPC code, words and reason of each.
const ERRORS: &[(&str, &str, u16, i64, &str, &str)] = &[
    (
        "GET /v1/clients/x",
        "",
        404,
        5,
        "not found",
        "CLIENT_NOT_FOUND",
    ),
    (
        "GET /v1/filter_subscriptions?limit=1001",
        "",
        400,
        3,
        "invalid limit:limit too large, must <= 1000",
        "INVALID_ARGUMENT",
    ),
    (
        "POST /v1/subscribe",
        "{}",
        400,
        3,
        "invalid client_id:cannot be empty",
        "INVALID_ARGUMENT",
    ),
    (
        "POST /v1/subscribe",
        r#"{"client_id":"c","subscriptions":[{},{"qos":3}]}"#,
        400,
        3,
        "invalid subIndexer[1]:invalid qos",
        "INVALID_ARGUMENT",
    ),
    (
        "POST /v1/publish",
        r#"{"qos":3}"#,
        400,
        3,
        "invalid qos",
        "INVALID_ARGUMENT",
    ),
    (
        "POST /v1/accounts/user1",
        "{}",
        400,
        3,
        "invalid password",
        "INVALID_ARGUMENT",
    ),
    (
        "POST /v1/federation/force_leave",
        "{}",
        500,
        2,
        "node_name can not be empty",
        "UNKNOWN",
    ),
    (
        "GET /v1/clients?page=x",
        "",
        400,
        3,
        "invalid page:\"x\" is not a whole number from 0 to 4294967295",
        "INVALID_QUERY",
    ),
    (
        "GET /v1/clients?page=1&page=2",
        "",
        400,
        3,
        "invalid page:it is there twice",
        "INVALID_QUERY",
    ),
    (
        "GET /v1/filter_subscriptions?match_type=9",
        "",
        400,
        3,
        "invalid match_type:\"9\" is not one of SUB_MATCH_TYPE_MATCH_UNSPECIFIED, SUB_MATCH_TYPE_MATCH_NAME, SUB_MATCH_TYPE_MATCH_FILTER",
        "INVALID_QUERY",
    ),
    (
        "GET /v1/clients?filter=%FF",
        "",
        400,
        3,
        "invalid query: \"%FF\" is not UTF-8 when it is decoded",
        "INVALID_QUERY",
    ),
    (
        "POST /v1/publish",
        r#"{"topic":"a"}"#,
        400,
        3,
        "invalid body: unknown field \"topic\" (did you mean topic_name?)",
        "INVALID_BODY",
    ),
    (
        "GET /v1/clients/%FF",
        "",
        400,
        3,
        "invalid client_id:it is not UTF-8 when it is decoded",
        "INVALID_PATH",
    ),
    (
        "GET /v1/nothing",
        "",
        404,
        5,
        "there is no route /v1/nothing; all routes are at /docs",
        "ROUTE_NOT_FOUND",
    ),
    (
        "PATCH /v1/clients",
        "",
        405,
        12,
        "/v1/clients is for GET, not for PATCH",
        "METHOD_NOT_ALLOWED",
    ),
    (
        "GET /v1/clients/c1/inflight",
        "",
        501,
        12,
        "the made-up broker cannot do that",
        "NOT_SUPPORTED",
    ),
];

#[tokio::test]
async fn errors_have_the_codes_of_grpc_gateway_and_details() {
    for &(line, body, status, code, message, reason) in ERRORS {
        let answer = ask(line, body).await;
        let json = answer.json();
        assert_eq!(answer.status, status, "{line}: {json}");
        assert_eq!(
            (json["code"].as_i64(), json["message"].as_str()),
            (Some(code), Some(message)),
            "{line}"
        );
        assert_eq!(answer.reason(), reason, "{line}");
        let id = answer.headers["x-request-id"].to_str().unwrap();
        assert_eq!(json["details"][0]["metadata"]["request_id"], id, "{line}");
        assert_eq!(answer.headers["x-gmqtt-version"], "0.1.0");
    }
}

#[tokio::test]
async fn a_body_that_is_not_the_request_is_refused() {
    for body in [
        "{",
        "[]",
        "\"a\"",
        "1",
        "null x",
        "{}{}",
        r#"{"qos":-1}"#,
        r#"{"qos":1.5}"#,
        r#"{"payload":1}"#,
        r#"{"retained":"true"}"#,
        r#"{"payload_bytes":"%"}"#,
        "{\"topic_name\":\"\\ud800\"}",
        "\u{feff}{}",
    ] {
        let answer = ask("POST /v1/publish", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.reason().as_str()),
            (400, "INVALID_BODY"),
            "{body}"
        );
    }
    // A body nested without end costs no stack.
    let deep = "[".repeat(100_000);
    assert_eq!(ask("POST /v1/publish", &deep).await.status, 400);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let body = format!(
        "{{\"payload\":\"{}\"}}",
        "x".repeat(gmqtt_admin_api::MAX_MESSAGE_BYTES)
    );
    let answer = ask("POST /v1/publish", &body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.reason().as_str()),
        (413, "BODY_TOO_LARGE")
    );
}

#[tokio::test]
async fn the_methods_of_a_path_are_named() {
    let answer = ask("PATCH /v1/clients/c1", "").await;
    assert_eq!(
        (answer.status.as_u16(), &answer.headers["allow"]),
        (405, &http::HeaderValue::from_static("GET, DELETE"))
    );
}

#[tokio::test]
async fn a_field_that_is_wrong_is_named() {
    let json = ask("POST /v1/publish", r#"{"qos":3}"#).await.json();
    assert_eq!(
        json["details"][1]["@type"],
        "type.googleapis.com/google.rpc.BadRequest"
    );
    assert_eq!(json["details"][1]["field_violations"][0]["field"], "qos");
}

/// RFC 9457, for those who ask for it.
#[tokio::test]
async fn errors_are_problems_for_those_who_ask() {
    let mut asked = request("GET /v1/clients/x", "");
    let accept = "application/json;q=0.5, application/problem+json"
        .parse()
        .unwrap();
    asked.headers_mut().insert(ACCEPT, accept);
    let answer = send(&gateway(Everybody), asked).await;
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let json = answer.json();
    assert_eq!(json["type"], "/docs#reason-client-not-found");
    assert_eq!(json["title"], "Not Found");
    assert_eq!(json["status"], 404);
    assert_eq!(json["detail"], "not found");
    assert_eq!(json["instance"], "/v1/clients/x");
    assert_eq!(json["reason"], "CLIENT_NOT_FOUND");
}

#[tokio::test]
async fn a_request_keeps_its_name() {
    let mut asked = request("GET /v1/clients/x", "");
    asked
        .headers_mut()
        .insert("x-request-id", "build-7".parse().unwrap());
    let answer = send(&gateway(Everybody), asked).await;
    assert_eq!(answer.headers["x-request-id"], "build-7");
    assert_eq!(
        answer.json()["details"][0]["metadata"]["request_id"],
        "build-7"
    );
}
