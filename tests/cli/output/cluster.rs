//! `gmqtt cluster`, of a cluster with one node, and of a broker that is none.

use super::scene::{Scene, Transcript};

goldens! {
    cluster_members: "cluster members",
    cluster_join: "cluster join",
    cluster_leave: "cluster leave",
    cluster_forget: "cluster forget",
    cluster_drain: "cluster drain",
}

/// A broker that is a node, once it is.
fn node() -> Scene {
    let scene = Scene::of(
        "listeners: [{address: \"127.0.0.1:0\"}]\n\
         plugin_order: [admin, federation]\n\
         plugins: {federation: {node_name: mq1, fed_addr: \"127.0.0.1:0\", gossip_addr: \"127.0.0.1:0\", cluster_secret: tests}}\n\
         data_dir: ./data\n",
    );
    while scene.run(&["cluster", "members"]).code != Some(0) {}
    scene
}

fn cluster_members() -> Transcript {
    node()
        .lists(&["cluster", "members"], "{{ name }} {{ status }}")
        .mask(&["uptime", "rtt", "lag", "run"])
        .mask_all(
            r"alive,,0,,\d+,([0-9.]+),[0-9.e-]+,true",
            "alive,,0,,LAG,$1,UPTIME,true",
        )
        .mask_all(r"run=\d+", "run=RUN")
}

/// By a broker that is no node: what a node says of one that it joins is in the tests of clusters.
fn cluster_join() -> Transcript {
    Scene::start().transcript(&[&["cluster", "join", "mq2", "-o", "json"]])
}

fn cluster_leave() -> Transcript {
    node().transcript(&[&["cluster", "leave", "--confirm", "mq1", "-o", "json"]])
}

fn cluster_forget() -> Transcript {
    node().transcript(&[&["cluster", "forget", "mq9", "--yes", "-o", "json"]])
}

fn cluster_drain() -> Transcript {
    node().transcript(&[
        &[
            "cluster",
            "drain",
            "--confirm",
            "mq1",
            "--yes",
            "-o",
            "json",
        ],
        &[
            "cluster",
            "drain",
            "--confirm",
            "mq1",
            "--cancel",
            "-o",
            "json",
        ],
    ])
}
