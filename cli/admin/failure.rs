//! What a failed call means to somebody at a command line: an exit code, why, and how to go on.

use gmqtt_admin_client::{ClientError, Endpoint, ErrorKind};

use super::Chosen;
use crate::{error::Error, exit::Exit};

/// The error of a failed call.
pub(super) fn explain(error: &ClientError, chosen: &Chosen) -> Error {
    by_kind(error, chosen).of_request(error.metadata("request_id"))
}

fn by_kind(error: &ClientError, chosen: &Chosen) -> Error {
    let endpoint = &chosen.endpoint;
    let why = error.message();
    if error.reason() == "CONFIG_INVALID" {
        return invalid_config(error);
    }
    match error.kind() {
        ErrorKind::Setup => Error::new(Exit::Usage, why),
        ErrorKind::Unreachable => unreachable(why, chosen),
        ErrorKind::Timeout => Error::new(
            Exit::Unreachable,
            format!("the broker's admin API at {endpoint} does not answer"),
        )
        .cause(format_args!("{why} ({})", chosen.rule))
        .hint("give it more time with --timeout 30s"),
        ErrorKind::WrongName { names, .. } => wrong_name(why, names, endpoint),
        ErrorKind::Untrusted => Error::new(
            Exit::Unreachable,
            format!("the certificate of {} is not trusted", place(endpoint)),
        )
        .cause(why)
        .hint("name who has issued it with --cacert FILE"),
        ErrorKind::Unauthenticated => Error::new(
            Exit::NotAllowed,
            format!("the admin API at {endpoint} does not know who asks"),
        )
        .cause(why)
        .hint("give a token: --token-file FILE, GMQTT_TOKEN_FILE, or a context with one"),
        ErrorKind::Refused { role } => {
            let refused = Error::new(
                Exit::NotAllowed,
                format!("the admin API at {endpoint} refused this request"),
            )
            .cause(why);
            match role {
                Some(role) => refused.hint(format_args!(
                    "ask an admin for: gmqtt tokens create {} --role {role}",
                    error.metadata("token").unwrap_or("NAME")
                )),
                None => refused,
            }
        }
        ErrorKind::NotFound => Error::new(Exit::NotFound, why),
        ErrorKind::Conflict => Error::new(Exit::Conflict, why),
        ErrorKind::Invalid => invalid(error),
        ErrorKind::Unimplemented => Error::new(
            Exit::Failed,
            format!("the broker at {endpoint} cannot do this"),
        )
        .cause(why)
        .hint(match error.reason() {
            "NOT_ENABLED" => "load the plugin that does it: plugin_order in the configuration",
            _ => "needs a newer broker, or one with the plugin that does it",
        }),
        ErrorKind::Limited | ErrorKind::Failed => {
            let failed = Error::new(Exit::Failed, "the broker could not do this").cause(why);
            match error.metadata("request_id") {
                Some(id) => failed.hint(format_args!("its log may say more about request {id}")),
                None => failed,
            }
        }
    }
}

fn unreachable(why: &str, chosen: &Chosen) -> Error {
    let endpoint = &chosen.endpoint;
    let error = Error::new(
        Exit::Unreachable,
        format!("cannot reach the broker's admin API at {endpoint}"),
    )
    .cause(format_args!("{why} ({})", chosen.rule));
    if endpoint.is_local() {
        error.hint("start a broker here with `gmqtt start`, or point elsewhere: gmqtt --api grpcs://HOST:8084 status")
    } else {
        error.hint("is the broker running, and does its configuration open this address? gmqtt config show api")
    }
}

fn wrong_name(why: &str, names: &[String], endpoint: &Endpoint) -> Error {
    let error = Error::new(
        Exit::Unreachable,
        format!(
            "the certificate of {} is not valid for this name",
            place(endpoint)
        ),
    )
    .cause(why);
    let Some(host) = endpoint.host() else {
        return error;
    };
    let reissue = format!("reissue: gmqtt init --secure --hostname {}", host.name);
    // Of its names, the one most like what was asked for is more likely meant than localhost.
    let meant = names
        .iter()
        .find(|name| name.starts_with(&host.name) || host.name.starts_with(name.as_str()))
        .or_else(|| names.iter().find(|name| *name != "localhost"));
    let scheme = endpoint.to_string();
    let scheme = scheme.split(':').next().unwrap_or_default();
    match meant {
        Some(name) => error.hint(format_args!(
            "use the name it has (`--api {scheme}://{name}:{}`) or {reissue}",
            host.port
        )),
        None => error.hint(reissue),
    }
}

fn place(endpoint: &Endpoint) -> String {
    endpoint
        .host()
        .map_or_else(|| endpoint.to_string(), |host| host.authority())
}

/// A mistake in what was asked, which came from the command line.
fn invalid(error: &ClientError) -> Error {
    // The broker in Go says it without a blank, and so has the API to.
    let message = match error.violations() {
        [(field, problem)] => {
            let short = format!("invalid {field}:{problem}");
            error
                .message()
                .replace(&short, &format!("invalid {field}: {problem}"))
        }
        _ => error.message().to_owned(),
    };
    let invalid = Error::new(Exit::Usage, message);
    match error.reason() {
        "INVALID_FILTER" => {
            invalid.hint("as in --filter 'connected=false AND queue_len>100': gmqtt help filters")
        }
        "INVALID_ORDER" => invalid.hint("as in --sort -queue_len,client_id"),
        _ => invalid,
    }
}

/// The file of a broker has mistakes, all of which it has told.
fn invalid_config(error: &ClientError) -> Error {
    let words = "the new config is not valid; the broker keeps running with the old one";
    let mistakes = error.violations().iter().map(|(_, mistake)| mistake);
    let invalid = mistakes.fold(Error::new(Exit::Invalid, words), Error::cause);
    invalid.hint("check it first: gmqtt config check")
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::{Code, Status};

    use super::*;

    fn chosen(url: &str) -> Chosen {
        Chosen {
            endpoint: url.parse().unwrap(),
            rule: "chosen by --api".to_owned(),
            context: None,
        }
    }

    #[test]
    fn every_kind_has_its_exit_code() {
        for (code, exit) in [
            (Code::Unauthenticated, Exit::NotAllowed),
            (Code::PermissionDenied, Exit::NotAllowed),
            (Code::NotFound, Exit::NotFound),
            (Code::AlreadyExists, Exit::Conflict),
            (Code::Aborted, Exit::Conflict),
            (Code::InvalidArgument, Exit::Usage),
            (Code::Unimplemented, Exit::Failed),
            (Code::DeadlineExceeded, Exit::Unreachable),
            (Code::Internal, Exit::Failed),
        ] {
            let error = ClientError::from(Status::new(code, "why"));
            assert_eq!(
                explain(&error, &chosen("grpc://a")).exit(),
                exit,
                "{code:?}"
            );
        }
    }

    #[test]
    fn a_certificate_for_other_names_is_answered_with_the_name_to_use() {
        let names = ["localhost".to_owned(), "mq1.lan".to_owned()];
        let error = wrong_name(
            "it names localhost, mq1.lan; you asked for mq1",
            &names,
            &chosen("grpcs://mq1:8084").endpoint,
        );
        let block = anstream::adapter::strip_str(&error.to_block()).to_string();
        assert_eq!(
            block,
            "error: the certificate of mq1:8084 is not valid for this name\n  \
             cause: it names localhost, mq1.lan; you asked for mq1\n  \
             hint: use the name it has (`--api grpcs://mq1.lan:8084`) or reissue: gmqtt init --secure --hostname mq1\n"
        );
    }
}
