//! Client identifiers that are legal in MQTT and mean something in URLs, in terminals or in filters.

use gmqtt_admin_client::admin::{DeleteClientRequest, ListClientRequest};

use super::node::Node;

const IDS: [&str; 8] = [
    "a/b",
    "/",
    "50%2F",
    "with space and ?query#part",
    "../..x",
    "tab\tbell\u{7}escape\u{1b}[31m",
    "quote\" AND connected=true OR \"",
    "gr\u{fc}\u{df}e \u{1f4a1}:kick",
];

/// As it stands in a path: everything is escaped that is no letter and no digit.
fn escaped(id: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    id.bytes().map(escape).collect()
}

#[test]
fn hostile_client_ids_can_be_shown_filtered_and_kicked() {
    let node = Node::start([]);
    for id in IDS {
        for way in node.ways() {
            let mut client = node.connect(id, |_| ());
            let shown = way
                .client(id)
                .unwrap_or_else(|| panic!("{id:?} over {}", way.name));
            assert_eq!(shown.client_id, id);
            let quoted = id.replace('\\', "\\\\").replace('"', "\\\"");
            let page = way.answer(way.client.clients().list(ListClientRequest {
                filter: format!("client_id=\"{quoted}\""),
                ..ListClientRequest::default()
            }));
            let found: Vec<_> = page
                .clients
                .iter()
                .map(|client| &*client.client_id)
                .collect();
            assert_eq!(found, [id]);
            way.answer(way.client.clients().delete(DeleteClientRequest {
                client_id: id.to_owned(),
                clean_session: true,
            }));
            client.expect_thrown_out();
            way.wait_until("it is gone", |way| way.client(id).is_none());
        }
        let (status, _) = node.http("GET", &format!("/v1/clients/{}", escaped(id)), "");
        assert_eq!(status, 404, "{id:?}");
        let _again = node.connect(id, |_| ());
        let (status, body) = node.http("GET", &format!("/v1/clients/{}", escaped(id)), "");
        assert_eq!(status, 200, "{id:?}: {body}");
        let (status, body) = node.http("GET", &format!("/v1/clients/{}/queue", escaped(id)), "");
        assert_eq!(status, 200, "{id:?}: {body}");
        let (status, _) = node.http("DELETE", &format!("/v1/clients/{}", escaped(id)), "");
        assert_eq!(status, 200, "{id:?}");
        node.grpc()
            .wait_until("it is gone", |way| way.client(id).is_none());
    }
}
