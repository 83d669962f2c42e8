//! The whole configuration.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::{
    Api, Limits, Listener, Log, Mqtt, Persistence, Plugins,
    schema::{Secrets, Value, choice, section},
};

section! {
    /// The whole configuration. Its default is what `gmqtt start` uses without a file: the five usual ports, on
    /// loopback only.
    pub struct Config {
        /// Where the process id is written; empty means nowhere.
        pub pid_file: Option<PathBuf> = None;
        /// Where state lives that is not in the store, and the embedded store unless it has a path of its own.
        pub data_dir: Option<PathBuf> = None;
        /// Where MQTT clients connect.
        pub listeners: Vec<Listener> = Listener::loopback();
        /// Where operators connect.
        pub api: Api = Api::default();
        /// What is logged, and how.
        pub log: Log = Log::default();
        /// The plugins to load. In this order they are asked.
        pub plugin_order: Vec<String> = vec![
            "prometheus".to_owned(),
            "admin".to_owned(),
            "sys".to_owned(),
        ];
        /// The settings of each plugin.
        pub plugins: Plugins = Plugins::default();
        /// What survives a restart, and where it is kept.
        pub persistence: Persistence = Persistence::default();
        /// How topic aliases towards clients are chosen.
        pub topic_alias_manager: TopicAliasManager = TopicAliasManager::default();
        /// The limits and options of the protocol.
        pub mqtt: Mqtt = Mqtt::default();
        /// How much of the broker clients may use.
        pub limits: Limits = Limits::default();
        /// How forgivingly the file is read.
        pub compat: Option<Compat> = None;
    }
    legacy {
        "config_dir" = "relative paths are looked up beside the file";
        "gRPC" = "use `api.grpc`";
    }
}

section! {
    /// How topic aliases towards clients are chosen.
    pub struct TopicAliasManager {
        /// `fifo`: the oldest alias is given to a new topic.
        pub kind: TopicAliasManagerType = TopicAliasManagerType::Fifo => named("type");
    }
}

choice! {
    /// The ways to choose a topic alias.
    pub enum TopicAliasManagerType default Fifo {
        /// The oldest alias is given to a new topic.
        Fifo = "fifo",
    }
}

choice! {
    /// Whose habits are followed.
    pub enum Compat default GmqttGo {
        /// The Go broker's: unknown keys and plugins are warnings, `yes` and `no` are booleans.
        GmqttGo = "gmqtt-go",
    }
}

impl Config {
    /// The configuration as YAML that can be loaded again. With `mask_secrets`, passwords are replaced by asterisks.
    #[must_use]
    pub fn to_yaml(&self, mask_secrets: bool) -> String {
        let text = if mask_secrets {
            serde_yaml::to_string(self)
        } else {
            serde_yaml::to_string(&self.revealed())
        };
        text.unwrap_or_else(|error| format!("# {error}\n"))
    }

    /// A view that serializes with its secrets; the configuration itself serializes with them masked.
    #[must_use]
    pub const fn revealed(&self) -> Revealed<'_> {
        Revealed(self)
    }
}

/// A configuration that serializes with its secrets.
#[derive(Debug, Clone, Copy)]
pub struct Revealed<'a>(&'a Config);

impl Serialize for Revealed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, Secrets::Revealed)
    }
}
