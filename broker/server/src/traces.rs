//! Traces under way and those that are over: beginning, ending, forgetting.

use std::sync::{Arc, Weak};
use std::time::SystemTime;

use gmqtt_plugin_api::{NewTrace, Trace, TraceRefused, Traced};
use gmqtt_protocol::TopicFilter;
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::broker::Broker;
use crate::observers::Tracer;

/// How many there may be, those that are over among them.
const MOST: usize = 16;
/// What all may hold together, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// All traces of a broker.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    begun: u64,
    /// The oldest first.
    tracers: Vec<Tracer>,
}

impl Traces {
    /// Those under way.
    pub(crate) fn tracers(&self) -> Vec<Tracer> {
        let mut tracers = self.inner.lock().tracers.clone();
        tracers.retain(|tracer| !tracer.trace.has_ended());
        tracers
    }

    /// All that are not forgotten, the oldest first.
    pub(crate) fn list(&self) -> Vec<Arc<Trace>> {
        let inner = self.inner.lock();
        inner
            .tracers
            .iter()
            .map(|tracer| tracer.trace.clone())
            .collect()
    }

    /// Makes room, by forgetting the oldest that are over, and adds one.
    fn add(&self, asked: NewTrace) -> Result<Tracer, TraceRefused> {
        let mut inner = self.inner.lock();
        loop {
            let held = |tracer: &Tracer| match tracer.trace.has_ended() {
                true => tracer.trace.bytes(),
                false => tracer.trace.asked.max_bytes,
            };
            let bytes: u64 = inner.tracers.iter().map(held).sum();
            let too_many = inner.tracers.len() >= MOST;
            if !too_many && bytes.saturating_add(asked.max_bytes) <= MOST_BYTES {
                break;
            }
            let over = inner
                .tracers
                .iter()
                .position(|tracer| tracer.trace.has_ended());
            match over {
                Some(at) => drop(inner.tracers.remove(at)),
                None if too_many => return Err(TraceRefused::TooMany { most: MOST }),
                None => return Err(TraceRefused::TooLarge { most: MOST_BYTES }),
            }
        }
        inner.begun += 1;
        let id = inner.begun.to_string();
        let tracer = Tracer {
            trace: Arc::new(Trace::new(id, asked, SystemTime::now())),
            full: Arc::new(Notify::new()),
        };
        inner.tracers.push(tracer.clone());
        Ok(tracer)
    }

    /// Ends one and forgets it. False if there is none of that name.
    fn forget(&self, id: &str) -> bool {
        let mut inner = self.inner.lock();
        let at = inner
            .tracers
            .iter()
            .position(|tracer| tracer.trace.id == id);
        let Some(at) = at else { return false };
        let tracer = inner.tracers.remove(at);
        tracer.trace.feed.close();
        tracer.full.notify_one();
        true
    }

    /// Ends all.
    pub(crate) fn end(&self) {
        for tracer in &self.inner.lock().tracers {
            tracer.trace.feed.close();
            tracer.full.notify_one();
        }
    }
}

/// Begins a trace; a task on this runtime ends it.
pub(crate) fn begin(
    broker: &Arc<Broker>,
    runtime: &Handle,
    asked: NewTrace,
) -> Result<Arc<Trace>, TraceRefused> {
    if let Traced::Topics(filter) = &asked.traced
        && !TopicFilter::parse(filter).is_ok_and(|filter| filter.share().is_none())
    {
        return Err(TraceRefused::Filter);
    }
    let tracer = broker.traces.add(asked)?;
    broker.find_observers();
    let trace = tracer.trace.clone();
    runtime.spawn(end_in_time(Arc::downgrade(broker), tracer));
    Ok(trace)
}

/// Ends a trace and forgets it. False if there is none of that name.
pub(crate) fn forget(broker: &Broker, id: &str) -> bool {
    let was_there = broker.traces.forget(id);
    broker.find_observers();
    was_there
}

async fn end_in_time(broker: Weak<Broker>, tracer: Tracer) {
    let end = Instant::now() + tracer.trace.asked.duration;
    let _ = timeout_at(end, tracer.full.notified()).await;
    tracer.trace.feed.close();
    if let Some(broker) = broker.upgrade() {
        broker.find_observers();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn asked(max_bytes: u64) -> NewTrace {
        NewTrace {
            traced: Traced::Client("c".into()),
            duration: Duration::from_secs(1),
            max_bytes,
            payload_bytes: 0,
            by: String::new(),
        }
    }

    #[test]
    fn those_that_are_over_make_room_and_the_others_do_not() {
        let traces = Traces::default();
        for n in 1..=MOST {
            assert_eq!(traces.add(asked(1000)).unwrap().trace.id, n.to_string());
        }
        let refused = traces.add(asked(1000)).unwrap_err();
        assert_eq!(refused, TraceRefused::TooMany { most: MOST });
        traces.list()[3].feed.close();
        traces.add(asked(1000)).unwrap();
        let ids: Vec<_> = traces.list().iter().map(|it| it.id.clone()).collect();
        assert_eq!((ids.len(), ids.contains(&"4".to_owned())), (MOST, false));
        assert!(traces.forget("5") && !traces.forget("5"));
        assert_eq!(traces.tracers().len(), MOST - 1);
    }

    #[test]
    fn together_they_hold_no_more_than_they_may() {
        let traces = Traces::default();
        traces.add(asked(MOST_BYTES - 10)).unwrap();
        let refused = traces.add(asked(11)).unwrap_err();
        assert_eq!(refused, TraceRefused::TooLarge { most: MOST_BYTES });
        traces.add(asked(10)).unwrap();
        traces.end();
        assert!(traces.tracers().is_empty());
        traces.add(asked(MOST_BYTES)).unwrap();
    }
}
