//! A broker in a process of its own, clients of MQTT and callers of its API.

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use gmqtt_admin_client::{AdminClient, Code, Options, Response, Status, admin};
use gmqtt_protocol::Version;
use gmqtt_protocol::packet::Connect;
use tokio::runtime::Runtime;

use crate::cli::process::Broker;
use crate::support::Raw;
use crate::support::packets::connect;

/// How long something that is under way may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running broker whose admin API is open on ports of its own.
pub(super) struct Node {
    broker: Broker,
    runtime: Runtime,
}

/// One way to call the API.
pub(super) struct Way<'n> {
    /// `grpc` or `http`.
    pub(super) name: &'static str,
    pub(super) client: AdminClient,
    node: &'n Node,
}

impl Node {
    #[track_caller]
    pub(super) fn start<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        Self {
            broker: Broker::anywhere(args),
            runtime: runtime.expect("a runtime"),
        }
    }

    /// Both ways, gRPC first.
    pub(super) fn ways(&self) -> [Way<'_>; 2] {
        ["grpc", "http"].map(|name| self.way(name))
    }

    pub(super) fn grpc(&self) -> Way<'_> {
        self.way("grpc")
    }

    fn way(&self, name: &'static str) -> Way<'_> {
        let _entered = self.runtime.enter();
        let endpoint = self.endpoint(name).parse().expect("an endpoint");
        let client = AdminClient::connect(&endpoint, Options::default()).expect("a client");
        Way {
            name,
            client,
            node: self,
        }
    }

    /// Where its API is.
    pub(super) fn endpoint(&self, scheme: &str) -> String {
        let admin = self.broker.banner()["admin"].as_array().expect("endpoints");
        let urls = admin.iter().filter_map(|url| url.as_str());
        let mut of_scheme = urls.filter(|url| url.starts_with(&format!("{scheme}://")));
        of_scheme
            .next()
            .expect("an endpoint of this kind")
            .to_owned()
    }

    /// The broker itself.
    pub(super) fn broker(&self) -> &Broker {
        &self.broker
    }

    /// A client of MQTT that is let in.
    #[track_caller]
    pub(super) fn connect<'a>(
        &self,
        client_id: &'a str,
        change: impl FnOnce(&mut Connect<'a>),
    ) -> Raw {
        let mut raw = self.try_connect(client_id, change);
        raw.expect_accepted();
        raw
    }

    /// A client of MQTT 5 that has sent its CONNECT.
    #[track_caller]
    pub(super) fn try_connect<'a>(
        &self,
        client_id: &'a str,
        change: impl FnOnce(&mut Connect<'a>),
    ) -> Raw {
        let mut packet = connect(Version::V5, client_id);
        change(&mut packet);
        let mut raw = Raw::open(self.broker.address(), packet.version);
        raw.send(&packet);
        raw
    }

    /// A client whose session stays for an hour.
    #[track_caller]
    pub(super) fn persistent(&self, client_id: &str) -> Raw {
        self.connect(client_id, |connect| {
            connect.clean_start = false;
            connect.properties.session_expiry_interval = Some(3600);
        })
    }

    /// A request as it stands; the status and the body of the answer.
    pub(super) fn http(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let url = self.endpoint("http");
        let address = url.strip_prefix("http://").expect("HTTP");
        let mut stream = TcpStream::connect(address).expect("the endpoint listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("an answer in UTF-8");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).expect("a status");
        (status.parse().expect("a number"), body.to_owned())
    }

    /// Waits for its end.
    pub(super) fn end(self) -> crate::cli::process::Done {
        self.broker.end()
    }

    /// Starts the broker again where it left its state.
    pub(super) fn stop(self) {
        self.broker.signal(rustix::process::Signal::TERM);
        let done = self.broker.end();
        assert_eq!(done.code, Some(0), "{done:?}");
    }
}

impl Way<'_> {
    /// What a call answers.
    #[track_caller]
    pub(super) fn answer<T>(&self, call: impl Future<Output = Result<Response<T>, Status>>) -> T {
        match self.call(call) {
            Ok(answer) => answer,
            Err(status) => panic!("over {}: {status}", self.name),
        }
    }

    /// The code and the words that a call is refused with.
    #[track_caller]
    pub(super) fn refusal<T>(
        &self,
        call: impl Future<Output = Result<Response<T>, Status>>,
    ) -> (Code, String) {
        match self.call(call) {
            Ok(_) => panic!("over {}: it is not refused", self.name),
            Err(status) => (status.code(), status.message().to_owned()),
        }
    }

    /// Waits for something that is under way.
    #[track_caller]
    pub(super) fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        let what = async { tokio::time::timeout(PATIENCE, what).await };
        self.node
            .runtime
            .block_on(what)
            .expect("it happens in time")
    }

    fn call<T>(
        &self,
        call: impl Future<Output = Result<Response<T>, Status>>,
    ) -> Result<T, Status> {
        let call = async { tokio::time::timeout(PATIENCE, call).await };
        let answer = self.node.runtime.block_on(call).expect("an answer in time");
        answer.map(Response::into_inner)
    }

    /// The client of this name, if there is one.
    pub(super) fn client(&self, client_id: &str) -> Option<admin::Client> {
        let client_id = client_id.to_owned();
        let mut clients = self.client.clients();
        let call = clients.get(admin::GetClientRequest { client_id });
        match self.call(call) {
            Ok(answer) => answer.client,
            Err(status) => {
                assert_eq!(status.code(), Code::NotFound, "{status}");
                None
            }
        }
    }

    /// Asks until the answer is what is waited for: what happens to other connections takes a moment.
    #[track_caller]
    pub(super) fn wait_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < PATIENCE, "{what} does not come true");
            std::thread::yield_now();
        }
    }
}
