//! What a running broker has: clients, accounts, filters, topics, nodes, listeners, tokens. It is asked within a time nobody notices, and if it does not
//! answer in it, there is nothing to offer and nothing to say.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
    time::{Duration, SystemTime},
};

use clap_complete::CompletionCandidate;
use gmqtt_admin_client::{
    AdminClient,
    admin::{
        ListClientRequest, ListListenersRequest, ListRetainedRequest, ListSubscriptionRequest,
        ListTokensRequest, RetainedMessage,
    },
    auth::ListAccountsRequest,
};
use gmqtt_plugin_api::replace_kept_file;

use crate::admin::{begins_with, quick};

/// How long the broker may take, connecting included.
const PATIENCE: Duration = Duration::from_millis(150);
/// More are of no use.
const MOST: usize = 200;
/// How long an answer is used again.
const FRESH: Duration = Duration::from_secs(2);

/// A value and what it is.
type Value = (String, String);

/// Client identifiers.
pub(crate) fn clients(current: &OsStr) -> Vec<CompletionCandidate> {
    offer(
        "clients",
        current,
        async |client: AdminClient, prefix: &str| {
            let request = ListClientRequest {
                page_size: MOST as u32,
                filter: format!("client_id:{}", begins_with(prefix)),
                ..ListClientRequest::default()
            };
            let clients = client
                .clients()
                .list(request)
                .await
                .ok()?
                .into_inner()
                .clients;
            let words = |client: gmqtt_admin_client::admin::Client| {
                let state = if client.connected {
                    client.remote_addr
                } else {
                    "away".to_owned()
                };
                (client.client_id, format!("{} {state}", client.username))
            };
            Some(clients.into_iter().map(words).collect())
        },
    )
}

/// User names of accounts.
pub(crate) fn accounts(current: &OsStr) -> Vec<CompletionCandidate> {
    offer(
        "accounts",
        current,
        async |client: AdminClient, prefix: &str| {
            let request = ListAccountsRequest {
                page_size: MOST as u32,
                filter: format!("username:{}", begins_with(prefix)),
                ..ListAccountsRequest::default()
            };
            let answer = client.accounts().list(request).await.ok()?.into_inner();
            let accounts = answer.accounts.into_iter();
            Some(
                accounts
                    .map(|one| (one.username, one.description))
                    .collect(),
            )
        },
    )
}

/// Filters that are subscribed.
pub(crate) fn filters(current: &OsStr) -> Vec<CompletionCandidate> {
    offer(
        "filters",
        current,
        async |client: AdminClient, prefix: &str| {
            let request = ListSubscriptionRequest {
                page_size: MOST as u32,
                filter: format!("topic_name:{}", begins_with(prefix)),
                ..ListSubscriptionRequest::default()
            };
            let answer = client
                .subscriptions()
                .list(request)
                .await
                .ok()?
                .into_inner();
            let mut subscribers = BTreeMap::new();
            for one in answer.subscriptions {
                *subscribers.entry(one.topic_name).or_insert(0_u32) += 1;
            }
            let words = |(filter, count)| (filter, format!("{count} subscribers"));
            Some(subscribers.into_iter().map(words).collect())
        },
    )
}

/// Topics that something is retained for.
pub(crate) fn retained(current: &OsStr) -> Vec<CompletionCandidate> {
    offer(
        "retained",
        current,
        async |client: AdminClient, prefix: &str| {
            // What begins like this lies below the last level that is whole.
            let filter = match prefix.rsplit_once('/') {
                Some((parent, _)) => format!("{parent}/#"),
                None => "#".to_owned(),
            };
            let request = ListRetainedRequest {
                page_size: MOST as u32,
                filter,
                ..ListRetainedRequest::default()
            };
            let answer = client.retained().list(request).await.ok()?.into_inner();
            let words = |one: RetainedMessage| {
                let size = format!("{} bytes", one.payload_size);
                (one.topic_name, size)
            };
            Some(answer.messages.into_iter().map(words).collect())
        },
    )
}

/// Names of nodes.
pub(crate) fn nodes(current: &OsStr) -> Vec<CompletionCandidate> {
    offer("nodes", current, async |client: AdminClient, _: &str| {
        let answer = client.membership().list_members(()).await.ok()?;
        let members = answer.into_inner().members.into_iter();
        Some(members.map(|one| (one.name, one.addr)).collect())
    })
}

