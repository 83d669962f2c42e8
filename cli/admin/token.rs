//! The token that says who asks.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::Command;

use super::AdminFlags;
use crate::{contexts::Context, error::Error, exit::Exit};

/// More is no token, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The token of the flags, the environment, or the context, in this order.
///
/// # Errors
/// A file that cannot be read, a command that fails.
pub(super) fn find(flags: &AdminFlags, context: &Context) -> Result<Option<String>, Error> {
    if let Some(path) = &flags.token_file {
        return from_file(path).map(Some);
    }
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(path) = set("GMQTT_TOKEN_FILE") {
        return from_file(Path::new(&path)).map(Some);
    }
    if let Some(token) = set("GMQTT_TOKEN") {
        let token = token.into_string();
        return token
            .map(|token| Some(token.trim().to_owned()))
            .map_err(|_| Error::new(Exit::Usage, "GMQTT_TOKEN is not text"));
    }
    of_context(context)
}

/// The token of a context.
///
/// # Errors
/// A file that cannot be read, a command that fails.
pub(super) fn of_context(context: &Context) -> Result<Option<String>, Error> {
    if let Some(path) = &context.token_file {
        return from_file(path).map(Some);
    }
    match &context.token_command {
        Some(command) => from_command(command).map(Some),
        None => Ok(None),
    }
}

fn from_file(path: &Path) -> Result<String, Error> {
    let refuse = || Error::new(Exit::Usage, format!("no token in {}", path.display()));
    let mut text = String::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text)
    } else {
        fs::File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| refuse().cause(error))?;
    first_line(&text).ok_or_else(|| refuse().cause("it is empty"))
}

fn from_command(command: &str) -> Result<String, Error> {
    let refuse = || {
        Error::new(
            Exit::Usage,
            "the context's token_command did not print a token",
        )
    };
    let output = Command::new("sh")
        .args(["-c", command])
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| refuse().cause(error))?;
    if !output.status.success() {
        return Err(refuse().cause(output.status));
    }
    let text = String::from_utf8(output.stdout).map_err(|error| refuse().cause(error))?;
    first_line(&text).ok_or_else(|| refuse().cause("it printed nothing"))
}

fn first_line(text: &str) -> Option<String> {
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_first_line_of_its_file_or_command() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        fs::write(&file, " abc \nnot this\n").unwrap();
        assert_eq!(from_file(&file).unwrap(), "abc");
        assert_eq!(from_command("echo abc").unwrap(), "abc");
        fs::write(&file, "\n").unwrap();
        for error in [
            from_file(&file),
            from_command("false"),
            from_command("true"),
        ] {
            assert_eq!(error.unwrap_err().exit(), Exit::Usage);
        }
    }
}
