//! What operators are told of the links to other nodes, and of the streams of messages on them.

use std::collections::BTreeMap;

use gmqtt_plugin_api::Severity;
use tokio::time::Instant;
use tracing::{info, warn};

use super::Presence;
use crate::NodeName;
use crate::core::PeerFigures;

/// The links as they were when last looked.
#[derive(Default)]
pub(super) struct Streams(BTreeMap<NodeName, Stream>);

struct Stream {
    links: u64,
    renewed: u64,
    /// Messages that were shed when last nothing was amiss.
    shed: u64,
    /// Since when there has been no link.
    lost: Option<Instant>,
}

impl Stream {
    fn of(figures: &PeerFigures) -> Self {
        Self {
            links: figures.links,
            renewed: figures.renewed,
            shed: figures.shed,
            lost: None,
        }
    }
}

impl Presence {
    /// Tells what has happened to the links to nodes that take part.
    pub(super) fn look_at_streams(&self, streams: &mut Streams) {
        let figures = self.core.figures();
        streams.0.retain(|name, _| figures.contains_key(name));
        for (name, figures) in figures {
            let Some(stream) = streams.0.get_mut(&name) else {
                // The first one is no news: the node has joined.
                if figures.is_linked {
                    streams.0.insert(name, Stream::of(&figures));
                }
                continue;
            };
            if let Some(words) = stream.look(&figures) {
                let severity = if stream.lost.is_some() {
                    warn!(node = %name, "{words}");
                    Severity::Warning
                } else {
                    info!(node = %name, "{words}");
                    Severity::Info
                };
                self.record(severity, &name, &words);
            }
        }
    }
}

impl Stream {
    /// What has happened since the last look, if that is news.
    fn look(&mut self, figures: &PeerFigures) -> Option<String> {
        if !figures.is_linked {
            if self.lost.is_some() {
                return None;
            }
            self.lost = Some(Instant::now());
            let waiting = figures.waiting;
            return Some(format!("has no link any more; {waiting} events wait"));
        }
        let shed = figures.shed.saturating_sub(self.shed);
        let is_new = self.lost.is_some() || figures.links != self.links;
        let words = if figures.renewed != self.renewed {
            format!("has begun anew, and so has the stream to it; {shed} messages were shed")
        } else if is_new {
            let away = self.lost.map_or(0.0, |since| since.elapsed().as_secs_f64());
            format!("has a link again after {away:.1} s; {shed} messages were shed")
        } else {
            return None;
        };
        *self = Self::of(figures);
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(is_linked: bool, links: u64, renewed: u64, shed: u64) -> PeerFigures {
        PeerFigures {
            is_linked,
            links,
            renewed,
            shed,
            waiting: 7,
            ..PeerFigures::default()
        }
    }

    #[test]
    fn a_link_that_is_lost_and_made_again_is_told_once_each() {
        let mut stream = Stream::of(&figures(true, 1, 0, 2));
        assert_eq!(stream.look(&figures(true, 1, 0, 2)), None);
        let lost = stream.look(&figures(false, 1, 0, 2));
        assert_eq!(lost.as_deref(), Some("has no link any more; 7 events wait"));
        assert_eq!(stream.look(&figures(false, 1, 0, 3)), None);
        let words = stream.look(&figures(true, 2, 0, 5)).unwrap();
        assert!(words.ends_with("3 messages were shed"), "{words}");
        assert_eq!(stream.look(&figures(true, 2, 0, 5)), None);
    }

    #[test]
    fn a_link_that_was_made_again_between_two_looks_is_told() {
        let mut stream = Stream::of(&figures(true, 1, 0, 0));
        assert!(stream.look(&figures(true, 2, 0, 0)).is_some());
        let words = stream.look(&figures(true, 3, 1, 4)).unwrap();
        assert!(
            words.contains("begun anew") && words.contains("4 messages"),
            "{words}"
        );
    }
}
