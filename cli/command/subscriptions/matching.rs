//! `gmqtt subscriptions match`.

use anstyle::AnsiColor;
use clap::Args;
use gmqtt_admin_client::admin::receiver::Verdict;
use gmqtt_admin_client::admin::{MatchSubscriptionsRequest, Receiver, Subscription};

use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    mqtt::invalid_topic,
    output::{Cell, Column, Listing, grouped},
};

/// Say who would receive a message of a topic, and why the others would not
///
/// Nothing is published. Exits 3 if nobody has subscribed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt subscriptions match sensors/42/raw
  gmqtt subscriptions match sensors/42/raw -o json")]
pub(super) struct Match {
    /// The topic
    topic: String,

    /// Print so many subscriptions at most
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

static RECEIVERS: Listing<Receiver> = Listing {
    things: "subscriptions",
    columns: &[
        Column::new("CLIENT ID", |one| Cell::text(&subscription(one).client_id)),
        Column::new("FILTER", |one| Cell::text(&subscription(one).topic_name)),
        Column::new("QOS", |one| Cell::Count(subscription(one).qos.into())),
        Column::new("STATE", |one| {
            Cell::word(if one.connected { "online" } else { "offline" })
        }),
        Column::new("DELIVER", |one| {
            let style = match one.verdict() {
                Verdict::Denied | Verdict::Dropped => AnsiColor::Red.on_default(),
                _ => anstyle::Style::new(),
            };
            Cell::Word(deliver(one), style)
        }),
        Column::wide("NODE", |one| Cell::text(&subscription(one).node)),
    ],
    name: |one| subscription(one).client_id,
    json: |one| admin::json("gmqtt.admin.api.Receiver", one),
};

fn subscription(receiver: &Receiver) -> Subscription {
    receiver.subscription.clone().unwrap_or_default()
}

/// What becomes of the message, in a few words.
fn deliver(receiver: &Receiver) -> String {
    let detail = receiver.detail.as_str();
    let no = |otherwise: &str| match detail {
        "" => format!("no: {otherwise}"),
        detail => format!("no: {detail}"),
    };
    let more = |word: &str| match detail {
        "" => word.to_owned(),
        detail => format!("{word} ({detail})"),
    };
    match receiver.verdict() {
        Verdict::Unspecified => "unknown".to_owned(),
        Verdict::Sent => more("yes"),
        Verdict::Queued => more("queued"),
        Verdict::OneOfGroup => format!(
            "one of {} in group {}",
            receiver.group_size,
            subscription(receiver).share_name
        ),
        Verdict::OtherSubscription => no("through another subscription of it"),
        Verdict::Denied => no("acl denies read"),
        Verdict::Dropped => no("dropped"),
    }
}

impl Match {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        invalid_topic(&self.topic)?;
        let request = MatchSubscriptionsRequest {
            topic: self.topic,
            limit: self.limit,
            ..MatchSubscriptionsRequest::default()
        };
        let answer = admin.client()?.subscriptions().r#match(request).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        let total = u64::from(answer.total_count);
        let mut rows = RECEIVERS.rows(&admin.output)?;
        rows.push(&answer.receivers)?;
        rows.end(total)?;
        if total == 0 {
            return Ok(Exit::NotFound);
        }
        if admin.output.format.is_none() {
            let (verb, delivered) = (
                if total == 1 {
                    "subscription matches"
                } else {
                    "subscriptions match"
                },
                if answer.deliveries == 1 {
                    "delivery"
                } else {
                    "deliveries"
                },
            );
            admin.output.remark(&format!(
                "{} {verb}, {} {delivered}",
                grouped(total),
                grouped(answer.deliveries.into())
            ));
        }
        Ok(Exit::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words are those of the design.
    #[test]
    fn verdicts_are_told_in_a_few_words() {
        let receiver = |verdict: Verdict, detail: &str| Receiver {
            subscription: Some(Subscription {
                share_name: "ingest".to_owned(),
                ..Subscription::default()
            }),
            verdict: verdict.into(),
            detail: detail.to_owned(),
            group_size: 7,
            ..Receiver::default()
        };
        for (verdict, detail, words) in [
            (Verdict::OneOfGroup, "", "one of 7 in group ingest"),
            (Verdict::Queued, "12 waiting", "queued (12 waiting)"),
            (
                Verdict::Denied,
                "acl denies read (rule 14)",
                "no: acl denies read (rule 14)",
            ),
            (Verdict::Sent, "", "yes"),
            (Verdict::Dropped, "", "no: dropped"),
        ] {
            assert_eq!(deliver(&receiver(verdict, detail)), words);
        }
    }
}
