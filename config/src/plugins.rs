//! `plugins`: the settings of each plugin.

mod acl;
mod auth;
mod federation;

use std::time::Duration;

pub use acl::{Acl, AclDefault, AclFormat, AclSubscribe};
pub use auth::{Auth, Lockout, PasswordHash};
pub use federation::{Federation, FederationOpen, FederationTls, OnPartition};
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    CustomSections, ListenAddress,
    schema::{Reader, Secrets, Shape, Value, section},
    yaml::{Content, Node},
};

section! {
    /// The settings of each plugin. They are checked also for plugins that are not loaded.
    pub struct Plugins {
        /// Metrics for Prometheus.
        pub prometheus: Prometheus = Prometheus::default();
        /// Accounts with passwords.
        pub auth: Auth = Auth::default();
        /// Rules for who may publish and subscribe what.
        pub acl: Acl = Acl::default();
        /// Figures about the broker on `$SYS` topics.
        pub sys: Sys = Sys::default();
        /// Several brokers as one.
        pub federation: Federation = Federation::default();
        /// The admin API; its addresses are in `api`.
        pub admin: Admin = Admin;
    }
    extra {
        /// The sections of plugins that are not among these.
        pub custom: CustomSections;
    }
}

section! {
    /// Metrics for Prometheus.
    pub struct Prometheus {
        /// The address to bind.
        pub listen_address: ListenAddress = ListenAddress::new("127.0.0.1", 8082);
        /// The path of the URL.
        pub path: String = "/metrics".to_owned();
    }
}

section! {
    /// Figures about the broker on `$SYS` topics.
    pub struct Sys {
        /// How often those that have changed are published.
        pub interval: Duration = Duration::from_secs(10) => at_least(1);
    }
}

/// The admin plugin has no settings of its own; its addresses are in `api`. What an old file says here has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Admin;

impl Value for Admin {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        let is_empty = matches!(&node.content, Content::Map(entries) if entries.is_empty());
        if !is_empty && !reader.is_compatible() {
            reader.suspicious(
                node,
                "this section has no effect",
                "the addresses of the admin API are in `api`",
            );
        }
        Some(Self)
    }

    fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
        serializer.serialize_map(Some(0))?.end()
    }

    fn shape() -> Shape {
        Shape::Section(&[], || serde_yaml::Value::Null)
    }
}

impl Serialize for Admin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer, Secrets::Masked)
    }
}
