//! Bans: made, kept, enforced, lifted.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{AddBanRequest, BanKind, ListBansRequest, RemoveBanRequest};
use tempfile::TempDir;

use super::node::{Node, Way};
use crate::support::prelude::*;

fn folder() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    (folder, path)
}

fn ban(kind: BanKind, value: &str) -> AddBanRequest {
    AddBanRequest {
        kind: kind.into(),
        value: value.to_owned(),
        reason: "it floods".to_owned(),
        ..AddBanRequest::default()
    }
}

fn lift(way: &Way<'_>, kind: BanKind, value: &str) {
    way.answer(way.client.bans().remove(RemoveBanRequest {
        kind: kind.into(),
        value: value.to_owned(),
    }));
}

fn listed(way: &Way<'_>) -> Vec<(BanKind, String, u64)> {
    let page = way.answer(way.client.bans().list(ListBansRequest::default()));
    let bans = page.bans.into_iter();
    bans.map(|ban| (ban.kind(), ban.value, ban.refused))
        .collect()
}

#[test]
fn who_is_banned_is_thrown_out_and_refused_with_the_reason() {
    let (_folder, data) = folder();
    let node = Node::start(["--data-dir", &data]);
    for way in node.ways() {
        for (kind, value) in [
            (BanKind::ClientId, "c"),
            (BanKind::Username, "u"),
            (BanKind::Address, "127.0.0.0/8"),
        ] {
            let named = |connect: &mut Connect<'_>| connect.username = Some("u");
            let mut client = node.connect("c", named);
            let added = way.answer(way.client.bans().add(ban(kind, value)));
            assert_eq!(added.kicked, 1);
            let made = added.ban.expect("the ban");
            assert_eq!(
                (made.value.as_str(), made.reason.as_str()),
                (value, "it floods")
            );
            assert!(made.by.contains("127.0.0.1") && made.created_at.is_some());
            client.expect_disconnect(ReasonCode::AdministrativeAction);
            node.try_connect("c", named)
                .expect_refused(ReasonCode::Banned);
            node.try_connect("c", named)
                .expect_refused(ReasonCode::Banned);
            assert_eq!(listed(&way), [(kind, value.to_owned(), 2)]);
            if kind != BanKind::Address {
                node.connect("other", |_| ()).disconnect();
            }
            lift(&way, kind, value);
            node.connect("c", named).disconnect();
            let again = RemoveBanRequest {
                kind: kind.into(),
                value: value.to_owned(),
            };
            assert_eq!(
                way.refusal(way.client.bans().remove(again)).0,
                Code::NotFound
            );
        }
    }
}

#[test]
fn a_ban_survives_a_restart_and_ends_in_time() {
    let (_folder, data) = folder();
    let node = Node::start(["--data-dir", &data]);
    let way = node.grpc();
    way.answer(way.client.bans().add(ban(BanKind::ClientId, "a/b \u{1}")));
    let duration = Some(prost_types::Duration {
        seconds: 1,
        nanos: 0,
    });
    way.answer(way.client.bans().add(AddBanRequest {
        duration,
        ..ban(BanKind::Username, "u")
    }));
    node.try_connect("x", |connect| connect.username = Some("u"))
        .expect_refused(ReasonCode::Banned);
    drop(way);
    node.stop();
    let node = Node::start(["--data-dir", &data]);
    node.try_connect("a/b \u{1}", |_| ())
        .expect_refused(ReasonCode::Banned);
    pass(Duration::from_secs(1));
    node.connect("x", |connect| connect.username = Some("u"))
        .disconnect();
    let kept = listed(&node.grpc());
    assert_eq!(kept, [(BanKind::ClientId, "a/b \u{1}".to_owned(), 1)]);
}

#[test]
fn those_who_are_connected_may_stay_if_that_is_said() {
    let (_folder, data) = folder();
    let node = Node::start(["--data-dir", &data]);
    for way in node.ways() {
        let mut client = node.connect("c", |_| ());
        let keep = AddBanRequest {
            keep_connected: true,
            ..ban(BanKind::ClientId, "c")
        };
        assert_eq!(way.answer(way.client.bans().add(keep)).kicked, 0);
        client.subscribe("still/there", AtMostOnce);
        client.disconnect();
        node.try_connect("c", |_| ())
            .expect_refused(ReasonCode::Banned);
        lift(&way, BanKind::ClientId, "c");
        for (kind, value) in [
            (BanKind::Address, "10.0.0"),
            (BanKind::ClientId, ""),
            (BanKind::Unspecified, "x"),
        ] {
            let (code, _) = way.refusal(way.client.bans().add(ban(kind, value)));
            assert_eq!(code, Code::InvalidArgument, "{kind:?} {value}");
        }
    }
}
