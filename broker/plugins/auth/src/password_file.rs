//! The password file as text: the YAML list of the Go broker, or a password file of mosquitto. Which of them a file is
//! shows in its first line, and it stays that when it is written.

use std::collections::HashMap;

use gmqtt_config::{Account as Written, Diagnostic, Secret};

use crate::account::Account;
use crate::hash::{InvalidPassword, StoredPassword};

/// The formats of a password file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// A list of `username` and `password`.
    #[default]
    Yaml,
    /// `NAME:$7$...` on each line.
    Mosquitto,
}

impl Format {
    fn of(text: &str) -> Self {
        let first = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'));
        match first {
            Some(line) if !line.starts_with(['-', '[']) && line.contains(":$") => Self::Mosquitto,
            _ => Self::Yaml,
        }
    }
}

/// Reads a password file of this name.
///
/// # Errors
/// Everything that is wrong with it, without a line that may have a password on it.
pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<(Format, Vec<Account>), Vec<Diagnostic>> {
    match std::str::from_utf8(bytes) {
        Ok(text) if Format::of(text) == Format::Mosquitto => {
            Ok((Format::Mosquitto, parse_lines(name, text)?))
        }
        _ => Ok((Format::Yaml, parse_yaml(name, bytes)?)),
    }
}

/// The text of a password file with these accounts.
///
/// # Errors
/// When an account has something that the format cannot say.
pub(crate) fn write<'a>(
    format: Format,
    accounts: impl Iterator<Item = &'a Account>,
) -> Result<String, InvalidPassword> {
    match format {
        Format::Yaml => Ok(Written::write_all(
            accounts.map(|account| account.written()),
        )),
        Format::Mosquitto => accounts.map(line_of).collect(),
    }
}

fn parse_yaml(name: &str, bytes: &[u8]) -> Result<Vec<Account>, Vec<Diagnostic>> {
    let (mut accounts, mut mistakes) = (Vec::new(), Vec::new());
    for entry in Written::read_all(name, bytes)? {
        let username = entry.value.username.clone();
        match Account::new(entry.value) {
            Ok(account) => accounts.push(account),
            Err(error) => mistakes.push(Diagnostic::in_line(
                name,
                entry.line,
                format!("the account `{username}`: {error}"),
            )),
        }
    }
    if mistakes.is_empty() {
        Ok(accounts)
    } else {
        Err(mistakes)
    }
}

fn parse_lines(name: &str, text: &str) -> Result<Vec<Account>, Vec<Diagnostic>> {
    let (mut accounts, mut mistakes) = (Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match parse_line(line) {
            Ok(account) => match seen.insert(account.username().to_owned(), number) {
                None => accounts.push(account),
                Some(first) => {
                    let message = format!(
                        "the user name `{}` is given twice, first on line {first}",
                        account.username()
                    );
                    mistakes.push(Diagnostic::in_line(name, number, message));
                }
            },
            Err(error) => mistakes.push(Diagnostic::in_line(name, number, error.to_string())),
        }
    }
    if mistakes.is_empty() {
        Ok(accounts)
    } else {
        Err(mistakes)
    }
}

fn parse_line(line: &str) -> Result<Account, InvalidPassword> {
    let invalid = |what: &str| InvalidPassword(what.to_owned());
    let (username, password) = line
        .split_once(':')
        .ok_or_else(|| invalid("a line of this file is NAME:HASH"))?;
    if username.is_empty() {
        return Err(invalid("the user name is empty"));
    }
    if let StoredPassword::Plain(_) = StoredPassword::recognise(password)? {
        return Err(invalid(
            "the password is not hashed; `mosquitto_passwd -U FILE` hashes those of a whole file",
        ));
    }
    Account::new(Written {
        username: username.to_owned(),
        password: Secret::new(password),
        ..Written::default()
    })
}

