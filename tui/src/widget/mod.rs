//! What panes are made of. Each draws into a buffer and changes nothing else.

mod chart;
mod form;
mod help;
mod pen;
mod pick;
mod popup;
mod table;

pub(crate) use chart::{Curve, columns, draw_chart, remark, scale};
pub(crate) use form::{Field, draw_fields, draw_input};
pub(crate) use help::{Binding, draw_help};
pub(crate) use pen::Pen;
pub(crate) use pick::{Choice, Pick, draw_pick};
pub(crate) use popup::draw_popup;
pub(crate) use table::{Align, Cell, Column, Cursor, Row, draw_table, widths as table_widths};
