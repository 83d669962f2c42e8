//! `gmqtt retained export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::list::page;
use crate::{
    admin::{self, Admin, Paging},
    error::Error,
    exit::Exit,
    mqtt::invalid_filter,
    output::{Progress, grouped},
};

/// Write retained messages as lines of JSON
///
/// `gmqtt retained import` reads them again, into this broker or another.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained export --to retained.jsonl
  gmqtt retained export sensors/#")]
pub(super) struct Export {
    /// Those that this topic filter matches; all but those that begin with $ without it
    filter: Option<String>,

    /// The file; stdout without it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        if let Some(filter) = &self.filter {
            invalid_filter(filter)?;
        }
        let name = self
            .to
            .as_ref()
            .map_or("stdout".to_owned(), |path| path.display().to_string());
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::BrokenPipe => Error::from(error),
            _ => Error::new(Exit::Failed, format!("cannot write {name}")).cause(error),
        };
        let mut out: BufWriter<Box<dyn Write>> = BufWriter::new(match &self.to {
            None => Box::new(std::io::stdout()),
            Some(path) => Box::new(File::create(path).map_err(failed)?),
        });
        let mut paging = Paging::new(None);
        let mut progress = None;
        let mut more = true;
        while more {
            let page = page(admin, self.filter.as_deref(), &paging, true).await?;
            let progress = progress.get_or_insert_with(|| {
                Progress::new(&admin.output, "exporting", page.total_count.into())
            });
            for message in &page.messages {
                let line = admin::json("gmqtt.admin.api.RetainedMessage", message);
                writeln!(out, "{line}").map_err(failed)?;
            }
            progress.add(page.messages.len() as u64);
            more = !page.next_page_token.is_empty();
            let total = page.total_count;
            paging.take(page.messages.len(), total, page.next_page_token);
        }
        out.flush().map_err(failed)?;
        drop(progress);
        let number = grouped(paging.seen());
        admin
            .output
            .remark(&format!("{number} retained messages written"));
        Ok(Exit::Done)
    }
}
