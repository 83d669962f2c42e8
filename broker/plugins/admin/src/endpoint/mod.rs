//! Where the API is served: addresses that are bound, and the tasks that take connections from them.

mod serve;
mod unix;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gmqtt_config::{Api, ApiEndpoint, ApiSocket, BindAddress, FileMode};
use gmqtt_plugin_api::{ListenerView, PluginContext};
use tokio::sync::watch;

use crate::connection::Entrance;
use crate::door::Door;

pub(crate) use serve::Incoming;

/// What an endpoint speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    Grpc,
    Rest,
    Both,
}

/// An endpoint of the configuration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    /// The key it comes from.
    pub(crate) key: String,
    pub(crate) speaks: Speaks,
    pub(crate) address: BindAddress,
    pub(crate) tls: Option<gmqtt_config::Tls>,
    socket: SocketRights,
    /// Nobody asked for it: the broker starts without it, too.
    is_optional: bool,
}

/// Who owns a unix socket and who may connect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct SocketRights {
    mode: Option<FileMode>,
    owner: Option<String>,
}

/// An endpoint that is served. It is closed when this is dropped, its connections with it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) view: ListenerView,
    /// Dropping it ends the task.
    _open: watch::Sender<()>,
}

/// Why an endpoint cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndpointError {
    #[error("{0}")]
    Bind(#[from] io::Error),
    #[error("`{key}.tls`: encrypted endpoints are not served")]
    Tls { key: String },
}

impl Wanted {
    /// All endpoints of a configuration. `socket` is where the unix socket is unless it says otherwise.
    pub(crate) fn all(api: &Api, socket: Option<PathBuf>) -> Vec<Self> {
        let of = |name: &'static str, speaks, endpoints: &[ApiEndpoint]| {
            let numbered = endpoints.iter().enumerate();
            let wanted = numbered.map(|(i, endpoint)| Self {
                key: format!("{name}[{i}]"),
                speaks,
                address: endpoint.address.clone(),
                tls: endpoint.tls.clone(),
                socket: SocketRights::default(),
                is_optional: false,
            });
            wanted.collect::<Vec<_>>()
        };
        let mut all = of("api.grpc", Speaks::Grpc, &api.grpc);
        all.extend(of("api.http", Speaks::Rest, &api.http));
        let ApiSocket {
            enabled,
            path,
            mode,
            owner,
        } = &api.unix;
        let others = !(api.auth.unix.groups.is_empty() && api.auth.unix.roles.is_empty());
        if let Some(found) = path.clone().or(socket).filter(|_| *enabled) {
            let default_mode = FileMode(if others { 0o666 } else { 0o600 });
            all.push(Self {
                key: "api.unix".to_owned(),
                speaks: Speaks::Both,
                address: BindAddress::Unix(found),
                tls: None,
                socket: SocketRights {
                    mode: Some(mode.unwrap_or(default_mode)),
                    owner: owner.clone(),
                },
                is_optional: path.is_none(),
            });
        }
        all
    }

    /// Binds it and serves what comes through `door`. `None`: it cannot be bound and need not be.
    ///
    /// # Errors
    /// What the system says, with the address and the key.
    pub(crate) fn open(
        self,
        context: &PluginContext,
        door: &Door,
    ) -> Result<Option<Endpoint>, EndpointError> {
        if self.tls.is_some() {
            return Err(EndpointError::Tls { key: self.key });
        }
        let (incoming, address) = match self.bind(context) {
            Ok(bound) => bound,
            Err(error) if self.is_optional => {
                let path = self.address.brief();
                tracing::warn!(%path, %error, "no unix socket for the admin API; `api.unix.path` names another place");
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let is_unix = matches!(self.address, BindAddress::Unix(_));
        let entrance = Arc::new(Entrance {
            key: self.key.clone(),
            speaks: self.speaks,
            is_loopback: is_unix || self.is_loopback(address.as_deref()),
            is_encrypted: is_unix || self.tls.is_some(),
        });
        let view = ListenerView {
            name: Some(self.key.clone()),
            scheme: self.scheme(),
            address: address.unwrap_or_else(|| self.path()),
            path: None,
            plugin: None,
            connections: None,
        };
        let (open, closed) = watch::channel(());
        let door = door.clone();
        context.spawn("admin", serve::serve(incoming, entrance, door, closed));
        Ok(Some(Endpoint { view, _open: open }))
    }

    fn bind(&self, context: &PluginContext) -> io::Result<(Incoming, Option<String>)> {
        let key = format!("{}.address", self.key);
        match &self.address {
            BindAddress::Tcp(address) => {
                let listener = context.listen(&key, &address.to_string())?;
                let bound = listener.local_addr()?.to_string();
                Ok((Incoming::Tcp(listener), Some(bound)))
            }
            BindAddress::Unix(path) => {
                let SocketRights { mode, owner } = &self.socket;
                let (listener, file) =
                    unix::bind(path, *mode, owner.as_deref()).map_err(|error| {
                        let text =
                            format!("cannot listen on {} (`{key}`): {error}", path.display());
                        io::Error::new(error.kind(), text)
                    })?;
                Ok((Incoming::Unix(listener, file), None))
            }
        }
    }

    /// Only this machine reaches the address that was bound, whatever name led to it.
    fn is_loopback(&self, bound: Option<&str>) -> bool {
        let bound = bound.and_then(|bound| bound.parse::<SocketAddr>().ok());
        bound.is_some_and(|bound| bound.ip().to_canonical().is_loopback())
    }

    fn scheme(&self) -> &'static str {
        match (&self.address, self.speaks, self.tls.is_some()) {
            (BindAddress::Unix(_), _, _) => "unix",
            (_, Speaks::Grpc, false) => "grpc",
            (_, Speaks::Grpc, true) => "grpcs",
            (_, _, false) => "http",
            (_, _, true) => "https",
        }
    }

    fn path(&self) -> String {
        match &self.address {
            BindAddress::Unix(path) => path.display().to_string(),
            BindAddress::Tcp(address) => address.to_string(),
        }
    }
}

