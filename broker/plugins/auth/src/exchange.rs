//! SCRAM-SHA-256 as an exchange of AUTH packets.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::rand;
use bytes::Bytes;
use gmqtt_plugin_api::{AuthStep, BoxFuture, Exchange, Grant, Refusal};
use gmqtt_protocol::ReasonCode;
use tracing::debug;

use crate::authenticator::{Authenticator, refused};
use crate::scram::{ClientFirst, Failed, Server, prepared};

/// An exchange under way.
pub(crate) struct ScramExchange {
    authenticator: Arc<Authenticator>,
    address: IpAddr,
    /// The user it must be: the one in CONNECT, or who is connected.
    expected: Option<String>,
    grant: Grant,
    /// What was asked, and whether the user exists; `None` before the client's first message.
    asked: Option<(Server, bool)>,
}

impl ScramExchange {
    pub(crate) fn new(
        authenticator: Arc<Authenticator>,
        address: IpAddr,
        expected: Option<&str>,
        grant: Grant,
    ) -> Self {
        let expected = expected
            .filter(|name| !name.is_empty())
            .map(|name| prepared(name).into_owned());
        Self {
            authenticator,
            address,
            expected,
            grant,
            asked: None,
        }
    }

    /// Goes on with what the client sent.
    pub(crate) fn step(mut self, data: Option<&[u8]>) -> Result<AuthStep, Refusal> {
        match (self.asked.take(), data) {
            // A client may leave its first message for later; then it is asked for it.
            (None, None) => Ok(AuthStep::Continue {
                data: None,
                next: Box::new(self),
            }),
            (None, Some(data)) => self.ask(data),
            (Some((server, known)), data) => self.finish(&server, known, data.unwrap_or_default()),
        }
    }

    fn ask(mut self, data: &[u8]) -> Result<AuthStep, Refusal> {
        let first = ClientFirst::parse(data).map_err(|failed| self.failed(failed, ""))?;
        self.authenticator
            .turn_away_locked(self.address, &first.username)?;
        if self
            .expected
            .as_ref()
            .is_some_and(|name| *name != first.username)
        {
            return Err(self.failed(Failed::Refused, &first.username));
        }
        let mut ours = [0; 18];
        let no_random_bytes = |_| Refusal::from(ReasonCode::UnspecifiedError);
        rand::fill(&mut ours).map_err(no_random_bytes)?;
        let (verifier, known) = self.authenticator.verifier(&first.username);
        let server = Server::new(first, verifier, &ours);
        let data = Some(Bytes::copy_from_slice(server.question().as_bytes()));
        self.asked = Some((server, known));
        Ok(AuthStep::Continue {
            data,
            next: Box::new(self),
        })
    }

    fn finish(self, server: &Server, known: bool, data: &[u8]) -> Result<AuthStep, Refusal> {
        let username = server.username();
        // The account may be gone since the question.
        let signature = match server.finish(data) {
            Ok(signature) if known && self.authenticator.is_open(username) => signature,
            Ok(_) => return Err(self.failed(Failed::Refused, username)),
            Err(failed) => return Err(self.failed(failed, username)),
        };
        let grant = Grant {
            username: Some(username.to_owned()),
            ..self.grant
        };
        Ok(AuthStep::Done {
            data: Some(signature.into()),
            grant,
        })
    }

    fn failed(&self, failed: Failed, username: &str) -> Refusal {
        match failed {
            Failed::Malformed => {
                debug!(username, address = %self.address, "not a message of SCRAM-SHA-256");
                refused("not a message of SCRAM-SHA-256")
            }
            Failed::Refused => self.authenticator.failed(self.address, username),
        }
    }
}

impl Exchange for ScramExchange {
    fn on_auth(
        self: Box<Self>,
        data: Option<Bytes>,
    ) -> BoxFuture<'static, Result<AuthStep, Refusal>> {
        Box::pin(async move { self.step(Some(data.as_deref().unwrap_or_default())) })
    }
}
