//! `gmqtt top`: what a broker does, on one screen.
//!
//! Messages change [`app::App`] and it answers with intentions; [`screen::draw`] shows it and changes nothing; only [`runner`] has
//! a terminal and a clock. What is known comes from a [`source`]: the admin API, watched or asked again and again, the text that
//! Prometheus is shown, or a recording.

mod app;
mod data;
mod export;
mod look;
mod pane;
mod screen;
mod settings;
mod text;
mod units;
mod widget;

pub use app::View;
pub use look::ThemeName;
