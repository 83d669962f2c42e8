//! Connections to Redis: one for the writer, some for readers, within the bounds of the configuration.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster::ClusterClientBuilder;
use redis::cluster_async::ClusterConnection;
use redis::sentinel::{SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, ClientTlsConfig, Cmd, ConnectionAddr, FromRedisValue,
    IntoConnectionInfo, Pipeline, RedisConnectionInfo, RedisFuture, RedisResult, TlsCertificates,
    TlsMode, Value,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::servers::{Address, Options, Servers};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A payload of 256 MiB takes its time.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

/// To one server, or to a cluster.
pub(super) enum Connection {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Connection {
    pub(super) async fn open(options: &Options) -> RedisResult<Self> {
        if options.tls.is_some() {
            // There may be one already: then it is that one.
            let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(ANSWER_TIMEOUT));
        match &options.servers {
            Servers::One(address) => {
                let client = client(options, address)?;
                let connection = client.get_multiplexed_async_connection_with_config(&config);
                connection.await.map(Self::One)
            }
            Servers::Sentinel(nodes, name) => {
                let mut client = sentinel(options, nodes, name)?.build()?;
                let connection = client.get_async_connection_with_config(&config);
                let connection = tokio::time::timeout(2 * CONNECT_TIMEOUT, connection).await;
                connection.map_err(timed_out)?.map(Self::One)
            }
            Servers::Cluster(nodes) => {
                let client = cluster(options, nodes)?.build()?;
                let connection = client.get_async_connection();
                let connection = tokio::time::timeout(2 * CONNECT_TIMEOUT, connection).await;
                connection.map_err(timed_out)?.map(Self::Cluster)
            }
        }
    }

    pub(super) async fn run<T: FromRedisValue>(&mut self, pipeline: &Pipeline) -> RedisResult<T> {
        pipeline.query_async(self).await
    }
}

fn timed_out(_: tokio::time::error::Elapsed) -> redis::RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}

fn certificates(options: &Options) -> Option<TlsCertificates> {
    let tls = options.tls.as_ref()?;
    let client_tls = tls.client.as_ref().map(|(cert, key)| ClientTlsConfig {
        client_cert: cert.clone(),
        client_key: key.0.clone(),
    });
    Some(TlsCertificates {
        client_tls,
        root_cert: tls.ca.clone(),
    })
}

fn at(options: &Options, Address { host, port }: &Address) -> ConnectionAddr {
    if options.tls.is_some() {
        ConnectionAddr::TcpTls {
            host: host.clone(),
            port: *port,
            insecure: false,
            tls_params: None,
        }
    } else {
        ConnectionAddr::Tcp(host.clone(), *port)
    }
}

fn client(options: &Options, address: &Address) -> RedisResult<Client> {
    let mut settings = RedisConnectionInfo::default().set_db(options.database.into());
    if !options.user.is_empty() {
        settings = settings.set_username(&options.user);
    }
    if !options.password.0.is_empty() {
        settings = settings.set_password(&options.password.0);
    }
    let info = at(options, address)
        .into_connection_info()?
        .set_redis_settings(settings);
    match certificates(options) {
        Some(certificates) => Client::build_with_tls(info, certificates),
        None => Client::open(info),
    }
}

fn sentinel(
    options: &Options,
    nodes: &[Address],
    name: &str,
) -> RedisResult<SentinelClientBuilder> {
    let nodes = nodes.iter().map(|node| at(options, node));
    let mut builder = SentinelClientBuilder::new(nodes, name, SentinelServerType::Master)?
        .set_client_to_redis_db(options.database.into());
    if !options.user.is_empty() {
        builder = builder.set_client_to_redis_username(&options.user);
    }
    if !options.password.0.is_empty() {
        builder = builder.set_client_to_redis_password(&options.password.0);
    }
    if let Some(certificates) = certificates(options) {
        builder = builder
            .set_client_to_redis_tls_mode(TlsMode::Secure)
            .set_client_to_sentinel_tls_mode(TlsMode::Secure)
            .set_client_to_redis_certificates(certificates);
    }
    Ok(builder)
}

fn cluster(options: &Options, nodes: &[Address]) -> RedisResult<ClusterClientBuilder> {
    let nodes: RedisResult<Vec<_>> = nodes
        .iter()
        .map(|node| at(options, node).into_connection_info())
        .collect();
    let mut builder = ClusterClientBuilder::new(nodes?)
        .connection_timeout(CONNECT_TIMEOUT)
        .response_timeout(ANSWER_TIMEOUT);
    if !options.user.is_empty() {
        builder = builder.username(&options.user);
    }
    if !options.password.0.is_empty() {
        builder = builder.password(&options.password.0);
    }
    if let Some(certificates) = certificates(options) {
        builder = builder.tls(TlsMode::Secure).certs(certificates);
    }
    Ok(builder)
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(one) => one.req_packed_command(cmd),
            Self::Cluster(cluster) => cluster.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(one) => one.req_packed_commands(cmd, offset, count),
            Self::Cluster(cluster) => cluster.req_packed_commands(cmd, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(one) => one.get_db(),
            Self::Cluster(cluster) => cluster.get_db(),
        }
    }
}

/// Connections of readers.
pub(super) struct Pool {
    options: Options,
    idle: Mutex<Vec<(Connection, Instant)>>,
    permits: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(options: Options) -> Self {
        let most = match options.max_active {
            0 => Semaphore::MAX_PERMITS,
            most => (most.saturating_sub(1).max(1)) as usize,
        };
        Self {
            options,
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(most)),
        }
    }

    /// Runs commands on a connection of its own.
    pub(super) async fn run<T: FromRedisValue>(&self, pipeline: &Pipeline) -> RedisResult<T> {
        let _permit: Option<OwnedSemaphorePermit> = self.permits.clone().acquire_owned().await.ok();
        if let Some(connection) = self.take_idle() {
            match self.run_on(connection, pipeline).await {
                // The server has closed it, and the others most likely, too. Readers may ask twice.
                Err(error) if error.is_io_error() || error.is_connection_dropped() => {
                    self.idle.lock().clear();
                }
                answer => return answer,
            }
        }
        let connection = Connection::open(&self.options).await?;
        self.run_on(connection, pipeline).await
    }

    async fn run_on<T: FromRedisValue>(
        &self,
        mut connection: Connection,
        pipeline: &Pipeline,
    ) -> RedisResult<T> {
        let answer = connection.run(pipeline).await;
        // One that failed is not used again.
        if answer.is_ok() {
            let mut idle = self.idle.lock();
            if idle.len() < self.options.max_idle as usize {
                idle.push((connection, Instant::now()));
            }
        }
        answer
    }

    fn take_idle(&self) -> Option<Connection> {
        let limit = self.options.idle_timeout;
        let mut idle = self.idle.lock();
        if !limit.is_zero() {
            idle.retain(|(_, since)| since.elapsed() < limit);
        }
        idle.pop().map(|(connection, _)| connection)
    }
}
