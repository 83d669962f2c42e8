//! What this node is called.

use std::fs;

use gmqtt_config::Config;

/// The name of the node: the one in the federation, or that of the machine.
pub(crate) fn node_name(config: &Config) -> String {
    if let Some(name) = &config.plugins.federation.node_name {
        return name.clone();
    }
    let machine = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match machine.trim() {
        "" => "localhost".to_owned(),
        name => name.to_owned(),
    }
}
