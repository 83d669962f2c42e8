//! Colours. Only the sixteen that a terminal's user has chosen, so that every palette stays readable.

use ratatui::style::{Color, Modifier, Style};

/// A set of colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Dark or light, as the terminal says it is.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// No colours: bold, dim and reverse only.
    Mono,
    /// Strong colours, nothing dim.
    HighContrast,
}

impl ThemeName {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Auto,
        Self::Dark,
        Self::Light,
        Self::Mono,
        Self::HighContrast,
    ];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::HighContrast => "high-contrast",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The colours. `light` is whether the terminal's background is said to be light, `colour` whether colours are wanted at all.
    pub(crate) const fn theme(self, light: bool, colour: bool) -> Theme {
        match (self, light) {
            _ if !colour => Theme::MONO,
            (Self::Mono, _) => Theme::MONO,
            (Self::HighContrast, _) => Theme::HIGH_CONTRAST,
            (Self::Dark, _) | (Self::Auto, false) => Theme::DARK,
            (Self::Light, _) | (Self::Auto, true) => Theme::LIGHT,
        }
    }
}

/// The style of each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Theme {
    /// What is said.
    pub(crate) plain: Style,
    /// What is less important.
    pub(crate) dim: Style,
    /// Names of panels and columns.
    pub(crate) title: Style,
    /// Frames.
    pub(crate) border: Style,
    /// Keys.
    pub(crate) key: Style,
    /// The row under the cursor, the view that is shown.
    pub(crate) selected: Style,
    /// Rows that are marked.
    pub(crate) marked: Style,
    /// As it should be.
    pub(crate) good: Style,
    /// Somebody should look.
    pub(crate) warning: Style,
    /// It does not work.
    pub(crate) bad: Style,
    /// What comes in.
    pub(crate) inward: Style,
    /// What goes out.
    pub(crate) outward: Style,
}

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);

impl Theme {
    const DARK: Self = Self {
        plain: PLAIN,
        dim: PLAIN.fg(Color::DarkGray),
        title: BOLD,
        border: PLAIN.fg(Color::DarkGray),
        key: PLAIN.fg(Color::Cyan),
        selected: REVERSED,
        marked: BOLD.fg(Color::Yellow),
        good: PLAIN.fg(Color::Green),
        warning: PLAIN.fg(Color::Yellow),
        bad: BOLD.fg(Color::Red),
        inward: PLAIN.fg(Color::Cyan),
        outward: PLAIN.fg(Color::Magenta),
    };

    const LIGHT: Self = Self {
        dim: PLAIN.fg(Color::DarkGray),
        border: PLAIN.fg(Color::Gray),
        key: PLAIN.fg(Color::Blue),
        marked: BOLD.fg(Color::Magenta),
        warning: BOLD.fg(Color::Magenta),
        inward: PLAIN.fg(Color::Blue),
        ..Self::DARK
    };

    const MONO: Self = Self {
        plain: PLAIN,
        dim: PLAIN,
        title: BOLD,
        border: PLAIN,
        key: BOLD,
        selected: REVERSED,
        marked: BOLD,
        good: PLAIN,
        warning: BOLD,
        bad: REVERSED.add_modifier(Modifier::BOLD),
        inward: PLAIN,
        outward: BOLD,
    };

    const HIGH_CONTRAST: Self = Self {
        plain: PLAIN.fg(Color::White).bg(Color::Black),
        dim: PLAIN.fg(Color::White).bg(Color::Black),
        title: BOLD.fg(Color::LightYellow).bg(Color::Black),
        border: PLAIN.fg(Color::White).bg(Color::Black),
        key: BOLD.fg(Color::LightCyan).bg(Color::Black),
        selected: BOLD.fg(Color::Black).bg(Color::LightYellow),
        marked: BOLD.fg(Color::LightYellow).bg(Color::Black),
        good: BOLD.fg(Color::LightGreen).bg(Color::Black),
        warning: BOLD.fg(Color::LightYellow).bg(Color::Black),
        bad: BOLD.fg(Color::White).bg(Color::Red),
        inward: BOLD.fg(Color::LightCyan).bg(Color::Black),
        outward: BOLD.fg(Color::LightMagenta).bg(Color::Black),
    };
}
