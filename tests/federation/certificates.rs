//! Nodes that show each other certificates.

use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use super::node::{Node, together, until};
use crate::support::prelude::*;

/// Writes an authority and a certificate of it for each name.
fn write(folder: &Path, authority: &str, names: &[&str]) {
    let mut params = CertificateParams::new(Vec::new()).expect("a name");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, authority);
    let signer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key"));
    let signer = signer.expect("an authority");
    let put = |name: &str, text: String| fs::write(folder.join(name), text).expect("it is written");
    put(&format!("{authority}.crt"), signer.pem());
    for name in names {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &signer).expect("a certificate");
        put(&format!("{name}.crt"), certificate.pem());
        put(&format!("{name}.key"), key.serialize_pem());
    }
}

fn node(folder: &Path, name: &str, certificate: &str, others: &[&Node]) -> Node {
    let below = |name: &str| folder.join(name).display().to_string();
    let tls = format!(
        "plugins.federation.tls={{cert: {}, key: {}, cacert: {}}}",
        below(&format!("{certificate}.crt")),
        below(&format!("{certificate}.key")),
        below("nodes.crt"),
    );
    let join: Vec<_> = others
        .iter()
        .map(|it| format!("\"{}\"", it.gossip()))
        .collect();
    let settings = [
        "plugins.federation.fed_addr=127.0.0.1:0".to_owned(),
        "plugins.federation.gossip_addr=127.0.0.1:0".to_owned(),
        format!("plugins.federation.retry_join=[{}]", join.join(", ")),
        tls,
    ];
    Node::start_in(name, None, "127.0.0.1:0", &settings)
}

#[test]
fn nodes_of_one_authority_are_linked_and_one_of_another_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "nodes", &["a", "b"]);
    write(folder.path(), "others", &["stranger"]);
    let a = node(folder.path(), "a", "a", &[]);
    let b = node(folder.path(), "b", "b", &[&a]);
    // It has the secret, and no certificate of the nodes' authority.
    let c = node(folder.path(), "c", "stranger", &[&a]);
    let nodes = [a, b];
    together(&nodes);
    let mut subscriber = nodes[1].client("s");
    subscriber.subscribe("t", AtLeastOnce);
    nodes[0].knows_routes("b", 1);
    let mut publisher = nodes[0].client("p");
    publisher.publish("t", "hello", AtLeastOnce);
    subscriber.expect_message("t", "hello");
    until("the stranger was refused", || {
        nodes[0].log().contains("there is no link to a node")
    });
    let seen = nodes[0].member("c").expect("it gossips");
    assert_eq!(seen["tags"]["link"], "down", "{seen}");
    drop(c);
}
