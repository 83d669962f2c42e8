//! `gmqtt init`: a commented configuration, and with `--secure` all that a broker for other machines needs.

mod certificates;
mod names;
mod password;
mod sample;
mod secure;

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use gmqtt_plugin_api::replace_kept_file;
use serde::Serialize;

use crate::{error::Error, exit::Exit, output::Output};

/// Write a configuration
///
/// Writes gmqtt.yml, with every key and what it does. With --secure the broker takes TLS connections from other machines and asks
/// for passwords: a certificate authority, a certificate for the server, an account and a context to use them are written, too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt init                               a commented gmqtt.yml in this folder
  gmqtt init /etc/gmqtt --profile server
  gmqtt init --secure --hostname mq1.lan   certificates, an account and a context, too
  gmqtt init --renew                       a new server certificate of the same authority
  gmqtt init --minimal --stdout")]
pub(crate) struct Init {
    /// The folder to write into
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,

    /// Make it a broker for other machines, with TLS and passwords
    #[arg(long)]
    secure: bool,

    /// A name or address that clients reach this machine by; localhost is always one [default: the host name]
    #[arg(long, value_name = "NAME")]
    hostname: Vec<String>,

    /// An account that may publish and subscribe everything [default: admin]
    #[arg(long, value_name = "NAME", requires = "secure")]
    account: Vec<String>,

    /// Write a new server certificate, signed by the authority that is there
    #[arg(long, conflicts_with_all = ["secure", "minimal", "profile", "stdout"])]
    renew: bool,

    /// Replace what is there
    #[arg(long)]
    force: bool,

    /// Print the configuration and write nothing
    #[arg(long, conflicts_with = "secure")]
    stdout: bool,

    /// Leave out the comments and what is as it is anyway
    #[arg(long)]
    minimal: bool,

    /// What the broker is for
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
}

/// What a broker is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// This machine, nothing survives a restart
    Dev,
    /// A small machine: little memory, few clients
    Edge,
    /// A machine of its own: limits against abuse
    Server,
}

/// What was written, for programs.
#[derive(Debug, Default, Serialize)]
struct Written {
    files: Vec<PathBuf>,
    /// The context that was made and selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    /// What to tell people about each file.
    #[serde(skip)]
    lines: Vec<String>,
    /// What to do next.
    next: String,
}

impl Init {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        if self.renew {
            return self.report(&secure::renew(&self.folder, &self.hostname)?, output);
        }
        if self.stdout {
            output.text(&sample::write(
                &sample::Choice::open(self.profile),
                self.minimal,
            ))?;
            return Ok(Exit::Done);
        }
        self.refuse_to_replace()?;
        make_folder(&self.folder)?;
        let written = if self.secure {
            secure::write(&secure::Wanted {
                folder: &self.folder,
                hostnames: &self.hostname,
                accounts: &self.account,
                profile: self.profile,
                minimal: self.minimal,
            })?
        } else {
            self.write_config()?
        };
        self.report(&written, output)
    }

    fn write_config(&self) -> Result<Written, Error> {
        let file = self.folder.join("gmqtt.yml");
        let text = sample::write(&sample::Choice::open(self.profile), self.minimal);
        keep(&file, text.as_bytes(), PRIVATE)?;
        Ok(Written {
            lines: vec![format!(
                "wrote {}  tcp://127.0.0.1:1883, ws://127.0.0.1:9001/, this machine only",
                file.display()
            )],
            next: format!("gmqtt start -c {}", file.display()),
            files: vec![file],
            context: None,
        })
    }

    /// Nothing is replaced unless that is asked for, and then all of it.
    fn refuse_to_replace(&self) -> Result<(), Error> {
        if self.force {
            return Ok(());
        }
        let names: &[&str] = if self.secure {
            &secure::FILES
        } else {
            &["gmqtt.yml"]
        };
        let there: Vec<_> = names
            .iter()
            .filter(|name| self.folder.join(name).symlink_metadata().is_ok())
            .copied()
            .collect();
        if there.is_empty() {
            return Ok(());
        }
        let error = Error::new(
            Exit::Conflict,
            format!("{} has {} already", self.folder.display(), there.join(", ")),
        );
        let renew = if there.contains(&"tls/ca.key") {
            "; a new server certificate alone: gmqtt init --renew"
        } else {
            ""
        };
        Err(error.hint(format_args!("--force replaces what is there{renew}")))
    }

    fn report(&self, written: &Written, output: &Output) -> Result<Exit, Error> {
        if output.format.is_some() {
            output.document(written)?;
            return Ok(Exit::Done);
        }
        for line in &written.lines {
            output.confirm(&format!("{line}\n"))?;
        }
        if !output.quiet {
            output.stderr(&format!("next: {}\n", written.next));
        }
        Ok(Exit::Done)
    }
}

/// The mode of a file that is nobody else's business.
const PRIVATE: u32 = 0o600;
/// The mode of a file that may be handed out.
const PUBLIC: u32 = 0o644;

fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))
}

/// Writes a file with this mode, or replaces it.
fn keep(file: &Path, bytes: &[u8], mode: u32) -> Result<(), Error> {
    replace_kept_file(file, bytes)
        .and_then(|_| fs::set_permissions(file, fs::Permissions::from_mode(mode)))
        .map_err(|error| failed(file, &error))
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
}
