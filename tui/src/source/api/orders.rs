//! What the broker is asked to change, and what became of it, in words.

use gmqtt_admin_client::{
    AdminClient, ClientError,
    admin::{
        AddBanRequest, BanKind, ClearRetainedRequest, KickClientsRequest, PublishRequest,
        SetLogLevelRequest, SubscribeRequest, Subscription, UnsubscribeRequest,
    },
    federation::{ForceLeaveRequest, JoinRequest},
};

use super::reason;
use crate::data::{Order, Update};

/// Carries out an order.
pub(super) async fn carry_out(client: &AdminClient, order: Order) -> Update {
    match done(client, order).await {
        Ok(update) => update,
        Err(error) => Update::Done {
            ok: false,
            text: format!("nothing was changed: {}", reason(&error)),
        },
    }
}

fn yes(text: String) -> Update {
    Update::Done { ok: true, text }
}

async fn done(client: &AdminClient, order: Order) -> Result<Update, ClientError> {
    let update = match order {
        Order::Kick {
            ids,
            terminate,
            code,
            reason,
        } => kick(client, ids, terminate, code, reason).await?,
        Order::Ban {
            ids,
            seconds,
            reason,
        } => ban(client, ids, seconds, reason).await?,
        Order::Publish {
            topic,
            payload,
            qos,
            retain,
        } => publish(client, topic, payload, qos, retain).await?,
        Order::ClearRetained { filter, dry_run } => clear(client, filter, dry_run).await?,
        Order::Subscribe {
            client: id,
            filter,
            qos,
        } => subscribe(client, id, filter, qos).await?,
        Order::Unsubscribe { client: id, filter } => {
            let text = format!("unsubscribed {id} from {filter}");
            let asked = UnsubscribeRequest {
                client_id: id,
                topics: vec![filter],
            };
            client.subscriptions().unsubscribe(asked).await?;
            yes(text)
        }
        Order::Join { hosts } => {
            let text = format!("joined {}", hosts.join(", "));
            client.membership().join(JoinRequest { hosts }).await?;
            yes(text)
        }
        Order::Forget { node } => {
            let text = format!("forgot {node}");
            client
                .membership()
                .force_leave(ForceLeaveRequest { node_name: node })
                .await?;
            yes(text)
        }
        Order::LogLevel { level } => {
            let asked = SetLogLevelRequest {
                level,
                target: String::new(),
            };
            let answer = client.logs().set_level(asked).await?.into_inner();
            yes(format!("logged from now on: {}", answer.directives))
        }
        Order::Seek(_) => Update::Done {
            ok: false,
            text: "only recordings can be gone through".to_owned(),
        },
    };
    Ok(update)
}

async fn subscribe(
    client: &AdminClient,
    id: String,
    filter: String,
    qos: u32,
) -> Result<Update, ClientError> {
    let text = format!("subscribed {id} to {filter}");
    let asked = SubscribeRequest {
        client_id: id,
        subscriptions: vec![Subscription {
            topic_name: filter,
            qos,
            ..Subscription::default()
        }],
        existing_client: true,
    };
    client.subscriptions().subscribe(asked).await?;
    Ok(yes(text))
}

async fn kick(
    client: &AdminClient,
    ids: Vec<String>,
    terminate: bool,
    code: u32,
    reason: String,
) -> Result<Update, ClientError> {
    let asked = KickClientsRequest {
        client_ids: ids.clone(),
        terminate_session: terminate,
        reason_code: code,
        reason_string: reason,
        ..KickClientsRequest::default()
    };
    let answer = client.clients().kick(asked).await?.into_inner();
    let text = match (ids.as_slice(), answer.kicked) {
        ([id], 1) => format!("kicked {id}"),
        ([id], _) if answer.skipped == 1 => format!("{id} was away already"),
        ([id], _) => format!("{id} was not kicked: there is no such client"),
        (_, kicked) => {
            let known = [kicked, answer.skipped, answer.failed].map(u64::from);
            let missing = (ids.len() as u64).saturating_sub(known.iter().sum());
            format!(
                "{kicked} kicked, {} away already, {} failed, {missing} not found",
                answer.skipped, answer.failed
            )
        }
    };
    Ok(Update::Done {
        ok: answer.failed == 0 && (answer.kicked > 0 || answer.skipped > 0),
        text,
    })
}

async fn ban(
    client: &AdminClient,
    ids: Vec<String>,
    seconds: Option<u64>,
    reason: String,
) -> Result<Update, ClientError> {
    let mut kicked = 0;
    let count = ids.len();
    for (at, id) in ids.into_iter().enumerate() {
        let asked = AddBanRequest {
            kind: BanKind::ClientId.into(),
            value: id.clone(),
            duration: seconds
                .and_then(|seconds| std::time::Duration::from_secs(seconds).try_into().ok()),
            reason: reason.clone(),
            keep_connected: false,
        };
        match client.bans().add(asked).await {
            Ok(answer) => kicked += answer.into_inner().kicked,
            // What was done before is said with what was not.
            Err(status) if at > 0 => {
                let text = format!(
                    "{at} banned; {id} was not: {}",
                    super::reason(&status.into())
                );
                return Ok(Update::Done { ok: false, text });
            }
            Err(status) => return Err(status.into()),
        }
    }
    Ok(yes(format!(
        "{count} banned, {kicked} of them disconnected"
    )))
}

async fn publish(
    client: &AdminClient,
    topic: String,
    payload: String,
    qos: u32,
    retain: bool,
) -> Result<Update, ClientError> {
    let text = format!("published {} B to {topic}", payload.len());
    let asked = PublishRequest {
        topic_name: topic,
        payload,
        qos,
        retained: retain,
        report: true,
        ..PublishRequest::default()
    };
    let answer = client.publish().publish(asked).await?.into_inner();
    let receivers = answer
        .report
        .filter(|report| report.routed)
        .map_or_else(String::new, |report| {
            format!(", {} subscribers", report.matched_subscribers)
        });
    Ok(yes(format!("{text}{receivers}")))
}

async fn clear(client: &AdminClient, filter: String, dry_run: bool) -> Result<Update, ClientError> {
    let text = format!("retained messages of {filter} cleared");
    let asked = ClearRetainedRequest { filter, dry_run };
    let answer = client.retained().clear(asked).await;
    if dry_run {
        let (lines, count) = match answer {
            Ok(answer) => {
                let answer = answer.into_inner();
                let count = u64::from(answer.cleared);
                let mut lines = vec![format!("{count} would be removed:")];
                lines.extend(answer.topics);
                (lines, count)
            }
            // Half of a filter is no filter; the next letter makes it one.
            Err(status) => (vec![reason(&status.into())], 0),
        };
        return Ok(Update::Preview { lines, count });
    }
    let answer = answer?.into_inner();
    Ok(yes(format!("{} {text}", answer.cleared)))
}
