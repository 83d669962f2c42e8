//! Every route, every role, every way in. The routes are those of the broker's own list (`/openapi.json`), so that a new one is
//! looked at without anybody thinking of it.

use std::process::Command;

use bytes::Buf as _;
use gmqtt_admin_api::Role;
use gmqtt_config::{ApiEndpoint, ApiRole, ApiUnixRole, Config, Tls};
use serde_json::Value;
use tonic::Code;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::{Channel, Endpoint};

use super::authority::Authority;
use super::node::{Answer, Node, anywhere};

/// A route, and who may call it.
#[derive(Debug)]
struct Route {
    line: String,
    role: Option<Role>,
    grpc: String,
    /// It answers with a stream.
    streams: bool,
}

/// All routes of the API.
fn routes(node: &Node) -> Vec<Route> {
    let document = node.ask("GET /openapi.json", "", &[]).json();
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (verb, operation) in operations.as_object().expect("operations") {
            let role = operation["x-gmqtt-role"].as_str();
            let role = role.map(|role| role.parse().expect("a role"));
            let grpc = operation["x-gmqtt-grpc"].as_str().unwrap_or_default();
            routes.push(Route {
                line: format!("{} {}", verb.to_uppercase(), filled(path)),
                role,
                grpc: grpc.to_owned(),
                streams: operation["x-gmqtt-stream"] == true,
            });
        }
    }
    assert!(routes.len() > 15, "{routes:?}");
    assert!(routes.iter().any(|route| route.role == Some(Role::Admin)));
    routes
}

/// A path with something in the place of its fields. Nothing is called so, and nothing is done to what is not there.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push_str("nothing-is-called-so");
        rest = after.split_once('}').expect("it is closed").1;
    }
    filled + rest
}

/// What a caller of this role is answered: `None` is nobody.
#[track_caller]
fn holds(route: &Route, role: Option<Role>, way: &str, answer: &Answer) {
    let Some(needed) = route.role else { return };
    let expected = match role {
        None => Some((401, "UNAUTHENTICATED")),
        Some(role) if role.may(needed) => None,
        Some(_) => Some((403, "MISSING_ROLE")),
    };
    let line = &route.line;
    match expected {
        Some((status, reason)) => assert_eq!(
            (answer.status, answer.reason().as_str()),
            (status, reason),
            "{line} as {role:?} over {way}: {answer:?}"
        ),
        None => {
            let refused = ["UNAUTHENTICATED", "MISSING_ROLE"].contains(&answer.reason().as_str());
            assert!(!refused, "{line} as {role:?} over {way}: {answer:?}");
            assert_ne!(
                answer.status, 500,
                "{line} as {role:?} over {way}: {answer:?}"
            );
        }
    }
}

fn callers() -> impl Iterator<Item = Option<Role>> {
    std::iter::once(None).chain(Role::ALL.map(Some))
}

fn closed(config: &mut Config) {
    config.api.auth.loopback = gmqtt_config::ApiLoopback::Token;
}

#[test]
fn a_bearer_may_what_its_role_may() {
    let node = Node::with(|config, _| closed(config));
    for role in callers() {
        let secret = role.map(|role| node.token(role.name(), role.name()));
        let bearer = secret
            .as_ref()
            .map(|it| ("Authorization", format!("Bearer {it}")));
        let basic = secret.as_ref().map(|it| {
            use base64::Engine as _;
            let pair = base64::engine::general_purpose::STANDARD.encode(format!("me:{it}"));
            ("Authorization", format!("Basic {pair}"))
        });
        for (way, header) in [("a bearer token", bearer), ("a password", basic)] {
            let headers: Vec<_> = header
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            for route in routes(&node) {
                let answer = node.ask(&route.line, "{}", &headers);
                holds(&route, role, way, &answer);
            }
        }
    }
}

/// Over loopback that asks nobody, and with the mode that says so, everybody is an administrator.
#[test]
fn on_open_loopback_everybody_is_an_administrator() {
    for none in [false, true] {
        let node = Node::with(|config, _| {
            if none {
                closed(config);
                config.api.auth.mode = gmqtt_config::ApiAuthMode::None;
            }
        });
        for route in routes(&node) {
            let answer = node.ask(&route.line, "{}", &[]);
            holds(&route, Some(Role::Admin), "loopback", &answer);
        }
    }
}

