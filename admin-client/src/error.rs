//! What goes wrong between a client and a broker, sorted by what one can do about it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io;

use gmqtt_admin_api::rpc;
use prost::Message;
use tonic::{Code, Status};

use crate::dial::DialError;
use crate::tls::WrongName;

/// Why a call did not do what was asked.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientError {
    inner: Box<Inner>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    reason: String,
    metadata: BTreeMap<String, String>,
    violations: Vec<(String, String)>,
}

/// What kind of failure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The URL, a file or the token cannot be used; nothing was sent.
    Setup,
    /// Nobody was reached, or the connection was lost.
    Unreachable,
    /// Somebody was reached whose certificate is for other names.
    WrongName {
        /// The name that was asked for.
        asked: String,
        /// The names that the certificate has.
        names: Vec<String>,
    },
    /// Somebody was reached whose certificate nobody trusted has issued, or is not valid for another reason.
    Untrusted,
    /// There was no answer in time.
    Timeout,
    /// The broker does not know who calls: no token, or one that is not valid.
    Unauthenticated,
    /// The caller may not do that.
    Refused {
        /// The role it takes, if that is why.
        role: Option<String>,
    },
    /// The named object does not exist.
    NotFound,
    /// It exists already, somebody else has changed it, or the broker is not in the state for it.
    Conflict,
    /// The request has a mistake.
    Invalid,
    /// The broker cannot do that: it is older, or the plugin that does it is not loaded.
    Unimplemented,
    /// A limit is reached.
    Limited,
    /// It failed for another reason.
    Failed,
}

impl ClientError {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                reason: String::new(),
                metadata: BTreeMap::new(),
                violations: Vec::new(),
            }),
        }
    }

    /// What kind of failure it is.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.inner.kind
    }

    /// What went wrong, in words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// The name of the broker's [`Reason`](crate::Reason); empty if it gave none.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.inner.reason
    }

    /// What else the broker said, by name: `request_id`, `needs`, the name that was not found.
    #[must_use]
    pub fn metadata(&self, name: &str) -> Option<&str> {
        self.inner.metadata.get(name).map(String::as_str)
    }

    /// The fields of the request that are wrong, and what is wrong with each.
    #[must_use]
    pub fn violations(&self) -> &[(String, String)] {
        &self.inner.violations
    }

    /// Whether nothing came of it because nobody could be talked to.
    #[must_use]
    pub const fn is_unreachable(&self) -> bool {
        matches!(
            self.inner.kind,
            ErrorKind::Unreachable
                | ErrorKind::WrongName { .. }
                | ErrorKind::Untrusted
                | ErrorKind::Timeout
        )
    }

    /// What the source of a failed exchange says, if it never came to an answer.
    fn of_source(status: &Status) -> Option<Self> {
        let source = status.source()?;
        if let Some(dial) = find::<DialError>(source) {
            return Some(Self::new(dial.kind.clone(), dial.message.clone()));
        }
        if let Some(tls) = find::<rustls::Error>(source) {
            let dial = DialError::of_tls(tls);
            return Some(Self::new(dial.kind, dial.message));
        }
        if let Some(error) = find::<io::Error>(source) {
            return Some(Self::new(ErrorKind::Unreachable, plain(error)));
        }
        let mut last: &(dyn Error + 'static) = source;
        while let Some(next) = last.source() {
            last = next;
        }
        Some(Self::new(ErrorKind::Unreachable, last.to_string()))
    }
}