/// Names of listeners.
pub(crate) fn listeners(current: &OsStr) -> Vec<CompletionCandidate> {
    offer(
        "listeners",
        current,
        async |client: AdminClient, _: &str| {
            let listeners = client
                .listeners()
                .list(ListListenersRequest {})
                .await
                .ok()?
                .into_inner()
                .listeners;
            Some(
                listeners
                    .into_iter()
                    .map(|one| (one.name, format!("{}://{}", one.scheme, one.address)))
                    .collect(),
            )
        },
    )
}

/// Names of tokens.
pub(crate) fn tokens(current: &OsStr) -> Vec<CompletionCandidate> {
    offer("tokens", current, async |client: AdminClient, _: &str| {
        let tokens = client
            .tokens()
            .list(ListTokensRequest {})
            .await
            .ok()?
            .into_inner()
            .tokens;
        Some(
            tokens
                .into_iter()
                .map(|token| (token.name, token.role))
                .collect(),
        )
    })
}

/// Asks for values of this kind, and offers those that go on from what was typed.
fn offer(
    kind: &str,
    current: &OsStr,
    ask: impl AsyncFn(AdminClient, &str) -> Option<Vec<Value>>,
) -> Vec<CompletionCandidate> {
    let asked = || {
        let prefix = current.to_str()?;
        if env::var_os("GMQTT_NO_DYNAMIC_COMPLETION").is_some_and(|value| value == "1") {
            return None;
        }
        let (url, options) = quick::endpoint(PATIENCE)?;
        let kept = cache(&url, kind, prefix);
        if let Some(values) = kept.as_deref().and_then(fresh) {
            return Some(values);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .ok()?;
        let values = runtime.block_on(async {
            let client = AdminClient::connect(&url.parse().ok()?, options).ok()?;
            tokio::time::timeout(PATIENCE, ask(client, prefix))
                .await
                .ok()?
        });
        runtime.shutdown_background();
        let values = values?;
        if let (Some(path), Ok(text)) = (kept, serde_json::to_vec(&values)) {
            let _ = replace_kept_file(&path, &text);
        }
        Some(values)
    };
    candidates(asked().unwrap_or_default(), current)
}

/// What can be typed as it is: a shell would make something else of blanks, quotes and control characters.
fn candidates(values: Vec<Value>, current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy();
    // A # begins a comment at the beginning of a word only.
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+,=~#".contains(c);
    values
        .into_iter()
        .filter(|(value, _)| {
            !value.is_empty()
                && !value.starts_with('#')
                && value.starts_with(&*typed)
                && value.chars().all(plain)
        })
        .take(MOST)
        .map(|(value, help)| {
            let help: String = help.trim().chars().filter(|c| !c.is_control()).collect();
            let help = Some(help).filter(|help| !help.is_empty());
            CompletionCandidate::new(value).help(help.map(Into::into))
        })
        .collect()
}

/// Where the answer to a question is kept; nowhere without a folder that is the user's alone.
fn cache(url: &str, kind: &str, prefix: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("XDG_RUNTIME_DIR")?).join("gmqtt");
    fs::create_dir_all(&folder).ok()?;
    let mut hasher = DefaultHasher::new();
    (url, kind, prefix).hash(&mut hasher);
    Some(folder.join(format!("complete-{:016x}", hasher.finish())))
}

/// The answer in a file, if it is not old.
fn fresh(path: &std::path::Path) -> Option<Vec<Value>> {
    let written = fs::metadata(path).ok()?.modified().ok()?;
    let age = SystemTime::now().duration_since(written).ok()?;
    if age > FRESH {
        return None;
    }
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_otherwise_is_not_offered() {
        let values = [
            "meter-1",
            "meter 2",
            "meter\"3",
            "meter\u{1b}",
            "other",
            "métier",
            "",
        ];
        let values = values
            .map(|value| (value.to_owned(), "u\u{7} x".to_owned()))
            .to_vec();
        let offered = candidates(values, "m".as_ref());
        let names: Vec<_> = offered
            .iter()
            .map(|one| one.get_value().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["meter-1", "métier"]);
        assert_eq!(
            offered[0].get_help().map(ToString::to_string).as_deref(),
            Some("u x")
        );
    }
}
