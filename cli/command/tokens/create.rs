//! `gmqtt tokens create`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use gmqtt_admin_client::admin::CreateTokenRequest;
use gmqtt_plugin_api::replace_kept_file;

use crate::{
    admin::{self, Admin, duration, to_length},
    error::Error,
    exit::Exit,
    output::printable,
};

/// Make a token
///
/// Its secret is printed alone on a line of stdout, or written into a file, and cannot be shown again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt tokens create grafana --role viewer
  gmqtt tokens create ci --role operator --expires-in 90d --out ci.token")]
pub(super) struct Create {
    /// Its name, unlike that of any other token
    name: String,

    /// What it may do
    #[arg(long, value_name = "ROLE")]
    role: Role,

    /// What it may do beyond its role: messages:read, accounts:hash
    #[arg(long, value_name = "SCOPE")]
    scope: Vec<String>,

    /// When it ends, as in 90d; never without it
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    expires_in: Option<Duration>,

    /// Write it into this file, which only its owner can read, and not to stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Look
    Viewer,
    /// Look and publish
    Publisher,
    /// Also disconnect clients, change subscriptions and retained messages
    Operator,
    /// Everything
    Admin,
}

impl Role {
    const fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Publisher => "publisher",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }
}

impl Create {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let request = CreateTokenRequest {
            name: self.name.clone(),
            role: self.role.word().to_owned(),
            scopes: self.scope,
            expires_in: self.expires_in.map(to_length),
        };
        let answer = admin.writer()?.tokens().create(request).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        let output = &admin.output;
        if let Some(file) = &self.out {
            // A token that nobody can read is of no use: say it, so that it can be revoked.
            replace_kept_file(file, format!("{}\n", answer.secret).as_bytes()).map_err(
                |error| {
                    Error::new(Exit::Failed, format!("cannot write {}", file.display()))
                        .cause(error)
                        .hint(format_args!(
                            "the token was made and is lost: gmqtt tokens revoke {}",
                            self.name
                        ))
                },
            )?;
        }
        if output.format.is_some() {
            let mut document = admin::json("gmqtt.admin.api.CreateTokenResponse", &answer);
            if let (Some(_), Some(document)) = (&self.out, document.as_object_mut()) {
                document.remove("secret");
            }
            output.document(&document)?;
            return Ok(Exit::Done);
        }
        let place = match &self.out {
            Some(file) => format!(", written to {}", file.display()),
            None => String::new(),
        };
        output.remark(&format!(
            "created {} ({}){place}",
            printable(&self.name),
            self.role.word()
        ));
        if self.out.is_none() {
            output.text(&format!("{}\n", answer.secret))?;
        }
        Ok(Exit::Done)
    }
}
