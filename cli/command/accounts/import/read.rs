//! Files of accounts, and all that is wrong with them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use gmqtt_admin_client::auth::ImportedAccount;
use gmqtt_config::{Account as Written, Diagnostic, Severity};

use super::super::export::Form;
use super::csv;
use crate::{error::Error, exit::Exit, output::Output};

/// More is no file of accounts, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A mistake in a line, and its number.
pub(super) type Mistake = (u64, String);

/// The accounts of a file.
///
/// # Errors
/// With [`Exit::Invalid`] after all mistakes were told.
pub(super) fn read(
    path: &Path,
    form: Form,
    output: &Output,
) -> Result<Vec<ImportedAccount>, Error> {
    let name = path.display().to_string();
    let refuse =
        |error: io::Error| Error::new(Exit::Usage, format!("cannot read {name}")).cause(error);
    let mut bytes = Vec::new();
    let read = if name == "-" {
        io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
    };
    read.map_err(refuse)?;
    let (accounts, mistakes) = match form {
        Form::Gmqtt => match Written::read_all(&name, &bytes) {
            Ok(entries) => {
                let entries = entries.into_iter().map(|entry| of_file(entry.value));
                (entries.collect(), Vec::new())
            }
            Err(diagnostics) => return Err(refused(&diagnostics, &name, output)),
        },
        Form::Mosquitto => mosquitto(&String::from_utf8_lossy(&bytes)),
        Form::Csv => csv::read(&String::from_utf8_lossy(&bytes)),
    };
    let mistakes: Vec<_> = mistakes.into_iter().chain(twice(&accounts)).collect();
    if mistakes.is_empty() {
        return Ok(accounts);
    }
    for (line, what) in &mistakes {
        let place = match line {
            0 => name.clone(),
            line => format!("{name}:{line}"),
        };
        output.error(&Error::new(Exit::Invalid, format!("{place}: {what}")));
    }
    Err(nothing_done(&name))
}

fn nothing_done(name: &str) -> Error {
    Error::new(
        Exit::Invalid,
        format!("{name} cannot be imported; nothing was done"),
    )
}

fn refused(diagnostics: &[Diagnostic], name: &str, output: &Output) -> Error {
    for diagnostic in diagnostics {
        if output.format.is_none() {
            output.stderr(&output.block(diagnostic));
        } else if diagnostic.severity == Severity::Error {
            output.error(&Error::new(Exit::Invalid, diagnostic.to_string()));
        }
    }
    nothing_done(name)
}

fn of_file(written: Written) -> ImportedAccount {
    ImportedAccount {
        username: written.username,
        password_hash: written.password.expose().to_owned(),
        disabled: written.disabled,
        description: written.description.unwrap_or_default(),
        ..ImportedAccount::default()
    }
}

/// Lines of `NAME:HASH`.
fn mosquitto(text: &str) -> (Vec<ImportedAccount>, Vec<Mistake>) {
    let (mut accounts, mut mistakes) = (Vec::new(), Vec::new());
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(':') {
            Some((name, hash)) if !name.is_empty() && hash.starts_with('$') => {
                accounts.push(ImportedAccount {
                    username: name.to_owned(),
                    password_hash: hash.to_owned(),
                    ..ImportedAccount::default()
                });
            }
            Some((name, _)) if !name.is_empty() => mistakes.push((
                number,
                "the password is not hashed; `mosquitto_passwd -U FILE` hashes those of a file"
                    .to_owned(),
            )),
            _ => mistakes.push((number, "a line is NAME:HASH".to_owned())),
        }
    }
    (accounts, mistakes)
}

/// Names that are there twice.
fn twice(accounts: &[ImportedAccount]) -> Vec<Mistake> {
    let mut seen = std::collections::HashSet::new();
    accounts
        .iter()
        .filter(|account| !seen.insert(&account.username))
        .map(|account| {
            let name = &account.username;
            (0, format!("the user name \"{name}\" is there twice"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_mosquitto_are_names_and_hashes() {
        let (accounts, mistakes) = mosquitto("# x\nalice:$7$101$a$b\n\nbob:secret\n:x\n");
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].password_hash, "$7$101$a$b");
        let lines: Vec<_> = mistakes.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5]);
        // What is wrong with a line is told without the line: it may have a password on it.
        assert!(!mistakes.iter().any(|(_, what)| what.contains("secret")));
    }

    #[test]
    fn a_name_twice_is_a_mistake() {
        let account = |name: &str| ImportedAccount {
            username: name.to_owned(),
            ..ImportedAccount::default()
        };
        assert_eq!(twice(&[account("a"), account("b"), account("a")]).len(), 1);
    }
}
