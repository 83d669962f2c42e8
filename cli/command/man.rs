//! `gmqtt man`: shows a manual page, or writes all of them.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::json;

use crate::{
    completion,
    error::Error,
    exit::Exit,
    man::{self, Page},
    output::Output,
};

/// Show a manual page, or write all of them
///
/// On a terminal the page is shown by man(1); into a pipe or a file goes its source. Besides the commands there are the pages
/// gmqtt.yml, gmqtt-filters and gmqtt-security.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt man start
  gmqtt man config check
  gmqtt man gmqtt.yml
  gmqtt man --out /usr/local/share/man/man1")]
pub(crate) struct Man {
    /// A command, or the name of a page; without it gmqtt(1)
    #[arg(value_name = "COMMAND", conflicts_with = "out", add = ArgValueCandidates::new(completion::commands))]
    command: Vec<String>,

    /// Write all pages into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        if let Some(folder) = &self.out {
            return write_all(folder, output);
        }
        let words: Vec<_> = self.command.iter().map(String::as_str).collect();
        let page = man::find(&words).ok_or_else(|| {
            Error::new(Exit::NotFound, format!("no manual page for \"{}\"", self.command.join(" ")))
                .hint("`gmqtt --help` lists the commands; there are also gmqtt.yml, gmqtt-filters and gmqtt-security")
        })?;
        if output.format.is_none() && io::stdout().is_terminal() && show(&page) {
            return Ok(Exit::Done);
        }
        output.text(&page.source)?;
        Ok(Exit::Done)
    }
}

fn write_all(folder: &Path, output: &Output) -> Result<Exit, Error> {
    let failed = |error: io::Error| {
        Error::new(
            Exit::Failed,
            format!("cannot write into {}", folder.display()),
        )
        .cause(error)
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let pages = man::all();
    for page in &pages {
        fs::write(folder.join(page.file_name()), &page.source).map_err(failed)?;
    }
    output.confirm(&format!(
        "wrote {} pages into {}\n",
        pages.len(),
        folder.display()
    ))?;
    output.done(|| json!({"folder": folder.display().to_string(), "pages": pages.len()}))?;
    Ok(Exit::Done)
}

/// Has man(1), or mandoc(1), show the page; whether one of them could.
fn show(page: &Page) -> bool {
    [("man", &["-l", "-"][..]), ("mandoc", &["-a"])]
        .into_iter()
        .any(|(program, args)| {
            let child = Command::new(program)
                .args(args)
                .stdin(Stdio::piped())
                .spawn();
            let Ok(mut child) = child else { return false };
            if let Some(mut stdin) = child.stdin.take() {
                // Who leaves the pager early has read enough.
                let _ = stdin.write_all(page.source.as_bytes());
            }
            child.wait().is_ok_and(|status| status.success())
        })
}
