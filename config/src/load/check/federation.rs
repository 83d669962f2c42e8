//! Nodes that others can reach need to know who they talk to.

use super::Check;
use crate::Config;

/// Node names are put before counted bytes of this width on the wire.
const LONGEST_NAME: usize = 255;

/// Reports a federation that is open to everybody, and settings that do not go together.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    let federation = &config.plugins.federation;
    if let Some(name) = &federation.node_name
        && (name.is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control))
    {
        check.error(
            "plugins.federation.node_name",
            format!("the name of a node has 1 to {LONGEST_NAME} bytes and no control characters"),
            None,
        );
    }
    let has_secret = !federation.cluster_secret.is_empty();
    if has_secret && federation.cluster_secret_file.is_some() {
        check.error(
            "plugins.federation.cluster_secret_file",
            "`cluster_secret` and `cluster_secret_file` are both given",
            Some("keep one of them".to_owned()),
        );
    }
    let is_loaded = config.plugin_order.iter().any(|name| name == "federation");
    if !is_loaded || federation.insecure {
        return;
    }
    let mut open = |key: &str, message: String, hint: &str| {
        let hint = Some(hint.to_owned());
        // The Go broker had neither.
        if config.compat.is_some() {
            check.warning(key, message, hint);
        } else {
            check.error(key, message, hint);
        }
    };
    if federation.tls.is_none() && !federation.fed_addr.is_loopback() {
        open(
            "plugins.federation.fed_addr",
            format!(
                "other machines reach {} and there is no `tls`: anybody could read messages and publish",
                federation.fed_addr
            ),
            "add `tls` with `cert`, `key` and `cacert`, or bind 127.0.0.1, or set `insecure: true` to accept it",
        );
    }
    if !has_secret
        && federation.cluster_secret_file.is_none()
        && !federation.gossip_addr.is_loopback()
    {
        open(
            "plugins.federation.gossip_addr",
            format!(
                "other machines reach {} and there is no `cluster_secret`: anybody could join",
                federation.gossip_addr
            ),
            "set `cluster_secret_file` to a file with the same random text on each node, or bind 127.0.0.1, or set `insecure: true` to accept it",
        );
    }
}
