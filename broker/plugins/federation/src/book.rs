//! What a registrar knows of the clients it keeps the book on: whose claim of each stands.

use std::collections::BTreeMap;

use crate::members::Members;
use crate::{NodeName, Stamp};

/// By client.
#[derive(Debug, Default)]
pub(crate) struct Book {
    entries: BTreeMap<Box<str>, Entry>,
}

#[derive(Debug)]
struct Entry {
    /// The claim that stands.
    stamp: Stamp,
    /// Claims before it that may not have come to their end, one a node, in order: the last is who has the session now, or will soon.
    earlier: Vec<Stamp>,
}

/// What is answered to a claim.
#[derive(Debug)]
pub(crate) enum Decision {
    /// It stands. Who had the session before is to hand it over.
    Granted { previous: Option<Stamp> },
    /// A later claim stands.
    Denied(Stamp),
}

/// What it means that a node has a session.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Registered {
    /// What other nodes have of it, these claims of theirs, is void.
    Void(Vec<Stamp>),
    /// It is void itself: this later claim stands.
    Superseded(Stamp),
}

impl Book {
    /// A node claims a client. Asked again, the answer is the same.
    pub(crate) fn claim(&mut self, client: &str, stamp: &Stamp) -> Decision {
        let Some(entry) = self.entries.get_mut(client) else {
            self.open(client, stamp);
            return Decision::Granted { previous: None };
        };
        let before = if entry.stamp <= *stamp {
            entry.claim(stamp);
            entry.earlier.len()
        } else {
            // What was granted once goes on, and hands the session on to the later claim.
            match entry.earlier.iter().position(|earlier| earlier == stamp) {
                Some(at) => at,
                None => return Decision::Denied(entry.stamp.clone()),
            }
        };
        let previous = entry.earlier[..before].last().cloned();
        Decision::Granted { previous }
    }

    /// A node has a session, since it claimed it with this stamp.
    pub(crate) fn register(
        &mut self,
        client: &str,
        stamp: &Stamp,
        members: &Members,
    ) -> Registered {
        let Some(entry) = self.entries.get_mut(client) else {
            self.open(client, stamp);
            return Registered::Void(Vec::new());
        };
        // A node that is gone cannot stand in the way; should it come back, it tells what it has.
        while entry.stamp > *stamp
            && !members.is_alive(&entry.stamp.node)
            && let Some(earlier) = entry.earlier.pop()
        {
            entry.stamp = earlier;
        }
        let own = entry.stamp.node == stamp.node;
        let stands = entry.stamp > *stamp && (own || members.is_alive(&entry.stamp.node));
        let mut void = if !stands {
            // The claim has come to its end, or was not known.
            let mut void = std::mem::take(&mut entry.earlier);
            void.push(std::mem::replace(&mut entry.stamp, stamp.clone()));
            void
        } else if let Some(at) = entry.earlier.iter().position(|earlier| earlier == stamp) {
            // It has the session, and is to hand it over.
            entry.earlier.drain(..at).collect()
        } else if own {
            Vec::new()
        } else {
            return Registered::Superseded(entry.stamp.clone());
        };
        void.retain(|claim| claim.node != stamp.node);
        Registered::Void(void)
    }

    /// A session has ended, or a claim was given up.
    pub(crate) fn release(&mut self, client: &str, stamp: &Stamp) {
        let Some(entry) = self.entries.get_mut(client) else {
            return;
        };
        entry.earlier.retain(|earlier| earlier != stamp);
        if entry.stamp == *stamp && !entry.step_back() {
            self.entries.remove(client);
        }
    }

    /// Members have changed: others keep the book on some of the clients now. If a node came, what an earlier run of it claimed may
    /// not have come to its end; it tells what it has.
    pub(crate) fn members_changed(&mut self, came: Option<&NodeName>, members: &Members) {
        self.entries.retain(|client, entry| {
            if members.registrar(client) != members.me() {
                return false;
            }
            let Some(came) = came else {
                return true;
            };
            entry.earlier.retain(|earlier| earlier.node != *came);
            entry.stamp.node != *came || entry.step_back()
        });
    }

