//! `EventService`: what happens in the broker.

use std::collections::HashSet;
use std::time::SystemTime;

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::event_service_server::EventService;
use gmqtt_admin_api::admin::{Event as Shown, EventKind as Kind, WatchEventsRequest};
use gmqtt_plugin_api::{BrokerHandle, Event, EventKind, Item, PluginContext, Severity, Since};
use tonic::{Request, Response, Status};

use crate::node::node_name;
use crate::stream::{Answers, Gone, Out, stopping, stream};

/// The most events that can be asked for that have happened.
const MOST_LAST: u32 = 5000;

/// The service.
pub(crate) struct Events {
    broker: BrokerHandle,
    node: String,
}

impl Events {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
            node: node_name(context.config()),
        }
    }
}

#[tonic::async_trait]
impl EventService for Events {
    type WatchStream = Answers<Shown>;

    async fn watch(
        &self,
        request: Request<WatchEventsRequest>,
    ) -> Result<Response<Answers<Shown>>, Status> {
        let asked = request.into_inner();
        if asked.last > MOST_LAST {
            return Err(Fault::invalid("last", &format!("at most {MOST_LAST}")).into());
        }
        let feed = self.broker.events().ok_or_else(stopping)?;
        let from = asked.since.map(SystemTime::try_from).transpose();
        let from = from.map_err(|_| Fault::invalid("since", "there is no such time"))?;
        let says_nothing = from.is_none() && !asked.no_follow;
        let since = match (asked.since_sequence, asked.last) {
            (0, 0) if says_nothing => Since::Now,
            (0, 0) => Since::Last(usize::MAX),
            (0, last) => Since::Last(last as usize),
            (sequence, _) => Since::After(sequence),
        };
        let mut watch = feed.watch(since);
        let wanted = Wanted {
            kinds: asked.kinds.into_iter().collect(),
            client_id: asked.client_id,
            from,
            node: self.node.clone(),
            instance_id: self.broker.instance_id(),
        };
        let answers = stream(&self.broker, move |out| async move {
            while !(asked.no_follow && watch.is_up_to_date()) {
                let Some(item) = watch.next().await else {
                    return out.fail(stopping()).await;
                };
                wanted.put(&item, &out).await?;
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }
}

/// What a watcher wants to see.
struct Wanted {
    /// All if there are none.
    kinds: HashSet<i32>,
    /// Of any if it is empty.
    client_id: String,
    /// Any time if there is none.
    from: Option<SystemTime>,
    node: String,
    instance_id: String,
}

impl Wanted {
    async fn put(&self, item: &Item<Event>, out: &Out<Shown>) -> Result<(), Gone> {
        if item.skipped > 0 {
            out.put(self.skipped(item)).await?;
        }
        if self.has(&item.value) {
            out.put(self.show(item)).await?;
        }
        Ok(())
    }

    fn has(&self, event: &Event) -> bool {
        let kind = kind(event.what.kind());
        let kinds = self.kinds.is_empty() || self.kinds.contains(&kind.into());
        let in_time = self.from.is_none_or(|from| event.at >= from);
        kinds && in_time && (self.client_id.is_empty() || event.what.subject() == self.client_id)
    }

    fn show(&self, item: &Item<Event>) -> Shown {
        let Event { at, what, count } = &*item.value;
        let detail = what.detail().into_iter();
        Shown {
            sequence: item.sequence,
            at: Some((*at).into()),
            kind: kind(what.kind()).into(),
            subject: what.subject().to_owned(),
            message: what.message(),
            severity: what.severity().word().to_owned(),
            detail: detail
                .map(|(name, value)| (name.into_owned(), value))
                .collect(),
            count: *count,
            node: self.node.clone(),
            instance_id: self.instance_id.clone(),
        }
    }

    /// Whoever goes on after it misses the same, and is told again.
    fn skipped(&self, item: &Item<Event>) -> Shown {
        Shown {
            sequence: item.sequence - 1,
            at: Some(item.value.at.into()),
            kind: Kind::EventsSkipped.into(),
            message: "the reader was too slow, or came back too late: events were left out"
                .to_owned(),
            severity: Severity::Warning.word().to_owned(),
            count: item.skipped,
            node: self.node.clone(),
            instance_id: self.instance_id.clone(),
            ..Shown::default()
        }
    }
}

const fn kind(kind: EventKind) -> Kind {
    match kind {
        EventKind::Connect => Kind::Connect,
        EventKind::Disconnect => Kind::Disconnect,
        EventKind::AuthFail => Kind::AuthFail,
        EventKind::Refused => Kind::Refused,
        EventKind::SessionStart => Kind::SessionStart,
        EventKind::SessionEnd => Kind::SessionEnd,
        EventKind::Subscribe => Kind::Subscribe,
        EventKind::Unsubscribe => Kind::Unsubscribe,
        EventKind::Drop => Kind::Drop,
        EventKind::Slow => Kind::Slow,
        EventKind::Limit => Kind::Limit,
        EventKind::Ban => Kind::Ban,
        EventKind::Cluster => Kind::Cluster,
        EventKind::Config => Kind::Config,
        EventKind::Audit => Kind::Audit,
        EventKind::Listener => Kind::Listener,
        EventKind::Certificate => Kind::Certificate,
        EventKind::Store => Kind::Store,
        EventKind::Broker => Kind::Broker,
    }
}
