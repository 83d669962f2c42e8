//! `gmqtt config path`: where config files are looked for, and which one is read.

use std::path::PathBuf;

use clap::Args;
use gmqtt_config::search_path;
use serde::Serialize;

use crate::{config_source::ConfigSource, error::Error, exit::Exit, output::Output};

/// List where config files are looked for and which one is read
///
/// The first that exists wins; one that -c or GMQTT_CONFIG name wins even if it does not. With -q only the winner is printed, and nothing if there is none.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config path
  gmqtt config path -o json")]
pub(crate) struct Path {
    /// The config file as it would be given to start
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The answer for programs.
#[derive(Debug, Serialize)]
struct Answer {
    /// The file that is read, or cannot be; without one, built-in defaults are used.
    used: Option<PathBuf>,
    candidates: Vec<Candidate>,
}

#[derive(Debug, Serialize)]
struct Candidate {
    path: PathBuf,
    rule: &'static str,
    exists: bool,
}

impl Path {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let source = ConfigSource {
            config: self.config.clone(),
            set: Vec::new(),
        };
        let found = search_path(&source.options(&[], false));
        let used = found
            .iter()
            .find(|candidate| candidate.exists || candidate.is_explicit());
        let used = used.map(|candidate| candidate.path.clone());
        let candidates = found
            .into_iter()
            .map(|candidate| Candidate {
                path: candidate.path,
                rule: candidate.rule,
                exists: candidate.exists,
            })
            .collect();
        let answer = Answer { used, candidates };
        if output.format.is_some() {
            output.document(&answer)?;
        } else if output.quiet {
            let winner = answer.used.map(|path| format!("{}\n", path.display()));
            output.text(&winner.unwrap_or_default())?;
        } else {
            output.text(&table(&answer))?;
        }
        Ok(Exit::Done)
    }
}

fn table(answer: &Answer) -> String {
    let path = |candidate: &Candidate| candidate.path.display().to_string();
    let width = answer
        .candidates
        .iter()
        .map(|one| path(one).chars().count())
        .max()
        .unwrap_or(0)
        .max("PATH".len());
    let mut table = format!("{:width$}  {:7}  RULE\n", "PATH", "STATE");
    for candidate in &answer.candidates {
        let state = match (
            candidate.exists,
            answer.used.as_ref() == Some(&candidate.path),
        ) {
            (true, true) => "used",
            (true, false) => "found",
            (false, _) => "missing",
        };
        table.push_str(&format!(
            "{:width$}  {state:7}  {}\n",
            path(candidate),
            candidate.rule
        ));
    }
    match &answer.used {
        None => table.push_str("none of them is there: built-in defaults are used\n"),
        Some(path) if !path.exists() => {
            table.push_str("the first is named, so it has to be there\n")
        }
        Some(_) => {}
    }
    table
}
