//! Who calls, as whoever guards the API has found out.

use std::fmt;
use std::str::FromStr;

use http::Extensions;

use crate::{Fault, Reason, Role};

/// The caller of a method. A guard puts it into the extensions of a request; services find it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// For people: `token "ci"`, `user alice`, `certificate CN=ci`, `loopback`.
    pub name: String,
    /// Where the call comes from: an address, or `unix`.
    pub from: String,
    /// What it may do.
    pub role: Role,
    /// What it may do beyond its role.
    pub scopes: Vec<Scope>,
}

/// What a token may allow beyond its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The payloads of messages that wait for clients.
    ReadMessages,
    /// What is stored for the passwords of accounts.
    ReadHashes,
}

/// A word that is no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope {0:?}: it is messages:read or accounts:hash")]
pub struct UnknownScope(pub String);

impl Caller {
    /// The one that the guard has put there.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Whether it may see what this scope is for.
    #[must_use]
    pub fn may_see(&self, scope: Scope) -> bool {
        self.role.may(scope.role()) || self.scopes.contains(&scope)
    }

    /// Refuses a caller that may not see what this scope is for.
    ///
    /// # Errors
    /// [`Reason::MissingScope`].
    pub fn must_see(&self, scope: Scope) -> Result<(), Fault> {
        if self.may_see(scope) {
            return Ok(());
        }
        let Self { name, role, .. } = self;
        let (needed, scope) = (scope.role(), scope.name());
        let words = format!(
            "{name} has the role {role}; this needs {needed}, or a token with the scope {scope}"
        );
        Err(Fault::new(Reason::MissingScope, words).with("scope", scope))
    }
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ReadMessages, Self::ReadHashes];

    /// The word in tokens and answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadMessages => "messages:read",
            Self::ReadHashes => "accounts:hash",
        }
    }

    /// The role that needs no scope for it.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::ReadMessages => Role::Operator,
            Self::ReadHashes => Role::Admin,
        }
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(name: &str) -> Result<Self, UnknownScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == name)
            .ok_or_else(|| UnknownScope(name.to_owned()))
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.name, self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_adds_to_a_role() {
        let caller = |role, scopes: &[Scope]| Caller {
            name: "token \"ci\"".to_owned(),
            from: "127.0.0.1".to_owned(),
            role,
            scopes: scopes.to_vec(),
        };
        let plain = caller(Role::Viewer, &[]);
        assert!(!plain.may_see(Scope::ReadMessages));
        assert_eq!(
            plain.must_see(Scope::ReadHashes).unwrap_err().message(),
            "token \"ci\" has the role viewer; this needs admin, or a token with the scope accounts:hash"
        );
        assert!(caller(Role::Viewer, &[Scope::ReadMessages]).may_see(Scope::ReadMessages));
        assert!(caller(Role::Operator, &[]).may_see(Scope::ReadMessages));
        assert!(!caller(Role::Operator, &[]).may_see(Scope::ReadHashes));
        assert!(caller(Role::Admin, &[]).may_see(Scope::ReadHashes));
    }

    #[test]
    fn scopes_are_read_by_name() {
        for scope in Scope::ALL {
            assert_eq!(scope.name().parse(), Ok(scope));
        }
        assert!("messages".parse::<Scope>().is_err());
    }
}
