//! Which other nodes have subscribers for a topic, and what crosses to them.

use bytes::Bytes;
use smallvec::SmallVec;

use super::NodeName;

/// The other nodes that have subscribers for a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// Those with plain subscriptions, by name.
    pub plain: SmallVec<[NodeName; 4]>,
    /// Shared subscriptions with members on other nodes, by name.
    pub groups: Vec<RemoteGroup>,
    /// How much was known when it was worked out, see [`Forward::known`].
    pub known: u64,
}

/// A shared subscription with members on other nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteGroup {
    /// With its `$share/name/`.
    pub filter: Box<str>,
    /// How many members each node has, by name.
    pub members: SmallVec<[(NodeName, u32); 4]>,
}

impl RemoteGroup {
    /// The node whose member is to get a message, or `None` if it is one of the `here` members of this node. As `turn` counts up, each
    /// member of the cluster gets the same share.
    #[must_use]
    pub fn pick(&self, here: u32, turn: u64) -> Option<&NodeName> {
        let total = self
            .members
            .iter()
            .fold(u64::from(here), |sum, (_, count)| sum + u64::from(*count));
        let mut place = turn.checked_rem(total)?;
        for (node, count) in &self.members {
            match place.checked_sub(u64::from(*count)) {
                None => return Some(node),
                Some(rest) => place = rest,
            }
        }
        None
    }
}

/// A message that crosses to a node, once, whatever the number of its subscribers there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// A PUBLISH of MQTT 5.
    pub message: Bytes,
    /// Whether it has to be acknowledged when it is safe.
    pub safe: bool,
    /// Whether it is for the plain subscriptions that match.
    pub plain: bool,
    /// The shared subscriptions, with their `$share/name/`, a member of which is to get it.
    pub groups: Box<[Box<str>]>,
    /// The client that is to get it: it came to a node that its session has left. Whatever it subscribes to, or, if it is `plain`, by its plain
    /// subscriptions that match.
    pub client: Option<Box<str>>,
    /// How much its node knew of where sessions are when it decided where the message goes: what [`Route::known`] said. Of a message for a
    /// session that moves, both nodes see by it whose it is.
    pub known: u64,
}

/// A message that is not forwarded: too much waits for the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shed;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_of_a_group_gets_the_same_share() {
        let node = NodeName::new;
        let group = RemoteGroup {
            filter: "$share/g/a".into(),
            members: [(node("one"), 3), (node("two"), 1)].into_iter().collect(),
        };
        let (mut one, mut two, mut here) = (0, 0, 0);
        for turn in 0..60 {
            match group.pick(2, turn).map(NodeName::as_str) {
                Some("one") => one += 1,
                Some(_) => two += 1,
                None => here += 1,
            }
        }
        assert_eq!((one, two, here), (30, 10, 20));
        let nobody = RemoteGroup {
            filter: "$share/g/a".into(),
            members: SmallVec::new(),
        };
        assert_eq!(nobody.pick(0, 7), None);
    }
}
