//! A recording instead of a broker.

use std::{future::Future, pin::Pin, time::Duration};

use tokio::time::{Instant, sleep_until};

use super::{Link, Source};
use crate::{
    data::{Kind, Order, Update},
    record::{Entry, RecordError, Recording},
};

/// Plays a recording in its own time, or as fast as it is taken.
pub(crate) struct ReplaySource {
    pub(crate) recording: Recording,
    /// Whether it does not wait between lines.
    pub(crate) at_once: bool,
}

impl Source for ReplaySource {
    fn run(self: Box<Self>, link: Link) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            let Self { recording, at_once } = *self;
            let mut player = Player {
                recording,
                link,
                played: Duration::ZERO,
                skip: if at_once {
                    Duration::MAX
                } else {
                    Duration::ZERO
                },
                origin: Instant::now(),
            };
            if let Err(error) = player.play().await {
                let why = format!("the recording cannot be read: {error}");
                let _ = player
                    .link
                    .updates
                    .send(Update::Lost {
                        why,
                        retry: u64::MAX >> 20,
                    })
                    .await;
                std::future::pending::<()>().await;
            }
        })
    }
}

/// A century, in milliseconds.
const MOST: u64 = 100 * 365 * 86_400 * 1_000;

struct Player {
    recording: Recording,
    link: Link,
    /// How far it is.
    played: Duration,
    /// Up to where it does not wait.
    skip: Duration,
    /// When it would have begun, if it had been played without stops.
    origin: Instant,
}

impl Player {
    async fn play(&mut self) -> Result<(), RecordError> {
        if !self.tell(Update::Live { kind: Kind::Replay }).await {
            return Ok(());
        }
        loop {
            let Some(Entry { t, update, .. }) = self.recording.next()? else {
                if !self.tell(Update::Ended).await {
                    return Ok(());
                }
                match self.link.orders.recv().await {
                    Some(order) => {
                        self.order(order).await?;
                    }
                    None => return Ok(()),
                }
                continue;
            };
            // A century is more than anybody waits, and less than clocks cannot count.
            let due = Duration::from_millis(t.min(MOST));
            let mut stopped = false;
            while !stopped && due > self.skip {
                let at = self.origin + due;
                tokio::select! {
                    () = sleep_until(at) => break,
                    order = self.link.orders.recv() => match order {
                        None => return Ok(()),
                        Some(order) => stopped = self.order(order).await?,
                    },
                }
            }
            if stopped {
                continue;
            }
            self.played = due;
            // That it is a recording is not to be forgotten.
            if !matches!(update, Update::Live { .. }) && !self.tell(update).await {
                return Ok(());
            }
        }
    }

    /// Does what can be done in a recording, and says whether it began again.
    async fn order(&mut self, order: Order) -> Result<bool, RecordError> {
        let Order::Seek(seconds) = order else {
            let text = "this is a recording: nothing can be changed".to_owned();
            self.tell(Update::Done { ok: false, text }).await;
            return Ok(false);
        };
        let by = Duration::from_secs(seconds.unsigned_abs());
        let now = self.played.max(
            self.origin
                .elapsed()
                .min(self.played + Duration::from_secs(60)),
        );
        let target = if seconds < 0 {
            now.saturating_sub(by)
        } else {
            now + by
        };
        self.skip = target;
        self.origin = Instant::now()
            .checked_sub(target)
            .unwrap_or_else(Instant::now);
        if seconds < 0 {
            self.recording.rewind()?;
            self.tell(Update::Rewind).await;
            self.tell(Update::Live { kind: Kind::Replay }).await;
            return Ok(true);
        }
        Ok(false)
    }

    async fn tell(&self, update: Update) -> bool {
        self.link.updates.send(update).await.is_ok()
    }
}
