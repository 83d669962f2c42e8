//! Every kind of failure, over gRPC and REST.

use std::time::Duration;

use gmqtt_admin_client::admin::{DeleteClientRequest, ListClientRequest, ListMessagesRequest};
use gmqtt_admin_client::{AdminClient, ClientError, ErrorKind, Options};
use tokio::net::TcpListener;

use crate::server::{self, Speaks};

async fn list(client: &AdminClient, filter: &str) -> ClientError {
    let request = ListClientRequest {
        filter: filter.to_owned(),
        ..ListClientRequest::default()
    };
    client
        .clients()
        .list(request)
        .await
        .expect_err("it fails")
        .into()
}

/// A server of each kind.
async fn servers() -> Vec<String> {
    let grpc = server::tcp(Speaks::Grpc).await;
    let rest = server::tcp(Speaks::Rest).await;
    vec![format!("grpc://{grpc}"), format!("http://{rest}")]
}

#[tokio::test]
async fn nobody_there() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    for scheme in ["grpc", "http"] {
        let error = list(
            &server::client(&format!("{scheme}://{address}"), Options::default()),
            "",
        )
        .await;
        assert_eq!(*error.kind(), ErrorKind::Unreachable, "{error:?}");
        assert_eq!(error.message(), "connection refused: nothing listens there");
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("unix://{}/none.sock", folder.path().display());
    let error = list(&server::client(&url, Options::default()), "").await;
    assert_eq!(*error.kind(), ErrorKind::Unreachable);
    assert_eq!(error.message(), "no such file");
}

#[tokio::test]
async fn a_certificate_for_other_names_says_which() {
    let folder = tempfile::tempdir().unwrap();
    for (speaks, scheme) in [(Speaks::Grpc, "grpcs"), (Speaks::Rest, "https")] {
        let (port, ca) = server::tls(speaks, &["mq1.lan", "10.0.0.1"], &folder).await;
        let options = Options {
            cacert: Some(ca),
            ..server::options()
        };
        let client = server::client(&format!("{scheme}://localhost:{port}"), options);
        let error = list(&client, "").await;
        let expected = ErrorKind::WrongName {
            asked: "localhost".to_owned(),
            names: vec!["mq1.lan".to_owned(), "10.0.0.1".to_owned()],
        };
        assert_eq!(*error.kind(), expected, "{scheme}: {error:?}");
        assert_eq!(
            error.message(),
            "it names mq1.lan, 10.0.0.1; you asked for localhost"
        );
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_trusted_has_issued() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (speaks, scheme) in [(Speaks::Grpc, "grpcs"), (Speaks::Rest, "https")] {
        let (port, _) = server::tls(speaks, &["localhost"], &folder).await;
        let (_, strange) = server::tls(speaks, &["localhost"], &other).await;
        let options = Options {
            cacert: Some(strange),
            ..server::options()
        };
        let client = server::client(&format!("{scheme}://localhost:{port}"), options);
        let error = list(&client, "").await;
        assert_eq!(*error.kind(), ErrorKind::Untrusted, "{scheme}: {error:?}");
    }
}

#[tokio::test]
async fn tls_where_none_is_spoken() {
    let address = server::tcp(Speaks::Grpc).await;
    let options = Options {
        insecure: true,
        ..server::options()
    };
    let error = list(&server::client(&format!("grpcs://{address}"), options), "").await;
    assert_eq!(*error.kind(), ErrorKind::Unreachable, "{error:?}");
}

#[tokio::test]
async fn no_token_and_one_that_does_not_do() {
    for url in servers().await {
        let error = list(&server::client(&url, Options::default()), "").await;
        assert_eq!(
            *error.kind(),
            ErrorKind::Unauthenticated,
            "{url}: {error:?}"
        );
        let viewer = Options {
            token: Some("viewer".to_owned()),
            ..Options::default()
        };
        let request = DeleteClientRequest {
            client_id: "a".to_owned(),
            clean_session: true,
        };
        let client = server::client(&url, viewer);
        let error = ClientError::from(client.clients().delete(request).await.unwrap_err());
        let expected = ErrorKind::Refused {
            role: Some("operator".to_owned()),
        };
        assert_eq!(*error.kind(), expected, "{url}");
        assert_eq!(error.metadata("token"), Some("ci"));
        assert_eq!(
            error.message(),
            "token \"ci\" has the role viewer; this takes operator"
        );
    }
}

#[tokio::test]
async fn mistakes_conflicts_and_what_a_broker_cannot_do() {
    for url in servers().await {
        let client = server::client(&url, server::options());
        let error = list(&client, "bad").await;
        assert_eq!(*error.kind(), ErrorKind::Invalid, "{url}");
        assert_eq!(error.reason(), "INVALID_FILTER");
        assert_eq!(error.violations()[0].0, "filter");

        let request = DeleteClientRequest {
            client_id: "a".to_owned(),
            clean_session: false,
        };
        let error = ClientError::from(client.clients().delete(request).await.unwrap_err());
        assert_eq!(*error.kind(), ErrorKind::Conflict, "{url}");

        let request = ListMessagesRequest {
            client_id: "a".to_owned(),
            ..ListMessagesRequest::default()
        };
        let status = client.clients().list_inflight(request).await.unwrap_err();
        assert_eq!(*ClientError::from(status).kind(), ErrorKind::Unimplemented);

        // A service that nobody added.
        let status = client
            .node()
            .status(gmqtt_admin_client::admin::StatusRequest {})
            .await;
        let error = ClientError::from(status.unwrap_err());
        assert!(
            matches!(error.kind(), ErrorKind::Unimplemented | ErrorKind::NotFound),
            "{url}: {error:?}"
        );
    }
}

#[tokio::test]
async fn no_answer_in_time() {
    for url in servers().await {
        let options = Options {
            timeout: Duration::from_millis(50),
            ..server::options()
        };
        let error = list(&server::client(&url, options), "slow").await;
        assert_eq!(*error.kind(), ErrorKind::Timeout, "{url}: {error:?}");
        assert!(error.is_unreachable());
    }
}

#[tokio::test]
async fn files_and_tokens_that_cannot_be_used() {
    let endpoint = "grpcs://localhost:1".parse().unwrap();
    let missing = Options {
        cacert: Some("/nonexistent/ca.pem".into()),
        ..Options::default()
    };
    let torn = Options {
        token: Some("a\nb".to_owned()),
        insecure: true,
        ..Options::default()
    };
    let alone = Options {
        cert: Some("/nonexistent/cert.pem".into()),
        insecure: true,
        ..Options::default()
    };
    for options in [missing, torn, alone] {
        let error = AdminClient::connect(&endpoint, options).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Setup, "{error:?}");
    }
}
