//! The calls that the README of the broker in Go shows, made with curl as they stand there.

use gmqtt_config::PasswordHash;

use super::node::Node;
use crate::support::prelude::*;

#[test]
fn an_account_is_added_and_shown_as_the_readme_says() {
    let node = Node::with(|config, _| config.plugins.auth.hash = PasswordHash::Md5);
    let url = "HOST/v1/accounts/user1";
    let added = node.curl(&["-X", "POST", "-d", r#"{"password":"user1pass"}"#, url]);
    assert_eq!(added, "{}");
    assert_eq!(
        node.curl(&[url]),
        r#"{"account":{"username":"user1","password":"20a0db53bc1881a7f739cd956b740039"}}"#
    );
    let file = node.folder.path().join("accounts.yml");
    let kept = std::fs::read_to_string(file).expect("the password file");
    assert_eq!(
        kept,
        "- username: user1\n  password: 20a0db53bc1881a7f739cd956b740039\n"
    );
}

#[test]
fn with_the_usual_hash_the_answer_has_the_same_shape() {
    let node = Node::start();
    let url = "HOST/v1/accounts/user1";
    node.curl(&["-X", "POST", "-d", r#"{"password":"user1pass"}"#, url]);
    let shown = node.curl(&[url]);
    let start = r#"{"account":{"username":"user1","password":"$argon2id$v=19$"#;
    assert!(
        shown.starts_with(start) && shown.ends_with("\"}}"),
        "{shown}"
    );
    let all = node.curl(&["-H", "X-Gmqtt-Fields: all", url]);
    assert!(all.contains(r#""hash":"argon2id""#), "{all}");
}

#[test]
fn clients_and_subscriptions_are_found() {
    let node = Node::start();
    let mut client = node.broker.v5("c1");
    client.subscribe("/a", AtLeastOnce);
    let clients = node.curl(&["HOST/v1/clients"]);
    assert!(
        clients.starts_with(r#"{"clients":[{"client_id":"c1","username":"","#),
        "{clients}"
    );
    assert!(clients.contains(r#""total_count":1"#), "{clients}");
    let found =
        node.curl(&["HOST/v1/filter_subscriptions?filter_type=1,2,3&match_type=1&topic_name=/a"]);
    let start = r#"{"subscriptions":[{"topic_name":"/a","id":0,"qos":1,"no_local":false,"#;
    assert!(found.starts_with(start), "{found}");
}

#[test]
fn a_message_is_published() {
    let node = Node::start();
    let mut client = node.broker.v5("c1");
    client.subscribe("a", AtLeastOnce);
    let body = r#"{"topic_name":"a","payload":"test","qos":1}"#;
    assert_eq!(
        node.curl(&["-X", "POST", "HOST/v1/publish", "-d", body]),
        "{}"
    );
    assert_eq!(client.expect_message("a", "test").qos, AtLeastOnce);
}
