//! How `gmqtt start` tells its parent that it is ready.

use std::os::unix::net::UnixDatagram;

use rustix::process::Signal;

use super::process::{Broker, folder_with, gmqtt, run, run_gmqtt, shell};

#[test]
fn the_descriptor_gets_one_line() {
    let script = "exec 4< <(exec $GMQTT start --no-banner --listen tcp://127.0.0.1:0 --ready-fd 3 3>&1 2>/dev/null)
        pid=$!; read -r line <&4; echo \"$line\"; kill $pid; cat <&4; wait $pid";
    let done = run(&mut shell(script));
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "READY=1\n"),
        "{done:?}"
    );
}

#[test]
fn a_descriptor_that_is_not_open_is_wrong_usage() {
    let done = run_gmqtt([
        "start",
        "--listen",
        "tcp://127.0.0.1:0",
        "--ready-fd",
        "999",
    ]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.stderr.contains("--ready-fd 999"), "{done:?}");
}

#[test]
fn systemd_is_told_when_it_is_ready_reloads_and_stops() {
    let folder = folder_with("");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    let mut command = gmqtt(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"]);
    let broker = Broker::spawn(command.env("NOTIFY_SOCKET", &path));
    let message = || {
        let mut buffer = [0; 256];
        let length = socket.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..length]).trim().to_owned()
    };
    assert_eq!(message(), "READY=1");
    broker.signal(Signal::HUP);
    assert!(message().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    assert_eq!(message(), "READY=1");
    assert_eq!(broker.stop().code, Some(0));
    assert_eq!(message(), "STOPPING=1");
}
