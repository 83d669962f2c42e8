//! Addresses: whether the broker can have those it wants.

use std::{
    io,
    net::{SocketAddr, TcpListener, ToSocketAddrs as _},
    os::unix::net::UnixStream,
    path::Path,
};

use gmqtt_config::{BindAddress, Config, ListenAddress};
use rustix::fs::{Access, access};

use super::finding::Finding;
use crate::command::start::port_owner;

/// Looks at every address that the broker would bind.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    wanted(config)
        .iter()
        .map(|(key, address)| match address {
            BindAddress::Tcp(address) => tcp(key, address),
            BindAddress::Unix(path) => unix(key, path),
        })
        .collect()
}

fn wanted(config: &Config) -> Vec<(String, BindAddress)> {
    let mut wanted = Vec::new();
    for (at, listener) in config.listeners.iter().enumerate() {
        wanted.push((format!("listeners[{at}]"), listener.address.clone()));
    }
    let loads = |name: &str| config.plugin_order.iter().any(|plugin| plugin == name);
    if loads("admin") {
        for (name, endpoints) in [
            ("api.grpc", &config.api.grpc),
            ("api.http", &config.api.http),
        ] {
            let each = endpoints.iter().enumerate();
            wanted.extend(each.map(|(at, one)| (format!("{name}[{at}]"), one.address.clone())));
        }
    }
    if loads("prometheus") {
        let address = BindAddress::Tcp(config.plugins.prometheus.listen_address.clone());
        wanted.push(("plugins.prometheus".to_owned(), address));
    }
    wanted
}

fn tcp(key: &str, address: &ListenAddress) -> Finding {
    if address.port == 0 {
        return Finding::ok("ports", format!("{key}: the system chooses a port"));
    }
    let host = if address.host.is_empty() {
        "::"
    } else {
        &address.host
    };
    let resolved = (host, address.port).to_socket_addrs();
    let Some(socket) = resolved.ok().and_then(|mut all| all.next()) else {
        return Finding::error("ports", format!("{key}: {} has no address", address.host))
            .fix("write an address of this machine, or one that it can look up");
    };
    let bound = TcpListener::bind(socket).or_else(|error| {
        // A machine without IPv6.
        match error.kind() {
            io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied => Err(error),
            _ if host == "::" => TcpListener::bind(("0.0.0.0", address.port)),
            _ => Err(error),
        }
    });
    match bound {
        Ok(_) => Finding::ok("ports", format!("{key}: {address} is free")),
        Err(error) => not_bound(key, address, socket, &error),
    }
}

fn not_bound(key: &str, address: &ListenAddress, socket: SocketAddr, error: &io::Error) -> Finding {
    match error.kind() {
        io::ErrorKind::AddrInUse => match port_owner::owner_of(socket) {
            Some(owner) if owner.name == "gmqtt" => {
                Finding::ok("ports", format!("{key}: {address} is served by gmqtt (pid {})", owner.pid))
            }
            Some(owner) => {
                let stop = owner.unit.map_or_else(
                    || format!("kill {}", owner.pid),
                    |unit| format!("systemctl stop {}", unit.trim_end_matches(".service")),
                );
                let message = format!("{key}: {address} is taken by {} (pid {})", owner.name, owner.pid);
                Finding::error("ports", message).fix(format!("stop it ({stop}), or use another port"))
            }
            None => Finding::error("ports", format!("{key}: {address} is taken"))
                .fix("see by whom (sudo ss -ltnp), or use another port"),
        },
        io::ErrorKind::PermissionDenied => {
            Finding::error("ports", format!("{key}: this user may not bind {address}"))
                .fix("use a port above 1023, or AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit of systemd")
        }
        io::ErrorKind::AddrNotAvailable => {
            Finding::error("ports", format!("{key}: {} is no address of this machine", address.host))
                .fix("`ip address` lists those it has")
        }
        _ => Finding::error("ports", format!("{key}: {address} cannot be bound: {error}")),
    }
}

fn unix(key: &str, path: &Path) -> Finding {
    let place = path.display();
    if UnixStream::connect(path).is_ok() {
        return Finding::ok("ports", format!("{key}: {place} is served"));
    }
    let folder = path.parent().unwrap_or(Path::new("/"));
    match access(folder, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => Finding::ok("ports", format!("{key}: {place} can be made")),
        Err(error) => Finding::error(
            "ports",
            format!(
                "{key}: {place} cannot be made: {}: {}",
                folder.display(),
                io::Error::from(error)
            ),
        )
        .fix(format!(
            "make the folder, for the user of the broker: install -d -o USER {}",
            folder.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Health;
    use super::*;

    #[test]
    fn a_port_of_somebody_else_is_named_with_its_owner() {
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = ListenAddress::new("127.0.0.1", other.local_addr().unwrap().port());
        let finding = tcp("listeners[0]", &address);
        // The test is the owner, and is not called gmqtt.
        assert_eq!(finding.health, Health::Error, "{finding:?}");
        assert!(
            finding
                .message
                .contains(&format!("pid {}", std::process::id())),
            "{finding:?}"
        );
        drop(other);
        assert_eq!(tcp("listeners[0]", &address).health, Health::Ok);
    }

    #[test]
    fn an_address_that_is_not_ours_cannot_be_bound() {
        // Of the network for documentation, which no machine has.
        let finding = tcp("listeners[0]", &ListenAddress::new("192.0.2.1", 1883));
        assert_eq!(finding.health, Health::Error, "{finding:?}");
        assert!(finding.fix.is_some());
    }

    #[test]
    fn a_socket_needs_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(unix("a", &folder.path().join("x.sock")).health, Health::Ok);
        assert_eq!(
            unix("a", &folder.path().join("no/x.sock")).health,
            Health::Error
        );
    }
}
