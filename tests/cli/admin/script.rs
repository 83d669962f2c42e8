//! A script as somebody writes it, with `set -euo pipefail`: accounts from a table, slow clients disconnected, a message waited for.

use crate::cli::process::{Broker, folder_with, run, shell, text};

#[test]
fn a_fleet_is_set_up_by_a_script() {
    let folder = folder_with(
        "plugin_order: [auth, admin]\n\
         plugins: {auth: {password_file: ./accounts.yml, hash: sha256}}\n",
    );
    let config = folder.path().join("gmqtt.yml");
    let broker = Broker::anywhere(["-c", text(&config)]);
    let urls = broker.banner()["admin"].as_array().expect("the API's URLs");
    let grpc = urls
        .iter()
        .filter_map(|url| url.as_str())
        .find(|url| url.starts_with("grpc"));
    let mut command = shell(include_str!("fleet.sh"));
    command
        .current_dir(folder.path())
        .env("GMQTT_API", grpc.expect("gRPC"))
        .env("PORT", broker.address().port().to_string());
    let done = run(&mut command);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.ends_with("the fleet is set up\n"), "{done:?}");
}
