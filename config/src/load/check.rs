//! What only shows when several values are seen together.

mod addresses;
mod federation;
mod listeners;
mod shared;
mod tls;

use super::{Finding, Report};
use crate::{
    ApiAuthMode, ApiEndpoint, BindAddress, Config,
    schema::{Found, nearest},
};

/// The plugins there are.
pub const PLUGINS: [&str; 6] = ["prometheus", "admin", "auth", "federation", "acl", "sys"];

/// Reports what does not fit together. Unknown plugins of a Go broker's file are taken out. `others` are the plugins there are besides
/// [`PLUGINS`].
pub(super) fn check(
    config: &mut Config,
    others: &[String],
    found: &Found,
    report: &mut Report<'_>,
) {
    let mut check = Check { found, report };
    check.plugin_order(config, others);
    check.mqtt(config);
    check.api(config);
    check.persistence(config);
    check.redis_url(config);
    check.url_path("plugins.prometheus.path", &config.plugins.prometheus.path);
    listeners::check(config, &mut check);
    addresses::check(config, &mut check);
    tls::check(config, &mut check);
    federation::check(config, &mut check);
    shared::check(config, &mut check);
}

/// What the URL of a Redis may begin with.
const REDIS_SCHEMES: [&str; 6] = [
    "redis",
    "rediss",
    "redis-sentinel",
    "rediss-sentinel",
    "redis-cluster",
    "rediss-cluster",
];

/// Where findings about keys go.
struct Check<'f, 'r, 's> {
    found: &'f Found,
    report: &'r mut Report<'s>,
}

