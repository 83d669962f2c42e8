//! Rows on their way out, in whatever form was asked for. They can come page by page.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::cell::Look;
use super::table::{self, Written};
use super::template::Template;
use super::{Column, Format, Layout, Listing, Output, pager, printable, terminal};
use crate::error::Error;
use crate::exit::Exit;

/// Rows that are being printed.
pub(crate) struct Rows<T: 'static> {
    listing: &'static Listing<T>,
    output: Output,
    form: Form,
    columns: Vec<&'static Column<T>>,
    look: Look,
    /// Whether stdout is a terminal.
    terminal: bool,
    pushed: u64,
}

/// The form, and what it keeps between pages.
enum Form {
    Table {
        layout: table::Layout,
        /// The whole of it, for a pager; `None` where stdout is no terminal.
        held: Option<String>,
    },
    Csv {
        header_due: bool,
    },
    Name,
    Template(Box<Template>),
    Json,
    Jsonl,
    Yaml(Vec<Value>),
}

impl<T> Rows<T> {
    pub(super) fn new(listing: &'static Listing<T>, output: &Output) -> Result<Self, Error> {
        let wide = match output.format {
            Some(_) => false,
            None => matches!(output.layout, Layout::Wide | Layout::Csv),
        };
        let columns = pick(listing, output, wide)?;
        let width = terminal::stdout_width();
        let titles = columns
            .iter()
            .map(|column| column.title.to_owned())
            .collect();
        let form = match (output.format, output.layout) {
            (Some(Format::Json), _) => Form::Json,
            (Some(Format::Jsonl), _) => Form::Jsonl,
            (Some(Format::Yaml), _) => Form::Yaml(Vec::new()),
            (Some(Format::Template(source)), _) => Form::Template(Box::new(Template::new(source)?)),
            (None, Layout::Table | Layout::Wide) => Form::Table {
                layout: table::Layout::new(titles, width, !output.no_header),
                held: width.map(|_| String::new()),
            },
            (None, Layout::Csv) => Form::Csv {
                header_due: !output.no_header,
            },
            (None, Layout::Name) => Form::Name,
        };
        Ok(Self {
            listing,
            output: *output,
            form,
            columns,
            look: Look {
                relative: width.is_some() && !wide,
                rounded: !wide,
                now: SystemTime::now(),
            },
            terminal: width.is_some(),
            pushed: 0,
        })
    }

    /// A table of these and nothing else.
    pub(super) fn table(&self, things: &[T]) -> String {
        let titles = self
            .columns
            .iter()
            .map(|column| column.title.to_owned())
            .collect();
        let width = terminal::stdout_width();
        let mut layout = table::Layout::new(titles, width, !self.output.no_header);
        let rows: Vec<Vec<Written>> = things
            .iter()
            .map(|thing| written(&self.columns, thing, self.look))
            .collect();
        layout.lines(&rows)
    }

    /// Prints some more.
    ///
    /// # Errors
    /// When stdout cannot be written to; with a code that is no error when nobody reads it any more.
    pub(crate) fn push(&mut self, things: &[T]) -> Result<(), Error> {
        if things.is_empty() {
            return Ok(());
        }
        let first = self.pushed == 0;
        self.pushed += things.len() as u64;
        let listing = self.listing;
        let text = match &mut self.form {
            Form::Table { layout, held } => {
                let rows: Vec<Vec<Written>> = things
                    .iter()
                    .map(|thing| written(&self.columns, thing, self.look))
                    .collect();
                let lines = layout.lines(&rows);
                match held {
                    Some(held) => {
                        held.push_str(&lines);
                        String::new()
                    }
                    None => lines,
                }
            }
            Form::Csv { header_due } => {
                let mut out = String::new();
                if std::mem::take(header_due) {
                    let keys: Vec<_> = self.columns.iter().map(|column| column.key()).collect();
                    csv_record(&keys, &mut out);
                }
                for thing in things {
                    let cells = self.columns.iter();
                    let cells: Vec<_> = cells
                        .map(|column| (column.cell)(thing).for_programs())
                        .collect();
                    csv_record(&cells, &mut out);
                }
                out
            }
            Form::Name => things
                .iter()
                .map(|thing| one_line(&(listing.name)(thing), self.terminal))
                .collect(),
            Form::Template(template) => {
                let mut out = String::new();
                for thing in things {
                    out.push_str(&template.render(&(listing.json)(thing))?);
                    out.push('\n');
                }
                out
            }
            Form::Json => json_items(things, listing, first),
            Form::Jsonl => things
                .iter()
                .map(|thing| format!("{}\n", (listing.json)(thing)))
                .collect(),
            Form::Yaml(items) => {
                items.extend(things.iter().map(listing.json));
                String::new()
            }
        };
        if text.is_empty() {
            return Ok(());
        }
        self.output.text(&text)
    }

