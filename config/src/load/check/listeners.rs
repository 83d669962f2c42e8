//! What a listener's keys mean together.

use super::Check;
use crate::{BindAddress, Config, Listener};

/// Reports listeners that cannot work, or not as they seem to.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    if config.listeners.is_empty() {
        check.warning(
            "listeners",
            "there are no listeners: no MQTT client can connect",
            None,
        );
    }
    for (i, listener) in config.listeners.iter().enumerate() {
        let key = format!("listeners[{i}]");
        if let Some(websocket) = &listener.websocket {
            check.url_path(&format!("{key}.websocket.path"), &websocket.path);
            for (n, origin) in websocket.allowed_origins.iter().enumerate() {
                origin_has_form(
                    &format!("{key}.websocket.allowed_origins[{n}]"),
                    origin,
                    check,
                );
            }
        }
        let twin = config.listeners[..i]
            .iter()
            .position(|it| it.name.is_some() && it.name == listener.name);
        if let (Some(twin), Some(name)) = (twin, &listener.name) {
            let message = format!("`listeners[{twin}]` is called `{name}` too");
            check.error(&format!("{key}.name"), message, None);
        }
        names(&key, listener, config, check);
        if let Some(prefix) = &listener.mount_point {
            is_prefix(&format!("{key}.mount_point"), prefix, check);
        }
        proxies(&key, listener, check);
        family(&key, listener, check);
    }
}

/// A user name that nobody checks is no better than none.
fn names(key: &str, listener: &Listener, config: &Config, check: &mut Check<'_, '_, '_>) {
    let certified = listener
        .tls
        .as_ref()
        .is_some_and(|tls| tls.verify.are_required());
    let checked = certified || config.plugin_order.iter().any(|name| name == "auth");
    if listener.anonymous == Some(false) && !checked {
        let hint = "add `auth` to `plugin_order`, or ask for client certificates";
        check.warning(
            &format!("{key}.anonymous"),
            "without the plugin `auth` every user name gets in, whatever the password",
            Some(hint.to_owned()),
        );
    }
}

/// With a prefix that is not whole levels, `#` could not be put behind it.
fn is_prefix(key: &str, prefix: &str, check: &mut Check<'_, '_, '_>) {
    if !prefix.ends_with('/') {
        let hint = format!("did you mean `{prefix}/`?");
        check.error(key, "a mount point must end with a slash", Some(hint));
    }
    if prefix.starts_with('$') {
        let hint = "topics that begin with $ are hidden from wildcards".to_owned();
        check.error(key, "a mount point must not begin with $", Some(hint));
    }
    if prefix.contains(['+', '#', '\0']) {
        let message = "a mount point must not contain +, # or a NUL character";
        check.error(key, message, None);
    }
    if prefix.len() > LONGEST_PREFIX {
        let message = format!("a mount point must not be longer than {LONGEST_PREFIX} bytes");
        check.error(key, message, None);
    }
}

/// What a mount point takes is missing in every topic.
const LONGEST_PREFIX: usize = 1024;

/// Anybody could claim any address if any peer were believed.
fn proxies(key: &str, listener: &Listener, check: &mut Check<'_, '_, '_>) {
    let is_unix = matches!(listener.address, BindAddress::Unix(_));
    if listener.proxy_protocol && listener.trusted.is_empty() && !is_unix {
        let hint = "list the networks of the proxies, such as `trusted: [10.0.0.0/8]`";
        check.error(
            &format!("{key}.proxy_protocol"),
            "the PROXY protocol needs a list of `trusted` networks: without one every client could claim any address",
            Some(hint.to_owned()),
        );
    }
    if !listener.proxy_protocol && !listener.trusted.is_empty() {
        let message = "`trusted` has no effect without `proxy_protocol: true`";
        check.error(&format!("{key}.trusted"), message, None);
    }
}

/// Some keys are for TCP, others for unix sockets.
fn family(key: &str, listener: &Listener, check: &mut Check<'_, '_, '_>) {
    let no_peers = !listener.proxy_protocol;
    let (wrong, kind) = match listener.address {
        BindAddress::Tcp(_) => (
            vec![
                ("mode", listener.mode.is_some()),
                ("owner", listener.owner.is_some()),
            ],
            "is for unix sockets",
        ),
        BindAddress::Unix(_) => (
            vec![
                ("allow", !listener.allow.is_empty() && no_peers),
                ("deny", !listener.deny.is_empty() && no_peers),
                ("trusted", !listener.trusted.is_empty()),
                ("tcp_keepalive", !listener.tcp_keepalive.is_zero()),
                ("tcp_user_timeout", !listener.tcp_user_timeout.is_zero()),
            ],
            "has no effect on a unix socket",
        ),
    };
    for name in wrong
        .into_iter()
        .filter_map(|(name, set)| set.then_some(name))
    {
        check.error(&format!("{key}.{name}"), format!("`{name}` {kind}"), None);
    }
}

/// A browser sends scheme, host and port, and nothing after.
pub(super) fn origin_has_form(key: &str, origin: &str, check: &mut Check<'_, '_, '_>) {
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_none_or(|host| host.is_empty() || host.contains('/')) {
        let hint = "write it as browsers send it: `https://example.org`".to_owned();
        check.error(key, format!("`{origin}` is not an origin"), Some(hint));
    }
}
