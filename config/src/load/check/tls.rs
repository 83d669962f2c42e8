//! A certificate needs its key, and clients need an authority.

use super::Check;
use crate::{Config, Tls};

/// Reports `tls` sections that cannot work.
pub(super) fn check(config: &Config, check: &mut Check<'_, '_, '_>) {
    for (i, listener) in config.listeners.iter().enumerate() {
        let Some(tls) = &listener.tls else { continue };
        let key = format!("listeners[{i}].tls");
        section(&key, tls, check);
        if config.compat.is_some() && tls.verify.are_required() {
            let message = "clients must now show a certificate; the Go broker ignored this key for MQTT listeners";
            check.warning(&format!("{key}.verify"), message, None);
        }
    }
    for (name, endpoints) in [
        ("api.grpc", &config.api.grpc),
        ("api.http", &config.api.http),
    ] {
        for (i, endpoint) in endpoints.iter().enumerate() {
            if let Some(tls) = &endpoint.tls {
                section(&format!("{name}[{i}].tls"), tls, check);
            }
        }
    }
}

fn section(key: &str, tls: &Tls, check: &mut Check<'_, '_, '_>) {
    let how = || Some("`gmqtt init --secure` writes a CA and a server certificate".to_owned());
    match (&tls.cert, &tls.key) {
        (Some(_), Some(_)) => {}
        (Some(_), None) => check.error(
            &format!("{key}.cert"),
            "the certificate has no `key` beside it",
            None,
        ),
        (None, Some(_)) => check.error(
            &format!("{key}.key"),
            "the key has no `cert` beside it",
            None,
        ),
        (None, None) => check.error(key, format!("`{key}` needs a `cert` and a `key`"), how()),
    }
    if tls.verify.are_asked_for() && tls.cacert.is_none() {
        let hint = "name the authority that signed the clients' certificates as `cacert`";
        check.error(
            &format!("{key}.verify"),
            "clients cannot be verified without `cacert`",
            Some(hint.to_owned()),
        );
    }
    if !tls.verify.are_asked_for() {
        let unused = [
            ("crl", tls.crl.is_some()),
            ("username_from", tls.username_from.is_some()),
        ];
        for name in unused
            .into_iter()
            .filter_map(|(name, set)| set.then_some(name))
        {
            let message = format!("`{name}` needs client certificates, and `verify` is false");
            check.error(&format!("{key}.{name}"), message, None);
        }
    }
}
