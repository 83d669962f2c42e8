//! Topics, and the nodes.

use std::{collections::HashMap, time::Duration};

use gmqtt_admin_client::{
    Status,
    admin::{ListRetainedRequest, MatchSubscriptionsRequest, TopTopicsRequest, TopicTreeRequest},
};
use tokio::time::sleep;

use super::{Desk, convert};
use crate::data::{Piece, Retained, TopicMatch, TopicPage, TopicQuery, TopicRow, Update};

/// How often the tree is asked for at most.
const SELDOM: Duration = Duration::from_secs(2);

/// How many of the busiest topics are asked for: rates of levels are made of theirs.
const BUSIEST: u32 = 1_000;

/// How many topics below one level are asked for.
const MOST: u32 = 1_000;

/// How many receivers are shown.
const RECEIVERS: u32 = 200;

/// Bytes of a payload that are shown.
const PREVIEW: usize = 200;

/// Reports the tree, and who receives what is published to the selected topic.
pub(super) async fn topics(desk: Desk, query: TopicQuery) {
    loop {
        match tree(&desk, &query).await {
            Ok(page) => desk.report(Update::Topics(Box::new(page))).await,
            Err(status) => desk.fail(Piece::Topics, status.into()).await,
        }
        if let Some(topic) = &query.selected {
            match matched(&desk, topic, query.payload).await {
                Ok(matched) => desk.report(Update::Match(Box::new(matched))).await,
                Err(status) => desk.fail(Piece::Match, status.into()).await,
            }
        }
        sleep(desk.interval.max(SELDOM)).await;
    }
}

async fn tree(desk: &Desk, query: &TopicQuery) -> Result<TopicPage, Status> {
    let mut page = TopicPage::default();
    let prefixes = std::iter::once("").chain(query.open.iter().map(String::as_str));
    for prefix in prefixes {
        let asked = TopicTreeRequest {
            prefix: prefix.to_owned(),
            depth: 1,
            limit: MOST,
        };
        let answer = desk.client.topics().tree(asked).await?.into_inner();
        page.truncated |= answer.truncated;
        page.rows
            .extend(answer.topics.into_iter().map(|node| TopicRow {
                topic: node.topic,
                level: node.level,
                children: node.children,
                subscriptions: u64::from(node.subscriptions),
                retained: u64::from(node.retained),
                rate: None,
                bytes: None,
            }));
    }
    let asked = TopTopicsRequest {
        limit: BUSIEST,
        order_by: String::new(),
    };
    // Without rates the tree is still a tree.
    if let Ok(answer) = desk.client.topics().top(asked).await {
        let rates = rates(
            answer
                .into_inner()
                .topics
                .into_iter()
                .map(|topic| (topic.topic, topic.rate, topic.bytes_rate)),
        );
        for row in &mut page.rows {
            let (rate, bytes) = rates.get(&row.topic).copied().unwrap_or_default();
            row.rate = Some(rate);
            row.bytes = Some(bytes);
        }
    }
    Ok(page)
}

/// Messages and bytes a second at or below each level, from those of single topics.
fn rates(topics: impl Iterator<Item = (String, f64, f64)>) -> HashMap<String, (f64, f64)> {
    let mut rates: HashMap<String, (f64, f64)> = HashMap::new();
    for (topic, rate, bytes) in topics {
        let ends = topic
            .match_indices('/')
            .map(|(at, _)| at)
            .chain([topic.len()]);
        // A topic may have thousands of levels; nobody looks that deep.
        for end in ends.take(32) {
            let sum = rates.entry(topic[..end].to_owned()).or_default();
            sum.0 += rate;
            sum.1 += bytes;
        }
    }
    rates
}

async fn matched(desk: &Desk, topic: &str, payload: bool) -> Result<TopicMatch, Status> {
    let asked = MatchSubscriptionsRequest {
        topic: topic.to_owned(),
        limit: RECEIVERS,
        qos: None,
    };
    let answer = desk
        .client
        .subscriptions()
        .r#match(asked)
        .await?
        .into_inner();
    let asked = ListRetainedRequest {
        filter: topic.to_owned(),
        page_size: 1,
        payload,
        ..ListRetainedRequest::default()
    };
    let kept = match desk.client.retained().list(asked.clone()).await {
        Ok(kept) => kept.into_inner().messages.into_iter().next(),
        // Perhaps only the payload may not be seen.
        Err(_) if payload => {
            let asked = ListRetainedRequest {
                payload: false,
                ..asked
            };
            let kept = desk.client.retained().list(asked).await;
            kept.ok()
                .and_then(|kept| kept.into_inner().messages.into_iter().next())
        }
        Err(_) => None,
    };
    let retained = kept.map(|kept| {
        let text = &kept.payload[..kept.payload.len().min(PREVIEW)];
        Retained {
            size: kept.payload_size,
            qos: u8::try_from(kept.qos).unwrap_or(0),
            content_type: kept.content_type,
            payload: (payload && !text.is_empty())
                .then(|| String::from_utf8_lossy(text).into_owned()),
        }
    });
    Ok(TopicMatch {
        topic: topic.to_owned(),
        receivers: answer
            .receivers
            .into_iter()
            .map(convert::receiver)
            .collect(),
        total: u64::from(answer.total_count),
        deliveries: u64::from(answer.deliveries),
        retained,
    })
}

/// Reports the nodes.
pub(super) async fn members(desk: Desk) {
    loop {
        match desk.client.membership().list_members(()).await {
            Ok(answer) => {
                let members = answer
                    .into_inner()
                    .members
                    .into_iter()
                    .map(convert::member)
                    .collect();
                desk.report(Update::Members(members)).await;
            }
            Err(status) => desk.fail(Piece::Members, status.into()).await,
        }
        sleep(desk.interval.max(SELDOM)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_as_busy_as_what_is_below_it() {
        let topics = [("a/b/c", 2.0), ("a/b", 1.0), ("a/d", 4.0), ("/x", 8.0)];
        let rates = rates(
            topics
                .into_iter()
                .map(|(topic, rate)| (topic.to_owned(), rate, rate * 10.0)),
        );
        assert_eq!(rates["a"], (7.0, 70.0));
        assert_eq!(rates["a/b"], (3.0, 30.0));
        assert_eq!(rates[""], (8.0, 80.0));
    }
}