/// A token that does not hold is no key, however open the door.
#[test]
fn a_wrong_token_is_refused_on_open_loopback_too() {
    let node = Node::start();
    for said in ["Bearer gmt_x", "Bearer", "Basic !!", "Negotiate x"] {
        let answer = node.ask("GET /v1/clients", "", &[("Authorization", said)]);
        assert_eq!(
            (answer.status, answer.reason().as_str()),
            (401, "UNAUTHENTICATED"),
            "{said}"
        );
        assert!(
            answer.head.contains("www-authenticate: bearer"),
            "{answer:?}"
        );
    }
}

/// The users of the unix socket. To be others than itself takes root.
#[test]
fn a_user_of_this_machine_may_what_its_role_may() {
    let is_root = rustix::process::geteuid().is_root();
    let roles = [
        (Role::Viewer, ApiRole::Viewer, 60_001),
        (Role::Publisher, ApiRole::Publisher, 60_002),
        (Role::Operator, ApiRole::Operator, 60_003),
        (Role::Admin, ApiRole::Admin, 60_004),
    ];
    let node = Node::with(|config, folder| {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder, open).expect("our folder");
        config.api.auth.unix.roles = roles
            .map(|(_, role, user)| ApiUnixRole {
                user: Some(user.to_string()),
                group: None,
                role,
            })
            .to_vec();
    });
    for route in routes(&node) {
        let answer = node.ask_locally(&route.line, "{}", &[]);
        holds(&route, Some(Role::Admin), "the broker's own user", &answer);
    }
    if !is_root {
        return;
    }
    let others = roles.map(|(role, _, user)| (Some(role), user));
    for (role, user) in others.into_iter().chain([(None, 60_009)]) {
        for route in &routes(&node) {
            let answer = as_user(&node, user, &route.line);
            holds(route, role, "a unix socket", &answer);
        }
    }
}

