//! The docs page: it comes with all it needs, and needs nothing from elsewhere.

use axum::body::Body;
use gmqtt_admin_api::docs;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use tower_service::Service;

use crate::every_service;

async fn load(path: &str) -> (u16, HeaderMap, String) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let mut router = docs(&every_service::api(), "0.1.0");
    let (parts, body) = router.call(request).await.expect("an answer").into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes();
    let text = String::from_utf8(body.to_vec()).expect("text");
    (parts.status.as_u16(), parts.headers, text)
}

#[tokio::test]
async fn the_page_comes_with_all_it_loads() {
    let (status, headers, page) = load("/docs").await;
    assert_eq!(
        (status, &headers["content-type"]),
        (200, &"text/html; charset=utf-8".parse().unwrap())
    );
    let loaded: Vec<_> = ["src=\"", "href=\""]
        .iter()
        .flat_map(|attribute| page.split(attribute).skip(1))
        .map(|rest| rest.split('"').next().expect("an address"))
        .filter(|address| !address.starts_with("data:"))
        .collect();
    assert_eq!(loaded.len(), 3, "{loaded:?}");
    for address in loaded {
        assert_eq!(load(&format!("/{address}")).await.0, 200, "{address}");
    }
}

#[tokio::test]
async fn nothing_comes_from_elsewhere() {
    for path in ["/docs", "/docs/viewer.js", "/docs/viewer.css"] {
        let (_, headers, text) = load(path).await;
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{path}"
        );
        let policy = headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe"));
        assert!(!text.contains("innerHTML"), "what the broker says is text");
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let (_, headers, text) = load("/openapi.json").await;
    assert_eq!(headers["content-type"], "application/json");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], "0.1.0");
}

/// Errors point at places of the page, as do the headings and the table of the document's description.
#[tokio::test]
async fn what_errors_link_to_is_there() {
    let (_, _, text) = load("/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let description = document["info"]["description"].as_str().expect("text");
    assert!(description.contains("\n## Filters\n"));
    for reason in gmqtt_admin_api::Reason::ALL {
        assert!(description.contains(&format!("| `{}` |", reason.name())));
    }
}
