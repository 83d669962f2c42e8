//! The endpoint as completions ask it: what environment and contexts say, without a word about what is wrong with them.

use std::time::Duration;

use gmqtt_admin_client::Options;

use super::{AdminFlags, endpoint, token};
use crate::contexts::Contexts;

/// The URL to ask, and how. A command that prints a token is not run: it may ask for something, or take its time.
pub(crate) fn endpoint(timeout: Duration) -> Option<(String, Options)> {
    let flags = AdminFlags::default();
    let contexts = Contexts::load().ok()?;
    let chosen = endpoint::choose(&flags, &contexts, &|name| std::env::var(name).ok()).ok()?;
    let context = chosen
        .context
        .as_deref()
        .and_then(|name| contexts.named(name).ok());
    let mut context = context.cloned().unwrap_or_default();
    context.token_command = None;
    let options = Options {
        token: token::find(&flags, &context).ok()?,
        cacert: context.cacert,
        cert: context.cert,
        key: context.key,
        insecure: false,
        timeout,
    };
    Some((chosen.endpoint.to_string(), options))
}
