//! What this node is called: by its config, or as its machine.

use gmqtt_config::Config;

/// The name of the node that this configuration makes.
pub(crate) fn node_name(config: &Config) -> String {
    let configured = config.plugins.federation.node_name.clone();
    configured
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "gmqtt".to_owned())
}
