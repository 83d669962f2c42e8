//! `--exec`: a command for each message, one after the other, in their order.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::mpsc::{SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

use gmqtt_protocol::packet::Publish;

use crate::{error::Error, exit::Exit};

/// A thread that runs the command.
#[derive(Debug)]
pub(super) struct Exec {
    jobs: SyncSender<Job>,
    runner: JoinHandle<Result<Ran, Error>>,
}

#[derive(Debug)]
struct Job {
    topic: String,
    qos: u8,
    retain: bool,
    payload: Vec<u8>,
}

/// What became of the commands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Ran {
    pub(super) all: u64,
    pub(super) failed: u64,
}

/// Messages that wait for the command. When there are more, nothing is read until it has caught up.
const WAITING: usize = 1000;

impl Exec {
    /// `command` is a line for `sh`.
    pub(super) fn new(command: &str) -> Self {
        let (jobs, waiting) = sync_channel::<Job>(WAITING);
        let command = command.to_owned();
        let runner = thread::spawn(move || {
            let mut ran = Ran::default();
            for job in waiting {
                ran.all += 1;
                ran.failed += u64::from(!run(&command, &job)?);
            }
            Ok(ran)
        });
        Self { jobs, runner }
    }

    /// Hands over a message. Waits while too many are waiting.
    pub(super) fn hand_over(&self, message: &Publish<'_>) -> Result<(), Error> {
        let job = Job {
            topic: message.topic.to_owned(),
            qos: message.qos as u8,
            retain: message.retain,
            payload: message.payload.to_vec(),
        };
        self.jobs
            .send(job)
            .map_err(|_| Error::new(Exit::Failed, "the command cannot be run"))
    }

    /// Waits until all has been run.
    pub(super) fn end(self) -> Result<Ran, Error> {
        drop(self.jobs);
        self.runner
            .join()
            .unwrap_or_else(|_| Err(Error::new(Exit::Failed, "the command cannot be run")))
    }
}

/// Runs it once, with the payload as its stdin. Whether it was a success.
fn run(command: &str, job: &Job) -> Result<bool, Error> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env("MQTT_TOPIC", job.topic.replace('\0', ""))
        .env("MQTT_QOS", job.qos.to_string())
        .env("MQTT_RETAIN", u8::from(job.retain).to_string())
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| Error::new(Exit::Failed, "cannot run sh").cause(error))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command need not read what it is given.
        let _ = stdin.write_all(&job.payload);
    }
    Ok(child.wait().is_ok_and(|status| status.success()))
}
