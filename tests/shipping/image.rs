//! The container image: what the Dockerfile says of it, and its configuration on a machine of its own.

use std::fs;

use super::{
    dockerfile::Dockerfile,
    in_tree,
    machine::{Job, Machine, OUTSIDE},
    read,
};

/// MQTT, MQTT over WebSocket, metrics, REST, gRPC.
const PORTS: [u16; 5] = [1883, 8883, 8082, 8083, 8084];

/// Waits until a broker is ready; gives back the token it has made, if it has.
pub(super) fn first_token(machine: &Machine, broker: Job) -> Option<String> {
    let printed = machine.wait_for(broker, "ready in");
    let mut lines = printed.lines();
    let line = lines.find(|line| line.starts_with("API token"))?;
    line.rsplit(' ').next().map(str::to_owned)
}

/// Asks all five ports from outside.
#[track_caller]
pub(super) fn five_ports_answer(machine: &mut Machine, token: &str) {
    let [mqtt, websocket, metrics, rest, grpc] = PORTS;
    machine.succeed(&format!(
        "gmqtt mqtt pub -h {OUTSIDE} -p {mqtt} -q 1 -r -t five/ports -m tcp"
    ));
    let heard = machine.succeed(&format!(
        "gmqtt mqtt sub -L ws://{OUTSIDE}:{websocket}/ -t five/ports -C 1 --for 30s"
    ));
    assert_eq!(heard, "tcp\n");
    let scraped = machine.succeed(&format!("curl -sf http://{OUTSIDE}:{metrics}/metrics"));
    assert!(scraped.contains("gmqtt_build_info{"), "{scraped}");

    let url = format!("http://{OUTSIDE}:{rest}/v1/clients");
    let code = "curl -s -o /dev/null -w '%{http_code}'";
    assert_eq!(machine.succeed(&format!("{code} {url}")), "401");
    let bearer = format!("-H 'Authorization: Bearer {token}'");
    assert_eq!(machine.succeed(&format!("{code} {bearer} {url}")), "200");
    let api = format!("--api grpc://{OUTSIDE}:{grpc}");
    assert_ne!(
        machine.run(&format!("gmqtt clients list {api}")).code,
        Some(0)
    );
    machine.succeed(&format!("GMQTT_TOKEN={token} gmqtt clients list {api}"));
}

#[test]
fn its_configuration_answers_on_five_ports_and_makes_a_token_once() {
    let mut machine = Machine::of_a_user();
    let config = in_tree("packaging/docker/gmqtt.yml");
    let start = format!(
        "exec gmqtt start -c {} --data-dir ~/data --set api.unix.path=$HOME/admin.sock",
        config.display()
    );
    let broker = machine.start(&start);
    let token = first_token(&machine, broker).expect("a token is printed");
    five_ports_answer(&mut machine, &token);
    machine.succeed("gmqtt status --api unix://$HOME/admin.sock");
    assert_eq!(machine.interrupt(broker).code, Some(0));

    let again = machine.start(&start);
    assert_eq!(first_token(&machine, again), None);
    five_ports_answer(&mut machine, &token);
    machine.interrupt(again);

    // Somebody brings a token: none is made, and it is let in.
    fs::write(machine.home().join("token"), &token).unwrap();
    let start = start.replace("~/data", "~/other");
    let brought = machine.start(&format!("export GMQTT_API_TOKEN_FILE=~/token; {start}"));
    assert_eq!(first_token(&machine, brought), None);
    five_ports_answer(&mut machine, &token);
    machine.interrupt(brought);
}

#[test]
fn it_is_what_the_dockerfile_says() {
    let dockerfile = Dockerfile::parse(&read("Dockerfile"));
    let image = dockerfile.image();
    assert_eq!(image.last("USER"), "gmqtt");
    assert_eq!(image.last("VOLUME"), "/var/lib/gmqtt");
    assert_eq!(
        image.last("EXPOSE"),
        PORTS.map(|port| port.to_string()).join(" ")
    );
    assert!(image.last("HEALTHCHECK").contains("CMD gmqtt status"));
    assert_eq!(image.command(), ["gmqtt", "start"]);
    for step in image.steps.iter().filter(|step| step.word == "COPY") {
        let (from, _) = step.rest.split_once(' ').expect("from and to");
        let built = from.starts_with("--from=build");
        assert!(built || in_tree(from).is_file(), "{from}");
    }
    let config = read("packaging/docker/gmqtt.yml");
    assert!(config.contains("data_dir: /var/lib/gmqtt\n"));
}

/// The image is built with the oldest Rust that will do, and so are the tests.
#[test]
fn it_is_built_with_the_rust_that_the_manifest_asks_for() {
    let manifest = read("Cargo.toml");
    let (_, rest) = manifest.split_once("\nrust-version = \"").expect("it says");
    let (version, _) = rest.split_once('"').expect("a text");
    let dockerfile = Dockerfile::parse(&read("Dockerfile"));
    let image = &dockerfile.stage("build").image;
    assert_eq!(*image, format!("rust:{version}-bookworm"));
    for page in ["README.md", "CONTRIBUTING.md"] {
        assert!(read(page).contains(&format!("Rust {version}")), "{page}");
    }
}
