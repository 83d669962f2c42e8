//! What the streams of the process are connected to.

use std::io::{self, IsTerminal};

/// How many columns a line of stdout may have: those of the terminal, `COLUMNS` if that is set; `None` where stdout is none.
pub(crate) fn stdout_width() -> Option<usize> {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    let set = std::env::var("COLUMNS").ok();
    let set = set.and_then(|columns| columns.parse().ok());
    let own = || {
        let size = rustix::termios::tcgetwinsize(&stdout).ok()?;
        Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
    };
    Some(set.or_else(own).unwrap_or(80))
}

/// How many lines the terminal of stdout shows; `None` where it is none.
pub(super) fn stdout_height() -> Option<usize> {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(&stdout).ok()?;
    Some(usize::from(size.ws_row)).filter(|rows| *rows > 0)
}

/// Whether somebody sits there who can be asked: stdin and stderr are a terminal.
pub(crate) fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}
