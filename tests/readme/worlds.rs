//! What is there before the blocks of a world: what the text takes for granted.

use std::fs;

use crate::shipping::machine::Machine;

/// Prepares a machine.
pub(super) fn prepare(world: &str, machine: &mut Machine) {
    match world {
        "api" | "accounts" => with_accounts(machine),
        "backups" => with_a_store(machine),
        "cluster" => with_what_a_node_shows(machine),
        "running" => running(machine),
        "mqtt" => {
            start(machine, "gmqtt start");
            machine.succeed("seq 3 > log");
        }
        "from-go" => of_gmqtt_in_go(machine),
        "from-mosquitto" => of_mosquitto(machine),
        _ => {}
    }
}

fn start(machine: &mut Machine, command: &str) {
    let broker = machine.start(command);
    machine.wait_for(broker, "ready in");
}

fn write(machine: &Machine, name: &str, text: &str) {
    fs::write(machine.home().join(name), text).expect("a file");
}

fn with_accounts(machine: &mut Machine) {
    let config = "plugin_order: [auth, prometheus, admin]\nplugins: {auth: {hash: md5}}\n";
    write(machine, "gmqtt.yml", config);
    start(machine, "gmqtt start");
}

fn with_a_store(machine: &mut Machine) {
    write(
        machine,
        "gmqtt.yml",
        "data_dir: data\npersistence: {type: embedded}\n",
    );
    let redis = machine.start("exec redis-server --port 6379 --save '' --bind 127.0.0.1");
    machine.wait_for(redis, "Ready to accept connections");
    start(machine, "gmqtt start");
    machine.succeed("gmqtt mqtt sub -t 'a/#' -q 1 -i keeper -c -x 3600 --for 1s || true");
    machine.succeed("gmqtt mqtt pub -t a/1 -q 1 -r -m kept");
}

/// A certificate for mq2, of an authority of its own, and a secret.
fn with_what_a_node_shows(machine: &mut Machine) {
    machine.succeed(
        "mkdir made && cd made && gmqtt init --secure --hostname mq2
         cp tls/server.crt ~/mq2.pem && cp tls/server.key ~/mq2.key && cp tls/ca.crt ~/nodes-ca.pem
         umask 077 && head -c 32 /dev/urandom | base64 > ~/cluster.secret",
    );
}

/// A dashboard that subscribes, and something to see.
fn running(machine: &mut Machine) {
    start(machine, "gmqtt start");
    let dashboard = machine.start("gmqtt mqtt sub -i dash-eu-3 -t 'sensors/#'");
    machine.succeed("gmqtt mqtt pub -t sensors/42/raw -q 1 -r -m 21.4");
    machine.wait_for(dashboard, "21.4");
}

fn of_gmqtt_in_go(machine: &mut Machine) {
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/tests/fixtures/go_broker.yml"
    );
    let sample = fs::read_to_string(sample).expect("it is in the tree");
    write(machine, "gmqttd.yml", &sample);
    let redis = machine.start("exec redis-server --port 6379 --save '' --bind 127.0.0.1");
    machine.wait_for(redis, "Ready to accept connections");
}

fn of_mosquitto(machine: &mut Machine) {
    write(
        machine,
        "mosquitto.conf",
        "listener 1883\nallow_anonymous false\npassword_file passwd\nmax_inflight_messages 50\n",
    );
    machine.succeed("touch passwd; chmod 600 passwd; mosquitto_passwd -b passwd meter secret");
}
