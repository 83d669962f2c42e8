//! Where the API is served: addresses that are bound, and the tasks that take connections from them.

mod serve;
mod unix;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gmqtt_config::{Api, ApiEndpoint, ApiSocket, BindAddress, FileMode};
use gmqtt_plugin_api::{ListenerView, PluginContext, PluginError};
use tokio::sync::watch;

use crate::connection::Entrance;
use crate::door::Door;

use serve::Incoming;
use unix::SocketFile;

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
pub(crate) struct Endpoint {
    pub(crate) wanted: Wanted,
    pub(crate) view: ListenerView,
    /// For an endpoint that takes the address over.
    incoming: Incoming,
    /// Of a unix socket.
    _file: Option<SocketFile>,
    /// Dropping it ends the task.
    _open: watch::Sender<()>,
}

/// What is bound.
struct Bound {
    incoming: Incoming,
    file: Option<SocketFile>,
    address: String,
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

    /// Binds it and serves what comes through `door`. `None`: it cannot be bound and need not be. `before` has the same address,
    /// which is taken over from it.
    ///
    /// # Errors
    /// What the system says, with the address and the key, and certificates that do not work.
    pub(crate) fn open(
        self,
        context: &PluginContext,
        door: &Door,
        before: Option<Endpoint>,
    ) -> Result<Option<Endpoint>, PluginError> {
        let tls = self.tls.as_ref();
        let tls = tls.map(|tls| context.tls(&format!("{}.tls", self.key), tls, self.protocols()));
        let tls = tls.transpose()?;
        let bound = match self.bind(context, before) {
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
            is_loopback: is_unix || is_loopback(&bound.address),
            is_encrypted: is_unix || self.tls.is_some(),
        });
        let view = ListenerView {
            name: Some(self.key.clone()),
            scheme: self.scheme(),
            address: bound.address,
            path: None,
            plugin: None,
            open: true,
            connections: None,
            max_connections: 0,
            certificate_expires_at: None,
        };
        let (open, closed) = watch::channel(());
        let incoming = bound.incoming.try_clone()?;
        context.spawn(
            "admin",
            serve::serve(incoming, tls, entrance, door.clone(), closed),
        );
        Ok(Some(Endpoint {
            wanted: self,
            view,
            incoming: bound.incoming,
            _file: bound.file,
            _open: open,
        }))
    }

    fn bind(&self, context: &PluginContext, before: Option<Endpoint>) -> io::Result<Bound> {
        let key = format!("{}.address", self.key);
        match &self.address {
            BindAddress::Tcp(address) => {
                let incoming = match before {
                    Some(before) => before.incoming.try_clone()?,
                    None => Incoming::Tcp(context.listen(&key, &address.to_string())?),
                };
                Ok(Bound {
                    address: incoming.address()?,
                    incoming,
                    file: None,
                })
            }
            BindAddress::Unix(path) => {
                // Its file goes away now, and is made again with the rights that it is to have.
                drop(before);
                let SocketRights { mode, owner } = &self.socket;
                let bound = unix::bind(path, *mode, owner.as_deref());
                let (listener, file) = bound.map_err(|error| {
                    let text = format!("cannot listen on {} (`{key}`): {error}", path.display());
                    io::Error::new(error.kind(), text)
                })?;
                Ok(Bound {
                    incoming: Incoming::Unix(listener),
                    file: Some(file),
                    address: path.display().to_string(),
                })
            }
        }
    }

    /// What TLS says is spoken inside.
    const fn protocols(&self) -> &'static [&'static [u8]] {
        match self.speaks {
            Speaks::Grpc => &[b"h2"],
            Speaks::Rest | Speaks::Both => &[b"h2", b"http/1.1"],
        }
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
}

/// Only this machine reaches the address that was bound, whatever name led to it.
fn is_loopback(bound: &str) -> bool {
    let bound = bound.parse::<SocketAddr>();
    bound.is_ok_and(|bound| bound.ip().to_canonical().is_loopback())
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
