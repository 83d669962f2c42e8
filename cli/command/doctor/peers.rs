//! Who the broker talks to: whether they can be reached.

use std::{
    net::{TcpStream, ToSocketAddrs as _},
    sync::mpsc,
    thread,
    time::Duration,
};

use gmqtt_config::{Config, PeerAddress, PersistenceType};

use super::finding::Finding;

/// A node to join: it gossips in datagrams, which nobody answers who does not know the cluster secret.
const NODE: &str = "the node";

/// How long a peer may take, looking up its name included.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks at every peer of the configuration, all at the same time.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let asked: Vec<_> = peers(config)
        .into_iter()
        .map(|(what, address)| {
            let (answer, answered) = mpsc::sync_channel(1);
            let peer = address.clone();
            // Looking up a name cannot be given a time, so who waits for it can be left behind.
            thread::spawn(move || {
                answer.send(match what {
                    NODE => known(&peer),
                    _ => reach(&peer),
                })
            });
            (what, address, answered)
        })
        .collect();
    asked
        .into_iter()
        .map(|(what, address, answered)| {
            let reached = answered.recv_timeout(2 * PATIENCE);
            match reached.unwrap_or_else(|_| Err("it does not answer".to_owned())) {
                Ok(()) if what == NODE => {
                    Finding::ok("peers", format!("{what} {address} has an address"))
                }
                Ok(()) => Finding::ok("peers", format!("{what} {address} can be reached")),
                Err(why) => Finding::error("peers", format!("{what} {address} cannot be reached: {why}"))
                    .fix("see that it runs, that a firewall lets this machine through, and that the address is right"),
            }
        })
        .collect()
}

fn peers(config: &Config) -> Vec<(&'static str, PeerAddress)> {
    let mut peers = Vec::new();
    let redis = &config.persistence.redis;
    // Where a URL names several, the store knows better how to ask them.
    if config.persistence.kind == PersistenceType::Redis && redis.url.is_empty() {
        peers.push(("Redis at", redis.addr.clone()));
    }
    if config.plugin_order.iter().any(|name| name == "federation") {
        let join = config.plugins.federation.retry_join.iter();
        peers.extend(join.map(|peer| (NODE, peer.clone())));
    }
    peers
}

/// Whether there is an address.
fn known(peer: &PeerAddress) -> Result<(), String> {
    let addresses = (peer.host.as_str(), peer.port).to_socket_addrs();
    match addresses.map(|mut addresses| addresses.next()) {
        Ok(Some(_)) => Ok(()),
        _ => Err(format!("no address is known for {}", peer.host)),
    }
}

fn reach(peer: &PeerAddress) -> Result<(), String> {
    let addresses = (peer.host.as_str(), peer.port).to_socket_addrs();
    let addresses = addresses.map_err(|_| format!("no address is known for {}", peer.host))?;
    let mut why = "no address is known for it".to_owned();
    for address in addresses {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => return Ok(()),
            Err(error) => why = error.to_string(),
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::super::finding::Health;
    use super::*;

    #[test]
    fn a_server_that_listens_is_reached_and_one_that_does_not_is_not() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut config = Config::default();
        assert!(look(&config).is_empty());
        config.persistence.kind = PersistenceType::Redis;
        config.persistence.redis.addr =
            PeerAddress::new("127.0.0.1", server.local_addr().unwrap().port());
        assert_eq!(look(&config)[0].health, Health::Ok);
        drop(server);
        let finding = &look(&config)[0];
        assert_eq!(finding.health, Health::Error, "{finding:?}");
        assert!(finding.fix.is_some());
    }
}
