//! Commands people will try that this version does not have. What is answered has to be true today.

use crate::{error::Error, exit::Exit};

const ADMIN: &str = "it will talk to the admin API, which this version does not have yet";

/// A command, and what to do instead of it.
const PLANNED: &[(&str, &str)] = &[("top", ADMIN)];

/// What people may mean by a name that is no command. Their words are not in the tree on purpose: `publish` is the admin
/// API's, and near-twins beside it would be taken for each other.
const MEANT: &[(&str, &str)] = &[
    (
        "pub",
        "did you mean `gmqtt publish` (through the admin API) or `gmqtt mqtt pub` (as an MQTT client)?",
    ),
    ("sub", "did you mean `gmqtt mqtt sub`?"),
];

/// The answer to `name` in the place of a command, if it is known what is meant by it.
pub(crate) fn meant(name: &str) -> Option<Error> {
    let (_, meant) = MEANT.iter().find(|(word, _)| *word == name)?;
    Some(Error::new(Exit::Usage, format!("unknown command \"{name}\"")).hint(meant))
}

/// The answer to `name`, if it is a command to come.
pub(crate) fn explain(name: &str) -> Option<Error> {
    let (_, instead) = PLANNED.iter().find(|(planned, _)| *planned == name)?;
    Some(
        Error::new(
            Exit::Usage,
            format!("the command \"{name}\" is not in this version"),
        )
        .hint(instead),
    )
}
