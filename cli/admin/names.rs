//! Names from the command line or, with `-`, one a line from stdin.

use std::io::{self, BufRead as _};

use crate::{error::Error, exit::Exit};

/// The names, each once, in their order. A lone `-` reads them from stdin; blank lines are left out.
///
/// # Errors
/// When stdin cannot be read or is not text.
pub(crate) fn names(given: &[String]) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut add = |name: String| {
        if seen.insert(name.clone()) {
            names.push(name);
        }
    };
    for name in given {
        if name == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|error| {
                    Error::new(Exit::Usage, "cannot read names from stdin").cause(error)
                })?;
                let line = line.trim_end_matches('\r');
                if !line.is_empty() {
                    add(line.to_owned());
                }
            }
        } else {
            add(name.clone());
        }
    }
    Ok(names)
}
