//! Two things cannot listen in one place.

use std::net::IpAddr;

use super::Check;
use crate::{BindAddress, Config, ListenAddress};

/// Reports the second of two that want the same port or socket.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    let mut taken: Vec<(String, BindAddress)> = Vec::new();
    for (key, address) in wanted(config) {
        if let BindAddress::Unix(path) = &address
            && path.as_os_str().len() > LONGEST_SOCKET_PATH
        {
            let message =
                format!("the path of a unix socket has at most {LONGEST_SOCKET_PATH} bytes");
            check.error(&key, message, None);
        }
        if let Some((other, _)) = taken.iter().find(|(_, other)| collide(other, &address)) {
            let hint = match &address {
                BindAddress::Tcp(_) => "give one of them another port",
                BindAddress::Unix(_) => "give one of them another path",
            };
            let shown = address.brief();
            check.error(
                &key,
                format!("{shown} is already taken by `{other}`"),
                Some(hint.to_owned()),
            );
        }
        taken.push((key, address));
    }
}

/// Every address something listens on, with its key.
fn wanted(config: &Config) -> Vec<(String, BindAddress)> {
    let tcp =
        |key: &str, address: &ListenAddress| (key.to_owned(), BindAddress::Tcp(address.clone()));
    let mut wanted = Vec::new();
    for (i, listener) in config.listeners.iter().enumerate() {
        wanted.push((format!("listeners[{i}].address"), listener.address.clone()));
    }
    for (name, endpoints) in [
        ("api.grpc", &config.api.grpc),
        ("api.http", &config.api.http),
    ] {
        let keyed = endpoints.iter().enumerate();
        wanted.extend(
            keyed.map(|(i, endpoint)| (format!("{name}[{i}].address"), endpoint.address.clone())),
        );
    }
    if let Some(path) = config
        .api
        .unix
        .path
        .as_ref()
        .filter(|_| config.api.unix.enabled)
    {
        wanted.push(("api.unix.path".to_owned(), BindAddress::Unix(path.clone())));
    }
    let loaded = |name: &str| config.plugin_order.iter().any(|it| it == name);
    if loaded("prometheus") {
        wanted.push(tcp(
            "plugins.prometheus.listen_address",
            &config.plugins.prometheus.listen_address,
        ));
    }
    if loaded("federation") {
        wanted.push(tcp(
            "plugins.federation.fed_addr",
            &config.plugins.federation.fed_addr,
        ));
        wanted.push(tcp(
            "plugins.federation.gossip_addr",
            &config.plugins.federation.gossip_addr,
        ));
    }
    wanted
}

/// A wildcard takes the port of every address of its family, nothing that of both; port 0 never collides.
fn collide(a: &BindAddress, b: &BindAddress) -> bool {
    match (a, b) {
        (BindAddress::Unix(a), BindAddress::Unix(b)) => a == b,
        (BindAddress::Tcp(a), BindAddress::Tcp(b)) => {
            a.port != 0 && a.port == b.port && (covers(a, b) || covers(b, a))
        }
        _ => false,
    }
}

fn covers(a: &ListenAddress, b: &ListenAddress) -> bool {
    let same_family = match (a.host.parse::<IpAddr>(), b.host.parse::<IpAddr>()) {
        (Ok(a), Ok(b)) => a.is_ipv4() == b.is_ipv4(),
        _ => true,
    };
    a.host.eq_ignore_ascii_case(&b.host) || (a.is_wildcard() && same_family)
}

/// What `sockaddr_un` holds on Linux, its final NUL left out.
const LONGEST_SOCKET_PATH: usize = 107;
