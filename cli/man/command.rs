//! The page of a command: what clap_mangen makes of its definition, and the sections every page of ours has.

use std::io;

use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use super::{Page, facts, title};
use crate::{command::examples, environment::VARIABLES};

/// The page of the command at `path`, whose tree has been built.
pub(super) fn page(path: &[String], command: &clap::Command) -> Page {
    let name = path.join("-");
    let words = path.join(" ");
    let mut roff = Roff::new();
    title(&mut roff, &name, 1);
    roff.control("SH", ["NAME"]);
    let about = command.get_about().map(ToString::to_string);
    roff.text([roman(format!("{name} - {}", about.unwrap_or_default()))]);
    let mut source = roff.to_roff();
    source.push_str(&from_definition(&words, command));
    let mut roff = Roff::new();
    below(&mut roff, &name, command);
    output(&mut roff, &words);
    exit_status(&mut roff, &words);
    environment(&mut roff, command);
    files(&mut roff, command);
    shown(&mut roff, command);
    see_also(&mut roff, path, command);
    source.push_str(&roff.to_roff());
    Page {
        name,
        section: 1,
        source: tidy(&source),
    }
}

/// Synopsis, description and options; every heading of the help is a part of OPTIONS.
fn from_definition(words: &str, command: &clap::Command) -> String {
    let man = Man::new(command.clone().bin_name(words));
    let mut bytes = Vec::new();
    let written: io::Result<()> = man
        .render_synopsis_section(&mut bytes)
        .and_then(|()| man.render_description_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes));
    debug_assert!(written.is_ok(), "a vector takes everything");
    let text = String::from_utf8_lossy(&bytes);
    let mut source = String::new();
    let mut has_options = false;
    for line in text.lines() {
        match line.strip_prefix(".SH ") {
            Some("SYNOPSIS" | "DESCRIPTION") | None => source.push_str(line),
            Some("OPTIONS") => {
                has_options = true;
                source.push_str(line);
            }
            Some(heading) => {
                if !has_options {
                    has_options = true;
                    source.push_str(".SH OPTIONS\n");
                }
                source.push_str(".SS ");
                source.push_str(heading);
            }
        }
        source.push('\n');
    }
    source
}

fn below(roff: &mut Roff, name: &str, command: &clap::Command) {
    let mut commands = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .peekable();
    if commands.peek().is_none() {
        return;
    }
    roff.control("SH", ["COMMANDS"]);
    for below in commands {
        roff.control("TP", []);
        roff.text([bold(format!("{name}-{}", below.get_name())), roman("(1)")]);
        roff.text([roman(
            below
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )]);
    }
}

fn output(roff: &mut Roff, words: &str) {
    roff.control("SH", ["OUTPUT"]);
    roff.text([roman(facts::of(words).output)]);
    roff.control("PP", []);
    roff.text([
        roman("Results go to standard output; progress, warnings and errors to standard error. "),
        roman("What comes from clients is shown with its control characters escaped. With "),
        bold("-o json"),
        roman(" an error is one line, {\"error\":{\"code\":...,\"exit\":...,\"message\":...,\"cause\":[...],\"hint\":...}}."),
    ]);
}

fn exit_status(roff: &mut Roff, words: &str) {
    roff.control("SH", ["EXIT STATUS"]);
    for exit in facts::of(words).exits {
        roff.control("TP", []);
        roff.text([bold(exit.code().to_string())]);
        roff.text([roman(format!("{}.", exit.meaning()))]);
    }
    roff.control("PP", []);
    roff.text([
        roman("A code means the same with every command; "),
        bold("gmqtt help exit-codes"),
        roman(" lists them all."),
    ]);
}

fn environment(roff: &mut Roff, command: &clap::Command) {
    roff.control("SH", ["ENVIRONMENT"]);
    let has = |flag: &str| {
        command
            .get_arguments()
            .any(|one| one.get_long() == Some(flag))
    };
    let is_root = !command.get_bin_name().unwrap_or_default().contains(' ');
    let read = VARIABLES
        .iter()
        .filter(|variable| is_root || variable.flag.is_none_or(has));
    for variable in read {
        roff.control("TP", []);
        roff.text([bold(variable.name)]);
        roff.text([roman(variable.meaning)]);
    }
}

fn files(roff: &mut Roff, command: &clap::Command) {
    roff.control("SH", ["FILES"]);
    let has = |flag: &str| {
        command
            .get_arguments()
            .any(|one| one.get_long() == Some(flag))
    };
    let is_root = !command.get_bin_name().unwrap_or_default().contains(' ');
    let read: Vec<_> = facts::FILES
        .iter()
        .filter(|file| is_root || has(file.flag))
        .collect();
    if read.is_empty() {
        roff.text([roman("Those that are named on the command line.")]);
    }
    for file in read {
        roff.control("TP", []);
        roff.text([bold(file.path)]);
        roff.text([roman(file.meaning)]);
    }
}

fn shown(roff: &mut Roff, command: &clap::Command) {
    roff.control("SH", ["EXAMPLES"]);
    for example in examples::of(command) {
        roff.control("TP", []);
        roff.text([bold(example.line)]);
        roff.text([roman(example.meaning.unwrap_or_default())]);
    }
}

fn see_also(roff: &mut Roff, path: &[String], command: &clap::Command) {
    roff.control("SH", ["SEE ALSO"]);
    let mut pages: Vec<String> = Vec::new();
    for length in 1..path.len() {
        pages.push(format!("{}(1)", path[..length].join("-")));
    }
    let name = path.join("-");
    let below = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set());
    pages.extend(below.map(|below| format!("{name}-{}(1)", below.get_name())));
    pages.extend(["gmqtt.yml(5)", "gmqtt-filters(7)", "gmqtt-security(7)"].map(str::to_owned));
    roff.text([roman(pages.join(", "))]);
}

/// Without what mandoc calls a fault: blanks at the end of a line, empty lines, one break after another.
fn tidy(source: &str) -> String {
    let mut lines: Vec<&str> = source
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.dedup_by(|next, before| *next == ".br" && *before == ".br");
    lines.into_iter().flat_map(|line| [line, "\n"]).collect()
}
