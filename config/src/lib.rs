//! What can be configured in gmqtt: every key with its meaning and default, the reading of a file and of the
//! overrides, and the checks.
//!
//! Each section is declared once with the `section!` macro; parsing, defaults, the nearest-key suggestion, the
//! effective configuration as YAML or JSON, and the list of keys ([`keys`]) follow from that declaration.
//! Nothing here opens a socket, reads a clock or the process environment: the caller hands the environment in.

mod access_rule;
mod account;
mod address;
mod api;
mod certificates;
mod config;
mod custom;
mod duration;
mod limits;
mod listener;
mod load;
mod log;
mod mqtt;
mod network;
mod one_or_many;
mod persistence;
mod plugins;
mod schema;
mod secret;
mod yaml;

pub use access_rule::{AccessRule, Action};
pub use account::Account;
pub use address::{BindAddress, InvalidAddress, ListenAddress, PeerAddress};
pub use api::{
    Api, ApiAuth, ApiAuthMode, ApiCertificate, ApiEndpoint, ApiLoopback, ApiRole, ApiSocket,
    ApiUnix, ApiUnixRole,
};
pub use certificates::ClientCertificates;
pub use config::{Compat, Config, Revealed, TopicAliasManager, TopicAliasManagerType};
pub use custom::CustomSections;
pub use duration::{InvalidDuration, format_duration, parse_duration};
pub use limits::{Limits, OverRate};
pub use listener::{CertificateName, Listener, Tls, TlsVersion, WebSocket};
pub use load::{
    Candidate, Diagnostic, Entry, LoadError, LoadOptions, Loaded, Location, Origin, Origins,
    PLUGINS, Severity, default_data_dir, load, load_bytes, search_path,
};
pub use log::{Log, LogFormat, LogLevel, LogOutput};
pub use mqtt::{DeliveryMode, Mqtt};
pub use network::{FileMode, Network};
pub use one_or_many::OneOrMany;
pub use persistence::{Commit, Embedded, OnStoreFailure, Persistence, PersistenceType, Redis};
pub use plugins::{
    Acl, AclDefault, AclFormat, AclSubscribe, Admin, Auth, Federation, FederationOpen,
    FederationTls, Lockout, OnPartition, PasswordHash, Plugins, Prometheus, Sys,
};
pub use schema::{KeyDoc, KeyKind, keys};
pub use secret::Secret;

/// The sample, `gmqtt.yml`: every key with what it does.
pub const SAMPLE: &str = include_str!("../gmqtt.yml");
