//! Where a configuration has certificates.

use gmqtt_config::{Config, Tls};

/// The `tls` sections of listeners and of endpoints of the admin API, each with the key and the address of what it belongs to.
pub(crate) fn sections(config: &Config) -> impl Iterator<Item = (String, String, &Tls)> {
    let listeners = config.listeners.iter().enumerate();
    let listeners = listeners.map(|(at, listener)| {
        let key = format!("listeners[{at}]");
        (key, listener.address.brief(), listener.tls.as_ref())
    });
    let endpoints = [
        ("api.grpc", &config.api.grpc),
        ("api.http", &config.api.http),
    ]
    .into_iter()
    .flat_map(|(name, endpoints)| {
        let endpoints = endpoints.iter().enumerate();
        endpoints.map(move |(at, endpoint)| {
            let key = format!("{name}[{at}]");
            (key, endpoint.address.brief(), endpoint.tls.as_ref())
        })
    });
    listeners
        .chain(endpoints)
        .filter_map(|(key, address, tls)| Some((key, address, tls?)))
}
