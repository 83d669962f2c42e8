//! Judging a message allocates nothing, once the client is known. A process of its own, since it counts what all threads
//! allocate.

use std::alloc::System;
use std::fs;
use std::time::SystemTime;

use gmqtt_acl::{AclPlugin, Rules};
use gmqtt_config::Acl;
use gmqtt_plugin_api::{ClientInfo, Peer, Plugin};
use gmqtt_protocol::Version;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn judging_allocates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acl.yml");
    fs::write(
        &path,
        "- {deny: retain, topic: \"#\"}\n- {allow: all, topic: [\"a/+/c/#\", \"x/%u-%c/+\"]}\n",
    )
    .unwrap();
    let settings = Acl::default();
    let plugin = AclPlugin::with_rules(settings.clone(), Rules::open(&path, &settings).unwrap());
    let client = ClientInfo {
        id: "client".into(),
        username: Some("user".into()),
        version: Version::V5,
        keep_alive: 0,
        clean_start: true,
        connected_at: SystemTime::UNIX_EPOCH,
        peer: Peer {
            remote: ([10, 0, 0, 1], 5000).into(),
            local: ([10, 0, 0, 2], 1883).into(),
            listener: None,
            certificate_name: None,
            anonymous: None,
            mount_point: None,
        },
    };
    let judge = || {
        for (topic, retain, expected) in [
            ("a/b/c/d/e", false, true),
            ("a/b/c", true, false),
            ("x/user-client/y", false, true),
            ("x/user-other/y", false, false),
        ] {
            let is_allowed = plugin.may_publish(&client, topic, retain);
            assert_eq!(is_allowed, expected, "{topic}");
            assert!(
                plugin.may_deliver(&client, topic),
                "covered: deliveries are not judged"
            );
        }
    };
    judge();
    let region = Region::new(ALLOCATOR);
    judge();
    assert_eq!(region.change().allocations, 0);
}