/// Asks as another user of this machine.
fn as_user(node: &Node, user: u32, line: &str) -> Answer {
    use std::os::unix::process::CommandExt as _;
    let (verb, path) = line.split_once(' ').expect("a line");
    let output = Command::new("curl")
        .args([
            "-s",
            "-g",
            "--max-time",
            "3",
            "-X",
            verb,
            "-d",
            "{}",
            "-o",
            "-",
        ])
        .args(["-w", "\n%{http_code}", "--unix-socket"])
        .arg(node.socket())
        .arg(format!("http://localhost{path}"))
        .uid(user)
        .gid(user)
        .output()
        .expect("curl is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (body, status) = text.rsplit_once('\n').expect("a status");
    Answer {
        status: status.parse().expect("a number"),
        head: String::new(),
        body: body.to_owned(),
    }
}

/// Certificates over TLS, each mapped to a role by its name.
#[test]
fn a_certificate_may_what_its_role_may() {
    let authority = Authority::new();
    let node = Node::with(|config, folder| {
        authority.write(folder);
        config.api.http.push(ApiEndpoint {
            tls: Some(Tls {
                cert: Some(folder.join("server.crt")),
                key: Some(folder.join("server.key")),
                cacert: Some(folder.join("ca.crt")),
                verify: gmqtt_config::ClientCertificates::Optional,
                ..Tls::default()
            }),
            ..anywhere()
        });
        config.api.auth.certificates = [
            ("viewer", ApiRole::Viewer),
            ("publisher", ApiRole::Publisher),
            ("oper*", ApiRole::Operator),
            ("admin.example.org", ApiRole::Admin),
        ]
        .map(|(name, role)| gmqtt_config::ApiCertificate {
            name: name.to_owned(),
            role,
        })
        .to_vec();
        closed(config);
    });
    let callers = Role::ALL.map(|role| (Some(role), Some(role.name())));
    for (role, certificate) in callers
        .into_iter()
        .chain([(None, None), (None, Some("stranger"))])
    {
        let routes = routes(&node);
        let answers = over_tls(&node, certificate, &routes);
        for (route, answer) in routes.iter().zip(&answers) {
            holds(route, role, "a client certificate", answer);
        }
    }
}

/// Asks for all routes on one connection.
fn over_tls(node: &Node, certificate: Option<&str>, routes: &[Route]) -> Vec<Answer> {
    let folder = node.folder.path();
    let port = node.address("api.http[1]").port();
    let mut answers = Vec::new();
    for route in routes {
        let (verb, path) = route.line.split_once(' ').expect("a line");
        let mut curl = Command::new("curl");
        curl.args(["-s", "-g", "--max-time", "2", "-X", verb, "-d", "{}"])
            .args(["-w", "\n%{http_code}", "--cacert"])
            .arg(folder.join("ca.crt"));
        if let Some(name) = certificate {
            curl.arg("--cert").arg(folder.join(format!("{name}.crt")));
            curl.arg("--key").arg(folder.join(format!("{name}.key")));
        }
        let output = curl
            .arg(format!("https://localhost:{port}{path}"))
            .output()
            .expect("curl is installed");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (body, status) = text.rsplit_once('\n').expect("a status");
        answers.push(Answer {
            status: status.parse().expect("a number"),
            head: String::new(),
            body: body.to_owned(),
        });
    }
    answers
}

/// The same methods by gRPC: what is refused is refused before the message is read.
#[test]
fn a_call_by_grpc_may_what_its_role_may() {
    let node = Node::with(|config, _| closed(config));
    let routes = routes(&node);
    let methods: Vec<_> = routes
        .iter()
        .filter(|route| !route.grpc.is_empty())
        .collect();
    assert!(methods.len() > 15, "the document names the methods of gRPC");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let endpoint = Endpoint::from_shared(format!("http://{}", node.address("api.grpc[0]")));
    let channel = {
        let _entered = runtime.enter();
        endpoint.expect("a URL").connect_lazy()
    };
    for role in callers() {
        let secret = role.map(|role| node.token(role.name(), role.name()));
        for route in &methods {
            let status = runtime.block_on(grpc_status(&channel, route, secret.as_deref()));
            let Some(needed) = route.role else { continue };
            let (unauthenticated, denied) =
                (Some(Code::Unauthenticated), Some(Code::PermissionDenied));
            match role {
                None => assert_eq!(status, unauthenticated, "{}", route.grpc),
                Some(role) if role.may(needed) => assert!(
                    status != unauthenticated && status != denied,
                    "{} as {role}: {status:?}",
                    route.grpc
                ),
                Some(role) => assert_eq!(status, denied, "{} as {role}", route.grpc),
            }
        }
    }
}

/// The status of a call with an empty message; `None` if the stream goes on.
async fn grpc_status(channel: &Channel, route: &Route, secret: Option<&str>) -> Option<Code> {
    let mut request = tonic::Request::new(());
    if let Some(secret) = secret {
        let bearer = format!("Bearer {secret}").parse().expect("ASCII");
        request.metadata_mut().insert("authorization", bearer);
    }
    let mut client = Grpc::new(channel.clone());
    client.ready().await.expect("the endpoint listens");
    let path = route.grpc.parse().expect("a path");
    // What answers once is a stream of one.
    match client.server_streaming(request, path, Nothing).await {
        Err(status) => Some(status.code()),
        Ok(_) if route.streams => None,
        Ok(answers) => match answers.into_inner().message().await {
            Err(status) => Some(status.code()),
            Ok(_) => Some(Code::Ok),
        },
    }
}

/// Writes an empty message and reads any.
#[derive(Debug, Default)]
struct Nothing;

impl Codec for Nothing {
    type Encode = ();
    type Decode = ();
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Nothing {
    type Item = ();
    type Error = tonic::Status;

    fn encode(&mut self, (): (), _: &mut EncodeBuf<'_>) -> Result<(), tonic::Status> {
        Ok(())
    }
}

impl Decoder for Nothing {
    type Item = ();
    type Error = tonic::Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<()>, tonic::Status> {
        buffer.advance(buffer.remaining());
        Ok(Some(()))
    }
}

/// The document must not call a route open that is not, nor the other way round.
#[test]
fn only_probes_and_documents_are_for_everybody() {
    let node = Node::with(|config, _| closed(config));
    for (path, status) in [
        ("/livez", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/docs", 200),
        ("/openapi.json", 200),
        ("/readyz?verbose", 401),
        ("/metrics", 401),
        ("/v1/plugins/prometheus/metrics", 401),
    ] {
        let answer = node.ask(&format!("GET {path}"), "", &[]);
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        assert!(answer.head.contains("x-gmqtt-version: "), "{path}");
    }
    let document: Value = node.ask("GET /openapi.json", "", &[]).json();
    let operations = document["paths"].as_object().expect("paths").values();
    for operation in operations.flat_map(|all| all.as_object().expect("operations").values()) {
        assert!(operation["x-gmqtt-role"].is_string(), "{operation}");
    }
}
