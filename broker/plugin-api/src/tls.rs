//! TLS for what plugins listen on. The files are read, watched and read again where those of the broker's listeners are.

use std::sync::Arc;

use rustls::ServerConfig;

/// The certificates of one endpoint.
pub trait TlsConfigs: Send + Sync + 'static {
    /// What a handshake that begins now uses. When the files change, the next one uses the new ones.
    fn current(&self) -> Arc<ServerConfig>;
}
