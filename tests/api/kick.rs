//! Kicking many clients at once.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::kick_result::Outcome;
use gmqtt_admin_client::admin::{KickClientsRequest, KickClientsResponse};

use super::node::{Node, Way};
use crate::support::prelude::*;

fn named(ids: &[&str]) -> KickClientsRequest {
    KickClientsRequest {
        client_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..KickClientsRequest::default()
    }
}

#[track_caller]
fn kick(way: &Way<'_>, request: KickClientsRequest) -> KickClientsResponse {
    way.answer(way.client.clients().kick(request))
}

fn outcomes(answer: &KickClientsResponse) -> Vec<(&str, Outcome)> {
    let results = answer.results.iter();
    results
        .map(|result| (&*result.client_id, result.outcome()))
        .collect()
}

#[test]
fn each_one_is_told_apart_and_the_client_is_told_why() {
    let node = Node::start([]);
    for way in node.ways() {
        let mut stays = node.persistent("stays");
        node.persistent("away").disconnect();
        way.wait_until("it is away", |way| {
            way.client("away").is_some_and(|it| !it.connected)
        });
        let request = KickClientsRequest {
            reason_code: 0x8B,
            reason_string: "the house is closing".to_owned(),
            ..named(&["stays", "away", "stay", "stays"])
        };
        let dry = kick(
            &way,
            KickClientsRequest {
                dry_run: true,
                ..request.clone()
            },
        );
        let expected = [
            ("stays", Outcome::Kicked),
            ("away", Outcome::Skipped),
            ("stay", Outcome::NotFound),
        ];
        assert_eq!(outcomes(&dry), expected);
        assert!(
            way.client("stays").is_some_and(|client| client.connected),
            "a dry run"
        );
        let done = kick(&way, request);
        assert_eq!(outcomes(&done), expected);
        assert_eq!((done.kicked, done.skipped, done.failed), (1, 1, 1));
        assert!(done.results[0].session_kept && done.results[1].session_kept);
        assert_eq!(done.results[2].similar, ["stays"]);
        let told = stays.expect_disconnect(ReasonCode::ServerShuttingDown);
        assert_eq!(told.properties.reason_string, Some("the house is closing"));
        let ended = kick(
            &way,
            KickClientsRequest {
                terminate_session: true,
                ..named(&["stays", "away"])
            },
        );
        assert_eq!((ended.kicked, ended.skipped), (2, 0));
        assert!(ended.results.iter().all(|result| !result.session_kept));
        way.wait_until("the sessions are gone", |way| {
            way.client("stays").is_none() && way.client("away").is_none()
        });
    }
}

#[test]
fn a_filter_chooses() {
    let node = Node::start([]);
    for way in node.ways() {
        let mut meters: Vec<Raw> = ["m-1", "m-2", "m-3"]
            .iter()
            .map(|id| node.connect(id, |_| ()))
            .collect();
        let mut other = node.connect("other", |_| ());
        let filter = KickClientsRequest {
            filter: "client_id:\"m-*\" AND NOT client_id=\"m-2\"".to_owned(),
            ..KickClientsRequest::default()
        };
        let done = kick(&way, filter);
        assert_eq!(
            outcomes(&done),
            [("m-1", Outcome::Kicked), ("m-3", Outcome::Kicked)]
        );
        meters[0].expect_disconnect(ReasonCode::AdministrativeAction);
        meters[2].expect_disconnect(ReasonCode::AdministrativeAction);
        meters[1].expect_nothing();
        other.expect_nothing();
        way.wait_until("they are gone", |way| way.client("m-3").is_none());
        for raw in [meters.swap_remove(1), other] {
            raw.disconnect();
        }
        way.wait_until("all are gone", |way| {
            way.client("m-2").is_none() && way.client("other").is_none()
        });
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let node = Node::start([]);
    for way in node.ways() {
        let both = KickClientsRequest {
            filter: "connected=true".to_owned(),
            ..named(&["a"])
        };
        let success = KickClientsRequest {
            reason_code: 0x04,
            ..named(&["a"])
        };
        let of_connack = KickClientsRequest {
            reason_code: 0x8A,
            ..named(&["a"])
        };
        let words = KickClientsRequest {
            reason_string: "a\0b".to_owned(),
            ..named(&["a"])
        };
        for wrong in [
            KickClientsRequest::default(),
            both,
            success,
            of_connack,
            words,
        ] {
            let (code, _) = way.refusal(way.client.clients().kick(wrong.clone()));
            assert_eq!(code, Code::InvalidArgument, "{wrong:?}");
        }
    }
}
