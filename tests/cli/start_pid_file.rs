//! `gmqtt start --pid-file`, and `pid_file` in the config.

use std::{fs, process};

use super::process::{Broker, folder_with, run_gmqtt, text};

#[test]
fn it_holds_the_pid_until_a_clean_end() {
    let folder = folder_with("");
    let path = folder.path().join("run/gmqtt.pid");
    let broker = Broker::anywhere(["--pid-file", text(&path)]);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        broker.pid().as_raw_nonzero().to_string()
    );
    assert_eq!(broker.stop().code, Some(0));
    assert!(!path.exists());
}

#[test]
fn the_config_can_name_it() {
    let folder = folder_with("pid_file: gmqtt.pid\nlisteners:\n  - address: 127.0.0.1:0\n");
    let broker = Broker::start(["-c", text(&folder.path().join("gmqtt.yml"))]);
    assert!(
        folder.path().join("gmqtt.pid").exists(),
        "beside the config file"
    );
    broker.stop();
}

#[test]
fn a_second_broker_is_refused() {
    let folder = folder_with("");
    let path = folder.path().join("gmqtt.pid");
    let first = Broker::anywhere(["--pid-file", text(&path)]);
    let second = run_gmqtt([
        "start",
        "--listen",
        "tcp://127.0.0.1:0",
        "--pid-file",
        text(&path),
    ]);
    assert_eq!(second.code, Some(6), "{second:?}");
    assert!(
        second
            .stderr
            .contains(&first.pid().as_raw_nonzero().to_string()),
        "{second:?}"
    );
    assert!(second.stderr.contains(text(&path)), "{second:?}");
    assert!(path.exists(), "the first one's file is left alone");
}

#[test]
fn the_file_of_a_process_that_is_gone_is_replaced() {
    let folder = folder_with("");
    let path = folder.path().join("gmqtt.pid");
    fs::write(&path, "4194305").unwrap(); // above the highest pid of Linux
    assert_eq!(
        Broker::anywhere(["--pid-file", text(&path)]).stop().code,
        Some(0)
    );
}

#[test]
fn a_start_that_fails_leaves_no_file() {
    let folder = folder_with("");
    let path = folder.path().join("gmqtt.pid");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("tcp://{}", other.local_addr().unwrap());
    assert_eq!(
        run_gmqtt(["start", "--listen", &url, "--pid-file", text(&path)]).code,
        Some(6)
    );
    assert!(!path.exists());
}

#[test]
fn a_live_process_of_any_name_is_respected() {
    let folder = folder_with("");
    let path = folder.path().join("gmqtt.pid");
    fs::write(&path, process::id().to_string()).unwrap();
    let done = run_gmqtt([
        "start",
        "--listen",
        "tcp://127.0.0.1:0",
        "--pid-file",
        text(&path),
    ]);
    assert_eq!(done.code, Some(6), "{done:?}");
}