    /// Whose claim of a client stands.
    pub(crate) fn holder(&self, client: &str) -> Option<&Stamp> {
        self.entries.get(client).map(|entry| &entry.stamp)
    }

    fn open(&mut self, client: &str, stamp: &Stamp) {
        let entry = Entry {
            stamp: stamp.clone(),
            earlier: Vec::new(),
        };
        self.entries.insert(client.into(), entry);
    }
}

impl Entry {
    fn claim(&mut self, stamp: &Stamp) {
        if self.stamp == *stamp {
            return;
        }
        let before = std::mem::replace(&mut self.stamp, stamp.clone());
        self.earlier.retain(|earlier| earlier.node != stamp.node);
        // A node that claims again may not have got the session yet; if it has, it knows.
        if before.node != stamp.node {
            self.earlier.push(before);
        }
    }

    /// Lets the claim before stand again. False if there is none.
    fn step_back(&mut self) -> bool {
        match self.earlier.pop() {
            Some(earlier) => {
                self.stamp = earlier;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Run, Time};

    fn stamp(millis: u64, node: &str) -> Stamp {
        Stamp {
            time: Time { millis, count: 0 },
            node: NodeName::new(node),
        }
    }

    fn members(others: &[&str]) -> Members {
        let mut members = Members::new(NodeName::new("me"), Run(1));
        for other in others {
            members.up(&NodeName::new(other), Run(1));
        }
        members
    }

    fn previous(decision: Decision) -> Option<Stamp> {
        match decision {
            Decision::Granted { previous } => previous,
            Decision::Denied(_) => panic!("denied"),
        }
    }

    #[test]
    fn the_session_goes_from_claim_to_claim() {
        let mut book = Book::default();
        assert_eq!(previous(book.claim("c", &stamp(1, "a"))), None);
        assert_eq!(
            previous(book.claim("c", &stamp(2, "b"))),
            Some(stamp(1, "a"))
        );
        assert_eq!(
            previous(book.claim("c", &stamp(3, "d"))),
            Some(stamp(2, "b"))
        );
        // Asked again.
        assert_eq!(
            previous(book.claim("c", &stamp(2, "b"))),
            Some(stamp(1, "a"))
        );
        assert_eq!(
            previous(book.claim("c", &stamp(3, "d"))),
            Some(stamp(2, "b"))
        );
        assert!(matches!(
            book.claim("c", &stamp(2, "e")),
            Decision::Denied(_)
        ));
    }

    #[test]
    fn the_end_of_a_claim_voids_those_before_it() {
        let mut book = Book::default();
        let all = members(&["a", "b", "d"]);
        for (millis, node) in [(1, "a"), (2, "b"), (3, "d")] {
            book.claim("c", &stamp(millis, node));
        }
        let void = Registered::Void(vec![stamp(1, "a")]);
        assert_eq!(book.register("c", &stamp(2, "b"), &all), void);
        let void = Registered::Void(vec![stamp(2, "b")]);
        assert_eq!(book.register("c", &stamp(3, "d"), &all), void);
        let late = book.register("c", &stamp(1, "a"), &all);
        assert_eq!(late, Registered::Superseded(stamp(3, "d")));
    }

    #[test]
    fn a_node_that_is_gone_does_not_stand_in_the_way_of_one_that_is_there() {
        let mut book = Book::default();
        book.claim("c", &stamp(1, "a"));
        book.claim("c", &stamp(5, "gone"));
        let all = members(&["a", "b"]);
        // That of `a` is the latest of those that are there.
        let older = book.register("c", &stamp(0, "b"), &all);
        assert_eq!(older, Registered::Superseded(stamp(1, "a")));
        assert_eq!(book.holder("c"), Some(&stamp(1, "a")));
    }

    #[test]
    fn a_claim_that_is_given_up_leaves_the_session_where_it_was() {
        let mut book = Book::default();
        book.claim("c", &stamp(1, "a"));
        book.claim("c", &stamp(2, "b"));
        book.release("c", &stamp(2, "b"));
        assert_eq!(book.holder("c"), Some(&stamp(1, "a")));
        book.release("c", &stamp(1, "a"));
        assert_eq!(book.holder("c"), None);
    }
}
