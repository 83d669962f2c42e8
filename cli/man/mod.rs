//! The manual: a page for every command, made from its definition, and pages on what they have in common.
//!
//! The sources are in `man/` too, for packages. A test says when they are stale.

mod command;
mod config;
mod facts;

use clap::CommandFactory as _;

use crate::command::{CommandLine, VERSION};

/// The date in the pages, that of the version they describe.
const DATE: &str = "2026-11-23";

/// A page of the manual.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// As in `gmqtt-config-check`.
    name: String,
    section: u8,
    /// In the macros of man(7).
    pub(crate) source: String,
}

impl Page {
    /// As in `gmqtt-config-check.1`.
    pub(crate) fn file_name(&self) -> String {
        format!("{}.{}", self.name, self.section)
    }
}

/// Every page.
pub(crate) fn all() -> Vec<Page> {
    let mut root = CommandLine::command();
    root.build();
    let mut pages = Vec::new();
    let mut open = vec![(vec!["gmqtt".to_owned()], root)];
    while let Some((path, command)) = open.pop() {
        for below in command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
        {
            let mut path = path.clone();
            path.push(below.get_name().to_owned());
            open.push((path, below.clone()));
        }
        pages.push(command::page(&path, &command));
    }
    pages.push(config::page());
    pages.extend(written_by_hand());
    pages.sort_by_key(Page::file_name);
    pages
}

/// The page that `words` name: a command with those it is below, or a page by its name.
pub(crate) fn find(words: &[&str]) -> Option<Page> {
    let name = match words {
        [] | ["gmqtt"] => "gmqtt".to_owned(),
        [page] if page.starts_with("gmqtt") => (*page).to_owned(),
        ["gmqtt", words @ ..] | words => format!("gmqtt-{}", words.join("-")),
    };
    all()
        .into_iter()
        .find(|page| page.name == name || page.file_name() == name)
}

fn written_by_hand() -> [Page; 2] {
    [
        Page {
            name: "gmqtt-filters".to_owned(),
            section: 7,
            source: include_str!("../../man/gmqtt-filters.7").to_owned(),
        },
        Page {
            name: "gmqtt-security".to_owned(),
            section: 7,
            source: include_str!("../../man/gmqtt-security.7").to_owned(),
        },
    ]
}

/// The first line of a page.
fn title(roff: &mut clap_mangen::roff::Roff, name: &str, section: u8) {
    let section = section.to_string();
    let source = format!("gmqtt {VERSION}");
    roff.control("TH", [name, &section, DATE, &source, "gmqtt"]);
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::written::up_to_date;

    #[test]
    fn the_pages_in_the_tree_are_those_of_today() {
        let pages = all();
        for page in &pages {
            up_to_date(&format!("man/{}", page.file_name()), page.source.as_bytes());
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/man");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let known = pages.iter().any(|page| page.file_name() == name);
            assert!(known, "man/{name} is no page any more; remove it");
        }
    }

    #[test]
    fn mandoc_has_nothing_to_say_about_them() {
        let folder = tempfile::tempdir().unwrap();
        for page in all() {
            std::fs::write(folder.path().join(page.file_name()), &page.source).unwrap();
        }
        let files: Vec<_> = all().iter().map(Page::file_name).collect();
        let done = Command::new("mandoc")
            .args(["-Tlint", "-Wwarning"])
            .args(files)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(said.is_empty() && done.status.success(), "{said}");
    }

    #[test]
    fn every_flag_is_in_the_page_of_its_command() {
        let mut root = CommandLine::command();
        root.build();
        let pages = all();
        let mut open = vec![(vec!["gmqtt".to_owned()], root)];
        while let Some((path, command)) = open.pop() {
            let name = path.join("-");
            let page = pages.iter().find(|page| page.name == name).unwrap();
            let source = page.source.replace('\\', "");
            for long in command
                .get_arguments()
                .filter(|one| !one.is_hide_set())
                .filter_map(clap::Arg::get_long)
            {
                assert!(
                    source.contains(&format!("--{long}")),
                    "{}: --{long}",
                    page.name
                );
            }
            for section in [
                "NAME",
                "SYNOPSIS",
                "DESCRIPTION",
                "OUTPUT",
                "EXIT STATUS",
                "ENVIRONMENT",
                "FILES",
                "EXAMPLES",
                "SEE ALSO",
            ] {
                let heading = source
                    .lines()
                    .any(|line| line.trim_start_matches(".SH ").trim_matches('"') == section);
                assert!(heading, "{} has no {section}", page.name);
            }
            open.extend(
                command
                    .get_subcommands()
                    .filter(|below| !below.is_hide_set())
                    .map(|below| {
                        let mut path = path.clone();
                        path.push(below.get_name().to_owned());
                        (path, below.clone())
                    }),
            );
        }
    }
}
