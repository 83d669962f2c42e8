//! Nodes that others can reach need to know who they talk to.

use super::Check;
use crate::{Config, FederationOpen as Open};

/// Node names are put before counted bytes of this width on the wire.
const LONGEST_NAME: usize = 255;

/// Reports a federation that is open to everybody, and settings that do not go together.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    let federation = &config.plugins.federation;
    let has_secret = !federation.cluster_secret.is_empty();
    if has_secret && federation.cluster_secret_file.is_some() {
        check.error(
            "plugins.federation.cluster_secret_file",
            "`cluster_secret` and `cluster_secret_file` are both given",
            Some("keep one of them".to_owned()),
        );
    }
    let is_loaded = config.plugin_order.iter().any(|name| name == "federation");
    if !is_loaded {
        return;
    }
    if let Some(name) = &federation.node_name
        && (name.is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control))
    {
        check.error(
            "plugins.federation.node_name",
            format!("the name of a node has 1 to {LONGEST_NAME} bytes and no control characters"),
            None,
        );
    }
    // The Go broker had no protection, and its files are served as they are.
    if config.compat.is_some() {
        return;
    }
    for what in federation.open_to_others() {
        let (key, message, hint) = match what {
            Open::Links => (
                "plugins.federation.fed_addr",
                "there is no `tls`",
                "add `tls` with `cert`, `key` and `cacert`",
            ),
            Open::Gossip => (
                "plugins.federation.gossip_addr",
                "there is no `cluster_secret`",
                "set `cluster_secret_file` to a file with the same random text on each node",
            ),
        };
        check.warning(
            key,
            format!("other machines reach this address and {message}; `gmqtt start` refuses it"),
            Some(format!(
                "{hint}, or bind 127.0.0.1, or set `insecure: true` to accept it"
            )),
        );
    }
}
