//! Who may call: finds out who it is, and holds its role against what the method needs.

use gmqtt_admin_api::{Caller, Fault, Guard, Method, Reason, Role};
use gmqtt_config::{ApiAuth, ApiAuthMode, ApiLoopback, ApiRole, ApiUnixRole};
use http::request::Parts;
use tonic::Status;

use crate::connection::{Connection, Peer};
use crate::local;

/// The rules of `api.auth`.
#[derive(Debug)]
pub(crate) struct Porter {
    rules: ApiAuth,
}

impl Porter {
    pub(crate) const fn new(rules: ApiAuth) -> Self {
        Self { rules }
    }

    /// Who calls.
    ///
    /// # Errors
    /// When it has to say who it is.
    pub(crate) fn caller(&self, request: &Parts) -> Result<Caller, Fault> {
        let Some(connection) = request.extensions.get::<Connection>() else {
            return Err(Fault::new(Reason::Unauthenticated, "nobody is known here"));
        };
        let caller = |name: String, role| Caller {
            name,
            from: connection.peer.to_string(),
            role,
            scopes: Vec::new(),
        };
        if self.rules.mode == ApiAuthMode::None {
            return Ok(caller("anybody".to_owned(), Role::Admin));
        }
        match connection.peer {
            Peer::Unix { user, group: _ } if user == 0 || user == own_user() => {
                let name = local::user_name(user).unwrap_or_else(|| user.to_string());
                Ok(caller(format!("user {name}"), Role::Admin))
            }
            Peer::Unix { user, group } => {
                let name = local::user_name(user).unwrap_or_else(|| user.to_string());
                let role = self.role_of(user, group, &name).ok_or_else(|| {
                    let words = format!("the user {name} is not among those of `api.auth.unix`");
                    Fault::new(Reason::Unauthenticated, words)
                })?;
                Ok(caller(format!("user {name}"), role))
            }
            Peer::Tcp(_) if self.is_open(connection) => {
                Ok(caller("loopback".to_owned(), Role::Admin))
            }
            Peer::Tcp(_) => Err(Fault::new(
                Reason::Unauthenticated,
                "say who you are: this endpoint asks for a token",
            )),
        }
    }

    /// The role of a user of this machine.
    fn role_of(&self, user: u32, group: u32, name: &str) -> Option<Role> {
        let rules = &self.rules.unix;
        let is_in = |wanted: &String| local::is_in_group(user, group, wanted);
        if rules.groups.iter().any(is_in) {
            return Some(Role::Admin);
        }
        let fits = |rule: &&ApiUnixRole| {
            rule.user
                .as_ref()
                .is_some_and(|wanted| wanted == name || wanted.parse() == Ok(user))
                || rule.group.as_ref().is_some_and(is_in)
        };
        rules.roles.iter().find(fits).map(|rule| role(rule.role))
    }

    /// Whether everybody who reaches an endpoint is let in.
    fn is_open(&self, connection: &Connection) -> bool {
        self.rules.mode == ApiAuthMode::Auto
            && self.rules.loopback == ApiLoopback::Open
            && connection.entrance.is_loopback
    }
}

impl Guard for Porter {
    fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
        let Some(needed) = method.role() else {
            return Ok(());
        };
        let caller = self.caller(request)?;
        if !caller.role.may(needed) {
            let Caller { name, role, .. } = &caller;
            let words = format!("{name} has the role {role}; this needs {needed}");
            return Err(Fault::new(Reason::MissingRole, words).into());
        }
        request.extensions.insert(caller);
        Ok(())
    }
}

/// The role that a word of the configuration stands for.
const fn role(role: ApiRole) -> Role {
    match role {
        ApiRole::Viewer => Role::Viewer,
        ApiRole::Publisher => Role::Publisher,
        ApiRole::Operator => Role::Operator,
        ApiRole::Admin => Role::Admin,
    }
}

fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}
