//! The commands against the real broker, over gRPC and REST.

use std::process::Stdio;

use crate::cli::process::{Broker, Done, folder_with, gmqtt, run};

/// A broker with the plugin `admin`, and the URLs of its API.
struct Served {
    broker: Broker,
    urls: Vec<String>,
    _folder: tempfile::TempDir,
}

fn serve() -> Served {
    let folder = folder_with("plugin_order: [admin]\n");
    let config = folder.path().join("gmqtt.yml");
    let broker = Broker::anywhere(["-c", config.to_str().expect("a path in UTF-8")]);
    let urls = broker.banner()["admin"].as_array().expect("the API's URLs");
    let urls = urls.iter().filter_map(|url| url.as_str());
    let urls = urls
        .filter(|url| !url.starts_with("unix"))
        .map(str::to_owned)
        .collect();
    Served {
        broker,
        urls,
        _folder: folder,
    }
}

fn ask(url: &str, words: &str) -> Done {
    run(gmqtt(words.split(' ')).env("GMQTT_API", url))
}

#[test]
fn a_client_is_listed_shown_subscribed_and_kicked() {
    let served = serve();
    assert_eq!(served.urls.len(), 2, "gRPC and REST: {:?}", served.urls);
    for url in &served.urls {
        let port = served.broker.address().port().to_string();
        let words = format!("mqtt sub -p {port} -i sub-1 -t a/# -C 1 --for 60s");
        let mut sub = gmqtt(words.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        // It is there once it is listed.
        while !ask(url, "clients list -o name").stdout.contains("sub-1\n") {
            assert!(sub.try_wait().expect("it can be asked").is_none());
        }
        let shown = ask(url, "clients show sub-1");
        assert!(
            shown.stdout.starts_with("client_id        sub-1"),
            "{shown:?}"
        );
        let added = ask(url, "subscriptions add sub-1 x/+ --qos 1");
        assert_eq!(
            added.stdout, "subscribed sub-1 to x/+ (qos 1)\n",
            "{added:?}"
        );
        let listed = ask(url, "subscriptions list --filter-match x/y -o json").json();
        assert_eq!(listed["items"][0]["topic_name"], "x/+");
        assert_eq!(listed["items"][0]["qos"], 1);
        let removed = ask(url, "subscriptions remove sub-1 x/+");
        assert_eq!(
            removed.stdout, "unsubscribed sub-1 from x/+\n",
            "{removed:?}"
        );
        let published = ask(url, "publish a/b hello --qos 1");
        assert_eq!(
            published.stdout, "published 5 B to a/b (qos 1), 1 subscriber\n",
            "{published:?}"
        );
        let heard = Done::from(sub.wait_with_output().expect("it ends"));
        assert_eq!(heard.stdout, "hello\n", "{heard:?}");
    }
}

#[test]
fn what_does_not_exist_is_said() {
    let served = serve();
    for url in &served.urls {
        let done = ask(url, "clients show nobody");
        assert_eq!(done.code, Some(3), "{done:?}");
        assert!(done.stderr.starts_with("error: no client \"nobody\""));
        let done = ask(url, "clients list --filter bogus=1");
        assert_eq!(done.code, Some(2), "{done:?}");
        let done = ask(url, "subscriptions add nobody a/b");
        assert_eq!(done.code, Some(3), "{done:?}");
        let done = ask(url, "publish a/# x");
        assert_eq!(done.code, Some(2), "{done:?}");
    }
}
