//! The limit of open files: raised as far as allowed without privileges, because every connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files the broker needs beside connections: listeners, logs, the runtime and the store.
const RESERVED: u64 = 64;

/// The limit that holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenFiles {
    /// `None` is no limit.
    files: Option<u64>,
}

impl OpenFiles {
    /// Raises the soft limit to the hard one. Where that fails the old limit stands.
    pub(super) fn raise() -> Self {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: maximum,
                maximum,
            },
        )
        .is_ok();
        Self {
            files: if raised { maximum } else { current },
        }
    }

    /// How many connections the limit leaves room for.
    pub(super) fn connections(self) -> Option<u64> {
        self.files.map(|files| files.saturating_sub(RESERVED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_becomes_the_hard_one() {
        let files = OpenFiles::raise();
        assert_eq!(files.files, getrlimit(Resource::Nofile).maximum);
        assert_eq!(files.connections(), files.files.map(|now| now - RESERVED));
    }
}
