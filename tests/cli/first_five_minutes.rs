//! What somebody does in the first five minutes, from an empty home: a message, then a broker for other machines with TLS,
//! passwords and rules. Only the ports are not those of the text, since tests run side by side.

use std::{fs, path::Path};

use super::process::{Broker, Done, gmqtt, run, text};

/// Runs `gmqtt` at home, with the words of a line.
fn at_home(home: &Path, line: &str) -> Done {
    let mut command = gmqtt(line.split(' '));
    run(command.env("HOME", home).current_dir(home))
}

#[track_caller]
fn done(done: &Done) {
    assert_eq!(done.code, Some(0), "{done:?}");
}

/// Starts the broker that was set up at home.
fn start_secure(home: &Path) -> Broker {
    let file = home.join("gmqtt.yml");
    let mut command = gmqtt(["start", "-o", "json", "-c", text(&file)]);
    command
        .args(["--set", "listeners.0.address=127.0.0.1:0"])
        // What keeps brokers of tests apart would take the socket away.
        .env_remove("GMQTT_CFG__API__UNIX__ENABLED")
        .env("HOME", home);
    Broker::spawn(&mut command)
}

#[test]
fn the_first_message() {
    let home = tempfile::tempdir().unwrap();
    let broker = Broker::anywhere([]);
    let port = broker.address().port();
    // Retained, so that it does not matter who is first.
    let publish = format!("mqtt pub -p {port} -t hello -m world -r");
    done(&at_home(home.path(), &publish));
    let subscribe = format!("mqtt sub -p {port} -t hello -C 1 --for 30s");
    let heard = at_home(home.path(), &subscribe);
    assert_eq!(heard.code, Some(0), "{heard:?}");
    assert_eq!(heard.stdout, "world\n");
}

#[test]
fn a_broker_for_other_machines_in_three_commands() {
    let folder = tempfile::tempdir().unwrap();
    let home = fs::canonicalize(folder.path()).unwrap();
    let gmqtt = |line: &str| at_home(&home, line);
    done(&gmqtt("init --secure --hostname mq1.lan"));
    done(&gmqtt("config check gmqtt.yml"));
    let broker = start_secure(&home);
    let url = broker.banner()["listeners"][0].as_str().unwrap_or_default();
    let port = url.rsplit(':').next().unwrap_or_default().to_owned();
    let edit = format!("context edit local --mqtt-url mqtts://localhost:{port}");
    done(&gmqtt(&edit));

    // The context supplies URL, authority and account.
    done(&gmqtt("mqtt pub -t sensors/1 -m 21.4 -q 1 -r"));
    let heard = gmqtt("mqtt sub -t sensors/# -C 1 --for 30s -v");
    assert_eq!(heard.code, Some(0), "{heard:?}");
    assert_eq!(heard.stdout, "sensors/1 21.4\n");

    // Who has no account, or trusts somebody else, does not get in.
    let stranger = gmqtt(&format!(
        "mqtt pub -h localhost -p {port} --cafile tls/ca.crt -t a -m x"
    ));
    assert_eq!(stranger.code, Some(4), "{stranger:?}");
    let distrustful = gmqtt(&format!("mqtt pub -h localhost -p {port} --tls -t a -m x"));
    assert_eq!(distrustful.code, Some(5), "{distrustful:?}");

    // The context knows the broker's operators' socket, too.
    done(&gmqtt("clients list"));
    done(&broker.stop());
}
