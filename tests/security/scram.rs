//! SCRAM-SHA-256: authentication, and authentication again.

use gmqtt_auth::AccountChange;
use gmqtt_config::{Auth, Config};

use super::Guarded;
use super::scram_client::ScramClient;
use crate::support::prelude::*;

const METHOD: &str = "SCRAM-SHA-256";

fn settings() -> Auth {
    Auth {
        scram: true,
        scram_iterations: 4096,
        ..Auth::default()
    }
}

/// A broker with the accounts `alice` ("wonder") and `bob` ("builder"), made as an administrator would.
fn broker(rules: Option<&str>) -> Guarded {
    let configure = |config: &mut Config| {
        let password_file = config.plugins.auth.password_file.clone();
        config.plugins.auth = Auth {
            password_file,
            ..settings()
        };
    };
    let broker = Guarded::start(Some(""), rules, configure);
    for (name, password) in [("alice", "wonder"), ("bob", "builder")] {
        let change = AccountChange {
            password: Some(password.into()),
            ..AccountChange::default()
        };
        let accounts = broker.auth.accounts().expect("the plugin is loaded");
        accounts
            .set(name, change, &settings())
            .expect("it is written");
    }
    broker
}

fn connect_with(data: &[u8]) -> Connect<'_> {
    Connect {
        properties: ConnectProperties {
            authentication_method: Some(METHOD),
            authentication_data: Some(data),
            ..ConnectProperties::default()
        },
        ..connect(Version::V5, "c")
    }
}

/// A client that has been asked for its proof, and the question.
#[track_caller]
fn asked(broker: &Broker, user: &ScramClient) -> (Raw, &'static [u8]) {
    let mut client = broker.open(Version::V5);
    client.send(&connect_with(user.first().as_bytes()));
    let question = client.recv_auth();
    assert_eq!(question.reason, ReasonCode::ContinueAuthentication);
    assert_eq!(question.properties.authentication_method, Some(METHOD));
    (
        client,
        question.properties.authentication_data.expect("a question"),
    )
}

/// A client that got in.
#[track_caller]
fn authenticated(broker: &Broker, user: &ScramClient) -> Raw {
    let (mut client, question) = asked(broker, user);
    let (proof, signature) = user.last(question);
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        proof.as_bytes(),
    ));
    let accepted = client.expect_accepted();
    assert_eq!(
        accepted.properties.authentication_data,
        Some(signature.as_bytes())
    );
    client
}

/// [MQTT-4.12.0-2], [MQTT-4.12.0-5]
#[test]
fn who_proves_to_know_the_password_gets_in() {
    let broker = broker(None);
    let mut client = authenticated(&broker, &ScramClient::new("alice", "wonder"));
    client.subscribe("t", AtMostOnce);
    client.send(&publish("t", "x")).expect_message("t", "x");
}

/// [MQTT-4.12.0-4]: with one question, from which nobody learns whether there is such a user.
#[test]
fn who_does_not_is_asked_and_refused() {
    let broker = broker(None);
    for user in [
        ScramClient::new("alice", "wander"),
        ScramClient::new("bob", "wonder"),
        ScramClient::new("nobody", "wonder"),
    ] {
        let (mut client, question) = asked(&broker, &user);
        let salt = |question: &[u8]| {
            String::from_utf8_lossy(question)
                .split(',')
                .nth(1)
                .map(str::to_owned)
        };
        assert_eq!(
            salt(question),
            salt(asked(&broker, &user).1),
            "the salt stays the same"
        );
        let (proof, _) = user.last(question);
        client.send(&auth(
            ReasonCode::ContinueAuthentication,
            METHOD,
            proof.as_bytes(),
        ));
        client.expect_refused(ReasonCode::NotAuthorized);
    }
}

#[test]
fn what_is_no_message_of_scram_is_refused() {
    let broker = broker(None);
    for data in [
        &b"x"[..],
        b"n,,n=alice",
        b"p=tls-unique,,n=alice,r=x",
        b"\xff\xff",
    ] {
        let mut client = broker.open(Version::V5);
        client.send(&connect_with(data));
        client.expect_refused(ReasonCode::NotAuthorized);
    }
    let (mut client, _) = asked(&broker, &ScramClient::new("alice", "wonder"));
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        b"c=biws,r=x,p=eA==",
    ));
    client.expect_refused(ReasonCode::NotAuthorized);
}

