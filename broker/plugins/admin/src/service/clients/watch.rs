//! Watching clients come, go and change: `ClientService.Watch`.
//!
//! Every `interval` the clients are looked at and compared with what the reader was shown. A reader that is slow is not shown what was
//! in between, but always what is: nothing queues up for it. Of what it was shown only a hash is kept.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::{ChangeType, Client, ClientChange, WatchClientsRequest};
use gmqtt_admin_api::list::{Filter, ListArguments, ListQuery, MAX_PAGE_SIZE};
use gmqtt_plugin_api::BrokerHandle;
use prost::Message;
use prost::encoding::{DecodeContext, decode_key, skip_field};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::fields::Listed;
use super::snapshot::{Snapshot, Snapshots};
use super::view;
use crate::service::metrics::interval;
use crate::stream::{Answers, Gone, Out, stream};

/// Watches the clients that are asked for.
///
/// # Errors
/// What is wrong with what is asked for.
pub(super) fn watch(
    broker: &BrokerHandle,
    snapshots: &Arc<Snapshots>,
    asked: &WatchClientsRequest,
) -> Result<Answers<ClientChange>, Fault> {
    let every = interval(asked.interval)?;
    let watcher = Watcher {
        chosen: Chosen::read(asked)?,
        fields: Fields::read(&asked.fields)?,
        shown: HashMap::new(),
        hasher: RandomState::new(),
        sequence: 0,
    };
    let snapshots = snapshots.clone();
    Ok(stream(broker, move |out| {
        watcher.run(snapshots, every, out)
    }))
}

/// Which clients are watched.
enum Chosen {
    All(Filter),
    /// The first in an order.
    First(Box<ListQuery>),
}

impl Chosen {
    fn read(asked: &WatchClientsRequest) -> Result<Self, Fault> {
        let now = SystemTime::now();
        if asked.limit > MAX_PAGE_SIZE {
            let problem = format!("at most {MAX_PAGE_SIZE}; without one, all are watched");
            return Err(Fault::invalid("limit", &problem));
        }
        let arguments = ListArguments {
            filter: &asked.filter,
            order_by: &asked.order_by,
            default_order: "client_id",
            page_size: asked.limit,
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Listed>(&arguments, now)?;
        Ok(match asked.limit {
            0 => Self::All(query.filter().clone()),
            _ => Self::First(Box::new(query)),
        })
    }

    /// Those of a snapshot, in the order in which they are shown.
    fn of<'s>(&self, snapshot: &'s Snapshot) -> Vec<&'s Listed> {
        match self {
            Self::All(filter) => {
                let candidates = snapshot.candidates(filter);
                candidates.filter(|client| filter.fits(*client)).collect()
            }
            Self::First(query) => query.select(snapshot.candidates(query.filter())).things,
        }
    }
}

/// The fields that are watched, by their numbers; all if none are said.
struct Fields(HashSet<u32>);

impl Fields {
    fn read(names: &[String]) -> Result<Self, Fault> {
        let pool = gmqtt_admin_api::pool();
        let message = pool.get_message_by_name("gmqtt.admin.api.Client");
        let number = |name: &String| {
            // A part of a field stands for all of it.
            let first = name.split('.').next().unwrap_or_default();
            let field = message.as_ref()?.get_field_by_name(first)?;
            Some(field.number())
        };
        let mut numbers = HashSet::new();
        if !names.is_empty() {
            // Nobody would know who is meant without it.
            numbers.extend(number(&"client_id".to_owned()));
        }
        for name in names.iter().flat_map(|names| names.split(',')) {
            let name = name.trim().to_owned();
            let unknown = || Fault::invalid("fields", &format!("there is no field {name:?}"));
            numbers.insert(number(&name).ok_or_else(unknown)?);
        }
        Ok(Self(numbers))
    }

