//! Why the broker did not start, in words that help.

use std::{io, net::ToSocketAddrs as _};

use gmqtt_config::Origins;
use gmqtt_server::StartError;

use super::port_owner::{self, Owner};
use crate::{error::Error, exit::Exit};

/// Turns what the server says into an error with its cause and a way out.
pub(super) fn explain(error: StartError, origins: &Origins) -> Error {
    match error {
        StartError::Bind {
            index,
            address,
            source,
        } => bind(index, &address, &source),
        StartError::Tls { key, cause } => {
            let error = Error::new(Exit::Invalid, format!("`{key}` does not work"));
            match origins.of(&key).location() {
                Some(location) => error.cause(format_args!("{location}: {cause}")),
                None => error.cause(cause),
            }
            .hint("look closer: gmqtt tls check")
        }
        StartError::Unsupported { what, hint } => Error::new(
            Exit::Invalid,
            format!("{what} is not supported by this version"),
        )
        .hint(hint),
        StartError::NotServed(refused) => {
            Error::new(Exit::Invalid, refused.what).hint(refused.hint)
        }
        StartError::Store {
            cause,
            hint,
            in_use,
        } => {
            let exit = if in_use { Exit::Conflict } else { Exit::Failed };
            let error = Error::new(exit, "the store cannot be used").cause(cause);
            if hint.is_empty() {
                error
            } else {
                error.hint(hint)
            }
        }
        StartError::Threads(cause) => {
            Error::new(Exit::Failed, "cannot start threads for plugins").cause(cause)
        }
        StartError::Kept { what } => Error::new(Exit::Failed, what)
            .hint("put it right, or move the file away: what it says is lost then"),
        StartError::Plugin {
            name,
            cause,
            address_in_use,
        } => {
            let exit = if address_in_use {
                Exit::Conflict
            } else {
                Exit::Failed
            };
            let error = Error::new(exit, format!("the plugin {name} did not start")).cause(cause);
            if address_in_use {
                error.hint(format_args!(
                    "give it another address, or take {name} out of plugin_order; `ss -ltnp` says who has this one"
                ))
            } else {
                error
            }
        }
    }
}

fn bind(index: usize, address: &str, source: &io::Error) -> Error {
    let error = Error::new(
        Exit::Conflict,
        format!("cannot listen on {address} (listeners[{index}])"),
    );
    let (_, port) = address.rsplit_once(':').unwrap_or_default();
    let other = match port.parse::<u16>() {
        Ok(port) if port < u16::MAX => {
            format!("use another port: gmqtt start --listen tcp://:{}", port + 1)
        }
        _ => "use another port".to_owned(),
    };
    match source.kind() {
        io::ErrorKind::AddrInUse => match owner(address) {
            Some(Owner { pid, name, unit }) => {
                let stop = unit.map_or_else(
                    || format!("kill {pid}"),
                    |unit| format!("systemctl stop {unit}"),
                );
                error
                    .cause(format_args!("address in use by {name} (pid {pid})"))
                    .hint(format_args!("stop it (`{stop}`) or {other}"))
            }
            None => error
                .cause("address in use, by a process that only its owner or root may see")
                .hint(format_args!("`ss -ltnp` as root names it; or {other}")),
        },
        io::ErrorKind::PermissionDenied => error.cause(source).hint(format_args!(
            "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE; or {other}"
        )),
        io::ErrorKind::AddrNotAvailable => error
            .cause(source)
            .hint("no interface of this machine has that address; `ip address` lists them"),
        _ => error.cause(source),
    }
}

/// Who holds one of the addresses that `address`, a host and a port, stands for.
fn owner(address: &str) -> Option<Owner> {
    // ":1883" is how all interfaces are written.
    let address = if address.starts_with(':') {
        format!("0.0.0.0{address}")
    } else {
        address.to_owned()
    };
    address
        .to_socket_addrs()
        .ok()?
        .find_map(port_owner::owner_of)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn block(error: StartError) -> String {
        anstream::adapter::strip_str(&explain(error, &Origins::default()).to_block()).to_string()
    }

    #[test]
    fn a_port_in_use_names_its_owner_and_a_free_port() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let source = io::Error::from(io::ErrorKind::AddrInUse);
        let block = block(StartError::Bind {
            index: 2,
            address: address.to_string(),
            source,
        });
        assert!(
            block.starts_with(&format!(
                "error: cannot listen on {address} (listeners[2])\n"
            )),
            "{block}"
        );
        assert!(
            block.contains(&format!("(pid {})", std::process::id())),
            "{block}"
        );
        assert!(
            block.contains(&format!("tcp://:{}", address.port() + 1)),
            "{block}"
        );
    }

    #[test]
    fn what_the_config_asks_for_in_vain_counts_as_an_invalid_config() {
        let error = StartError::Unsupported {
            what: "persistence.type redis".to_owned(),
            hint: "use memory".to_owned(),
        };
        assert_eq!(explain(error, &Origins::default()).exit(), Exit::Invalid);
    }
}
