//! Where a password comes from: the terminal, stdin, a file, or chance.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;

use clap::Args;

use crate::{
    error::Error,
    exit::Exit,
    output::{Output, has_terminal},
};

/// The flags.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Password")]
pub(super) struct PasswordFlags {
    /// Read the password from stdin
    #[arg(long, conflicts_with = "password_file")]
    password_stdin: bool,

    /// A file whose first line is the password
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// The flags for a new password.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Password")]
pub(super) struct NewPasswordFlags {
    #[command(flatten)]
    given: PasswordFlags,

    /// Make one up, of so many characters (24 unless said), and print it once
    #[arg(
        long,
        value_name = "LENGTH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "24",
        value_parser = clap::value_parser!(u16).range(8..=128),
        conflicts_with_all = ["password_stdin", "password_file"]
    )]
    generate: Option<u16>,
}

/// A password, and whether it was made up and has to be shown.
pub(super) struct NewPassword {
    pub(super) text: String,
    pub(super) generated: bool,
}

/// More is no password, in bytes; MQTT has no room for it.
const MAX_BYTES: u64 = 65_535;

impl PasswordFlags {
    /// The password that was given, or asked for once.
    pub(super) fn ask(&self, name: &str, output: &Output) -> Result<String, Error> {
        match self.given()? {
            Some(password) => Ok(password),
            None => {
                may_ask(output)?;
                prompt(&format!("Password of {name}: "))
            }
        }
    }

    fn given(&self) -> Result<Option<String>, Error> {
        let read = |from: &str, reader: &mut dyn io::Read| {
            let mut text = String::new();
            let refuse = |why: &dyn std::fmt::Display| {
                Error::new(Exit::Usage, format!("no password in {from}")).cause(why)
            };
            reader
                .take(MAX_BYTES + 2)
                .read_to_string(&mut text)
                .map_err(|error| refuse(&error))?;
            match text.lines().next() {
                Some(line) if line.len() as u64 > MAX_BYTES => Err(refuse(&"it is too long")),
                Some(line) if !line.is_empty() => Ok(Some(line.to_owned())),
                _ => Err(refuse(&"the first line is empty")),
            }
        };
        if self.password_stdin {
            return read("stdin", &mut io::stdin().lock());
        }
        let Some(path) = &self.password_file else {
            return Ok(None);
        };
        let name = path.display().to_string();
        let mut file = File::open(path)
            .map_err(|error| Error::new(Exit::Usage, format!("cannot read {name}")).cause(error))?;
        read(&name, &mut file)
    }
}

impl NewPasswordFlags {
    /// Whether a flag says where it comes from.
    pub(super) const fn is_given(&self) -> bool {
        self.generate.is_some() || self.given.password_stdin || self.given.password_file.is_some()
    }

    /// The password: given, made up, or asked for twice.
    pub(super) fn take(&self, name: &str, output: &Output) -> Result<NewPassword, Error> {
        if let Some(length) = self.generate {
            return Ok(NewPassword {
                text: generate(length.into())?,
                generated: true,
            });
        }
        let text = match self.given.given()? {
            Some(password) => password,
            None => {
                may_ask(output)?;
                let first = prompt(&format!("Password for {name}: "))?;
                if first.is_empty() {
                    return Err(Error::new(Exit::Usage, "the password is empty"));
                }
                if prompt("Again: ")? != first {
                    return Err(Error::new(
                        Exit::Usage,
                        "the two passwords are not the same",
                    ));
                }
                first
            }
        };
        Ok(NewPassword {
            text,
            generated: false,
        })
    }
}

fn may_ask(output: &Output) -> Result<(), Error> {
    if output.no_input || !has_terminal() {
        return Err(Error::new(
            Exit::Usage,
            "there is no password, and nobody to ask for one",
        )
        .hint(
            "give it with --password-stdin or --password-file FILE, or have one made: --generate",
        ));
    }
    Ok(())
}

fn prompt(words: &str) -> Result<String, Error> {
    rpassword::prompt_password(words)
        .map_err(|error| Error::new(Exit::Usage, "no password was given").cause(error))
}

/// Letters and digits without those that are taken for each other.
const ALPHABET: &[u8; 56] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A password of so many characters, in groups of four.
fn generate(length: usize) -> Result<String, Error> {
    let random = rustls::crypto::aws_lc_rs::default_provider().secure_random;
    let mut password = String::with_capacity(length * 5 / 4);
    let mut count = 0;
    while count < length {
        let mut bytes = [0; 64];
        random
            .fill(&mut bytes)
            .map_err(|_| Error::new(Exit::Failed, "there are no random numbers"))?;
        for byte in bytes {
            // All characters are as likely as each other: what is beyond the last whole alphabet is thrown away.
            let place = usize::from(byte);
            if place >= ALPHABET.len() * (256 / ALPHABET.len()) || count == length {
                continue;
            }
            if count > 0 && count % 4 == 0 {
                password.push('-');
            }
            password.push(char::from(ALPHABET[place % ALPHABET.len()]));
            count += 1;
        }
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_made_up_are_long_and_not_the_same() {
        let (one, other) = (generate(16).unwrap(), generate(16).unwrap());
        assert_eq!(one.len(), 19);
        assert!(one.split('-').all(|group| group.len() == 4));
        assert_ne!(one, other);
        assert_eq!(generate(9).unwrap().replace('-', "").len(), 9);
    }
}
