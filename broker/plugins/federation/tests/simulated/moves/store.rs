//! The store that nodes share: sessions are fenced there, read, and removed once they are safe elsewhere. Who has lost one hears of it later.

use std::collections::BTreeMap;

use bytes::Bytes;
use gmqtt_federation::{ClaimId, Fetched, NotFetched, Run, Stamp, Wanted};

use super::{World, at, name, say};

/// What is in it besides the sessions, which are with their nodes, running or not.
#[derive(Default)]
pub(super) struct Store {
    /// By part and client: by which claim it was taken from there.
    fences: BTreeMap<(usize, String), Stamp>,
    answers: Vec<Answer>,
    news: Vec<News>,
}

/// Somebody has asked, and hears of it then.
struct Answer {
    due: u64,
    to: (usize, Run),
    claim: ClaimId,
    fetched: Fetched,
}

/// Somebody has lost a session, and hears of it then.
struct News {
    due: u64,
    to: usize,
    client: String,
    by: Stamp,
}

impl World {
    /// Whether the session of a client in a part was taken by a later claim.
    pub(super) fn is_fenced(&self, part: usize, client: &str, stamp: &Stamp) -> bool {
        let fences = self.store.as_ref().map(|store| &store.fences);
        let fence = fences.and_then(|it| it.get(&(part, client.to_owned())));
        fence.is_some_and(|by| by > stamp)
    }

    pub(super) fn fetch(
        &mut self,
        to: usize,
        claim: ClaimId,
        client: &str,
        (by, wanted): (Stamp, Wanted),
    ) {
        let Some(run) = self.hosts[to].as_ref().map(|host| host.run) else {
            return;
        };
        say(|| format!("{} node-{to} fetches {client}: {wanted:?}", self.time));
        let fetched = match wanted {
            Wanted::Session => self.take(client, &by),
            Wanted::Trace(node) => {
                self.raise(at(&node), client, &by);
                Ok(None)
            }
            Wanted::End => panic!("nobody starts clean here"),
        };
        let due = self.time + 1 + self.random.below(30);
        if let Some(store) = &mut self.store {
            store.answers.push(Answer {
                due,
                to: (to, run),
                claim,
                fetched,
            });
        }
    }

    fn raise(&mut self, part: usize, client: &str, by: &Stamp) {
        if let Some(store) = &mut self.store {
            store.fences.insert((part, client.to_owned()), by.clone());
        }
    }

    /// Fences the session of a client in all parts, and reads the latest.
    fn take(&mut self, client: &str, by: &Stamp) -> Fetched {
        let mut found: Option<(usize, Stamp, Vec<u64>)> = None;
        for part in 0..self.hosts.len() {
            let fences = self.store.as_ref().map(|store| &store.fences);
            let fence = fences.and_then(|it| it.get(&(part, client.to_owned())));
            if let Some(later) = fence.filter(|fence| *fence > by) {
                return Err(NotFetched::Superseded(later.clone()));
            }
            let Some((stamp, got)) = self.in_part(part, client) else {
                continue;
            };
            if stamp > *by {
                return Err(NotFetched::Superseded(stamp));
            }
            if found.as_ref().is_none_or(|(_, other, _)| *other < stamp) {
                found = Some((part, stamp, got));
            }
        }
        for part in 0..self.hosts.len() {
            if self.in_part(part, client).is_none() {
                continue;
            }
            self.raise(part, client, by);
            let session = self.hosts[part]
                .as_mut()
                .and_then(|host| host.sessions.get_mut(client));
            let Some(session) = session else { continue };
            if session.fenced.is_none() {
                session.fenced = Some((session.got.len(), Vec::new()));
            }
            let due = self.time + self.random.below(600);
            if let Some(store) = &mut self.store {
                store.news.push(News {
                    due,
                    to: part,
                    client: client.to_owned(),
                    by: by.clone(),
                });
            }
        }
        Ok(found.map(|(part, _, got)| {
            let numbers: Vec<_> = got.iter().map(u64::to_string).collect();
            (name(part), Bytes::from(numbers.join(" ")))
        }))
    }

    /// What a part has of a client: the claim it is there by, and its messages.
    fn in_part(&self, part: usize, client: &str) -> Option<(Stamp, Vec<u64>)> {
        let running = self.hosts[part].as_ref();
        let session = match running {
            Some(host) => {
                let shadows = host.shadows.iter();
                let shadow = shadows
                    .filter(|((of, _), _)| of == client)
                    .map(|(_, (_, it))| it);
                host.sessions
                    .get(client)
                    .or_else(|| shadow.max_by_key(|it| it.stamp.clone()))
            }
            None => self.crashed[&part].1.get(client),
        }?;
        let kept = session.fenced.as_ref().map(|(kept, _)| *kept);
        let got = session.got[..kept.unwrap_or(session.got.len())].to_vec();
        Some((session.stamp.clone(), got))
    }

    /// A session is safe where it has come to: it goes from where it was.
    pub(super) fn is_imported(&mut self, to: usize, client: &str, by: &Stamp) {
        for (part, (_, sessions)) in &mut self.crashed {
            if *part != to && sessions.get(client).is_some_and(|it| it.stamp < *by) {
                sessions.remove(client);
            }
        }
    }

    /// Tells what is due.
    pub(super) fn store_goes_on(&mut self) {
        let now = self.time;
        let Some(store) = &mut self.store else { return };
        let answers: Vec<_> = store.answers.extract_if(.., |it| it.due <= now).collect();
        let news: Vec<_> = store.news.extract_if(.., |it| it.due <= now).collect();
        for Answer {
            to: (to, run),
            claim,
            fetched,
            ..
        } in answers
        {
            let now = self.now(to);
            if let Some(host) = self.hosts[to].as_mut().filter(|host| host.run == run) {
                host.node.fetched(claim, fetched, now);
                self.carry_out(to);
            }
        }
        for News { to, client, by, .. } in news {
            let now = self.now(to);
            if let Some(host) = &mut self.hosts[to] {
                host.was_taken(&client, &by, now);
                self.carry_out(to);
            }
        }
    }
}
