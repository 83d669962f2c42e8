//! The blocks of a world, run one after the other as somebody would who reads: what does not end by itself goes on in another
//! terminal.

use std::fs;

use super::{
    blocks::{Block, Shown},
    masks::Masks,
    text, worlds,
};
use crate::{
    cli::process::Done,
    shipping::machine::{Job, Machine},
};

/// Commands that go on until they are ended.
fn goes_on(command: &str) -> bool {
    let ends_by_itself = ["-C ", "--for ", "--count ", "| jq", "--tail", "--help"];
    let starts = [
        "gmqtt start",
        "gmqtt mqtt sub",
        "gmqtt mqtt reply",
        "gmqtt trace",
        "gmqtt events",
        "gmqtt logs",
    ];
    starts.iter().any(|start| command.starts_with(start))
        && !ends_by_itself.iter().any(|word| command.contains(word))
}

/// The code that a command ends with; another than 0 is said in a comment behind it: `# exit code 7`.
fn code(command: &str) -> i32 {
    let said = command.rsplit_once("# exit code ");
    said.map_or(0, |(_, code)| code.trim().parse().expect("a number"))
}

/// Runs every block of a world.
#[track_caller]
pub(super) fn play(world: &str) {
    let readme = text();
    let blocks = Block::all(&readme);
    let mut machine = Machine::of_a_user();
    worlds::prepare(world, &mut machine);
    let masks = Masks::new(&machine.home(), &machine.runtime());
    let mut open: Vec<(Job, Shown<'_>)> = Vec::new();
    let ours = blocks.iter().filter(|block| block.world == Some(world));
    for block in ours.filter(|block| block.said("run by").is_none()) {
        if let Some(name) = block.said("file") {
            fs::write(machine.home().join(name), block.text.join("\n") + "\n").expect("a file");
            continue;
        }
        if block.language != "console" {
            continue;
        }
        for shown in block.commands() {
            if goes_on(shown.command) {
                let job = machine.start(shown.command);
                is_there(&mut machine, job, shown.command);
                open.push((job, shown));
            } else {
                let done = machine.run(shown.command);
                assert_eq!(
                    done.code,
                    Some(code(shown.command)),
                    "{}: {done:?}",
                    shown.command
                );
                compare(&masks, &shown, &done);
            }
        }
    }
    while let Some((job, shown)) = open.pop() {
        if let Some(last) = shown.output.last() {
            // What was published a moment ago may still be on its way.
            let last = last.split_whitespace().last().unwrap_or_default();
            machine.wait_for(job, last);
        }
        let done = machine.interrupt(job);
        compare(&masks, &shown, &done);
    }
}

/// Waits until what goes on has begun.
#[track_caller]
fn is_there(machine: &mut Machine, job: Job, command: &str) {
    if command.starts_with("gmqtt start") {
        machine.wait_for(job, "ready in");
    } else if command.starts_with("gmqtt mqtt") {
        // A message that comes back says that the subscription before it is made: it is asked for until it is there.
        let filter = command
            .split(" -t ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next());
        let filter = filter.expect("a filter").trim_matches('\'');
        let list = "gmqtt subscriptions list -o json";
        let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while !machine.run(list).stdout.contains(&format!("\"{filter}\"")) {
            assert!(
                std::time::Instant::now() < end,
                "{command} does not subscribe"
            );
        }
    }
}

/// Holds what was printed against what is shown: on stdout, or on a terminal, where stderr is seen too. Nothing shown says nothing.
#[track_caller]
fn compare(masks: &Masks, shown: &Shown<'_>, done: &Done) {
    if shown.output.is_empty() {
        return;
    }
    let alike = |lines: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let mut lines: Vec<_> = lines.map(|line| masks.apply(line)).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    };
    let expected = alike(&mut shown.output.iter().copied());
    let printed = alike(&mut done.stdout.lines());
    let seen = alike(&mut done.stdout.lines().chain(done.stderr.lines()));
    assert!(
        expected == printed || expected == seen,
        "`{}` is not what the README shows:\n{}\n{}",
        shown.command,
        done.stdout,
        done.stderr
    );
}