fn line_of(account: &Account) -> Result<String, InvalidPassword> {
    let Written {
        username,
        password,
        scram,
        description,
        disabled,
    } = account.written();
    let says_more = scram.is_some() || description.is_some() || *disabled;
    if says_more
        || account.stored().kind() == "plain"
        || username.contains([':', '\n', '\r'])
        || username.starts_with('#')
    {
        return Err(InvalidPassword(format!(
            "a password file of mosquitto cannot hold the account `{username}`: it has names without colons and hashed passwords only"
        )));
    }
    Ok(format!("{username}:{}\n", password.expose()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Made by mosquitto_passwd.
    const MOSQUITTO: &str = "# users\n\
        alice:$6$RpeIP69lu7tWglW+$PdcwzCaQi9+V+Ka/15dm/W74WB6UVu6P4B7k0q/evYHAo2KgftYlKoaxrZMdusk8OuHVmcfZd0rf8nMBGIGWNw==\n\
        \n\
        bob:$7$101$mM0S0LxQj46ourNj$7m6BqGVAOFS/fMCH/yi3SjwqgmNRLjv3Oqx7RxegBBldiyBEMzUSZlzHtfR0bHrdsw3y/ePwLE+aqs4zPC15mQ==\n";

    #[track_caller]
    fn refused(text: &str) -> String {
        let mistakes = parse("f", text.as_bytes()).expect_err("it is refused");
        mistakes.iter().map(|one| format!("{one}\n")).collect()
    }

    #[test]
    fn a_file_of_mosquitto_is_read_and_written_as_one() {
        let (format, accounts) = parse("f", MOSQUITTO.as_bytes()).unwrap();
        assert_eq!(format, Format::Mosquitto);
        let kinds: Vec<_> = accounts
            .iter()
            .map(|it| (it.username(), it.stored().kind()))
            .collect();
        assert_eq!(kinds, [("alice", "sha512"), ("bob", "sha512-pbkdf2")]);
        assert!(
            accounts
                .iter()
                .all(|it| it.stored().verify(b"wonder") && !it.stored().verify(b"wander"))
        );
        let written = write(format, accounts.iter()).unwrap();
        assert_eq!(
            written,
            MOSQUITTO.replace("# users\n", "").replace("\n\n", "\n")
        );
    }

    #[test]
    fn mistakes_of_a_mosquitto_file_have_lines() {
        let told = refused(&format!(
            "{MOSQUITTO}carol:plain\nnobody\nalice{}",
            &MOSQUITTO[13..]
        ));
        assert!(
            told.contains("not hashed") && told.contains("f:5:1"),
            "{told}"
        );
        assert!(
            told.contains("NAME:HASH") && told.contains("f:6:1"),
            "{told}"
        );
        assert!(
            told.contains("`alice` is given twice, first on line 2"),
            "{told}"
        );
    }

    #[test]
    fn broken_hashes_in_yaml_have_lines_and_show_nothing() {
        let told =
            refused("- {username: a, password: x}\n- {username: b, password: $2b$10$hunter2}\n");
        assert!(
            told.contains("the account `b`: this begins like a bcrypt hash")
                && told.contains("f:2:1"),
            "{told}"
        );
        let told = refused("- {username: a, password: x, scram: hunter2}\n");
        assert!(
            told.contains("`scram` must be") && !told.contains("hunter2"),
            "{told}"
        );
    }

    #[test]
    fn a_mosquitto_file_cannot_say_everything() {
        let account = |username: &str| {
            let (_, mut accounts) = parse("f", MOSQUITTO.as_bytes()).unwrap();
            let written = Written {
                username: username.to_owned(),
                ..accounts.remove(0).written().clone()
            };
            Account::new(written).unwrap()
        };
        assert!(write(Format::Mosquitto, [account("a")].iter()).is_ok());
        for name in ["a:b", "a\nb", "#a"] {
            assert!(
                write(Format::Mosquitto, [account(name)].iter()).is_err(),
                "{name:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read_or_refused(text in "([a-z#:$67=\\-\\[\\]{}, \n]|username|password){0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for bytes in [text.as_bytes(), &bytes] {
                if let Ok((format, accounts)) = parse("f", bytes) {
                    let written = write(format, accounts.iter()).unwrap();
                    let (_, again) = parse("f", written.as_bytes()).unwrap();
                    prop_assert_eq!(again.len(), accounts.len());
                }
            }
        }
    }
}
