//! What the new routes need beyond the old ones: names in paths, verbs, lists of fields, headers, queries that are checked.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::fake::HARD;
use crate::rest::{Everybody, ask, gateway, request, send};

#[tokio::test]
async fn a_client_of_any_name_can_be_shown_and_disconnected() {
    let name = utf8_percent_encode(HARD, NON_ALPHANUMERIC);
    let json = ask(&format!("GET /v1/clients/{name}"), "").await.json();
    assert_eq!(json["client"]["client_id"], HARD);
    let answer = ask(&format!("DELETE /v1/clients/{name}"), "").await;
    assert_eq!(answer.body, "{}");
    let queue = ask(&format!("GET /v1/clients/{name}/queue"), "")
        .await
        .json();
    assert_eq!(queue["messages"][0]["payload"], "AP8=");
    assert_eq!(queue["messages"][0]["age"], "1.500s");
    let body = json!({"client_ids": [HARD]}).to_string();
    let kicked = ask("POST /v1/clients:kick", &body).await.json();
    assert_eq!(kicked["results"][0]["client_id"], HARD);
    assert_eq!(kicked["results"][0]["outcome"], "KICKED");
}

#[tokio::test]
async fn names_in_paths_may_hold_colons_and_topics_slashes() {
    let closed = ask("POST /v1/listeners/0.0.0.0:1883:close", "")
        .await
        .json();
    assert_eq!(closed["listener"]["name"], "0.0.0.0:1883");
    for path in ["a/b//c", "a%2Fb%2F%2Fc"] {
        let json = ask(&format!("GET /v1/retained/{path}"), "").await.json();
        assert_eq!(json["message"]["topic_name"], "a/b//c");
    }
}

/// A misspelt filter must not turn into no filter.
#[tokio::test]
async fn new_routes_refuse_parameters_that_do_not_exist() {
    let answer = ask("DELETE /v1/retained?filer=a/%23", "").await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["message"],
        "unknown query parameter \"filer\" (did you mean filter?)"
    );
    let cleared = ask("DELETE /v1/retained?filter=a/%23+b", "").await.json();
    assert_eq!(cleared["topics"], json!(["a/# b"]));
}

#[tokio::test]
async fn only_the_fields_that_are_wanted_are_written() {
    for query in [
        "fields=client_id&fields=queue_len",
        "fields=clientId,queueLen",
    ] {
        let json = ask(&format!("GET /v1/clients?{query}"), "").await.json();
        assert_eq!(
            json,
            json!({"clients": [{"client_id": "c1", "queue_len": 0}], "total_count": 2, "next_page_token": ""})
        );
    }
    let answer = ask("GET /v1/clients?fields=queue", "").await;
    assert_eq!(answer.reason(), "INVALID_FIELDS");
    assert_eq!(
        answer.json()["message"],
        "invalid fields: unknown field \"queue\" (did you mean queue_len?)"
    );
}

#[tokio::test]
async fn a_field_may_stand_in_the_query_beside_a_body_if_it_says_so() {
    let body = r#"{"topic_name":"a","payload_bytes":"AP8="}"#;
    let json = ask("POST /v1/publish?report=true", body).await.json();
    let report = json!({"matched_subscribers": 3, "routed": true, "payload_size": "2"});
    assert_eq!(json, json!({"report": report}));
    // Others may not; the old broker ignored them.
    assert_eq!(ask("POST /v1/publish?qos=3", body).await.body, "{}");
}

#[tokio::test]
async fn if_match_is_a_field_and_what_is_not_given_is_left() {
    let mut asked = request("PATCH /v1/accounts/u", r#"{"disabled":true}"#);
    asked
        .headers_mut()
        .insert("if-match", "\"v1\"".parse().unwrap());
    let account = send(&gateway(Everybody), asked).await.json();
    assert_eq!(account["account"]["disabled"], true);
    assert_eq!(account["account"]["description"], "kept");
    let body = r#"{"description":"","if_match":"v0"}"#;
    let answer = ask("PATCH /v1/accounts/u", body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.reason().as_str()),
        (409, "ETAG_MISMATCH")
    );
}

/// The path says whose account it is, whatever the body says.
#[tokio::test]
async fn the_path_holds_against_the_body() {
    let body = r#"{"username":"other","if_match":"v1"}"#;
    let json = ask("PATCH /v1/accounts/u", body).await.json();
    assert_eq!(json["account"]["username"], "u");
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let answer = ask("HEAD /v1/clients", "").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(answer.headers["content-type"], "application/json");
}
