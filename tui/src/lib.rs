//! `gmqtt top`: what a broker does, on one screen.
//!
//! Messages change `app::App` and it answers with intentions; `screen::draw` shows it and changes nothing; only `runner` has
//! a terminal and a clock. What is known comes from a `source`: the admin API, watched or asked again and again, the text that
//! Prometheus is shown, or a recording.

mod app;
mod batch;
mod data;
mod export;
mod look;
mod pane;
mod record;
mod runner;
mod screen;
mod settings;
mod source;
mod terminal;
mod text;
mod top;
mod units;
mod widget;

pub use app::{View, shown_commands};
pub use batch::Print;
pub use look::ThemeName;
pub use top::{Credentials, Origin, Target, Top, TopError};

#[cfg(test)]
mod tests;
