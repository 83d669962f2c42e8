//! The names and addresses of this machine, for its certificate.

use std::{fs, net::IpAddr};

use crate::{error::Error, exit::Exit};

/// What a client on this machine calls it.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The names of the certificate: those that were asked for, else the host name, and the local ones.
pub(super) fn of_server(asked: &[String]) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for name in asked {
        if !is_name(name) {
            return Err(Error::new(Exit::Usage, format!("\"{name}\" is no host name and no address"))
                .hint("give the name that clients connect to, without scheme and port: --hostname mq1.lan"));
        }
        names.push(name.clone());
    }
    if asked.is_empty() {
        names.extend(host_name().filter(|name| is_name(name)));
    }
    names.extend(LOCAL.map(str::to_owned));
    let mut unique = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    Ok(unique)
}

fn host_name() -> Option<String> {
    let known = fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| fs::read_to_string("/etc/hostname"));
    let name = known.ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// Whether it is an address or what DNS takes for a name, `*.` before it included.
fn is_name(name: &str) -> bool {
    if name.parse::<IpAddr>().is_ok() {
        return true;
    }
    let is_label = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=63).contains(&label.len())
            && label.bytes().all(fits)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253
        && name
            .strip_prefix("*.")
            .unwrap_or(name)
            .split('.')
            .all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_names_are_always_there_and_none_twice() {
        let names = of_server(&["mq1.lan".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        assert_eq!(names, ["mq1.lan", "127.0.0.1", "localhost", "::1"]);
        assert!(of_server(&[]).unwrap().contains(&"localhost".to_owned()));
    }

    #[test]
    fn urls_and_nonsense_are_no_names() {
        for name in ["", "mqtt://mq1", "mq1:1883", "a b", "-a", "a..b", "a*"] {
            assert!(of_server(&[name.to_owned()]).is_err(), "{name}");
        }
        for name in ["mq1", "*.example.org", "10.0.0.1", "fd00::1", "my_host"] {
            assert!(of_server(&[name.to_owned()]).is_ok(), "{name}");
        }
    }
}