    /// All are printed. `total` is how many there are, which may be more.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(crate) fn end(self, total: u64) -> Result<(), Error> {
        self.end_with(total, "")
    }

    /// All that were asked for are printed, and more follow after `next_page_token`.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(crate) fn end_with(self, total: u64, next_page_token: &str) -> Result<(), Error> {
        let output = self.output;
        match self.form {
            Form::Json => {
                let open = if self.pushed == 0 {
                    "{\n  \"items\": ["
                } else {
                    "\n  "
                };
                let token = Value::from(next_page_token);
                output.text(&format!(
                    "{open}],\n  \"total\": {total},\n  \"next_page_token\": {token}\n}}\n"
                ))
            }
            Form::Csv { header_due: true } => {
                let keys: Vec<_> = self.columns.iter().map(|column| column.key()).collect();
                let mut header = String::new();
                csv_record(&keys, &mut header);
                output.text(&header)
            }
            Form::Yaml(items) => output.document(&json!({
                "items": items, "total": total, "next_page_token": next_page_token,
            })),
            Form::Table { .. } if self.pushed == 0 => {
                output.remark(&format!("no {} match", self.listing.things));
                Ok(())
            }
            Form::Table {
                held: Some(held), ..
            } if !pager::show(&output, &held) => output.text(&held),
            _ => Ok(()),
        }
    }
}

/// The columns to print.
fn pick<T>(
    listing: &'static Listing<T>,
    output: &Output,
    wide: bool,
) -> Result<Vec<&'static Column<T>>, Error> {
    let Some(picked) = output.columns else {
        let all = listing.columns.iter();
        return Ok(all.filter(|column| wide || !column.wide).collect());
    };
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-', '_'], "");
    let mut columns = Vec::new();
    for name in picked.split(',') {
        let found = listing
            .columns
            .iter()
            .find(|column| plain(column.title) == plain(name));
        columns.push(found.ok_or_else(|| {
            let known: Vec<_> = listing.columns.iter().map(Column::key).collect();
            Error::new(
                Exit::Usage,
                format!("{} have no column \"{}\"", listing.things, name.trim()),
            )
            .cause(format_args!("the columns are {}", known.join(", ")))
        })?);
    }
    Ok(columns)
}

fn written<T>(columns: &[&'static Column<T>], thing: &T, look: Look) -> Vec<Written> {
    let cells = columns.iter().map(|column| (column.cell)(thing));
    cells
        .map(|cell| Written {
            text: cell.for_people(look),
            right: cell.is_right(),
            style: cell.style(),
        })
        .collect()
}

/// A record of CSV by RFC 4180, with the line ends of this system.
pub(crate) fn csv_record(values: &[String], out: &mut String) {
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if value.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(value);
        }
    }
    out.push('\n');
}

/// A name on a line of its own. One with a line break in it would be two to whoever reads lines.
fn one_line(name: &str, terminal: bool) -> String {
    if terminal {
        format!("{}\n", printable(name))
    } else {
        format!("{}\n", name.replace('\n', "\\n"))
    }
}

fn json_items<T>(things: &[T], listing: &Listing<T>, first: bool) -> String {
    let mut out = String::new();
    for (at, thing) in things.iter().enumerate() {
        out.push_str(if first && at == 0 {
            "{\n  \"items\": [\n    "
        } else {
            ",\n    "
        });
        out.push_str(&(listing.json)(thing).to_string());
    }
    out
}
