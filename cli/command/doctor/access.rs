//! Files: whether the broker can read and write what it has to, and whether others can read what they should not.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::Path};

use gmqtt_config::{Config, PersistenceType};
use rustix::fs::{Access, access, statvfs};

use super::finding::Finding;

/// Below this a disk counts as full, in bytes.
const LITTLE_SPACE: u64 = 256 << 20;

/// Looks at the files of a configuration that was read from `file`.
pub(super) fn look(config: &Config, file: Option<&Path>, data_dir: Option<&Path>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (what, path) in secrets(config) {
        findings.extend(secret(what, path));
    }
    if let Some(file) = file.filter(|_| !config.persistence.redis.password.is_empty()) {
        findings.extend(secret("the config file, which has a password in it", file));
    }
    for (what, path) in kept(config) {
        findings.extend(writable_file(what, path));
    }
    if let Some(folder) = data_dir {
        findings.push(folder_for("data_dir", folder));
        if config.persistence.kind == PersistenceType::Embedded {
            let store = config.persistence.embedded.path.clone();
            let store = store.unwrap_or_else(|| folder.join("store"));
            findings.extend(space(&store, config.persistence.embedded.max_bytes));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::ok("permissions", "nothing to look at"));
    }
    findings
}

/// What nobody but the broker should be able to read.
fn secrets(config: &Config) -> Vec<(&'static str, &Path)> {
    let endpoints = config
        .api
        .grpc
        .iter()
        .chain(&config.api.http)
        .map(|one| one.tls.as_ref());
    let tls = config
        .listeners
        .iter()
        .map(|one| one.tls.as_ref())
        .chain(endpoints);
    let keys = tls.flatten().filter_map(|tls| tls.key.as_deref());
    let mut secrets: Vec<_> = keys.map(|key| ("the private key", key)).collect();
    if loads(config, "auth") {
        secrets.push(("the password file", &config.plugins.auth.password_file));
    }
    if let Some(file) = &config.persistence.redis.password_file {
        secrets.push(("the password of Redis", file));
    }
    secrets
}

/// What the broker writes when somebody changes it through the API.
fn kept(config: &Config) -> Vec<(&'static str, &Path)> {
    let mut kept: Vec<(&'static str, &Path)> = Vec::new();
    if loads(config, "auth") {
        kept.push(("the password file", &config.plugins.auth.password_file));
    }
    if loads(config, "acl") {
        kept.push(("the rule file", &config.plugins.acl.file));
    }
    kept
}

fn loads(config: &Config, plugin: &str) -> bool {
    config.plugin_order.iter().any(|name| name == plugin)
}

/// A file that is there, and should be its owner's alone. That it has to be there is the configuration's business.
fn secret(what: &str, path: &Path) -> Option<Finding> {
    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o7777;
    let place = path.display();
    if access(path, Access::READ_OK).is_err() {
        return Some(
            Finding::error(
                "permissions",
                format!("{what} {place} cannot be read by this user"),
            )
            .fix(format!(
                "run as the user of the broker, or: chown USER {place}"
            )),
        );
    }
    Some(if mode & 0o007 != 0 {
        Finding::error(
            "permissions",
            format!("everybody on this machine can read or change {what} {place} ({mode:04o})"),
        )
        .fix(format!("chmod 600 {place}"))
    } else if mode & 0o070 != 0 {
        Finding::warning(
            "permissions",
            format!("the group of {what} {place} has access to it ({mode:04o})"),
        )
        .fix(format!("chmod 600 {place}, unless the group is meant"))
    } else {
        Finding::ok(
            "permissions",
            format!("{what} {place} is its owner's alone"),
        )
    })
}

/// A file that is replaced as a whole: its folder has to take a new one.
fn writable_file(what: &str, path: &Path) -> Option<Finding> {
    let folder = path
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    if access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok() {
        return None;
    }
    Some(
        Finding::warning(
            "permissions",
            format!(
                "{what} cannot be changed: {} takes no new files",
                folder.display()
            ),
        )
        .fix(format!(
            "give the folder to the user of the broker: chown USER {}",
            folder.display()
        )),
    )
}

/// A folder that is made when the broker starts.
fn folder_for(key: &str, folder: &Path) -> Finding {
    let there = nearest(folder);
    let shown = folder.display();
    if !there.is_dir() {
        return Finding::error(
            "data",
            format!("{key} {shown}: {} is not a folder", there.display()),
        )
        .fix("name another folder: --data-dir, or data_dir in the configuration");
    }
    match access(there, Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) if there == folder => Finding::ok("data", format!("{key} {shown} can be written")),
        Ok(()) => Finding::ok("data", format!("{key} {shown} will be made")),
        Err(error) => Finding::error(
            "data",
            format!(
                "{key} {shown} cannot be written: {}",
                io::Error::from(error)
            ),
        )
        .fix(format!(
            "chown USER {}, or name another folder: --data-dir",
            there.display()
        )),
    }
}

/// Whether the disk has room for the store.
fn space(store: &Path, wanted: u64) -> Option<Finding> {
    let disk = statvfs(nearest(store)).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let mib = |bytes: u64| bytes >> 20;
    Some(if free < LITTLE_SPACE {
        Finding::error(
            "disk",
            format!(
                "{} MiB are free for the store {}",
                mib(free),
                store.display()
            ),
        )
        .fix("make room, or name another disk: persistence.embedded.path")
    } else if free < wanted {
        Finding::warning(
            "disk",
            format!(
                "{} MiB are free for the store, which may grow to {} MiB",
                mib(free),
                mib(wanted)
            ),
        )
        .fix("make room, or lower persistence.embedded.max_bytes")
    } else {
        Finding::ok("disk", format!("{} MiB are free for the store", mib(free)))
    })
}

/// The nearest folder above that exists.
fn nearest(folder: &Path) -> &Path {
    let mut there = folder;
    while !there.exists() {
        match there.parent() {
            Some(parent) if parent != Path::new("") => there = parent,
            _ => return Path::new("."),
        }
    }
    there
}

#[cfg(test)]
mod tests {
    use super::super::finding::Health;
    use super::*;

    fn file(mode: u32) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, "x").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn a_secret_is_its_owners_alone() {
        for (mode, health) in [
            (0o600, Health::Ok),
            (0o640, Health::Warning),
            (0o644, Health::Error),
            (0o602, Health::Error),
        ] {
            let (_folder, path) = file(mode);
            let finding = secret("the key", &path).unwrap();
            assert_eq!(finding.health, health, "{mode:o}: {finding:?}");
            assert_eq!(finding.fix.is_some(), health != Health::Ok, "{finding:?}");
        }
        let (folder, _path) = file(0o600);
        assert_eq!(secret("the key", &folder.path().join("none")), None);
    }

    #[test]
    fn a_folder_that_is_to_be_made_is_judged_by_the_one_above_it() {
        let folder = tempfile::tempdir().unwrap();
        let wanted = folder.path().join("a/b");
        assert_eq!(folder_for("data_dir", &wanted).health, Health::Ok);
        let (_folder, path) = file(0o600);
        assert_eq!(
            folder_for("data_dir", &path.join("below")).health,
            Health::Error
        );
    }

    #[test]
    fn a_store_larger_than_the_disk_is_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let finding = space(folder.path(), u64::MAX).unwrap();
        assert_ne!(finding.health, Health::Ok, "{finding:?}");
    }
}
