//! The one definition of every key: what [`section!`] and [`choice!`] declare, and what follows from it.

mod choice;
mod key;
mod section;
mod value;

pub(crate) use choice::choice;
pub(crate) use key::{Key, Legacy, Shape};
pub(crate) use section::{Section, section};
pub(crate) use value::{Secrets, Show, Value};
