//! `gmqtt logs level`.

use clap::Args;
use gmqtt_admin_client::admin::{GetLogLevelRequest, SetLogLevelRequest};

use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::printable,
};

/// Show or change what is logged, until the configuration is read again
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt logs level
  gmqtt logs level debug
  gmqtt logs level gmqtt_server trace")]
pub(super) struct Level {
    /// The part of the broker, and the level: error, warn, info, debug or trace; the level alone is for all parts
    #[arg(value_name = "[TARGET] LEVEL", num_args = 0..=2)]
    words: Vec<String>,
}

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

impl Level {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let (target, level) = match self.words.as_slice() {
            [] => {
                let answer = admin
                    .client()?
                    .logs()
                    .get_level(GetLogLevelRequest {})
                    .await;
                let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
                return report(admin, &answer);
            }
            [level] => (String::new(), level),
            [target, level, ..] => (target.clone(), level),
        };
        let level = level.to_lowercase();
        if !LEVELS.contains(&level.as_str()) {
            return Err(
                Error::new(Exit::Usage, format!("\"{level}\" is not a level"))
                    .cause(format_args!("it can be {}", LEVELS.join(", "))),
            );
        }
        let request = SetLogLevelRequest { level, target };
        let answer = admin.writer()?.logs().set_level(request).await;
        report(
            admin,
            &answer.map_err(|error| admin.explain(error))?.into_inner(),
        )
    }
}

fn report(
    admin: &Admin,
    level: &gmqtt_admin_client::admin::LogLevelResponse,
) -> Result<Exit, Error> {
    if admin.output.format.is_some() {
        admin
            .output
            .document(&admin::json("gmqtt.admin.api.LogLevelResponse", level))?;
    } else {
        admin
            .output
            .text(&format!("{}\n", printable(&level.directives)))?;
    }
    Ok(Exit::Done)
}
