//! Machines with networks of their own, made of network namespaces and veth pairs (iproute2): one network between the nodes, whose
//! cables can be pulled, and one to each node for its clients.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The network between some nodes, counted from 0.
pub(super) struct Network {
    /// In the names of all that belongs to it.
    id: String,
    /// The second byte of its addresses.
    byte: u32,
    nodes: usize,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Whether networks can be made: it takes root.
pub(super) fn can_be_made() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        eprintln!("left out: networks of their own take root");
    }
    is_root
}

impl Network {
    pub(super) fn new(nodes: usize) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        let network = Self {
            id: format!("{:x}{number:x}", process % 0xf_ffff),
            byte: 20 + (process.wrapping_mul(31) + number) % 200,
            nodes,
        };
        let bridge = network.bridge();
        ip(&format!("link add {bridge} type bridge"));
        ip(&format!("link set {bridge} up"));
        for node in 0..nodes {
            network.add(node);
        }
        network
    }

    fn add(&self, node: usize) {
        let (name, cable, clients) = (self.name(node), self.cable(node), self.clients(node));
        ip(&format!("netns add {name}"));
        ip(&format!("-n {name} link set lo up"));
        ip(&format!(
            "link add {cable} type veth peer name eth0 netns {name}"
        ));
        ip(&format!("link set {cable} master {} up", self.bridge()));
        ip(&format!(
            "-n {name} addr add {}/24 dev eth0",
            self.address(node)
        ));
        ip(&format!("-n {name} link set eth0 up"));
        ip(&format!(
            "link add {clients} type veth peer name eth1 netns {name}"
        ));
        ip(&format!(
            "addr add {}/24 dev {clients}",
            self.host_for(node)
        ));
        ip(&format!("link set {clients} up"));
        ip(&format!(
            "-n {name} addr add {}/24 dev eth1",
            self.for_clients(node)
        ));
        ip(&format!("-n {name} link set eth1 up"));
    }

    /// The namespace of a node.
    pub(super) fn name(&self, node: usize) -> String {
        format!("gn{}{node}", self.id)
    }

    /// Its address among the nodes.
    pub(super) fn address(&self, node: usize) -> String {
        format!("10.{}.0.{}", self.byte, node + 1)
    }

    /// Its address for clients.
    pub(super) fn for_clients(&self, node: usize) -> String {
        format!("10.{}.{}.2", self.byte, node + 1)
    }

    /// The address of this machine on the network that is for its clients: no cable between nodes leads there.
    pub(super) fn host_for(&self, node: usize) -> String {
        format!("10.{}.{}.1", self.byte, node + 1)
    }

    /// Pulls the cable that joins a node to the others.
    pub(super) fn cut(&self, node: usize) {
        ip(&format!("link set {} down", self.cable(node)));
    }

    /// Plugs it in again.
    pub(super) fn mend(&self, node: usize) {
        ip(&format!("link set {} up", self.cable(node)));
    }

    fn bridge(&self) -> String {
        format!("gb{}", self.id)
    }

    fn cable(&self, node: usize) -> String {
        format!("gv{}{node}", self.id)
    }

    fn clients(&self, node: usize) -> String {
        format!("gc{}{node}", self.id)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // The cables go with their ends.
        for node in 0..self.nodes {
            let _ = run(&format!("netns del {}", self.name(node)));
        }
        let _ = run(&format!("link del {}", self.bridge()));
    }
}

#[track_caller]
fn ip(words: &str) {
    if let Err(error) = run(words) {
        panic!("ip {words}: {error}");
    }
}

fn run(words: &str) -> Result<(), String> {
    let output = Command::new("ip").args(words.split(' ')).output();
    let output = output.map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
