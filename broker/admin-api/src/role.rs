//! What callers may do.

use std::fmt;
use std::str::FromStr;

use crate::generated::gmqtt::api as options;

/// What a caller may do.
///
/// | role | may call methods for |
/// |---|---|
/// | viewer | viewer |
/// | publisher | publisher |
/// | operator | viewer, publisher, operator |
/// | admin | all |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads and watches.
    Viewer,
    /// Publishes, and nothing else.
    Publisher,
    /// Disconnects, bans, subscribes, clears retained messages, reloads.
    Operator,
    /// Everything.
    Admin,
}

impl Role {
    /// All of them, the least powerful first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Publisher, Self::Operator, Self::Admin];

    /// The word in configurations, tokens and answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Publisher => "publisher",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// Whether a caller of this role may call a method for `needed`.
    #[must_use]
    pub fn may(self, needed: Self) -> bool {
        match self {
            Self::Viewer | Self::Publisher => self == needed,
            Self::Operator => needed != Self::Admin,
            Self::Admin => true,
        }
    }

    /// As the option of a method names it; `None` for methods that are for everybody.
    pub(crate) const fn of_option(role: options::Role) -> Option<Self> {
        match role {
            options::Role::Unspecified => None,
            options::Role::Viewer => Some(Self::Viewer),
            options::Role::Publisher => Some(Self::Publisher),
            options::Role::Operator => Some(Self::Operator),
            options::Role::Admin => Some(Self::Admin),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role {0:?}: it is viewer, publisher, operator or admin")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_do_what_the_table_says() {
        let may: Vec<Vec<&str>> = Role::ALL
            .map(|role| {
                let all = Role::ALL.into_iter().filter(|needed| role.may(*needed));
                all.map(Role::name).collect()
            })
            .to_vec();
        assert_eq!(
            may,
            [
                vec!["viewer"],
                vec!["publisher"],
                vec!["viewer", "publisher", "operator"],
                vec!["viewer", "publisher", "operator", "admin"],
            ]
        );
    }

    #[test]
    fn roles_are_read_by_name() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
        }
        assert_eq!(
            "root".parse::<Role>().unwrap_err().to_string(),
            "there is no role \"root\": it is viewer, publisher, operator or admin"
        );
    }
}
