//! `gmqtt version` and `gmqtt --version`: what this binary is.

use clap::Args;
use serde::Serialize;

use crate::{error::Error, exit::Exit, output::Output};

/// Print the version
///
/// With -o json also the commit and the target it was built for, and the versions of MQTT it speaks.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt version
  gmqtt version -o json")]
pub(crate) struct Version {}

#[derive(Debug, Serialize)]
struct Build {
    version: &'static str,
    /// Set by whoever packages a release; a plain `cargo build` knows none.
    commit: Option<&'static str>,
    target: String,
    mqtt: [&'static str; 3],
}

impl Version {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        if output.format.is_some() {
            output.document(&Build {
                version: VERSION,
                commit: option_env!("GMQTT_COMMIT"),
                target: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
                mqtt: ["3.1", "3.1.1", "5"],
            })?;
        } else {
            output.text(&format!("gmqtt {VERSION}\n"))?;
        }
        Ok(Exit::Done)
    }
}

/// The version of this binary.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
