//! The same calls over every way.

use gmqtt_admin_client::admin::{
    ClearRetainedRequest, DeleteClientRequest, GetClientRequest, GetRetainedRequest,
    KickClientsRequest, ListClientRequest, ListMessagesRequest, WatchClientsRequest,
};
use gmqtt_admin_client::{AdminClient, ErrorKind, Options};

use crate::server::{self, Speaks};

/// Calls of every shape: a query, a path, a body, bytes, an empty answer, a stream, and an error.
async fn works(client: &AdminClient) {
    let asked = ListClientRequest {
        page_size: 7,
        filter: "a=1 AND b>\"x&y\"".to_owned(),
        order_by: "-queue_len".to_owned(),
        fields: vec!["client_id".to_owned(), "username".to_owned()],
        ..ListClientRequest::default()
    };
    let page = client
        .clients()
        .list(asked)
        .await
        .expect("it works")
        .into_inner();
    assert_eq!(page.total_count, 1);
    assert_eq!(page.clients[0].client_id, "a=1 AND b>\"x&y\"|-queue_len|7");
    assert_eq!(page.next_page_token, "next");

    for id in ["plain", "a/b 100%\u{1b}[2J", "é?#", "..."] {
        let request = GetClientRequest {
            client_id: id.to_owned(),
        };
        let found = client
            .clients()
            .get(request)
            .await
            .expect("it works")
            .into_inner();
        assert_eq!(found.client.expect("it works").client_id, id);
    }

    let request = KickClientsRequest {
        client_ids: vec!["a".to_owned(), "b".to_owned()],
        reason_code: 152,
        reason_string: "because".to_owned(),
        ..KickClientsRequest::default()
    };
    let kicked = client
        .clients()
        .kick(request)
        .await
        .expect("it works")
        .into_inner();
    assert_eq!((kicked.results.len(), kicked.kicked), (2, 152));
    assert_eq!(kicked.results[1].message, "because");

    let request = ListMessagesRequest {
        client_id: "a".to_owned(),
        ..ListMessagesRequest::default()
    };
    let queue = client
        .clients()
        .list_queue(request)
        .await
        .expect("it works");
    assert_eq!(*queue.into_inner().messages[0].payload, [0, 255]);

    let request = DeleteClientRequest {
        client_id: "a".to_owned(),
        clean_session: true,
    };
    client.clients().delete(request).await.expect("it works");

    retained(client).await;
    watches(client).await;

    let request = GetClientRequest {
        client_id: "missing".to_owned(),
    };
    let status = client.clients().get(request).await.expect_err("it fails");
    let error = gmqtt_admin_client::ClientError::from(status);
    assert_eq!(*error.kind(), ErrorKind::NotFound);
    assert_eq!(error.reason(), "CLIENT_NOT_FOUND");
}

async fn retained(client: &AdminClient) {
    for topic in ["a/b//c", "/a", "a b/%/ü"] {
        let request = GetRetainedRequest {
            topic: topic.to_owned(),
        };
        let answer = client
            .retained()
            .get(request)
            .await
            .expect("it works")
            .into_inner();
        assert_eq!(answer.message.expect("it works").topic_name, topic);
    }
    let request = ClearRetainedRequest {
        filter: "a/+/#".to_owned(),
        ..ClearRetainedRequest::default()
    };
    let cleared = client
        .retained()
        .clear(request)
        .await
        .expect("it works")
        .into_inner();
    assert_eq!(cleared.topics, ["a/+/#"]);
}

async fn watches(client: &AdminClient) {
    let request = |filter: &str| WatchClientsRequest {
        filter: filter.to_owned(),
        ..WatchClientsRequest::default()
    };
    let answer = client.clients().watch(request("")).await.expect("it works");
    let mut changes = answer.into_inner();
    for sequence in [1, 2] {
        let change = changes
            .message()
            .await
            .expect("it works")
            .expect("a change");
        assert_eq!(change.sequence, sequence);
    }
    assert!(changes.message().await.expect("it works").is_none());

    let answer = client
        .clients()
        .watch(request("fails"))
        .await
        .expect("it works");
    let mut changes = answer.into_inner();
    changes
        .message()
        .await
        .expect("it works")
        .expect("a change");
    changes
        .message()
        .await
        .expect("it works")
        .expect("a change");
    assert_eq!(
        changes.message().await.expect_err("it fails").message(),
        "stopping"
    );
}

#[tokio::test]
async fn grpc_over_tcp() {
    let address = server::tcp(Speaks::Grpc).await;
    works(&server::client(
        &format!("grpc://{address}"),
        server::options(),
    ))
    .await;
}

#[tokio::test]
async fn grpc_through_a_unix_socket() {
    let folder = tempfile::tempdir().expect("it works");
    let path = server::unix(&folder);
    let url = format!("unix://{}", path.display());
    works(&server::client(&url, server::options())).await;
}

#[tokio::test]
async fn rest() {
    let address = server::tcp(Speaks::Rest).await;
    works(&server::client(
        &format!("http://{address}"),
        server::options(),
    ))
    .await;
}

#[tokio::test]
async fn tls_with_an_authority_of_ones_own() {
    let folder = tempfile::tempdir().expect("it works");
    for (speaks, scheme) in [(Speaks::Grpc, "grpcs"), (Speaks::Rest, "https")] {
        let (port, ca) = server::tls(speaks, &["localhost"], &folder).await;
        let options = Options {
            cacert: Some(ca),
            ..server::options()
        };
        works(&server::client(
            &format!("{scheme}://localhost:{port}"),
            options,
        ))
        .await;
        let anybody = Options {
            insecure: true,
            ..server::options()
        };
        works(&server::client(
            &format!("{scheme}://127.0.0.1:{port}"),
            anybody,
        ))
        .await;
    }
}

#[tokio::test]
async fn a_name_that_a_url_cannot_hold_is_an_error_over_rest() {
    let address = server::tcp(Speaks::Rest).await;
    let client = server::client(&format!("http://{address}"), server::options());
    for id in ["..", "."] {
        let request = GetClientRequest {
            client_id: id.to_owned(),
        };
        let status = client.clients().get(request).await.expect_err("it fails");
        assert_eq!(status.code(), gmqtt_admin_client::Code::InvalidArgument);
    }
}
