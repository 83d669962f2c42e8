//! The one definition of every key: what [`section!`] and [`choice!`] declare, and what follows from it.

mod choice;
mod key;
mod keys;
mod nearest;
mod reader;
mod section;
mod value;

pub use keys::{KeyDoc, KeyKind, keys};

pub(crate) use choice::choice;
pub(crate) use key::{Key, Legacy, Shape, find};
pub(crate) use nearest::nearest;
pub(crate) use reader::{Found, Reader};
pub(crate) use section::{Extra, Section, section};
pub(crate) use value::{Secrets, Show, Value};
