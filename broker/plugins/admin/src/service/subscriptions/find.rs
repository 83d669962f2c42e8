//! `Filter`: subscriptions by client, kind, and name or topic, as the broker in Go finds them.

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::{FilterSubscriptionRequest, SubMatchType};
use gmqtt_plugin_api::{
    BrokerHandle, Cursor, SubscriptionKind, SubscriptionQuery, SubscriptionView,
};
use gmqtt_protocol::{TopicFilter, TopicName};

/// How many are found if no limit is given.
const LIMIT: usize = 20;
/// The highest limit.
const MOST: i32 = 1000;

/// # Errors
/// In the words of the broker in Go, for the argument that is wrong.
pub(super) async fn find(
    broker: &BrokerHandle,
    request: &FilterSubscriptionRequest,
) -> Result<Vec<SubscriptionView>, Fault> {
    let kinds = kinds(&request.filter_type)?;
    let limit = limit(request.limit)?;
    let by = by(request)?;
    let query = SubscriptionQuery {
        client_id: (!request.client_id.is_empty()).then(|| request.client_id.clone()),
        filter: by.filter,
        topic: by.topic,
        kind: None,
    };
    let mut found = Vec::new();
    let mut from = Some(Cursor::default());
    while let Some(part) = from.filter(|_| found.len() < limit) {
        from = broker.subscriptions_from(part, &query, &mut |subscription| {
            let is_wanted = kinds
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&SubscriptionKind::of(&subscription.filter)));
            if is_wanted && found.len() < limit {
                found.push(subscription.clone());
            }
        });
        tokio::task::yield_now().await;
    }
    Ok(found)
}

/// `1,2,3`, numbers of `SubFilterType`; `None` is all of them.
fn kinds(text: &str) -> Result<Option<Vec<SubscriptionKind>>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |detail: &str| Fault::invalid("filter_type", detail);
    let mut kinds = Vec::new();
    for number in text.split(',').filter(|number| !number.is_empty()) {
        kinds.push(match number.trim().parse() {
            Ok(1) => SubscriptionKind::System,
            Ok(2) => SubscriptionKind::Shared,
            Ok(3) => SubscriptionKind::Plain,
            Ok::<i64, _>(_) => return Err(wrong("")),
            Err(_) => return Err(wrong(&format!("{number:?} is not a number"))),
        });
    }
    Ok(Some(kinds))
}

fn limit(asked: i32) -> Result<usize, Fault> {
    match asked {
        0 => Ok(LIMIT),
        ..0 => Ok(usize::MAX),
        1..=MOST => Ok(usize::try_from(asked).unwrap_or(LIMIT)),
        _ => Err(Fault::invalid(
            "limit",
            &format!("limit too large, must <= {MOST}"),
        )),
    }
}

/// The part of a query that `topic_name` decides.
#[derive(Default)]
struct By {
    filter: Option<String>,
    topic: Option<String>,
}

fn by(request: &FilterSubscriptionRequest) -> Result<By, Fault> {
    let name = &request.topic_name;
    let wrong_topic = || Fault::invalid("topic_name", "");
    match (request.match_type(), name.is_empty()) {
        (SubMatchType::MatchUnspecified, true) => Ok(By::default()),
        (SubMatchType::MatchUnspecified, false) => Err(Fault::invalid("match_type", "")),
        (_, true) => Err(wrong_topic()),
        (SubMatchType::MatchName, false) => {
            TopicFilter::parse(name).map_err(|_| wrong_topic())?;
            Ok(By {
                filter: Some(name.clone()),
                topic: None,
            })
        }
        (SubMatchType::MatchFilter, false) => {
            TopicName::parse(name).map_err(|_| wrong_topic())?;
            Ok(By {
                filter: None,
                topic: Some(name.clone()),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbers_with_commas() {
        assert_eq!(kinds("").unwrap(), None);
        assert_eq!(kinds(",").unwrap(), Some(vec![]));
        let all = vec![
            SubscriptionKind::System,
            SubscriptionKind::Shared,
            SubscriptionKind::Plain,
        ];
        assert_eq!(kinds("1,2,3").unwrap(), Some(all));
        assert_eq!(kinds("4").unwrap_err().message(), "invalid filter_type");
        assert!(kinds("a").is_err());
    }

    #[test]
    fn a_limit_is_as_in_the_broker_in_go() {
        assert_eq!((limit(0).unwrap(), limit(7).unwrap()), (20, 7));
        assert_eq!(limit(-1).unwrap(), usize::MAX);
        assert_eq!(
            limit(1001).unwrap_err().message(),
            "invalid limit:limit too large, must <= 1000"
        );
    }
}
