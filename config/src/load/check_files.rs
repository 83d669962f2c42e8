//! The files a configuration names: whether they are there.

use std::path::Path;

use super::{Finding, Report};
use crate::{AclDefault, Config, Tls, schema::Found};

/// Reports certificates, keys and password files that are missing or unreadable.
pub(super) fn check(config: &Config, found: &Found, report: &mut Report<'_>) {
    let mut files = Files { found, report };
    let endpoints = |name: &str, list: &[crate::ApiEndpoint]| {
        let tls = list
            .iter()
            .enumerate()
            .map(|(i, endpoint)| (format!("{name}[{i}].tls"), endpoint.tls.clone()));
        tls.collect::<Vec<_>>()
    };
    let listeners = config.listeners.iter().enumerate();
    let listeners =
        listeners.map(|(i, listener)| (format!("listeners[{i}].tls"), listener.tls.clone()));
    for (key, tls) in listeners
        .chain(endpoints("api.grpc", &config.api.grpc))
        .chain(endpoints("api.http", &config.api.http))
    {
        let Some(Tls {
            cert,
            key: private,
            cacert,
            crl,
            verify: _,
            min_version: _,
            username_from: _,
        }) = tls
        else {
            continue;
        };
        for (name, path) in [
            ("cert", cert),
            ("key", private),
            ("cacert", cacert),
            ("crl", crl),
        ] {
            files.required(
                &format!("{key}.{name}"),
                path.as_deref(),
                Some(HOW_TO_MAKE_CERTIFICATES),
            );
        }
    }
    let redis = &config.persistence.redis;
    for (name, path) in [
        ("password_file", &redis.password_file),
        ("cacert", &redis.cacert),
        ("cert", &redis.cert),
        ("key", &redis.key),
    ] {
        files.required(&format!("persistence.redis.{name}"), path.as_deref(), None);
    }
    let federation = &config.plugins.federation;
    if let Some(tls) = &federation.tls {
        for (name, path) in [
            ("cert", &tls.cert),
            ("key", &tls.key),
            ("cacert", &tls.cacert),
        ] {
            // One that is not given is reported as such.
            let given = Some(path.as_path()).filter(|path| !path.as_os_str().is_empty());
            files.required(&format!("plugins.federation.tls.{name}"), given, None);
        }
    }
    let secret = federation.cluster_secret_file.as_deref();
    let how = "make one: openssl rand -base64 32 > FILE, and copy it to each node";
    files.required("plugins.federation.cluster_secret_file", secret, Some(how));
    if config.plugin_order.iter().any(|name| name == "auth") {
        files.password_file(&config.plugins.auth.password_file);
    }
    if config.plugin_order.iter().any(|name| name == "acl") {
        files.rule_file(&config.plugins.acl.file, config.plugins.acl.default);
    }
}

const HOW_TO_MAKE_CERTIFICATES: &str = "`gmqtt init --secure` writes a CA and a server certificate";

struct Files<'f, 'r, 's> {
    found: &'f Found,
    report: &'r mut Report<'s>,
}

impl Files<'_, '_, '_> {
    fn required(&mut self, key: &str, path: Option<&Path>, hint: Option<&str>) {
        let Some(path) = path else { return };
        let message = match std::fs::File::open(path).and_then(|file| file.metadata()) {
            Ok(metadata) if metadata.is_dir() => format!("not a file: {}", path.display()),
            Ok(_) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                format!("file not found: {}", path.display())
            }
            Err(error) => format!("cannot read {}: {error}", path.display()),
        };
        self.report.push(
            Finding::error(message)
                .key(key)
                .at(self.found.span(key))
                .hint(hint.map(str::to_owned)),
        );
    }

    /// A rule file is made when the first rule is added.
    fn rule_file(&mut self, path: &Path, default: AclDefault) {
        let key = "plugins.acl.file";
        if path.exists() {
            return self.required(key, Some(path), None);
        }
        let meaning = match default {
            AclDefault::Deny => "nobody can publish or subscribe",
            AclDefault::Allow => "everybody can publish and subscribe everything",
        };
        let message = format!(
            "there are no rules yet: {} does not exist, so {meaning}",
            path.display()
        );
        let finding = Finding::warning(message).key(key).at(self.found.span(key));
        self.report.push(
            finding
                .hint("write one, such as: - {allow: all, user: admin, topic: \"#\"}".to_owned()),
        );
    }

    /// A password file is made when the first account is added.
    fn password_file(&mut self, path: &Path) {
        let key = "plugins.auth.password_file";
        if path.exists() {
            return self.required(key, Some(path), None);
        }
        let message = format!(
            "there are no accounts yet: {} does not exist, so nobody can connect",
            path.display()
        );
        let finding = Finding::warning(message).key(key).at(self.found.span(key));
        self.report.push(
            finding.hint(
                "add one while the broker runs: gmqtt accounts add NAME --generate".to_owned(),
            ),
        );
    }
}
