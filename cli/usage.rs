//! Command lines that are not run: requests for help, and mistakes, put in the words of [`Error`].

use std::{ffi::OsString, io::Write as _, str::FromStr as _};

use clap::{
    ValueEnum as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    command::meant,
    error::Error,
    exit::Exit,
    output::{Choice, Color, Output},
};

/// Why nothing is run.
#[derive(Debug)]
pub(crate) struct Stop {
    error: Box<clap::Error>,
    output: Output,
}

impl Stop {
    pub(crate) fn new(error: clap::Error, output: Output) -> Self {
        Self {
            error: Box::new(error),
            output,
        }
    }

    /// Prints the help that was asked for, or what is wrong.
    pub(crate) fn report(&self) -> Exit {
        let help = self.error.render();
        match self.error.kind() {
            // Who closes the pipe has read enough.
            ErrorKind::DisplayHelp => {
                let _ = write!(anstream::stdout(), "{}", help.ansi());
                Exit::Done
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                self.output.stderr(&help.ansi().to_string());
                Exit::Usage
            }
            _ => {
                self.output.error(&explain(&self.error));
                Exit::Usage
            }
        }
    }
}

/// How to print, read from `args` before they are known to make sense, because mistakes are printed that way too.
pub(crate) fn guess(args: &[OsString]) -> (Output, Color) {
    let args: Vec<_> = args
        .iter()
        .filter_map(|arg| arg.to_str())
        .take_while(|arg| *arg != "--")
        .collect();
    let value = |long: &str, short: Option<&str>| {
        args.iter().enumerate().rev().find_map(|(at, arg)| {
            if *arg == long || short == Some(arg) {
                return args.get(at + 1).copied();
            }
            arg.strip_prefix(long)
                .and_then(|rest| rest.strip_prefix('='))
                .or_else(|| {
                    short
                        .and_then(|short| arg.strip_prefix(short))
                        .map(|rest| rest.trim_start_matches('='))
                })
        })
    };
    let format =
        value("--output", Some("-o")).and_then(|format| Choice::from_str(format).ok()?.format());
    let no_input = args.contains(&"--no-input");
    let color = value("--color", None).and_then(|color| Color::from_str(color, false).ok());
    (
        Output {
            format,
            no_input,
            ..Output::default()
        },
        color.unwrap_or_default(),
    )
}

/// What is wrong with the command line, in our words.
fn explain(error: &clap::Error) -> Error {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg).join(" ");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = context(ContextKind::InvalidSubcommand).join(" ");
            meant::explain(&name).unwrap_or_else(|| {
                let error = Error::new(Exit::Usage, format!("unknown command \"{name}\""));
                let parent = parent(&context(ContextKind::Usage).join(" "));
                let near = context(ContextKind::SuggestedSubcommand);
                suggest(
                    error,
                    &near
                        .iter()
                        .map(|name| format!("{parent}{name}"))
                        .collect::<Vec<_>>(),
                )
                .unwrap_or_else(|error| error.hint("`gmqtt --help` lists the commands"))
            })
        }
        ErrorKind::UnknownArgument => {
            let unknown = Error::new(Exit::Usage, format!("unknown argument \"{argument}\""));
            suggest(unknown, &context(ContextKind::SuggestedArg))
                .unwrap_or_else(|unknown| with_usage(unknown, error))
        }
        ErrorKind::InvalidValue => {
            let value = context(ContextKind::InvalidValue).join(" ");
            let message = match value.is_empty() {
                true => format!("{argument} needs a value"),
                false => format!("\"{value}\" is not a value of {argument}"),
            };
            let valid = context(ContextKind::ValidValue);
            let invalid = Error::new(Exit::Usage, message);
            let invalid = match valid.is_empty() {
                true => invalid,
                false => invalid.cause(format_args!("it can be {}", valid.join(", "))),
            };
            suggest(invalid, &context(ContextKind::SuggestedValue))
                .unwrap_or_else(|invalid| invalid)
        }
        ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue).join(" ");
            let invalid = Error::new(
                Exit::Usage,
                format!("\"{value}\" is not a value of {argument}"),
            );
            match std::error::Error::source(error) {
                Some(source) => invalid.cause(source),
                None => invalid,
            }
        }
        _ => with_usage(Error::new(Exit::Usage, first_paragraph(error)), error),
    }
}

/// Adds the near misses as a hint, or gives `error` back if there are none.
fn suggest(error: Error, near: &[String]) -> Result<Error, Error> {
    // The nearest is the last.
    match near {
        [] => Err(error),
        [.., nearest] => Ok(error.hint(format_args!("did you mean `{nearest}`?"))),
    }
}

/// The command that was read before the mistake, as in `gmqtt config `, from its usage line.
fn parent(usage: &str) -> String {
    let words = usage
        .trim_start_matches("Usage: ")
        .split(' ')
        .take_while(|word| !word.starts_with(['[', '<']));
    words.map(|word| format!("{word} ")).collect()
}

/// Adds how the command is called.
fn with_usage(error: Error, from: &clap::Error) -> Error {
    let usage = from
        .get(ContextKind::Usage)
        .map(words)
        .unwrap_or_default()
        .join(" ");
    match usage
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("Usage: "))
    {
        Some(usage) => error.hint(format_args!("it is called as: {usage}")),
        None => error.hint("`gmqtt --help` says how it is called"),
    }
}

/// clap's own message without its label, on one line.
fn first_paragraph(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let lines = text
        .lines()
        .take_while(|line| !line.is_empty())
        .map(str::trim);
    let paragraph = lines.collect::<Vec<_>>().join(" ");
    paragraph
        .strip_prefix("error: ")
        .unwrap_or(&paragraph)
        .to_owned()
}

fn words(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(one) => vec![one.clone()],
        ContextValue::Strings(many) => many.clone(),
        ContextValue::StyledStr(one) => vec![one.to_string()],
        ContextValue::StyledStrs(many) => many.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;

    fn guessed(args: &[&str]) -> (Option<Format>, Color) {
        let (output, color) = guess(&args.iter().map(OsString::from).collect::<Vec<_>>());
        (output.format, color)
    }

    #[test]
    fn the_format_is_found_in_any_spelling() {
        for args in [
            &["-o", "json"][..],
            &["-ojson"],
            &["-o=json"],
            &["--output", "json"],
            &["--output=json"],
        ] {
            assert_eq!(guessed(args).0, Some(Format::Json), "{args:?}");
        }
        for args in [&["-o"][..], &["-o", "xml"], &["--", "-o", "json"], &[]] {
            assert_eq!(guessed(args).0, None, "{args:?}");
        }
    }

    #[test]
    fn the_last_colour_wins() {
        assert_eq!(
            guessed(&["--color=always", "--color", "never"]).1,
            Color::Never
        );
        assert_eq!(guessed(&["--color", "mauve"]).1, Color::Auto);
    }
}
