//! Tells whoever started the broker that it serves now, and that it stops: `--ready-fd` and systemd's notify socket.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
};

use sd_notify::NotifyState;

use crate::{error::Error, exit::Exit};

/// The parties that wait for us.
#[derive(Debug)]
pub(super) struct Readiness {
    ready: Option<File>,
}

impl Readiness {
    /// Opens `descriptor`, which the parent left open for us, so that a wrong number is found before anything runs.
    pub(super) fn open(descriptor: Option<u32>) -> Result<Self, Error> {
        let open = |descriptor: u32| {
            // By name: turning a number into an open file is unsafe, opening /dev/fd/N again is not.
            OpenOptions::new()
                .write(true)
                .open(format!("/dev/fd/{descriptor}"))
                .map_err(|error| {
                    Error::new(
                        Exit::Usage,
                        format!("cannot write to --ready-fd {descriptor}"),
                    )
                    .cause(error)
                    .hint("open it first, as in: gmqtt start --ready-fd 3 3>ready")
                })
        };
        Ok(Self {
            ready: descriptor.map(open).transpose()?,
        })
    }

    /// Says that every listener is bound. Who no longer waits misses nothing.
    pub(super) fn ready(&mut self) {
        if let Some(mut ready) = self.ready.take() {
            let _ = ready.write_all(b"READY=1\n");
        }
        let _ = sd_notify::notify(&[NotifyState::Ready]);
    }

    /// Says that the config is being read again; [`ready`](Self::ready) ends that.
    pub(super) fn reloading(&self) {
        if let Ok(now) = NotifyState::monotonic_usec_now() {
            let _ = sd_notify::notify(&[NotifyState::Reloading, now]);
        }
    }

    /// Says that the broker no longer accepts connections.
    pub(super) fn stopping(&self) {
        let _ = sd_notify::notify(&[NotifyState::Stopping]);
    }
}
