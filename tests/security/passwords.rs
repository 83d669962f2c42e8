//! User names and passwords.

use gmqtt_auth::AccountChange;
use gmqtt_config::{Auth, PasswordHash};

use super::Guarded;
use crate::support::prelude::*;

/// `alice` has "wonder", stored as md5; `bob` has "builder" as it is; `carol` cannot log in.
const ACCOUNTS: &str = "\
- {username: alice, password: 10cf1fdf6ad958eeffa9853f6885cec9}
- {username: bob, password: builder}
- {username: carol, password: builder, disabled: true}
";

const VERSIONS: [Version; 3] = [Version::V3_1, Version::V3_1_1, Version::V5];

/// The bytes that answer a CONNECT.
fn answer(
    broker: &Broker,
    version: Version,
    username: Option<&str>,
    password: Option<&[u8]>,
) -> Vec<u8> {
    let mut client = broker.open(version);
    client.send(&Connect {
        username,
        password,
        ..connect(version, "c")
    });
    client.recv_bytes().to_vec()
}

/// Whether a client gets in; refused it must be as not authorized: 5 on 3.x, 0x87 on MQTT 5.
#[track_caller]
fn gets_in(broker: &Broker, username: Option<&str>, password: Option<&[u8]>) -> bool {
    let codes = VERSIONS.map(|version| answer(broker, version, username, password)[3]);
    match codes {
        [0, 0, 0] => true,
        [5, 5, 0x87] => false,
        _ => panic!("{codes:02x?}"),
    }
}

#[test]
fn only_the_password_of_an_account_lets_in() {
    let broker = Guarded::start(Some(ACCOUNTS), None, |_| {});
    assert!(gets_in(&broker, Some("alice"), Some(b"wonder")));
    assert!(gets_in(&broker, Some("bob"), Some(b"builder")));
    for (username, password) in [
        (Some("alice"), Some(&b"wander"[..])),
        (Some("alice"), Some(b"10cf1fdf6ad958eeffa9853f6885cec9")),
        (Some("alice"), Some(b"")),
        (Some("alice"), None),
        (Some("alice"), Some(b"\xff\x00")),
        (Some("bob"), Some(b"wonder")),
        (Some("carol"), Some(b"builder")),
        (Some("nobody"), Some(b"wonder")),
        (Some(""), Some(b"wonder")),
        (Some(""), None),
        (None, None),
    ] {
        assert!(
            !gets_in(&broker, username, password),
            "{username:?} {password:?}"
        );
    }
}

/// A 3.x client is told no more than 5; the connection is closed [MQTT-3.1.4-2].
#[test]
fn what_is_wrong_is_not_told() {
    let broker = Guarded::start(Some(ACCOUNTS), None, |_| {});
    for username in ["alice", "carol", "nobody"] {
        let old = answer(&broker, Version::V3_1_1, Some(username), Some(b"x"));
        assert_eq!(old, [0x20, 2, 0, 5]);
        let mut client = broker.open(Version::V5);
        client.send(&Connect {
            username: Some(username),
            password: Some(b"x"),
            ..connect(Version::V5, "c")
        });
        let refused = client.recv_connack();
        assert_eq!(
            refused.properties.reason_string,
            Some("wrong user name or password")
        );
        client.expect_closed();
    }
}

#[test]
fn clients_without_a_user_name_get_in_where_it_is_allowed() {
    for (global, listener, expected) in [
        (false, None, false),
        (true, None, true),
        (true, Some(false), false),
        (false, Some(true), true),
    ] {
        let broker = Guarded::start(Some(ACCOUNTS), None, |config| {
            config.plugins.auth.anonymous = global;
            config.listeners[0].anonymous = listener;
        });
        assert_eq!(
            gets_in(&broker, None, None),
            expected,
            "{global} {listener:?}"
        );
        assert!(
            !gets_in(&broker, Some("alice"), Some(b"x")),
            "a wrong password is no user name less"
        );
        assert!(gets_in(&broker, Some("alice"), Some(b"wonder")));
    }
}

#[test]
fn an_account_counts_from_the_moment_it_is_made() {
    let broker = Guarded::start(Some(""), None, |_| {});
    let accounts = broker.auth.accounts().expect("the plugin is loaded");
    assert!(!gets_in(&broker, Some("dave"), Some(b"x")));
    for hash in [
        PasswordHash::Argon2id,
        PasswordHash::Bcrypt,
        PasswordHash::Sha256,
    ] {
        let change = AccountChange {
            password: Some(hash.as_str().into()),
            ..AccountChange::default()
        };
        accounts
            .set(
                "dave",
                change,
                &Auth {
                    hash,
                    ..Auth::default()
                },
            )
            .expect("it is written");
        assert!(
            gets_in(&broker, Some("dave"), Some(hash.as_str().as_bytes())),
            "{hash}"
        );
        assert!(!gets_in(&broker, Some("dave"), Some(b"x")), "{hash}");
    }
    assert!(accounts.remove("dave").expect("it is written"));
    assert!(!gets_in(&broker, Some("dave"), Some(b"sha256")));
}

#[test]
fn too_many_wrong_passwords_turn_an_address_away() {
    let broker = Guarded::start(Some(ACCOUNTS), None, |config| {
        config.plugins.auth.lockout.address_failures = 4;
    });
    assert!(gets_in(&broker, Some("alice"), Some(b"wonder")));
    for user in ["a", "b"] {
        // One for each version.
        assert!(!gets_in(&broker, Some(user), Some(b"x")));
    }
    assert!(
        !gets_in(&broker, Some("alice"), Some(b"wonder")),
        "also with the right password"
    );
}

#[test]
fn too_many_wrong_passwords_turn_a_user_away() {
    let broker = Guarded::start(Some(ACCOUNTS), None, |config| {
        config.plugins.auth.lockout.user_failures = 2;
    });
    assert!(!gets_in(&broker, Some("alice"), Some(b"x")));
    assert!(!gets_in(&broker, Some("alice"), Some(b"wonder")));
    assert!(gets_in(&broker, Some("bob"), Some(b"builder")));
}
