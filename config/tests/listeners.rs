//! The keys of a listener that go together, and those that do not.

use gmqtt_config::{BindAddress, CertificateName, ClientCertificates, TlsVersion};

use crate::{accepted, refused};

const TLS: &str = "cert: /c, key: /k, cacert: /a";

fn mistakes(listener: &str) -> Vec<String> {
    refused(&format!("listeners: [{{{listener}}}]\n"))
        .into_iter()
        .map(|found| format!("{}: {}", found.key.unwrap_or_default(), found.message))
        .collect()
}

#[test]
fn client_certificates_are_required_optional_or_ignored() {
    for (word, expected) in [
        ("true", ClientCertificates::Required),
        ("false", ClientCertificates::Ignored),
        ("optional", ClientCertificates::Optional),
    ] {
        let text = format!("listeners: [{{address: ':1', tls: {{{TLS}, verify: {word}}}}}]\n");
        let config = accepted(&text).config;
        assert_eq!(config.listeners[0].tls.as_ref().unwrap().verify, expected);
        let again = accepted(&config.to_yaml(true)).config;
        assert_eq!(again.listeners, config.listeners);
    }
    let found = mistakes(&format!("address: ':1', tls: {{{TLS}, verify: optionl}}"));
    assert!(
        found[0].contains("must be `true`, `false` or `optional`"),
        "{found:?}"
    );
}

#[test]
fn what_needs_client_certificates_says_so() {
    let listener = format!("address: ':1', tls: {{{TLS}, crl: /l, username_from: cn}}");
    assert_eq!(
        mistakes(&listener),
        [
            "listeners[0].tls.crl: `crl` needs client certificates, and `verify` is false",
            "listeners[0].tls.username_from: `username_from` needs client certificates, and `verify` is false",
        ]
    );
    let text = format!(
        "listeners: [{{address: ':1', tls: {{{TLS}, verify: true, min_version: 1.3, username_from: san}}}}]\n"
    );
    let config = accepted(&text).config;
    let tls = config.listeners[0].tls.as_ref().unwrap();
    assert_eq!(tls.min_version, TlsVersion::Tls13);
    assert_eq!(tls.username_from, Some(CertificateName::AlternativeName));
}

#[test]
fn user_names_that_nobody_checks_are_worth_a_warning() {
    let warnings = |rest: &str| {
        accepted(&format!(
            "listeners: [{{address: ':1', anonymous: false}}]\n{rest}"
        ))
        .warnings
        .len()
    };
    assert_eq!((warnings(""), warnings("plugin_order: [auth]\n")), (1, 0));
}

#[test]
fn mount_points_are_whole_levels() {
    let text = |prefix| format!("address: ':1', mount_point: '{prefix}'");
    for prefix in ["t/", "a/b/", "/"] {
        accepted(&format!("listeners: [{{{}}}]\n", text(prefix)));
    }
    for prefix in ["t", "$x/", "a/+/", "#/", &format!("{}/", "x".repeat(1024))] {
        let found = mistakes(&text(prefix));
        let is_told = found[0].starts_with("listeners[0].mount_point: a mount point must ");
        assert!(found.len() == 1 && is_told, "{prefix}: {found:?}");
    }
}

#[test]
fn the_proxy_protocol_needs_a_list_of_proxies() {
    let found = mistakes("address: ':1', proxy_protocol: true");
    assert!(
        found[0].starts_with("listeners[0].proxy_protocol: "),
        "{found:?}"
    );
    let found = mistakes("address: ':1', trusted: [10.0.0.0/8]");
    assert!(found[0].starts_with("listeners[0].trusted: "), "{found:?}");
    accepted("listeners: [{address: ':1', proxy_protocol: true, trusted: [10.0.0.0/8]}]\n");
    accepted("listeners: [{address: 'unix:///p', proxy_protocol: true}]\n");
}

#[test]
fn each_family_of_addresses_has_its_keys() {
    let listener = "address: 'unix:///run/a.sock', tcp_keepalive: 1m, mode: '0660', owner: ':g'";
    let found = mistakes(listener);
    assert_eq!(
        found,
        ["listeners[0].tcp_keepalive: `tcp_keepalive` has no effect on a unix socket"]
    );
    let found = mistakes("address: ':1', mode: '0660'");
    assert_eq!(found, ["listeners[0].mode: `mode` is for unix sockets"]);
    let config = accepted("listeners: [{address: 'unix:///run/a.sock'}]\n").config;
    assert_eq!(
        config.listeners[0].address,
        BindAddress::Unix("/run/a.sock".into())
    );
    let twice = "listeners: [{address: 'unix:///run/a.sock'}, {address: 'unix:///run/a.sock'}]\n";
    assert!(refused(twice)[0].message.contains("already taken"));
}

#[test]
fn an_origin_is_scheme_and_host() {
    let origin = |text| format!("address: ':1', websocket: {{allowed_origins: ['{text}']}}");
    for wrong in ["example.org", "https://example.org/", "https://"] {
        assert!(
            mistakes(&origin(wrong))[0].contains("is not an origin"),
            "{wrong}"
        );
    }
    accepted(&format!(
        "listeners: [{{{}}}]\n",
        origin("https://example.org:8443")
    ));
}
