//! The terminal: taken when the dashboard begins, given back whatever ends it.

use std::{
    io::{self, Write as _, stdout},
    panic,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
};

use base64::Engine as _;
use crossterm::{
    cursor, event, execute, queue,
    style::Print,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::{Terminal, backend::CrosstermBackend, buffer::Buffer};

/// The most bytes that are put onto the clipboard: terminals drop longer sequences.
const MAX_COPY: usize = 70_000;

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is listened to.
static MOUSE: AtomicBool = AtomicBool::new(false);

static HOOK: Once = Once::new();

/// The terminal while it is ours.
pub(crate) struct Screen {
    /// What is drawn on.
    pub(crate) terminal: Terminal<CrosstermBackend<io::Stdout>>,
}

impl Screen {
    /// Takes the terminal.
    pub(crate) fn take(mouse: bool) -> io::Result<Self> {
        HOOK.call_once(|| {
            // Whoever reads of a panic needs a terminal that can be read.
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        enter(mouse)?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()));
        terminal
            .map(|terminal| Self { terminal })
            .inspect_err(|_| give_back())
    }

    /// Listens to the mouse, or leaves it to the terminal.
    pub(crate) fn mouse(&self, on: bool) -> io::Result<()> {
        MOUSE.store(on, Ordering::Relaxed);
        if on {
            execute!(stdout(), event::EnableMouseCapture)
        } else {
            execute!(stdout(), event::DisableMouseCapture)
        }
    }

    /// Gives the terminal back while `meanwhile` runs, and takes it again.
    pub(crate) fn lend(&mut self, meanwhile: impl FnOnce()) -> io::Result<()> {
        let mouse = MOUSE.load(Ordering::Relaxed);
        give_back();
        meanwhile();
        enter(mouse)?;
        self.terminal.clear()
    }

    /// Puts `text` onto the clipboard of whoever sits at the terminal, however far away: OSC 52.
    pub(crate) fn copy(&self, text: &str) -> io::Result<()> {
        let end = text.floor_char_boundary(MAX_COPY);
        let coded = base64::engine::general_purpose::STANDARD.encode(&text[..end]);
        let mut out = stdout();
        queue!(out, Print(format!("\x1b]52;c;{coded}\x1b\\")))?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::Relaxed);
    MOUSE.store(mouse, Ordering::Relaxed);
    let mut out = stdout();
    execute!(
        out,
        EnterAlternateScreen,
        event::EnableBracketedPaste,
        cursor::Hide
    )?;
    if mouse {
        execute!(out, event::EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back, once. There is nobody to tell if that fails.
fn give_back() {
    if !TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut out = stdout();
    let _ = execute!(
        out,
        event::DisableMouseCapture,
        event::DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}

/// A screen as lines of text, to be left in the scrollback.
pub(crate) fn lines(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let mut text = String::new();
    for row in buffer.content().chunks(width) {
        let mut line = String::new();
        let mut covered = 0_usize;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            covered = crate::text::width(cell.symbol()).saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
