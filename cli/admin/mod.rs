//! Asking a broker: which one, as whom, and what its refusals mean on a command line.
//!
//! A command that talks to the admin API flattens [`AdminFlags`] into itself and makes an [`Admin`] of them:
//!
//! ```ignore
//! pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
//!     let admin = Admin::new(output, self.admin, root)?;
//!     admin.block_on(async {
//!         let answer = admin.client()?.node().status(StatusRequest {}).await;
//!         let status = answer.map_err(|error| admin.explain(error))?.into_inner();
//!         // ...
//!     })
//! }
//! ```

mod endpoint;
mod failure;
mod filter;
mod flags;
mod json;
mod names;
mod paging;
pub(crate) mod quick;
mod targets;
mod token;
mod watch;

pub(crate) use endpoint::Chosen;
pub(crate) use filter::{begins_with, order, quoted};
pub(crate) use flags::{AdminFlags, RootFlags, duration};
pub(crate) use json::json;
pub(crate) use names::names;
pub(crate) use paging::Paging;
pub(crate) use watch::{WatchFlag, change, changes, draw, draws};

use std::cell::OnceCell;
use std::time::SystemTime;

use gmqtt_admin_client::{AdminClient, ClientError, ErrorKind, Options};

use crate::{contexts::Contexts, error::Error, exit::Exit, output::Output};

/// A broker to ask.
pub(crate) struct Admin {
    pub(crate) output: Output,
    chosen: Chosen,
    options: Options,
    /// The context is one in which nothing is to be changed.
    read_only: bool,
    client: OnceCell<AdminClient>,
}

impl Admin {
    /// The broker that flags, environment and contexts name. Nothing is sent yet.
    ///
    /// # Errors
    /// What was said makes no sense, or a file that was named cannot be read.
    pub(crate) fn new(output: &Output, flags: AdminFlags, root: RootFlags) -> Result<Self, Error> {
        let flags = flags.or(root);
        let contexts = Contexts::load()?;
        let chosen = endpoint::choose(&flags, &contexts, &|name| std::env::var(name).ok())?;
        let context = chosen.context.as_deref().map(|name| contexts.named(name));
        let context = context.transpose()?.cloned().unwrap_or_default();
        output.explain(&format!("endpoint: {} ({})", chosen.endpoint, chosen.rule));
        if flags.insecure_skip_verify {
            output.warn("the broker's certificate is not verified (--insecure-skip-verify)");
        }
        let options = Options {
            token: token::find(&flags, &context)?,
            cacert: flags.cacert.or(context.cacert),
            cert: flags.cert.or(context.cert),
            key: flags.key.or(context.key),
            insecure: flags.insecure_skip_verify,
            timeout: flags.timeout.unwrap_or(Options::default().timeout),
        };
        if let Some(host) = chosen.endpoint.host()
            && !host.tls
            && !chosen.endpoint.is_local()
            && options.token.is_some()
        {
            output.warn("the token is sent without TLS: others on the way can read it");
        }
        Ok(Self {
            output: *output,
            read_only: context.read_only,
            chosen,
            options,
            client: OnceCell::new(),
        })
    }

    /// The client, for what changes nothing. To be called inside [`block_on`](Self::block_on).
    ///
    /// # Errors
    /// Certificates or a token that cannot be used.
    pub(crate) fn client(&self) -> Result<&AdminClient, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = AdminClient::connect(&self.chosen.endpoint, self.options.clone())
            .map_err(|error| self.explain(error))?;
        Ok(self.client.get_or_init(|| client))
    }

    /// The client, for what changes something.
    ///
    /// # Errors
    /// With [`Exit::Conflict`] if the context is read-only; otherwise as [`client`](Self::client).
    pub(crate) fn writer(&self) -> Result<&AdminClient, Error> {
        if self.read_only {
            let name = self.chosen.context.as_deref().unwrap_or_default();
            return Err(Error::new(
                Exit::Conflict,
                format!("the context \"{name}\" is read-only"),
            )
            .hint("choose another with --context, or edit it: gmqtt context edit"));
        }
        self.client()
    }

    /// Does `work` on this thread.
    pub(crate) fn block_on<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let result = runtime.block_on(work);
        // Nobody waits for a name that is still being looked up.
        runtime.shutdown_background();
        result
    }

    /// Which endpoint, and why that one.
    pub(crate) const fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// What to call the broker in a question: its context, or its URL.
    pub(crate) fn name(&self) -> String {
        match &self.chosen.context {
            Some(name) => name.clone(),
            None => self.chosen.endpoint.to_string(),
        }
    }

    /// The error that a failed call is on the command line.
    pub(crate) fn explain(&self, error: impl Into<ClientError>) -> Error {
        failure::explain(&error.into(), &self.chosen)
    }
}

/// Whether the broker cannot do what was asked of it.
pub(crate) fn is_unimplemented(error: &ClientError) -> bool {
    *error.kind() == ErrorKind::Unimplemented
}

/// A moment of the API.
pub(crate) fn moment(moment: Option<&gmqtt_admin_client::Timestamp>) -> Option<SystemTime> {
    let moment = moment?;
    crate::output::moment(moment.seconds, moment.nanos)
}

/// A length of time of the API; nothing if it is negative.
pub(crate) fn length(length: Option<&gmqtt_admin_client::Duration>) -> Option<std::time::Duration> {
    let length = length?;
    Some(std::time::Duration::new(
        length.seconds.try_into().ok()?,
        length.nanos.try_into().ok()?,
    ))
}

/// A length of time for the API.
pub(crate) fn to_length(length: std::time::Duration) -> gmqtt_admin_client::Duration {
    gmqtt_admin_client::Duration {
        seconds: i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        // Below a thousand million, which fits.
        nanos: i32::try_from(length.subsec_nanos()).unwrap_or_default(),
    }
}
