//! Unix socket listeners.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::Path;

use gmqtt_config::{BindAddress, FileMode, Listener};
use gmqtt_server::{BoundAddress, StartError};

use crate::broker::{Broker, tcp};
use crate::client::{Client, LIMIT, dial};

fn unix(path: &Path) -> Listener {
    Listener {
        address: BindAddress::Unix(path.to_owned()),
        ..Listener::default()
    }
}

fn connect(path: &Path, id: &str) -> Client<UnixStream> {
    let stream = UnixStream::connect(path).expect("the broker accepts connections");
    stream.set_read_timeout(Some(LIMIT)).expect("a time limit");
    Client::new(stream).connect(id)
}

#[test]
fn messages_cross_from_a_unix_socket_to_tcp_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mqtt.sock");
    let listener = Listener {
        mode: Some(FileMode(0o620)),
        owner: Some(":0".to_owned()),
        ..unix(&path)
    };
    let broker = Broker::start(vec![listener, tcp()]);
    let listening = &broker.server().listeners()[0];
    assert_eq!(listening.address, BoundAddress::Unix(path.clone()));
    assert_eq!(listening.to_string(), format!("unix://{}", path.display()));
    let metadata = std::fs::metadata(&path).expect("a file");
    assert!(metadata.file_type().is_socket());
    assert_eq!(metadata.mode() & 0o777, 0o620);
    let mut local = connect(&path, "local");
    let mut remote = Client::new(dial(broker.address(1))).connect("remote");
    local.subscribe("local");
    remote.subscribe("remote");
    for size in [0, 10, 100_000] {
        let payload = vec![7; size];
        remote.publish("local", &payload);
        assert!(local.payload() == payload);
        local.publish("remote", &payload);
        assert!(remote.payload() == payload);
    }
    broker.stop();
    assert_eq!(local.recv(), [0xE0, 1, 0x8B]);
    assert!(!path.exists(), "the file goes with its listener");
}

#[test]
fn a_socket_that_was_left_over_is_replaced_and_one_in_use_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mqtt.sock");
    // The file stays when its listener is gone.
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket"));
    assert!(path.exists());
    let broker = Broker::start(vec![unix(&path)]);
    connect(&path, "c").ping();
    let second = Broker::try_start(vec![unix(&path)], |_| {});
    assert!(
        matches!(second.err(), Some(StartError::Bind { source, .. }) if source.kind() == std::io::ErrorKind::AddrInUse)
    );
    connect(&path, "c").ping();
    drop(broker);
}

#[test]
fn a_file_that_is_no_socket_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("precious");
    std::fs::write(&path, "data").expect("written");
    assert!(matches!(
        Broker::try_start(vec![unix(&path)], |_| {}).err(),
        Some(StartError::Bind { .. })
    ));
    assert_eq!(std::fs::read(&path).expect("read"), b"data");
}
