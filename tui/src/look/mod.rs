//! How things look: colours, signs, units. Everything a drawing needs to know besides what it draws.

mod glyphs;
mod theme;

use std::borrow::Cow;

use jiff::tz::TimeZone;

pub(crate) use glyphs::Glyphs;
pub(crate) use theme::Theme;
pub use theme::ThemeName;

use crate::{data::At, units, units::Units};

/// How things look.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// The colours.
    pub(crate) theme: Theme,
    /// The signs.
    pub(crate) glyphs: Glyphs,
    /// How large numbers are written.
    pub(crate) units: Units,
    /// Where clocks are read.
    pub(crate) zone: TimeZone,
    /// Whether identifiers and addresses are hidden, to show the screen to others.
    pub(crate) masked: bool,
    /// Whether everything is dimmed, because it is old.
    pub(crate) faded: bool,
}

impl Look {
    /// The moment as the time of the day.
    pub(crate) fn clock(&self, at: At) -> String {
        units::clock(at, &self.zone)
    }

    /// A number that may be unknown.
    pub(crate) fn number(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| self.units.number(value))
    }

    /// A whole number that may be unknown, with all its digits.
    pub(crate) fn count(&self, value: Option<u64>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| units::grouped(value as f64))
    }

    /// Bytes that may be unknown.
    pub(crate) fn bytes(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| self.units.bytes(value))
    }

    /// A name of somebody; when masked, the same hexadecimal number for the same name.
    pub(crate) fn name<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if !self.masked || name.is_empty() {
            return Cow::Borrowed(name);
        }
        // FNV-1a. It keeps names apart on a screen; it is no secret.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Cow::Owned(format!("#{:06x}", hash & 0xff_ffff))
    }
}