    /// A client with these fields and no others, as it is on the wire.
    fn only(&self, client: &Client) -> Vec<u8> {
        let all = client.encode_to_vec();
        if self.0.is_empty() {
            return all;
        }
        let (mut kept, mut rest) = (Vec::new(), &all[..]);
        while !rest.is_empty() {
            let begun = rest;
            let number = decode_key(&mut rest).and_then(|(number, kind)| {
                skip_field(kind, number, &mut rest, DecodeContext::default()).map(|()| number)
            });
            let Ok(number) = number else { break };
            if self.0.contains(&number) {
                kept.extend_from_slice(&begun[..begun.len() - rest.len()]);
            }
        }
        kept
    }
}

struct Watcher {
    chosen: Chosen,
    fields: Fields,
    /// Hashes of what the reader has.
    shown: HashMap<Arc<str>, u64>,
    hasher: RandomState,
    sequence: u64,
}

impl Watcher {
    async fn run(
        mut self,
        snapshots: Arc<Snapshots>,
        every: Duration,
        out: Out<ClientChange>,
    ) -> Result<(), Gone> {
        let begun = Instant::now();
        let mut ticks = interval_at(begun, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut looks = 0;
        loop {
            let at = ticks.tick().await;
            let due = u64::try_from((at - begun).as_nanos() / every.as_nanos()).unwrap_or(u64::MAX);
            let missed = due.saturating_sub(looks);
            looks = due + 1;
            if missed > 0 {
                self.put(&out, ChangeType::Skipped, None, missed).await?;
            }
            let snapshot = snapshots.latest().await;
            self.compare(&snapshot, &out).await?;
            if missed > 0 || due == 0 {
                self.put(&out, ChangeType::Sync, None, 0).await?;
            }
        }
    }

    /// Shows what is not as the reader has it.
    async fn compare(&mut self, snapshot: &Snapshot, out: &Out<ClientChange>) -> Result<(), Gone> {
        let mut gone: HashSet<Arc<str>> = self.shown.keys().cloned().collect();
        for listed in self.chosen.of(snapshot) {
            let id = &listed.view.info.id;
            gone.remove(id);
            let bytes = self.fields.only(&view::client(listed));
            let hash = self.hasher.hash_one(&bytes);
            let change = match self.shown.insert(id.clone(), hash) {
                Some(before) if before == hash => continue,
                Some(_) => ChangeType::Changed,
                None => ChangeType::Added,
            };
            // What was written a moment ago can be read.
            let client = Client::decode(&bytes[..]).unwrap_or_default();
            self.put(out, change, Some(client), 0).await?;
        }
        for id in gone {
            self.shown.remove(&id);
            let client = Client {
                client_id: id.to_string(),
                ..Client::default()
            };
            self.put(out, ChangeType::Removed, Some(client), 0).await?;
        }
        Ok(())
    }

    async fn put(
        &mut self,
        out: &Out<ClientChange>,
        change: ChangeType,
        client: Option<Client>,
        skipped: u64,
    ) -> Result<(), Gone> {
        self.sequence += 1;
        let change = ClientChange {
            sequence: self.sequence,
            r#type: change.into(),
            client,
            skipped,
        };
        out.put(change).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fields_asked_for_are_compared() {
        let client = Client {
            client_id: "c".to_owned(),
            username: "ann".to_owned(),
            queue_len: 7,
            dropped: vec![gmqtt_admin_api::admin::DropCount::default()],
            send_rate: Some(1.5),
            ..Client::default()
        };
        let only = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            let bytes = Fields::read(&names).unwrap().only(&client);
            Client::decode(&bytes[..]).unwrap()
        };
        assert_eq!(only(&[]), client);
        let expected = Client {
            client_id: "c".to_owned(),
            queue_len: 7,
            send_rate: Some(1.5),
            ..Client::default()
        };
        assert_eq!(only(&["queue_len", "send_rate"]), expected);
        assert_eq!(only(&["queue_len,send_rate"]), expected);
        assert!(Fields::read(&["queue".to_owned()]).is_err());
    }
}
