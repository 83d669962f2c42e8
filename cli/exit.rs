//! Exit codes: one table for the whole tool. Scripts rely on them, so a code never changes its meaning.

use std::process::ExitCode;

/// Why the process ends, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done; an empty list is success too.
    Done,
    /// Failed for a reason that has no code of its own.
    Failed,
    /// The command line is wrong, or a confirmation is needed and nobody can be asked.
    Usage,
    /// The named object does not exist.
    NotFound,
    /// Not authenticated, or not allowed.
    NotAllowed,
    /// The endpoint cannot be reached.
    Unreachable,
    /// Something is in the way: an address in use, another broker running.
    Conflict,
    /// Checked and found bad: an invalid config.
    Invalid,
    /// Some of it is done and some is not.
    Partly,
    /// The time that the user gave ran out.
    TimeLimit,
    /// Ended by SIGINT before it was done.
    Interrupted,
    /// Ended by SIGTERM before it was done.
    Terminated,
}

impl Exit {
    /// Every code, for `gmqtt help exit-codes`.
    pub(crate) const ALL: [Self; 12] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::NotFound,
        Self::NotAllowed,
        Self::Unreachable,
        Self::Conflict,
        Self::Invalid,
        Self::Partly,
        Self::TimeLimit,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// The number the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::NotAllowed => 4,
            Self::Unreachable => 5,
            Self::Conflict => 6,
            Self::Invalid => 7,
            Self::Partly => 8,
            Self::TimeLimit => 124,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// The name used for `code` in JSON errors.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not_found",
            Self::NotAllowed => "not_allowed",
            Self::Unreachable => "unreachable",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::Partly => "partly",
            Self::TimeLimit => "time_limit",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }

    /// One line for the help topic.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed for another reason",
            Self::Usage => "wrong usage, or a confirmation is needed and there is no terminal",
            Self::NotFound => "the named object does not exist",
            Self::NotAllowed => "not authenticated, or not allowed",
            Self::Unreachable => "cannot reach the endpoint: refused, no such host, TLS, no answer",
            Self::Conflict => "something is in the way: address in use, another broker running",
            Self::Invalid => "checked and found bad: the config is not valid",
            Self::Partly => "some of it is done, some is not",
            Self::TimeLimit => "the time limit that was given ran out",
            Self::Interrupted => "ended by SIGINT",
            Self::Terminated => "ended by SIGTERM",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn codes_and_names_are_unique() {
        for (at, one) in Exit::ALL.iter().enumerate() {
            for other in &Exit::ALL[at + 1..] {
                assert_ne!(one.code(), other.code());
                assert_ne!(one.name(), other.name());
            }
        }
    }
}
