//! Where the data comes from. A source runs by itself; it is told what is wanted, and reports.

mod api;
mod backoff;
mod prometheus;
mod replay;

pub(crate) use api::ApiSource;
pub(crate) use prometheus::PrometheusSource;
pub(crate) use replay::ReplaySource;

use std::{future::Future, pin::Pin};

use tokio::sync::{mpsc, watch};

use crate::data::{Order, Update, Want};

/// Updates that may wait for the dashboard. A source that is faster waits.
const WAITING: usize = 64;

/// What a source is connected by.
pub(crate) struct Link {
    /// What is wanted, as it changes.
    pub(crate) wants: watch::Receiver<Want>,
    /// What is to be changed.
    pub(crate) orders: mpsc::Receiver<Order>,
    /// What is reported.
    pub(crate) updates: mpsc::Sender<Update>,
}

/// Something that reports what a broker does.
pub(crate) trait Source: Send {
    /// Reports until nobody listens. It goes on whatever happens to the broker.
    fn run(self: Box<Self>, link: Link) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// A source that runs. It ends when this is dropped.
pub(crate) struct Feed {
    /// What is wanted.
    pub(crate) wants: watch::Sender<Want>,
    /// What is to be changed.
    pub(crate) orders: mpsc::Sender<Order>,
    /// What is reported.
    pub(crate) updates: mpsc::Receiver<Update>,
    task: tokio::task::JoinHandle<()>,
}

impl Feed {
    /// Starts a source.
    pub(crate) fn start(source: Box<dyn Source>, want: Want) -> Self {
        let (wants, wanted) = watch::channel(want);
        let (orders, ordered) = mpsc::channel(16);
        let (updated, updates) = mpsc::channel(WAITING);
        let link = Link {
            wants: wanted,
            orders: ordered,
            updates: updated,
        };
        Self {
            wants,
            orders,
            updates,
            task: tokio::spawn(source.run(link)),
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.task.abort();
    }
}
