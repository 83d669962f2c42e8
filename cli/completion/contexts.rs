//! Names of contexts.

use clap_complete::CompletionCandidate;

use crate::contexts::Contexts;

/// The names of contexts, with what they reach.
pub(crate) fn contexts() -> Vec<CompletionCandidate> {
    let Ok(contexts) = Contexts::load() else {
        return Vec::new();
    };
    contexts
        .contexts
        .iter()
        .map(|(name, context)| {
            let api = Some(context.api.clone()).filter(|url| !url.is_empty());
            let url = api.or_else(|| context.mqtt_url.clone());
            CompletionCandidate::new(name).help(url.map(Into::into))
        })
        .collect()
}
