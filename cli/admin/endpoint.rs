//! Which endpoint: what flags, environment and contexts say, in that order, then the sockets of this machine.

use std::path::Path;

use gmqtt_admin_client::Endpoint;

use super::AdminFlags;
use crate::{contexts::Contexts, error::Error, exit::Exit};

/// An endpoint, and the rule that chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) endpoint: Endpoint,
    /// As it stands in errors: `chosen by --api`.
    pub(crate) rule: String,
    /// The name of the context it comes from.
    pub(crate) context: Option<String>,
}

/// Where a broker that nobody said anything about serves gRPC.
const DEFAULT: &str = "grpc://127.0.0.1:8084";

/// The socket of a broker that runs as a service.
const SYSTEM_SOCKET: &str = "/run/gmqtt/admin.sock";

/// Chooses. `env` looks up a variable.
///
/// # Errors
/// A URL that is none, a context that does not exist.
pub(super) fn choose(
    flags: &AdminFlags,
    contexts: &Contexts,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Chosen, Error> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    if let Some(url) = &flags.api {
        // A context that is named beside it still says as whom.
        let context = flags.context.clone();
        return by_url(url, "chosen by --api", context);
    }
    if let Some(name) = &flags.context {
        return by_context(name, contexts, "by --context");
    }
    if let Some(url) = set("GMQTT_API") {
        return by_url(&url, "chosen by GMQTT_API", None);
    }
    if let Some(name) = set("GMQTT_CONTEXT") {
        return by_context(&name, contexts, "by GMQTT_CONTEXT");
    }
    if let Some(name) = &contexts.current {
        return by_context(name, contexts, "which is the current one");
    }
    let own = set("XDG_RUNTIME_DIR").map(|folder| format!("{folder}/gmqtt/admin.sock"));
    let mut sockets = own.into_iter().chain([SYSTEM_SOCKET.to_owned()]);
    let unset = "chosen because no --api, GMQTT_API or context is set";
    match sockets.find(|socket| Path::new(socket).exists()) {
        Some(socket) => by_url(&format!("unix://{socket}"), unset, None),
        None => by_url(
            DEFAULT,
            &format!("{unset}, and there is no {SYSTEM_SOCKET}"),
            None,
        ),
    }
}

fn by_url(url: &str, rule: &str, context: Option<String>) -> Result<Chosen, Error> {
    let endpoint = url.parse().map_err(|error| {
        Error::new(Exit::Usage, format!("{error}"))
            .cause(rule)
            .hint("as in grpc://127.0.0.1:8084, https://mq.example:8083 or unix:///run/gmqtt/admin.sock")
    })?;
    Ok(Chosen {
        endpoint,
        rule: rule.to_owned(),
        context,
    })
}

fn by_context(name: &str, contexts: &Contexts, how: &str) -> Result<Chosen, Error> {
    let context = contexts.named(name)?;
    let rule = format!("chosen by context \"{name}\", {how}");
    by_url(&context.api, &rule, Some(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contexts() -> Contexts {
        serde_yaml::from_str(
            "current: lab\ncontexts: {lab: {api: 'grpc://lab:1'}, prod: {api: 'grpcs://prod'}}",
        )
        .unwrap()
    }

    fn chosen(flags: &AdminFlags, env: &[(&str, &str)], contexts: &Contexts) -> (String, String) {
        let env = |name: &str| {
            let found = env.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let chosen = choose(flags, contexts, &env).unwrap();
        (chosen.endpoint.to_string(), chosen.rule)
    }

    #[test]
    fn flags_come_before_the_environment_and_that_before_the_current_context() {
        let api = AdminFlags {
            api: Some("http://a".to_owned()),
            ..AdminFlags::default()
        };
        let context = AdminFlags {
            context: Some("prod".to_owned()),
            ..AdminFlags::default()
        };
        let nothing = AdminFlags::default();
        let env = [("GMQTT_API", "grpc://e"), ("GMQTT_CONTEXT", "prod")];
        for (flags, env, url, rule) in [
            (&api, &env[..], "http://a:8083", "chosen by --api"),
            (
                &context,
                &env[..],
                "grpcs://prod:8084",
                "chosen by context \"prod\", by --context",
            ),
            (&nothing, &env[..], "grpc://e:8084", "chosen by GMQTT_API"),
            (
                &nothing,
                &env[1..],
                "grpcs://prod:8084",
                "chosen by context \"prod\", by GMQTT_CONTEXT",
            ),
            (
                &nothing,
                &[("GMQTT_API", "")],
                "grpc://lab:1",
                "chosen by context \"lab\", which is the current one",
            ),
        ] {
            assert_eq!(
                chosen(flags, env, &contexts()),
                (url.to_owned(), rule.to_owned())
            );
        }
    }

    #[test]
    fn a_socket_that_is_there_comes_before_the_port_of_the_broker_in_go() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = folder.path().to_str().unwrap();
        let env = [("XDG_RUNTIME_DIR", runtime)];
        let none = Contexts::default();
        let nothing = AdminFlags::default();
        std::fs::create_dir(folder.path().join("gmqtt")).unwrap();
        std::fs::write(folder.path().join("gmqtt/admin.sock"), "").unwrap();
        let (url, rule) = chosen(&nothing, &env, &none);
        assert_eq!(url, format!("unix://{runtime}/gmqtt/admin.sock"));
        assert_eq!(rule, "chosen because no --api, GMQTT_API or context is set");
    }

    #[test]
    fn what_is_no_url_or_no_context_is_refused() {
        let flags = |api: Option<&str>, context: Option<&str>| AdminFlags {
            api: api.map(str::to_owned),
            context: context.map(str::to_owned),
            ..AdminFlags::default()
        };
        let none = |_: &str| None;
        let bad = choose(&flags(Some("mq1"), None), &contexts(), &none).unwrap_err();
        assert_eq!(bad.exit(), Exit::Usage);
        let bad = choose(&flags(None, Some("x")), &contexts(), &none).unwrap_err();
        assert_eq!(bad.exit(), Exit::NotFound);
    }
}
