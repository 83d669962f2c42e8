//! Names people will try that are no commands, and what they mean.

use crate::{error::Error, exit::Exit};

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
pub(crate) fn explain(name: &str) -> Option<Error> {
    let (_, meant) = MEANT.iter().find(|(word, _)| *word == name)?;
    Some(Error::new(Exit::Usage, format!("unknown command \"{name}\"")).hint(meant))
}