/// Where the unix socket is unless the configuration says otherwise: the same for broker and tools.
pub(crate) fn default_socket(is_root: bool, runtime_dir: Option<&Path>) -> Option<PathBuf> {
    if is_root {
        return Some(PathBuf::from("/run/gmqtt/admin.sock"));
    }
    let runtime_dir = runtime_dir.filter(|path| path.is_absolute())?;
    Some(runtime_dir.join("gmqtt/admin.sock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_has_its_usual_place() {
        let at = |is_root, dir: Option<&str>| {
            default_socket(is_root, dir.map(Path::new)).map(|path| path.display().to_string())
        };
        assert_eq!(at(true, None).as_deref(), Some("/run/gmqtt/admin.sock"));
        assert_eq!(
            at(false, Some("/run/user/7")).as_deref(),
            Some("/run/user/7/gmqtt/admin.sock")
        );
        assert_eq!((at(false, None), at(false, Some("x"))), (None, None));
    }

    #[test]
    fn a_socket_is_for_its_owner_unless_others_are_let_in() {
        let mode = |api: &Api| {
            let all = Wanted::all(api, Some(PathBuf::from("/s")));
            all.last().map(|one| (one.key.clone(), one.socket.mode))
        };
        let mut api = Api::default();
        let owner_only = ("api.unix".to_owned(), Some(FileMode(0o600)));
        assert_eq!(mode(&api), Some(owner_only));
        api.auth.unix.groups = vec!["gmqtt".to_owned()];
        assert_eq!(mode(&api).unwrap().1, Some(FileMode(0o666)));
        api.unix.mode = Some(FileMode(0o660));
        assert_eq!(mode(&api).unwrap().1, Some(FileMode(0o660)));
        api.unix.enabled = false;
        assert_eq!(mode(&api).unwrap().0, "api.http[0]");
    }
}
