//! Relative paths mean the directory of the file that names them, wherever the broker is started.

use std::path::{Path, PathBuf};

use super::{SourceKind, Sources};
use crate::{Config, Tls, schema::Found};

/// Resolves the paths that were written in the file, and the default password and rule files. Paths from flags and variables
/// stay relative to the working directory, and so do those of a Go broker's file, but for its password file.
pub(super) fn resolve(config: &mut Config, found: &Found, sources: &Sources, file: Option<&Path>) {
    let Some(directory) = file
        .and_then(Path::parent)
        .filter(|directory| *directory != Path::new(""))
    else {
        return;
    };
    let from_file = |key: &str| {
        found
            .span(key)
            .is_some_and(|span| sources.kind(span.source) == SourceKind::File)
    };
    let password_file = "plugins.auth.password_file";
    if found.span(password_file).is_none() || from_file(password_file) {
        join(directory, &mut config.plugins.auth.password_file);
    }
    let rule_file = "plugins.acl.file";
    if found.span(rule_file).is_none() || from_file(rule_file) {
        join(directory, &mut config.plugins.acl.file);
    }
    if config.compat.is_some() {
        return;
    }
    if let Some(tls) = &mut config.plugins.federation.tls {
        for (name, path) in [
            ("cert", &mut tls.cert),
            ("key", &mut tls.key),
            ("cacert", &mut tls.cacert),
        ] {
            if from_file(&format!("plugins.federation.tls.{name}")) {
                join(directory, path);
            }
        }
    }
    for (key, path) in paths(config) {
        if let Some(path) = path.as_mut().filter(|_| from_file(&key)) {
            join(directory, path);
        }
    }
}

/// Every other path that may be set, with its key.
fn paths(config: &mut Config) -> Vec<(String, &mut Option<PathBuf>)> {
    let Config {
        pid_file,
        data_dir,
        listeners,
        api,
        persistence,
        plugins,
        ..
    } = config;
    let mut paths = vec![
        ("pid_file".to_owned(), pid_file),
        ("data_dir".to_owned(), data_dir),
        (
            "persistence.redis.password_file".to_owned(),
            &mut persistence.redis.password_file,
        ),
        (
            "persistence.redis.cacert".to_owned(),
            &mut persistence.redis.cacert,
        ),
        (
            "persistence.redis.cert".to_owned(),
            &mut persistence.redis.cert,
        ),
        (
            "persistence.redis.key".to_owned(),
            &mut persistence.redis.key,
        ),
        (
            "persistence.embedded.path".to_owned(),
            &mut persistence.embedded.path,
        ),
        (
            "plugins.federation.snapshot_path".to_owned(),
            &mut plugins.federation.snapshot_path,
        ),
        (
            "plugins.federation.cluster_secret_file".to_owned(),
            &mut plugins.federation.cluster_secret_file,
        ),
    ];
    paths.push(("api.unix.path".to_owned(), &mut api.unix.path));
    paths.push(("api.auth.tokens_file".to_owned(), &mut api.auth.tokens_file));
    let listeners = listeners
        .iter_mut()
        .enumerate()
        .map(|(i, it)| (format!("listeners[{i}].tls"), &mut it.tls));
    let mut endpoints = Vec::new();
    for (name, list) in [("api.grpc", &mut api.grpc), ("api.http", &mut api.http)] {
        let numbered = list.iter_mut().enumerate();
        endpoints.extend(numbered.map(|(i, it)| (format!("{name}[{i}].tls"), &mut it.tls)));
    }
    for (section, tls) in listeners.chain(endpoints) {
        if let Some(Tls {
            cert,
            key,
            cacert,
            crl,
            verify: _,
            min_version: _,
            username_from: _,
        }) = tls
        {
            paths.push((format!("{section}.cert"), cert));
            paths.push((format!("{section}.key"), key));
            paths.push((format!("{section}.cacert"), cacert));
            paths.push((format!("{section}.crl"), crl));
        }
    }
    paths
}

fn join(directory: &Path, path: &mut PathBuf) {
    let plain = path.strip_prefix(".").unwrap_or(path);
    *path = directory.join(plain);
}