impl Check<'_, '_, '_> {
    fn error(&mut self, key: &str, message: impl Into<String>, hint: Option<String>) {
        self.report.push(
            Finding::error(message)
                .key(key)
                .at(self.found.span(key))
                .hint(hint),
        );
    }

    fn warning(&mut self, key: &str, message: impl Into<String>, hint: Option<String>) {
        self.report.push(
            Finding::warning(message)
                .key(key)
                .at(self.found.span(key))
                .hint(hint),
        );
    }

    fn plugin_order(&mut self, config: &mut Config, others: &[String]) {
        let mut known = PLUGINS.to_vec();
        known.extend(
            others
                .iter()
                .map(String::as_str)
                .filter(|name| !PLUGINS.contains(name)),
        );
        let lenient = config.compat.is_some();
        for (i, name) in config.plugin_order.iter().enumerate() {
            let key = format!("plugin_order[{i}]");
            if !known.contains(&name.as_str()) {
                let all = format!("the plugins are {}", known.join(", "));
                let near = nearest(name, known.iter().copied());
                let hint = near.map_or(all, |near| format!("did you mean `{near}`?"));
                let message = format!("unknown plugin `{name}`");
                let finding = if lenient {
                    Finding::warning(message)
                } else {
                    Finding::error(message)
                };
                self.report.push(
                    finding
                        .key(key.as_str())
                        .at(self.found.span(&key))
                        .show_line(true)
                        .hint(hint),
                );
            } else if config.plugin_order[..i].contains(name) {
                self.error(&key, format!("the plugin `{name}` is listed twice"), None);
            }
        }
        if lenient {
            config
                .plugin_order
                .retain(|name| known.contains(&name.as_str()));
        }
    }

    fn mqtt(&mut self, config: &Config) {
        let (queued, inflight) = ("mqtt.max_queued_messages", "mqtt.max_inflight");
        let both_right = self.found.is_right(queued) && self.found.is_right(inflight);
        let mqtt = &config.mqtt;
        if both_right && mqtt.max_queued_messages < u32::from(mqtt.max_inflight) {
            let key = if self.found.span(queued).is_some() {
                queued
            } else {
                inflight
            };
            let message = format!(
                "`{queued}` ({}) must not be less than `{inflight}` ({})",
                mqtt.max_queued_messages, mqtt.max_inflight
            );
            self.error(
                key,
                message,
                Some("messages in flight are counted in the queue".to_owned()),
            );
        }
    }

    fn api(&mut self, config: &Config) {
        let auth = &config.api.auth;
        let open =
            auth.mode == ApiAuthMode::Auto && auth.tokens_file.is_none() && !auth.first_token;
        for (name, endpoints) in [
            ("api.grpc", &config.api.grpc),
            ("api.http", &config.api.http),
        ] {
            for (i, endpoint) in endpoints.iter().enumerate() {
                if open && !endpoint.address.is_local() && !endpoint.asks_for_certificates() {
                    let shown = endpoint.address.brief();
                    let hint = "bind 127.0.0.1, or set `api.auth.mode` to `token`, or to `none` to accept it";
                    self.warning(
                        &format!("{name}[{i}].address"),
                        format!("admin API on {shown} has no authentication; `gmqtt start` refuses it unless there are tokens"),
                        Some(hint.to_owned()),
                    );
                }
            }
        }
        self.api_callers(config);
        self.map(config);
    }

    fn api_callers(&mut self, config: &Config) {
        for (i, rule) in config.api.auth.unix.roles.iter().enumerate() {
            if rule.user.is_some() == rule.group.is_some() {
                let hint = Some("one entry is for one of them".to_owned());
                self.error(
                    &format!("api.auth.unix.roles[{i}]"),
                    "it needs a `user` or a `group`, and not both",
                    hint,
                );
            }
        }
        for (i, origin) in config.api.allowed_origins.iter().enumerate() {
            listeners::origin_has_form(&format!("api.allowed_origins[{i}]"), origin, self);
        }
        for (i, host) in config.api.allowed_hosts.iter().enumerate() {
            if host.is_empty() || host.contains(['/', ':', '@']) {
                let hint = Some("write `broker.example.org`, without scheme and port".to_owned());
                self.error(
                    &format!("api.allowed_hosts[{i}]"),
                    format!("`{host}` is not the name of a host"),
                    hint,
                );
            }
        }
    }

    fn map(&mut self, config: &Config) {
        let grpc: Vec<&BindAddress> = config
            .api
            .grpc
            .iter()
            .map(|endpoint| &endpoint.address)
            .collect();
        let mapped = |endpoint: &ApiEndpoint| {
            endpoint
                .map
                .as_ref()
                .is_some_and(|map| !grpc.contains(&map))
        };
        for i in (0..config.api.http.len()).filter(|i| mapped(&config.api.http[*i])) {
            let hint = "REST is served by the broker itself; `map` can be left out";
            self.warning(
                &format!("api.http[{i}].map"),
                "no endpoint of `api.grpc` has this address",
                Some(hint.to_owned()),
            );
        }
        for i in (0..config.api.grpc.len()).filter(|i| config.api.grpc[*i].map.is_some()) {
            self.warning(
                &format!("api.grpc[{i}].map"),
                "`map` has no effect on a gRPC endpoint",
                None,
            );
        }
    }

    fn persistence(&mut self, config: &Config) {
        let redis = &config.persistence.redis;
        if !redis.password.is_empty() && redis.password_file.is_some() {
            let key = "persistence.redis.password_file";
            self.error(
                key,
                "`password` and `password_file` are both given",
                Some("keep one of them".to_owned()),
            );
        }
    }

    fn redis_url(&mut self, config: &Config) {
        let redis = &config.persistence.redis;
        let key = "persistence.redis.url";
        let (scheme, rest) = redis.url.split_once("://").unwrap_or_default();
        let with_tls = scheme.starts_with("rediss");
        if !redis.url.is_empty() {
            if !REDIS_SCHEMES.contains(&scheme) || rest.is_empty() {
                let hint = format!(
                    "a Redis URL begins with one of {}://",
                    REDIS_SCHEMES.join("://, ")
                );
                self.error(key, "this is not the URL of a Redis", Some(hint));
            } else if rest.contains('@') {
                let hint = "set `user`, and `password_file` or `password`".to_owned();
                self.error(
                    key,
                    "user and password do not belong into the URL",
                    Some(hint),
                );
            }
            if self.found.span("persistence.redis.addr").is_some() {
                let hint = Some("keep one of them".to_owned());
                self.error(key, "`addr` and `url` are both given", hint);
            }
        }
        if redis.cert.is_some() != redis.key.is_some() {
            let (there, missing) = if redis.cert.is_some() {
                ("cert", "key")
            } else {
                ("key", "cert")
            };
            self.error(
                &format!("persistence.redis.{there}"),
                format!("`{there}` needs `{missing}`"),
                None,
            );
        }
        let given = [("cacert", &redis.cacert), ("cert", &redis.cert)];
        if let Some((name, _)) = given.iter().find(|(_, path)| path.is_some())
            && !with_tls
        {
            self.warning(
                &format!("persistence.redis.{name}"),
                format!("`{name}` has no effect without TLS"),
                Some("set `url` to one that begins with `rediss`".to_owned()),
            );
        }
    }

    fn url_path(&mut self, key: &str, path: &str) {
        if !path.starts_with('/') {
            let hint = Some(format!("did you mean `/{path}`?"));
            self.error(
                key,
                format!("`{key}` must be the path of a URL and start with `/`, not `{path}`"),
                hint,
            );
        }
    }
}