#[test]
fn a_proof_is_of_no_use_a_second_time() {
    let broker = broker(None);
    let user = ScramClient::new("alice", "wonder");
    let (_, question) = asked(&broker, &user);
    let (proof, _) = user.last(question);
    let (mut other, _) = asked(&broker, &user);
    other.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        proof.as_bytes(),
    ));
    other.expect_refused(ReasonCode::NotAuthorized);
}

/// A client may leave the first message for the first AUTH.
#[test]
fn a_client_may_begin_with_the_first_auth() {
    let broker = broker(None);
    let user = ScramClient::new("alice", "wonder");
    let mut client = broker.open(Version::V5);
    let mut packet = connect_with(b"");
    packet.properties.authentication_data = None;
    client.send(&packet);
    assert_eq!(client.recv_auth().properties.authentication_data, None);
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        user.first().as_bytes(),
    ));
    let question = client
        .recv_auth()
        .properties
        .authentication_data
        .expect("a question");
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        user.last(question).0.as_bytes(),
    ));
    client.expect_accepted();
}

#[test]
fn the_user_name_of_connect_must_be_the_one_that_is_proved() {
    let broker = broker(None);
    let user = ScramClient::new("alice", "wonder");
    let first = user.first();
    let mut client = broker.open(Version::V5);
    client.send(&Connect {
        username: Some("bob"),
        ..connect_with(first.as_bytes())
    });
    client.expect_refused(ReasonCode::NotAuthorized);
}

#[test]
fn rules_know_the_user_who_was_proved() {
    let broker = broker(Some("- {allow: publish, topic: \"%u/#\"}\n"));
    let mut client = authenticated(&broker, &ScramClient::new("alice", "wonder"));
    let publish_to = |client: &mut Raw, topic| {
        client.publish_packet(&Publish {
            qos: AtLeastOnce,
            ..publish(topic, "x")
        })
    };
    assert_eq!(publish_to(&mut client, "bob/x"), ReasonCode::NotAuthorized);
    assert_ne!(
        publish_to(&mut client, "alice/x"),
        ReasonCode::NotAuthorized
    );
}

#[test]
fn without_scram_in_the_config_the_method_is_not_known() {
    let broker = Guarded::start(
        Some("- {username: alice, password: wonder}\n"),
        None,
        |_| {},
    );
    let mut client = broker.open(Version::V5);
    client.send(&connect_with(
        ScramClient::new("alice", "wonder").first().as_bytes(),
    ));
    client.expect_refused(ReasonCode::BadAuthenticationMethod);
}

/// [MQTT-4.12.1-1]
#[test]
fn a_client_may_prove_itself_again() {
    let broker = broker(None);
    let user = ScramClient::new("alice", "wonder");
    let mut client = authenticated(&broker, &user);
    client.send(&auth(
        ReasonCode::ReAuthenticate,
        METHOD,
        user.first().as_bytes(),
    ));
    let question = client
        .recv_auth()
        .properties
        .authentication_data
        .expect("a question");
    let (proof, signature) = user.last(question);
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        proof.as_bytes(),
    ));
    let done = client.recv_auth();
    assert_eq!(done.reason, ReasonCode::Success);
    assert_eq!(
        done.properties.authentication_data,
        Some(signature.as_bytes())
    );
    client.expect_nothing();
}

/// [MQTT-4.12.1-2]: as somebody else, or after the account is gone.
#[test]
fn a_client_that_cannot_prove_itself_again_is_disconnected() {
    let broker = broker(None);
    let mut client = authenticated(&broker, &ScramClient::new("alice", "wonder"));
    let bob = ScramClient::new("bob", "builder");
    client.send(&auth(
        ReasonCode::ReAuthenticate,
        METHOD,
        bob.first().as_bytes(),
    ));
    client.expect_disconnect(ReasonCode::NotAuthorized);

    let alice = ScramClient::new("alice", "wonder");
    let mut client = authenticated(&broker, &alice);
    let accounts = broker.auth.accounts().expect("the plugin is loaded");
    assert!(accounts.remove("alice").expect("it is written"));
    client.send(&auth(
        ReasonCode::ReAuthenticate,
        METHOD,
        alice.first().as_bytes(),
    ));
    let question = client
        .recv_auth()
        .properties
        .authentication_data
        .expect("a question");
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        METHOD,
        alice.last(question).0.as_bytes(),
    ));
    client.expect_disconnect(ReasonCode::NotAuthorized);
}
