//! A pager for what is longer than the screen.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{Output, terminal};

/// Shows `text` in the pager that the user has named, if it does not fit on the terminal. Whether that was done.
pub(super) fn show(output: &Output, text: &str) -> bool {
    let Some(height) = terminal::stdout_height() else {
        return false;
    };
    if output.no_pager || text.lines().count() < height {
        return false;
    }
    let named = ["GMQTT_PAGER", "PAGER"]
        .into_iter()
        .find_map(std::env::var_os)
        .and_then(|pager| pager.into_string().ok())
        .filter(|pager| !pager.trim().is_empty() && pager != "cat");
    let Some(pager) = named else {
        return false;
    };
    // A pager is named with its flags, as in `less -R`.
    let mut words = pager.split_whitespace();
    let program = words.next().unwrap_or_default();
    let child = Command::new(program)
        .args(words)
        .env("LESS", std::env::var_os("LESS").unwrap_or("FRX".into()))
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        return false;
    };
    if let Some(mut stdin) = child.stdin.take() {
        // Who leaves the pager early has read enough.
        let _ = stdin.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}