impl From<Status> for ClientError {
    fn from(status: Status) -> Self {
        if let Some(error) = Self::of_source(&status) {
            return error;
        }
        let details = rpc::Status::decode(status.details()).unwrap_or_default();
        let mut error = Self::new(ErrorKind::Failed, status.message());
        for any in &details.details {
            let Some((_, name)) = any.type_url.rsplit_once('/') else {
                continue;
            };
            let value = any.value.as_slice();
            match name {
                "google.rpc.ErrorInfo" => {
                    let info = rpc::ErrorInfo::decode(value).unwrap_or_default();
                    error.inner.reason = info.reason;
                    error.inner.metadata = info.metadata.into_iter().collect();
                }
                "google.rpc.BadRequest" => {
                    let wrong = rpc::BadRequest::decode(value).unwrap_or_default();
                    let each = wrong.field_violations.into_iter();
                    error.inner.violations = each.map(|one| (one.field, one.description)).collect();
                }
                _ => {}
            }
        }
        if error.inner.message.is_empty() {
            error.inner.message = status.code().description().to_owned();
        }
        error.inner.kind = match status.code() {
            Code::Unauthenticated => ErrorKind::Unauthenticated,
            Code::PermissionDenied => ErrorKind::Refused {
                role: error.metadata("needs").map(str::to_owned),
            },
            Code::NotFound => ErrorKind::NotFound,
            Code::AlreadyExists | Code::Aborted | Code::FailedPrecondition => ErrorKind::Conflict,
            Code::InvalidArgument | Code::OutOfRange => ErrorKind::Invalid,
            Code::Unimplemented => ErrorKind::Unimplemented,
            Code::DeadlineExceeded => ErrorKind::Timeout,
            Code::ResourceExhausted => ErrorKind::Limited,
            _ => ErrorKind::Failed,
        };
        error
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl fmt::Debug for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl Error for ClientError {}

/// The first error of this type behind another, looked for inside errors of I/O too.
pub(crate) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>()
            && !is_shell(found)
        {
            return Some(found);
        }
        // The source of an error of I/O is what is behind the error inside it, which would be skipped.
        next = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inside) => Some(inside),
            None => error.source(),
        };
    }
    None
}

/// Whether this is an error of I/O that only holds another.
fn is_shell(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| {
        error
            .get_ref()
            .is_some_and(|inside| inside.source().is_some())
    })
}

/// An error of I/O without the number that the system has for it.
pub(crate) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::ConnectionRefused => "connection refused: nothing listens there".to_owned(),
        io::ErrorKind::ConnectionReset => "the connection was reset".to_owned(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => {
            "the connection was closed".to_owned()
        }
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            text.to_lowercase()
        }
    }
}

impl From<&WrongName> for ErrorKind {
    fn from(wrong: &WrongName) -> Self {
        Self::WrongName {
            asked: wrong.asked.clone(),
            names: wrong.names.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_api::{Fault, Reason};

    use super::*;

    #[test]
    fn the_details_of_a_fault_are_read() {
        let fault = Fault::new(Reason::MissingRole, "this takes operator")
            .with("needs", "operator")
            .violation("a", "b");
        let error = ClientError::from(Status::from(fault));
        assert_eq!(
            *error.kind(),
            ErrorKind::Refused {
                role: Some("operator".to_owned())
            }
        );
        assert_eq!(error.reason(), "MISSING_ROLE");
        assert_eq!(error.metadata("needs"), Some("operator"));
        assert_eq!(error.violations(), [("a".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn every_code_has_a_kind() {
        for (code, kind) in [
            (Code::Unauthenticated, ErrorKind::Unauthenticated),
            (Code::PermissionDenied, ErrorKind::Refused { role: None }),
            (Code::NotFound, ErrorKind::NotFound),
            (Code::AlreadyExists, ErrorKind::Conflict),
            (Code::Aborted, ErrorKind::Conflict),
            (Code::FailedPrecondition, ErrorKind::Conflict),
            (Code::InvalidArgument, ErrorKind::Invalid),
            (Code::OutOfRange, ErrorKind::Invalid),
            (Code::Unimplemented, ErrorKind::Unimplemented),
            (Code::DeadlineExceeded, ErrorKind::Timeout),
            (Code::ResourceExhausted, ErrorKind::Limited),
            (Code::Internal, ErrorKind::Failed),
            (Code::Unknown, ErrorKind::Failed),
        ] {
            let error = ClientError::from(Status::new(code, "why"));
            assert_eq!(*error.kind(), kind, "{code:?}");
            assert_eq!(error.message(), "why");
        }
    }

    #[test]
    fn an_error_inside_an_error_of_io_is_found() {
        let tls = rustls::Error::HandshakeNotComplete;
        let error = io::Error::new(io::ErrorKind::InvalidData, tls);
        assert!(find::<rustls::Error>(&error).is_some());
        assert!(find::<DialError>(&error).is_none());
    }
}
