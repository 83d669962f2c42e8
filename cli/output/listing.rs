//! A kind of thing that commands list: its columns, its name, its JSON.

use serde_json::Value;

use super::{Column, Output, Rows};
use crate::error::Error;

/// How things of a kind are listed. The golden files of the tests guard what it says: a key may be added, none goes.
pub(crate) struct Listing<T: 'static> {
    /// What they are called, many of them: `clients`.
    pub(crate) things: &'static str,
    pub(crate) columns: &'static [Column<T>],
    /// What names one, for `-o name`.
    pub(crate) name: fn(&T) -> String,
    /// As the API writes it, with numbers where REST has strings.
    pub(crate) json: fn(&T) -> Value,
}

impl<T> Listing<T> {
    /// Begins to print rows.
    ///
    /// # Errors
    /// Columns that do not exist, and a template that is none.
    pub(crate) fn rows(&'static self, output: &Output) -> Result<Rows<T>, Error> {
        Rows::new(self, output)
    }

    /// A table of all there is, for a screen.
    ///
    /// # Errors
    /// Columns that do not exist.
    pub(crate) fn screen(&'static self, output: &Output, things: &[T]) -> Result<String, Error> {
        Ok(self.rows(output)?.table(things))
    }

    /// Prints all there is.
    ///
    /// # Errors
    /// As [`rows`](Self::rows), and when stdout cannot be written to.
    pub(crate) fn print(&'static self, output: &Output, things: &[T]) -> Result<(), Error> {
        let mut rows = self.rows(output)?;
        rows.push(things)?;
        rows.end(things.len() as u64)
    }
}
