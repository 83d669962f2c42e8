//! `plugins.federation`: several brokers as one.

use std::{path::PathBuf, time::Duration};

use crate::{
    ListenAddress, PeerAddress, Secret,
    schema::{choice, section},
};

section! {
    /// Several brokers as one.
    pub struct Federation {
        /// The name of this node; the host name without one.
        pub node_name: Option<String> = None;
        /// Where other nodes send messages.
        pub fed_addr: ListenAddress = ListenAddress::new("", 8901) => default_port(8901);
        /// The address other nodes are told for `fed_addr`, where it differs.
        pub advertise_fed_addr: Option<PeerAddress> = None => default_port(8901);
        /// Where membership is exchanged.
        pub gossip_addr: ListenAddress = ListenAddress::new("", 8902) => default_port(8902);
        /// The address other nodes are told for `gossip_addr`, where it differs.
        pub advertise_gossip_addr: Option<PeerAddress> = None => default_port(8902);
        /// Nodes to join at start.
        pub retry_join: Vec<PeerAddress> = Vec::new() => default_port(8902);
        /// The pause between two attempts to join.
        pub retry_interval: Duration = Duration::from_secs(5) => at_least(1);
        /// When it is an error that nobody was joined. The attempts go on.
        pub retry_timeout: Duration = Duration::from_secs(60) => at_least(1);
        /// Where the membership is kept over a restart; empty keeps none.
        pub snapshot_path: Option<PathBuf> = None;
        /// Whether a node that left on purpose joins again when it starts.
        pub rejoin_after_leave: bool = false;
        /// Encrypts what nodes send each other, and shows each who the other is.
        pub tls: Option<FederationTls> = None;
        /// A secret that all nodes share: nobody else can join.
        pub cluster_secret: Secret = Secret::default();
        /// A file with the secret, instead of `cluster_secret`.
        pub cluster_secret_file: Option<PathBuf> = None;
        /// Whether addresses that other machines reach may do without `tls` and a secret.
        pub insecure: bool = false;
        /// What happens to a client whose session is on a node that does not answer.
        pub on_partition: OnPartition = OnPartition::Serve;
        /// How many bytes may wait for one other node.
        pub queue_bytes: u64 = 64 * 1024 * 1024 => at_least(1024 * 1024);
    }
}

section! {
    /// Certificates between nodes. Each node shows one, and looks at the other's.
    pub struct FederationTls {
        /// The certificate chain of this node, PEM.
        pub cert: PathBuf = PathBuf::new() => required();
        /// The private key of the certificate, PEM.
        pub key: PathBuf = PathBuf::new() => required();
        /// The authority that signs the certificates of nodes, and of nobody else, PEM.
        pub cacert: PathBuf = PathBuf::new() => required();
    }
}

choice! {
    /// What happens to a client whose session is on a node that does not answer.
    pub enum OnPartition default Serve {
        /// It is served, with a session of its own until the nodes meet again.
        Serve = "serve",
        /// It is refused until the node answers or is known to be gone.
        Refuse = "refuse",
    }
}

/// What is open to everybody who reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FederationOpen {
    /// `fed_addr`: there is no `tls`.
    Links,
    /// `gossip_addr`: there is no secret.
    Gossip,
}

impl Federation {
    /// What other machines reach and nothing protects, unless that is accepted with `insecure`.
    #[must_use]
    pub fn open_to_others(&self) -> Vec<FederationOpen> {
        let has_secret = !self.cluster_secret.is_empty() || self.cluster_secret_file.is_some();
        let links = self.tls.is_none() && !self.fed_addr.is_loopback();
        let gossip = !has_secret && !self.gossip_addr.is_loopback();
        let open = [
            (FederationOpen::Links, links),
            (FederationOpen::Gossip, gossip),
        ];
        open.into_iter()
            .filter(|(_, is_open)| *is_open && !self.insecure)
            .map(|(what, _)| what)
            .collect()
    }
}
