//! A web page that an operator looks at must not reach the API of the broker on the same machine: neither by a form or a script
//! (cross-site requests), nor by a name that suddenly means this machine (DNS rebinding).

use super::node::Node;

const KICK: &str = "POST /v1/clients:kick";
const PUBLISH: &str = "POST /v1/publish";
const BODY: &str = r#"{"topic_name":"a"}"#;

#[test]
fn curl_may_say_what_it_likes_about_the_type() {
    let node = Node::start();
    for kind in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/json",
    ] {
        let answer = node.ask(PUBLISH, BODY, &[("Content-Type", kind)]);
        assert_eq!(answer.status, 200, "{kind}: {answer:?}");
    }
    assert_eq!(node.ask(PUBLISH, BODY, &[]).status, 200);
}

#[test]
fn pages_of_other_sites_are_refused() {
    let node = Node::start();
    let json = ("Content-Type", "application/json");
    for headers in [
        vec![("Origin", "https://evil.example"), json],
        vec![("Origin", "null"), json],
        vec![("Referer", "https://evil.example/page?x=1"), json],
        vec![("Sec-Fetch-Site", "cross-site"), json],
        vec![("Sec-Fetch-Site", "same-site"), json],
        // The same machine, but not the API's own page.
        vec![("Origin", "http://127.0.0.1:1"), json],
        vec![
            ("Origin", "http://localhost"),
            ("Referer", "http://127.0.0.1/"),
            json,
        ],
    ] {
        for line in [PUBLISH, KICK, "GET /v1/accounts", "DELETE /v1/clients/a"] {
            let answer = node.ask(line, BODY, &headers);
            assert_eq!(
                (answer.status, answer.reason().as_str()),
                (403, "FORBIDDEN_ORIGIN"),
                "{line} {headers:?}: {answer:?}"
            );
        }
    }
}

#[test]
fn the_page_of_the_api_may_call_and_sends_json() {
    let node = Node::start();
    let own = format!("http://{}", node.address("api.http[0]"));
    let origin = ("Origin", own.as_str());
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let refused = node.ask(PUBLISH, BODY, &[origin, form]);
    assert_eq!(
        (refused.status, refused.reason().as_str()),
        (403, "FORBIDDEN_ORIGIN")
    );
    let plain = node.ask(PUBLISH, BODY, &[origin, ("Content-Type", "text/plain")]);
    assert_eq!(plain.status, 403);
    for headers in [
        vec![origin, ("Content-Type", "application/json; charset=utf-8")],
        vec![
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/json"),
        ],
    ] {
        let answer = node.ask(PUBLISH, BODY, &headers);
        assert_eq!(answer.status, 200, "{headers:?}: {answer:?}");
    }
    let typed = node.ask("GET /docs", "", &[("Sec-Fetch-Site", "none")]);
    assert_eq!(typed.status, 200);
    assert!(
        typed
            .head
            .contains("content-security-policy: default-src 'none'"),
        "{typed:?}"
    );
    assert!(
        !typed.head.contains("access-control-allow-origin"),
        "{typed:?}"
    );
}

#[test]
fn a_site_that_is_allowed_may_call() {
    let node = Node::with(|config, _| {
        config.api.allowed_origins = vec!["https://Ops.example.org".to_owned()];
    });
    let headers = [
        ("Origin", "https://ops.example.org"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Content-Type", "application/json"),
    ];
    assert_eq!(node.ask(PUBLISH, BODY, &headers).status, 200);
}

#[test]
fn on_loopback_the_host_is_a_name_of_loopback() {
    let node = Node::with(|config, _| config.api.allowed_hosts = vec!["broker.test".to_owned()]);
    for host in [
        "localhost",
        "LOCALHOST:8083",
        "127.0.0.1:9",
        "[::1]:8083",
        "127.8.8.8",
        "broker.test:80",
    ] {
        assert_eq!(
            node.ask("GET /v1/clients", "", &[("Host", host)]).status,
            200,
            "{host}"
        );
    }
    for host in [
        "evil.example",
        "evil.example:8083",
        "localhost.evil.example",
        "10.0.0.1",
        "127.0.0.1.evil.example",
        "",
    ] {
        let answer = node.ask("GET /v1/clients", "", &[("Host", host)]);
        assert_eq!(
            (answer.status, answer.reason().as_str()),
            (403, "FORBIDDEN_HOST"),
            "{host:?}: {answer:?}"
        );
    }
}
