//! Asking before something is done that somebody may regret.

use std::io::{self, BufRead as _};

use crate::{
    error::Error,
    exit::Exit,
    output::{Output, has_terminal},
};

/// Asks a question that is answered with y or n; nothing else is yes. `what` says what would happen, in the words of the error
/// where nobody can be asked: `this would disconnect 1,204 clients`.
///
/// # Errors
/// With [`Exit::Usage`] where nobody can be asked and `--yes` is missing, with [`Exit::Failed`] when the answer is no.
pub(crate) fn confirm(output: &Output, question: &str, what: &str) -> Result<(), Error> {
    if output.yes {
        return Ok(());
    }
    ask(
        output,
        &format!("{question} [y/N] "),
        what,
        "--yes",
        |answer| matches!(answer, "y" | "Y" | "yes" | "Yes"),
    )
}

/// Has the name of what is at stake typed, unless `given` is what was typed on the command line already. `what` says what would happen.
///
/// # Errors
/// With [`Exit::Usage`] where nobody can be asked and `--confirm` is missing, or names something else; with [`Exit::Failed`] when
/// something else is typed.
pub(crate) fn confirm_name(
    output: &Output,
    what: &str,
    name: &str,
    given: Option<&str>,
) -> Result<(), Error> {
    match given {
        Some(given) if given == name => Ok(()),
        Some(given) => Err(Error::new(
            Exit::Usage,
            format!("this is {name}, not {given}: nothing was done"),
        )),
        None => ask(
            output,
            &format!("{what}\nType the name of this node ({name}) to go on: "),
            what,
            &format!("--confirm {name}"),
            |answer| answer == name,
        ),
    }
}

fn ask(
    output: &Output,
    question: &str,
    what: &str,
    flag: &str,
    is_yes: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    if output.no_input || !has_terminal() {
        let why = if output.no_input {
            "--no-input"
        } else {
            "not a terminal"
        };
        return Err(
            Error::new(Exit::Usage, format!("{what}; confirmation needed")).hint(format_args!(
                "{why}. Add {flag}, or look first with --dry-run"
            )),
        );
    }
    output.stderr(question);
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if is_yes(answer.trim()) {
        Ok(())
    } else {
        Err(Error::new(Exit::Failed, "nothing was done"))
    }
}
